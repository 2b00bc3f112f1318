"""Questions to answer with a number."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks
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
    options,
    phrases,
    polite,
    texts_of,
    verdict,
)
from bot.danish.content import load
from bot.danish.facts import Facts, alcohol_in, t_score_sign, times_of
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Item, Segment
from bot.danish.when import When, age_now, months_range


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


def _zero_or(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    """Counts: "nej", "aldrig" and "ingen" are 0; how often makes the number one a week, a day or a year."""
    words = bare([token.text for token in doc])
    phrase = " ".join(words)
    if phrase in phrases("zero"):
        return Answer(0)
    if said in ("maybe_no",) and whole:
        return Answer(None, AskBack(question, "how_many"))
    stripped = re.sub(r"^(?:nej|næ|nej tak) ", "", phrase)
    if words[:1] and words[0] in ("nej", "næ", "aldrig", "ingen", "slet") and (stripped in phrases("zero") or not [word for word in words[1:] if word not in polite()]):
        return Answer(0)
    return None


def _alcohol(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    for segment in doc._.segments:
        if segment.negated is not False or segment.hypothetical:
            continue
        if segment.person not in ("self", "patient", None):
            continue
        found = alcohol_in(doc, _with_drink(segment), set())
        if found:
            low, high, estimate, marks, bound = found
            others = [one for one in free_numbers(doc, set(marks)) if one[1] in (None, "genstande")]
            if others:
                return Answer(None, AskBack(question, "how_many"))
            if segment.doubtful:
                estimate = True
            value, ask = checks.check(question, low, high, bound, estimate)
            return Answer(value, ask, tuple(marks))
    line = " " + " ".join(texts_of(doc)) + " "
    if len([one for one in free_numbers(doc, facts.spent) if one[1] in (None, "genstande", "other")]) > 1:
        return Answer(None, AskBack(question, "how_many"))
    if "%per" in line and re.search(r" (?:nej|ingen|ikke|aldrig) ", line) and "#" not in line:
        return Answer(None, AskBack(question, "how_many"))
    drinks = load("answers")["drinks"]
    free = free_numbers(doc, facts.spent)
    if len(free) == 1 and free[0][1] == "other":
        following = free[0][2].line.split(f" {free[0][3]} ")[1].split()[:2]
        if any(word in drinks for word in following):
            taken, ask = checks.check(question, free[0][0].low, free[0][0].high, free[0][0].bound)
            return Answer(None, ask or AskBack(question, "confirm_value", taken))
    if not free and re.search(r" (?:lidt|sjældent|fest|fester|festlige|selskab|selskaber|af og til|en gang imellem|meget|moderat|jævnligt|ofte|tit|weekenden|lejlighedsvis|højtider|jul|ja|et glas|vin|øl|almindeligt|normalt|meget sjældent|dagligt) |%per", line) and len(line.split()) <= 14 and not asked_anything(doc):
        return Answer(None, AskBack(question, "how_many"))
    return None


def _with_drink(segment: Segment) -> Segment:
    """In answer to the question a bare "to om dagen" is of drinks."""
    items: List[Item] = []
    for index, item in enumerate(segment.items):
        items.append(item)
        if item.text[0] == "#":
            following = [one.text for one in segment.items[index + 1:index + 3]]
            drinks = set(load("answers")["drinks"]) | set(load("answers")["drinks_estimated"])
            if not following or not any(word in drinks for word in following) and (following[0][0] == "%" or following[0] in ("gange", "styk", "til")):
                if following[:1] == ["gange"]:
                    continue
                items.append(Item("genstande"))
    copy = Segment(items, segment.sentence)
    return copy


def _per_week(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    pers = [(text, time) for segment in doc._.segments if not segment.hypothetical for text, time in times_of(segment) if time.kind == "per"]
    free = [one for one in free_numbers(doc, facts.spent) if one[1] in (None, "gange")]
    line = " " + " ".join(texts_of(doc)) + " "
    if any(segment.negated is not False for segment in doc._.segments) and "#" not in line:
        return Answer(None, AskBack(question, "how_many")) if pers else None
    if len(pers) == 1 and len(free) == 1:
        factor = pers[0][1].low
        number = free[0][0]
        if free[0][1] is None and factor == 7:
            return Answer(None, AskBack(question, "how_many"))
        value, ask = checks.check(question, number.low * factor, number.high * factor, number.bound)
        if free[0][2].doubtful and value is not None:
            return Answer(None, AskBack(question, "confirm_value", value))
        return Answer(value, ask, (free[0][3],))
    if len(pers) == 1 and not free and not [one for one in free_numbers(doc, facts.spent) if one[1] not in ("minutter", "timer", "kvarter")]:
        value, ask = checks.check(question, pers[0][1].low)
        return Answer(value, ask)
    if len(pers) > 1:
        return Answer(None, AskBack(question, "how_many"))
    if not free and re.search(r" (?:sjældent|af og til|en gang imellem|ofte|tit|lidt|meget|jævnligt|indimellem|nogle gange|flere gange|ja) ", line) and len(line.split()) <= 10:
        return Answer(None, AskBack(question, "how_many"))
    return None


def _falls(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    line = " " + " ".join(texts_of(doc)) + " "
    pers = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "per"]
    free = [one for one in free_numbers(doc, facts.spent) if one[1] in (None, "gange", "other")]
    if re.search(r" (?:ikke faldet|aldrig faldet|ingen fald|falder aldrig|falder ikke|faldet ikke|ikke nogen fald|ikke et eneste fald) ", line) and not free and not re.search(r" (?:men|måske|ud over|bortset|tror|vist|næsten) ", line):
        return Answer(0)
    if pers and not free:
        return Answer(None, AskBack(question, "how_many"))
    if pers and free and all(abs(time.low * 52 - 1) > 0.01 for time in pers):
        factor = pers[0].low * 52
        value, ask = checks.check(question, round(free[0][0].low * factor), round(free[0][0].high * factor))
        return Answer(None, ask or AskBack(question, "confirm_value", value))
    if not free and (re.search(r" (?:flere gange|mange gange|nogle gange|tit|ofte|af og til|jævnligt|faldt|faldet|en del|gled|snublede|indimellem|sjældent|gange) ", line) or said == "yes" and whole):
        return Answer(None, AskBack(question, "how_many"))
    if re.search(r" %(?:ago|year|month)\d+ ", line) and free and re.search(r" (?:faldt|faldet) ", line):
        months = [months_range(time, context.today) for segment in doc._.segments for _, time in times_of(segment)]
        if any(span and span[1] > 12 for span in months):
            return Answer(None, AskBack(question, "how_many"))
    return None


def _minutes(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    line = " " + " ".join(texts_of(doc)) + " "
    free = free_numbers(doc, facts.spent)
    durations = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "duration"]
    amounts: List[Tuple[float, float, Optional[str]]] = []
    if length(doc) > SHORT + 3:
        return NOTHING
    gange = [one for one in free if one[1] == "gange"]
    for number, unit, segment, mark in free:
        if unit in ("minutter", None):
            amounts.append((number.low, number.high, number.bound))
        elif unit == "timer":
            amounts.append((number.low * 60, number.high * 60, number.bound))
        elif unit == "kvarter":
            amounts.append((number.low * 15, number.high * 15, number.bound))
    if not amounts and re.search(r" (?:et |en )?kvarter", line):
        amounts.append((15, 15, None))
    if not amounts and re.search(r" (?:trekvart time|tre kvarter) ", line):
        amounts.append((45, 45, None))
    pers = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "per"]
    if len(amounts) != 1 or len(pers) > 1 or len(gange) > 1 or durations and any(time.low > 0.2 for time in durations):
        if not amounts and (pers or re.search(r" (?:meget|lidt|hele dagen|ikke så meget|ikke ret meget|ja|flere timer|sjældent|nogle timer|en tur) ", line)) and len(line.split()) <= 12 and not asked_anything(doc):
            return Answer(None, AskBack(question, "how_many"))
        return Answer(None, AskBack(question, "how_many")) if len(amounts) > 1 else None
    low, high, bound = amounts[0]
    if gange:
        low, high = low * gange[0][0].low, high * gange[0][0].high
    factor = pers[0].low / 7 if pers else 1.0
    if gange and not pers:
        return Answer(None, AskBack(question, "how_many"))
    value, ask = checks.check(question, low * factor, high * factor, bound)
    if value is not None:
        value = checks.tidy(round(value, 1))
    doubtful = any(segment.doubtful for segment in doc._.segments)
    if doubtful and value is not None:
        return Answer(None, AskBack(question, "confirm_value", value))
    return Answer(value, ask)


def _menopause(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if (len(line.split()) <= 7 or re.search(r"menstr|overgang|bløde|bløder", line)) and re.search(r" (?:ikke endnu|endnu ikke|stadig menstruation|har den stadig|har stadig|har endnu|menstruerer stadig|bløder stadig|ikke stoppet|ikke holdt op|den er ikke|stadig|ikke kommet i|ikke i overgangsalderen|ikke nået|har menstruation|får stadig|får den stadig|ikke gået i) ", line) and "#" not in line and "%age" not in line and not re.search(r" (?:måske|tror|vist|hedeture|hedeturene|symptomer) ", line):
        return Answer("not_yet")
    womb = bool(re.search(r" (?:livmoder|livmoderen|hysterektomi|underlivet|underlivsoperation) ", line))
    ovaries = bool(re.search(r" (?:æggestok|æggestokke|æggestokkene|ooforektomi|ovarier|ovarierne) ", line))
    times = [(text, time) for segment in doc._.segments if segment.plain and segment.negated is False for text, time in times_of(segment)]
    ages = [time for _, time in times if time.kind == "age" and time.word is None]
    for _, time in times:
        if time.kind == "before" and time.high <= 45:
            return Answer("before_45")
        if time.kind == "after" and time.low >= 45:
            return Answer("after_45")
    value: Optional[Answer] = None
    if len(ages) == 1 and not [one for one in free_numbers(doc, facts.spent) if one[1] in (None, "år", "årig")]:
        value = _menopause_age(question, ages[0].low, ages[0].high)
    elif not ages:
        decade = next((number for number in doc._.numbers if number.decade), None)
        if decade:
            value = _menopause_age(question, decade.low, decade.high)
        else:
            age = context.known.get("age")
            spans = [months_range(time, context.today) for _, time in times if time.kind in ("ago", "year")]
            spans = [span for span in spans if span]
            if len(spans) == 1 and isinstance(age, int) and "#" not in line:
                value = _menopause_age(question, age - spans[0][1] / 12 - 0.99 if spans[0][0] != spans[0][1] else age - spans[0][1] / 12, age - spans[0][0] / 12)
                if value.value is not None and isinstance(value.value, int):
                    value = Answer(None, AskBack(question, "estimate", value.value))
            elif spans or any(time.word for _, time in times if time.kind == "ago"):
                return Answer(None, AskBack(question, "across_limit", None, options("menopause_limit")))
    if value is None:
        free = [one for one in free_numbers(doc, facts.spent) if one[1] in (None, "år", "årig")]
        if len(free) == 1 and free[0][0].bound and not free[0][0].is_range:
            number = free[0][0]
            if number.bound == "under" and number.high <= 45:
                return Answer("before_45")
            if number.bound == "over" and number.low >= 45:
                return Answer("after_45")
        if len(free) == 1 and free[0][0].is_range:
            value = _menopause_age(question, free[0][0].low, free[0][0].high)
        elif len(free) == 1 and re.search(rf" før (?:jeg (?:var|blev|fyldte) )?{free[0][3]} ", line) and free[0][0].high <= 45:
            return Answer("before_45")
        elif len(free) == 1 and re.search(rf" efter (?:jeg (?:var|blev|fyldte) )?{free[0][3]} ", line) and free[0][0].low >= 45:
            return Answer("after_45")
        elif len(free) == 1 and womb:
            taken, ask = checks.check(question, free[0][0].low, free[0][0].high)
            value = Answer(taken, ask)
    if value is not None:
        if womb and not ovaries and value.value is not None:
            return Answer(None, AskBack(question, "womb_or_ovaries", value.value))
        if any(segment.doubtful for segment in doc._.segments) and value.value is not None:
            return Answer(None, AskBack(question, "confirm_value", value.value))
        return value
    if re.search(r" (?:tidligt|for tidligt|meget tidligt|sent|normalt|almindeligt|nej|ja|lige nu|midt i det) ", line) and "#" not in line and len(line.split()) <= 8:
        return Answer(None, AskBack(question, "across_limit", None, options("menopause_limit")))
    return None


def _menopause_age(question: str, low: float, high: float) -> Answer:
    if low == high:
        return Answer(*checks.check(question, low, high))
    if high < 45:
        return Answer("before_45")
    if low >= 45:
        return Answer("after_45")
    return Answer(None, AskBack(question, "across_limit", None, options("menopause_limit")))


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
    "menopause_age": _menopause,
    "alcohol_units_per_week": _alcohol,
    "falls_last_year": _falls,
    "strength_sessions_per_week": _per_week,
    "balance_sessions_per_week": _per_week,
    "active_minutes_per_day": _minutes,
    "rib_pelvis_fingers": _fingers,
    "wall_occiput_cm": _wall,
    "t_score": _t_score,
    "arm_span_cm": _no_helper,
    "height_cm": _no_helper,
    "youth_height_cm": _no_helper,
    "weight_kg": _no_helper,
}
