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
#: "2 og 70" is 72.
TENS = frozenset(range(20, 100, 10))
#: "1 65", "1 m 65": the centimetres after one metre.
FIRST_CENTIMETRES, LAST_CENTIMETRES = 10, 99
LAST_IN_TABLE = 250
#: Before "hundrede" in a number or a year: "to hundrede", "nitten hundrede og syvogfyrre".
HUNDREDS_TOLD = frozenset({*range(2, 10), 19})


_ONLY_NUMBER = re.compile(r"\W*\d{1,3}(?:[.,]\d+)?\W*")


def is_only_number(text: str) -> bool:
    """ "67": a number and nothing else, of which no net knows more than the rules."""
    return _ONLY_NUMBER.fullmatch(text) is not None


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
    spoken = num2words(rest, lang="da")
    return [
        head + joint + one for head in heads for joint in ("", "og") for one in dict.fromkeys((spoken, spoken.replace("treds", "tres")))
    ]


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
        tens = _digits(words[at + 2]) if 1 <= digits <= 9 and len(words) > at + 2 and words[at + 1] in _words("joint_words") else None
        return (digits + tens, at + 3) if tens is not None and tens in TENS else (digits, at + 1)
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
    """ "hundrede og femogtres", "et hundrede 65", "to hundrede"."""
    head, start = 1.0, at
    if words[at] in _words("articles"):
        start = at + 1
    elif number_words().get(words[at]) in HUNDREDS_TOLD:
        head, start = float(number_words()[words[at]]), at + 1
    if start >= len(words) or words[start] not in _words("hundred"):
        return None
    end = start + 1
    joint = end + 1 if end < len(words) and words[end] in _words("joint_words") else end
    rest = _simple(words, joint)
    if rest and 0 < rest[0] < 100 and rest[0] == int(rest[0]):
        return 100 * head + rest[0], rest[1]
    return 100 * head, end


