"""Whether the back hurts: not, for long, or suddenly within the last weeks. How long it has lasted decides."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    bare,
    confirm,
    length,
    options,
    other_fact,
    texts_of,
    verdict,
)
from bot.danish.answers.signals import Signal, Signals, as_written, foreign_words, is_unsure, line, signals_in, words
from bot.danish.answers.whose import is_own
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import MONTHS_OF, When, months_range

#: Six weeks, in months: what is older is lasting.
SIX_WEEKS = 1.4
#: What began so few days ago came all at once, in months.
DAYS = 0.35
#: A message that does not know is about the question when it has no more words than these.
FEW_WORDS = 12
#: So many words that have nothing to do with pain may stand beside "det gik over".
FEW_STRANGE = 2
#: "5 år" may be how long it has hurt; "67 år" is an age.
MOST_YEARS = 15
#: What is told only as a long time ago lies between these months.
LONG_AGO = (12.0, 600.0)
_FREE = ("no_pain", "fine", "no_more")
_OTHER_MATTERS = ("@drug:", "@cancer:", "@fracture_name:")


@dataclass(frozen=True)
class Message:
    """What a message tells of the back."""

    doc: Doc
    segments: Sequence[Segment]
    own: Sequence[int]
    """The segments about the person."""
    told: Signals
    said: Optional[str]
    whole: bool
    begins_yes: bool
    begins_no: bool
    spans: Sequence[Tuple[float, float]]
    """The months back that its times reach."""

    @property
    def hurts(self) -> bool:
        """Something is told to hurt, and not in a knee or a shoulder."""
        elsewhere = self.told.places("elsewhere") - self.told.places("back")
        free = self.told.firm("no_pain", "fine", "gone")
        return any(
            not (signal.at in elsewhere or signal.at - 1 in elsewhere and signal.segment.items[0].text in ("der", "som"))
            and not any(signal.overlaps(one) for one in free) and not self._is_past(signal)
            for signal in self.told.firm("pain"))

    def _is_past(self, signal: Signal) -> bool:
        """ "jeg havde ondt", and it is gone."""
        said = set(signal.segment.line.split())
        return bool(said & words("past_verbs")) and not said & words("still") and self.told.says("gone", *_FREE)

    @property
    def is_over(self) -> bool:
        """ "det gik over": gone, and no other words say that it is still there."""
        return self.told.says("gone") and not self.told.says("still") and all(signal.denied is False for signal in self.told.named("gone"))

    @property
    def is_free(self) -> bool:
        return self.told.says(*_FREE) or self.is_over

    @property
    def is_old(self) -> bool:
        lasting = any(not line("posture").search(signal.segment.line) for signal in self.told.firm("long"))
        return lasting or any(low > SIX_WEEKS for low, _ in self.spans)

    @property
    def is_fresh(self) -> bool:
        return self.told.says("fresh") or any(high <= SIX_WEEKS for _, high in self.spans)

    @property
    def is_of_days(self) -> bool:
        return any(high <= DAYS for _, high in self.spans) or any("uge" not in signal.text for signal in self.told.firm("fresh"))

    @property
    def came_at_once(self) -> bool:
        begun = self.told.says("onset") or self.is_fresh or self.begins_yes
        return self.told.says("sudden", "jolt") or self.told.says("event") and begun

    @property
    def names_back(self) -> bool:
        """The message is about the back by its own words."""
        began = self.told.says("event", "gone") and (self.told.says("it") or "siden" in texts_of(self.doc))
        struck = self.told.says("sudden", "jolt") or began
        return self.told.says("back") or self.hurts or self.begins_yes or struck and not self.told.says("elsewhere")

    @property
    def strange(self) -> List[str]:
        """Words that have nothing to do with pain."""
        found = [(at, word) for at in self.own for word in foreign_words("back_pain", self.segments[at], self.told)]
        return [word for at, word in found if not _is_length(self.segments[at], word)]


def back_pain(doc: Doc, facts: Facts, context: Context) -> Answer:
    """none, lasting or sudden; asked back when it is told that it hurts, but not for how long."""
    said, _, whole = verdict(doc)
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if asked_anything(doc) and not whole:
        return NOTHING
    message = _message(doc, context, said, whole)
    told, named = message.told, message.names_back
    about_back = named or not message.strange and not other_fact(facts, "back_pain") and _tells_how_long(message)
    if message.begins_yes and not message.hurts and not told.says("back") and _is_of_another_matter(message):
        return _when()
    if message.is_free and not (message.begins_no or named or _names_freedom(told)) and len(message.strange) > FEW_STRANGE:
        return NOTHING
    if said == "mixed" and whole or message.is_free and message.begins_yes:
        return _when()
    if message.begins_no or message.is_free:
        return _none(message)
    timed = message.is_old or message.came_at_once or message.is_fresh
    if not (message.hurts or message.begins_yes or about_back and timed):
        return _without_pain(message)
    if not message.begins_yes and any(is_unsure(message.segments, signal.at) for signal in told):
        return _when()
    return _since_when(message, about_back)


def _message(doc: Doc, context: Context, said: Optional[str], whole: bool) -> Message:
    segments = as_written(doc._.segments)
    third = about_patient(context)
    own = [
        at for at, segment in enumerate(segments)
        if is_own(segments, at, third, acts=True) and not segment.hypothetical and not segment.question
    ]
    told = signals_in("back_pain", segments).where(lambda signal: signal.at in own and not line("dread").search(signal.segment.line))
    first = (bare([item.text for segment in segments[:1] for item in segment.items]) or [""])[0]
    spans = [span for at in own for span in _months(segments[at], context)]
    begins_yes, begins_no = first in words("yes_first") or said == "yes", first in words("no_first") or said == "no"
    return Message(doc, segments, own, told, said, whole, begins_yes, begins_no, spans)


def _when() -> Answer:
    """It hurts, but since when?"""
    return Answer(None, AskBack("back_pain", "when_pain", None, options("when_pain")))


def _names_freedom(told: Signals) -> bool:
    return any(set(signal.text.split()) & words("free_of_pain") for signal in told.firm("no_pain"))


def _is_of_another_matter(message: Message) -> bool:
    """ "ja, hånden", "ja, prednisolon i halvandet år", "ja indtil sidste år"."""
    named = any(mark in message.segments[at].line for at in message.own for mark in _OTHER_MATTERS)
    return named or message.told.says("elsewhere") or "indtil" in texts_of(message.doc)


def _is_length(segment: Segment, word: str) -> bool:
    """Whether `word` is the number of a length of time: "3 uger"."""
    return word[0] == "#" and any(f" {word} {unit} " in segment.line for unit in MONTHS_OF)


def _tells_how_long(message: Message) -> bool:
    """Whether the times of a message that names no pain tell how long: "i flere år", "siden 2015"; not "1958", "67 år"."""
    if any(token.text in ("siden", "fra") for token in message.doc) or message.told.says("it") and message.told.says("onset"):
        return True
    kinds = {time.kind for at in message.own for _, time in times_of(message.segments[at])}
    if kinds:
        return bool(kinds & {"duration", "window", "since"}) and not kinds & {"birth", "age", "year"}
    numbers = [item.thing for at in message.own for item in message.segments[at].items if item.text[0] == "#"]
    return all(number.high <= MOST_YEARS for number in numbers)


#: "Jeg er også 80 år": so long nothing has lasted.
_IS_OLD = re.compile(r" (?:jeg|hun|han|patienten) (?:er|fylder|bliver) (?:(?:også|jo|nu|altså|selv|trods|alt|snart|lige|fyldt|blevet|en|på|kvinde|mand) )*$")


def _months(segment: Segment, context: Context) -> List[Tuple[float, float]]:
    """How many months back each time of the segment reaches; not how long one stands: "når jeg har stået længe"."""
    if line("posture").search(segment.line):
        return []
    spans = [span for _, time in times_of(segment) for span in (_span(time, segment, context),) if span]
    texts = [item.text for item in segment.items]
    for index, item in enumerate(segment.items):
        if item.text[0] != "#":
            continue
        unit = next((text for text in texts[index + 1:index + 3] if text in MONTHS_OF), None)
        if item.thing.decade:
            spans.append(LONG_AGO)
        elif unit and not item.thing.unit and texts[index + 1] != "årig" and not _IS_OLD.search(" " + " ".join(texts[:index]) + " "):
            spans.append((item.thing.low * MONTHS_OF[unit], item.thing.high * MONTHS_OF[unit]))
    return spans


def _span(time: When, segment: Segment, context: Context) -> Optional[Tuple[float, float]]:
    span = months_range(time, context.today)
    if span:
        return span
    if time.kind in ("duration", "window"):
        return time.low, time.high
    if time.kind == "birth" and time.year:
        years = context.today.year - time.year
        return (years - 1) * 12.0, years * 12.0 + 11
    if time.kind in ("age", "before", "since", "after") or time.kind == "ago" and time.word == "over_6":
        return LONG_AGO
    if time.kind == "ago":
        return 0.0, SIX_WEEKS if time.word == "under_6" and "nylig" in segment.line else LONG_AGO[0]
    return None


def _none(message: Message) -> Answer:
    """No pain, or a no that is taken back: "nej, kun når jeg løfter"."""
    told, segments = message.told, message.segments
    own = [at for at, segment in enumerate(segments) if segment.person in ("self", "patient")]
    elsewhere = told.says("elsewhere")
    if not message.whole and any(is_unsure(segments, at) for at in own):
        return confirm("back_pain", "none")
    if message.hurts and not (message.begins_no and elsewhere and not told.says("back")):
        return _when()
    partial = {*own, *(at for at, segment in enumerate(segments) if segment.line.startswith(" ikke "))}
    partly = any(segments[at].not_quite and " så meget som " not in segments[at].line for at in partial)
    if partly and not told.says("no_more", "fine"):
        return _when()
    limits = [signal for signal in told.firm("mild") if not any(signal.lies_in(one) for one in told.firm("no_pain"))]
    if limits and not elsewhere or told.says("sudden", "jolt") and not told.says("gone"):
        return _when()
    tail = [segment for segment in segments if segment.lead == "men" or segment.exceptive]
    if tail and not message.whole and not elsewhere and not told.says("gone", *_FREE):
        # "nej, men jeg har haft lungebetændelse" tells of something else; "nej, men lidt" does not.
        states = any(segment.explicit or set(segment.line.split()) & scope.words("finite_verbs") for segment in tail)
        return Answer("none") if states and not told.says("back", "long") else _when()
    return Answer("none")


def _without_pain(message: Message) -> Answer:
    """No pain is told of: a doubt, not knowing, or nothing about the back."""
    if message.said in ("maybe_no", "maybe_yes") and message.whole:
        return _when()
    lost = signals_in("any", message.segments).says("no_idea") and length(message.doc) <= FEW_WORDS
    return Answer(UNKNOWN) if lost else NOTHING


def _since_when(message: Message, about_back: bool) -> Answer:
    """It hurts: since when, and did it come at once?"""
    told = message.told
    hurting = message.hurts or message.begins_yes
    if message.is_old:
        return Answer("lasting") if not message.is_fresh and (hurting or about_back) else _when()
    if message.came_at_once and told.says("assessed"):
        return _when()
    unclear = any(low <= SIX_WEEKS < high for low, high in message.spans)
    if message.came_at_once and not unclear and (told.says("sudden", "jolt") or message.is_fresh):
        return Answer("sudden")
    return Answer("sudden") if message.is_of_days and told.says("came") and hurting else _when()
