"""The rules of content/patterns.yml: which words tell which fact, where a clause is about the person."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, List, Mapping, Optional, Tuple

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.content import load
from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import Clause, Scene, foreign_words, is_covered, is_of_a_disease, times_of
from bot.danish.facts.words import compiled, end, group, has_group, said, word_class
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.when import When, months_range

#: Falls are counted over the last year.
MONTHS_OF_FALLS = 12
#: Numbers that an open question about another number wants: "67 år" is then no age.
OTHER_AGES = ("menopause_age", "fractures.age_at", "fractures.months_ago", "back_pain")

#: Questions after which "to gange" is a week's.
_WEEKLY = ("strength_sessions_per_week", "balance_sessions_per_week", "active_minutes_per_day")


@dataclass(frozen=True)
class Rule:
    """One line of content/patterns.yml."""

    field: str
    line: "re.Pattern[str]"
    unless: Optional["re.Pattern[str]"]
    after: Optional["re.Pattern[str]"]
    near: Optional["re.Pattern[str]"]
    past: Optional["re.Pattern[str]"]
    told: Mapping[str, Any]


@lru_cache(maxsize=None)
def groups() -> Tuple[Tuple["re.Pattern[str]", Tuple[Rule, ...]], ...]:
    """(what a clause must hold at all, the rules to try then)."""
    found = []
    for listed in load("patterns")["rules"]:
        rules = tuple(
            Rule(told.get("field", listed.get("field")), compiled(told["line"]), _optional(told, "unless", listed), _optional(told, "after", {}), _optional(told, "near", {}), _optional(told, "past", listed), told)
            for told in listed["lines"]
        )
        found.append((compiled(listed["if"]), rules))
    return tuple(found)


def _optional(told: Mapping[str, Any], key: str, group: Mapping[str, Any]) -> Optional["re.Pattern[str]"]:
    pattern = told.get(key, group.get(key))
    return compiled(pattern) if pattern else None


def number_of(doc: Doc, mark: str) -> Number:
    return doc._.numbers[int(mark[1:])]


def read(doc: Doc, clause: Clause, scene: Scene, facts: Facts, context: Context, question: Optional[str]) -> None:
    """Every fact that a rule finds in the clause; the first rule of a field that fits is taken."""
    for trigger, rules in groups():
        if not trigger.search(clause.line):
            continue
        for rule in rules:
            line = clause.own if rule.told.get("own") else clause.line
            match = rule.line.search(line)
            if not match or rule.unless and rule.unless.search(line):
                continue
            if rule.told.get("alone") and question is not None:
                continue
            if rule.after and question not in rule.told.get("asked", ()) and not _came_before(rule, clause, scene):
                continue
            if rule.near and not any(rule.near.search(one.line) for one in _around(clause, scene)):
                continue
            if not _fits(rule, clause, scene, context):
                continue
            if rule.told.get("nominal") and not _stands_alone(clause, scene, rule.field, context, question):
                continue
            if _apply(doc, clause, scene, rule, match, facts, context, question) and not rule.told.get("go_on"):
                break


def _came_before(rule: Rule, clause: Clause, scene: Scene) -> bool:
    """Whether a clause shortly before, or this one, says what the rule goes on from: of the same person, or of whoever it is."""
    near = scene.clauses[max(0, clause.index - 3):clause.index + 1]
    whoever = rule.told.get("whoever")
    return any(rule.after.search(one.line) for one in near if one is clause or (whoever or one.segment.person == clause.segment.person) and not one.segment.question)


def _around(clause: Clause, scene: Scene) -> List[Clause]:
    """The clauses shortly before and after this one, and itself, of the same person."""
    near = scene.clauses[max(0, clause.index - 3):clause.index + 4]
    return [one for one in near if one is clause or one.segment.person == clause.segment.person and not one.segment.question]


def _fits(rule: Rule, clause: Clause, scene: Scene, context: Context) -> bool:
    """What a rule wants besides its words."""
    told = rule.told
    if told.get("needs") and not compiled(told["needs"]).search(clause.line):
        return False
    if told.get("third") and not scene.third or told.get("foreign") and not foreign_words(clause.segment):
        return False
    if rule.past and rule.past.search(clause.line) and not said("still", clause.line):
        return False
    if told.get("over_a_year") and not any(span and span[0] >= MONTHS_OF_FALLS for span in (months_range(time, context.today) for _, time in times_of(clause.segment))):
        return False
    if told.get("months") and any(time.kind == "duration" and time.word is None and time.low < told["months"] for _, time in times_of(clause.segment)):
        return False
    if told.get("of_age") and not _has_likely_age(clause) or told.get("alone_told") and _goes_on_with_condition(clause, scene):
        return False
    if told.get("begins") and not _begins_with_age(clause, scene):
        return False
    if told.get("opens") and not _opens_list(clause, scene) or told.get("alone") and not _is_noted_age(clause, scene):
        return False
    if told.get("lonely") and not _is_lonely_age(clause, scene):
        return False
    if told.get("year_long") and any(time.kind == "duration" and not (time.low == time.high == MONTHS_OF_FALLS) for _, time in times_of(clause.segment)):
        return False
    if told.get("hverken") and not any("hverken" in one.own for one in scene.clauses if one.segment.sentence == clause.segment.sentence):
        return False
    return True


#: A bare number of a note that is an age.
AGES = range(40, 106)


def _opens_list(clause: Clause, scene: Scene) -> bool:
    """ "73. Mand. Ryger.": the number that a list about somebody begins with, or that stands beside the sex."""
    after = scene.clauses[clause.index + 1].own if clause.index + 1 < len(scene.clauses) else ""
    begins = clause.index == 0 or scene.clauses[clause.index - 1].segment.sentence != clause.segment.sentence
    return begins and _is_likely_age(clause) and said("is_sex", after)


def _begins_with_age(clause: Clause, scene: Scene) -> bool:
    """ "84. Bruger rollator.": a bare number as the first sentence of several, and no measure after it."""
    after = scene.clauses[clause.index + 1] if clause.index + 1 < len(scene.clauses) else None
    new_sentence = after is not None and after.segment.sentence != clause.segment.sentence
    return clause.index == 0 and new_sentence and after is not None and not (said("measured", after.own) or "#" in after.own)


#: What a list about somebody says in so few words may be the name of the number after it: "vægt. 72".
LONGEST_NAME = 1


def _is_lonely_age(clause: Clause, scene: Scene) -> bool:
    """ "Cerutter om søndagen, ellers rask, 71": of all that is told in a list the only bare number, and no name before it."""
    alone = [one for one in scene.clauses if _is_likely_age(one) and len(one.own.split()) == 1]
    before = scene.clauses[clause.index - 1] if clause.index else None
    named_before = before is not None and len(before.own.split()) <= LONGEST_NAME and bool(before.words & word_class("topics") or before.words & word_class("labels"))
    return len(scene.clauses) > 1 and len(alone) == 1 and not named_before and clause.segment.lead in ("", ",")


def _is_noted_age(clause: Clause, scene: Scene) -> bool:
    """ "Fru Toft: 85", "ryger ikke, 74": a bare number of a note, and not the value of another label."""
    before = scene.clauses[clause.index - 1] if clause.index else None
    if before is not None and (said("measured", before.own) or "#" in before.own and before.nominal):
        return False  # "BT 130/80, puls 72"
    return _is_likely_age(clause) and (clause.segment.lead != ":" or before is None or said("is_somebody", before.own))


def _has_likely_age(clause: Clause) -> bool:
    """ "K 72", and not "K 4,1"."""
    number = next((item.thing for item in clause.segment.items if item.text[0] == "#"), None)
    return number is not None and number.low in AGES and not number.unit


def _goes_on_with_condition(clause: Clause, scene: Scene) -> bool:
    """ "jeg har ikke ondt i ryggen, når jeg sidder"."""
    following = scene.segments[clause.index + 1] if clause.index + 1 < len(scene.segments) else None
    return following is not None and following.sentence == clause.segment.sentence and (following.lead in ("men", "exceptive") or said("condition", following.line))


def _is_likely_age(clause: Clause) -> bool:
    numbers = [item.thing for item in clause.segment.items if item.text[0] == "#"]
    return len(numbers) == 1 and is_likely_age(numbers[0])


def is_likely_age(number: Number) -> bool:
    """Whether a number without anything beside it may be an age."""
    return number.low == number.high and number.low in AGES and not (number.unit or number.signed)


def _stands_alone(clause: Clause, scene: Scene, field: str, context: Context, question: Optional[str]) -> bool:
    """A fragment ("67 år", "kvinde") counts where all of it is plain, and no open question wants such a number."""
    if not (is_covered(clause.segment) or clause.segment.explicit or scene.shorthand or field == "age" and foreign_words(clause.segment) == 1):
        return False
    if field == "sex" and clause.segment.lead == "og" and len(clause.segment.items) == 1:
        return False  # "passer børnebørn, have og mand"
    if field == "age":
        if is_of_a_disease(clause, scene):
            return False
        if clause.segment.lead == "(" and not said("is_sex", scene.clauses[clause.index - 1].own):
            return False
        if question in OTHER_AGES or (question or "").startswith("fractures."):
            return False
        return context.known.get("age") is None or question == "age"
    return True


def _apply(doc: Doc, clause: Clause, scene: Scene, rule: Rule, match: "re.Match[str]", facts: Facts, context: Context, question: Optional[str]) -> bool:
    """Whether the rule settled its field for this clause."""
    told = rule.told
    if has_group(rule.line, "n") and group(match, "n") or told.get("per_only") or told.get("days"):
        return _number(doc, clause, scene, rule, match, facts, context, question)
    denied = False if told.get("whatever") or clause.denies_after(match.end()) else clause.denied
    if told.get("denial"):
        if denied is not True and not told.get("whatever"):
            return False
        denied = False
    if told.get("weekly") and not _is_often(clause, group(match, "per"), told["weekly"]):
        return False
    if denied is None:
        return False
    value = told.get("denied") if denied else told["is"]
    if value is None:
        return True
    partly = clause.segment.not_quite and not told.get("denial") and not told.get("whatever")
    if partly or clause.segment.doubtful or clause.segment.hedged:
        if clause.segment.hedged or clause.segment.doubtful:
            facts.asks.append(AskBack(rule.field, "confirm_value", value))
        return True
    if told.get("told") and not (said("has", clause.line) and (clause.segment.explicit or is_covered(clause.segment)) or question == rule.field or clause.nominal):
        return False
    if told.get("last"):
        facts.replace(rule.field, value)
    else:
        facts.take(rule.field, value)
    return True


def _is_often(clause: Clause, mark: Optional[str], least: float) -> bool:
    per = _time(clause, mark)
    return per is not None and per.low >= least


def _time(clause: Clause, mark: Optional[str]) -> Optional[When]:
    return next((time for text, time in times_of(clause.segment) if text == mark), None)


def _number(doc: Doc, clause: Clause, scene: Scene, rule: Rule, match: "re.Match[str]", facts: Facts, context: Context, question: Optional[str]) -> bool:
    told, name = rule.told, rule.field
    if told.get("days"):
        if clause.denied is not False:
            return False
        facts.take(name, 1 + _more_days(clause, scene) + len(days_before(clause, scene)))
        return True
    mark = None if told.get("per_only") else group(match, "n")
    if mark is None:
        per = _time(clause, group(match, "per"))
        if per is None or clause.denied is not False or clause.segment.doubtful:
            return False
        facts.take(name, checks.tidy(per.low + _more_days(clause, scene) + len(days_before(clause, scene))))
        return True
    if mark in facts.spent or clause.denies_before(mark) and not told.get("whatever"):
        return False
    number = number_of(doc, mark)
    if number.decade or told.get("signed") and not number.signed or "equals" in told and (number.low != told["equals"] or number.is_range):
        return False
    following = clause.line[end(match, "n"):].split()[:1]
    unit = following[0] if following else None
    if name in ("age", "menopause_age") and (number.low >= 116 or number.low < 15 or number.low != int(number.low) or number.unit or number.signed):
        return False
    if name == "t_score" and not number.signed and number.low != 0:
        facts.spent.add(mark)
        facts.asks.append(t_score_sign(number))
        return True
    low, high = number.low, number.high
    per = _time(clause, group(match, "per"))
    if told.get("per_week") or told.get("minutes"):
        often = per.low if per else 1 if told.get("weekly_question") and question in _WEEKLY else None
        if often is None:
            return False
        factor = often if told.get("per_week") else often / 7 * _MINUTES.get(unit or "", 1)
        low, high = low * factor, high * factor
    elif unit is not None:
        scaled = checks.in_unit(name, number, unit)
        low, high = scaled.low, scaled.high
    if told.get("last_year") and question != name and not _within_a_year(clause, context):
        return False
    if told.get("turned"):
        years = _years_since(clause, context)
        if years is None:
            return False
        low, high = low + years, high + years
    if told.get("minus"):
        low, high = low - told["minus"], high - told["minus"]
    value, ask = checks.check(name, low, high, None if told.get("no_bound") else number.bound)
    facts.spent.add(mark)
    if clause.segment.doubtful and value is not None:
        ask, value = AskBack(name, "confirm_value", value), None
    if value is not None:
        if told.get("last"):
            facts.replace(name, value)
        else:
            facts.take(name, value)
    elif ask and (clause.segment.explicit or question == name or told.get("per_week")):
        facts.asks.append(ask)
    return True


def _more_days(clause: Clause, scene: Scene) -> int:
    """ "hver tirsdag og torsdag": a day that follows is one more."""
    days = 0
    for following in scene.clauses[clause.index + 1:]:
        if following.segment.sentence != clause.segment.sentence or not said("weekday", following.own):
            break
        days += 1
    return days


def days_before(clause: Clause, scene: Scene) -> List[Clause]:
    """ "mandag og torsdag træner jeg": the days that the clause goes on from."""
    first = clause.index
    while said("weekday_first", scene.clauses[first].own) and _goes_on_from_day(first, scene):
        first -= 1
    return list(scene.clauses[first:clause.index])


def _goes_on_from_day(place: int, scene: Scene) -> bool:
    before, clause = scene.clauses[place - 1], scene.clauses[place]
    return place > 0 and clause.segment.lead in ("og", ",") and before.segment.sentence == clause.segment.sentence and said("weekday", before.own)


_MINUTES = {"minutter": 1, "timer": 60, "kvarter": 15}


def _years_since(clause: Clause, context: Context) -> Optional[int]:
    """Whole years since the time that the clause tells: 0 where it tells none, None where it cannot be told which."""
    spans = [(time, months_range(time, context.today)) for _, time in times_of(clause.segment) if time.kind in ("year", "month", "ago")]
    if not spans:
        return 0
    (time, span), *more = spans
    if more or span is None:
        return None
    if time.kind == "year":
        return round(span[1] // 12)  # as the age of somebody whose year of birth is told
    return int(span[0] // 12) if span[0] // 12 == span[1] // 12 else None


def _within_a_year(clause: Clause, context: Context) -> bool:
    """The last year is named, and nothing longer ago."""
    spans = []
    for _, time in times_of(clause.segment):
        if time.kind == "window":
            spans.append(time.high)
        elif time.kind in ("year", "month", "ago"):
            span = months_range(time, context.today)
            spans.append(span[1] if span else 99)
    return bool(spans) and max(spans) <= MONTHS_OF_FALLS


def t_score_sign(number: Number) -> AskBack:
    """A T-score without its sign is asked back; most are negative."""
    return AskBack("t_score", "t_score_sign", checks.tidy(-number.value))


def lowest_t_score(doc: Doc, scene: Scene, facts: Facts) -> None:
    """Of the T-scores of hip and lumbar spine the lowest counts: "DXA: hofte -2,1, lænd -2,9"."""
    if "t_score" not in facts.values:
        return
    told = {segment.sentence for segment in scene.segments if "tscore" in segment.line or said("scan_named", segment.line)}
    for segment in scene.about:
        if segment.negated is not False or segment.sentence not in told:
            continue
        for item in segment.items:
            if item.text[0] == "#" and item.thing.signed and ("@bone" in segment.line or "tscore" in segment.line):
                value, ask = checks.check("t_score", item.thing.low)
                if ask:
                    facts.contradicted.add("t_score")
                elif value < facts.values["t_score"]:
                    facts.values["t_score"] = value
                facts.contradicted.discard("t_score") if not ask else None
                facts.spent.add(item.text)


def rule_fields() -> List[str]:
    return sorted({rule.field for _, rules in groups() for rule in rules})
