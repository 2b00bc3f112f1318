"""Age by birthday, the age at the menopause, and height now and in youth: numbers that need more than a pattern."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks, when
from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import Clause, Scene, is_covered, is_of_a_disease, times_of
from bot.danish.facts.rules import AGES
from bot.danish.facts.words import group, named, said
from bot.danish.fracture_clauses import raw_line
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

#: Whoever is "fra 1958" is grown up.
YOUNGEST = 18

# --- age ---


def birth(clause: Clause, facts: Facts, context: Context) -> None:
    """ "født i 1950", "født den 3. maj 1950", "25/11-1950 er jeg født"."""
    if said("others_birth", clause.line):
        return
    found: List[Tuple[str, when.When]] = [(mark, time) for mark, time in times_of(clause.segment) if time.kind == "birth"]
    if not found and said("born", clause.own):
        found = [(item.text, _date(item.text)) for item in clause.segment.items if item.text.startswith("dato_") and _date(item.text)]  # type: ignore[misc]
        found += [(mark, time) for mark, time in times_of(clause.segment) if time.kind in ("year", "month") and time.year]
    if not found and said("from_year", clause.own):
        found = [(mark, time) for mark, time in times_of(clause.segment) if time.kind == "year" and time.year and time.year < context.today.year - YOUNGEST]
    for mark, time in found:
        told = when.age_now(time, context.today)
        plain = clause.segment.explicit or is_covered(clause.segment) or clause.own.startswith(f" {mark} ") and clause.nominal
        if mark in facts.spent or told is None or not plain:
            continue
        age, exact = told
        facts.spent.add(mark)
        value, ask = checks.check("age", age)
        if value is None:
            facts.asks.append(ask or AskBack("age", "out_of_range"))
        elif not exact and age in checks.rules_of("age")["limits"]:
            facts.asks.append(AskBack("age", "confirm_value", value))
        else:
            facts.take("age", value)


def _date(text: str) -> Optional[when.When]:
    day, month, year = (int(part) for part in text.split("_")[1:])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = year if year >= 100 else 1900 + year
    return when.When("birth", year=year, month=(month, month), day=day)


def only_age(doc: Doc, scene: Scene, facts: Facts) -> None:
    """The age where no rule of a clause has found one: the only number of years of the message, or the number that it begins with."""
    if scene.obituary or scene.any_relative or "age" in facts.values or any(ask.field == "age" for ask in facts.asks):
        return
    first = scene.clauses[0].segment if scene.clauses else None
    found = [(one.segment, name) for one in scene.clauses if not is_of_a_disease(one, scene) for name in _names_of_age(one.segment, one.segment is first, scene.third)]
    ages = {mark for segment, name in found for mark in [_likely_age(segment, name)] if mark and mark not in facts.spent}
    others = sum(" år " in segment.line or " årig " in segment.line for segment in scene.segments)
    if len(ages) == 1 and others <= 1:
        mark = ages.pop()
        facts.spent.add(mark)
        facts.take("age", int(doc._.numbers[int(mark[1:])].low))


def _names_of_age(segment: Segment, is_first: bool, third: bool) -> List[str]:
    """Which of the patterns may tell an age in `segment`."""
    if segment.question or segment.hypothetical or segment.negated or said("ends_of_menses", segment.line):
        return []
    if segment.person not in (None, "self", "patient"):
        return ["age_years_alone"] if segment.person == "other" and not segment.explicit else []
    return ["age_of_years", *(["age_at_the_start"] if is_first else []), *(["age_noted"] if third and is_first else [])]


def _likely_age(segment: Segment, name: str) -> Optional[str]:
    """The mark of the number that the pattern `name` finds, where it is a whole number that may be an age and nobody is named before it."""
    match = named(name).search(segment.line)
    mark = group(match, "n") if match else None
    if mark is None or "@person:" in segment.line.split(f" {mark} ")[0]:
        return None
    number: Number = next(item.thing for item in segment.items if item.text == mark)
    return mark if number.low == number.high and number.low in AGES and not (number.unit or number.signed or number.bound or number.decade) else None


# --- sex ---


def said_sex(doc: Doc, scene: Scene, facts: Facts) -> None:
    """The sex where no rule of a clause has found one: what the writer is called where an age is told as well, or after "jeg er"."""
    if scene.third or scene.any_relative or "sex" in facts.values:
        return
    line = raw_line(doc)
    found = {sex: match for sex in ("female", "male") for match in [named(f"said_{sex}").search(line)] if match}
    if len(found) == 1 and ("age" in facts.values or any(group(match, "i") for match in found.values())):
        facts.take("sex", next(iter(found)))


# --- menopause ---

#: "da jeg var 51", "siden jeg var 51", "indtil jeg var 51".
_TOLD_AGES = ("age", "since", "until")
#: A clause that only tells an age has no more words.
LONGEST_AGE = 4


def menopause(clause: Clause, scene: Scene, facts: Facts, context: Context) -> None:
    """The age at the menopause: "gik i overgangsalderen da jeg var 43", "menopause 51", "jeg var kun 47"."""
    before = scene.clauses[clause.index - 1] if clause.index else None
    if before is not None and not before.about and said("menopause", before.own) and said("age_alone", clause.own):
        _take_menopause(_age_in(clause, facts, False), facts)
        return
    if not said("menopause", clause.line) or said("not_menopause", clause.line) or clause.segment.hedged and clause.segment.doubtful:
        return
    if said("still_bleeding", clause.line):
        if clause.denied is not None:
            facts.take("menopause_age", "not_yet")
        return
    if clause.denied is True and said("not_yet_menopause", clause.line):
        facts.take("menopause_age", "not_yet")
        return
    if not said("both_ovaries", clause.line) and said("womb", clause.line):
        return
    for one in _around(clause, scene):
        if _take_menopause(_age_in(one, facts, one is clause), facts):
            return


def _take_menopause(found: Optional[Tuple[str, float]], facts: Facts) -> bool:
    if found is None:
        return False
    mark, years = found
    facts.spent.add(mark)
    value, ask = checks.check("menopause_age", years)
    if value is not None:
        facts.take("menopause_age", value)
    elif ask:
        facts.asks.append(ask)
    return True


def _around(clause: Clause, scene: Scene) -> List[Clause]:
    """The clause, then the next and the one before of its sentence, where an age alone may stand."""
    near = [clause]
    for place in (clause.index + 1, clause.index - 1):
        if 0 <= place < len(scene.clauses):
            other = scene.clauses[place]
            if other.segment.sentence == clause.segment.sentence and other.about and not said("menopause", other.own) and (said("age_alone", other.own) or "%age" in other.own or _in_brackets(other)):
                near.append(other)
    return near


def _in_brackets(clause: Clause) -> bool:
    """ "menopause (41 år)"."""
    return clause.segment.lead == "(" and said("age_bare", clause.own)


def _age_in(clause: Clause, facts: Facts, is_own: bool) -> Optional[Tuple[str, float]]:
    ages = [
        (mark, time) for mark, time in times_of(clause.segment)
        if time.kind in _TOLD_AGES and time.word is None and time.low == time.high and (clause.denied is False or said("no_longer", clause.own))
    ]
    if len(ages) == 1 and (is_own or len(clause.own.split()) <= LONGEST_AGE):
        return ages[0][0], ages[0][1].low
    pattern = "menopause_number" if is_own else "age_bare" if _in_brackets(clause) else "age_alone"
    for match in named(pattern).finditer(clause.own):
        mark = group(match, "n")
        number: Number = next(item.thing for item in clause.segment.items if item.text == mark)
        if mark in facts.spent or clause.denies_before(mark) or number.is_range or number.decade or number.bound or number.signed or number.unit:
            continue
        return mark, number.low
    return None


# --- heights ---

#: Questions that a bare length answers; it is then no height.
_OTHER_LENGTHS = frozenset({"youth_height_cm", "arm_span_cm", "wall_occiput_cm", "rib_pelvis_fingers"})
_REST = re.compile(r" +")
#: A loss of more is a slip of the finger.
GREATEST_LOSS = 25
SHORTEST, TALLEST = 120, 220
#: "jeg er 165": below this it may be something else.
LEAST_WITHOUT_UNIT = 130


@dataclass
class Length:
    """One number that can be somebody's height."""

    mark: str
    told: Number
    """As told: 1,66."""
    number: Number
    """In centimetres."""
    clause: Clause
    unit: str
    before: str
    """What stands between the number before it, or the start of the clause, and this one."""
    after: str
    """What stands between it and the next number, or the end of the clause."""
    when: Optional[str] = None
    """"youth", "now", or None where it is not told."""


