"""What the learnt opinion may decide beside the rules: an answer they could not read, and a doubt about one they read.

The rules come first. Where they read no answer, or only doubted, a meaning that the net finds very likely is taken; where they
read one that it finds unlikely, it is asked about. Nothing of what is urgent is decided so, and no consent; of numbers only the one
that a message tells, where it is surely the answer. What the red flags see (``urgent.py``) is taken besides, whatever this says.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Any, Mapping, Optional

from bot.danish.answer_examples import ASK, NUMBER, ZERO, meaning_of
from bot.danish.answers import UNKNOWN, YES_NO
from bot.danish.content import load
from bot.danish.corrections import says_so
from bot.danish.elsewhere import elsewhere
from bot.danish.kind import asking
from bot.danish.opinion import opinion
from bot.danish.pipeline import doc_of
from bot.danish.reader import as_read, read
from bot.danish.reading import AskBack, Context, Reading
from bot.danish.relation import about_another

#: The least that must speak for a meaning, to be taken: where the rules read nothing, where they had a doubt; and where it is as good as
#: sure. Of answers by people it had not learnt from, a meaning with .85 to .9 was right in six of seven.
TAKEN, TAKEN_IN_DOUBT, SURE = 0.85, 0.92, 0.97
#: The least that must speak for what the rules read, not to be asked about: a value, and that it is some number. Of what had less, two in
#: five was wrong.
DOUBTED, DOUBTED_NUMBER = 0.3, 0.2
#: A message that speaks so much more of another question is not taken as an answer to this one (e^5 is 150 times as likely) ...
SPEAKS_OF_ANOTHER = 5.0
#: ... and one that does so by more is asked about unless so much speaks for what the rules read.
SURELY_OF_ANOTHER, DOUBTED_ELSEWHERE = 7.0, 0.5
#: An answer to what may be urgent is asked about from this on; where it tells a number, which no such question asks for, from the second.
URGENT_OF_ANOTHER, NUMBER_OF_ANOTHER = 5.0, 3.0
#: What is asked back where rules saw signs of both, or a hedge; what else they ask has its reason in the specification.
_OPEN = frozenset({"confirm_value", "contradiction"})
#: A fracture that the rules read in the answer to a question about fractures is asked about where so much speaks for none.
SURELY_NO_FRACTURE = 0.95
#: What may ask as much as it may answer counts only where this much speaks for the answer, be it a number or not; what asks with more
#: than a slight likelihood is taken only where it is as good as sure.
MAY_ASK, DOUBTED_ASKING, HARDLY_ASKS = 0.5, 0.5, 0.05
#: A message of so few words tells one thing.
FEW_WORDS = 2
#: A longer message is a story, and no example is so long.
LONGEST = 400
#: The questions about what may be urgent.
URGENT_QUESTIONS = frozenset({"back_pain", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight"})
#: Nothing of these is taken from the net: what may be urgent, and what must be said in so many words.
_NEVER_TAKEN = URGENT_QUESTIONS | {"consent"}


def weighed(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, with what the net decides."""
    if question is None or context.pending is not None or len(text) > LONGEST or _corrects(reading, text, context):
        return reading
    text = as_read(text, context)
    shares = opinion(question, text)
    if not shares:
        return reading
    return _taken(reading, text, question, context, shares) if reading.answer is None else _doubted(reading, text, question, shares)


def _corrects(reading: Reading, text: str, context: Context) -> bool:
    """Whether something told before is taken back: in so many words, or something that is known."""
    return reading.correction and (bool(reading.facts or reading.fractures) or reading.corrects in context.known or says_so(doc_of(text)))


