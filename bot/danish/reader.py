"""Read a Danish message: the facts it tells, the answer to the open question, and what must be asked back.

A wrong value is the cardinal sin, asking back a small one, and what was not said stays unsaid.
"""
from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, Dict, List, Mapping, Optional, Tuple

from spacy.tokens import Doc

from bot.danish import by_topic, checks, corrections, reckoned, scope, shorthand, stance
from bot.danish.answers import NOTHING, UNKNOWN, YES_NO, Answer, answer_to, texts_of, verdict
from bot.danish.answers.claims import claims_in, question_of
from bot.danish.content import load
from bot.danish.facts import Facts, facts_in
from bot.danish.facts.frame import STAFF
from bot.danish.notes import spelled_out
from bot.danish.pipeline import doc_of
from bot.danish.plainly import plainly
from bot.danish.reading import AskBack, Context, Reading
from bot.danish.relation import Person, answered_for, as_person, of_person

__all__ = ["AskBack", "Context", "Reading", "read"]

#: Text beyond this is not read; the server refuses it before.
MAX_CHARACTERS = 10_000

#: A longer text is a story: it is read once, and none of its parts again.
LONGEST_READ_AGAIN = 2000

_log = logging.getLogger(__name__)


def read(text: str, question: Optional[str], context: Context) -> Reading:
    """What `text` says. `question` is the open question's id, or None when only the facts are wanted."""
    text = as_read(text[:MAX_CHARACTERS], context)
    person = _answered_for(text, question, context)
    if person is not None:
        return _of_other(person, text, question, context)
    if context.third_person:
        said = _as_said(text, question)
        return _of_reporter(_read(said, question, context), text) if said != text else _read(text, question, context)
    return _read(text, question, context)


#: What may be known before anything is told of somebody.
_OF_NOBODY = frozenset({"role", "consent", "for_other"})


def _answered_for(text: str, question: Optional[str], context: Context) -> Optional[Person]:
    """Whom the message says that it is written for, where that is not known yet."""
    if context.third_person or context.pending or context.known.get("for_other") is not None or context.known.get("role") in STAFF:
        return None
    if question == "family_history" or len(text) > LONGEST_READ_AGAIN:
        return None  # it asks for relatives; a story is read as its writer's own
    return answered_for(doc_of(text), question, not set(context.known) - _OF_NOBODY)


def _of_other(person: Person, text: str, question: Optional[str], context: Context) -> Reading:
    """What a message says of the one it is written for, who is called she or he in it as in those that come later."""
    called, known = _as_of_other(person, text, context)
    reading = Reading() if person.alone else _read(called, question, known)
    if reading.ask_back and reading.ask_back.field == question:
        reading = replace(reading, ask_back=None)  # the question itself is put again, about her or him
    told = {"for_other": True, "sex": person.sex, "age": person.age}
    facts = {**{field: value for field, value in told.items() if value is not None}, **reading.facts}
    return replace(reading, facts=facts, answer=_AS_A_RELATIVE.get(question, facts.get(question) if reading.answer is None else reading.answer))


def _as_of_other(person: Person, text: str, context: Context) -> Tuple[str, Context]:
    """`text` with the one it is written for called she or he, and what is known with it."""
    text = _NOT_ME.sub("det er ", text)
    called = _called(person, text) or _called(person, " ".join(token.text for token in doc_of(text))) or text
    return called, replace(context, known={**context.known, "for_other": True}, third_person=True, relative=person.relative)


def for_whom(text: str, question: Optional[str], context: Context) -> Tuple[str, Context]:
    """`text` and its context as they are read: of the one it is written for, where it says so; else as they are."""
    person = _answered_for(text, question, context)
    return (text, context) if person is None or person.alone else _as_of_other(person, text, context)


#: What somebody who answers for a relative has answered with it: a relative answers as the patient would.
_AS_A_RELATIVE: Mapping[Optional[str], Any] = {"role": "patient", "for_other": True}
#: "Det er ikke mig, der skal testes, men min søster": no correction, it says for whom.
_NOT_ME = re.compile(r"\bdet er (?:altså |jo )?ikke (?:om |for )?mig\b[^.!?]{0,40}?(?:,? men (?:det er )?|, det er )(?:for |om )?", re.I)


