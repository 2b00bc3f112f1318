"""What kind of message it is: red flags first, then acts and questions, then facts; all else is an answer.

An act is sure by phrase (``acts.py``), or weighed: by the rules over concepts and by what was learnt from examples
(``likely.py``). What changes the course of the conversation must be surer than what only gets a polite sentence.
What is an answer is read for the open question, and asked back when it cannot be understood.
"""
from __future__ import annotations

from datetime import date
from typing import FrozenSet, List, Optional, Sequence

from bot.danish.acts import DESTRUCTIVE, act_of
from bot.danish.concepts import concepts_in, facts_among, is_said, words_in
from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.likely import OTHER, Likely, likely, ways_of_asking
from bot.danish.reader import Context, Reading, read
from bot.danish.red_flags import red_flags_in

#: These speak of what was said: "du har skrevet, at jeg ryger" tells nothing new.
ABOUT_WHAT_WAS_SAID = frozenset({"ask_why", "repeat_question", "show_answers", "show_result", "result_now", "correct_answer"})
#: These go somewhere else in the conversation.
MOVING = frozenset({"result_now", "continue_form", "start", "foreign_language"})

#: The most that may speak for an answer: in general, and where the form does not speak for the kind or a mistake would cost more.
NO_ACT, NO_ACT_AT_ALL = 0.25, 0.05
#: The least that must speak for a kind that goes somewhere else in the conversation, or changes what was answered.
SURE_TO_MOVE, SURE_TO_DESTROY, SURE_BESIDE_FACTS = 0.5, 0.75, 0.9
#: The least for a kind that a rule finds, and for one that changes what was answered.
SURE_BY_RULE, SURE_TO_DESTROY_BY_RULE = 0.2, 0.4


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
        if kind == OTHER or kind in DESTRUCTIVE and not _may_destroy(kind, share, none, found.ruled, concepts):
            continue
        if kind == "correct_answer" and any(word.isdigit() for word in words):
            return None  # the right number stands in it: it is read
        if share >= SURE_BY_RULE and kind in found.ruled:
            return kind
        if none > (NO_ACT if _has_its_form(kind, words) else NO_ACT_AT_ALL):
            return None
        if kind not in MOVING or share >= SURE_TO_MOVE:
            return kind
    return None


def _may_destroy(kind: str, share: float, none: float, ruled: Sequence[str], concepts: FrozenSet[str]) -> bool:
    """Whether what was answered may be changed: it must be said, not supposed or asked about, and sure."""
    if "supposed" in concepts or not is_said(kind, concepts):
        return False
    if kind in ruled and share >= SURE_TO_DESTROY_BY_RULE and none <= NO_ACT:
        return True
    return none <= NO_ACT_AT_ALL and share >= (SURE_BESIDE_FACTS if facts_among(concepts) else SURE_TO_DESTROY)


def _has_its_form(kind: str, words: List[str]) -> bool:
    """A verb alone in front may also be an answer without its subject: "er alene"; Latin terms may look like a language."""
    if kind == "ask_question":
        return bool(set(ways_of_asking(words)) - {"?verb"})
    return kind != "foreign_language"


def _answers_first(text: str) -> bool:
    """"Ja, men jeg vil gerne stoppe" answers the question, and says no word to the assistant."""
    answering = load("acts")["answers_first"]
    return fold(text).replace(",", " ").split()[:2] in [[fold(one), fold(other)] for one in answering["one"] for other in answering["other"]]


def kind_of(text: str) -> str:
    """The intent of `text` (domain.yml)."""
    red = red_flags_in(text)
    if red.facts or red.other_acute or red.unclear:
        return "red_flag"
    act = act_of(text)
    if act and not (act in DESTRUCTIVE and _answers_first(text)):
        return act
    found = likely(text)
    act = weighed(text, found)
    if act in DESTRUCTIVE and _answers_first(text):
        act = None
    if act == "ask_question" or act in ABOUT_WHAT_WAS_SAID and found.shares[OTHER] <= NO_ACT_AT_ALL:
        return act
    told = _told(text)
    values = told.facts or told.fractures
    if act and not values:
        return act
    return "inform" if values or told.ask_back or told.correction else "answer"
