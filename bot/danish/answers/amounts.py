"""Questions on how often and how much: alcohol, falls, minutes, times a week, and the age at the menopause."""
from __future__ import annotations

import re
from typing import List, Optional, Tuple

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers.common import (
    NOTHING,
    SHORT,
    Answer,
    asked_anything,
    bare,
    free_numbers,
    length,
    options,
    phrases,
    polite,
    texts_of,
)
from bot.danish.content import load
from bot.danish.facts import Facts, alcohol_in, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.view import Item, Segment
from bot.danish.when import months_range


def zero_or(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
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


def alcohol(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = zero_or(question, doc, facts, context, said, whole)
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


def per_week(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = zero_or(question, doc, facts, context, said, whole)
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


def falls(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = zero_or(question, doc, facts, context, said, whole)
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


def minutes(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = zero_or(question, doc, facts, context, said, whole)
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


def menopause(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
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
