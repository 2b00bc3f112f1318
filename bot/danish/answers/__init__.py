"""The answer to the open question: one reader for each kind of question. Only what is certain; in doubt asked back."""
from __future__ import annotations

from typing import Callable

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers import broken_bones, choices, quantities, yes_no
from bot.danish.answers.common import (
    CHOICES,
    NOTHING,
    UNKNOWN,
    YES_NO,
    Answer,
    about_patient,
    is_near,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts
from bot.danish.reading import Context

__all__ = ["NOTHING", "UNKNOWN", "Answer", "answer_to", "texts_of", "verdict"]


def answer_to(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to `question` that the message gives."""
    if not facts.values.get(question) and not facts.fractures and not is_near(doc):
        return NOTHING
    if not about_patient(context) and "for_other" not in facts.values:
        for segment in doc._.segments:
            segment.person = "other" if segment.person == "patient" else segment.person
    return _reader(question)(question, doc, facts, context)


def _reader(question: str) -> Callable[[str, Doc, Facts, Context], Answer]:
    """The reader for this kind of question."""
    if question.startswith("fractures"):
        return broken_bones.answer
    if question == "conditions":
        return choices.conditions
    if checks.is_number_field(question):
        return quantities.answer
    if question in CHOICES:
        return choices.answer
    return yes_no.answer if question in YES_NO else _none


def _none(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    return NOTHING