def _thousands(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """ "to tusind og atten", "totusind tyve": years of this century, spoken in full."""
    if words[at] in _words("two_thousand"):
        end = at + 1
    elif number_words().get(words[at]) == 2 and at + 1 < len(words) and words[at + 1] in _words("thousand"):
        end = at + 2
    else:
        return None
    joint = end + 1 if end < len(words) and words[end] in _words("joint_words") else end
    rest = _simple(words, joint)
    if rest and 0 < rest[0] < 100 and rest[0] == int(rest[0]):
        return 2000 + rest[0], rest[1]
    return 2000.0, end


@lru_cache(maxsize=None)
def _dozen_words() -> Dict[str, int]:
    return dict(load("words")["number_words"]["dozens"])


def _dozens(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """ "en halv snes", "et dusin", "to snese": how many a word of count holds."""
    count = _dozen_words()
    for length in (2, 1) if count.keys() & set(words[at + 1 : at + 3]) else ():
        end = at + length
        if end >= len(words) or words[end] not in count or length == 2 and words[at] not in _words("articles"):
            continue
        before = words[end - 1]
        amount = 1.0 if before in _words("articles") else _AMOUNTS.get(before, number_words().get(before))
        if amount:
            return _and_some_more(amount * count[words[end]], words, end + 1)
    return None


def _and_some_more(dozens: float, words: Sequence[str], end: int) -> Tuple[float, int]:
    """ "tre snese og tolv"."""
    more = number_words().get(words[end + 1]) if end + 1 < len(words) and words[end] == "og" else None
    return (dozens + more, end + 2) if more is not None and 0 < more < dozens else (dozens, end)


_AMOUNTS = {"halv": 0.5, "halvt": 0.5, "hel": 1.0, "helt": 1.0, "god": 1.0, "godt": 1.0, "lille": 1.0, "halvanden": 1.5, "halvandet": 1.5}


def _couple_and_tens(words: Sequence[str], at: int) -> Optional[Number]:
    """ "et par og tres": a few more than sixty."""
    start = at + 1 if words[at] in _words("articles") else at
    if len(words) > start + 2 and words[start] in _words("couple") and words[start + 1] in _words("joint_words"):
        tens = number_words().get(words[start + 2])
        if tens is not None and 20 <= tens <= 90 and tens % 10 == 0:
            return Number(at, start + 3, tens + 1, tens + 3, in_words=True)
    return None


def _one(words: Sequence[str], at: int) -> Optional[Tuple[float, int]]:
    """One number with what may follow it: "komma otte", "en halv"; (value, end)."""
    word = words[at]
    dozens = _dozens(words, at)
    if dozens:
        return dozens
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
        if following in _words("adjectives") and at + 2 < len(words):
            if words[at + 2] in _words("half"):
                return 0.5, at + 3
            if words[at + 2] in _words("counted"):
                return 1.0, at + 2
        if following in _words("couple"):
            return 2.0, at + 2
        if following in _words("single"):
            return 1.0, at + 2
        if following in _words("counted"):
            return 1.0, at + 1
        if following == "om" and at + 2 < len(words) and words[at + 2] in _words("often"):
            return 1.0, at + 1
    found = _thousands(words, at) or _hundreds(words, at) or _simple(words, at)
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
        if (
            end_of_joint + 1 < len(words)
            and words[end_of_joint] in _words("articles")
            and words[end_of_joint + 1] in _words("half")
            and not _of_another(words, end, end_of_joint + 2)
        ):
            return value + 0.5, end_of_joint + 2
    return value, end


def _of_another(words: Sequence[str], end: int, after: int) -> bool:
    """ "To glas og en halv flaske", "to og en halv flaske": whether the half is of something else than the number."""
    return (
        words[end - 1 : end] != []
        and not words[end - 1][0].isdigit()
        and words[end - 1] not in number_words()
        or words[after : after + 1] == ["om"]
    )


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


CENTIMETRES_IN_HALF_A_METRE = 50


def _metres(words: Sequence[str], at: int, value: float, end: int) -> Optional[Number]:
    """ "en meter og femogtres", "1 m 65", "1 65", "halvanden meter og tre": centimetres after the metres."""
    if value == 1.5 and end + 1 < len(words) and words[end] in _words("metre") and words[end + 1] in _words("joint_words"):
        over = _simple(words, end + 2)
        if over and over[0] == int(over[0]) and 0 < over[0] < CENTIMETRES_IN_HALF_A_METRE:
            return Number(at, over[1], 150 + over[0], 150 + over[0], unit="cm")
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
    if rest is None or 2 * rest[0] != int(2 * rest[0]) or not 0 < rest[0] <= LAST_CENTIMETRES + 0.5:
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


@lru_cache(maxsize=None)
def _starters() -> frozenset:
    """Every word that a number can begin with."""
    lists = ("articles", "half", "one_and_a_half", "couple", "minus", "plus", "hundred", "thousand", "two_thousand", "decades", "dozens")
    told = load("words")["number_words"]
    return frozenset(number_words()) | frozenset(str(word) for name in lists for word in told[name])


def _at(words: Sequence[str], at: int) -> Optional[Number]:
    """The number that starts at word `at`, ranges not yet joined."""
    word = words[at]
    if not word[0].isdigit() and word not in _starters() and not word.startswith("årti_"):
        return None
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
    if found is None and sign and words[start] in _words("articles"):
        found = 1.0, start + 1
    if found is None:
        return None
    few = None if sign else _couple_and_tens(words, at) or _metre_and(words, at)
    if few:
        return few
    value, end = found
    if not sign:
        metres = _metres(words, at, value, end)
        if metres:
            return metres
    value = -value if sign < 0 else value
    bound, first = _bound(words, at)
    return Number(first, end, value, value, signed=bool(sign), bound=bound, in_words=not words[start][0].isdigit())


def _metre_and(words: Sequence[str], at: int) -> Optional[Number]:
    """ "en og treogtres": a metre and so many centimetres, where it can be no number of years."""
    if words[at] not in _words("articles") or words[at + 1 : at + 2] not in (["og"], ["å"]) or at + 2 >= len(words):
        return None
    rest = _simple(words, at + 2)
    if rest is None or words[at + 2][0].isdigit() or not FIRST_CENTIMETRES <= rest[0] <= LAST_CENTIMETRES or rest[0] % 10 == 0:
        return None
    return Number(at, rest[1], 100 + rest[0], 100 + rest[0], unit="cm", in_words=True)


def _bound(words: Sequence[str], at: int) -> Tuple[Optional[str], int]:
    """A limit said just before the number: ("over" or "under", where it starts)."""
    for length in (2, 1):
        said = " ".join(words[at - length : at]) if at >= length else ""
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
        between = list(words[previous.end : number.start]) if previous else None
        adjacent = between == [] and previous is not None and previous.in_words and number.in_words and number.low - previous.low == 1
        two_signs = between == ["/"] and number.signed
        ranged = between is not None and len(between) == 1 and between[0] in _words("range") and not two_signs
        choice = between is not None and len(between) == 1 and between[0] in _words("or") and 0 < number.low - previous.low <= 2
        amid = (
            between is not None
            and list(between) in (["og"], ["til"])
            and previous.start > 0
            and words[previous.start - 1] in _words("between")
        )
        ellipsis = _elliptic(previous, number, between) if previous else None
        if ellipsis:
            found[-1] = ellipsis
            at = number.end
            continue
        if previous and between == [] and _is_century(words, previous, number):
            found[-1] = replace(previous, end=number.end, low=100 * previous.low + number.low, high=100 * previous.low + number.low)
            at = number.end
            continue
        joined = _joined(previous, number) if previous and (adjacent or ranged or choice or amid) else None
        if joined:
            around = joined.start > 0 and words[joined.start - 1] in _words("articles")
            found[-1] = replace(joined, start=joined.start - 1) if around else joined
        else:
            found.append(number)
        at = number.end
    return found


def _elliptic(first: Number, second: Number, between: Optional[Sequence[str]]) -> Optional[Number]:
    """ "fem-seksogfyrre": the ten is said once, for both."""
    if (
        between not in ([], ["til"], ["eller"])
        or not (first.in_words and second.in_words)
        or first.is_range
        or second.is_range
        or first.unit
        or first.bound
    ):
        return None
    tens, unit = divmod(second.low, 10)
    if 2 <= tens <= 9 and 1 <= first.low < unit <= first.low + 2:
        return replace(first, end=second.end, low=10 * tens + first.low, high=second.low)
    return None


def _is_century(words: Sequence[str], first: Number, second: Number) -> bool:
    """ "i nitten femoghalvtreds": a year told in two halves."""
    said = first.low in (19, 20) and first.in_words and second.in_words and not first.is_range and 10 <= second.low <= 99
    return said and first.start > 0 and words[first.start - 1] in _words("before_year")


def is_digits(word: str) -> bool:
    return bool(re.fullmatch(r"\d+(,\d+)?", word))
