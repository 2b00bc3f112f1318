"""How a message asks: by its mark, a question word in front, or the verb before the subject (content/acts.yml, ``questions``)."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, Iterator, List, Sequence

from bot.danish.concepts import LONGEST, words_in
from bot.danish.content import load
from bot.danish.folding import fold

#: Where a clause may end: at a mark, or before a word that joins two.
_CLAUSES = re.compile(r"[.,;:!?()]+\s*|\s[-–]\s|\b(?:og|men|eller)\b", re.I)


@lru_cache(maxsize=1)
def _asking() -> Dict[str, FrozenSet[str]]:
    return {name: frozenset(fold(word) for word in words) for name, words in load("acts")["questions"].items()}


def ways_of_asking(words: Sequence[str]) -> List[str]:
    """How the message asks: by its mark, a question word in front, or the verb before the subject."""
    asking = _asking()
    ways = ["?end"] if words and words[-1] == "?" else []
    ways += ["?within"] if "?" in words[:-1] else []
    bare = [word for word in words if word not in "?!"]
    start = 0
    while start < min(3, len(bare) - 1) and bare[start] in asking["leads"]:
        start += 1
    first, second = (bare[start:start + 2] + ["", ""])[:2]
    if first in asking["words"]:
        ways.append("?word")
    if first in asking["verbs"]:
        ways.append("?verb")
    if second in asking["subjects"] and (first in asking["verbs"] or first.endswith("r")) and not _is_no_subject(first, second):
        ways.append("?verb " + second)
    return ways


def has_form_of_question(words: Sequence[str]) -> bool:
    """Whether the message begins or ends as a question. A verb alone in front may also be an answer without its subject: "er alene"."""
    return bool(set(ways_of_asking(words)) - {"?verb"})


def _clauses(text: str) -> Iterator[List[str]]:
    yield from filter(None, (words_in(clause) for clause in _CLAUSES.split(text[-LONGEST:])))


def asks_in_a_clause(text: str) -> bool:
    """Whether one of the clauses is put as a question: "jeg ryger, hvad betyder det"."""
    return "?" in text or any(has_form_of_question(words) for words in _clauses(text))


def turned(text: str) -> bool:
    """Whether a verb stands before its subject anywhere: "jeg går hver dag er det godt"; it also does behind "i dag"."""
    asking = _asking()
    words = ["", *words_in(text[-LONGEST:])]
    return any(
        one in asking["verbs"] and other in asking["subjects"] and before not in _TOPICS and not _is_no_subject(one, other)
        for before, one, other in zip(words, words[1:], words[2:])
    )


def wonders_in(words: Sequence[str]) -> bool:
    """Whether one of the words is of those that wonder, doubt or have heard say: "jeg drikker kun te, det er vel ikke så slemt"."""
    return not _asking()["wondering"].isdisjoint(words)


#: What stands first in a statement whose subject comes after its verb: "det kan jeg ikke måle".
_TOPICS = frozenset(fold(word) for word in ("det", "den", "dem", "så", "sådan", "derfor", "alligevel", "tak"))
#: Verbs behind which "I" is spoken to; "synger i kor" and "er i tvivl" are of a place.
_TO_YOU = frozenset(
    fold(verb)
    for verb in ("kan", "vil", "skal", "må", "gemmer", "ved", "tror", "mener", "bruger", "taler", "forstår", "tilbyder", "anbefaler")
)
#: "er en dame": an article, and no subject.
_BEFORE_ARTICLE = frozenset(fold(verb) for verb in ("er", "var", "har", "havde", "får", "fik", "tager"))


def _is_no_subject(verb: str, word: str) -> bool:
    """Whether a word that may be a subject is an article or a preposition behind this verb."""
    return word == "en" and verb in _BEFORE_ARTICLE or word == "i" and verb not in _TO_YOU
