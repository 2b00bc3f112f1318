"""What a clause says of a broken bone: when, how and whether seen."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, Iterable, Iterator, Optional, Sequence, Tuple

from bot.danish.fracture_bones import FIRST_WORDS
from bot.danish.fracture_clauses import Clause, tells_of_fracture
from bot.danish.fracture_words import cause_of, said
from bot.danish.numbers import Number, number_words
from bot.danish.reading import Context
from bot.danish.view import Item
from bot.danish.when import CENTURY_TURNS, When, months_range

#: The rules ask whether a fracture is at most six months old.
RECENT_MONTHS = 6
OLDEST = 110
MONTHS_A_YEAR = 12
#: What pictures told, where it is neither yes nor no: they are still to come, or showed no fracture.
NOT_YET, NOT_THERE = "not yet", "not there"


_TOPIC = re.compile(r" (?:@(?:disease|drug|cancer|osteoporosis|ambiguous|other):\w+|ryger|røget|har været #\d+ (?:cm |m |høj )*%age\d+|overgangsalder|overgangsalderen|menopause|menstruation|vejer|kg|cm|høj|(?<!egen )højde|gravid|gift|født|blodprop|opereret for|født|pensioneret|tabletter|medicin|tscore|genstande|operation i|(?:er|fylder) (?:jeg|hun|han) #\d+) ")
def is_off_topic(clause: Clause) -> bool:
    """Whether a clause is about an illness, a medicine or a habit."""
    return bool(_TOPIC.search(clause.line))


_AGE = re.compile(r" (?:jeg var|var jeg|hun var|var hun|han var|var han)(?: (?:vel|cirka|omkring|lige|kun|knap|vist|nok|fyldt|jo|blot|så|allerede|selv|da|dengang|netop|bare|næsten|præcis))* (#\d+)(?: (?:år|årig|årige))?(?! (?:cm|kg|m|høj|gange|meter|børn))(?= )")


def details_of(clause: Clause, start: int, end: int, context: Context, aged: bool) -> Dict[str, Any]:
    """Time, cause and proof told by the words `start` to `end` of a clause."""
    found: Dict[str, Any] = {}
    line = " " + " ".join(clause.texts[start:end]) + " "
    if clause.segment.negated is False or clause.tells():
        for _, at, time in times_in([clause]):
            if start <= at < end:
                told = placed(time, line, context)
                if _CORRECTS.search(" " + " ".join(clause.texts[start:at]) + " "):
                    found.update(told)  # "i 2019, nej vent, det var i 2018"
                for key, value in told.items():
                    found.setdefault(key, value)
        if aged:
            for key, value in _ages(clause, line).items():
                found.setdefault(key, value)
        cause = True if said("no_accident").search(line) else cause_of(line)
        if cause is not None:
            found["low_energy"] = cause
        later = _later(clause, line)
        if later is not None:
            found[LATER] = later
        if said("childhood").search(_as_said(clause)):
            found[CHILDHOOD] = True
    elif said("no_accident").search(line):
        found["low_energy"] = True
    proof = proof_of([clause], start, end)
    if proof in (True, False):
        found["verified"] = proof
    return found


#: Of a detail that is no part of the record: the months since the fracture before, and that it was in childhood.
LATER, CHILDHOOD = "_later", "_childhood"
_LATER = re.compile(r" (året|måneden|#\d+ år|#\d+ måneder) (?:efter|senere|derefter) ")


def _later(clause: Clause, line: str) -> Optional[float]:
    """ "To år senere", "året efter": so many months after what was told before, or None."""
    found = _LATER.search(line)
    if not found:
        return None
    many, unit = found[1].split() if " " in found[1] else (None, found[1])
    number = next((item.thing.value for item in clause.segment.items if item.text == many), 1)
    return number * (MONTHS_A_YEAR if unit.startswith("år") else 1)


_CORRECTS = re.compile(r"%\w+ (?:eller )?(?:nej|hov|rettere|undskyld)(?: (?:vent|forresten|nej|sagt|jeg|mener|det|var|i))* $")


def _as_said(clause: Clause) -> str:
    return " " + " ".join(item.said for item in clause.segment.items) + " "


def placed(time: When, line: str, context: Context) -> Dict[str, Any]:
    """What a time tells; "på denne tid i fjor" is a year ago, not some time in that year."""
    if time.kind == "ago" and time.word is None and re.search(r" (?:mindre end|under|højst|ikke mere end|knap nok) %ago", line):
        return {"months_ago": "under_6"} if time.high <= RECENT_MONTHS else {}
    if time.kind == "year" and time.word == "back" and re.search(r" (?:denne|samme|den her|disse) (?:tid|årstid|tider) ", line):
        return {"months_ago": int(time.low) * MONTHS_A_YEAR}
    return time_parts(time, context)


def _ages(clause: Clause, line: str) -> Dict[str, Any]:
    """ "og der var jeg 65", "som syttenårig": an age that is no time by itself."""
    found = _AGE.search(line) or (re.search(r" (#\d+) (?:år|årig) gammel(?= )", line) if clause.tells() else None)
    if found:
        number: Number = next(item.thing for item in clause.segment.items if item.text == found[1])
        if not number.is_range and number.low == int(number.low) and 0 < number.low <= OLDEST:
            return {"age_at": int(number.low)}
    age = spoken_age(line)
    return {} if age is None else {"age_at": age}


def spoken_age(line: str) -> Optional[int]:
    """The age in "syttenårig", or None."""
    for word in line.split():
        if word.endswith(("årig", "årige", "års")) and len(word) > 5:
            value = number_words().get(re.sub(r"års$|årige?$", "", word))
            if value is not None and 0 < value <= OLDEST:
                return int(value)
    return None


# --- proof ---


def proof_of(clauses: Sequence[Clause], start: int = 0, end: Optional[int] = None) -> Any:
    """Whether pictures showed the fracture: True, False where none were taken, NOT_YET, NOT_THERE, or None where nothing is told."""
    shown = nothing = planned = denied = taken = False
    pictured = False
    for clause in clauses:
        line = " " + " ".join(clause.texts[start:end]) + " "
        segment = clause.segment
        pictures = bool(said("pictures").search(said("not_bone_pictures").sub(" ", line)))
        pictured = pictured or pictures
        if pictured and said("showed_nothing").search(line):
            nothing = True
        elif denied and pictures and clause.lead == "men" and segment.negated is False:
            shown = True  # "ikke røntgen, men MR"
        elif nothing and pictures and clause.lead in ("men", ",") and segment.negated is False and not said("planned").search(line):
            shown = True
        elif not pictures and pictured and clause.lead == "men" and segment.negated and len(clause.texts) <= FIRST_WORDS:
            nothing = True
        elif not pictures:
            shown = shown or pictured and segment.negated is False and bool(said("showed").search(line)) and tells_of_fracture(line)
        elif segment.hypothetical or segment.question:
            continue
        elif segment.pending or said("planned").search(line) and not said("showed").search(line):
            planned = True
        elif (clause.denied if clause.tells() else segment.negated) is not False:
            denied = True
        elif said("showed").search(line):
            shown = True
        else:
            taken = True
    if shown:
        return True
    if nothing or planned:
        return NOT_THERE if nothing else NOT_YET
    if denied:
        return False
    return True if taken else None


# --- time ---


def time_parts(time: When, context: Context) -> Dict[str, Any]:
    """`months_ago` or `age_at`, as far as `time` tells; a time that straddles half a year tells nothing yet."""
    if time.kind == "age":
        if time.word:
            return {"age_at": time.word}
        if time.low == time.high and time.low == int(time.low):
            return {"age_at": int(time.low)}
        if time.sure and time.low >= 40:
            return {"age_at": "over_40"}
        if time.sure and time.high < 40:
            return {"age_at": "under_40"}
        return {}
    if time.kind == "before" and time.high <= 40:
        return {"age_at": "under_40"}
    if time.kind == "after" and time.low >= 40:
        return {"age_at": "over_40"}
    if time.kind == "ago" and time.word in ("over_6", "under_6"):
        return {"months_ago": time.word}
    months = months_of(time, context)
    return {"months_ago": months} if months is not None else {}


def months_of(time: When, context: Context) -> Any:
    """Months ago as one number, or None where the side of half a year is not sure."""
    span = months_range(time, context.today)
    if span is None:
        return None
    low, high = span
    if straddles(time, context):
        return None
    middle = (low + high) / 2
    value = round(middle, 1)
    return int(value) if float(value).is_integer() else value


def straddles(time: When, context: Context) -> bool:
    """Whether `time` may be either within half a year or longer ago."""
    span = months_range(time, context.today)
    if time.kind == "ago" and time.word == "unclear":
        return True
    # "I maj": its first days may be more than half a year ago, and its last ones less.
    reach = 0.5 if time.kind == "month" and time.day is None else 0
    return span is not None and span[0] <= RECENT_MONTHS < span[1] + reach


def times_in(clauses: Iterable[Clause]) -> Iterator[Tuple[Clause, int, When]]:
    """(clause, which word, time) for every time told, dates too."""
    for clause in clauses:
        found = [(at, time) for at, time in enumerate(map(time_at, clause.segment.items)) if time is not None]
        months = [time for _, time in found if time.kind == "month" and time.year is None]
        years = [time for _, time in found if time.kind == "year"]
        for at, time in found:
            if len(months) == len(years) == 1 and time is years[0]:
                continue
            if len(months) == len(years) == 1 and time is months[0]:
                time = replace(time, year=years[0].year, word="last_year" if years[0].word == "back" and years[0].low == 1 else time.word)
            yield clause, at, time


def time_at(item: Item) -> Optional[When]:
    if item.text[0] == "%":
        return item.thing
    if not item.text.startswith("dato_"):
        return None
    day, month, year = (int(part) for part in item.text.split("_")[1:])
    if not 1 <= month <= MONTHS_A_YEAR:
        return None
    return When("month", year=year if year >= 100 else year + (1900 if year > CENTURY_TURNS else 2000), month=(month, month), day=day)


def same_time(one: Any, other: Any) -> bool:
    """Whether two numbers of months, or of years, may tell the same time."""
    if isinstance(one, str) or isinstance(other, str):
        return True
    return abs(one - other) <= max(RECENT_MONTHS, 0.1 * max(one, other))
