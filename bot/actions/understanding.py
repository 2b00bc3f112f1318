"""What one message changes: read for the open question and for anything else that is told, before any slot is set.

Knows neither Rasa nor how the conversation is stored, so that the same function is measured by `make evaluate`.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Dict, Mapping, Optional, Tuple

from bot.actions import record
from bot.danish import checks
from bot.danish.acts import act_of
from bot.danish.answer_examples import ASK, NUMBER, meaning_of
from bot.danish.answers import verdict
from bot.danish.beside_question import begins_with_verdict, is_number, told_beside_question
from bot.danish.concepts import concepts_in, words_in
from bot.danish.doubts import answer_to_doubt
from bot.danish.each_number import NUMBER_MARK
from bot.danish.elsewhere import elsewhere
from bot.danish.kind import asks_besides, looks_like_question, surely_asks, told_by
from bot.danish.opinion import opinion
from bot.danish.pipeline import doc_of
from bot.danish.plainly import plainly
from bot.danish.reader import AskBack, Context, Reading, as_read, read
from bot.danish.red_flags import ACUTE_SIGNS, RedFlags, red_flags_in
from bot.danish.relation import about_another, about_somebody, whom_in
from bot.danish.second_opinion import SPEAKS_ONLY_OF_THIS, SURE, URGENT_QUESTIONS, doubted, is_certain, weighed
from bot.danish.shorthand import is_listed
from bot.danish.told_besides import told_besides
from bot.danish.topics import NOT_COVERED, entry_for, entry_meant
from bot.danish.urgent import URGENT, only_likely, urgent_in
from bot.danish.withheld import withheld
from osteo_rules import questions
from osteo_rules.answers import UNKNOWN

#: Steps of the conversation that cannot stay unknown: not knowing is a no to an offer, and no answer to the others.
NO_WHEN_UNKNOWN = ("lifestyle", questions.MORE_FRACTURES)
NEVER_UNKNOWN = ("role", "consent")
#: Messages that are read for facts; the rest only steer.
READ_INTENTS = frozenset({"answer", "red_flag", "nlu_fallback", "begin", "start", "ask_question", None})
#: Messages that may be the answer to the open question, whatever the rules read of it.
ANSWERING = frozenset({"answer", "nlu_fallback", None})
#: What only a calm question asks for, and none of the catalogue.
DOUBTED = ("acute_signs", URGENT)
#: What denies a sign.
DENIED = (False, "none")
#: Messages that interrupt: what they tell is taken, but another rule of the bot answers them.
INTERRUPTING = frozenset({"ask_question"})

#: Acts by which answers are lost, or given unasked.
LOSING = frozenset({"stop_and_delete", "start_over", "rest_no"})
#: A no to all the rest has no more words, where the rest of a list may be meant.
LONGEST_REST = 4
#: Kinds of message that may answer besides: "mig selv, jeg hedder Birthe".
SOCIAL = frozenset({"greet", "thanks", "smalltalk"})
#: What looks like one of these, and answers in a few words, is an answer: "det er det", "værsgo", "min far".
OFTEN_ANSWERS = SOCIAL | INTERRUPTING | {"goodbye", "continue_form", "repeat_question", "ask_why", "swearing", "how_are_you", "who_are_you", "foreign_language", "show_answers", "correct_answer"}
#: How much must speak for no answer, for what looks like one to be a question that does not.
NO_ANSWER = 0.8
#: What the red flags see in the answer to the question about it is asked about, where the net finds it less likely than this: "benægtes".
UNLIKELY = 0.1
#: A message of which one meaning has so large a share is an answer rather than one of these.
LIKELY = 0.5
#: An offer, and what else answers it: "kør løs" is a yes, "giv mig bare resultatet" a no, "lad det ligge" too.
OFFER, ANSWERING_OFFER = "lifestyle", frozenset({"continue_form", "result_now", "start"})
DECLINING = frozenset({"stop_and_delete", "rest_no"})


#: How the kind of a calm question about something urgent begins; its sign follows.
UNCLEAR = "unclear_"


@dataclass(frozen=True)
class Situation:
    """Where in the conversation a message arrives.

    `question`: the id of the open question; `told`: what is known so far; `pending`: what was asked back; `paused`: a red
    flag was answered and the person has not gone on yet; `answered_last`: the question answered before this one; `relative`: whom
    a relative answers for, as said ("mor").
    """

    question: Optional[str]
    told: Mapping[str, Any]
    today: date
    pending: Optional[AskBack] = None
    paused: bool = False
    answered_last: Optional[str] = None
    relative: Optional[str] = None

    def context(self) -> Context:
        """What the reader may know besides the text."""
        third_person = self.told.get("role") == "reception" or self.told.get("for_other") is True
        return Context(known=self.told, today=self.today, third_person=third_person, pending=self.pending, relative=self.relative)


def is_skip(text: str) -> bool:
    """Whether all of the message is that the open question is not known or is left out: "næste"."""
    said, _, whole = verdict(doc_of(text))
    return whole and said == "unknown"


def intent_at(intent: Optional[str], question: Optional[str], paused: bool = False, text: str = "") -> Optional[str]:
    """The intent of a message where `question` is open: what steers elsewhere may answer an offer, and "næste" skips the question.

    What may ask and answers the question that is open, is an answer, even where it names a subject that people ask about; and so
    is what would lose answers: "stop her" is a no to an offer, "I må ikke gemme noget" one to consent; and beside a disease "resten har
    jeg ikke" is the rest of the list.
    """
    if intent == "rest_no" and question == "conditions" and len(text.split()) > LONGEST_REST:
        return "answer"
    if intent in LOSING and question and not _is_by_phrase(intent, question, text) and _surely_answers(text, question):
        return "answer"
    if question == OFFER and intent in DECLINING and not _is_by_phrase(intent, question, text):
        return "answer"
    if intent in SOCIAL and question and _surely_answers(text, question) and _answers(text, question):
        return "answer"
    asked_as_often = intent in INTERRUPTING and question == "fractures"  # "brud i ryggen"
    if question and intent in OFTEN_ANSWERS and not asked_as_often and _answers_in_few_words(text, question):
        return "answer"
    if intent in INTERRUPTING and question and not surely_asks(text) and (_answers(text, question) or _likely_answers(text, question)):
        return "answer"
    if intent in INTERRUPTING and question and not (opinion(question, text) or looks_like_question(text)) and _is_asked_back(text, question):
        return "answer"
    if intent in INTERRUPTING and question and not surely_asks(text) and _need_not_be_refused(text):
        return "answer"
    if intent == "continue_form" and question and not paused and is_skip(text):
        return "answer"
    return "answer" if question == OFFER and intent in ANSWERING_OFFER and not paused else intent


#: So few words that answer what is open say nothing else: "min far", "tå", "det er det".
FEW_WORDS = 3


def _answers_in_few_words(text: str, question: str) -> bool:
    return len(text.split()) <= FEW_WORDS and not (looks_like_question(text) or is_skip(text)) and (_answers(text, question) or _likely_answers(text, question))


def _need_not_be_refused(text: str) -> bool:
    """ "Min far er 90": what no entry answers, and is noted or does not look like a question, is no question that one cannot answer."""
    return (bool(told_by(text)) or not looks_like_question(text)) and entry_for(text) == NOT_COVERED


def asks_instead(text: str, intent: Optional[str], situation: Situation) -> bool:
    """Whether a message that looks like an answer answers nothing that is open, and means an entry: "jeg er så bange for at falde"."""
    question = situation.question
    if intent != "answer" or situation.paused or situation.pending is not None:
        return False
    if question and opinion(question, text).get(ASK, 1.0) < NO_ANSWER or entry_meant(text) is None:
        return False
    reading = reading_of(text, intent, situation)
    tells = bool(reading.facts) and question is None  # as the first message: nothing that could be asked is open yet
    return reading.answer is None and reading.ask_back is None and not (reading.correction or reading.fractures or tells)


def _is_by_phrase(intent: str, question: str, text: str) -> bool:
    """Whether the message is a plain wish of acts.yml. Where nothing is stored yet none counts; where more is offered, what deletes does."""
    if question == "consent":
        return False
    concepts = concepts_in(words_in(text))
    if question == OFFER:
        return "delete" in concepts
    return act_of(text) == intent or intent == "rest_no" and "rest_named" in concepts


def _surely_answers(text: str, question: str) -> bool:
    """Whether `text` answers `question`: before anything is stored always, else by the rules and what was learnt, or surely by that alone.

    Of a list ("conditions") nothing was learnt: there the rules say.
    """
    if question == "consent":
        return True
    if not opinion(question, text):
        return _answers(text, question)
    return _likeliest(text, question) >= SURE or _likeliest(text, question) >= LIKELY and _answers(text, question)


def _likely_answers(text: str, question: str) -> bool:
    """Whether what was learnt finds one value all but sure, though the rules read none."""
    return question not in URGENT_QUESTIONS and _likeliest(text, question) >= SURE


def _likeliest(text: str, question: str) -> float:
    """The share of the likeliest meaning where it is a value, and no number: which number no net can judge; else 0."""
    shares = opinion(question, text)
    likeliest = max(shares, key=lambda one: shares[one], default=ASK)
    return 0.0 if likeliest in (ASK, NUMBER) else shares[likeliest]


def _answers(text: str, question: str) -> bool:
    """Whether `text` answers `question`, whoever writes it; not where all that it tells is something else."""
    told = told_by(text)
    if told and question.split(".")[0] not in told:
        return False
    contexts = (Context(known={}, today=date.today(), third_person=third) for third in (False, True))
    return any(read(text, question, context).answer is not None for context in contexts)


def _is_asked_back(text: str, question: str) -> bool:
    """Whether `text` is an answer to `question` that is asked about: "jeg har lavt stofskifte", where it is one of a list that counts."""
    ask_back = read(text, question, Context(known={}, today=date.today())).ask_back
    return ask_back is not None and ask_back.field == question


class Update:
    """What one message changes, collected step by step: answers by field, and what to ask back."""

    def __init__(self, told: record.Told) -> None:
        self.before = told
        self.values: Dict[str, Any] = {}
        self.ask_back: Optional[AskBack] = None
        self.answered = False
        self.correction = False
        self.unread: Tuple[str, ...] = ()
        self.rest_no = False
        #: The answer is what was learnt, where the rules read none.
        self.learnt = False
        #: What is urgent with somebody else: told, and no answer.
        self.of_another: Dict[str, Any] = {}
        self.urgent: Optional[str] = None
        """What was answered when a calm question asked whether something is urgent: "yes", "no" or "unknown"."""

    def take(self, question_id: str, value: Any) -> None:
        """Take `value` as the answer to `question_id`."""
        if value == UNKNOWN and question_id in NEVER_UNKNOWN:
            return
        if value == UNKNOWN and question_id in NO_WHEN_UNKNOWN:
            value = False
        self.answered = True
        told = {**self.before, **self.values}
        if question_id == questions.MORE_FRACTURES and value is True:
            self.values["fractures"] = [*told.get("fractures", []), {}]
        elif question_id == "fractures" and isinstance(value, bool):
            self.values["fractures"] = [{}] if value else []
        elif question_id.startswith(questions.FRACTURE_PART) and question_id != questions.MORE_FRACTURES:
            self.values["fractures"] = record.with_fracture_part(told, question_id, value)
        else:
            self.values[question_id] = value


def is_status_line(text: str, told: Mapping[str, Any]) -> bool:
    """A physiotherapist's list of findings, which is one whatever words stand in it."""
    return told.get("role") == "physiotherapist" and is_listed(text)


