"""Danish text made comparable: folded letters, number words as digits, clauses, and what is said of a clause as a whole."""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Dict, List, NamedTuple

from num2words import num2words

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u"})
#: Number words are read up to here; ages, weights and heights in centimetres lie below.
LARGEST_WORD = 250


def fold(text: str) -> str:
    """Lower case, æ ø å as ae oe aa, other accents gone, one blank between words."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn")
    plain = plain.replace("\u2212", "-").replace("\u2013", "-").replace("\u2014", " - ")
    return re.sub(r"\s+", " ", plain).strip()


_TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "fyrretyve": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
}
_UNITS = {"en": 1, "et": 1, "een": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9}


@lru_cache(maxsize=None)
def _number_words() -> Dict[str, str]:
    """Folded Danish number words, written together and apart, by digits. num2words says 1 to 19; tens and hundreds are built here."""
    small = {fold(num2words(number, lang="da")): number for number in range(0, 20)}
    words = {**small, **_TENS}
    for tens, ten in _TENS.items():
        for units, unit in _UNITS.items():
            words[f"{units}og{tens}"] = words[f"{units} og {tens}"] = unit + ten
    below_hundred = dict(words)
    for hundred, value in {"hundrede": 100, "hundred": 100, "et hundrede": 100, "ethundrede": 100, "to hundrede": 200, "tohundrede": 200}.items():
        words[hundred] = value
        for rest, number in below_hundred.items():
            if 0 < number and value + number <= LARGEST_WORD:
                words[f"{hundred} og {rest}"] = words[f"{hundred}og{rest}"] = words[f"{hundred} {rest}"] = value + number
    for ambiguous in ("en", "et", "een", "ni og"):
        words.pop(ambiguous, None)
    found = {word: str(number) for word, number in words.items()}
    found.update({"halvanden": "1.5", "halvandet": "1.5", "en halv": "0.5", "et halvt": "0.5", "to en halv": "2.5", "to et halvt": "2.5"})
    return found


@lru_cache(maxsize=None)
def _number_pattern() -> "re.Pattern[str]":
    longest_first = sorted(_number_words(), key=len, reverse=True)
    return re.compile(r"(?<![a-z])(" + "|".join(re.escape(word) for word in longest_first) + r")(?![a-z])")


def with_digits(folded: str) -> str:
    """Number words as digits, decimal commas as points, "en" and "et" as 1 before a unit."""
    text = _number_pattern().sub(lambda match: _number_words()[match[1]], folded)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    unit = r"(?=(?:enkelt )?(?:meter|m\b|gang|genstand|maaned|aar\b|uge|time|finger|glas|oel|kvarter|cm|centimeter))"
    return re.sub(rf"(?<![a-z0-9])(?:en|et|een)\s+{unit}", "1 ", text)


class Clause(NamedTuple):
    """One clause of a message, folded and with digits."""

    text: str
    negated: bool
    hypothetical: bool
    hedged: bool
    about_other: bool
    past: bool


_NEGATION = re.compile(r"\b(ikke|ik|ikk|aldrig|ingen|intet|hverken|uden|nej|naeh?|heller|slet)\b")
_HYPOTHESIS = re.compile(r"\b(hvis|saafremt|forestil|taenk hvis|hvad nu|hvad hvis|kunne jeg|risiko(en)? for|bange for at|taenkte paa at|gad vide|mon)\b")
_HEDGE = re.compile(r"\b(maaske|maske|muligvis|tror|vist|vistnok|nok ikke|formentlig|sandsynligvis|moeaske|nok et|ca maaske)\b")
_RELATIVE = (
    r"(?:mor|moder|far|fader|soester|soster|bror|broder|mormor|farmor|morfar|farfar|moster|faster|onkel|kusine|faetter|datter|soen|"
    r"mand|kone|kaereste|aegtefaelle|svigermor|svigerfar|veninde|ven|nabo|naboen|kollega|barn|barnebarn|boern|tante|familie|foraeldre)"
)
_OTHER = re.compile(rf"\b(?:min|mine|mit|hans|hendes|vores|en|naboens?)\s+(?:afdoede |gamle |egen |store |lille )?{_RELATIVE}s?\b|\b(?:mor|far|mormor|farmor|naboen|han|hun|de)\b")
_SELF = re.compile(r"\bjeg\b")
_PAST = re.compile(r"\b(tidligere|foer i tiden|engang|dengang|holdt op|stoppede|stoppet|roeg|ophoert|kvit|indtil|for aar tilbage)\b")
_SPLIT = re.compile(r"(?:[.!?;:\n]+|,|\s-\s|\bmen\b|\bog (?=(?:jeg|min|mine|mit|han|hun|har|er|faar|ryger|drikker|tager|vejer)\b))(?!\d)")


def clauses(folded: str) -> List[Clause]:
    """The clauses of a folded text, each with what holds for all of it. A list keeps the person it began with."""
    parts = [part.strip() for part in _SPLIT.split(with_digits(folded)) if part and part.strip()]
    found: List[Clause] = []
    other = False
    for part in parts:
        about_self = bool(_SELF.search(part))
        other = bool(_OTHER.search(part)) and not re.match(r"^(og )?jeg\b", part) or (other and not about_self and not re.search(r"^\d", part))
        found.append(
            Clause(
                text=part,
                negated=bool(_NEGATION.search(part)),
                hypothetical=bool(_HYPOTHESIS.search(part)),
                hedged=bool(_HEDGE.search(part)),
                about_other=other,
                past=bool(_PAST.search(part)),
            )
        )
    return found
