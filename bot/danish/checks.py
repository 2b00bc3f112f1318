"""Whether a number may be taken: the contract's range, what is likely, and limits that a range must not straddle."""
from __future__ import annotations

from math import inf
from typing import Any, Mapping, Optional, Tuple, Union

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