def _called(person: Person, text: str) -> Optional[str]:
    """`text` with the person as she or he (she where it is not told), or None where no word of it names her or him so."""
    called = as_person(text, person.relative, person.sex or "female") if person.relative else text
    return called if called != text else None


def as_read(text: str, context: Context) -> str:
    """`text` with the person as she or he, where a relative names her or him, a double no in plain words, and what staff notes spelled out."""
    text = plainly(of_person(text, context))
    return spelled_out(text) if context.third_person or context.known.get("role") == "physiotherapist" else text


def _of_reporter(reading: Reading, text: str) -> Reading:
    """ "manden siger, ryggen er god", "ryggen er god, siger manden": who says so is the one it is about, and a man."""
    words = text.lower().rstrip(" .!").split()
    reporters = {words[0], words[-1]} if words else set()
    sex = next((sex for sex, named in load("words")["reporting"]["sexes"].items() if reporters & set(named)), None)
    if sex is None or "sex" in reading.facts or not (reading.facts or reading.fractures):
        return reading
    return replace(reading, facts={**reading.facts, "sex": sex})


def _read(text: str, question: Optional[str], context: Context) -> Reading:
    if not text.strip():
        return Reading()
    if context.known.get("role") == "physiotherapist" and shorthand.is_listed(text):
        return _listed(text, question, context)
    doc = doc_of(text)
    if context.pending is not None:
        settled = _pending(doc, context.pending, text, question, context)
        if settled is not None:
            return settled
    told = corrections.in_text(doc, context.known)
    instead = None if told.within else corrections.last_said(doc)
    after_no = None if told.within or instead is not None else _after_no(doc, question, context)
    if after_no is not None:
        return after_no
    if instead is not None:
        text, doc = instead, doc_of(instead)
        told = corrections.in_text(doc, context.known)
    if told.is_correction:
        reading = _correction(told, text, question, context)
        return _said_in_the_end(doc, question, context, reading) or _of_another_not_me(doc, text, question, context, reading) or reading
    if question == "conditions":
        return _said_in_the_end(doc, question, context, Reading()) or _plain(doc, text, question, context)
    return _plain(doc, text, question, context)


def _after_no(doc: Doc, question: Optional[str], context: Context) -> Optional[Reading]:
    """ "58 ... nej nu lyver jeg, 59 blev jeg jo": of two answers with a no between them the second; asked where the first is only denied.

    None where the message is not so, or the question is one of yes and no, whose readers know this.
    """
    if question is None or question in YES_NO or context.pending is not None or _is_answered(question, context):
        return None
    parts = corrections.at_no(doc)
    if parts is None:
        return None
    alone = replace(context, pending=None)
    first, second = (_plain(doc_of(part), part, question, alone) for part in (parts.before, parts.after))
    if first.answer in (None, UNKNOWN) or first.answer == second.answer:
        return None
    told = second.answer not in (None, UNKNOWN, []) and (not checks.is_number_field(question) or any(item.text[0] in "#%" for item in doc_of(parts.after)._.items))
    if told:
        return second
    facts = {field: value for field, value in second.facts.items() if field != question}
    return Reading(facts, second.fractures, None, AskBack(question, "unsure")) if parts.takes_back else None


#: What comes to what was said, and does not take its place.
_BESIDES = re.compile(r" (?:også|desuden|plus|derudover|samt|oveni) ")


def _said_in_the_end(doc: Doc, question: Optional[str], context: Context, reading: Reading) -> Optional[Reading]:
    """ "håndleddet, nej vent, det var albuen": the answer to a question not answered yet, said and taken back in one message."""
    if question is None or reading.answer is not None or reading.ask_back is not None or _is_answered(question, context):
        return None
    rest = corrections.after_last_mark(doc)
    if rest is None or question == "conditions" and _BESIDES.search(f" {rest} "):
        return None
    again = _plain(doc_of(rest), rest, question, replace(context, pending=None))
    if again.answer is None or again.answer == UNKNOWN:
        return Reading(ask_back=AskBack(question, "confirm_value")) if question == "conditions" else None
    return replace(again, facts={**reading.facts, **again.facts}, fractures=again.fractures or reading.fractures)


