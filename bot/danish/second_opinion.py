"""What the learnt opinion may decide beside the rules: an answer they could not read, and a doubt about one they read.

The rules come first. Where they read no answer, or only doubted, a meaning that the net finds very likely is taken; where they
read one that it finds very unlikely, it is asked about. Nothing of what is urgent is decided so, no number, and no consent; what
the red flags see (``urgent.py``) is taken besides, whatever this says.
"""
from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any, Mapping, Optional

from bot.danish.answer_examples import ASK, NUMBER, ZERO, meaning_of
from bot.danish.answers import UNKNOWN
from bot.danish.elsewhere import elsewhere
from bot.danish.kind import asking
from bot.danish.opinion import opinion
from bot.danish.pipeline import doc_of
from bot.danish.reading import AskBack, Context, Reading

#: The least that must speak for a meaning, to be taken.
TAKEN = 0.97
#: The least that must speak for what the rules read, not to be asked about: a value, that it is not known, and that it is some number.
DOUBTED, DOUBTED_UNKNOWN, DOUBTED_NUMBER = 0.01, 0.05, 0.002
#: The same of what may be urgent: one more question costs little there, and "jo fint" says that the leg bears.
DOUBTED_URGENT = 0.05
#: A message that speaks so much more of another question is not taken as an answer to this one (e^5 is 150 times as likely) ...
SPEAKS_OF_ANOTHER = 5.0
#: ... and one that does so by more is asked about unless so much speaks for what the rules read.
SURELY_OF_ANOTHER, DOUBTED_ELSEWHERE = 7.0, 0.5
#: An answer to what may be urgent is asked about from this on; where it tells a number, which no such question asks for, from the second.
URGENT_OF_ANOTHER, NUMBER_OF_ANOTHER = 5.0, 3.0
#: What is asked back where rules saw signs of both, or a hedge; what else they ask has its reason in the specification.
_OPEN = frozenset({"confirm_value", "contradiction"})
#: What may ask as much as it may answer counts only where this much speaks for the answer, be it a number or not.
MAY_ASK, DOUBTED_ASKING = 0.5, 0.5
#: A longer message is a story, and no example is so long.
LONGEST = 400
#: The questions about what may be urgent.
URGENT_QUESTIONS = frozenset({"back_pain", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight"})
#: Nothing of these is taken from the net: what may be urgent, and what must be said in so many words.
_NEVER_TAKEN = URGENT_QUESTIONS | {"consent"}


def weighed(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, with what the net decides."""
    if question is None or context.pending is not None or reading.correction or len(text) > LONGEST:
        return reading
    shares = opinion(question, text)
    if not shares:
        return reading
    return (_taken if reading.answer is None else _doubted)(reading, text, question, shares)


def _taken(reading: Reading, text: str, question: str, shares: Mapping[str, float]) -> Reading:
    """The likeliest meaning where it is likely enough, and the rules had no reason to ask for more."""
    ask = reading.ask_back
    if question in _NEVER_TAKEN or reading.fractures or ask is not None and not (ask.field == question and ask.kind in _OPEN):
        return reading
    meaning = max(shares, key=lambda one: shares[one])
    if meaning in (ASK, NUMBER) or shares[meaning] < TAKEN or elsewhere(question, text) >= SPEAKS_OF_ANOTHER:
        return reading
    return _with_answer(reading, question, _VALUES.get(meaning, meaning))


#: The value that a meaning stands for, where it is not the value's own name.
_VALUES = {"true": True, "false": False, ZERO: 0}


def _with_answer(reading: Reading, question: str, value: Any) -> Reading:
    told = [] if question == "fractures" and value is False else value
    return replace(reading, facts={**reading.facts, question: told}, answer=value, ask_back=None, learnt=True)


def _doubted(reading: Reading, text: str, question: str, shares: Mapping[str, float]) -> Reading:
    """What the rules read is asked about, where the net finds it very unlikely."""
    meaning = meaning_of(reading.answer)
    if reading.fractures or shares.get(meaning, 0.0) >= _least(meaning, text, question):
        return reading
    facts = {field: value for field, value in reading.facts.items() if field != question}
    ask = AskBack(question, "unsure") if reading.answer == UNKNOWN else AskBack(question, "confirm_value", reading.answer)
    return replace(reading, facts=facts, answer=None, ask_back=ask)


def _tells_number(text: str) -> bool:
    return any(item.text[0] == "#" for item in doc_of(text)._.items)


def _least(meaning: str, text: str, question: str) -> float:
    """What must speak for the meaning that the rules read in `text`, for it not to be asked about; which number it is no net can judge."""
    if asking(text) >= MAY_ASK:
        return DOUBTED_ASKING
    if meaning in (NUMBER, ZERO):
        return DOUBTED_NUMBER if meaning == NUMBER else 0.0
    if question in URGENT_QUESTIONS and elsewhere(question, text) >= (NUMBER_OF_ANOTHER if _tells_number(text) else URGENT_OF_ANOTHER):
        return inf
    if elsewhere(question, text) >= SURELY_OF_ANOTHER:
        return DOUBTED_ELSEWHERE
    if meaning == UNKNOWN:
        return DOUBTED_UNKNOWN
    return DOUBTED_URGENT if question in URGENT_QUESTIONS else DOUBTED
