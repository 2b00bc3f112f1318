"""The questions on fractures: any at all, where, how, when, seen on a picture."""
from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks, fractures
from bot.danish.answers import yes_no
from bot.danish.answers.common import (
    NOTHING,
    SHORT,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    bare,
    first_is_plain,
    is_about_not_knowing,
    length,
    lone_number,
    options,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.when import When


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to one of the questions on fractures."""
    if question == "fractures":
        return _any_fractures(doc, facts, context)
    if question == "fractures.site":
        return _site(doc, facts, context)
    if question in ("fractures.months_ago", "fractures.age_at"):
        return _time(question, doc, facts, context)
    if question in ("fractures.low_energy", "fractures.verified"):
        return yes_no.answer_beside(question, _fracture_part(question, doc), None, doc, facts, context)
    return yes_no.answer(question, doc, facts, context)


def _fracture_part(question: str, doc: Doc) -> Optional[bool]:
    """A cause or a proof told instead of yes or no."""
    line = " " + " ".join(texts_of(doc)) + " "
    if any(segment.hypothetical or segment.question for segment in doc._.segments):
        return None
    if question == "fractures.low_energy":
        if length(doc) > 8 and not re.search(r" (?:faldt|faldet|gled|snublede|snublet|ulykke|skete|sket|styrtede|væltede|vælte|påkørt|brækkede|brækket|knækkede|løftede|hostede|nysede|ramte|røg|uheld|trådte|vred|bukkede|kørte|blev|fald) ", line):
            return None
        if any(segment.negated for segment in doc._.segments if fractures.cause_of(segment.line) is not None):
            return None
        return fractures.cause_of(line)
    said = bare(texts_of(doc))[:1]
    seen = fractures.seen_in(line)
    if seen and said and said[0] in ("nej", "næ"):
        return None
    if seen and any(segment.negated is not False or segment.hedged for segment in doc._.segments if re.search(r"røntgen|scan|billed|verific", segment.line)):
        return False if any(segment.negated for segment in doc._.segments) and not any(segment.hedged for segment in doc._.segments) else None
    return seen


def _any_fractures(doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    if facts.fractures:
        return Answer(True)
    if facts.values.get("fractures") == []:
        return Answer(False)
    ask = next((ask for ask in facts.asks if ask.field == "fractures"), None)
    if ask:
        return Answer(None, ask)
    line = " " + " ".join(texts_of(doc)) + " "
    if asked_anything(doc) and not whole:
        return NOTHING
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if said == "mixed":
        return Answer(None, AskBack("fractures", "contradiction"))
    if said in ("maybe_yes", "maybe_no") and (whole or yes_no.tail_is_about("fractures", doc, rest, facts)):
        return Answer(None, AskBack("fractures", "confirm_value", said == "maybe_yes"))
    others = [segment for segment in doc._.segments if segment.person not in ("self", "patient", None)]
    if said == "yes" and first_is_plain(doc):
        if others and not about_patient(context):
            return Answer(None, AskBack("fractures", "about_you", True))
        if re.search(r"hedge", line) or any(segment.hedged or segment.doubtful for segment in doc._.segments):
            return Answer(None, AskBack("fractures", "confirm_value", True))
        return Answer(True) if len(rest) <= 25 else NOTHING
    if said == "no" and (first_is_plain(doc) or whole):
        if whole or not _bones(line):
            if re.search(r" (?:men|kun|ud over|udover|bortset|undtagen) ", line) and not re.search(r" (?:som barn|barn) |%age", line):
                return Answer(None, AskBack("fractures", "contradiction")) if len(rest) > 2 else Answer(False)
            if any(segment.hedged for segment in doc._.segments):
                return Answer(None, AskBack("fractures", "confirm_value", False))
            return Answer(False)
        if re.search(r" (?:kun|ud over|udover|bortset|undtagen|andet end|men) ", line):
            found = re.findall(r" @bone:(\w+)(?= )", line)
            if found and not others and all(segment.plain for segment in doc._.segments):
                return Answer(True, None, tuple(found))
            return Answer(None, AskBack("fractures", "contradiction"))
        if all(segment.negated is not False for segment in doc._.segments if _bones(segment.line)):
            return Answer(None, AskBack("fractures", "confirm_value", False))
        return Answer(None, AskBack("fractures", "contradiction"))
    bare_bones = _bare_bones(doc) if length(doc) <= SHORT else []
    if bare_bones:
        return Answer(True, None, tuple(bare_bones))
    return NOTHING


def _bones(line: str) -> bool:
    return "@bone:" in line or "@fracture_name:" in line


def _bare_bones(doc: Doc) -> List[str]:
    """ "håndleddet for tre år siden": bones named in answer to the question, with nothing said against it."""
    found: List[str] = []
    for segment in doc._.segments:
        bones = re.findall(r" @bone:(\w+)(?= )", segment.line)
        if not bones:
            continue
        if segment.negated is not False or not segment.plain or segment.hedged or segment.person not in ("self", "patient", None):
            return []
        if re.search(r" (?:ondt|smerter|smerte|slidgigt|gigt|opereret|operation|ny|nyt|protese|slået|slog|forstuvet|forstuvede|vrikket|vred) |@other|@ambiguous", segment.line):
            return []
        from bot.danish.facts import is_covered

        if not (is_covered(segment) or segment.explicit and re.search(r" (?:ja|jeg har|en gang|engang) ", segment.line) or len(segment.items) <= 5):
            return []
        found.extend(bones)
    return list(dict.fromkeys(found))


def _site(doc: Doc, facts: Facts, context: Context) -> Answer:
    if facts.fractures:
        return Answer(facts.fractures[0]["site"])
    said, rest, whole = verdict(doc)
    if said == "unknown" and (whole or is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if length(doc) > SHORT and not any(fractures.tells_of_fracture(segment.line) for segment in doc._.segments):
        return NOTHING
    sites: List[str] = []
    for segment in doc._.segments:
        if segment.negated is not False or segment.hypothetical or segment.question or segment.hedged and segment.doubtful:
            continue
        if segment.person not in ("self", "patient", None, "other"):
            continue
        if re.search(r" (?:ondt|smerter) ", segment.line):
            continue
        sites.extend(re.findall(r" @(?:bone|fracture_name):(\w+)(?= )", segment.line))
    sites = list(dict.fromkeys(sites))
    if len(sites) == 1:
        return Answer(sites[0], None, tuple(sites))
    if len(sites) > 1:
        return Answer(sites[0], None, tuple(sites))
    line = " " + " ".join(texts_of(doc)) + " "
    if re.search(r" (?:et andet sted|andet sted|andet|en anden knogle) ", line) and len(line.split()) <= 6:
        return Answer("other")
    return NOTHING


def _time(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    said, _, whole = verdict(doc)
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if asked_anything(doc) or any(segment.hypothetical for segment in doc._.segments):
        return NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    if length(doc) > SHORT // 2 and not re.search(r" (?:skete|sket|brækkede|brækket|brud|bruddet|faldt|det var|var jeg|jeg var|knækkede|røg|gled|det er|siden|tror) ", line):
        return NOTHING
    times = [(text, time) for segment in doc._.segments for text, time in times_of(segment) if segment.negated is False]
    parts: Dict[str, Any] = {}
    for text, time in times:
        if fractures.straddles(time, context) and question == "fractures.months_ago":
            return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
        if time.kind == "duration" and time.word is None and re.search(r" (?:siden|tilbage) ", line):
            parts.setdefault("months_ago", checks.tidy((time.low + time.high) / 2))
        for key, value in fractures.time_parts(time, context).items():
            parts.setdefault(key, value)
    if question == "fractures.age_at":
        return _age_at(doc, parts, times, line, said, whole, context)
    if "months_ago" in parts:
        return Answer(parts["months_ago"])
    if "age_at" in parts:
        return _from_age(question, parts["age_at"], context)
    if re.search(r" (?:nyt|nyligt|lige sket|lige nu|under et halvt år|inden for det sidste halve år|indenfor det sidste halve år|det sidste halve år|mindre end et halvt år|for nylig|helt nyt|fornylig|under 6 måneder|under #\d+ måneder|mindre end #\d+ måneder|sidste halve år) ", line):
        return Answer("under_6")
    if re.search(r" (?:længe siden|gammelt|lang tid siden|over et halvt år|mere end et halvt år|mange år|længere tid siden|længere siden|for længst|gammelt brud|mere end #\d+ år|over #\d+ år|flere år|årevis|over #\d+ måneder|for længere tid siden) ", line):
        return Answer("over_6")
    alone = lone_number(doc, set())
    if alone and alone[1] is None and len(line.split()) <= 3:
        return Answer(None, AskBack(question, "unit", None))
    if alone and alone[1] in ("år", "måneder", "uger", "dage") and len(line.split()) <= 4:
        from bot.danish.when import MONTHS_OF

        factor = MONTHS_OF[alone[1]]
        low, high = alone[0].low * factor, alone[0].high * factor
        if low <= fractures.RECENT_MONTHS < high:
            return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
        if alone[1] == "år" and alone[0].low >= 15:
            return Answer(None, AskBack(question, "unit", None))
        return Answer(checks.tidy((low + high) / 2))
    return NOTHING


def _from_age(question: str, age_at: Any, context: Context) -> Answer:
    """Months from an age, where the age now is known; the record takes `age_at` itself (reader.py)."""
    age = context.known.get("age")
    if isinstance(age_at, int) and isinstance(age, int) and age - age_at >= 2:
        return Answer("over_6")
    if age_at == "under_40" and isinstance(age, int) and age >= 42:
        return Answer("over_6")
    return NOTHING


def _age_at(doc: Doc, parts: Dict[str, Any], times: Sequence[Tuple[str, When]], line: str, said: Optional[str], whole: bool, context: Context) -> Answer:
    if "age_at" in parts:
        return Answer(parts["age_at"])
    for _, time in times:
        if time.kind == "age" and time.low < 40 <= time.high:
            return Answer(None, AskBack("fractures.age_at", "across_limit", None))
    age = context.known.get("age")
    months = parts.get("months_ago")
    if isinstance(months, (int, float)) and isinstance(age, int):
        return Answer(max(0, int(age - months / 12)))
    alone = lone_number(doc, set())
    if alone and alone[1] in (None, "år", "årig") and alone[0].low == int(alone[0].low):
        number = alone[0]
        bound = number.bound
        if bound == "over" and number.low >= 40:
            return Answer("over_40")
        if bound == "under" and number.high <= 40:
            return Answer("under_40")
        if number.is_range:
            return Answer("over_40") if number.low >= 40 else Answer("under_40") if number.high < 40 else Answer(None, AskBack("fractures.age_at", "across_limit"))
        if bound:
            return NOTHING
        if isinstance(age, int) and number.low > age:
            return Answer(None, AskBack("fractures.age_at", "out_of_range"))
        if 0 <= number.low <= 120:
            return Answer(int(number.low))
    number_decade = next((number for number in doc._.numbers if number.decade), None)
    if number_decade:
        return Answer("over_40") if number_decade.low >= 40 else Answer("under_40")
    if re.search(r" (?:under #\d+|yngre|før #\d+|ung|barn) ", line) and len(line.split()) <= 6:
        return Answer("under_40")
    return NOTHING