def _of_another_not_me(doc: Doc, text: str, question: Optional[str], context: Context, reading: Reading) -> Optional[Reading]:
    """ "det er min søster, der har glasknogler, ikke mig": an answer, where the message names what was asked and nothing was answered yet."""
    if question not in YES_NO or reading.answer is not None or reading.ask_back is not None or _is_answered(question, context):
        return None
    if not any(claims_in(segment.line, question_of(question)) for segment in doc._.segments):
        return None
    plain = _plain(doc, text, question, replace(context, pending=None))
    return replace(plain, facts={**plain.facts, **reading.facts}) if isinstance(plain.answer, bool) else None


@lru_cache(maxsize=None)
def _reported() -> "re.Pattern[str]":
    words = load("words")["reporting"]
    who, verbs = ("|".join(re.escape(word) for word in sorted(words[name], key=len, reverse=True)) for name in ("who", "verbs"))
    said_nothing = rf"^\s*(?:{who}) (?:{verbs}) ikke(?: noget| det)?\s*[.!]?$"
    before, after = rf"^\s*(?:{who}) (?:{verbs})\b(?! ikke)(?:\s*[,:]?\s*at\b|[,:])?\s+", rf"[\s,]+(?:{verbs}) (?:{who})\s*[.!]?\s*$"
    return re.compile(f"{said_nothing}|{before}|{after}", re.I)


def _as_said(text: str, question: Optional[str]) -> str:
    """What a receptionist reports, as the visitor said it: "hun siger, at hun er 78"; nothing where nothing was said."""
    said = _reported().sub(" ", text).strip()
    if said != text.strip() and not _BY_ONESELF.match(text) and _SAYS_TOO.search(said):
        return text  # "konen mener, det er mere, end han selv angiver"
    if said != text.strip() and question != "family_history" and _BY_CHILD.match(text):
        said = _PARENT.sub("hun ", said)  # "datteren siger, moren er faldet": the mother is the patient
    return said


_BY_ONESELF = re.compile(r"\s*(?:hun|han|patienten|pt|damen|herren|borgeren|den besøgende|besøgende|kunden|kvinden)\b", re.I)
_SAYS_TOO = re.compile(r"\b(?:hun|han|pt|patienten|selv)\b[^.]*\b(?:siger|angiver|mener|oplyser|påstår|svarer)\b|\b(?:siger|angiver|mener|oplyser) (?:hun|han|pt|patienten|selv)\b", re.I)
_BY_CHILD = re.compile(r"\s*(?:datter|datteren|søn|sønnen|pårørende)\b", re.I)
_PARENT = re.compile(r"^(?:hendes |hans |sin )?(?:mor|moren|moderen|far|faren|faderen) ", re.I)


#: "Mand, 69": after the sex a number of two digits is the age.
_BARE_AGE = re.compile(r"[2-9]\d")


def _listed(text: str, question: Optional[str], context: Context) -> Reading:
    """A status line: what its table knows, and the rest entry by entry."""
    status = shorthand.read_status(text, context.known)
    alone = replace(context, pending=None)
    if question == "t_score" and set(status.values) <= {"t_score"}:
        whole = _plain(doc_of(text), text, question, alone)
        if whole.answer is not None:
            return whole  # "hofte -2,1, LS -2,9": the lowest of them
    values, fractures, asks = dict(status.values), [*status.fractures], [*status.asks]
    answer: Any = values.get(question) if question else None
    unread: List[str] = []
    correction = False
    for place, entry in enumerate(status.others):
        if _BARE_AGE.fullmatch(entry) and "sex" in values and "age" not in values:
            entry += " år"
        detail = shorthand.detail_of(entry)
        if detail and fractures:
            for record in [one for one in fractures if one == fractures[-1]]:
                record.update(detail)  # of bones of which the same was told, it is of all
            continue
        if shorthand.takes_back(entry):
            correction = True
            continue
        reading = _plain(doc_of(entry), entry, None, alone)
        if not (reading.facts or reading.fractures or reading.ask_back) and question and answer is None and place == 0:
            reading = _plain(doc_of(entry), entry, question, alone)
            answer = reading.answer
        lowest = min((told["t_score"] for told in (values, reading.facts) if isinstance(told.get("t_score"), float)), default=None)
        values.update({name: value for name, value in reading.facts.items() if name not in values}, **({} if lowest is None else {"t_score": lowest}))
        fractures += [dict(one) for one in reading.fractures]
        asks += [reading.ask_back] if reading.ask_back else []
        if not (reading.facts or reading.fractures or reading.ask_back or reading.answer is not None):
            unread.append(entry)
    if question == "fractures" and fractures:
        answer = True
    elif question == "fractures" and answer == []:
        answer = False
    ask = next((one for one in asks if one.field not in values), None)
    return Reading(values, tuple(fractures), answer, ask, correction, unread=(*unread, *status.conflicts_as_written(text)), rest_no=status.rest_no)


