"""Plain words out of written text: lower case, one spelling for marks and abbreviations, numbers set apart.

The result is a list of words, decimal numbers ("2,8") and punctuation marks. Nothing here knows what a word means.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterator, List, Tuple

from bot.danish.content import load
from bot.danish.needles import Sieve, may_match, needles

#: Beyond this, a message is a document; the rest is not read.
LONGEST = 20_000

_LETTER = "a-zæøåäöüéèáó"
_FRACTIONS = {"½": ",5", "¼": ",25", "¾": ",75"}


@lru_cache(maxsize=None)
def _abbreviations() -> Tuple[Sieve, Tuple[Tuple["re.Pattern[str]", str], ...]]:
    """The short forms, what they stand for, and what tells which of them may be there."""
    told = load("words")["abbreviations"]
    return Sieve([needles(pattern) for pattern in told]), tuple((re.compile(pattern), full) for pattern, full in told.items())


def _in_full(plain: str) -> str:
    """`plain` with every short form in full, one after the other: what one gives may be a part of the next."""
    sieve, forms = _abbreviations()
    place = -1
    while True:
        for place in sieve.possible(plain, place):
            pattern, full = forms[place]
            written = pattern.sub(full, plain)
            if written != plain:
                plain = written
                break
        else:
            return plain


def _fraction(text: str) -> str:
    """"2½" and "2 1/2" are 2,5; "½" and "1/2" alone are 0,5."""
    for sign, decimals in _FRACTIONS.items():
        text = re.sub(rf"(\d)\s?{sign}", rf"\g<1>{decimals}", text)
        text = text.replace(sign, f" 0{decimals} ")
    text = re.sub(r"(?<![\d/])(\d{1,3}) 1/2(?![\d/])", r"\1,5", text)
    return re.sub(r"(?<![\d/])1/2(?![\d/])", "0,5", text)


_STEPS: Tuple[Tuple[str, str], ...] = (
    (r"[’‘`´]", "'"),
    (r"[“”„«»]", '"'),
    (r"[–—−‐‑]", "-"),
    (r"[\r\n]+", " ; "),
    (r"♀", " kvinde "),
    (r"♂", " mand "),
    (r"[👍]", " ja "),
    (r"[👎]", " nej "),
    # A heading put as a question, with its answer: "Alder? 74. Ryger? Nej."
    (r"(?:(?<=^)|(?<=[.;,!?] ))((?:alder|køn|vægt|højde|ryger|alkohol|fald|feber|brud|kalk|d-vitamin|ondt i ryggen|har ondt i ryggen|rygsmerter|kræft|medicin)(?: \w+)?)\? (?=\d|ja\b|nej\b|mand\b|kvinde\b|ingen\b|aldrig\b)", r"\1 : "),
    # A dash between words parts a list: "62 år - ingen brud".
    (r"(?<=[a-zæøå.\d]) - (?=[a-zæøå])|(?<=[a-zæøå.]) - (?=\d{2,3}(?![\d,.]))|(?<=\d) - (?=1\d\d ?cm)", " , "),
    # A full stop of a short form before another mark ends no sentence.
    (r"\.(?=\s*[,;])", " "),
    (r"(?<![\w.,])x\s?(\d+(?:\s?-\s?\d+)?)\b", r" \1 gange "),
    (r"[→=]", " er "),
    (r"°", " grader "),
    # A birthday or another whole date becomes one word.
    (r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)?\d{2})(?!\d)", r" dato_\1_\2_\3 "),
    (r"(?<!\d)(\d{1,2})[./-](\d{1,2}),? ((?:19|20)\d{2})(?!\d)", r" dato_\1_\2_\3 "),
    # 1.200 is a thousand; 1.65 is a decimal.
    (r"(?<![\d,.])(\d{1,3})\.(\d{3})(?![\d,])", r"\1\2"),
    (r"(\d)\.(?=\d)", r"\1,"),
    (r"(\d),-", r"\1 kr "),
    (r"(\d)\. ?(?=dag|uge|måned)", r"\1 "),
    # A decade: 60'erne, 60erne.
    (r"(?<!\d)([1-9]0)\s?'?-?(?:erne|ere|'s)\b", r" årti_\1 "),
    # A vertebra: L2, Th12.
    (r"\b(?:th|l)\s?-?\d{1,2}\b(?!,\d)(?:[/-](?:th|l)?\d{1,2}\b(?!,\d))?", " ryghvirvel "),
    (r"\bd3\b", " d "),
    (r"÷\s?(?=\d)", " minus "),
    (r"÷", " ikke "),
    # After a year or a negative number a sign, not a range: "i 2024 -2,5".
    (r"(?<=\d{4}) -(?=\d,\d)", " minus "),
    (r"(?<=-\d,\d) -(?=\d,\d)", " minus "),
    (r"(\d)\s?-\s?(?=\d)", r"\1 til "),
    (r"(?<![\w)])-\s?(?=\d)", " minus "),
    (r"(?<!\w)\+\s?(?=\d)", " plus "),
    (r"\+/-", " cirka "),
    (r"%", " procent "),
    (r">=|≥", " mindst "),
    (r"<=|≤", " højst "),
    (r">", " over "),
    (r"<", " under "),
    (r"&", " og "),
    (r"\+", " og "),
    (r"/\s?(?:uge|ugl|ugtl|u)\b", " om ugen "),
    (r"/\s?(?:dag|dg|dgl|d)\b", " om dagen "),
    (r"/\s?(?:måned|md|mdr)\b", " om måneden "),
    (r"(\d)\s?[x×](?=\W|[a-zæøå]|$)", r"\1 gange "),
    (rf"(\d)(?=[{_LETTER}])", r"\1 "),
    (rf"([{_LETTER}])(?=\d)", r"\1 "),
    (rf"(\d)-(?=[{_LETTER}])", r"\1 "),
    (rf"([{_LETTER}])\.(?=[{_LETTER}]\b)", r"\1"),
)
_COMPILED = tuple((needles(pattern), re.compile(pattern), new) for pattern, new in _STEPS)
#: Where a sentence surely ends, and how long a piece of a message is at least: an expression runs over the pieces that may match it alone.
_SENTENCE_ENDS = re.compile(rf"(?<=[{_LETTER}]{{3}}[.!?]) ")
_PIECE = 150
#: "40 kg. Kalk": the full stop of a short form ends a sentence where a capital follows.
_UNIT_ENDS = re.compile(r"(?<=\bkg|\bcm)\.\s+(?!og |men |eller |nu |i dag|som )(?=\w)|(?<=gl|\bmd)\.\s+(?=[A-ZÆØÅ])|(?<=\bugl|\bdgl)\.\s+(?=\d\d år)|(?<=\bmdr|\bmin|\brtg)\.\s+(?=[A-ZÆØÅ])|(?<=\bfx|\bOP)\.\s+(?=[A-ZÆØÅ]|\d\d(?: år|-årig))|(?<=^[KM])\.\s+(?=\d)|(?<= [KM])\.\s+(?=[A-ZÆØÅ])")
#: A line of a list; alone it may be a minus: "- 2,5".
_BULLET = re.compile(r"^[ \t]*[-–•*·][ \t]+(?=\S)", re.M)
_WORD = re.compile(rf"\d+,\d+|\d+|dato_\d+_\d+_\d+|årti_\d+|[{_LETTER}_]+(?:[-'][{_LETTER}]+)*'?|[.,!?;:()\"/]")


def words_of(text: str) -> List[str]:
    """The words and marks of `text`, in order."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    if len(_BULLET.findall(text)) > 1:
        text = _BULLET.sub("", text)
    # A low line is a mark of this module's own: as it is typed, it parts words.
    plain = _UNIT_ENDS.sub(" ; ", text).lower().replace("_", " ")
    plain = unicodedata.normalize("NFC", plain)
    return [word for piece in _pieces(plain) for word in _words_of_piece(piece)]


def _pieces(plain: str) -> Iterator[str]:
    """`plain` in whole sentences, several of them where they are short."""
    start = 0
    for end in _SENTENCE_ENDS.finditer(plain):
        if end.end() - start >= _PIECE:
            yield plain[start:end.end()]
            start = end.end()
    yield plain[start:]


#: Words, commas and a last mark: none of the steps has anything to do.
_WORDS_ALONE = re.compile(rf"[{_LETTER} ,]*[.!?]?\s*")


def _words_of_piece(plain: str) -> List[str]:
    if not _WORDS_ALONE.fullmatch(plain):
        plain = _fraction(plain)
        for wanted, pattern, new in _COMPILED:
            if may_match(wanted, plain):
                plain = pattern.sub(new, plain)
    return _WORD.findall(_in_full(plain))
