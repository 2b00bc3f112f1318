"""Of when a number is, and which of several stands: the one of now, the one that corrects, the one that was measured."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import List, Optional, Sequence

from spacy.tokens import Doc

from bot.danish.answers.clauses import Told, has, line_of, whole_line
from bot.danish.answers.which_number import HELPED
from bot.danish.reading import Context
from bot.danish.when import months_range

#: What was measured longer ago than this is no measure of today.
RECENT_MONTHS = 18
#: Below this age nobody is at his or her highest.
GROWN_UP = 17
#: In months: how old a number is of which nothing is said, one of "sidst", and one of long ago.
PLAIN, LAST_TIME, LONG_AGO = 0.5, 1, 1000

STATE = re.compile(r" (?:(?:jeg|hun|han|patienten) (?:\w+ )?(?:var|vejede|målte|havde)|(?:var|vejede|målte) (?:jeg|hun|han|patienten)) ")

_PRESENT = re.compile(r" (?:(?:jeg|hun|han|patienten) (?:\w+ )?(?:er|vejer|måler)|(?:er|vejer|måler) (?:jeg|hun|han|patienten)) ")


def _months(one: Told, context: Context) -> Optional[float]:
    """How many months ago the number was true, at least; None where nothing tells."""
    spans = [months_range(time, context.today) for time in one.times]
    return max((span[0] for span in spans if span), default=None)


def _when(question: str, one: Told, context: Context, doc: Doc) -> str:
    """Of when the number is: now, then, past (no telling when), child, or plain where nothing is said."""
    line = one.around
    ages = [time for time in one.times if time.kind == "age"]
    months = _months(one, context)
    recent = months is not None and months <= RECENT_MONTHS
    if any(time.word is None and time.high < GROWN_UP for time in ages):
        return "child"
    long_ago = bool(ages) or months is not None and not recent or any(time.kind == "ago" and time.word == "over_6" for time in one.times)
    earlier = re.search(r" før $", one.before) or re.match(r" (?:før|førhen|tidligere) $", one.after)
    then = long_ago or bool(earlier) or has(_DURING.sub(" ", line) if question in HELPED else line, "then")
    always = has(line, "always") or bool(re.search(r" som %ago\d+ ", line))
    if question == "youth_height_cm":
        if has(line, "child") and not has(whole_line(doc), "grown"):
            return "child"
        if always or then:
            return "then" if then else "plain"
        today = has(line, "today") or _PRESENT.search(one.clause) or months is not None and months < 1
        return "now" if today else "plain"
    if always:
        return "now"
    was_at = bool(_WAS_AT.search(one.clause))
    then = then or was_at
    now = (recent or has(line, "now")) and not was_at
    if then and (long_ago or not now):
        return "then"
    if now:
        return "now"
    if question in ("height_cm", "weight_kg") and STATE.search(one.clause) and not has(line, "recent"):
        return "past"
    return "now" if _PRESENT.search(one.clause) else "plain"


#: "Jeg var oppe på 75": a number of before.
_WAS_AT = re.compile(r" (?:var|været|nåede|kom) (?:\w+ ){0,2}?(?:oppe|nede|op|ned) (?:på|omkring) ")

#: "Tre, da jeg tog knolden ud": of a test that is done now.
_DURING = re.compile(r" (?:da|når) (?:jeg|hun|han|vi) ")

_AGE_WAS = re.compile(r" (?:jeg|hun|han|patienten) (?:\w+ )?var (?:\w+ ){0,2}$| var (?:jeg|hun|han|patienten) (?:\w+ ){0,2}$")


def _is_birthday_month(one: Told, context: Context) -> bool:
    """ "jeg var 80 i juli": the birthday was this year."""
    months = _months(one, context)
    return months is not None and months < context.today.month and not has(one.around, "then")


def of_right_time(question: str, free: Sequence[Told], context: Context, doc: Doc) -> List[Told]:
    """Without the numbers of another time than the one that was asked about."""
    if question == "t_score":
        free = _sharing(free, doc)
    when = {one.mark: _when(question, one, context, doc) for one in free}
    if question == "youth_height_cm":
        then = [one for one in free if when[one.mark] == "then"]
        return then or [one for one in free if when[one.mark] == "plain"]
    if question == "age":
        free = [one for one in free if not _AGE_WAS.search(one.before) or _is_birthday_month(one, context)]
    if question in ("height_cm", "weight_kg"):
        free = [one for one in free if when[one.mark] not in ("then", "child")]
    if len(free) < 2:
        return list(free)
    age = {one.mark: _age_of(when[one.mark], one, context) for one in free}
    latest = min(age.values())
    if latest > PLAIN:
        return [one for one in free if age[one.mark] == latest]
    return [one for one in free if age[one.mark] <= PLAIN and not (latest == 0 and age[one.mark] and when[one.mark] == "plain")]


def _sharing(free: Sequence[Told], doc: Doc) -> List[Told]:
    """ "ryg -2,1, hofte -2,7 (2024)", "DXA 2024 ryg -2,1, hofte -2,7": a year in brackets, or first, is of the whole list."""
    found = list(free)
    segments = doc._.segments
    for at in range(len(found) - 1, 0, -1):
        one, last = found[at - 1], found[at]
        bracketed = last.place + 1 < len(segments) and segments[last.place + 1].lead == "("
        listed = last.place - one.place <= 1 and last.segment.sentence == one.segment.sentence
        if bracketed and listed and last.times and not one.times and not has(one.around, "now"):
            found[at - 1] = replace(one, times=last.times, aside=last.aside)
    for at in range(1, len(found)):
        first, one = found[at - 1], found[at]
        listed = one.place - first.place <= 1 and one.segment.sentence == first.segment.sentence and one.before.startswith(" @bone:")
        if listed and first.times and "%" not in first.after and not one.times:
            found[at] = replace(one, times=first.times, aside=first.aside)
    return found


def _age_of(when: str, one: Told, context: Context) -> float:
    """How old the number is beside the others of the message, in months; 0 where it is said to be of now."""
    if has(one.clause, "today"):
        return 0
    months = _months(one, context)
    if months is not None and months > PLAIN:
        return months
    if has(one.before, "last_time"):
        return LAST_TIME
    if has(one.around, "first") or re.search(r" fra $|^ var (?:\w+ )?$", one.before):
        return LONG_AGO / 2
    if when in ("then", "past", "child"):
        return LONG_AGO
    return 0 if when == "now" and not _PRESENT.search(one.clause) else PLAIN


#: "vægten her siger 88": what an instrument says is measured.
_BY_INSTRUMENT = re.compile(
    r" (?:vægten|badevægten|personvægten|målebåndet|stadiometer\w*|tommestokken|apparatet|maskinen|jeg måler|vi måler|måler jeg|måler vi) "
    r"(?!(?:altid|plejer))"
)


def standing(free: Sequence[Told], doc: Doc) -> List[Told]:
    """Without what was taken back: the last one counts after "nej", and what was measured before what was said."""
    kept = list(free)
    # "Jo" takes back at the beginning of a clause: "du kan jo tage den værste" does not.
    texts = ["da" if item.text == "jo" and place else item.text for segment in doc._.segments for place, item in enumerate(segment.items)]
    for at in range(len(free) - 1, 0, -1):
        if free[at].value != free[at - 1].value and has(_between(doc, texts, free[at - 1], free[at]), "corrects"):
            kept = kept[at:]
            break
    if len({one.value for one in kept}) > 1:
        kept = [one for one in kept if not (one.segment.question or one.number.bound)] or kept
    if len({one.value for one in kept}) > 1:
        kept = [one for one in kept if not has(one.around, "dressed")] or kept
    if len({one.value for one in kept}) > 1:
        measured = [one for one in kept if _BY_INSTRUMENT.search(one.clause) or has(one.clause, "measured") and not has(one.clause, "claimed")]
        if measured and all(has(one.clause, "claimed") or one in measured for one in kept):
            kept = measured
    return kept


def _between(doc: Doc, texts: Sequence[str], first: Told, second: Told) -> str:
    """All of the message's `texts` between two numbers, and what is said of the second right after."""
    start, end = texts.index(first.mark) + 1, texts.index(second.mark)
    leads = [segment.lead for segment in doc._.segments[first.place + 1:second.place + 1] if segment.lead.isalpha()]
    tail = texts[end + 1:end + 8]
    stop = next((index for index, text in enumerate(tail) if text[0] == "#"), len(tail))
    return line_of(texts[start:end]) + line_of(leads) + line_of(tail[:stop])
