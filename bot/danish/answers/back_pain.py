"""Whether the back hurts: not, for long, or suddenly within the last weeks. How long it has lasted decides."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    bare,
    length,
    options,
    other_fact,
    texts_of,
    verdict,
)
from bot.danish.answers.signals import Signal, as_written, by_name, foreign_words, is_own, is_unsure, signals_in
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import MONTHS_OF, months_range

#: Six weeks, in months: what is older is lasting.
SIX_WEEKS = 1.4
#: What began so few days ago, all at once, in months.
DAYS = 0.35
#: A short answer is about the back although it does not name it.
FEW_WORDS = 12
#: So many words that have nothing to do with pain may stand beside "det gik over".
FEW_STRANGE = 2


def back_pain(doc: Doc, facts: Facts, context: Context) -> Answer:
    """none, lasting or sudden; asked back when it is told that it hurts, but not for how long."""
    segments = as_written(doc._.segments)
    said, rest, whole = verdict(doc)
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if asked_anything(doc) and not whole:
        return NOTHING
    ask = Answer(None, AskBack("back_pain", "when_pain", None, options("when_pain")))
    third = about_patient(context)
    own = [at for at in range(len(segments)) if is_own(segments, at, third, done_to=True) and not segments[at].hypothetical and not segments[at].question]
    signals = [signal for signal in signals_in("back_pain", segments) if signal.at in own and not _is_feared(signal.segment)]
    told = by_name(signal for signal in signals if signal.denied is False)
    begins_yes, begins_no = _begins(doc, said)
    hurting = _hurts(told, segments)
    free = bool(told.get("no_pain") or told.get("fine") or told.get("no_more")) or _is_over(told, signals)
    old, fresh, unclear = _age(segments, own, context)
    old = old or any(not _POSTURE.search(signal.segment.line) for signal in told.get("long", []))
    fresh = fresh or bool(told.get("fresh"))
    onset = bool(told.get("sudden") or told.get("jolt") or told.get("event") and (told.get("onset") or fresh or begins_yes))
    struck = bool(told.get("sudden") or told.get("jolt") or (told.get("event") or told.get("gone")) and (told.get("it") or "siden" in texts_of(doc)))
    named = bool(told.get("back")) or hurting or begins_yes or struck and not told.get("elsewhere")
    strange = [word for at in own for word in foreign_words("back_pain", segments[at], signals) if word[0] != "#"]
    about_back = named or not strange and not other_fact(facts, "back_pain") and _is_since(doc, segments, own, told)
    if begins_yes and not hurting and not told.get("back") and (told.get("elsewhere") or "indtil" in texts_of(doc) or _names_else(segments, own)):
        return ask
    if free and not begins_no and not named and not _is_free_of_pain(told) and len(strange) > FEW_STRANGE:
        return NOTHING
    if said == "mixed" and whole:
        return ask
    if begins_no or free and not begins_yes:
        return _none(doc, told, segments, hurting, begins_no, old or fresh, said, whole, rest, ask)
    if free and begins_yes:
        return ask
    if not (hurting or begins_yes or about_back and (old or onset or fresh)):
        return _without_pain(doc, said, whole, segments, own)
    if any(is_unsure(segments, signal.at) for signal in signals) and not begins_yes:
        return ask
    days = any(high <= DAYS for at in own for _, high in _months(segments[at], context)) or any("uge" not in signal.text for signal in told.get("fresh", []))
    return _since_when(told, hurting or begins_yes, old, fresh, unclear, onset, about_back, days, ask)


def _is_free_of_pain(told: Dict[str, List[Signal]]) -> bool:
    return any(set(signal.text.split()) & _PAINS for signal in told.get("no_pain", []))


_PAINS = frozenset({"ondt", "smerte", "smerter", "smertefri", "gener", "hold", "symptomfri", "ømhed"})
#: "5 år" may be how long it has hurt; "67 år" is an age.
MOST_YEARS = 15


def _names_else(segments: Sequence[Segment], own: Sequence[int]) -> bool:
    return any(f"@{kind}:" in segments[at].line for at in own for kind in ("drug", "cancer", "fracture_name"))


def _is_since(doc: Doc, segments: Sequence[Segment], own: Sequence[int], told: Dict[str, List[Signal]]) -> bool:
    """Whether the times of a message that names no pain tell how long: "i flere år", "siden 2015"; not "1958", "67 år"."""
    since = any(token.text in ("siden", "fra") for token in doc) or bool(told.get("it") and told.get("onset"))
    kinds = {time.kind for at in own for _, time in times_of(segments[at])}
    bare = [item.thing for at in own for item in segments[at].items if item.text[0] == "#"]
    return since or bool(kinds & {"duration", "window", "since"}) and not kinds & {"birth", "age", "year", "per"} or not kinds and all(
        number.high <= MOST_YEARS for number in bare)


def _begins(doc: Doc, said: Optional[str]) -> Tuple[bool, bool]:
    """Whether the message begins with a yes, with a no."""
    words = bare(texts_of(doc))
    first = words[0] if words else ""
    if first[:1] == "#" and doc._.segments and as_written(doc._.segments)[0].items[:1] and as_written(doc._.segments)[0].items[0].text == "nul":
        return False, True
    return (first in ("ja", "jo", "jep", "jeps", "jaja", "joh", "desværre", "yes") or said == "yes"), (first in ("nej", "næ", "næh", "nope", "nix", "niks") or said == "no")


_FEARED = re.compile(r" (?:bange for|frygter|risiko for|undgå|forebygge|nervøs for|bekymret for|angst for) ")


def _is_feared(segment: Segment) -> bool:
    return bool(_FEARED.search(segment.line))


def _hurts(told: Dict[str, List[Signal]], segments: Sequence[Segment]) -> bool:
    """Something is told to hurt, and not in a knee or a shoulder."""
    elsewhere = {signal.at for signal in told.get("elsewhere", [])} - {signal.at for signal in told.get("back", [])}
    free = told.get("no_pain", []) + told.get("fine", []) + told.get("gone", [])
    for signal in told.get("pain", []):
        if signal.at in elsewhere or signal.at - 1 in elsewhere and signal.segment.items[0].text in ("der", "som") or any(one.at == signal.at and one.start < signal.end and signal.start < one.end for one in free):
            continue
        if _is_past(signal, told):
            continue
        return True
    return False


def _is_past(signal: Signal, told: Dict[str, List[Signal]]) -> bool:
    """ "jeg havde ondt": told of a time that is gone."""
    words = signal.segment.line.split()
    return bool(set(words) & {"havde", "gjorde", "var", "fik", "plejer", "plejede"}) and any(told.get(name) for name in ("gone", "no_more", "no_pain", "fine")) and not set(words) & {"stadig", "endnu", "nu"}


def _is_over(told: Dict[str, List[Signal]], signals: Sequence[Signal]) -> bool:
    """ "det gik over": gone, and no other words say that it is still there."""
    return bool(told.get("gone")) and not any(signal.name == "gone" and signal.denied for signal in signals) and not told.get("still")


def _age(segments: Sequence[Segment], own: Sequence[int], context: Context) -> Tuple[bool, bool, bool]:
    """(older than six weeks, newer, could be either) by the times that the message tells."""
    old = fresh = unclear = False
    for at in own:
        for low, high in _months(segments[at], context):
            if low > SIX_WEEKS:
                old = True
            elif high <= SIX_WEEKS:
                fresh = True
            else:
                unclear = True
    return old, fresh, unclear


#: "når jeg har stået for længe": how long one stands, not how long it has hurt.
_POSTURE = re.compile(r" (?:når|hvis|efter|af|ved|kun|især|mest|bare) (?:\S+ ){0,4}(?:stå|stået|står|siddet|sidder|sidde|gået|går|gå|ligget|ligger|ligge|kørt|kører|løftet|arbejdet|gravet) (?:\S+ ){0,2}(?:%duration\d+|længe|lang|langt)(?= )")


def _months(segment: Segment, context: Context) -> List[Tuple[float, float]]:
    """How many months back each time of the segment reaches."""
    spans: List[Tuple[float, float]] = []
    if _POSTURE.search(segment.line):
        return spans
    for _, time in times_of(segment):
        span = months_range(time, context.today)
        if span:
            spans.append(span)
        elif time.kind in ("duration", "window"):
            spans.append((time.low, time.high))
        elif time.kind == "birth" and time.year:
            spans.append(((context.today.year - time.year - 1) * 12.0, (context.today.year - time.year) * 12.0 + 11))
        elif time.kind in ("age", "before", "since", "after") or time.kind == "ago" and time.word == "over_6":
            spans.append((12.0, 600.0))
        elif time.kind == "ago":
            spans.append((0.0, SIX_WEEKS if time.word == "under_6" and "nylig" in segment.line else 12.0))
    texts = [item.text for item in segment.items]
    for index, item in enumerate(segment.items):
        if item.text[0] != "#":
            continue
        unit = next((text for text in texts[index + 1:index + 3] if text in MONTHS_OF), None)
        if item.thing.decade:
            spans.append((12.0, 600.0))
        elif unit and not item.thing.unit and texts[index + 1:index + 2] != ["årig"]:
            spans.append((item.thing.low * MONTHS_OF[unit], item.thing.high * MONTHS_OF[unit]))
    return spans


def _none(doc: Doc, told: Dict[str, List[Signal]], segments: Sequence[Segment], hurting: bool, begins_no: bool, timed: bool, said: Optional[str], whole: bool, rest: Sequence[str], ask: Answer) -> Answer:
    """No pain, or a no that is taken back: "nej, kun når jeg løfter"."""
    own = [segment for at, segment in enumerate(segments) if segment.person in ("self", "patient")]
    hedged = any(is_unsure(segments, at) for at, segment in enumerate(segments) if segment in own)
    partly = not told.get("no_more") and any(segment.not_quite and " så meget som " not in segment.line for segment in own) and not told.get("fine")
    if hedged and not whole:
        return Answer(None, AskBack("back_pain", "confirm_value", "none"))
    if hurting and not (begins_no and told.get("elsewhere") and not told.get("back")):
        return ask
    if partly:
        return ask
    elsewhere = bool(told.get("elsewhere"))
    limits = told.get("mild", [])
    if limits and not elsewhere and not (told.get("no_pain") and all(_near(signal, told["no_pain"]) for signal in limits)):
        return ask
    if (told.get("sudden") or told.get("jolt")) and not told.get("gone"):
        return ask
    if begins_no and not whole and not (told.get("no_pain") or told.get("fine") or told.get("no_more") or told.get("gone") or elsewhere) and _goes_on(segments):
        return ask if told.get("back") or told.get("long") else Answer("none") if length(doc) <= FEW_WORDS and not _goes_on_of_self(segments) else ask
    return Answer("none")


def _near(signal: Signal, others: Sequence[Signal]) -> bool:
    return any(signal.at == other.at and other.start <= signal.start and signal.end <= other.end for other in others)


def _goes_on(segments: Sequence[Segment]) -> bool:
    return any(segment.lead == "men" or segment.exceptive for segment in segments)


def _goes_on_of_self(segments: Sequence[Segment]) -> bool:
    return any((segment.lead == "men" or segment.exceptive) and segment.person in ("self", "patient") for segment in segments)


def _without_pain(doc: Doc, said: Optional[str], whole: bool, segments: Sequence[Segment], own: Sequence[int]) -> Answer:
    if said in ("maybe_no", "maybe_yes") and whole:
        return Answer(None, AskBack("back_pain", "when_pain", None, options("when_pain")))
    if any(one.name == "no_idea" for one in signals_in("any", segments)) and length(doc) <= FEW_WORDS:
        return Answer(UNKNOWN)
    return NOTHING


def _since_when(told: Dict[str, List[Signal]], hurting: bool, old: bool, fresh: bool, unclear: bool, onset: bool, about_back: bool, days: bool, ask: Answer) -> Answer:
    """It hurts: since when, and did it come at once?"""
    if onset and told.get("assessed"):
        return Answer("lasting") if old and not fresh else ask
    if old and not fresh:
        return Answer("lasting") if hurting or about_back else ask
    if old and fresh:
        return ask if onset or not told.get("long") else ask
    if onset and not unclear and (told.get("sudden") or told.get("jolt") or fresh):
        return Answer("sudden")
    return Answer("sudden") if days and told.get("came") and hurting else ask
