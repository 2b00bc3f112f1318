"""What the learnt opinion may decide beside the rules: an answer they could not read, and a doubt about one they read.

The rules come first. Where they read no answer, or only doubted, a meaning that the net finds very likely is taken; where they
read one that it finds unlikely, it is asked about, or another one taken that it is certain of. Of what is urgent only what it is certain
of where nothing was seen, and no consent; of numbers only the one that a message tells, where it is surely the answer. What the red
flags see (``urgent.py``) is taken besides, whatever this says.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Any, Callable, FrozenSet, Mapping, Optional, Tuple

from bot.danish.answer_examples import ASK, NUMBER, ZERO, meaning_of
from bot.danish.answers import UNKNOWN, YES_NO, verdict
from bot.danish.answers.clauses import set_of
from bot.danish.answers.common import denies_all_else
from bot.danish.answers.family import names_side_line_only
from bot.danish.by_topic import text_of
from bot.danish.content import load
from bot.danish.corrections import says_so
from bot.danish.each_number import NUMBER_MARK, TIME_MARK, numbers_told, read_at
from bot.danish.elsewhere import elsewhere
from bot.danish.facts import scene_of
from bot.danish.facts.frame import KIN
from bot.danish.kind import asking, fields_of, told_by
from bot.danish.numbers import is_only_number
from bot.danish.opinion import opinion
from bot.danish.pipeline import doc_of
from bot.danish.reader import as_read, read
from bot.danish.reading import AskBack, Context, Reading
from bot.danish.relation import about_another

#: The least that must speak for a meaning, to be taken: where the rules read nothing, where they had a doubt; where it is as good as sure;
#: and where it is certain. Of answers by authors whom the net had not learnt from, a meaning with .85 to .9 was right in seven of eight,
#: with .99 where the rules read another in eleven of twelve; "does not know" with .6 to .85 in nine of ten.
TAKEN, TAKEN_IN_DOUBT, SURE, CERTAIN, TAKEN_UNKNOWN = 0.85, 0.92, 0.97, 0.99, 0.6
#: The least that must speak for what the rules read, not to be asked about: a value, that it is not known, and that it is some number. Of
#: what had less, one in four was wrong.
DOUBTED, DOUBTED_UNKNOWN, DOUBTED_NUMBER = 0.5, 0.3, 0.2
#: A message that speaks so much more of another question is an answer to this one only where the net has no doubt (e^5 is 150 times as likely).
SPEAKS_OF_ANOTHER = 5.0
#: Beside what may be urgent it may speak hardly more of another question: of 9 000 urgent messages beside a question two were taken for its answer.
SPEAKS_ONLY_OF_THIS = 1.0
#: So much more, where the rules read a fact of another question: for a no, and for any other answer. With the second, of 450 answers to a
#: question that the message did not speak of 420 were spared, and of 1 600 that it did three were asked for.
TELLS_ANOTHER, TELLS_ONLY_ANOTHER = 2.0, 4.0
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
#: Of a yes or no that is no longer than this the rules know all there is.
FEW_WORDS_OF_YES_NO = 5
#: What the person tells of himself or herself must speak so much for what is taken, where a relative is told of besides.
OWN_PART = 0.5
#: A longer message is a story, and no example is so long.
LONGEST = 400
#: The questions about what may be urgent.
URGENT_QUESTIONS = frozenset({"back_pain", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight"})


def weighed(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, with what the net decides."""
    if question is not None and _answers_another(reading, text, question, context):
        return _told_only(text, context)
    shares = _shares(reading, text, question, context)
    if question is None or not shares:
        return reading
    text = as_read(text, context)
    return _taken(reading, text, question, context, shares) if reading.answer is None else _doubted(reading, text, question, context, shares)


