"""The list of diseases: which of them the message tells of, which name may mean several, and when it is none."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    bare,
    confirm,
    is_about_not_knowing,
    texts_of,
    verdict,
)
from bot.danish.answers.signals import Signals, as_written, foreign_words, is_denied, is_unsure, line, signals_in, words
from bot.danish.answers.whose import is_own
from bot.danish.content import load
from bot.danish.facts import Facts
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

_NAME = re.compile(r"(?<= )@(disease|ambiguous|other):(\w+)(?= )")
_DISEASES = frozenset(load("lexicon")["disease"])
#: What a vague name may turn out to be, told in other words of the same message.
_EXPLAINS = {
    "which_gigt": {"rheumatoid_arthritis", "bechterew", "other_joint"},
    "which_thyroid": {"hyperthyroidism", "primary_hyperparathyroidism", "low_thyroid"},
    "which_kidney": {"chronic_kidney_disease", "organ_transplant"},
    "which_bowel": {"malabsorption", "other_bowel"},
    "which_eating": {"anorexia_nervosa"},
}
#: A sentence that names nobody tells of the writer when so few of its words are of other things.
FEW_STRANGE = 2


@dataclass
class Named:
    """The diseases that a message names."""

    sure: List[str] = field(default_factory=list)
    unsure: Set[str] = field(default_factory=set)
    vague: Set[str] = field(default_factory=set)
    """Names that may mean several things."""
    harmless: Set[str] = field(default_factory=set)
    """Names that do not count."""


def conditions(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The diseases that the message tells of; [] when it denies them all."""
    found = _read(doc, context)
    if found.value == UNKNOWN and facts.values and "glemte" in texts_of(doc):
        found = NOTHING  # "min mormor havde osteoporose, det glemte jeg": what is told now was forgotten before
    if found.value is None or found.value == UNKNOWN:
        facts.values.pop("conditions", None)
    return found


def _read(doc: Doc, context: Context) -> Answer:
    if asked_anything(doc) and not verdict(doc)[2]:
        return NOTHING
    segments = as_written(doc._.segments)
    third = about_patient(context)
    own = [at for at in range(len(segments)) if is_own(segments, at, third)]
    told = signals_in("conditions", segments).where(lambda signal: signal.at in own)
    named = _named(segments, own, told)
    known = context.known.get("conditions")
    base: List[str] = list(known) if isinstance(known, list) else []
    base += [one for one in named.sure if one not in base]
    vague = sorted(name for name in named.vague if not _EXPLAINS[name] & (set(named.sure) | named.harmless))
    if vague:
        return Answer(None, _which(vague[0], base))
    if named.sure:
        return Answer(base)
    if named.unsure:
        return confirm("conditions", base + sorted(named.unsure))
    return _no_disease(doc, told, [segments[at] for at in own], any(is_unsure(segments, at) for at in own), named)


def _which(kind: str, base: List[str]) -> AskBack:
    """Ask which of the things that the name may mean it is."""
    choices: List[Tuple[Any, str]] = []
    for value, label in load("answers")["options"][kind]:
        choices.append(((base or "unknown") if value == "unknown" else base + ([value] if value else []), label))
    return AskBack("conditions", kind, None, tuple(choices))


def _named(segments: Sequence[Segment], own: Sequence[int], told: Signals) -> Named:
    """What the own segments name, by the lexicon and by the patterns of content/choices.yml."""
    named = Named()
    for at in own:
        segment = segments[at]
        mentions = [(match.start(), match.end(), *match.groups()) for match in _NAME.finditer(segment.line)]
        mentions += [(signal.start, signal.end, "disease", signal.name) for signal in told if signal.at == at and signal.name in _DISEASES]
        for start, end, kind, name in sorted(mentions):
            if kind == "other":
                named.harmless.add(name)
            elif not _is_told(segment, segments, told) or _is_refused(segment, start, end):
                continue
            elif kind == "ambiguous":
                explained = _explained(segments, at, name)
                if explained and explained not in named.sure:
                    named.sure.append(explained)
                named.vague.add(name)
            elif any(signal.at == at for signal in told.named("feared")):
                if not told.named("no_then", "no_none"):
                    named.unsure.add(name)
            elif segment.pending or segment.not_quite or is_unsure(segments, at):
                named.unsure.add(name)
            elif name not in named.sure:
                named.sure.append(name)
    named.unsure -= set(named.sure)
    return named