def understand(text: str, intent: Optional[str], situation: Situation) -> Update:
    """What `text`, a message of the kind `intent`, changes in `situation`."""
    update = Update(dict(situation.told))
    if is_status_line(text, situation.told):
        intent = "answer"
    if intent not in READ_INTENTS or text.startswith("/"):
        return update
    pending = situation.pending
    doubted = pending is not None and pending.field in DOUBTED and not red_flags_in(text).facts
    answer = answer_to_doubt(text) if doubted else None
    if answer and pending:
        settle_doubt(update, pending.field, pending.value, answer)
        situation = replace(situation, pending=None, question=None)
    elif intent == "red_flag" and only_likely(text):
        intent, situation = where_likely(text, situation)
    reading = reading_of(text, intent, situation, besides=answer is None)
    if situation.paused and (_is_bare(reading) and situation.question not in told_by(text) or len(text.split()) == 1 and reading.ask_back):
        return update
    _take_reading(update, reading, text, situation)
    if pending is not None and pending.kind.startswith(UNCLEAR) and update.urgent is None and reading == Reading():
        update.urgent = _left(answer_to_doubt(text))
    if update.urgent is None:
        _take_red_flags(update, text, intent, situation)
    return update


def _left(answer: Optional[str]) -> Optional[str]:
    """What a calm question about a sign leaves where nothing is filled: "no" goes on, "unknown" is told whom to ask."""
    return answer if answer in ("no", "unknown") else None


