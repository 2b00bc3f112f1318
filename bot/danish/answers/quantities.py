"""Questions to answer with a number."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers import amounts
from bot.danish.answers.common import (
    NOTHING,
    SHORT,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    bare,
    first_is_plain,
    free_numbers,
    is_about_not_knowing,
    length,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts, t_score_sign, times_of
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import When, age_now


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a question that wants a number."""
    said, rest, whole = verdict(doc)
    value = facts.settled().get(question)
    if value is not None:
        return Answer(value)
    ask = next((ask for ask in facts.asks if ask.field == question), None)
    if ask:
        return Answer(None, ask)
    if said == "unknown" and (whole or not free_numbers(doc, facts.spent)):
        return Answer(UNKNOWN) if whole or is_about_not_knowing(rest) else NOTHING
    special = _SPECIAL.get(question)
    if special:
        answer = special(question, doc, facts, context, said, whole)
        if answer is not None:
            return answer
    return _plain_number(question, doc, facts, context)


def _plain_number(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    rules = checks.rules_of(question)
    free = [one for one in free_numbers(doc, facts.spent) if one[1] is None or one[1] in rules["units"]]
    free = [one for one in free if one[2].person in ("self", "patient", None) or about_patient(context) and one[2].person in ("parent", "spouse")]
    if question in ("height_cm", "youth_height_cm", "arm_span_cm"):
        free = _joined_metres(free, question)
    elif any(one[1] in rules["units"] for one in free):
        free = [one for one in free if one[1] in rules["units"]]
    free = [one for one in free if not re.search(_NOT_ABOUT.get(question, r"(?!)"), one[2].line)]
    free = _without_corrected(free)
    if len({(one[0].low, one[0].high) for one in free}) != 1:
        return _two_numbers(question, free)
    number, unit, segment, mark = free[0]
    if unit is None and length(doc) > SHORT + 3:
        return NOTHING
    if segment.question and len(segment.items) > 3 or segment.hypothetical:
        return NOTHING
    if number.decade:
        return Answer(None, AskBack(question, "across_limit")) if question == "age" else NOTHING
    number = checks.in_unit(question, number, unit)
    if question == "t_score" and not number.signed and number.low != 0:
        return Answer(None, t_score_sign(number), (mark,))
    if number.signed and question != "t_score" and number.low < 0:
        return Answer(None, AskBack(question, "out_of_range"), (mark,))
    if re.search(r" (?:snart|næsten|knap|om lidt) (?:jeg |er )*" + mark + " ", segment.line) and question == "age":
        return Answer(None, AskBack(question, "confirm_value", checks.tidy(number.low, True) - 1), (mark,))
    taken, ask = checks.check(question, number.low, number.high, number.bound)
    if ask:
        return Answer(None, ask, (mark,))
    if segment.doubtful or segment.question or segment.negated is not False and not _after_denial(segment, mark):
        return Answer(None, AskBack(question, "confirm_value", taken), (mark,))
    return Answer(taken, None, (mark,))


#: What a number of the right unit is about instead.
_NOT_ABOUT: Dict[str, str] = {
    "weight_kg": r" (?:tabt|tabte|tog på|taget på|tager på|løfter|løftede|bærer|vægttab|smed|smidt) ",
    "height_cm": r" (?:tabt|tabte|mistet|skrumpet|sunket|lavere|kortere|krympet|mindre) ",
    "youth_height_cm": r" (?:tabt|tabte|mistet|skrumpet|sunket|lavere|kortere|krympet|højere) ",
    "age": r" (?:børn|siden|gange|cm|kg) ",
}


def _after_denial(segment: Segment, mark: str) -> bool:
    return False


def _without_corrected(free: List[Tuple[Number, Optional[str], Segment, str]]) -> List[Tuple[Number, Optional[str], Segment, str]]:
    """ "67, nej 68": the last one counts."""
    if len(free) == 2 and re.search(rf" (?:nej|vent|undskyld|altså|eller rettere|mener|rettere) (?:\w+ )*{free[1][3]} ", free[1][2].line):
        return free[1:]
    return free


def _joined_metres(free: List[Tuple[Number, Optional[str], Segment, str]], question: str) -> List[Tuple[Number, Optional[str], Segment, str]]:
    """ "en femogtres", "1 meter" and the like are left to one number in centimetres."""
    from dataclasses import replace

    joined = []
    for number, unit, segment, mark in free:
        before = segment.line.split(f" {mark} ")[0].split()[-1:] if f" {mark} " in segment.line else []
        if before and before[0] in ("en", "et", "én") and 30 <= number.low <= 99 and unit is None and number.low == int(number.low):
            number = replace(number, low=number.low + 100, high=number.high + 100)
        joined.append((number, unit, segment, mark))
    return joined


def _two_numbers(question: str, free: Sequence[Tuple[Number, Optional[str], Segment, str]]) -> Answer:
    """Two free numbers: the lowest T-score counts; else it cannot be told which is meant."""
    if question == "t_score" and len(free) >= 2 and all(one[0].signed for one in free):
        value, ask = checks.check("t_score", min(one[0].low for one in free))
        return Answer(value, ask)
    if len(free) >= 2:
        return Answer(None, AskBack(question, "across_limit"))
    return NOTHING


def _age(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    """A birth year or a birthday instead of the age."""
    for segment in doc._.segments:
        for text, time in times_of(segment):
            if time.kind == "year" and time.year and len(doc._.items) <= 4:
                found = age_now(time, context.today)
                if found:
                    value, ask = checks.check("age", found[0])
                    if value is not None and found[0] in checks.rules_of("age")["limits"]:
                        return Answer(None, AskBack("age", "confirm_value", value))
                    return Answer(value, ask)
            if time.kind == "age" and time.low == time.high and time.word is None and len(doc._.items) <= 4:
                return Answer(*checks.check("age", time.low))
            if time.kind == "age" and time.word is None and time.low != time.high:
                return Answer(None, AskBack("age", "across_limit"))
    for token in doc:
        if token.text.startswith("dato_") and len(doc) <= 5:
            day, month, year = (int(part) for part in token.text.split("_")[1:])
            full = year if year > 100 else 1900 + year
            found = age_now(When("birth", year=full, month=(month, month), day=day), context.today)
            if found and 1 <= month <= 12 and 1 <= day <= 31:
                return Answer(*checks.check("age", found[0]))
    return None


def _fingers(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    words = " ".join(bare(texts_of(doc)))
    if words in ("positiv", "testen er positiv", "nedsat"):
        return Answer("positive")
    if words in ("negativ", "testen er negativ", "normal", "ia"):
        return Answer("negative")
    if words in ("ingen", "nul", "ingen fingre", "ingen overhovedet"):
        return Answer(0)
    line = f" {words} "
    bones = re.fullmatch(r" (?:(?:der |er |plads |til |kun |cirka |vist |nok |kan |ligge |være )*)?(#\d+) @bone:minor(?: \w+)? ", line)
    if bones:
        number: Number = doc._.numbers[int(bones[1][1:])]
        return Answer(*checks.check(question, number.low, number.high, number.bound))
    return None


def _wall(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    words = " ".join(bare(texts_of(doc)))
    line = f" {words} "
    if words in ("positiv", "testen er positiv"):
        return Answer("positive")
    if words in ("negativ", "testen er negativ"):
        return Answer("negative")
    if words in ("ingen", "nul", "ingenting", "intet", "ingen afstand", "0", "ingen cm", "slet ingen"):
        return Answer(0)
    if "#" not in line and re.search(r" (?:rører væggen|når væggen|helt ind til væggen|rører ved væggen|røre væggen|op ad væggen|når helt|rammer væggen|kan nå|nå væggen|nå helt ind|hovedet rører) ", line):
        if any(segment.hedged or segment.not_quite or segment.question for segment in doc._.segments):
            return None
        return Answer("positive" if re.search(r" (?:ikke|næsten|aldrig|ik) ", line) else "negative")
    if "#" not in line and re.search(r" (?:ingen hjælp|ingen til at hjælpe|alene|ingen her|kan ikke få hjælp|har ingen) ", line):
        return Answer(UNKNOWN)
    return None


def _t_score(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if "#" in line:
        if re.search(r" (?:minus|under nul) ", line) and len(free_numbers(doc, facts.spent)) == 1 and not free_numbers(doc, facts.spent)[0][0].signed:
            number = free_numbers(doc, facts.spent)[0][0]
            return Answer(*checks.check("t_score", -number.high, -number.low))
        return None
    if said == "no" and (whole or first_is_plain(doc)) or re.search(r" (?:aldrig (?:blevet )?scannet|ikke (?:blevet )?scannet|ingen scanning|kender ikke|aldrig fået|ikke fået|har ikke (?:fået )?(?:noget |det )?tal|har ikke tallet|ikke noget tal|aldrig set tallet) ", line):
        return Answer(UNKNOWN) if not asked_anything(doc) else None
    return None


def _no_helper(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if "#" not in line and re.search(r" (?:ingen hjælp|ingen til at hjælpe|ingen der kan hjælpe|ingen her|kan ikke måle|ikke målt|aldrig målt|ikke noget målebånd|har ikke et målebånd|ingen målebånd) ", line) and not asked_anything(doc):
        return Answer(UNKNOWN)
    return None


_SPECIAL = {
    "age": _age,
    "menopause_age": amounts.menopause,
    "alcohol_units_per_week": amounts.alcohol,
    "falls_last_year": amounts.falls,
    "strength_sessions_per_week": amounts.per_week,
    "balance_sessions_per_week": amounts.per_week,
    "active_minutes_per_day": amounts.minutes,
    "rib_pelvis_fingers": _fingers,
    "wall_occiput_cm": _wall,
    "t_score": _t_score,
    "arm_span_cm": _no_helper,
    "height_cm": _no_helper,
    "youth_height_cm": _no_helper,
    "weight_kg": _no_helper,
}
