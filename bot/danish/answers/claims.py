"""What one stretch of a message claims about the question, by the patterns of content/yes_no.yml, and how far a denial reaches."""
from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from bot.danish import when
from bot.danish.content import load
from bot.danish.view import Item, Segment

Span = Tuple[int, int]
#: Names that the patterns see as the words that were written: their kind does not matter to a yes or a no.
_AS_WRITTEN = ("@bone:", "@cause:")
#: A denial that only reaches the words right after it, and how many of them.
WITHOUT, WITHOUT_REACHES = "uden", 3
#: A duration of so many months is long; what happened at most so many months ago is recent.
LONG_MONTHS, RECENT_MONTHS = 3, 2
#: A fracture before this age is none of a grown-up's.
GROWN_UP = 18
_GAPS = {"..": 3, "...": 8}
_NOTHING = re.compile(r"(?!)")


def content() -> Any:
    return load("yes_no")


@lru_cache(maxsize=None)
def general_words(name: str) -> FrozenSet[str]:
    """A list of words or phrases of the general part."""
    return frozenset(str(word).replace("_", " ") for word in content()["general"][name])


# --- the pattern language ---


@lru_cache(maxsize=None)
def _set(name: str) -> Tuple[str, ...]:
    return tuple(str(word) for word in content()["sets"][name])


def _one(word: str) -> str:
    """One alternative of an element, as a regular expression without the blank after it."""
    if word.startswith("<"):
        return "|".join(_one(inner) for inner in _set(word[1:-1]))
    if word[0] in "#%@":
        return re.escape(word) + r"[^ ]*"
    parts = [re.escape(part).replace(r"\*", "[^ ]*") for part in word.split("_")]
    return " ".join(parts)


@lru_cache(maxsize=1)
def _no_denial() -> str:
    return "(?!(?:" + "|".join(_one(word) for word in _set("not")) + ") )"


def _expression(pattern: str) -> str:
    """A row of elements as a regular expression over " word word "."""
    found = [r"(?<= )"]
    for element in pattern.split():
        if element == "^":
            found.append(r"(?<=^ )")
        elif element == "$":
            found.append("$")
        elif element in _GAPS:
            found.append(rf"(?:{_no_denial()}[^ ]+ ){{0,{_GAPS[element]}}}?")
        else:
            optional = element.endswith("?") and len(element) > 1
            alternatives = {word for word in element.rstrip("?").split("|") if word}
            words = sorted((_one(word) for word in alternatives - {"$"}), key=len, reverse=True)
            last = "|$" if "$" in alternatives else ""
            found.append(f"(?:(?:{'|'.join(words)}) {last})" + ("?" if optional else ""))
    return "".join(found)


class Matcher:
    """Any of some patterns."""

    def __init__(self, patterns: Iterable[str]) -> None:
        rows = [str(pattern) for pattern in patterns]
        single = [_expression(row) for row in rows if " & " not in row]
        self.single = re.compile("|".join(single)) if single else _NOTHING
        self.pairs = [tuple(re.compile(_expression(part)) for part in row.split(" & ")) for row in rows if " & " in row]

    def spans(self, text: str) -> List[Tuple[Span, ...]]:
        """Where each pattern stands; a pattern in parts has a span for each."""
        found: List[Tuple[Span, ...]] = [(match.span(),) for match in self.single.finditer(text)]
        for parts in self.pairs:
            matches = [part.search(text) for part in parts]
            if all(matches):
                found.append(tuple(match.span() for match in matches if match))
        return found

    def found(self, text: str) -> bool:
        return bool(self.single.search(text)) or any(all(part.search(text) for part in parts) for parts in self.pairs)


@lru_cache(maxsize=None)
def general(name: str) -> Matcher:
    """The patterns of the general part under `name`."""
    return Matcher(content()["general"][name])