def _plain(doc: Doc, text: str, question: Optional[str], context: Context) -> Reading:
    if checks.is_number_field(question) and reckoned.without_parts(text) != text:
        text = reckoned.without_parts(text)
        doc = doc_of(text)
    instead = corrections.after_retraction(doc) if question in YES_NO else None
    if instead is not None:
        text, doc = instead, doc_of(instead)
    facts = facts_in(doc, text, question, context)
    answer = answer_to(question, doc, facts, context) if question and not scope.is_quoted(text) else NOTHING
    if answer.ask_back is not None and answer.ask_back.kind == "contradiction":
        answer = _value_of_label(doc, question or "", facts, context) or answer
    if question and len(text) <= LONGEST_READ_AGAIN:
        answer = _by_its_parts(doc, question, answer, facts, context)
    by_topic.recount(facts, context, question)
    for field, value in by_topic.told(facts, context, question):
        facts.take(field, value)
    return _reading(doc, question, answer, facts, context)


def _value_of_label(doc: Doc, question: str, facts: Facts, context: Context) -> Optional[Answer]:
    """The "nej" of "prednisolon: nej": the label alone claims nothing."""
    segments = doc._.segments
    if question not in YES_NO or len(segments) != 2 or segments[1].lead != ":":
        return None
    value = doc_of(" ".join(item.said for item in segments[1].items))
    return answer_to(question, value, facts, context) if verdict(value)[2] else None


def _by_its_parts(doc: Doc, question: str, answer: Answer, facts: Facts, context: Context) -> Answer:
    """`answer`, or the one that a part of the message gives where the whole gives none, or not surely this one."""
    if answer.value == UNKNOWN and stance.tells_beside(question, texts_of(doc)):
        answer = _after_but(doc, question, context)
    if answer.value is None and checks.is_number_field(question):
        answer = _after_wish(doc, question, context) or answer
    if answer.value is None and not facts.fractures and (answer.ask_back is None or answer.ask_back.kind in _BARE):
        answer = _head_answer(doc, question, facts, context) or answer
    if question in _WEEKLY or answer.value is None and checks.is_number_field(question) and question != "t_score":
        answer = _apart(question, answer, facts, context)
    if not checks.is_number_field(question) and question != "fractures.age_at":
        return answer
    return _concluded(question, doc, _counted_once(doc, answer), context)


#: "Jeg ville gerne være 170, men jeg når kun 158", "lægen vil have mig ned på 80, men ...": before the "men" no more than a wish, or what was advised.
_WISHED = re.compile(
    r"^.*?\b(?:ville (?:jo |da |så |godt )?gerne|gid|kunne nøjes|vil (?:gerne )?have mig|anbefal\w*|foreslog|skulle have|havde jeg|var jeg|hvis)\b[^.;!?]*?,? men (?!.*\bmen\b)[^.;!?]*$", re.I
)


def _after_wish(doc: Doc, question: str, context: Context) -> Optional[Answer]:
    """What follows the "men" that a wish, a supposition or an advice ends with."""
    found = _after_but(doc, question, context) if _WISHED.match(" ".join(token.text for token in doc)) else NOTHING
    return found if found.value is not None else None


def _answer_in(part: str, question: str, context: Context) -> Answer:
    """The answer that a part of the message gives by itself."""
    doc = doc_of(part)
    return answer_to(question, doc, facts_in(doc, part, question, context), context)


