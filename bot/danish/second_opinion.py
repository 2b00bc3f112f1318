"""What the learnt opinion may decide beside the rules: an answer they could not read, and a doubt about one they read.

The rules come first. Where they read no answer, or only doubted, a meaning that the net finds very likely is taken; where they
read one that it finds very unlikely, it is asked about. Nothing of what is urgent is decided so, no number, and no consent; what
the red flags see (``urgent.py``) is taken besides, whatever this says.
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Optional

from bot.danish.answers import UNKNOWN
from bot.danish.opinion import ASK, NUMBER, ZERO, meaning_of, opinion
from bot.danish.reading import AskBack, Context, Reading

#: The least that must speak for a meaning, to be taken.
TAKEN = 0.88
#: The least that must speak for what the rules read, not to be asked about: a value, and that it is not known.
DOUBTED, DOUBTED_UNKNOWN = 0.05, 0.15
#: What is asked back where rules saw signs of both, or a hedge; what else they ask has its reason in the specification.
_OPEN = frozenset({"confirm_value", "contradiction"})
#: A longer message is a story, and no example is so long.
LONGEST = 400
#: Nothing of these is taken from the net: what may be urgent, and what must be said in so many words.
_NEVER_TAKEN = frozenset({"back_pain", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight", "consent"})


def weighed(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, with what the net decides."""
    if question is None or context.pending is not None or reading.correction or len(text) > LONGEST:
        return reading
    shares = opinion(question, text)
    if not shares:
        return reading
    return _taken(reading, question, shares) if reading.answer is None else _doubted(reading, question, shares)


def _taken(reading: Reading, question: str, shares: Mapping[str, float]) -> Reading:
    """The likeliest meaning where it is likely enough, and the rules had no reason to ask for more."""
    ask = reading.ask_back
    if question in _NEVER_TAKEN or reading.fractures or ask is not None and not (ask.field == question and ask.kind in _OPEN):
        return reading
    meaning = max(shares, key=lambda one: shares[one])
    if meaning in (ASK, NUMBER) or shares[meaning] < TAKEN:
        return reading
    return _with_answer(reading, question, _VALUES.get(meaning, meaning))


#: The value that a meaning stands for, where it is not the value's own name.
_VALUES = {"true": True, "false": False, ZERO: 0}


def _with_answer(reading: Reading, question: str, value: Any) -> Reading:
    told = [] if question == "fractures" and value is False else value
    return replace(reading, facts={**reading.facts, question: told}, answer=value, ask_back=None, learnt=True)


def _doubted(reading: Reading, question: str, shares: Mapping[str, float]) -> Reading:
    """What the rules read is asked about, where the net finds it very unlikely; a number it cannot judge."""
    meaning = meaning_of(reading.answer)
    least = DOUBTED_UNKNOWN if meaning == UNKNOWN else DOUBTED
    if reading.fractures or meaning in (NUMBER, ZERO) or shares.get(meaning, 0.0) >= least:
        return reading
    facts = {field: value for field, value in reading.facts.items() if field != question}
    ask = AskBack(question, "unsure") if reading.answer == UNKNOWN else AskBack(question, "confirm_value", reading.answer)
    return replace(reading, facts=facts, answer=None, ask_back=ask)