def reading_of(text: str, intent: Optional[str], situation: Situation, besides: bool = True) -> Reading:
    """What `text` says where the question of `situation` is open: by the rules, and by what was learnt where it may be an answer.

    `besides`: with what the rules find no words for.
    """
    context = situation.context()
    if intent in INTERRUPTING:
        asked = about_somebody(plainly(text))
        reading = read(asked, None, context)
        reading = told_besides(reading, asked, situation.question, context) if besides else reading
        return _answered_beside(_told_beside(reading, text, context), text, situation)
    question = situation.question
    reading = read(text, question, context)
    if intent in ANSWERING and not is_status_line(text, situation.told):
        reading = weighed(reading, text, question, context)
        reading = _answered_beside(reading, text, situation) if reading.answer is None else reading
    elif intent == "red_flag":
        reading = doubted(reading, text, question, context)
    reading = withheld(reading, as_read(text, context), question, context)
    return told_besides(reading, text, question, context) if besides and intent != "red_flag" else reading


def _told_beside(reading: Reading, text: str, context: Context) -> Reading:
    """`reading` with the facts that `text` tells beside its question, where they were not found in all of it."""
    told = None if reading.correction or context.pending is not None else told_beside_question(text)
    more = read(told, None, context) if told else Reading()
    if more.correction or not (more.facts or more.fractures):
        return reading
    return replace(reading, facts={**more.facts, **reading.facts}, fractures=reading.fractures or more.fractures)


