"""Questions with a few answers to choose from, and the list of diseases."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Optional, Set

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.common import (
    NOTHING,
    SHORT,
    UNKNOWN,
    Answer,
    asked_anything,
    bare,
    first_is_plain,
    is_about_not_knowing,
    length,
    not_known,
    options,
    texts_of,
    verdict,
)
from bot.danish.content import load
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import months_range


def conditions(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The diseases that the message tells of."""
    said, rest, whole = verdict(doc)
    if "conditions" in facts.values:
        return Answer(facts.values["conditions"])
    ask = next((ask for ask in facts.asks if ask.field == "conditions"), None)
    if ask:
        return Answer(None, ask)
    if asked_anything(doc) and not whole:
        return NOTHING
    if said == "unknown" and (whole or is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if said in ("maybe_yes", "maybe_no") and whole:
        return Answer(None, AskBack("conditions", "confirm_value", [])) if said == "maybe_no" else NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    if said == "mixed":
        return NOTHING
    if said == "no" and (whole or first_is_plain(doc) or re.match(r" (?:ingen|ingenting|intet|aldrig|ikke|jeg)", line)):
        if "@disease" in line and not all(segment.negated or segment.person not in ("self", "patient", None) for segment in doc._.segments if "@disease" in segment.line):
            return NOTHING
        if scope.phrase_pattern("hedge").search(line) and not whole:
            return Answer(None, AskBack("conditions", "confirm_value", []))
        if first_is_plain(doc) or whole or re.search(r" (?:af dem|af de|sygdomme|sygdom|delene|de nævnte|på listen|listen) ", line):
            return Answer([])
    if re.search(r" (?:ingen af dem|ingen af de|ingen sygdomme|ingen af delene|fejler ikke noget|fejler intet|rask|sund og rask|ikke nogen af dem|ikke nogen af delene|ingen af sygdommene|ingen af disse|har ingen|ikke noget af det|intet af det|ikke af dem|ikke nogen af|intet) ", line) and not re.search(r" (?:men|måske|tror|vist|ikke helt|ikke rask|udover|bortset) ", line) and not asked_anything(doc):
        return Answer([])
    if "@other" in line and not re.search(r" (?:ikke|aldrig|ingen) ", line) and said in (None, "yes") and not asked_anything(doc):
        own = [segment for segment in doc._.segments if "@other" in segment.line]
        if all(segment.person in ("self", "patient", None) and segment.plain for segment in own):
            return Answer(None, AskBack("conditions", "confirm_value", []))
    return NOTHING


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a question with a few answers to choose from."""
    said, rest, whole = verdict(doc)
    if question == "back_pain":
        return _back_pain(doc, facts, said, rest, whole, context)
    value = facts.settled().get(question)
    if value is not None and question != "role":
        return Answer(value)
    if question == "dxa_result" and facts.values.get("t_score") is not None:
        return NOTHING
    if whole and said == "unknown":
        return not_known(question)
    if question == "role":
        return _role(doc, facts)
    if question == "dxa_result" and re.search(r" (?:ikke scannet|aldrig scannet|aldrig blevet scannet|ikke blevet scannet|aldrig fået|ikke fået svar|venter på|afventer|aldrig været|ikke fået|ikke fået lavet) ", " " + " ".join(texts_of(doc)) + " "):
        return Answer(UNKNOWN)
    found: Dict[str, Segment] = {}
    hedged = False
    for segment in doc._.segments:
        if not segment.plain or segment.person not in ("self", "patient", None, "other", "staff"):
            continue
        for value, patterns in load("answers")["choices"][question].items():
            for pattern in patterns:
                match = _choice_pattern(pattern).search(segment.line)
                if match:
                    if value == "maybe_training" and segment.negated is not False:
                        continue
                    if segment.negated is not False and question != "activity_level" or segment.negated and not re.search(r" (?:kan|kommer) ", segment.line) and value == "limited":
                        hedged = hedged or question == "dxa_result"
                        continue
                    found.setdefault(value, segment)
                    hedged = hedged or segment.doubtful or segment.hedged or segment.not_quite and question == "dxa_result"
    return _one_choice(question, found, hedged, doc, said, whole)


@lru_cache(maxsize=None)
def _choice_pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(re.sub(r" $", "(?= )", pattern))


def _one_choice(question: str, found: Dict[str, Segment], hedged: bool, doc: Doc, said: Optional[str], whole: bool) -> Answer:
    names = set(found)
    if question == "activity_level":
        if "everyday" in names and "maybe_training" in names and not names & {"limited", "training"}:
            names = {"maybe_training"}
            hedged = True
        elif names == {"maybe_training"}:
            hedged = True
        elif "training" in names:
            line = found["training"].line
            if re.search(r" (?:ikke|aldrig|uden) ", line):
                names = {"everyday"}
            else:
                names -= {"maybe_training", "everyday"}
        else:
            names -= {"maybe_training"}
    if question == "dxa_result" and "osteopenia" in names and "normal" in names:
        names -= {"normal"}
    if question == "dxa_result" and length(doc) > 8 and not re.search(r"scan|knogle|dxa|tæthed|@osteoporosis", " ".join(texts_of(doc))):
        return NOTHING
    if question == "sex" and any(re.search(r" (?:min|hendes|hans|mine) ", segment.line) for segment in found.values()):
        return NOTHING
    if question == "sex" and (len(doc._.items) > 12 or len(doc._.items) > 3 and any(re.search(r" (?:hun|han|manden|kvinden|kone) ", segment.line) for segment in found.values())):
        return NOTHING
    if len(names) != 1:
        if said == "unknown" and not names and is_about_not_knowing(bare(texts_of(doc))[2:]):
            return not_known(question)
        return NOTHING
    value = names.pop()
    if value == "maybe_training":
        return Answer(None, AskBack(question, "confirm_value", "training"))
    if hedged:
        return Answer(None, AskBack(question, "confirm_value", value))
    return Answer(value)


def _role(doc: Doc, facts: Facts) -> Answer:
    line = " " + " ".join(texts_of(doc)) + " "
    if facts.values.get("for_other") is True and "role" not in facts.values:
        return Answer("patient")
    if facts.values.get("role"):
        return Answer(facts.values["role"])
    found = set()
    for segment in doc._.segments:
        if not segment.plain or segment.negated is not False:
            continue
        for value, patterns in load("answers")["choices"]["role"].items():
            if any(re.search(pattern, segment.line) for pattern in patterns):
                found.add(value)
    if re.search(r" (?:min|hos|til|fra|en|går til|sendt af|ved) (?:fysioterapeut|fysioterapeuten|fys|terapeut)|@person:staff", line):
        found -= {"physiotherapist"}
    if {"patient", "physiotherapist"} <= found or len(found) != 1:
        return NOTHING
    return Answer(found.pop())


_PAIN = re.compile(r" (?:ondt|smerter|smerte|smertende|rygsmerter|øm|ømhed|gør ondt|rygsmerte|rygondt) ")


def _back_pain(doc: Doc, facts: Facts, said: Optional[str], rest: List[str], whole: bool, context: Context) -> Answer:
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if asked_anything(doc) and not whole:
        return NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    ask = Answer(None, AskBack("back_pain", "when_pain", None, options("when_pain")))
    found: Set[str] = set()
    for segment in doc._.segments:
        if not segment.plain or segment.person not in ("self", "patient", None, "other"):
            continue
        for value in ("none", "sudden", "lasting"):
            for pattern in load("answers")["choices"]["back_pain"][value]:
                match = re.search(pattern, segment.line)
                if match and value == "none" and match.group().strip() in ("ingen", "intet") and len(line.split()) > 4:
                    continue
                if match and not (value != "none" and segment.negated is not False):
                    found.add(value)
    pain_denied = any(segment.negated and (_PAIN.search(segment.line)) and not segment.not_quite and segment.person in ("self", "patient", None) for segment in doc._.segments)
    months = [months_range(time, context.today) for segment in doc._.segments for _, time in times_of(segment)]
    spans = [span for span in months if span]
    old = any(span[0] > 1.4 for span in spans) or any(time.word == "over_6" for segment in doc._.segments for _, time in times_of(segment) if time.kind == "ago")
    fresh = any(span[1] <= 1.4 for span in spans)
    since = bool(re.search(r" siden %", line))
    if said == "no" and (whole or first_is_plain(doc)) and not found - {"none"}:
        if whole or pain_denied or len(rest) <= 8:
            own_tail = any(segment.lead == "men" and segment.person in ("self", "patient", None) for segment in doc._.segments)
            if own_tail or re.search(r" (?:kun|lidt|af og til|nogle gange) ", " " + " ".join(rest) + " "):
                return ask if not pain_denied else Answer("none")
            if scope.phrase_pattern("hedge").search(" " + " ".join(rest) + " "):
                return Answer(None, AskBack("back_pain", "confirm_value", "none"))
            return Answer("none")
    if said == "mixed":
        return ask
    if said in ("maybe_no",) and whole:
        return Answer(None, AskBack("back_pain", "confirm_value", "none"))
    if "none" in found and not found & {"lasting", "sudden"} and said != "yes":
        return Answer("none")
    if pain_denied and not found - {"none"} and said != "yes":
        return Answer("none")
    if any(segment.hedged for segment in doc._.segments) and found:
        return Answer(None, AskBack("back_pain", "confirm_value", "sudden" if "sudden" in found else "lasting"))
    if "sudden" in found:
        if "lasting" in found:
            return ask
        return Answer("lasting") if old and not fresh else Answer("sudden")
    if "lasting" in found:
        if not (length(doc) <= 3 or re.search(r"%duration| kronisk", line) and length(doc) <= 6 or _PAIN.search(line) or said == "yes" or "ryg" in line or "@bone:spine" in line):
            return NOTHING
        if fresh and not old:
            return ask
        short = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "duration" and time.word is None and time.high <= 1.4]
        return ask if short else Answer("lasting")
    if old and (_PAIN.search(line) and not re.search(r" (?:havde|gjorde) ", line) or said == "yes" or since and length(doc) <= SHORT):
        return Answer("lasting")
    if old and length(doc) <= 6:
        return ask
    if said == "yes" or said == "maybe_yes" or _PAIN.search(line) and any(segment.person in ("self", "patient", None) and segment.plain and segment.negated is False for segment in doc._.segments):
        return ask
    return NOTHING
