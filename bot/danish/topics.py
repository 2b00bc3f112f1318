"""Which sourced entry answers a question, or "not_covered": what was learnt (ranking.py), held back where it may do harm.

An entry answers where clearly more speaks for it than for none. More still is asked for where a subject of others is named and
bones are not; and an entry that tells a dose never answers unless its own subject is named, and no medicine of others is.
"""
from __future__ import annotations

from functools import lru_cache
from typing import FrozenSet, List, Optional

from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.kind import kind_of
from bot.danish.ranking import NOT_COVERED, entries, for_none
from bot.danish.subjects import OTHER, SUBJECT, THEME, names_of

#: How much more must speak for an entry than for none: where its subject is named (so it is in many a question that it does not
#: answer), where a subject of others is named without bones, and where nothing of ours is.
CLEARER, CLEARER_BESIDE_OTHERS, CLEARER_UNNAMED = 0.15, 0.1, 0.05
#: The least that must speak for an entry.
LEAST = 0.12
#: Less than this is not even related.
RELATED = 0.1
#: Themes that make a question about another disease one about bones.
BONES = frozenset({"bone", "osteoporosis", "collapse"})


@lru_cache(maxsize=1)
def _amounts() -> FrozenSet[str]:
    return frozenset(load("topics")["amounts"])


def _clearer(text: str, topic: str) -> float:
    """How much more must speak for the entry than for none."""
    if names_of(OTHER, text) and not names_of(THEME, text) & BONES:
        return CLEARER_BESIDE_OTHERS
    return CLEARER if topic in names_of(SUBJECT, text) else CLEARER_UNNAMED


def _may_tell_amount(text: str, topic: str) -> bool:
    """Whether an entry with a dose may answer: its subject is named, and no medicine of others without bones."""
    return topic in names_of(SUBJECT, text) and ("drug" not in names_of(OTHER, text) or bool(names_of(THEME, text) & BONES))


def entry_for(text: str) -> str:
    """The entry that answers `text` taken as a question, or NOT_COVERED."""
    best = entries(text)[0]
    if best.topic in _amounts() and not _may_tell_amount(text, best.topic):
        return NOT_COVERED
    enough = max(LEAST, for_none(text) + _clearer(text, best.topic))
    return best.topic if best.score >= enough else NOT_COVERED


def topic_of(text: str) -> Optional[str]:
    """The id of the entry that answers the question, "not_covered", or None when the text is no question."""
    return entry_for(text) if kind_of(text) == "ask_question" else None


def nearest(text: str, n: int = 3) -> List[str]:
    """The `n` entries that most likely have to do with `text`, the likeliest first; fewer where fewer do."""
    return [one.topic for one in entries(text)[:n] if one.score >= RELATED]