def _answered_beside(reading: Reading, text: str, situation: Situation) -> Reading:
    """`reading`, with what `text` answers beside its question, where it does: "61, er det ungt for sådan noget?"."""
    question, context = situation.question, situation.context()
    if question is None or question in reading.facts or reading.fractures or context.pending is not None:
        return reading
    told = told_beside_question(text)
    if told is None:
        return reading
    again = withheld(weighed(read(told, question, context), told, question, context), as_read(told, context), question, context)
    if again.answer is None or again.correction or not _is_told_of(question, told, again, context):
        return reading
    return replace(again, facts={**{field: value for field, value in reading.facts.items() if value != again.answer}, **again.facts})


#: Questions with answers of their own: of "mand" or "den var normal" the net knows what is meant.
CHOSEN = frozenset({"role", "sex", "dxa_result", "fractures.site"})


def _is_told_of(question: str, told: str, reading: Reading, context: Context) -> bool:
    """Whether `told`, which stands beside a question, surely answers what is open: by naming it, by a yes or no in front, or as the net is sure.

    "Jeg blev scannet i 2019, er det på tide igen?" answers nothing else.
    """
    if is_number(told) and isinstance(reading.answer, (int, float)) or begins_with_verdict(told):
        return True
    alone = read(told, None, context)
    if alone.facts.get(question) == reading.answer or question == "fractures" and alone.fractures:
        return True
    # Of an age that is to come ("om et halvt år runer jei de 70") the net only knows that it is a number.
    counted = question != "age" and checks.is_number_field(question) and sum(item.text[0] == NUMBER_MARK for item in doc_of(told)._.items) == 1
    return (question in CHOSEN or counted) and opinion(question, told).get(meaning_of(reading.answer), 0.0) >= SURE and elsewhere(question, told) < SPEAKS_ONLY_OF_THIS


def answers_itself(text: str, situation: Situation) -> bool:
    """Whether the open question is the one about what may be urgent, and the message answers it: "det kom pludseligt i går", "nej, ..."."""
    if situation.question not in URGENT_QUESTIONS:
        return False
    answer = read(text, situation.question, situation.context()).answer
    return answer in (True, "sudden") or answer is not None and verdict(doc_of(text))[0] in ("yes", "no")


def where_likely(text: str, situation: Situation) -> Tuple[str, Situation]:
    """The kind of a message that only may be urgent, and where it is read: it answers the open question only where that is sure.

    "min mand målte mig i går, 159" tells the height, and a calm question is asked besides.
    """
    if answers_itself(text, situation):
        return "answer", situation
    return "red_flag", situation if _answers_besides(text, situation) else replace(situation, question=None)


def _answers_besides(text: str, situation: Situation) -> bool:
    question = situation.question
    if question is None or question in URGENT_QUESTIONS:
        return False
    answer = read(text, question, situation.context()).answer
    return is_certain(text, question) if answer is None else opinion(question, text).get(meaning_of(answer), 0.0) >= SURE