class Question:
    """What content/yes_no.yml says of one question."""

    def __init__(self, name: str) -> None:
        told = content()["questions"].get(name, {})
        self.name = name
        self.told = told
        self.claims = [
            (value, flips, Matcher(told[key]))
            for key, value, flips in (("true", True, True), ("true_only", True, False), ("false", False, True), ("false_only", False, False))
            if key in told
        ]
        self.ask = Matcher(told.get("ask", ()))
        self.half = Matcher(told.get("half", ()))
        self.weak_signs = Matcher(told.get("weak", ()))
        self.another = Matcher(told.get("another", ()))
        self.void = Matcher(told.get("void", ()))
        self.unknown = Matcher(told.get("unknown", ()))
        self.topic = Matcher(f"{word}*" for word in [*told.get("topic", ()), *told.get("pointing", ())])
        self.pointing = Matcher(f"{word}*" for word in told.get("pointing", ()))

    def __getattr__(self, name: str) -> Any:
        """Further settings, such as `habit`; None where the question does not have it."""
        return self.told.get(name)


@lru_cache(maxsize=None)
def question_of(name: str) -> Question:
    return Question(name)


# --- a segment as the patterns see it ---


def _time_mark(item: Item, text: str, today: date) -> str:
    """A time by what it means to a yes or a no."""
    time = item.thing
    if time.kind == "per":
        return "%daily" if time.low >= 6 else "%weekly"
    if time.kind == "duration":
        return "%long" if time.low >= LONG_MONTHS else "%short"
    if time.kind in ("until", "before"):
        return "%until"
    if time.kind in ("since", "birth"):
        return "%since"
    if time.kind == "window":
        return "%recent"
    if time.kind in ("year", "month") and text == "siden":
        return "%since"
    if time.kind == "ago" and time.word is not None:
        return "%recent" if time.word == "under_6" else "%past"
    if time.kind == "age" and (time.word == "under_40" or time.high < GROWN_UP):
        return "%young"
    months = when.months_range(time, today)
    return "%recent" if months is not None and months[1] <= RECENT_MONTHS else "%past"


def _written(item: Item) -> str:
    return " ".join(token.text for token in item.thing)


#: What a segment ends with when its sentence goes on in the next one, which begins without any mark.
_GOES_ON = re.compile(r" (?:tror|mener|synes|siger|sagde|ved|håber|føler|frygter|at|det|den|dem|der|som|om|end|dag|morgen|gang|måltid|hver|meget|lidt|mange|noget|nogen)(?: ikke)? $|^ det (?:er|var) %\w+ $")


def _is_one(before: Segment, segment: Segment) -> bool:
    """Whether a segment only goes on with the one before it."""
    if segment.lead == "og" and segment.items[0].text == "næ" and before.items[-1].text == "ny":
        return True
    if segment.lead == "og" and segment.items[0].text == before.items[-1].text == "mindre":
        return True
    if segment.lead == "," and segment.items[0].text in ("der", "som") and before.items[-1].text in _ANTECEDENTS:
        return True
    if segment.lead == "," and before.line in _RELATIVE and len(segment.items) <= 3:
        return True
    return segment.lead == "" and len(before.items) > 1 and (bool(_GOES_ON.search(before.line)) or len(segment.items) <= 2)


#: "Dem er der ingen, der kigger på": the denial is of what follows the mark.
_ANTECEDENTS = frozenset({"ingen", "nogen", "intet", "ingenting", "noget"})
#: "Det, jeg fik, var ...": what follows the mark belongs to it.
_RELATIVE = frozenset({" det ", " den ", " dem ", " de ", " alt "})