def _taken(reading: Reading, text: str, question: str, context: Context, shares: Mapping[str, float]) -> Reading:
    """The likeliest meaning where it is likely enough, and the rules had no reason to ask for more."""
    ask = reading.ask_back
    if question in _NEVER_TAKEN or reading.fractures or ask is not None and ask.field != question or _tells_only_another(reading, text):
        return reading
    meaning = max(shares, key=lambda one: shares[one])
    if meaning == ASK or meaning != UNKNOWN and (elsewhere(question, text) >= SPEAKS_OF_ANOTHER or _is_of_another(text, question, context)):
        return reading
    if meaning in (NUMBER, ZERO) and shares[meaning] >= SURE and (ask is None or ask.kind == "how_many"):
        value = 0 if meaning == ZERO else only_amount(text, question, context)
        return reading if value is None else _with_answer(reading, question, value)
    if meaning == NUMBER or ask is not None and ask.kind not in _OPEN:
        return reading
    least = SURE if asking(text) >= HARDLY_ASKS else TAKEN if ask is None else TAKEN_IN_DOUBT
    if shares[meaning] < least:
        return reading
    return _with_answer(reading, question, _VALUES.get(meaning, meaning))


def _tells_only_another(reading: Reading, text: str) -> bool:
    """ "Ingen frakturer" while cancer is asked about: so few words tell one thing, and that was read."""
    return bool(reading.facts) and len(text.split()) <= FEW_WORDS


def _is_of_another(text: str, question: str, context: Context) -> bool:
    """ "Min søster er på femte år med Anastrozol": somebody else is named first, and the person nowhere."""
    if question not in YES_NO or question == "family_history":
        return False
    return _of_their_relative().search(text) is not None if context.third_person else about_another(text)


@lru_cache(maxsize=1)
def _of_their_relative() -> "re.Pattern[str]":
    return re.compile(load("withheld")["of_their_relative"], re.I)


@lru_cache(maxsize=1)
def _not_all_of_it() -> "re.Pattern[str]":
    return re.compile(load("withheld")["not_all_of_it"], re.I)


def only_amount(text: str, question: str, context: Context) -> Optional[float]:
    """The number that `text` tells, where it tells one and no other, read by itself; else how often, where that is told once."""
    items = doc_of(text)._.items
    numbers = [at for at, item in enumerate(items) if item.text[0] == "#"]
    times = [at for at, item in enumerate(items) if item.text[0] == "%"]
    places = numbers or times
    often = numbers and any(items[at].thing.kind == "per" for at in times)  # "ti gange op og ned, hver dag"
    named = any(item.text.startswith("@person") for item in items[:2])  # "konen træner fire gange"
    if len(places) != 1 or often or named or _not_all_of_it().search(text):
        return None
    # With the word after it, which may be its unit; else alone.
    for last in (places[0] + 2, places[0] + 1):
        told = read(" ".join(item.said for item in items[places[0]:last]), question, context).answer
        if isinstance(told, (int, float)) and not isinstance(told, bool) and told >= 0 or question == "t_score" and isinstance(told, float):
            return told
    return None


#: The value that a meaning stands for, where it is not the value's own name.
_VALUES = {"true": True, "false": False, ZERO: 0}


def _with_answer(reading: Reading, question: str, value: Any) -> Reading:
    told = [] if question == "fractures" and value is False else value
    facts = {**reading.facts, question: told}
    return replace(reading, facts=facts, answer=value, ask_back=None, correction=False, corrects=None, learnt=True)


def _doubted(reading: Reading, text: str, question: str, shares: Mapping[str, float]) -> Reading:
    """What the rules read is asked about, where the net finds it very unlikely."""
    meaning = meaning_of(reading.answer)
    if reading.fractures and question.startswith("fractures") and shares.get(ASK, 0.0) >= SURELY_NO_FRACTURE:
        return replace(reading, facts={}, fractures=(), answer=None, ask_back=AskBack(question, "unsure"))
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
    if meaning == UNKNOWN:
        return DOUBTED
    if question in URGENT_QUESTIONS and elsewhere(question, text) >= (NUMBER_OF_ANOTHER if _tells_number(text) else URGENT_OF_ANOTHER):
        return inf
    if elsewhere(question, text) >= SURELY_OF_ANOTHER:
        return DOUBTED_ELSEWHERE
    return DOUBTED
