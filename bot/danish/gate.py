"""Whether a message asks: a short sum, with one weight for each thing that is seen.

The weights stand in content/gate.yml; ``python -m bot.danish.learn_gate`` finds them anew, from rows that ``likely.py`` and
``ranking.py`` had not learnt from. A sum of 0 is as likely as not; the table says from which likelihood on it counts.
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
from bot.danish.subjects import THEME, names_of

#: More facts than this tell no more about whether a message asks.
MOST_TOLD = 3
#: Shares nearer to 0 or 1 than this are as good as sure.
SURE = 1e-4


class Best(NamedTuple):
    """The best entry, how likely it is this one, and how likely none is."""

    topic: str
    share: float
    none: float


def best_of(ranked: Sequence[Ranked]) -> Best:
    """The best entry of all that were ranked, the likeliest first."""
    none = next(one.share for one in ranked if one.topic == NOT_COVERED)
    best = next(one for one in ranked if one.topic != NOT_COVERED)
    return Best(best.topic, best.share, none)


def _odds(share: float) -> float:
    return log((share + SURE) / (1 - share + SURE))


def seen_of_asking(text: str, found: Likely, best: Best, told: int) -> Dict[str, float]:
    """What tells whether `text`, in which `told` facts were read, asks something."""
    wonders = wonders_in(words_in(text))
    return {
        "ask": _odds(found.shares["ask_question"]),
        "other": _odds(found.shares[OTHER]),
        "entry": _odds(best.share),
        "none": _odds(best.none),
        "clause": float(asks_in_a_clause(text)),
        "turned": float(turned(text)),
        "theme": float(bool(names_of(THEME, text))),
        "told": float(min(told, MOST_TOLD)),
        "wonders": float(wonders),
        "tells_and_wonders": float(wonders and told > 0),
    }


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """`base`, `weights` by name, and from which likelihood on a message asks (`least`), and surely asks (`surely`)."""
    return load("gate")


def likelihood(seen: Mapping[str, float]) -> float:
    """How likely it is that a message asks, from 0 to 1."""
    learnt = table()
    return 1 / (1 + exp(-(learnt["base"] + sum(learnt["weights"][name] * value for name, value in seen.items()))))
