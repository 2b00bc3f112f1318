"""The numbers of a message, each in its own clause, and the word lists of content/quantities.yml."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish.answers.common import texts_of
from bot.danish.content import load
from bot.danish.facts import times_of
from bot.danish.normal import words_of
from bot.danish.numbers import Number
from bot.danish.view import Segment
from bot.danish.when import When

LENGTHS = frozenset({"height_cm", "youth_height_cm", "arm_span_cm", "wall_occiput_cm"})
TENS = frozenset(range(20, 100, 10))
MILLIMETRES, POUNDS, GRAMS, HALF = 10, 2, 1000, 0.5
LONG_NUMBER = 100
#: "og lidt til": so few words after "og" belong to the number.
FEW_MORE = 3
#: A short message needs no word that shows what its number is.
FEW_WORDS = 8

_MARKS = frozenset(".,!?;:()\"/")


@dataclass(frozen=True)
class Told:
    """One number of the message within its clause."""

    number: Number
    unit: Optional[str]
    mark: str
    segment: Segment
    before: str
    after: str
    aside: str
    """What a neighbouring part of the sentence adds, such as "da jeg blev gift"."""
    times: Tuple[When, ...]
    """The times told within all of this."""
    place: int

    @property
    def clause(self) -> str:
        return f"{self.before}{self.mark}{self.after}"

    @property
    def around(self) -> str:
        return f"{self.before}{self.mark}{self.after}{self.aside}"

    @property
    def value(self) -> Tuple[float, float]:
        return self.number.low, self.number.high


@lru_cache(maxsize=None)
def _listed(*path: str) -> Tuple[str, ...]:
    found: Any = load("quantities")
    for step in path:
        found = found[step]
    return tuple(str(one) for one in found)


@lru_cache(maxsize=None)
def any_of(*path: str) -> "re.Pattern[str]":
    """Any of the listed phrases, as whole words of a line; a trailing * stands for any ending."""
    parts = set()
    for phrase in _listed(*path):
        whole = phrase if phrase[:1] in "@%" or " @" in phrase else " ".join(words_of(phrase.rstrip("*")))
        if whole:
            parts.add(re.escape(whole) + (r"\w*" if phrase.endswith("*") else ""))
    return re.compile(r"(?<= )(?:" + "|".join(sorted(parts, key=len, reverse=True)) + r")(?= )")


def has(line: str, *path: str) -> bool:
    """Whether one of the listed phrases is in the line."""
    return bool(any_of(*path).search(line))


@lru_cache(maxsize=None)
def set_of(*path: str) -> frozenset:
    return frozenset(_listed(*path))


def line_of(words: Sequence[str]) -> str:
    return " " + "".join(word + " " for word in words)


def whole_line(doc: Doc) -> str:
    """The message without its punctuation."""
    return line_of([text for text in texts_of(doc) if text not in _MARKS])


def numbers_told(question: str, doc: Doc) -> List[Told]:
    segments: Sequence[Segment] = doc._.segments
    found: List[Told] = []
    for place, segment in enumerate(segments):
        texts = [item.text for item in segment.items]
        marks = [index for index, text in enumerate(texts) if text[0] == "#"]
        start = 0
        for count, index in enumerate(marks):
            number: Number = segment.items[index].thing
            if segment.lead == "/" and found and not index and not number.signed:
                continue
            upto = marks[count + 1] if count + 1 < len(marks) else len(texts)
            cut = _cut(texts, index + 1, upto) if upto < len(texts) else upto
            before, after = texts[start:index], texts[index + 1:cut]
            unit = number.unit or (texts[index + 1] if index + 1 < len(texts) else None)
            parted = place and not before and segment.lead == "og" and segments[place - 1].sentence == segment.sentence
            number = _joined_metres(number, [item.text for item in segments[place - 1].items] if parted else before, question)
            beside = _beside(segments, place, count == 0, count + 1 == len(marks))
            aside = "".join(f" {one.lead}{one.line}" if one.lead.isalpha() else one.line for one in beside)
            around = line_of(before) + line_of(after) + aside
            times = tuple(time for one in (segment, *beside) for mark, time in times_of(one) if f" {mark} " in around)
            found.append(Told(number, unit, texts[index], segment, line_of(before), line_of(after), aside, times, place))
            start = cut
    return _joined(question, found)


def is_whole(number: Number) -> bool:
    return number.low == number.high == int(number.low)


def _joined(question: str, told: Sequence[Told]) -> List[Told]:
    """ "en meter, firs centimeter" is one number, and so is "en meter og enogtres en halv"."""
    found: List[Told] = []
    for one in told:
        last = found[-1] if found else None
        follows = last is not None and not set((last.after + one.before).split()) - {"m", "og", "cm", "kg"} and one.place - last.place <= 1
        if follows and question in LENGTHS and last.unit == "m" and last.number.low in (1, 2) and 10 <= one.number.low <= 99:
            base = LONG_NUMBER * last.number.low
            found[-1] = replace(one, number=replace(one.number, low=one.number.low + base, high=one.number.high + base), unit="cm")
        elif follows and one.segment.lead == "og" and 1 <= last.number.low <= 9 and one.number.low in TENS and last.unit != "m":
            sum_of_both = last.number.low + one.number.low
            found[-1] = replace(one, number=replace(one.number, low=sum_of_both, high=sum_of_both))
        elif follows and last.unit == "kg" and re.match(r" gram(?: |$)", one.after) and 0 < one.number.low < GRAMS:
            whole = last.number.low + one.number.low / GRAMS
            found[-1] = replace(last, number=replace(last.number, low=whole, high=whole), after=one.after)
        elif follows and one.number.low == HALF and one.number.in_words and is_whole(last.number):
            more = last.number.low + (HALF if last.number.low >= 0 else -HALF)
            found[-1] = replace(last, number=replace(last.number, low=more, high=more), after=one.after)
        else:
            found.append(one)
    return found


def _cut(texts: Sequence[str], start: int, end: int) -> int:
    """Where, between two numbers, the clause of the second begins."""
    at = start
    while at < end and (at == start and texts[at] in ("cm", "kg", "m", "år", "årig") or texts[at].startswith("@bone")):
        at += 1
    between = texts[at:end]
    opens = next((offset for offset, word in enumerate(between) if word in set_of("opens")), None)
    time = next((offset for offset, word in enumerate(between) if word[0] == "%"), None)
    if time is not None and (opens is None or time == opens - 1 and between[opens] in ("er", "var")):
        return at + time if opens is not None or any(text[0] == "%" for text in texts[:start]) else at + time + 1
    if opens is not None:
        return at + opens
    if between and any_of("then").fullmatch(" ".join(between)) and end + 1 < len(texts):
        return end
    line = line_of(between)
    early = any_of("then").match(line, 1)
    if early and has(line[early.end():], "now"):
        return at + len(early.group().split())
    return at


_SUBORDINATE = re.compile(r"^ (?:da|dengang|hvor|som|før|inden|hos|%|for|da|det er %|det var %|nu|siden|ved|men det er %|i forhold)")


def _beside(segments: Sequence[Segment], place: int, first: bool, last: bool) -> List[Segment]:
    """The parts of the sentence before and after that have no number of their own and only say when."""
    found: List[Segment] = []
    sentence = segments[place].sentence
    if first and place:
        before = segments[place - 1]
        only_when = _SUBORDINATE.match(before.line) or "%" in before.line or segments[place].lead == "("
        if before.sentence == sentence and "#" not in before.line and only_when:
            found.append(before)
    if last and place + 1 < len(segments):
        following = segments[place + 1]
        goes_on = _SUBORDINATE.match(following.line) or following.lead == "og" and len(following.items) <= FEW_MORE
        if following.sentence == sentence and "#" not in following.line and goes_on:
            found.append(following)
    return found


def _joined_metres(number: Number, before: Sequence[str], question: str) -> Number:
    """ "en tooghalvfjerds" is one metre and seventy-two where a height is asked for."""
    if question not in LENGTHS - {"wall_occiput_cm"} or not before or before[-1] not in ("en", "et", "én") or number.unit:
        return number
    if 30 <= number.low <= 99 and number.low == int(number.low):
        return replace(number, low=number.low + 100, high=number.high + 100)
    return number