def _answers_another(reading: Reading, text: str, question: str, context: Context) -> bool:
    """Whether `text` tells only of other fields: "jeg har aldrig røget" while cancer is asked about, "1,74 høj" while the arms are measured.

    What was read of them answers nothing else, unless the message tells this as well or begins with an answer.
    """
    if question == "role" or context.pending is not None or reading.correction or len(text) > LONGEST:
        return False
    says_no = reading.answer in (None, False, []) and (question in YES_NO or question == "conditions")
    if reading.answer is None and not says_no or elsewhere(question, text) < (TELLS_ANOTHER if says_no else TELLS_ONLY_ANOTHER):
        return False
    told = _told_fields(text, context)  # last: the message may have to be read once more
    own = question.split(".")[0]
    if own in told or not told - _WITH_ANYTHING.get(question, _FOR_WHOM) or _answered_first(text, question, context):
        return False
    beside = _beside_a_relative(text, context) if says_no else None
    return beside is None or opinion(question, beside).get("false", 0.0) < SURE


def _told_fields(text: str, context: Context) -> FrozenSet[str]:
    """The fields that `text` tells by itself, of the one whom the conversation is about."""
    return fields_of(read(text, None, context)) if context.third_person else told_by(text)


def _answered_first(text: str, question: str, context: Context) -> bool:
    """ "To, og det er derfor, jeg er usikker på benene": what stands first tells of nothing else, and answers."""
    head = _HEAD.match(text)
    if head is None or not head[0].strip():
        return False
    told = _told_fields(head[0], context) - ({"age"} if question in _AN_AGE else set())
    if told - _WITH_ANYTHING.get(question, _FOR_WHOM) and question not in told and not is_only_number(head[0]):
        return False
    return weighed(read(head[0], question, context), head[0], question, context).answer is not None


#: The words before the first stop, or before what comes with "and" or "but".
_HEAD = re.compile(r".+?(?=(?:[,;.!](?!\d)|\s[-–]\s|\s(?:og|men|kun)\s))", re.I | re.S)
#: "50 år" is the age then, where that is asked for.
_AN_AGE = frozenset({"menopause_age", "fractures.age_at"})


def _told_only(text: str, context: Context) -> Reading:
    """What `text` tells by itself: what is open is not answered."""
    return replace(read(text, None, context), answer=None)


#: What is told beside any answer: for whom it is; and beside what the scan showed, what it means, and the other way.
_FOR_WHOM = frozenset({"for_other"})
_WITH_ANYTHING: Mapping[str, FrozenSet[str]] = {"dxa_result": _FOR_WHOM | {"known_osteoporosis"}, "known_osteoporosis": _FOR_WHOM | {"dxa_result"}}


