"""Questions with a few answers to choose from, and the list of diseases."""
from __future__ import annotations

from spacy.tokens import Doc

from bot.danish.answers.back_pain import back_pain
from bot.danish.answers.common import NOTHING, Answer, asked_anything, not_known, verdict
from bot.danish.answers.daily_life import activity_level
from bot.danish.answers.diseases import conditions
from bot.danish.answers.scan import dxa_result
from bot.danish.answers.signals import signals_in
from bot.danish.answers.who import role, sex
from bot.danish.answers.whose import RELATIVES
from bot.danish.facts import Facts
from bot.danish.reading import Context

__all__ = ["answer", "conditions"]

_READERS = {"role": role, "sex": sex, "back_pain": back_pain, "dxa_result": dxa_result, "activity_level": activity_level}


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a question with a few answers to choose from. A fact that does not agree with it is dropped."""
    found = _READERS[question](doc, facts, context)
    told = facts.settled().get(question)
    if found.value is None and found.ask_back is None:
        if told is not None and question != "role":
            return Answer(told)
        found = _not_told(question, doc)
    if told is not None and found.value != told:
        facts.contradicted.add(question)
    return found


def _not_told(question: str, doc: Doc) -> Answer:
    """Not knowing, or not wanting to say; else nothing."""
    said, _, whole = verdict(doc)
    if whole and said == "unknown":
        return not_known(question)
    segments = doc._.segments
    if asked_anything(doc) or any(segment.hypothetical or segment.person in RELATIVES and segment.explicit for segment in segments):
        return NOTHING
    return not_known(question) if signals_in("any", segments).found else NOTHING
