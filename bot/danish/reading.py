"""What the reader is given and what it gives back."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, FrozenSet, Mapping, Optional, Tuple


@dataclass(frozen=True)
class AskBack:
    """Something that was understood, but not surely enough to be taken."""

    field: str
    """The question id that it is about."""
    kind: str
    """Key into content/ask_back.yml or bot/phrases.yml."""
    value: Any = None
    """What a plain "ja" would confirm, in the contract's form, or None."""
    options: Tuple[Tuple[Any, str], ...] = ()
    """(value, Danish label) where it is a choice."""


@dataclass(frozen=True)
class Context:
    """What the reader may know besides the text."""

    known: Mapping[str, Any]
    today: date
    third_person: bool = False
    pending: Optional[AskBack] = None
    relative: Optional[str] = None
    """The relative that somebody answers for, by the word that named her or him first: "mor"."""

    @property
    def may_be_any_relative(self) -> bool:
        """Whether somebody answers for another, and did not say for whom: any relative may be the person then."""
        return self.known.get("for_other") is True and self.relative is None


@dataclass(frozen=True)
class Reading:
    """What a message says. Only what is certain is in `facts`, `fractures` and `answer`."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    fractures: Tuple[Mapping[str, Any], ...] = ()
    answer: Any = None
    ask_back: Optional[AskBack] = None
    correction: bool = False
    corrects: Optional[str] = None
    unread: Tuple[str, ...] = ()
    """The entries of a status line that say nothing that can be used, as they were written."""
    rest_no: bool = False
    """"resten nej" at the end of a status line."""
    learnt: bool = False
    """The answer is what was learnt, where the rules read none: the person is told what was noted."""
    in_doubt: FrozenSet[str] = frozenset()
    """Fields that are told in two ways, or not surely: none of them is taken, whoever reads the message."""
