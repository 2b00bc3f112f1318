"""What the segments of a message show of the choices of a question: the signals of content/choices.yml."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Callable, FrozenSet, Iterable, Iterator, List, Optional, Sequence, Set, Tuple

from bot.danish import scope
from bot.danish.content import load
from bot.danish.view import Item, Segment
from bot.danish.when import TODAY

#: A denial reaches so many words on, and so many words back ("træner gør jeg ikke").
REACH_ON, REACH_BACK = 6, 3
#: A segment of so few words that holds a doubt only doubts the one before it.
DOUBT_ALONE = 4
#: Signals whose patterns hold their own denial begin so.
OWN_DENIAL = "no_"
#: Signals whose words a denial may part: "det gør jeg ikke selv".
DENIED_WITHIN = frozenset({"everyday", "weak_everyday", "training", "maybe", "patient", "self", "female", "male"})


@dataclass(frozen=True)
class Signal:
    """One pattern found: which signal it shows, and where."""

    name: str
    at: int
    """Index of its segment."""
    segment: Segment
    start: int
    end: int
    denied: Optional[bool]
    """None: it cannot be told."""

    @property
    def text(self) -> str:
        return self.segment.line[self.start:self.end]

    @property
    def before(self) -> str:
        return self.segment.line[:self.start]

    @property
    def after(self) -> str:
        return self.segment.line[self.end:]

    def overlaps(self, other: "Signal") -> bool:
        return self.at == other.at and self.start < other.end and other.start < self.end

    def lies_in(self, other: "Signal") -> bool:
        return self.at == other.at and other.start <= self.start and self.end <= other.end


class Signals:
    """All that a message shows of one question."""

    def __init__(self, found: Iterable[Signal]) -> None:
        self.found = list(found)

    def __iter__(self) -> Iterator[Signal]:
        return iter(self.found)

    def named(self, *names: str) -> List[Signal]:
        """Those of these names, denied or not."""
        return [signal for signal in self.found if signal.name in names]

    def firm(self, *names: str) -> List[Signal]:
        """Those of these names that are not denied."""
        return [signal for signal in self.found if signal.name in names and signal.denied is False]

    def says(self, *names: str) -> bool:
        return bool(self.firm(*names))

    def places(self, *names: str) -> Set[int]:
        """The segments in which one of these stands, not denied."""
        return {signal.at for signal in self.firm(*names)}

    def where(self, holds: Callable[[Signal], bool]) -> "Signals":
        return Signals(signal for signal in self.found if holds(signal))


# --- the content ---


@lru_cache(maxsize=None)
def words(name: str) -> FrozenSet[str]:
    """One of the lists of words of content/choices.yml."""
    return frozenset(str(word) for word in load("choices")["words"][name])


@lru_cache(maxsize=None)
def line(name: str) -> "re.Pattern[str]":
    """One of the single patterns of content/choices.yml."""
    return re.compile(load("choices")["lines"][name])


def _macro(match: "re.Match[str]") -> str:
    name = match[1]
    if name == "gap":
        return r"(?:\S+ ){0,3}"
    any_word = "(?:" + "|".join(sorted(words(name), key=lambda word: (-len(word), word))) + ")"
    return f"(?:{any_word} )*" if name == "fill" else any_word


def _expanded(pattern: str) -> str:
    """`pattern` with its word lists filled in, from word to word of a line."""
    full = re.sub(r"\{([a-z]+)\}", _macro, pattern)
    if full.endswith(" $"):
        full = full[:-2] + "(?= $)"
    return full if full.startswith("^ ") else "(?<= )" + full


@lru_cache(maxsize=None)
def patterns_of(question: str) -> Tuple[Tuple[str, "re.Pattern[str]"], ...]:
    """(signal, its patterns as one) for every signal of the question."""
    return tuple(
        (name, re.compile("(?:" + "|".join(_expanded(one) for one in patterns) + ")(?= )"))
        for name, patterns in load("choices")[question].items()
    )


# --- finding them ---


def signals_in(question: str, segments: Sequence[Segment]) -> Signals:
    """Every signal of `question` in the segments, in order of the segments."""
    found: List[Signal] = []
    for at, segment in enumerate(segments):
        for name, pattern in patterns_of(question):
            for match in pattern.finditer(segment.line):
                found.append(Signal(name, at, segment, match.start(), match.end(), _denied(name, segment, match)))
    return Signals(found)


def _denied(name: str, segment: Segment, match: "re.Match[str]") -> Optional[bool]:
    if name.startswith(OWN_DENIAL):
        return False
    denied = is_denied(segment, match.start(), match.end())
    within = set(match.group().split()[1:])
    parted = name in DENIED_WITHIN and within & scope.words("negators")
    parted = parted or name == "limited" and "ikke" in within and "undvære" not in within
    return True if denied is False and parted else denied


def is_denied(segment: Segment, start: int, end: int) -> Optional[bool]:
    """Whether what stands at start:end of the segment's line is denied there; None when it cannot be told."""
    if segment.exceptive or line("unable").search(segment.line[:start]):
        return False
    negators = scope.words("negators")
    before, after = segment.line[:start].split()[-REACH_ON:], [word for word in segment.line[end:].split() if word != "heller"]
    for place, word in enumerate(before):
        following = [*before[place + 1:], *segment.line[start:end].split()][0]
        if word in negators and following not in words("only") and not _begins_anew(before[place + 1:]):
            return True
    for place, word in enumerate(after[:REACH_BACK]):
        if word in negators and all(one in words("after_denial") or one[0] == "%" for one in after[place + 1:place + 2]):
            return True
    all_words = segment.line.split()
    own = any(word in negators for word in all_words)
    return False if own or all_words[0] in words("contrast") else segment.negated