#: So much taller than in youth, in centimetres, somebody may be by another measuring.
GROWN = 1


def heights(doc: Doc, scene: Scene, facts: Facts, context: Context, question: Optional[str]) -> None:
    """Height now and in youth, told together or apart; a number that could be either is neither."""
    found = [length for clause in scene.clauses if clause.about for length in _lengths(clause, facts)]
    for place, length in enumerate(found):
        length.when = _when(length)
        follows = found[place + 1] if place + 1 < len(found) else None
        if length.when and follows and follows.clause is length.clause and follows.before == length.after:
            # "164 nu, 169 som ung": what belongs to the first does not belong to the second.
            follows.before = _REST.sub(" ", named("in_youth_after").sub(" ", follows.before)) if length.when == "youth" else follows.before
    _contrast(found)
    youth = [one for one in found if one.when == "youth"]
    now = [one for one in found if one.when != "youth" and (one.when == "now" or _is_height(one, bool(youth), question))]
    if question in _OTHER_LENGTHS:
        now = [one for one in now if one.when == "now" or said("height_word", one.clause.own)]
    if any(said("always_been", one.before) for one in now) and _another_told(doc, found):
        return  # "målte mig til 162, jeg har altid været 168": one of the two was then, and one is now
    if youth and now and max(one.number.low for one in youth) < min(one.number.low for one in now) - GROWN:
        return  # nobody grows with age: which is which was not understood
    for name, ones in (("youth_height_cm", youth), ("height_cm", now)):
        _take(name, ones, facts, question)


