"""What kind of message it is: red flags first, then acts and questions, then facts; all else is an answer.

An act is sure by phrase (``acts.py``), or weighed: by the rules over concepts and by what was learnt from examples
(``likely.py``). What changes the course of the conversation must be surer than what only gets a polite sentence.
What is an answer is read for the open question, and asked back when it cannot be understood.
"""
from __future__ import annotations

import re
from datetime import date
from typing import FrozenSet, List, Optional

from bot.danish.acts import DESTRUCTIVE, act_of
from bot.danish.concepts import concepts_in, facts_among, words_in
from bot.danish.likely import OTHER, Likely, likely, ways_of_asking
from bot.danish.reader import Context, Reading, read
from bot.danish.red_flags import red_flags_in

#: "Ja, men jeg vil gerne stoppe" answers the question, and says no word to the assistant.
_ANSWERS_FIRST = re.compile(r"^\W*(?:ja|jo|nej|næ)\W+men\b", re.I)

#: These go somewhere else in the conversation.
MOVING = frozenset({"result_now", "continue_form", "start", "foreign_language"})

#: The most that may speak for an answer: in general, and where a mistake would cost more or the form does not speak for the kind.
NO_ACT, NO_ACT_AT_ALL = 0.25, 0.05
#: The least that must speak for a kind.
SURE_TO_MOVE, SURE_TO_DESTROY, SURE_BESIDE_FACTS = 0.5, 0.75, 0.9
#: A kind that a rule finds need not be so likely.
SURE_BY_RULE = 0.2


def _told(text: str) -> Reading:
    """What the text tells by itself, whatever question is open."""
    return read(text, None, Context(known={}, today=date.today()))


def weighed(text: str, found: Likely) -> Optional[str]:
    """The act or question that the message most likely is, or None where it may as well be an answer."""
    words = words_in(text)
    none = found.shares[OTHER]
    if not any(word.isalpha() for word in words):
        return None
    concepts = concepts_in(words)
    for kind in sorted(found.shares, key=lambda kind: -found.shares[kind]):
        share = found.shares[kind]
        if kind == OTHER:
            continue
        if share >= SURE_BY_RULE and kind in found.ruled and not (kind in DESTRUCTIVE and "supposed" in concepts):
            return kind
        if none > NO_ACT or kind == "ask_question" and none > NO_ACT_AT_ALL and not _has_form_of_question(words):
            return None
        if _is_sure(kind, share, none, words, concepts):
            return kind
    return None


def _has_form_of_question(words: List[str]) -> bool:
    """A verb alone in front may also be an answer without its subject: "er alene"."""
    return bool(set(ways_of_asking(words)) - {"?verb"})


def _is_sure(kind: str, share: float, none: float, words: List[str], concepts: FrozenSet[str]) -> bool:
    """Whether so much speaks for the kind that what it does may be done; if not, the next likely one is."""
    if kind in DESTRUCTIVE:
        sure = SURE_BESIDE_FACTS if facts_among(concepts) else SURE_TO_DESTROY
        return none <= NO_ACT_AT_ALL and share >= sure and "supposed" not in concepts
    if kind == "foreign_language" and len(words) < 2:
        return False
    return kind not in MOVING or share >= SURE_TO_MOVE


def kind_of(text: str) -> str:
    """The intent of `text` (domain.yml)."""
    red = red_flags_in(text)
    if red.facts or red.other_acute or red.unclear:
        return "red_flag"
    act = act_of(text)
    if act and not (act in DESTRUCTIVE and _ANSWERS_FIRST.match(text)):
        return act
    act = weighed(text, likely(text))
    if act in DESTRUCTIVE and _ANSWERS_FIRST.match(text):
        act = None
    if act == "ask_question":
        return act
    told = _told(text)
    values = told.facts or told.fractures
    if act and not values:
        return act
    return "inform" if values or told.ask_back or told.correction else "answer"
