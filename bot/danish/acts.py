"""What kind of message it surely is: phrases for the whole message, with room for slips, never a word inside a story.

What no phrase holds is left to ``kind.py``, which weighs it.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional, Tuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.languages import language_of

__all__ = ["act_of", "language_of"]

#: These delete or change what was answered.
DESTRUCTIVE = frozenset({"stop_and_delete", "start_over", "rest_no", "go_back"})
#: From these lengths on one slip and two slips are forgiven.
ONE_SLIP, TWO_SLIPS = 7, 14
#: Where a slip would change the answers, only one is forgiven, and only in a long phrase: "det er ok" is not "det er nok".
ONE_SLIP_TO_DESTROY = 12
#: Longer messages are stories, never a command.
MOST_WORDS = 12
#: Text beyond this is not looked at.
LONGEST = 400

_WORD = re.compile(r"[a-z0-9]+")
_DENIAL = "ike "


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=1)
def _fillers() -> FrozenSet[str]:
    return frozenset(fold(word) for word in load("acts")["fillers"])


@lru_cache(maxsize=1)
def _leads() -> Tuple[str, ...]:
    return tuple(sorted((_plain(lead) + " " for lead in load("acts")["leads"]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _no_act() -> FrozenSet[str]:
    return frozenset(_plain(phrase) for phrase in load("acts")["no_act"])


def _without_lead(plain: str) -> str:
    return next((plain[len(lead):] for lead in _leads() if plain.startswith(lead)), plain)


def _without_fillers(plain: str) -> str:
    return " ".join(word for word in plain.split() if word not in _fillers())


def _core(plain: str) -> str:
    """A message without what only leads to the phrase; as it is when nothing else is left."""
    return _without_lead(_without_fillers(plain)) or plain


@lru_cache(maxsize=1)
def _phrases() -> Dict[str, str]:
    """Every phrase, also without what leads to it, with its act; the first act in the file wins."""
    found: Dict[str, str] = {}
    for act, phrases in load("acts")["acts"].items():
        for phrase in phrases:
            found.setdefault(_plain(phrase), act)
    for phrase, act in list(found.items()):
        if act == "thanks":  # without its "tak", nothing is left of it
            continue
        # "det er nok nu" stops; "det er nok" is the answer yes.
        for shorter in () if act in DESTRUCTIVE else (_without_lead(phrase), _without_fillers(phrase), _core(phrase)):
            # The short ones and the bare denials would be traps: "er", "ikke mere".
            if len(shorter) >= ONE_SLIP and not shorter.startswith(_DENIAL):
                found.setdefault(shorter, act)
    return found


@lru_cache(maxsize=1)
def _by_length() -> Dict[int, List[str]]:
    """The phrases in which a slip is forgiven, by their length."""
    lengths: Dict[int, List[str]] = {}
    for phrase in _phrases():
        if len(phrase) >= ONE_SLIP:
            lengths.setdefault(len(phrase), []).append(phrase)
    return lengths


def _near(candidate: str) -> Optional[str]:
    """The act of the phrase, or of the nearest one that differs by slips only."""
    if candidate in _phrases():
        return _phrases()[candidate]
    if len(candidate) < ONE_SLIP:
        return None
    best, least = None, TWO_SLIPS
    for length in range(len(candidate) - 2, len(candidate) + 3):
        slips = min(2 if min(length, len(candidate)) >= TWO_SLIPS else 1, least - 1)
        found = process.extractOne(candidate, _by_length().get(length, ()), scorer=OSA.distance, score_cutoff=slips)
        if found and _may_be(_phrases()[found[0]], len(candidate), int(found[1])):
            best, least = _phrases()[found[0]], int(found[1])
    return best


def _may_be(act: str, length: int, slips: int) -> bool:
    """Whether so many slips are forgiven for this act in a text of this length."""
    return act not in DESTRUCTIVE or slips <= 1 and length >= ONE_SLIP_TO_DESTROY


def act_of(text: str) -> Optional[str]:
    """The act that the message surely is, or None: an answer, a fact, a question, a story, or an act in other words."""
    plain = _plain(text[:LONGEST])
    if not plain:
        return "repeat_question" if text.strip() and set(text.strip()) <= {"?"} else _foreign(text)
    if len(plain.split()) <= MOST_WORDS:
        forms = (plain, _without_fillers(plain), _core(plain))
        act = _phrases().get(plain)
        if not act and _no_act().isdisjoint(forms):
            act = next((act for act in map(_near, forms) if act), None)
        if act:
            return act
    return _foreign(text)


def _foreign(text: str) -> Optional[str]:
    return "foreign_language" if language_of(text) else None
