"""Take out who somebody is, before a message is stored, logged or read: CPR numbers, telephone numbers, e-mail, street addresses.

Ages, heights, weights and dates stay. Where a number could be a date of birth or a telephone number, the date wins: the
assistant asks for the one and has no use for the other.
"""
from __future__ import annotations

import re
from datetime import date
from typing import Iterator, List, NamedTuple, Pattern, Tuple

from num2words import num2words

_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])"
_GAP = r"[ \t.\-/]?"
#: Between the parts: what people put there, a line's end included.
_BREAK = r"[\s.:;_~=/\\()*\-]{0,3}"
#: The last four, masked as people do it, or in two pairs.
_LAST = r"(?:[\dxX*]{4}|\d\d[ \-]\d\d)"
_MONTH_WORD = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
#: A year may follow a date; it is no end of a CPR number.
_NO_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_END = r"(?![\d%]|[.,]\d)"
#: How CPR numbers are written, each with what tells it from a date or a list of measures.
_CPRS = (
    rf"(?<![\d.,]){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)?\d{{2}}{_BREAK}{_LAST}{_END}",
    rf"(?<![\d.,]){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)?\d{{2}}, ?{_NO_YEAR}\d{{4}}{_END}",
    rf"(?<![\d.,])\d{{1,2}}[./\-]\d{{1,2}}[./\- ](?:19|20)?\d{{2}} ?(?:- ?|/ ?| {_NO_YEAR})\d{{4}}{_END}",
    rf"(?<![\d.,])\d{{1,2}}\.? ?{_MONTH_WORD} ?(?:19|20)?\d{{2}},? ?-?{_NO_YEAR}\d{{4}}{_END}",
    # Six or eight digits, a dash and four: a number of a person, whatever its date (a replacement number, another country's).
    rf"(?<![\d.,])(?:\d{{6}}|(?:19|20)\d\d-?{_MONTH}-?\d\d) ?- ?\d{{4}}{_END}",
    # Digit by digit.
    r"(?<![\d.,])\d(?: ?[ .\-/] ?\d){9}(?![\d%]| ?\d)",
    # Said to be one.
    rf"(?<=\bcpr)[^\d\n]{{0,20}}?(?:\d{{6}}[^\d\n]{{0,12}}\d{{4}}|\d(?:{_BREAK}\d){{9}}|\d{{4}}){_END}",
    rf"(?:sidste|bagerste) (?:fire|4)(?: cifre| tal| numre)?[^\d\n]{{0,12}}\d{{2}} ?\d{{2}}{_END}",
)
_CPR = re.compile("|".join(f"(?:{one})" for one in _CPRS), re.I)
_EMAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)|\[at\]| snabel-?a ) ?[\w-]+(?:\.[\w-]+)+", re.I)
_PHONE = re.compile(r"(?<![\d.,\w])(?:(?:\+|00) ?45[ \t]?)?(?:\d{8}|\d{2}(?:[ .\-]\d{2}){3}|\d{4}[ \-]\d{4}|\d{3}[ ]\d{2}[ ]\d{3})(?![\d%]|[.,]\d)")
_STREET = (
    r"(?:vej|vejen|gade|gaden|allé|alle|stræde|vænge|vænget|boulevard|plads|pladsen|torv|torvet|vang|vangen|toften|bakken|parken|engen|marken|haven|lunden|krogen|"
    r"kajen|alleen|alléen|stien|svinget|skrænten|højen|dalen|park)"
)
_ADDRESS = re.compile(
    rf"\b(?:[A-ZÆØÅ][\wæøåé.'-]* ){{0,3}}(?:[a-zæøåéA-ZÆØÅ.'-]+{_STREET}|(?:Vej|Gade|Allé|Alle|Plads|Torv|Boulevard|Park|Stræde)) \d{{1,3}} ?[A-Za-z]?\b(?!\s*(?:år|cm|kg|gange|dage|uger|måneder|km|meter|timer|minutter))"
    r"(?:,? ?(?:st|kl|\d{1,2})\.? ?(?:sal)?,? ?(?:tv|th|mf)\b\.?)?(?:,? \d{4} [A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ]{1,2}\b)?)?"
)
#: What may be rung to stays.
_KNOWN_NUMBERS = ("70201201", "80313131", "18131813")


#: Digits and dashes of other scripts and keyboards as plain ones, one for one; what is not seen counts as a space.
_PLAIN = {
    **{0xFF10 + digit: str(digit) for digit in range(10)}, **{0x0660 + digit: str(digit) for digit in range(10)},
    **{ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"},
    **{ord(blank): " " for blank in "\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad"},
}
#: The number words from 0 to 99, and a row of them that is as long as a CPR or a telephone number.
_NUMBERS = {"en": 1, "et": 1, "to": 2, **{num2words(number, lang="da").replace(" ", ""): number for number in range(100)}}
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER_WORDS = re.compile(rf"\b(?:{_WORD})(?:[ ,.\-]{{1,3}}(?:{_WORD})\b){{3,29}}", re.I)
_DIGITS_OF = {"cpr": 10, "phone": 8}


class Redacted(NamedTuple):
    """The text without the parts, and which kinds were taken out."""

    text: str
    kinds: Tuple[str, ...]


def _is_date(digits: str) -> bool:
    """Whether eight digits are a day of the last 120 years, as a date of birth is written."""
    for year, month, day in ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:])):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1900 <= found.year <= date.today().year:
            return True
    return False


def _is_private_number(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    digits = digits[-8:] if len(digits) > 8 else digits
    return digits not in _KNOWN_NUMBERS and not _is_date(digits) and not _are_years(text)


def _are_years(text: str) -> bool:
    """ "2015-2018": from one year to another."""
    parts = re.findall(r"\d{4}", text) if re.fullmatch(r"\d{4}[ \-]\d{4}", text) else []
    return len(parts) == 2 and all(1900 <= int(part) <= date.today().year + 1 for part in parts)


_KINDS: Tuple[Tuple[str, Pattern[str]], ...] = (("cpr", _CPR), ("email", _EMAIL), ("address", _ADDRESS), ("phone", _PHONE))
#: What stands in its place: words that tell no fact.
STAND_INS = {"cpr": "[CPR-nummer slettet]", "email": "[mail slettet]", "address": "[adresse slettet]", "phone": "[telefonnummer slettet]"}


def redacted(text: str) -> Redacted:
    """`text` with each private part replaced by what it was."""
    kinds: List[str] = []
    for kind, pattern in _KINDS:
        # From the end, so that the places before stay what they are; found in a twin where every digit and dash is a plain one.
        for start, end in reversed(list(_places(kind, pattern, text.translate(_PLAIN)))):
            text = text[:start] + STAND_INS[kind] + text[end:]
            kinds.append(kind)
    return Redacted(text, tuple(dict.fromkeys(kinds)))


def _places(kind: str, pattern: Pattern[str], text: str) -> Iterator[Tuple[int, int]]:
    """Where something private of this kind stands."""
    for found in pattern.finditer(text):
        if kind != "phone" or _is_private_number(found.group()):
            yield found.span()
    if kind in _DIGITS_OF:
        for found in _NUMBER_WORDS.finditer(text):
            said = _digits_said(found.group())
            # A longer row has a CPR number within: "halvtreds, nul, et, ...".
            if said == _DIGITS_OF[kind] or kind == "cpr" and said > _DIGITS_OF[kind]:
                yield found.span()


def _digits_said(words: str) -> int:
    """How many digits a row of number words is: "nul et nul et halvtreds" is six."""
    return sum(len(str(_NUMBERS[word])) for word in re.findall(r"[a-zæøå]+", words.lower()))