def _another_told(doc: Doc, found: Sequence[Length]) -> bool:
    """Whether the message has a number that may be a height too, other than the ones `found`."""
    told = {one.number.low for one in found}
    return any(SHORTEST <= number.low <= TALLEST and number.low not in told for number in doc._.numbers) or len(told) > 1


def _take(name: str, ones: Sequence[Length], facts: Facts, question: Optional[str]) -> None:
    if len({one.number.low for one in ones}) != 1:
        return
    one = ones[0]
    highest = name == "youth_height_cm" and one.number.bound  # "max 166"
    value, ask = checks.check(name, one.number.low, one.number.high, None if highest else one.number.bound)
    facts.spent.add(one.mark)
    if one.clause.segment.doubtful and value is not None:
        facts.asks.append(AskBack(name, "confirm_value", value))
    elif value is not None:
        facts.take(name, value)
    elif ask:
        facts.asks.append(ask)


def _lengths(clause: Clause, facts: Facts) -> List[Length]:
    line = clause.line
    if "#" not in line or said("other_length", line) and not said("height_word", line):
        return []
    words = clause.own.split()
    found: List[Length] = []
    places = [place for place, word in enumerate(words) if word[0] == "#"]
    for order, place in enumerate(places):
        mark = words[place]
        number: Number = next(item.thing for item in clause.segment.items if item.text == mark)
        following = words[place + 1] if place + 1 < len(words) else ""
        unit = number.unit or (following if following in ("cm", "m") else "")
        if mark in facts.spent or clause.denies_before(mark) or number.signed or number.decade or number.is_range or following not in ("cm", "m") and said("other_unit", f" {following} "):
            continue
        scaled = checks.in_unit("height_cm", number, unit or None)
        if not SHORTEST <= scaled.low <= TALLEST or not unit and scaled.low != number.low and not _is_metres(number):
            continue
        start = places[order - 1] + 1 if order else 0
        end = places[order + 1] if order + 1 < len(places) else len(words)
        before, after = " ".join(["", *words[start:place], ""]), " ".join(["", *words[place + 1:end], ""])
        before, after = _with_today(before, clause), _with_today(after, clause)
        if order and " mod " in before:
            before = " " + before.rpartition(" mod ")[2]  # "182 nu mod 187 på sessionen": that "nu" is of the first
        if start == 0:
            before = line[:len(line) - len(clause.own)] + before if line != clause.own else before
        if said("other_length", before) or _HEARD.search(before) or said("length_lost", before + after) and not said("shrunk", clause.own):
            continue
        found.append(Length(mark, number, scaled, clause, unit, before, after))
    return found