def _counted_once(doc: Doc, answer: Answer) -> Answer:
    """ "seks lørdag og seks søndag, det er tolv": the sum that is told beside its parts counts for them, and not once more."""
    total = reckoned.sum_told(doc)
    return replace(answer, value=total) if total is not None and answer.value == 2 * total else answer


def _concluded(question: str, doc: Doc, answer: Answer, context: Context) -> Answer:
    """ "to om fredagen og fire om lørdagen, så seks": the number at the end, where it is no more than what was told before it.

    Where it is another number than the one that was read, and neither one of those told nor their sum, it is asked about.
    """
    parted = reckoned.parted_at_conclusion([token.text for token in doc])
    if parted is None:
        return answer
    told = [item.thing.value for item in doc_of(" ".join(parted[0]))._.items if item.text[0] == "#"]
    found = _answer_in(" ".join(parted[1]), question, context)
    if not told or not isinstance(found.value, (int, float)) or isinstance(found.value, bool) or found.value == answer.value:
        return answer
    if answer.value is None or answer.value == UNKNOWN or found.value in (sum(told), *told):
        return found
    return Answer(ask_back=AskBack(question, "across_limit"))


def _apart(question: str, answer: Answer, facts: Facts, context: Context) -> Answer:
    """ "tre, og nul cigaretter": the answer in what tells of no other field, where the whole message gives none or another one."""
    rest = by_topic.without_others(facts, question)
    if rest is None:
        return answer
    found = _answer_in(rest, question, context)
    return found if found.value is not None and found.value != UNKNOWN else answer


#: Two of these may be told in one breath, each with its own "to gange om ugen".
_WEEKLY = frozenset({"alcohol_units_per_week", "active_minutes_per_day", "strength_sessions_per_week", "balance_sessions_per_week"})


#: What is asked of an answer that a number too many has made unclear.
_BARE = frozenset({"across_limit", "out_of_range", "how_many"})
#: An answer that stands before other facts has no more words.
LONGEST_HEAD = 5


def _head_answer(doc: Doc, question: str, facts: Facts, context: Context) -> Optional[Answer]:
    """ "ingen, men jeg er usikker på benene": the answer stands first, and other facts follow."""
    if not any(field != question for field in facts.settled()):
        return None
    words = [token.text for token in doc]
    breaks = [place for place, word in enumerate(words[:LONGEST_HEAD + 1]) if place and word in _HEAD_ENDS]
    for place in breaks:
        head, rest = " ".join(words[:place]), " ".join(words[place + 1:])
        told = facts_in(doc_of(rest), rest, None, context)
        if question in told.values or not told.settled() or told.fractures:
            continue
        found = _answer_in(head, question, context)
        if found.value is not None and found.value != UNKNOWN:
            return found
    return None


def _after_but(doc: Doc, question: str, context: Context) -> Answer:
    """ "hvad knoglen hedder ved jeg ikke, men der hvor uret sidder": what follows the last "men" may tell it; else it is asked."""
    words = [token.text for token in doc]
    if "men" not in words[:-1]:
        return NOTHING
    rest = " ".join(words[len(words) - words[::-1].index("men"):])
    found = _answer_in(rest, question, context)
    return found if found.value is not None and found.value != UNKNOWN else NOTHING


_HEAD_ENDS = frozenset({",", ".", ";", "og", "men", "!"})


def _reading(doc: Doc, question: Optional[str], answer: Answer, facts: Facts, context: Context) -> Reading:
    """Facts and answer put together; one thing at most is asked back, about the open question first."""
    values = facts.settled()
    told = [dict(record) for record in facts.fractures]
    if question and isinstance(answer.value, bool) and isinstance(values.get(question), bool) and values[question] != answer.value:
        # "ja, jeg ryger, men jeg drikker ikke": a sentence names the field and says otherwise. Asking is cheap.
        values.pop(question)
        answer = Answer(ask_back=AskBack(question, "contradiction"))
    value = answer.value
    if value is None and question in values and question != "fractures" and (answer.ask_back is None or answer.ask_back.kind in _LESS_CLEAR):
        value, answer = values[question], NOTHING
    if question and value is not None:
        values[question] = value
    if question == "fractures" and value is False:
        values["fractures"] = []
    elif told:
        values.pop("fractures", None)
    for field in _told_with(question, value, values, doc):
        values.pop(field)
    for field in _impossible(values, context):
        values.pop(field, None)
        if field == question:
            value = None
    ask = answer.ask_back or _first_ask(facts, values, context, question)
    in_doubt = frozenset(facts.contradicted | {one.field for one in facts.asks})
    return Reading(facts=values, fractures=tuple(told), answer=value, ask_back=ask, in_doubt=in_doubt)


