"""A message as the patterns see it: one short line a segment, with marks for what has been recognised.

``#3`` is a number, ``@bone:hip`` a name of the lexicon, ``%4`` a time; all else are words. What is one mark is never
read as something else: the number in "for 3 år siden" is gone into its time.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, List, Optional


@dataclass
class Item:
    """One word, mark, number, name or time."""

    text: str
    thing: Any = None
    said: str = ""
    """Its words, spelled right."""


@dataclass
class Segment:
    """A stretch of a sentence that says one thing about one person."""

    items: List[Item]
    sentence: int
    lead: str = ""
    """The word or mark that parts it from the segment before."""
    person: Optional[str] = "self"
    """self, patient (hun, han), a kind of relative, other, or None when unclear."""
    explicit: bool = False
    """The person is named in this very segment."""
    negated: Optional[bool] = False
    """None when it cannot be told how far a denial reaches."""
    hypothetical: bool = False
    question: bool = False
    hedged: bool = False
    doubtful: bool = False
    """So hedged that not even a number is taken."""
    not_quite: bool = False
    pending: bool = False
    """Feared, planned, looked into: not a fact."""
    exceptive: bool = False
    line: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.render()

    def __copy__(self) -> "Segment":
        # Copied for each reading of a message: a third of the time that the standard way takes.
        new = object.__new__(Segment)
        new.__dict__.update(self.__dict__)
        return new

    def render(self) -> None:
        self.line = " " + " ".join(item.text for item in self.items) + " "

    @property
    def plain(self) -> bool:
        """Told as a fact, not asked, supposed, feared or planned."""
        return not (self.hypothetical or self.question or self.pending)

    def says(self, pattern: "re.Pattern[str]") -> bool:
        return bool(pattern.search(self.line))
