"""Which sourced entry answers a question, or "not_covered": the likeliest of them all (ranking.py).

An entry that tells a dose never answers unless its own subject is named or surely meant, and no medicine of others is named.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional

from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.gate import Best, best_of
from bot.danish.kind import asked_first, kind_of, may_ask
from bot.danish.pipeline import doc_of
from bot.danish.ranking import NOT_COVERED, entries, own_questions, ranked
from bot.danish.subjects import OTHER, SUBJECT, THEME, names_of

#: What is less likely than this is not even related, and is not offered.
RELATED = 0.003
#: Themes that make a question about another disease one about bones.
BONES = frozenset({"bone", "osteoporosis", "collapse"})
#: What is no answer and does not look like a question, asks where so much speaks for its best entry, and for asking: of such messages, written
#: while something else was open, 19 in 20 meant that entry. Of fewer words ("gigt", "faldt") nobody knows, unless they name it.
NEAR, MAY_ASK, FEWEST_WORDS, SURELY_NEAR = 0.35, 0.05, 3, 0.8


@lru_cache(maxsize=1)
def _amounts() -> FrozenSet[str]:
    return frozenset(load("topics")["amounts"])


def _may_tell_amount(text: str, best: Best) -> bool:
    """Whether an entry with a dose may answer: its subject is named or surely meant, and no medicine of others without bones."""
    named = best.topic in names_of(SUBJECT, text) or best.share >= SURELY_NEAR
    return named and ("drug" not in names_of(OTHER, text) or bool(names_of(THEME, text) & BONES))


def _is_of_other_disease(text: str, topic: str) -> bool:
    """ "Symptomer på covid": any disease has symptoms, and this one is no matter of bones."""
    return topic in load("topics")["of_any_disease"] and "disease" in names_of(OTHER, text) and not names_of(THEME, text) & BONES


def _bare(text: str) -> str:
    return " ".join(word for word in words_in(text) if word not in "?!")


@lru_cache(maxsize=1)
def _own() -> Dict[str, str]:
    """The entries by their own questions, which need no weighing."""
    return {_bare(question): topic for topic, question in own_questions()}


def entry_for(text: str) -> str:
    """The entry that answers `text` taken as a question, or NOT_COVERED; what it tells after the question does not count."""
    text = asked_first(text) or text
    own = _own().get(_bare(text))
    if own is not None:
        return own
    best = best_of(ranked(text))
    if best.share < best.none:
        return NOT_COVERED
    if best.topic in _amounts() and not _may_tell_amount(text, best):
        return NOT_COVERED
    return NOT_COVERED if _is_of_other_disease(text, best.topic) else best.topic


def topic_of(text: str) -> Optional[str]:
    """The id of the entry that answers the question, "not_covered", or None when the text is no question."""
    return entry_for(text) if kind_of(text) == "ask_question" else None


def entry_meant(text: str) -> Optional[str]:
    """The entry that a message is about which answers nothing and does not look like a question: "jeg er så bange for at falde"; else None."""
    if len(text.split()) < FEWEST_WORDS and any(item.text.startswith("@ambiguous") for item in doc_of(text)._.items):
        return None  # "gigt": which one is asked
    topic, share, _ = best_of(ranked(text))
    named = share >= SURELY_NEAR and topic in names_of(SUBJECT, text)
    if not named and (share < NEAR or len(text.split()) < FEWEST_WORDS or may_ask(text) < MAY_ASK):
        return None
    entry = entry_for(text)
    return None if entry == NOT_COVERED else entry


def nearest(text: str, n: int = 3) -> List[str]:
    """The `n` entries that most likely have to do with `text`, the likeliest first; fewer where fewer do."""
    return [one.topic for one in entries(text)[:n] if one.share >= RELATED]
