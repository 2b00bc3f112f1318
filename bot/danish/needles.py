"""Which strings a text must hold for a regular expression to match it at all: a test that costs next to nothing.

Most of the reader's patterns do not match most messages. Looking for a plain string first keeps long messages fast.
"""

from __future__ import annotations

import sre_constants as kinds
import sre_parse
from functools import lru_cache
from itertools import islice
from operator import add
from typing import Any, Dict, List, Optional, Sequence, Tuple

#: A string shorter than this is in nearly every text, unless it is a rare sign.
SHORTEST = 2
_COMMON = frozenset(" .,!?:;-/()'\"")
#: A set of more signs than this is no needle, but for the digits: most messages have none.
MOST_SIGNS = 6
DIGITS = list("0123456789")


@lru_cache(maxsize=None)
def needles(pattern: str) -> Tuple[str, ...]:
    """Strings of which one is in every text that `pattern` matches; none when that cannot be told."""
    return tuple(_of(sre_parse.parse(pattern)) or ())


def may_match(wanted: Sequence[str], text: str) -> bool:
    """Whether a pattern with the needles `wanted` can match `text`."""
    # A plain loop: called hundreds of times for each message, a generator would cost more than all else here.
    for needle in wanted:
        if needle in text:
            return True
    return not wanted


class Sieve:
    """Many patterns by the beginnings of what they need: which of them can match a text, without looking for each."""

    def __init__(self, wanted: Sequence[Sequence[str]]) -> None:
        self.wanted = wanted
        self.by_start: Dict[str, List[int]] = {}
        self.always: List[int] = []
        for place, needles_of_one in enumerate(wanted):
            starts = {needle[:SHORTEST] for needle in needles_of_one}
            if not starts or any(len(start) < SHORTEST for start in starts):
                self.always.append(place)
                continue
            for start in starts:
                self.by_start.setdefault(start, []).append(place)

    def possible(self, text: str, after: int = -1) -> List[int]:
        """The places of the patterns after one place that may match `text`, in order."""
        starts = set(map(add, text, islice(text, 1, None))) & self.by_start.keys()  # each two letters that follow each other
        places = {*self.always, *(place for start in starts for place in self.by_start[start])}
        return sorted(place for place in places if place > after and may_match(self.wanted[place], text))


def _of(sequence: Any) -> Optional[List[str]]:
    """The best needles of one sequence of parts: the fewest, then the longest."""
    found: List[List[str]] = []
    run = ""
    for kind, told in sequence:
        if kind is kinds.LITERAL:
            run += chr(told)
            continue
        found.append([run])
        run = ""
        inner = _inner(kind, told)
        if inner:
            found.append(inner)
    found.append([run])
    usable = [one for one in found if all(_is_rare(needle) for needle in one)]
    return min(usable, key=lambda one: (len(one), -min(map(len, one)))) if usable else None


def _is_rare(needle: str) -> bool:
    return len(needle.strip()) >= SHORTEST or needle in DIGITS or len(needle) == 1 and not needle.isalnum() and needle not in _COMMON


def _inner(kind: Any, told: Any) -> Optional[List[str]]:
    """The needles of one part that must be there, or None."""
    if kind is kinds.SUBPATTERN:
        return _of(told[3])
    if kind is kinds.BRANCH:
        parts = [_of(branch) for branch in told[1]]
        return [needle for part in parts for needle in part or ()] if all(parts) else None
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and told[0] > 0:
        return _of(told[2])
    if kind is kinds.IN and told == [(kinds.CATEGORY, kinds.CATEGORY_DIGIT)]:
        return DIGITS
    if kind is kinds.IN and len(told) <= MOST_SIGNS and all(one is kinds.LITERAL for one, _ in told):
        return [chr(sign) for _, sign in told]
    if kind is kinds.ASSERT:
        return _of(told[1])
    return None
