""" "Hvad hvis min T-score er -3,2?": what is supposed, told as a fact; nothing of it is an answer."""
from __future__ import annotations

import re
from typing import Optional

from bot.danish.content import load

_SUPPOSED = re.compile(r"^\W*(?:og |men |jamen |hmm |nå )?(?:(?P<frame>.*?)\b)?(?:hvis|såfremt) (?:det nu er at )?(?P<rest>.+?)[?.!]*$", re.I | re.S)


def supposition(text: str) -> Optional[str]:
    """What a question supposes, as if it were so: "min T-score er -3,2"; None where nothing is asked that way."""
    found = _SUPPOSED.match(" ".join(text.split()))
    if not found or not _asks(found["frame"] or ""):
        return None
    rest = found["rest"]
    for said, meant in load("what_if")["as_if"].items():
        rest = re.sub(rf"\b{said}\b", meant, rest, flags=re.I)
    return " ".join(rest.split())


def _asks(frame: str) -> bool:
    """Whether what stands before "hvis" asks for a difference: "hvad", "ændrer det noget", "hvad ville der ske"."""
    words = " ".join(frame.lower().split()).strip(" ,?")
    return any(re.fullmatch(pattern, words) for pattern in load("what_if")["frames"])