#: What is asked of numbers that stand alone, and of a medicine; a sentence that tells the field is clearer than they are.
_LESS_CLEAR = frozenset({"across_limit", "out_of_range", "bone_drug"})


def _first_ask(facts: Facts, values: Mapping[str, Any], context: Context, question: Optional[str]) -> Optional[AskBack]:
    for ask in facts.asks:
        taken = ask.field in values
        known = context.known.get(ask.field)
        if taken or known not in (None, UNKNOWN) and ask.field != question:
            continue
        return ask
    return None


#: An age then may be the age now: "i år, jeg er 75".
_AGE_OR_AGE_THEN = frozenset({"age", "menopause_age", "fractures.age_at"})


def _told_with(question: Optional[str], value: Any, values: Mapping[str, Any], doc: Doc) -> List[str]:
    """Facts that have the only number of the answer: "jeg er kommet ned på 75" is what was asked for, and no age besides."""
    if not checks.is_number_field(question) or isinstance(value, (bool, str)) or [item.thing.value for item in doc._.items if item.text[0] == "#"].count(value) != 1:
        return []
    same = [field for field, other in values.items() if field != question and other == value and not isinstance(other, bool)]
    return [field for field in same if not {field, question} <= _AGE_OR_AGE_THEN]


def _impossible(values: Mapping[str, Any], context: Context) -> List[str]:
    """Facts that cannot be true beside the age: read wrongly, or meant of somebody else."""
    age = values.get("age", context.known.get("age"))
    menopause = values.get("menopause_age")
    return ["menopause_age"] if isinstance(age, int) and isinstance(menopause, int) and menopause > age else []


# --- what was asked back ---


#: Where "nej" to what was asked back is the other of yes and no; elsewhere it only says that it was read wrongly.
_REFUSED_BY_NO = frozenset({"steroid_form", "steroid_three_months", "bone_drug", "which_hormone", "about_you", "beginning_osteoporosis", "grandparents_hip"})


def _pending(doc: Doc, pending: AskBack, text: str, question: Optional[str], context: Context) -> Optional[Reading]:
    """The answer to what was asked back, or None when the message is about something else."""
    said, rest, whole = verdict(doc)
    chosen = _option(doc, pending)
    if chosen is not None:
        return _settled(pending.field, chosen, doc, text, context, question)
    if whole and said == "yes" and pending.value is not None:
        return _settled(pending.field, pending.value, doc, text, context, question)
    if whole and said == "no" and (pending.value is not None or pending.options):
        refused = isinstance(pending.value, bool) and pending.kind in _REFUSED_BY_NO
        return _settled(pending.field, not pending.value, doc, text, context, question) if refused else Reading()
    if whole and said == "unknown":
        return _settled(pending.field, UNKNOWN, doc, text, context, question) if pending.field != "conditions" else _settled(pending.field, context.known.get("conditions") or UNKNOWN, doc, text, context, question)
    again = _plain(doc, text, pending.field, replace(context, pending=None))
    if again.answer is not None or again.ask_back is not None and again.ask_back != pending and again.ask_back.field == pending.field:
        return again if pending.field == question or question is None else replace(again, answer=None)
    return Reading(ask_back=pending) if again.ask_back == pending else None


