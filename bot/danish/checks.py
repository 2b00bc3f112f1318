"""Whether a number may be taken: the contract's range, what is likely, and limits that a range must not straddle."""
from __future__ import annotations

import re
from math import inf
from typing import Any, Mapping, Optional, Sequence, Tuple, Union

from spacy.tokens import Doc

from bot.danish.content import load
from bot.danish.numbers import Number
from bot.danish.reading import AskBack

Taken = Union[int, float]
#: A height below this is in metres.
METRES_BELOW = 3


def rules_of(field: str) -> Mapping[str, Any]:
    return load("answers")["numbers"][field]


def is_number_field(field: Optional[str]) -> bool:
    return field in load("answers")["numbers"]


def tidy(value: float, whole: bool = False) -> Taken:
    """A whole number as int, another rounded to two decimals."""
    value = round(value, 2)
    return int(value) if whole or float(value).is_integer() else value


def in_unit(field: str, number: Number, unit: Optional[str]) -> Number:
    """`number` in the field's own unit: metres become centimetres."""
    from dataclasses import replace

    centimetres = "cm" in rules_of(field)["units"] and "m" in rules_of(field)["units"]
    if centimetres and number.high < METRES_BELOW and (unit == "m" or unit is None and number.low != int(number.low)):
        return replace(number, low=round(number.low * 100, 1), high=round(number.high * 100, 1))
    return number


def check(field: str, low: float, high: Optional[float] = None, bound: Optional[str] = None, estimate: bool = False) -> Tuple[Optional[Taken], Optional[AskBack]]:
    """(value, what to ask back): at most one of them."""
    rules = rules_of(field)
    high = low if high is None else high
    least, most = rules["range"]
    value = (low + high) / 2
    if rules.get("whole") and value != int(value):
        if low == high:
            value = float(int(value)) if field in ("age", "menopause_age") else value
            if value != int(value):
                return None, AskBack(field, "out_of_range")
        else:
            value = high
    if high < least or low > most:
        return None, AskBack(field, "out_of_range")
    if low < least or high > most:
        return None, AskBack(field, "across_limit")
    taken = tidy(value, bool(rules.get("whole")))
    if low != high:
        if rules.get("exact") or high - low > rules.get("widest", inf) or any(low < limit <= high for limit in rules.get("limits", ())):
            return None, AskBack(field, "across_limit")
    likely_low, likely_high = rules["likely"]
    if not likely_low <= low <= high <= likely_high:
        return None, AskBack(field, "unlikely", taken)
    if bound:
        return None, AskBack(field, "confirm_value", taken)
    if estimate and any(limit <= value * 1.5 and limit > value * 0.6 for limit in rules.get("limits", ())):
        return None, AskBack(field, "estimate", taken)
    return taken, None


#: What comes after is the same once more: "to glas om dagen, så det er fjorten".
CONCLUDES = re.compile(r"\b(?:så (?:det|er det|bliver|i alt)|altså|det vil sige|det bliver|det gør(?! (?:jeg|hun|han|vi|man)\b)|om ugen , det er|i alt|ialt|svarende til|nemlig)\b")
#: So little apart, two amounts are the same.
SAME_AMOUNT = 0.05


def told_again(doc: Doc, amounts: Sequence[Tuple[float, float]]) -> Optional[Tuple[float, float]]:
    """The (low, high) that a message tells in all and again in parts: "fjorten om ugen, det er to om dagen, en øl og et glas vin"; else None.

    It is the greatest one, where the others, one after the other, come to it once or several times.
    """
    if len(amounts) < 2 or not CONCLUDES.search(" ".join(token.text for token in doc)):
        return None
    total = max(amounts)
    others = [*amounts[: amounts.index(total)], *amounts[amounts.index(total) + 1:]]
    low = high = 0.0
    for one in others:
        low, high = low + one[0], high + one[1]
        if abs(low - total[0]) < SAME_AMOUNT and abs(high - total[1]) < SAME_AMOUNT:
            low = high = 0.0
        elif low > total[0] + SAME_AMOUNT:
            return None
    return total if low == high == 0.0 else None
