"""Take out who somebody is, before a message is stored, logged or read: CPR numbers, telephone numbers, e-mail, street addresses.

Ages, heights, weights and dates stay. Where a number could be a date of birth or a telephone number, the date wins: the
assistant asks for the one and has no use for the other.
"""
from __future__ import annotations

import re
from datetime import date
from typing import List, NamedTuple, Pattern, Tuple

_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_GAP = r"[ \t.\-–—/]?"
#: 010150-1234, 0101501234, 01 01 50 1234, 01.01.50-1234, 01-01-1950-1234, "010150 - 1234", with letters for "x" as people mask it.
_CPR = re.compile(rf"(?<![\d.,]){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)?\d{{2}} ?[-–—./ ]? ?[\dxX*]{{4}}(?![\d%]|[.,]\d)")
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

        def replaced(found: "re.Match[str]", kind: str = kind) -> str:
            if kind == "phone" and not _is_private_number(found.group()):
                return found.group()
            kinds.append(kind)
            return STAND_INS[kind]

        text = pattern.sub(replaced, text)
    return Redacted(text, tuple(dict.fromkeys(kinds)))
