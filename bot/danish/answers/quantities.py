"""Questions to answer with one measured number: age, heights, weight, the tests of the body and the T-score.

A message often holds several numbers. Each is looked at in its own clause (clauses.py): what it counts, whose it is
(which_number.py), and of when it is (number_times.py). What is left is the answer; where two are left, it is asked which.
"""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional, Sequence

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers.birthdays import age_by_birth, age_by_birthday, age_by_relative, age_to_come, is_disputed
from bot.danish.answers.body_tests import told_in_words
from bot.danish.answers.clauses import FEW_WORDS, LENGTHS, LONG_NUMBER, POUNDS, Told, has, numbers_told, set_of, whole_line
from bot.danish.answers.common import NOTHING, SHORT, UNKNOWN, Answer, about_patient, is_about_not_knowing, is_near, length, verdict
from bot.danish.answers.not_measured import is_not_known, is_own_message
from bot.danish.answers.number_times import STATE, of_right_time, standing
from bot.danish.answers.which_number import (
    HELPED,
    SMALL,
    is_at_most,
    is_free,
    is_odd,
    is_of_person,
    is_supposed,
    own_unit,
    scaled,
)
from bot.danish.facts import Facts, t_score_sign
from bot.danish.reading import AskBack, Context
from bot.danish.reckoned_ages import reckoned_age