def settle_doubt(update: Update, field: str, value: Any, answer: str) -> None:
    """Take the answer to a calm question about something that no question of the catalogue asks for."""
    update.urgent = answer
    if answer == "yes" and field == "acute_signs":
        update.values[field] = list(dict.fromkeys([*update.before.get(field, []), *value]))


def _is_bare(reading: Reading) -> bool:
    """A bare yes or no, which after a red flag answers "will you go on?" and never the open question."""
    return isinstance(reading.answer, bool) and len(reading.facts) <= 1 and not reading.fractures


def _take_reading(update: Update, reading: Reading, text: str, situation: Situation) -> None:
    question_id = situation.question
    update.correction = reading.correction
    update.ask_back = reading.ask_back
    update.unread, update.rest_no, update.learnt = reading.unread, reading.rest_no, reading.learnt
    for field, value in reading.facts.items():
        if field in record.FIELDS and field != "fractures":
            update.values[field] = value
    if update.values.get("for_other") and {"role", "for_other"}.isdisjoint(update.before) and whom_in(text).relative:
        update.values.setdefault("role", "patient")  # a relative answers as the patient would
    if reading.facts.get("fractures") == [] and not reading.fractures:
        update.values["fractures"] = []
    if reading.fractures:
        told = {**update.before, **update.values}
        update.values["fractures"] = record.with_fractures(told, reading.fractures)
        update.answered = update.answered or (question_id or "").startswith("fractures")
    elif reading.correction and reading.corrects is None and reading.answer is None and not reading.facts:
        _correct_latest(update, text, situation)
    if reading.answer is not None and question_id and not (reading.fractures and question_id.startswith("fractures")):
        update.take(question_id, reading.answer)


def _correct_latest(update: Update, text: str, situation: Situation) -> None:
    """"nej vent, 76": read the message again as an answer to the question answered last."""
    question_id = situation.answered_last
    if question_id:
        again = read(text, question_id, replace(situation.context(), pending=None))
        if again.answer is not None:
            update.take(question_id, again.answer)
        elif again.ask_back:
            update.ask_back = again.ask_back


def is_of_another(text: str, told: Mapping[str, Any]) -> bool:
    """Whether somebody who answers for himself or herself tells of another."""
    return told.get("role") == "patient" and told.get("for_other") is not True and about_another(text)


def asked_about_where_unlikely(found: RedFlags, text: str, situation: Situation) -> RedFlags:
    """`found` with what it tells of the open question as a doubt, where the net finds that a very unlikely answer: "ingen lammelser"."""
    question = situation.question
    if question not in URGENT_QUESTIONS or question not in found.facts:
        return found
    shares = opinion(question, as_read(text, situation.context()))
    if shares.get(meaning_of(found.facts[question]), 0.0) >= UNLIKELY:
        return found
    facts = {field: value for field, value in found.facts.items() if field != question}
    return replace(found, facts=facts, unclear=question, doubted={**found.doubted, question: found.facts[question]})


def _take_red_flags(update: Update, text: str, intent: Optional[str], situation: Situation) -> None:
    """What may be urgent counts whatever was asked; what is unclear is asked back before anything else, a general doubt once in a row."""
    pending = situation.pending
    found = urgent_in(text) if intent == "red_flag" or asks_besides(text) else red_flags_in(text)
    if situation.question in found.doubted or pending is not None and pending.field in found.doubted:
        found = red_flags_in(text)  # it answers what was asked
    found = asked_about_where_unlikely(found, text, situation)
    if found.facts and is_of_another(text, update.before):
        update.of_another = dict(found.facts)
        update.values = {field: value for field, value in update.values.items() if field not in found.facts}
        update.ask_back = None
        return
    update.values = {field: value for field, value in update.values.items() if field not in found.doubted}
    for field, value in found.facts.items():
        if field == "acute_signs":
            value = list(dict.fromkeys([*update.before.get(field, []), *value]))
        update.values[field] = value
    if found.unclear == URGENT and pending is not None and pending.field == URGENT:
        update.urgent = "unknown"
    elif found.unclear:
        sign = found.unclear in ACUTE_SIGNS
        field = "acute_signs" if sign else found.unclear
        value: Any = [found.unclear] if sign else "sudden" if field == "back_pain" else True
        if field != situation.question or update.values.get(field) in DENIED:
            update.values.pop(field, None)  # what is asked about is not taken besides, nor is a no in which the net sees a sign
        if update.before.get(field) in (None, False):
            update.ask_back = AskBack(field=field, kind=UNCLEAR + found.unclear, value=value)