def _settled(field: str, value: Any, doc: Doc, text: str, context: Context, question: Optional[str]) -> Reading:
    """The value confirmed; it is the answer when it is about the open question."""
    values: Dict[str, Any] = {field: value}
    fractures: Tuple[Mapping[str, Any], ...] = ()
    if field == "fractures":
        if value is True and context.pending and context.pending.kind == "prosthesis_or_fracture":
            fractures = ({"site": "hip"},)
            values = {}
        elif value is False:
            values = {} if context.pending and context.pending.kind == "prosthesis_or_fracture" else {"fractures": []}
            if context.pending and context.pending.kind == "prosthesis_or_fracture":
                return Reading()
    return Reading(facts=values, fractures=fractures, answer=value if field == question or question is None else None)


def _option(doc: Doc, pending: AskBack) -> Any:
    """The option that the message names, by its words or its place."""
    if not pending.options:
        return None
    words = [text for text in texts_of(doc) if text not in (",", ".", "!")]
    line = " " + " ".join(words) + " "
    found = []
    for value, label in pending.options:
        labelled = doc_of(label)
        names = {item.text for item in labelled._.items if item.text[0] == "@"}
        key = " ".join(item.text for item in labelled._.items)
        if line.strip() == key or names and any(f" {name} " in line for name in names):
            found.append(value)
    if len(found) == 1 and not any(segment.negated or segment.hedged or segment.question for segment in doc._.segments):
        return found[0]
    return None


# --- corrections ---


def _correction(told: "corrections.Told", text: str, question: Optional[str], context: Context) -> Reading:
    """Something said earlier is taken back: what is named, else what was answered last."""
    doc = doc_of(told.rest) if told.rest.strip() else None
    if doc is None or not len(doc):
        return Reading(correction=True, corrects=told.field)
    last = question if question is not None and (told.within or _is_answered(question, context)) else None
    target = told.field or last or _by_unit(doc, context)
    if told.contrast and (target is None or target == question):
        reading = _plain(doc, told.rest, question, replace(context, pending=None))
        return replace(reading, correction=question is None or reading.answer is None or _is_answered(question, context), corrects=told.field)
    if told.not_me:
        besides = _plain(doc_of(told.before), told.before, None, replace(context, pending=None)) if told.before else Reading()
        if target is None or target in ("age", "sex"):
            return replace(besides, correction=True, corrects=told.field)
        value = False if target in _SELF_YES_NO else None
        facts = {**besides.facts, **({target: value} if value is not None else {})}
        return replace(besides, facts=facts, answer=value if target == question else None, correction=True, corrects=told.field)
    reading = _plain(doc, told.rest, target, replace(context, pending=None))
    if told.before:
        # "jeg er 59 og ryger, nej undskyld, jeg blev 60": what is not taken back stands.
        earlier = _plain(doc_of(told.before), told.before, None, replace(context, pending=None))
        reading = replace(reading, facts={**earlier.facts, **reading.facts}, fractures=earlier.fractures + reading.fractures)
    # What is told besides the correction may answer the open question.
    answer = reading.answer if target == question else reading.facts.get(question) if question and last is None else None
    corrects = told.field or next((field for field in reading.facts if context.known.get(field) is not None and field != last), None)
    if target is None and question is not None and not reading.facts and not reading.fractures:
        return Reading(correction=True, corrects=told.field)
    return replace(reading, answer=answer, correction=True, corrects=corrects if corrects != last else told.field)


def _by_unit(doc: Doc, context: Context) -> Optional[str]:
    """ "jeg mente 68 år": the unit names the field, where just one that was answered has it."""
    texts = texts_of(doc)
    units = {texts[place + 1] for place, text in enumerate(texts[:-1]) if text[0] == "#"}
    fields = [field for field, known in context.known.items() if checks.is_number_field(field) and known is not None and units & set(checks.rules_of(field)["units"])]
    return fields[0] if len(fields) == 1 else None


_SELF_YES_NO = frozenset({"fractures", "known_osteoporosis", "smoking", "glucocorticoids", "cancer", "aromatase_inhibitor", "osteogenesis_imperfecta", "unsteady"})


def _is_answered(question: str, context: Context) -> bool:
    """Whether the question has its answer already: then a correction without a field is of it."""
    if question.startswith("fractures."):
        records = context.known.get("fractures")
        return isinstance(records, list) and bool(records) and question.split(".")[1] in records[-1]
    return context.known.get(question) is not None
