"""What a day is like: limited, everyday, or training hard every week. What was once, is wished or is another's does not count."""
from __future__ import annotations

from typing import Optional, Sequence, Set

from spacy.tokens import Doc

from bot.danish.answers.common import NOTHING, Answer, about_patient, confirm, texts_of
from bot.danish.answers.signals import Signal, Signals, as_written, foreign_words, is_unsure, line, signals_in
from bot.danish.answers.whose import is_own
from bot.danish.facts import Facts
from bot.danish.reading import Context
from bot.danish.view import Segment

LEVELS = ("limited", "everyday", "training")
_DONE = ("everyday", "weak_everyday", "training", "maybe")
_HARD = ("limited", "no_strength")
_SHOWS = {"limited": _HARD, "everyday": _DONE, "training": ("training",)}


def activity_level(doc: Doc, facts: Facts, context: Context) -> Answer:
    """The level that the words of everyday tell; both of two levels, or sport of which the effort is not told, is asked back."""
    segments = as_written(doc._.segments, today=True)
    third = about_patient(context)
    told = signals_in("activity_level", segments).where(
        lambda signal: is_own(segments, signal.at, third, acts=True) and not signal.segment.question and signal.denied is not None
        and not _is_done_by_another(signal))
    past = _past(told, segments)
    told = _without_what_is_beside(told)
    away = past | _wished(told, segments)
    here = told.where(lambda signal: signal.at not in away)
    if here.says("hedged"):
        return confirm("activity_level", None)
    values = _values(here, told)
    chosen = _by_place(doc)
    if not values and chosen is None and any(signal.denied for signal in told.named("limited")):
        return confirm("activity_level", "everyday")
    if "limited" in values and len(values) > 1:
        # The words of daily life may only name what is hard.
        only_hard = "training" not in values and here.places("everyday", "maybe") <= told.places(*_HARD)
        return Answer("limited") if only_hard else confirm("activity_level", None)
    if chosen is not None and values <= {chosen}:
        return Answer(chosen)
    if values == {"maybe"}:
        return confirm("activity_level", "training")
    if not values:
        return NOTHING
    value = values.pop()
    doubted = all(is_unsure(segments, signal.at) for signal in here.firm(*_SHOWS[value]))
    return confirm("activity_level", value) if doubted else Answer(value)


def _values(here: Signals, told: Signals) -> Set[str]:
    """The levels that are told of now; "maybe": sport that may be hard or not."""
    values = {"limited"} if here.says(*_HARD) else set()
    gentle = {signal.at for signal in told.named("gentle")}
    sport = told.named("maybe")
    soft = here.says("soft", "no_training") or bool(sport) and all(signal.at in gentle for signal in sport)
    if here.says("training", "maybe") and not soft:
        values.add("training" if here.says("training") else "maybe")
    elif here.says("everyday", "training", "maybe") or here.says("weak_everyday") and not values:
        values.add("everyday")
    return values


def _is_done_by_another(signal: Signal) -> bool:
    """ "min mand gør alting for mig": not what the writer does."""
    return signal.name in _DONE and "@person:" in signal.before and not line("actor").search(signal.before)


def _past(told: Signals, segments: Sequence[Segment]) -> Set[int]:
    """The segments that tell of a time that is gone; "og gør det stadig" behind one brings it back."""
    now = told.places("now")
    return {
        at for at in told.places("past") - now
        if not (at + 1 in now and segments[at + 1].sentence == segments[at].sentence and line("continued").search(segments[at + 1].line))
    }


def _wished(told: Signals, segments: Sequence[Segment]) -> Set[int]:
    """The segments that tell of a wish or a plan; "skal have hjælp" is none."""
    wished = {signal.at for signal in told.named("wish")} - {signal.at for signal in told.named("need")}
    return wished | {at for at, segment in enumerate(segments) if segment.hypothetical}


def _without_what_is_beside(told: Signals) -> Signals:
    """Without what is told of something else: a fall, a measure, a word that fits anything among words of another matter."""
    beside = {signal.at for signal in told.named("beside")}
    fell = {signal.at for signal in told.named("fell")}
    return told.where(
        lambda signal: signal.at not in beside and not (signal.at in fell and signal.name in _DONE)
        and (signal.name != "weak_everyday" or len(foreign_words("activity_level", signal.segment, told)) <= 1))


def _by_place(doc: Doc) -> Optional[str]:
    """ "nr. 2", "den midterste": the choice by its place."""
    match = line("place").search(" " + " ".join(texts_of(doc)) + " ")
    if not match:
        return None
    if match["number"]:
        number = doc._.numbers[0].value
        return LEVELS[int(number) - 1] if number in (1, 2, 3) else None
    return LEVELS[("first", "second", "third").index(match.lastgroup or "first")]