def _begins_anew(between: Sequence[str]) -> bool:
    """ "ikke i ryggen det er knæet": a new statement stands between the denial and the word."""
    return any(first in words("subjects") and second in scope.words("finite_verbs") for first, second in zip(between, between[1:]))


@lru_cache(maxsize=None)
def _familiar(question: str) -> FrozenSet[str]:
    return words("fill") | scope.words("small_words") | words(f"near_{question}")


def foreign_words(question: str, segment: Segment, signals: Iterable[Signal]) -> List[str]:
    """The words of a segment that neither a signal nor plain talk of the question explains; numbers and other names are among them."""
    spans = [(signal.start, signal.end) for signal in signals if signal.segment is segment]
    found: List[str] = []
    place = 1
    for item in segment.items:
        word = item.text
        inside = any(start <= place and place + len(word) <= end for start, end in spans)
        mark = word[0] == "%" or word[0] not in "#@" and not word[0].isalnum() or word.startswith("@person:staff")
        if not (inside or mark or word in _familiar(question)):
            found.append(word)
        place += len(word) + 1
    return found


# --- the segments as these questions need them ---


def as_written(segments: Sequence[Segment], people: bool = False, today: bool = False) -> List[Segment]:
    """The segments with "nul" and "nakken" as words; `people` and `today`: "min mand" and "i dag" as words too, not as marks.

    Two that are one statement ("jeg sidder og læser") are joined.
    """
    written: List[Segment] = []
    for segment in segments:
        items = [one for item in segment.items for one in _in_words(item, people, today)]
        before = written[-1] if written else None
        goes_on = before is not None and segment.lead == "og" and before.sentence == segment.sentence
        if before is not None and goes_on and before.items[-1].text in words("postures"):
            written[-1] = replace(
                before, items=[*before.items, Item("og"), *items], hedged=before.hedged or segment.hedged,
                doubtful=before.doubtful or segment.doubtful, negated=before.negated or segment.negated)
        elif items:
            written.append(replace(segment, items=items))
    return written


def _in_words(item: Item, people: bool, today: bool) -> List[Item]:
    if people and item.text.startswith("@person:") and item.thing is not None:
        return [Item(token.text) for token in item.thing]
    if item.text == "@bone:spine" and item.thing is not None and item.thing.text.startswith(("nakke", "hals")):
        return [Item("nakken")]
    if item.text[0] == "#" and item.thing.high == 0:
        return [Item("nul")]
    if today and item.text.startswith("%ago") and item.thing.word is None and item.thing.high <= TODAY:
        return [Item("i"), Item("dag")]
    return [item]


# --- doubt ---


def is_hedged(segment: Segment) -> bool:
    """Whether it is told with a doubt: "vist", "tror jeg", but not "god nok" or "helt sikkert"."""
    hedge = scope.phrase_pattern("hedge")
    surely = hedge.search(segment.line) and not hedge.search(line("surely").sub(" ", segment.line))
    return segment.doubtful or segment.hedged and not surely


def is_unsure(segments: Sequence[Segment], at: int) -> bool:
    """Told with a doubt, or doubted by the next words: "leddegigt, tror jeg nok"."""
    if is_hedged(segments[at]):
        return True
    following = segments[at + 1] if at + 1 < len(segments) else None
    if following is None or following.sentence != segments[at].sentence or len(following.items) > DOUBT_ALONE:
        return False
    return is_hedged(following) and "@" not in following.line.replace("@person", "")
