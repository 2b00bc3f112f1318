"""Whether a stretch of a message is about the person whose answers these are."""
from __future__ import annotations

from typing import Sequence

from bot.danish.answers.signals import line
from bot.danish.view import Segment

RELATIVES = frozenset({"parent", "grand", "child", "sibling", "relative", "spouse", "friend", "family"})


def is_own(segments: Sequence[Segment], at: int, third: bool, acts: bool = False) -> bool:
    """Whether the segment is about the person. What doctors and scans say of that person is too.

    `acts`: also what that person does with a relative ("da jeg løftede min mand"), where only a disease is the relative's own.
    """
    segment = segments[at]
    naming = _naming(segments, at)
    if line("alike").search(naming.line):
        return True
    if segment.person in RELATIVES or segment.person == "unclear":
        return bool(line("tended").search(naming.line)) or acts and _acts(naming, third)
    if segment.person == "other":
        return not line("pronoun").search(naming.line)
    if third and segment.person == "self" and segment.explicit:
        return not any(one.person == "patient" for one in segments)
    return True


def _naming(segments: Sequence[Segment], at: int) -> Segment:
    """The segment of the sentence that named the person last."""
    for earlier in reversed(segments[:at + 1]):
        if earlier.explicit or earlier.sentence != segments[at].sentence:
            return earlier if earlier.sentence == segments[at].sentence else segments[at]
    return segments[0] if segments[0].sentence == segments[at].sentence else segments[at]


def _acts(segment: Segment, third: bool) -> bool:
    if line("together").search(segment.line) or line("birth").search(segment.line):
        return True
    acted = line("acted").search(segment.line)
    return bool(acted) and (third or acted["who"] in ("jeg", "a", "vi"))
