"""Whether a message asks, and whether its best entry answers: two short sums, each with one weight for each thing that is seen.

The weights stand in content/gate.yml; ``python -m bot.danish.learn_gate`` finds them anew, from rows that ``likely.py`` and
``ranking.py`` had not learnt from. A sum of 0 is as likely as not; the table says from which sum on it counts.
"""
from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import Any, Dict, Mapping, NamedTuple, Sequence

from bot.danish.asking import asks_in_a_clause, turned, wonders_in
from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.likely import OTHER, Likely
from bot.danish.ranking import NOT_COVERED, Ranked
from bot.danish.subjects import OTHER as OTHERS
from bot.danish.subjects import SUBJECT, THEME, names_of

#: Themes that make a question about another disease one about bones.
BONES = frozenset({"bone", "osteoporosis", "collapse"})
#: More facts than this tell no more about whether a message asks.
MOST_TOLD = 3
#: More words than this make a message no longer.
MOST_WORDS = 25
#: Shares nearer to 0 or 1 than this are as good as sure.
SURE = 1e-4


class Best(NamedTuple):
    """What speaks for the best entry, and for none."""

    topic: str
    score: float
    none: float


def best_of(ranked: Sequence[Ranked]) -> Best:
    """The best entry of all that were ranked, the likeliest first."""
    none = next(one.score for one in ranked if one.topic == NOT_COVERED)
    best = next(one for one in ranked if one.topic != NOT_COVERED)
    return Best(best.topic, best.score, none)


def _odds(share: float) -> float:
    return log((share + SURE) / (1 - share + SURE))


def seen_of_asking(text: str, found: Likely, best: Best, told: int) -> Dict[str, float]:
    """What tells whether `text`, in which `told` facts were read, asks something."""
    wonders = wonders_in(words_in(text))
    return {
        "ask": _odds(found.shares["ask_question"]),
        "other": _odds(found.shares[OTHER]),
        "entry": best.score,
        "lead": best.score - best.none,
        "clause": float(asks_in_a_clause(text)),
        "turned": float(turned(text)),
        "theme": float(bool(names_of(THEME, text))),
        "told": float(min(told, MOST_TOLD)),
        "wonders": float(wonders),
        "tells_and_wonders": float(wonders and told > 0),
    }


def seen_of_answering(text: str, best: Best) -> Dict[str, float]:
    """What tells whether the best entry answers `text`, taken as a question."""
    own, others = best.topic in names_of(SUBJECT, text), names_of(OTHERS, text)
    return {
        "entry": best.score,
        "none": best.none,
        "own": float(own),
        "bones": float(bool(names_of(THEME, text) & BONES)),
        "disease": float("disease" in others and not own),
        "drug": float("drug" in others and not own),
        "words": min(len(text.split()), MOST_WORDS) / 10,
    }


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """For "asks" and "answers": `base`, `weights` by name, and from which likelihood on it counts."""
    return load("gate")


def likelihood(decision: str, seen: Mapping[str, float]) -> float:
    """How likely the decision is a yes, from 0 to 1."""
    learnt = table()[decision]
    return 1 / (1 + exp(-(learnt["base"] + sum(learnt["weights"][name] * value for name, value in seen.items()))))
