"""The answer to the open question: one reader for each kind of question. Only what is certain; in doubt asked back."""
from __future__ import annotations

from typing import Callable

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers import amounts, broken_bones, choices, quantities, yes_no
from bot.danish.answers.common import (
    CHOICES,
    NOTHING,
    UNKNOWN,
    YES_NO,
    Answer,
    about_patient,
    confirm,
    is_belittled,
    is_near,
    or_not_known,
    or_not_measured,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts
from bot.danish.reading import Context

__all__ = ["NOTHING", "UNKNOWN", "YES_NO", "Answer", "answer_to", "texts_of", "verdict"]

#: Read by signals of their own, whatever else a message tells.
_BY_SIGNALS = CHOICES | {"conditions"}


def answer_to(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to `question` that the message gives."""
    answer = _answer_to(question, doc, facts, context)
    if answer.value is True and question in YES_NO and is_belittled(doc):
        facts.fractures.clear()
        facts.contradicted.add(question)
        return confirm(question, True)
    return answer


def _answer_to(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    if _reader(question) is yes_no.answer:
        _patient_is_other(doc, context)
        answer = yes_no.answer(question, doc, facts, context)
        return or_not_known(question, doc, answer) if answer.value == UNKNOWN else or_not_measured(question, doc, answer)
    by_own_rules = question in _BY_SIGNALS | quantities.QUESTIONS | amounts.QUESTIONS or question.startswith("fractures")
    if not by_own_rules and not facts.values.get(question) and not facts.fractures and not is_near(doc):
        return or_not_known(question, doc, NOTHING)
    _patient_is_other(doc, context)
    return or_not_known(question, doc, _reader(question)(question, doc, facts, context))


def _patient_is_other(doc: Doc, context: Context) -> None:
    """ "Hun" and "han" are somebody else to one who answers for himself."""
    if not about_patient(context):
        for segment in doc._.segments:
            segment.person = "other" if segment.person == "patient" else segment.person


def _reader(question: str) -> Callable[[str, Doc, Facts, Context], Answer]:
    """The reader for this kind of question."""
    if question.startswith("fractures"):
        return broken_bones.answer
    if question == "conditions":
        return choices.conditions
    if question in amounts.QUESTIONS:
        return amounts.answer
    if checks.is_number_field(question):
        return quantities.answer
    if question in CHOICES:
        return choices.answer
    return yes_no.answer if question in YES_NO else _none


def _none(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    return NOTHING