def doubted(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """The same for a message that may tell something urgent besides: nothing is taken but what the net is certain of."""
    shares = _shares(reading, text, question, context)
    if question is None or not shares:
        return reading
    text = as_read(text, context)
    if reading.answer is None:
        return _taken(reading, text, question, context, shares) if is_certain(text, question) else reading
    return _doubted(reading, text, question, context, shares)


def is_certain(text: str, question: str) -> bool:
    """Whether the net is certain what `text` answers to `question`, and it hardly speaks more of another question."""
    shares = opinion(question, text)
    meaning = max(shares, key=lambda one: shares[one], default=ASK)
    return meaning not in (ASK, NUMBER) and shares[meaning] >= CERTAIN and elsewhere(question, text) < SPEAKS_ONLY_OF_THIS


def _shares(reading: Reading, text: str, question: Optional[str], context: Context) -> Mapping[str, float]:
    """How likely each meaning of `text` is; empty where no net judges it."""
    if question is None or context.pending is not None or len(text) > LONGEST or is_only_number(text) or _corrects(reading, text, context):
        return {}
    text = as_read(text, context)
    if _LABELLED.fullmatch(text) or _is_bare(text, question) or question in _A_TIME and _is_only_time(text):
        return {}
    return opinion(question, text)


#: Asked for a time: of a time and nothing else ("det var i sommer", "tilbage i 2003") no net knows more than the rules.
_A_TIME = frozenset({"fractures.months_ago"})
_BESIDE_TIME = frozenset({"det", "var", "er", "skete", "sket", "blev", "tror", "jeg", "nok", "vist", "vel", "cirka", "omkring", "da", "nu", "altså", "så", "engang", "tilbage", "mener", ",", ".", "!"})


def _is_only_time(text: str) -> bool:
    texts = [item.text for item in doc_of(text)._.items]
    return any(one[0] == TIME_MARK for one in texts) and all(one[0] == TIME_MARK or one in _BESIDE_TIME for one in texts)


def _is_bare(text: str, question: str) -> bool:
    """ "Ja tak", "nej, det har jeg ikke": nothing but yes or no."""
    if question not in YES_NO or len(text.split()) > FEW_WORDS_OF_YES_NO:
        return False
    said, _, whole = verdict(doc_of(text))
    return whole and said in ("yes", "no")


#: "Prednisolon: nej": of a label and its value no net knows more than the rules.
_LABELLED = re.compile(r"\s*[^.:;,!?]{2,40}:\s*(?:nej|ja|ingen|intet|nul)\s*\.?\s*", re.I)


def _corrects(reading: Reading, text: str, context: Context) -> bool:
    """Whether something told before is taken back: in so many words, or something that is known."""
    return reading.correction and (bool(reading.facts or reading.fractures) or reading.corrects in context.known or says_so(doc_of(text)))


def _taken(reading: Reading, text: str, question: str, context: Context, shares: Mapping[str, float]) -> Reading:
    """The likeliest meaning where it is likely enough, and the rules had no reason to ask for more."""
    ask = reading.ask_back
    if reading.fractures or ask is not None and ask.field != question or _tells_only_another(reading, text):
        return reading
    meaning = max(shares, key=lambda one: shares[one])
    if meaning == NUMBER and shares[meaning] >= SURE and (ask is None or ask.kind == "how_many"):
        value = None if _speaks_of_another(text, question, context) else only_amount(text, question, context)
        return reading if value is None or _tells_elsewhere(reading, value) else _with_answer(reading, question, value)
    open_ask = ask is None or ask.kind in _OPEN or meaning == ZERO and ask.kind == "how_many"
    if meaning in (ASK, NUMBER) or not open_ask or shares[meaning] < _enough(meaning, reading, text, question, context):
        return reading
    return _with_answer(reading, question, _VALUES.get(meaning, meaning))


def _enough(meaning: str, reading: Reading, text: str, question: str, context: Context) -> float:
    """The least that must speak for `meaning` to be taken."""
    ask = reading.ask_back
    if question in URGENT_QUESTIONS:
        return CERTAIN if ask is None and not _speaks_of_another(text, question, context) else inf
    if question == "consent":
        return inf if meaning == "true" else SURE  # a yes must be said in so many words
    if meaning != UNKNOWN and _is_of_another(text, question, context):
        return inf
    if meaning == "true" and question == "family_history" and names_side_line_only(doc_of(text)):
        return inf  # "min mands mor havde det"
    if meaning != UNKNOWN and _speaks_of_own(meaning, text, question, context) < OWN_PART:
        return inf
    if asking(text) >= HARDLY_ASKS or meaning == UNKNOWN and reading.facts:
        return SURE
    if meaning == UNKNOWN:
        return TAKEN_UNKNOWN if ask is None else TAKEN_IN_DOUBT
    if elsewhere(question, text) >= SPEAKS_OF_ANOTHER:
        return TAKEN_IN_DOUBT if ask is None else SURE
    return TAKEN if ask is None or meaning == ZERO else TAKEN_IN_DOUBT


def _speaks_of_own(meaning: str, text: str, question: str, context: Context) -> float:
    """How much speaks for `meaning` in what `text` tells of the person, where it tells of a relative besides: "min mand spinner, jeg strikker"; else 1."""
    own = None if question == "family_history" else _beside_a_relative(text, context)
    return 1.0 if own is None else opinion(question, own).get(meaning, 0.0)


def _beside_a_relative(text: str, context: Context) -> Optional[str]:
    """What `text` tells of the person, where it tells of a relative besides; else None."""
    if not any(item.text.startswith("@person:") for item in doc_of(text)._.items):
        return None
    clauses = scene_of(doc_of(text), text, context).clauses
    theirs = {clause.index for clause in clauses if clause.segment.explicit and clause.segment.person in KIN}
    own = [clause for clause in clauses if clause.index not in theirs]
    if not theirs or not any(clause.segment.explicit and clause.segment.person in ("self", "patient") for clause in own):
        return None
    return text_of(own)


def _speaks_of_another(text: str, question: str, context: Context) -> bool:
    return elsewhere(question, text) >= SPEAKS_OF_ANOTHER or _is_of_another(text, question, context)


def _tells_elsewhere(reading: Reading, value: float) -> bool:
    """Whether `value` is what was read for another field: a number said once never answers two questions."""
    return any(not isinstance(told, bool) and told == value for told in reading.facts.values())


def _tells_only_another(reading: Reading, text: str) -> bool:
    """ "Ingen frakturer" while cancer is asked about: so few words tell one thing, and that was read."""
    return bool(reading.facts) and len(text.split()) <= FEW_WORDS


def _is_of_another(text: str, question: str, context: Context) -> bool:
    """ "Min søster er på femte år med Anastrozol": somebody else is named first, and the person nowhere."""
    if question not in YES_NO and question != "back_pain" or question == "family_history":
        return False
    if question == "percussion_pain" and "bank" in text.lower():
        return False  # "min datter bankede": somebody has to do it
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
    numbers = [at for at, item in enumerate(items) if item.text[0] == NUMBER_MARK]
    times = [at for at, item in enumerate(items) if item.text[0] == TIME_MARK]
    places = numbers or times
    if question == "t_score" and len(numbers) > 1 and not times:
        return _lowest(text, context)
    often = numbers and any(items[at].thing.kind == "per" for at in times)  # "ti gange op og ned, hver dag"
    named = any(item.text.startswith("@person") for item in items[:2])  # "konen træner fire gange"
    to_come = question == "age" and places and not set_of("turning").isdisjoint(item.text for item in items[:places[0]])  # "bliver 80 juleaften"
    if len(places) != 1 or often or named or to_come or _not_all_of_it().search(text):
        return None
    told = read_at(items, places[0], question, context)
    return None if told is not None and told < 0 and question != "t_score" else told


def _lowest(text: str, context: Context) -> Optional[float]:
    """Of several T-scores that are told with their signs the lowest counts."""
    told = numbers_told(text, "t_score", context)
    return min(told) if told and all(one < 0 for one in told) else None


#: The value that a meaning stands for, where it is not the value's own name.
_VALUES = {"true": True, "false": False, ZERO: 0}


def _with_answer(reading: Reading, question: str, value: Any) -> Reading:
    told = [] if question == "fractures" and value is False else value
    facts = {**reading.facts, question: told}
    return replace(reading, facts=facts, answer=value, ask_back=None, correction=False, corrects=None, learnt=True)


def _doubted(reading: Reading, text: str, question: str, context: Context, shares: Mapping[str, float]) -> Reading:
    """What the rules read is asked about, where the net finds it unlikely; or the meaning taken that the net is certain of instead."""
    meaning = meaning_of(reading.answer)
    if reading.fractures and question.startswith("fractures"):
        surely_none = shares.get(ASK, 0.0) + shares.get("false", 0.0) >= SURELY_NO_FRACTURE
        return replace(reading, facts={}, fractures=(), answer=None, ask_back=AskBack(question, "unsure")) if surely_none else reading
    excepts = reading.answer is True and denies_all_else(text)
    if _speaks_for(reading.answer, shares) >= _least(meaning, text, question) or excepts and shares.get("false", 0.0) < CERTAIN:
        return reading
    instead = None if excepts else _certain_instead(text, question, context, shares)
    if instead is not None and (meaning != NUMBER or instead in (UNKNOWN, ZERO)):  # "under_6" says less than the number that was told
        return _with_answer(reading, question, _VALUES.get(instead, instead))
    facts = {field: value for field, value in reading.facts.items() if field != question}
    ask = AskBack(question, "unsure") if reading.answer == UNKNOWN else AskBack(question, "confirm_value", reading.answer)
    return replace(reading, facts=facts, answer=None, ask_back=ask)


def _speaks_for(value: Any, shares: Mapping[str, float]) -> float:
    """How likely `value` is meant: of a number, some number or the half that it lies in."""
    likely = shares.get(meaning_of(value), 0.0)
    if isinstance(value, str) and value in _HALVES:
        return likely + shares.get(NUMBER, 0.0)  # "48-49": in whichever half of the years both ends lie
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return likely
    return likely + sum(share for half, share in shares.items() if half in _HALVES and _HALVES[half](value))


#: The words of the contract for the half that a number lies in: months since, and years of age.
_HALVES: Mapping[str, Callable[[float], bool]] = {
    "under_6": lambda months: months <= 6, "over_6": lambda months: months > 6, "under_40": lambda years: years < 40,
    "over_40": lambda years: years >= 40, "before_45": lambda years: years < 45, "after_45": lambda years: years >= 45,
}


#: What is said in so many words: that something else is certain is a reason to ask, and none to take it.
_SAID_IN_WORDS = frozenset({"consent", "sex", "role"})


def _certain_instead(text: str, question: str, context: Context, shares: Mapping[str, float]) -> Optional[str]:
    """The meaning that is certain and that the rules did not read: no number, and nothing of what may be urgent or must be said; else None."""
    meaning = max(shares, key=lambda one: shares[one])
    if shares[meaning] < CERTAIN or meaning in (ASK, NUMBER) or question in URGENT_QUESTIONS or question in _SAID_IN_WORDS:
        return None
    if meaning == "true" and (_said_first(text)[0] == "no" or _speaks_of_own(meaning, text, question, context) < OWN_PART):
        return None  # "nej, ikke jeg. Konen har haft håndleddet i gips"
    return None if _speaks_of_another(text, question, context) else meaning


def _said_first(text: str) -> Tuple[Optional[str], bool]:
    """What the first words of `text` say, yes or no, and whether they say nothing else; None where they say neither."""
    head = _HEAD.match(text)
    said, _, whole = verdict(doc_of(head[0])) if head is not None and head[0].strip() else (None, [], False)
    return said, whole


def _tells_number(text: str) -> bool:
    return any(item.text[0] == NUMBER_MARK for item in doc_of(text)._.items)


def _begins_barely(text: str) -> bool:
    """ "Nej, men jeg har brækket to ribben": a yes or no to the question stands first, and nothing else beside it."""
    said, whole = _said_first(text)
    return whole and said in ("yes", "no")


def _least(meaning: str, text: str, question: str) -> float:
    """What must speak for the meaning that the rules read in `text`, for it not to be asked about; which number it is no net can judge."""
    asks, speaks_of_another = asking(text), elsewhere(question, text) >= SPEAKS_OF_ANOTHER
    if speaks_of_another and (asks >= MAY_ASK or meaning == UNKNOWN and asks >= HARDLY_ASKS):
        return SURE  # "hvor meget kalk koen fik, kan jeg ikke huske"
    if asks >= MAY_ASK:
        return DOUBTED_ASKING
    if meaning in (NUMBER, ZERO):
        return DOUBTED_NUMBER if meaning == NUMBER else 0.0
    if meaning == UNKNOWN:
        return DOUBTED_UNKNOWN
    if question in URGENT_QUESTIONS and not _begins_barely(text) and elsewhere(question, text) >= (NUMBER_OF_ANOTHER if _tells_number(text) else URGENT_OF_ANOTHER):
        return inf
    return DOUBTED
