"""Numbers in digits and in Danish words, from 0 to 250 and beyond: values, ranges, signs and how exact they are."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Dict, List, Optional, Sequence, Tuple

from num2words import num2words

from bot.danish.content import load

#: A range wider than this is told as two numbers, not as one that is not quite sure.
WIDEST_RANGE = 0.4
#: "1 65", "1 m 65": the centimetres after one metre.
FIRST_CENTIMETRES, LAST_CENTIMETRES = 10, 99
LAST_IN_TABLE = 250


@dataclass(frozen=True)
class Number:
    """One number as told: words `start` to `end` (not included)."""

    start: int
    end: int
    low: float
    high: float
    signed: bool = False
    """A minus or plus was said."""
    bound: Optional[str] = None
    """"over" or "under" where only a limit was told."""
    unit: Optional[str] = None
    """Only where the number itself implies it: "en meter og femogtres" is in cm."""
    in_words: bool = False
    decade: bool = False
    """"tresserne", "60'erne": low to high are its years."""

    @property
    def value(self) -> float:
        middle = (self.low + self.high) / 2
        return int(middle) if float(middle).is_integer() else round(middle, 4)

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def _variants(number: int) -> List[str]:
    """How `number` is written in one word, misspelt forms that are common included."""
    words = load("words")["number_words"]
    if number < 20 or number % 10 == 0 and number < 100:
        return [num2words(number, lang="da"), *words["variants"].get(number, [])]
    if number < 100:
        tens, units = number // 10 * 10, number % 10
        joined = [
            unit + joint + ten
            for unit in [num2words(units, lang="da"), *words["variants"].get(units, [])]
            for joint in words["joints"]
            for ten in [num2words(tens, lang="da"), *words["variants"].get(tens, [])]
        ]
        return [num2words(number, lang="da"), *joined]
    rest = number % 100
    heads = words["hundreds"][number // 100]
    if not rest:
        return list(heads)
    return [head + joint + num2words(rest, lang="da") for head in heads for joint in ("", "og")]


@lru_cache(maxsize=None)
def number_words() -> Dict[str, int]:
    """Every number word that is one word, with its value. "en" and "et" are articles too and are not among them."""
    table: Dict[str, int] = {}
    for number in range(LAST_IN_TABLE, -1, -1):
        for word in _variants(number):
            table[word.replace(" ", "")] = number
    for article in load("words")["number_words"]["articles"]:
        table.pop(article, None)
    return table


@lru_cache(maxsize=None)
def _words(name: str) -> frozenset:
    return frozenset(load("words")["number_words"][name])


def _digits(word: str) -> Optional[float]:
    if not word[0].isdigit():
        return None
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        return None
    return value if value < 1e7 else None


def _simple(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """A whole number without hundreds at `at`: digits, one word, or "fem og tres"; (value, end)."""
    if at >= len(words):
        return None
    word = words[at]
    digits = _digits(word)
    if digits is not None:
        return digits, at + 1
    value = number_words().get(word)
    if word in _words("articles") and at + 2 < len(words) and words[at + 1] in _words("joint_words"):
        value = 1
    if value is None:
        return None
    if 1 <= value <= 9 and at + 2 < len(words) and words[at + 1] in _words("joint_words"):
        tens = number_words().get(words[at + 2])
        if tens is not None and 20 <= tens <= 90 and tens % 10 == 0:
            return value + tens, at + 3
    return None if word in _words("articles") else (value, at + 1)


def _hundreds(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """"hundrede og femogtres", "et hundrede 65", "to hundrede"."""
    head, start = 1.0, at
    if words[at] in _words("articles"):
        start = at + 1
    elif number_words().get(words[at]) == 2:
        head, start = 2.0, at + 1
    if start >= len(words) or words[start] not in _words("hundred"):
        return None
    end = start + 1
    joint = end + 1 if end < len(words) and words[end] in _words("joint_words") else end
    rest = _simple(words, joint)
    if rest and 0 < rest[0] < 100 and rest[0] == int(rest[0]):
        return 100 * head + rest[0], rest[1]
    return 100 * head, end


def _one(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """One number with what may follow it: "komma otte", "en halv"; (value, end)."""
    word = words[at]
    if word in _words("half") and at + 1 < len(words) and words[at + 1] in _words("half_units"):
        return 0.5, at + 1
    if word in _words("articles") and at + 1 < len(words) and words[at + 1] in _words("half"):
        return 0.5, at + 2
    if word in _words("one_and_a_half"):
        return 1.5, at + 1
    if word in _words("couple"):
        return 2.0, at + 1
    if word in _words("articles") and at + 1 < len(words):
        following = words[at + 1]
        if following in _words("couple"):
            return 2.0, at + 2
        if following in _words("single"):
            return 1.0, at + 2
        if following in _words("counted"):
            return 1.0, at + 1
        if following == "om" and at + 2 < len(words) and words[at + 2] in _words("often"):
            return 1.0, at + 1
    found = _hundreds(words, at) or _simple(words, at)
    if word in _words("articles") and found is None and at + 2 < len(words) and words[at + 1] == "komma":
        found = 1.0, at + 1
    if found is None:
        return None
    value, end = found
    if end + 1 < len(words) and words[end] == "komma":
        decimals = _decimals(words, end + 1)
        if decimals:
            return value + decimals[0], decimals[1]
    if value == int(value):
        end_of_joint = end + 1 if end < len(words) and words[end] in _words("joint_words") else end
        if end_of_joint + 1 < len(words) and words[end_of_joint] in _words("articles") and words[end_of_joint + 1] in _words("half"):
            return value + 0.5, end_of_joint + 2
    return value, end


def _decimals(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """What follows a spoken comma: "otte" is 0.8, "femogtres" and "nul fem" are hundredths."""
    found = _simple(words, at)
    if found is None and words[at] in _words("articles"):
        found = 1.0, at + 1
    if found is None or found[0] != int(found[0]) or not 0 <= found[0] < 100:
        return None
    value, end = found
    if value == 0:
        second = _simple(words, end)
        if second and 0 < second[0] < 10:
            return second[0] / 100, second[1]
        return 0.0, end
    return (value / 10 if value < 10 else value / 100), end


def _metres(words: Sequence[str], at: int, value: float, end: int) -> Optional[Number]:
    """"en meter og femogtres", "1 m 65", "1 65": centimetres after the one metre."""
    if value not in (1, 2):
        return None
    in_digits = words[at][0].isdigit()
    after = end
    if after < len(words) and words[after] in _words("metre"):
        after += 1
        if after < len(words) and words[after] in _words("joint_words"):
            after += 1
    elif not in_digits or after >= len(words) or not words[after].isdigit() or len(words[after]) != 2:
        return None
    rest = _simple(words, after)
    if rest is None or rest[0] != int(rest[0]) or not 0 < rest[0] <= LAST_CENTIMETRES:
        return None
    if rest[0] < FIRST_CENTIMETRES and not (words[after][0] == "0"):
        return None
    if rest[1] < len(words) and words[rest[1]] in _words("not_centimetres"):
        return None
    centimetres = 100 * value + rest[0]
    return Number(at, rest[1], centimetres, centimetres, unit="cm")


def _signed(words: Sequence[str], at: int) -> Tuple[int, int]:
    """(sign, start of the number)."""
    if words[at] in _words("minus"):
        return -1, at + 1
    if words[at] in _words("plus"):
        return 1, at + 1
    return 0, at


def _at(words: Sequence[str], at: int) -> Optional[Number]:
    """The number that starts at word `at`, ranges not yet joined."""
    word = words[at]
    if word.startswith("årti_"):
        first = float(word[5:])
        return Number(at, at + 1, first, first + 9, decade=True)
    decade = load("words")["number_words"]["decades"].get(word)
    if decade is not None:
        return Number(at, at + 1, decade, decade + 9, decade=True)
    sign, start = _signed(words, at)
    if start >= len(words):
        return None
    found = _one(words, start)
    if found is None:
        return None
    value, end = found
    if not sign:
        metres = _metres(words, at, value, end)
        if metres:
            return metres
    value = -value if sign < 0 else value
    bound, first = _bound(words, at)
    return Number(first, end, value, value, signed=bool(sign), bound=bound, in_words=not words[start][0].isdigit())


def _bound(words: Sequence[str], at: int) -> Tuple[Optional[str], int]:
    """A limit said just before the number: ("over" or "under", where it starts)."""
    for length in (2, 1):
        said = " ".join(words[at - length:at]) if at >= length else ""
        for bound in ("over", "under"):
            if said and said in _words(bound):
                return bound, at
    return None, at


def _joined(first: Number, second: Number) -> Optional[Number]:
    """A range out of two numbers, where that is what they are."""
    if first.decade or second.decade or first.bound or second.bound:
        return None
    low, high = first.low, second.high
    if first.signed and low < 0 and not second.signed:
        low, high = -abs(high), low
    if low > high and first.signed and second.signed:
        low, high = high, low
    if low >= high or high - low > max(3, WIDEST_RANGE * abs(low)):
        return None
    return replace(first, end=second.end, low=low, high=high, signed=first.signed or second.signed, unit=first.unit or second.unit)


def numbers_in(words: Sequence[str]) -> List[Number]:
    """All numbers of `words`, in order; none overlaps another."""
    found: List[Number] = []
    at = 0
    while at < len(words):
        number = _at(words, at)
        if number is None:
            at += 1
            continue
        previous = found[-1] if found else None
        between = list(words[previous.end:number.start]) if previous else None
        adjacent = between == [] and previous is not None and previous.in_words and number.in_words and number.low - previous.low == 1
        ranged = between is not None and len(between) == 1 and between[0] in _words("range")
        choice = between is not None and len(between) == 1 and between[0] in _words("or") and 0 < number.low - previous.low <= 2
        amid = between is not None and list(between) in (["og"], ["til"]) and previous.start > 0 and words[previous.start - 1] in _words("between")
        joined = _joined(previous, number) if previous and (adjacent or ranged or choice or amid) else None
        if joined:
            found[-1] = joined
        else:
            found.append(number)
        at = number.end
    return found


def is_digits(word: str) -> bool:
    return bool(re.fullmatch(r"\d+(,\d+)?", word))