QUESTIONS = frozenset({
    "age", "height_cm", "youth_height_cm", "weight_kg", "arm_span_cm", "rib_pelvis_fingers", "wall_occiput_cm", "t_score",
})
#: In a message of up to so many words, a likely number above that needs no word beside it.
LONGEST = 25


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a question of QUESTIONS. A fact that this reading does not bear out is not told as one either."""
    found = _answer(question, doc, facts, context)
    if found.value is None and question in facts.values:
        facts.contradicted.add(question)
    elif found.value is not None:
        facts.values.pop(question, None)
    return found


def _answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if question == "age":
        by_birth = age_by_birth(doc, context)
        if by_birth is not None:
            return by_birth
        reckoned_from = age_to_come(doc) or age_by_relative(doc) or _reckoned(doc, context)
        if reckoned_from is not None:
            return reckoned_from
        if is_disputed(doc, context):
            return Answer(None, AskBack("age", "across_limit"))
    told = numbers_told(question, doc)
    in_words = told_in_words(question, doc, told, said, whole)
    if in_words is not None:
        return in_words
    found = _of_numbers(question, doc, told, context)
    if found.value is not None or found.ask_back is not None:
        return found
    if said == "unknown" and is_about_not_knowing(rest) and is_own_message(question, doc) or is_not_known(question, doc, told):
        return Answer(UNKNOWN)
    return NOTHING


def _reckoned(doc: Doc, context: Context) -> Optional[Answer]:
    """The age that several parts of the message come to."""
    found = reckoned_age(doc, context, about_patient(context))
    return Answer(*checks.check("age", found.age)) if found else None


def _of_numbers(question: str, doc: Doc, told: Sequence[Told], context: Context) -> Answer:
    rules = checks.rules_of(question)
    sums = has(whole_line(doc), "added")
    reckons = sums or any(one.number.signed or re.search(r" (?:gange|plus|minus) $", one.before) for one in told)
    if len(told) > 1 and reckons and question != "t_score":
        return Answer(None, AskBack(question, "across_limit"))
    free = [one for one in told if not is_supposed(one, doc) and is_free(question, one, doc)]
    free = [replace(one, number=scaled(question, one)) for one in free if is_of_person(question, one, doc, context)]
    if not free:
        return _difference(question, told, context)
    least, most = rules["range"]
    free = [one for one in free if least <= one.number.high and one.number.low <= most and not is_odd(question, one, rules)] or free
    free = [one for one in free if not one.number.decade] or free
    if question == "age":
        by_birthday = age_by_birthday(free, doc)
        if by_birthday is not None:
            return by_birthday
        free = [one for one in free if not has(one.before, "nearly")] or free
    free = of_right_time(question, free, context, doc)
    free = standing(free, doc)
    supported = [one for one in free if _is_supported(question, one, doc)]
    if not supported:
        return NOTHING
    if question == "t_score":
        supported = [one for one in free if one in supported or one.number.signed]  # "-3,1 i lænden og -2,4 i hoften, du kan tage den værste"
    return _one_of(question, supported, doc)


def _is_supported(question: str, one: Told, doc: Doc) -> bool:
    """Whether the message shows that the number is the answer: by its unit, a word beside it, or being little else."""
    if question == "age" and one.number.low != int(one.number.low) and length(doc) > 2 and not one.number.in_words:
        return False
    if question == "t_score" and one.number.signed and length(doc) <= SHORT + 3:
        return True
    if own_unit(question, one) or has(one.around, "about", question):
        return True
    if length(doc) <= FEW_WORDS or length(doc) <= SHORT + 3 and is_near(doc) and _speaks_of_self(doc, one):
        return True
    likely = checks.rules_of(question)["likely"]
    if question in LENGTHS and likely[0] >= LONG_NUMBER <= one.number.low <= likely[1] and length(doc) <= LONGEST:
        return True
    alone = [item.text for item in one.segment.items if item.text not in set_of("around")]
    return alone == [one.mark] or question not in SMALL and has(whole_line(doc), "about", question)


def _speaks_of_self(doc: Doc, one: Told) -> bool:
    """Whether somebody speaks of his or her own in the message, or the number comes first in its sentence."""
    if any(segment.explicit and segment.person in ("self", "patient") for segment in doc._.segments):
        return True
    return not set(one.before.split()) - _LEADS


#: Before a number that comes first in its sentence.
_LEADS = frozenset({
    "cirka", "omkring", "og", "så", "nu", "vist", "vel", "kun", "blev", "fyldte", "rundede", "er", "på", "nede", "oppe",
})


def _one_of(question: str, free: Sequence[Told], doc: Doc) -> Answer:
    """The value, where all that is left tells the same one."""
    if question == "t_score":
        return _lowest(free, doc)
    if len({one.value for one in free}) > 1:
        own = [one for one in free if one.segment.explicit and one.segment.person in ("self", "patient")]
        either = any(one.segment.lead == "eller" or re.search(r" eller $", one.before) for one in free)
        reported = question not in HELPED and any(one.segment.person not in ("self", "patient", None) for one in free)
        if reported and not either and len({one.value for one in own}) == 1:
            return _checked(question, own[0])
        return Answer(None, AskBack(question, "across_limit"))
    return _checked(question, next((one for one in free if not _is_vague(one)), free[0]))


_OR_MORE = re.compile(r" og (?:lidt|noget|lidt til|mere til|mere|noget mere|en smule) $")


def _is_vague(one: Told) -> bool:
    more = _OR_MORE.search(one.around) or re.search(r" (?:en|én|et|ét) (?:til|eller) $", one.before)
    return one.segment.doubtful or one.segment.question or bool(more or has(one.around, "vague"))


def _checked(question: str, one: Told) -> Answer:
    """A number that is meant, if it is likely and sure enough."""
    number, marks = one.number, (one.mark,)
    if number.decade:
        return Answer(None, AskBack(question, "across_limit"), marks)
    if number.signed and question != "t_score" and number.low < 0:
        return Answer(None, AskBack(question, "out_of_range"), marks)
    if one.unit == "pund" and question == "weight_kg":
        return Answer(None, AskBack(question, "confirm_value", checks.tidy(number.low / POUNDS)), marks)
    reached = re.search(r" (?:gået|kommet|taget|vokset|steget|helt) op til $", one.before)
    bound = None if reached or is_at_most(question, one) else number.bound
    taken, ask = checks.check(question, number.low, number.high, bound)
    if ask is None and (_is_vague(one) or _is_past_only(question, one) or _is_like_age(question, one)):
        ask = AskBack(question, "confirm_value", taken)
    return Answer(None, ask, marks) if ask else Answer(taken, None, marks)


def _is_past_only(question: str, one: Told) -> bool:
    """ "jeg vejede 72": it is not told of when."""
    return question in ("height_cm", "weight_kg") and bool(STATE.search(one.clause)) and not (
        has(one.around, "now") or has(one.around, "recent") or has(one.around, "always") or one.times
    )


def _is_like_age(question: str, one: Told) -> bool:
    """ "jeg er 74" may be the age, where a weight is asked for."""
    said_to_be = re.search(r" (?:jeg|hun|han) er $| er (?:jeg|hun|han) $", one.before)
    return question == "weight_kg" and not own_unit(question, one) and bool(said_to_be)


def _difference(question: str, told: Sequence[Told], context: Context) -> Answer:
    """ "4 cm højere end nu": with the height known, what it comes to is asked."""
    now = context.known.get("height_cm")
    if question not in ("youth_height_cm", "arm_span_cm") or not isinstance(now, (int, float)) or len(told) != 1:
        return NOTHING
    if re.match(r" (?:cm )?(?:højere|mere|længere|større) ", told[0].after) and told[0].number.high <= checks.METRES_BELOW * 10:
        value, ask = checks.check(question, now + told[0].number.value)
        return Answer(None, ask or AskBack(question, "confirm_value", value))
    return NOTHING


def _lowest(free: Sequence[Told], doc: Doc) -> Answer:
    """Of hip and lumbar spine the lowest counts; a number without its sign is asked back."""
    signed = [_with_sign(one, doc, len(free) == 1) for one in free]
    sure = [one for one in signed if one.number.signed or one.number.low == 0]
    open_signs = [one for one in signed if one not in sure]
    if not sure:
        return Answer(None, t_score_sign(max(open_signs, key=lambda one: one.number.high).number), tuple(one.mark for one in open_signs))
    lowest = min(sure, key=lambda one: one.number.low)
    if any(-one.number.high < lowest.number.low for one in open_signs):
        return Answer(None, AskBack("t_score", "across_limit"))
    return _checked("t_score", lowest)


def _with_sign(one: Told, doc: Doc, alone: bool) -> Told:
    """The sign may follow in words: "2,8 i minus", "2,8 og der er minus foran"."""
    line = whole_line(doc)
    if one.number.signed or one.segment.negated is not False or has(line, "no_sign"):
        return one
    if any(segment.negated is not False or segment.question or segment.hedged for segment in doc._.segments if " minus" in segment.line):
        return one
    after = line.partition(f" {one.mark} ")[2] if alone else one.after
    if has(f" {after}", "plus_after"):
        return replace(one, number=replace(one.number, signed=True))
    if not has(f" {after}", "sign_after"):
        return one
    return replace(one, number=replace(one.number, low=-one.number.high, high=-one.number.low, signed=True))
