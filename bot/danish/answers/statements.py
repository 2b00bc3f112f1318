"""One thing that a message states about a yes/no question."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

#: How it is stated: a plain yes or no, by pointing back, in words of its own, with a limit ("kun til fest"), vaguely, or not known.
HEAD, ANAPHOR, CLAIM, LIMIT, VAGUE, UNKNOWN = "head", "anaphor", "claim", "limit", "vague", "unknown"


@dataclass(frozen=True)
class Statement:
    """`value` is None where only that there is a doubt is known, or that the person does not know."""

    value: Optional[bool]
    firm: bool
    kind: str
    place: int
    """The segment in which it stands."""
    turn: bool = False
    """It turns against what was said before."""
    past: bool = False
    event: bool = False
    """Something was given up or taken up: the last of these holds."""
    weak: bool = False
    """An exclamation, unless something else is stated."""
    reported: bool = False
    """A relative's opinion."""
    narrow: bool = False
    """ "kun ...": even beside a no it is a doubt."""
    strong: bool = False
    """A doubt whatever is said after it."""