def _is_told(segment: Segment, segments: Sequence[Segment], told: Signals) -> bool:
    """Whether a name tells what somebody has: a person is there, or nothing but the name; not a sentence about diseases."""
    if any(line("somebody").search(one.line) for one in segments if one.sentence == segment.sentence):
        return True
    return sum(1 for word in foreign_words("conditions", segment, told) if word[0] not in "@#") <= FEW_STRANGE


def _is_refused(segment: Segment, start: int, end: int) -> bool:
    """Denied, supposed, asked, or answered with a no: "leddegigt nej"."""
    refused = segment.line[end:].split()[:1] == ["nej"]
    return segment.hypothetical or segment.question or refused or is_denied(segment, start, end) is not False


def _explained(segments: Sequence[Segment], at: int, name: str) -> Optional[str]:
    """ "det med stofskiftet, det var for højt": the next words tell which one it is."""
    following = segments[at + 1] if at + 1 < len(segments) else None
    if following is None or following.sentence != segments[at].sentence or following.negated is not False:
        return None
    joined = Segment([*segments[at].items, *following.items], segments[at].sentence)
    found = {signal.name for signal in signals_in("conditions", [joined]) if signal.denied is False} & _EXPLAINS[name] & _DISEASES
    return found.pop() if len(found) == 1 else None


def _no_disease(doc: Doc, told: Signals, own: Sequence[Segment], hedged: bool, named: Named) -> Answer:
    """None of them, not known, or nothing said about them."""
    said, rest, whole = verdict(doc)
    texts = bare(texts_of(doc))
    first = texts[0] if texts else ""
    begins_no = first in words("no_first")
    mentioned = any("@disease" in segment.line for segment in own)
    if said == "unknown" and " ikke til " not in f" {' '.join(texts)} " and (whole or is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if said in ("maybe_no", "maybe_yes") and whole:
        return confirm("conditions", []) if said == "maybe_no" else NOTHING
    lost = signals_in("any", own)
    if lost.named("no_idea") and not begins_no and not mentioned:
        return Answer(UNKNOWN)
    none_told = told.named("no_none")
    if begins_no or said == "no" and whole or none_told and first not in words("yes_first"):
        if mentioned and not (begins_no and whole) and not none_told or said == "mixed":
            return NOTHING
        if hedged or any(segment.pending and not segment.negated for segment in own):
            return confirm("conditions", [])
        more = any(segment.lead in ("men", "exceptive") and not _is_harmless(segment) for segment in own)
        return NOTHING if more and not none_told else Answer([])
    if named.harmless and not hedged and _is_all(own, told):
        return Answer([])
    if named.harmless:
        return confirm("conditions", [])
    return Answer(UNKNOWN) if said in (None, "unknown") and lost.named("no_idea", "no_tell") else NOTHING


#: Nothing but what was named: "kun lavt stofskifte", "blodtryk er det eneste", "ellers ikke noget".
_ALL = re.compile(r" (?:kun|bare|blot|udelukkende|det eneste|eneste) | ellers (?:\w+ )?(?:ikke|intet|ingenting|ingen|rask|sund) | (?:ikke|intet) andet | andet (?:er der|har jeg|fejler jeg|er det) (?:så |heldigvis |nu )*ikke | det er (?:det hele|alt)(?= )")
#: Words of no weight in such an answer.
_BESIDE = frozenset({"type", "begge", "lidt", "vist", "begyndende", "byde", "tager", "piller", "blodtryk", "tak", "medicin", "højt", "lavt", "dem", "kan", "skal", "har", "ingenting", "intet", "forhøjet", "andet", "altså"})


#: Who names so many of what fails him or her has named it all: "sukkersyge og slidgigt".
SEVERAL = 2


def _is_all(own: Sequence[Segment], told: Signals) -> bool:
    """Whether a message that names harmless things only says that there is no more, or lists several, in words that are all understood."""
    lines = " ".join(segment.line for segment in own)
    listed = lines.count("@other:") + (" blodtryk " in lines) >= SEVERAL
    strange = {word for segment in own for word in foreign_words("conditions", segment, told) if word[0] not in "@#%"}
    return (listed or bool(_ALL.search(lines))) and not strange - _BESIDE


def _is_harmless(segment: Segment) -> bool:
    return "@other" in segment.line or not segment.explicit and "@" not in segment.line
