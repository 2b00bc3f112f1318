"""What kind of message it surely is: phrases for the whole message, with room for slips, never a word inside a story."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional, Tuple

from rapidfuzz.distance import OSA

from bot.danish.content import load
from bot.danish.folding import fold

#: From these lengths on one slip and two slips are forgiven.
ONE_SLIP, TWO_SLIPS = 7, 14
#: Longer messages are stories, never a command.
MOST_WORDS = 12
#: So many words of one language must be seen, and so large a share of the message.
ENOUGH_WORDS, ENOUGH_SHARE = 2, 0.5
#: A message in a script of its own has at least so many of its letters.
ENOUGH_LETTERS = 3

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
        for shorter in (_without_lead(phrase), _without_fillers(phrase), _core(phrase)):
            # The short ones and the bare denials would be traps: "er", "ikke mere".
            if len(shorter) >= ONE_SLIP and not shorter.startswith(_DENIAL):
                found.setdefault(shorter, act)
    return found


def _near(candidate: str, phrases: Dict[str, str]) -> Optional[str]:
    if candidate in phrases:
        return phrases[candidate]
    if len(candidate) < ONE_SLIP:
        return None
    best, least = None, 3
    for phrase, act in phrases.items():
        slips = 2 if min(len(phrase), len(candidate)) >= TWO_SLIPS else 1
        if len(phrase) >= ONE_SLIP and abs(len(phrase) - len(candidate)) <= slips:
            distance = OSA.distance(candidate, phrase, score_cutoff=slips)
            if distance <= slips and distance < least:
                best, least = act, distance
    return best


def act_of(text: str, in_form: bool = False) -> Optional[str]:
    """The act of the message, or None for an answer, a fact, a question or a story.

    `in_form`: a question is open. Then a mere "hvad" or "?" asks for it again.
    """
    plain = _plain(text[:400])
    if not plain:
        if in_form and text.strip() and set(text.strip()) <= {"?"}:
            return "repeat_question"
        return "foreign_language" if language_of(text) else None
    words = plain.split()
    if len(words) <= MOST_WORDS:
        if in_form and plain == "hvad":
            return "repeat_question"
        act = next((act for act in (_near(form, _phrases()) for form in (plain, _without_fillers(plain), _core(plain))) if act), None)
        if act:
            return act
    return "foreign_language" if language_of(text) else None


@lru_cache(maxsize=1)
def _languages() -> Dict[str, FrozenSet[str]]:
    content = load("acts")
    danish = {str(word) for word in content["danish"]}
    return {code: frozenset(str(word) for word in words) - danish for code, words in content["languages"].items()}


@lru_cache(maxsize=1)
def _openers() -> Dict[str, str]:
    return {opener: code for code, openers in load("acts")["openers"].items() for opener in openers}


_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _script_of(text: str) -> Optional[str]:
    if len(re.findall(r"[\u0400-\u04FF]", text)) >= ENOUGH_LETTERS:
        return "uk" if set(text) & set(load("acts")["scripts"]["uk"]) else "ru"
    if len(re.findall(r"[\u0600-\u06FF]", text)) >= ENOUGH_LETTERS:
        for code in ("ur", "fa"):
            if set(text) & set(load("acts")["scripts"][code]):
                return code
        return "ar"
    for code, letters in (("ta", r"[\u0B80-\u0BFF]"), ("th", r"[\u0E00-\u0E7F]"), ("zh", r"[\u4E00-\u9FFF\u3040-\u30FF]"), ("el", r"[\u0370-\u03FF]"), ("he", r"[\u0590-\u05FF]")):
        if len(re.findall(letters, text)) >= ENOUGH_LETTERS:
            return code
    return None


def language_of(text: str) -> Optional[str]:
    """The code of the foreign language that the message is surely written in, or None."""
    text = text[:1000]
    script = _script_of(text)
    if script:
        return script
    words: List[str] = [word.replace("’", "'") for word in _LETTERS.findall(text.lower())]
    opener = _openers().get(" ".join(words))
    if opener or len(words) < ENOUGH_WORDS:
        return opener
    danish = sum(word in load("acts")["danish"] for word in words)
    scores = {code: sum(word in known for word in words) for code, known in _languages().items()}
    best = max(scores, key=lambda code: scores[code])
    enough = scores[best] >= ENOUGH_WORDS and scores[best] >= ENOUGH_SHARE * len(words) and scores[best] > danish
    return best if enough else None
