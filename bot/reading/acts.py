"""What kind of message it surely is: phrases for the whole message, with room for a typing error, never a word inside a story."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Optional

import yaml
from rapidfuzz.distance import OSA

from bot.reading.text import fold

#: A phrase is matched with a typing error from this length on, and two from the other.
ONE_ERROR, TWO_ERRORS = 6, 14
#: Longer messages than this are stories, never a command.
MAX_WORDS = 12


@lru_cache(maxsize=None)
def _acts() -> Dict[str, List[str]]:
    content = yaml.safe_load((Path(__file__).parent / "content" / "acts.yml").read_text(encoding="utf-8"))
    return {act: [fold(phrase) for phrase in phrases] for act, phrases in content["acts"].items()}


@lru_cache(maxsize=None)
def _languages() -> Dict[str, List[str]]:
    content = yaml.safe_load((Path(__file__).parent / "content" / "acts.yml").read_text(encoding="utf-8"))
    return content["languages"]


def act_of(text: str) -> Optional[str]:
    """The act of the message, or None for an answer, a fact, a question or a story."""
    folded = re.sub(r"[^a-z0-9 ]+", " ", fold(text))
    plain = re.sub(r"\s+", " ", re.sub(r"\b(tak|venligst|lige|vil du|kan du|gerne|naa|ok)\b", " ", folded)).strip() or folded.strip()
    if language_of(text):
        return "foreign_language"
    if len(folded.split()) > MAX_WORDS or not plain:
        return None
    for candidate in (folded.strip(), plain):
        for act, phrases in _acts().items():
            if any(_same(candidate, phrase) for phrase in phrases):
                return act
    return None


def _same(candidate: str, phrase: str) -> bool:
    errors = 2 if len(phrase) >= TWO_ERRORS else 1 if len(phrase) >= ONE_ERROR else 0
    if candidate == phrase:
        return True
    return bool(errors) and abs(len(candidate) - len(phrase)) <= errors and OSA.distance(candidate, phrase, score_cutoff=errors) <= errors


_SCRIPTS = (("ar", r"[\u0600-\u06FF]{3,}"), ("uk", r"[\u0400-\u04FF]{3,}"))


def language_of(text: str) -> Optional[str]:
    """The code of the foreign language that the message is surely written in, or None."""
    for code, pattern in _SCRIPTS:
        if re.search(pattern, text):
            return code
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 2:
        return None
    scores = {code: sum(word in known for word in words) for code, known in _languages().items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 2 and scores[best] * 2 >= len(words) else None