#: What lies no further back, in months, is today.
TODAY = 0.04


def _with_today(text: str, clause: Clause) -> str:
    """The words with "nu" for a mark of today."""
    for item in clause.segment.items:
        if item.text.startswith("%ago") and item.thing.word is None and item.thing.high <= TODAY:
            text = text.replace(f" {item.text} ", " nu ")
    return text


#: "Jeg har læst, at Margrethe er 1,80 høj".
_HEARD = re.compile(r" (?:læst|hørt|læste|hørte) (?:[^ ]+ )*?at (?!jeg |hun |han |patienten )")


def _is_metres(number: Number) -> bool:
    """ "1,65" without a unit."""
    return number.low != int(number.low) and float(round(number.low * 100, 1)).is_integer()


_WAS = re.compile(r"^ (?:tidligere |før |engang )*(?:var|tidl|tidligere|før) $")


def _when(length: Length) -> Optional[str]:
    """Whether what stands around the number says youth or now; the nearest words count."""
    if length.clause.segment.lead == "(" and _WAS.search(length.before):
        return "youth"  # "164 cm (var 170)"
    before_youth, before_now = said("in_youth", length.before), said("now", length.before)
    after_youth, after_now = said("in_youth_after", length.after), said("now_after", length.after)
    if after_youth and not before_now:
        return "youth"
    if before_youth and not after_now:
        return "youth" if not before_now or _last(length.before, "in_youth") > _last(length.before, "now") else "now"
    if before_now or after_now:
        return "now"
    return None


def _last(text: str, name: str) -> int:
    return max((match.start() for match in named(name).finditer(text)), default=-1)


def _contrast(found: List[Length]) -> None:
    """Two heights that are set against each other: "fra 172 til 166", "var 172 og er nu 166", "164, som ung 169"."""
    if len(found) != 2:
        return
    first, second = found
    if first.when == second.when == "youth" or first.when == second.when == "now":
        return
    near = abs(second.clause.segment.sentence - first.clause.segment.sentence) <= 1
    lost = first.number.low - second.number.low
    if not near or abs(lost) > GREATEST_LOSS:
        return
    same = first.clause is second.clause
    if same and said("from_to", first.before + "# " + second.before.lstrip() + "# ") and lost >= 0 and first.when != "now":
        first.when, second.when = "youth", "now"
    elif second.when == "now" and first.when is None and lost >= 0 and (said("was_tall", first.before) or said("always_been", first.before)):
        first.when = "youth"
    elif first.when == "youth" and second.when is None and not said("was_tall", second.before):
        second.when = "now"
    elif second.when == "youth" and first.when is None:
        first.when = "now"


def _is_height(one: Length, has_youth: bool, question: Optional[str]) -> bool:
    """Whether a number that says neither when is the height now."""
    line = one.before + one.after
    if said("always_been", one.before):
        return True
    if said("was_tall", one.before) and not said("now", line) or said("before_now", one.clause.line):
        return False
    if re.search(r" kg (?:til|på|fordelt på|og) (?:mine )?$", one.before):
        return True
    if said("is_tall", line) or one.unit and not said("not_own_length", one.clause.line):
        return True
    if one.clause.nominal and len(one.clause.own.split()) <= 2 and _is_metres(one.told):
        return True  # "62 kilo og 1,66"
    return said("is_so_tall", one.before) and one.number.low >= LEAST_WITHOUT_UNIT