def joined(segments: Sequence[Segment]) -> List[Segment]:
    """The segments, with those joined that are one statement: "min mand siger | jeg vakler", "ikke en dag | jeg springer det over"."""
    found: List[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if before is not None and segment.sentence == before.sentence and _is_one(before, segment):
            whole = copy.copy(segment)
            whole.items, whole.lead, whole.explicit = [*before.items, *segment.items], before.lead, before.explicit or segment.explicit
            whole.person = segment.person if segment.explicit else before.person
            whole.negated = True if before.negated or segment.negated else segment.negated
            whole.question, whole.exceptive = before.question or segment.question, before.exceptive
            whole.render()
            found[-1] = whole
        else:
            found.append(segment)
    return found


#: Words after which a name of a relative is what somebody is or becomes: "da jeg blev farfar".
_SELF = frozenset({"jeg", "hun", "han", "indtil", "da", "før", "siden", "efter", "dengang"})
_BECOMES = frozenset({"blev", "bliver", "blevet", "er", "var", "som"})


def text_of(segment: Segment, since: bool, today: date) -> str:
    """The segment as a line for the patterns; `since`: the message counts a year or a month "siden"."""
    words: List[str] = []
    for item in segment.items:
        text = item.text
        if text[0] == "%" and item.thing is not None:
            text = _time_mark(item, "siden" if since else "", today)
        elif text[0] == "#":
            text = "#" if item.thing.high else "ingen"
        elif text.startswith(_AS_WRITTEN) or text.startswith("@person:") and words and words[-1] in _BECOMES and segment.items[0].text in _SELF:
            text = _written(item)
        words.append(text)
    return " " + " ".join(words) + " "


# --- claims and denials ---


@dataclass(frozen=True)
class Claim:
    """Something said about the question. `value` is None where it cannot be told which."""

    value: Optional[bool]
    spans: Tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.spans[0][0]


@lru_cache(maxsize=1)
def _denials() -> "re.Pattern[str]":
    return re.compile("(?<= )(?:" + "|".join(sorted((_one(word) for word in _set("not")), key=len, reverse=True)) + ")(?= )")


def without_harmless_denials(text: str) -> str:
    """ "ikke andet end", "ingen dag uden": what looks like a denial and is none is blotted out, place for place."""
    if not _denials().search(text):
        return text
    for spans in general("no_denial").spans(text):
        for start, end in spans:
            text = text[:start] + re.sub(r"[^ ]", "·", text[start:end]) + text[end:]
    return text


def is_denied(text: str) -> bool:
    return bool(_denials().search(without_harmless_denials(text)))


@lru_cache(maxsize=1)
def _clauses() -> "re.Pattern[str]":
    return re.compile("(?<= )(?:" + "|".join(_one(str(word)) for word in content()["general"]["clauses"]) + ")(?= )")


def _same_clause(text: str, one: int, other: int) -> bool:
    """Whether no new clause begins between two places."""
    low, high = sorted((one, other))
    return not _clauses().search(text, low, high)


def _reaches(text: str, denial: Span, claim: Tuple[Span, ...], within: Sequence[Span]) -> bool:
    """Whether a denial denies the claim; one that is part of a claim of the same value (`within`) does not."""
    start, end = denial
    if any(low <= start < high for low, high in within):
        return False
    word = text[start:end]
    if word == WITHOUT:
        return start < claim[0][0] and text.count(" ", end, claim[0][0]) <= WITHOUT_REACHES + 1
    return any(_same_clause(text, start, low) for low, _ in claim)


def claims_in(text: str, question: Question) -> List[Claim]:
    """What a line claims, in order; a longer claim covers the shorter within it."""
    plain = without_harmless_denials(text)
    found: List[Tuple[bool, bool, Tuple[Span, ...]]] = []
    for value, flips, matcher in question.claims:
        found += [(value, flips, spans) for spans in matcher.spans(text if value else plain)]
    found = [one for one in found if not any(_covers(other[2], one[2]) for other in found if other is not one)]
    found = [one for one in found if not any(_comes_first(other, one) for other in found if other is not one)]
    if not found:
        return []
    denials = [match.span() for match in _denials().finditer(plain)]
    quite = not general("not_quite").found(plain)
    claims = []
    for value, flips, spans in sorted(found, key=lambda one: one[2][0]):
        within = [span for other, _, others in found if other is value for span in others]
        reaching = [denial for denial in denials if _reaches(plain, denial, spans, within)]
        if not reaching:
            claims.append(Claim(value, spans))
        elif flips:
            claims.append(Claim(not value if quite and len(reaching) == 1 else None, spans))
    return claims


def _comes_first(one: Tuple[bool, bool, Tuple[Span, ...]], other: Tuple[bool, bool, Tuple[Span, ...]]) -> bool:
    """Whether `one` claims the opposite of `other` with words of its own before the ones that they share."""
    (start, end), (low, high) = (one[2][0][0], one[2][-1][1]), (other[2][0][0], other[2][-1][1])
    return one[0] is not other[0] and start < low < end < high


def _covers(long: Tuple[Span, ...], short: Tuple[Span, ...]) -> bool:
    """Whether a claim holds all of another one and more."""
    low, high = min(span[0] for span in long), max(span[1] for span in long)
    inner_low, inner_high = min(span[0] for span in short), max(span[1] for span in short)
    return low <= inner_low and inner_high <= high and (high - low) > (inner_high - inner_low)
