"""Which foreign language a message is surely written in: by its letters, else by words that are nobody's Danish."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional

from bot.danish.content import load

#: So many words of one language must be seen, and so large a share of the message.
ENOUGH_WORDS, ENOUGH_SHARE = 2, 0.5
#: A message in a script of its own has at least so many of its letters.
ENOUGH_LETTERS = 3
#: Text beyond this is not looked at.
LONGEST = 1000

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _danish() -> FrozenSet[str]:
    return frozenset(str(word) for word in load("languages")["danish"])


@lru_cache(maxsize=1)
def _languages() -> Dict[str, FrozenSet[str]]:
    return {code: frozenset(str(word) for word in words) - _danish() for code, words in load("languages")["languages"].items()}


@lru_cache(maxsize=1)
def _openers() -> Dict[str, str]:
    return {str(opener): code for code, openers in load("languages")["openers"].items() for opener in openers}


@lru_cache(maxsize=1)
def _scripts() -> Dict[str, "re.Pattern[str]"]:
    return {code: re.compile(f"[{letters}]") for code, letters in load("languages")["scripts"].items()}


def _script_of(text: str) -> Optional[str]:
    """The first language of the list that the letters fit: those with letters of their own stand first."""
    if text.isascii():
        return None
    for code, letters in _scripts().items():
        own = code in load("languages")["own_letters"]
        if len(letters.findall(text)) >= (1 if own else ENOUGH_LETTERS):
            return code
    return None


def language_of(text: str) -> Optional[str]:
    """The code of the foreign language that the message is surely written in, or None."""
    text = text[:LONGEST]
    script = _script_of(text)
    if script:
        return script
    words: List[str] = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    opener = _openers().get(" ".join(words))
    if opener or len(words) < ENOUGH_WORDS:
        return opener
    danish = sum(word in _danish() for word in words)
    scores = {code: sum(word in known for word in words) for code, known in _languages().items()}
    best = max(scores, key=lambda code: scores[code])
    enough = scores[best] >= ENOUGH_WORDS and scores[best] >= ENOUGH_SHARE * len(words) and scores[best] > danish
    return best if enough else None
