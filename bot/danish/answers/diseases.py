"""The list of diseases: which of them the message tells of, which name may mean several, and when it is none."""
from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish.answers.common import NOTHING, UNKNOWN, Answer, about_patient, asked_anything, bare, is_about_not_knowing, texts_of, verdict
from bot.danish.answers.signals import Signal, as_written, by_name, foreign_words, is_denied, is_own, is_unsure, signals_in
from bot.danish.content import load
from bot.danish.facts import Facts
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

_NAME = re.compile(r"(?<= )@(disease|ambiguous|other):(\w+)(?= )")
#: What a vague name may turn out to be, told in other words of the same message.
_EXPLAINS = {
    "which_gigt": {"rheumatoid_arthritis", "bechterew", "other_joint"},
    "which_thyroid": {"hyperthyroidism", "primary_hyperparathyroidism", "low_thyroid"},
    "which_kidney": {"chronic_kidney_disease", "organ_transplant"},
    "which_bowel": {"malabsorption", "other_bowel"},
    "which_eating": {"anorexia_nervosa"},
}


def conditions(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The diseases that the message tells of; [] when it denies them all."""
    found = _read(doc, facts, context)
    if found.value is None or found.value == UNKNOWN:
        facts.values.pop("conditions", None)
    return found


def _read(doc: Doc, facts: Facts, context: Context) -> Answer:
    segments = as_written(doc._.segments)
    said, rest, whole = verdict(doc)
    third = about_patient(context)
    if asked_anything(doc) and not whole:
        return NOTHING
    own = [at for at in range(len(segments)) if is_own(segments, at, third)]
    signals = [signal for signal in signals_in("conditions", segments) if signal.at in own]
    told = by_name(signals)
    sure, unsure, vague, harmless = _named(segments, own, told)
    known = context.known.get("conditions")
    base: List[str] = list(known) if isinstance(known, list) else []
    if sure:
        vague = {name for name in vague if not _EXPLAINS[name] & (set(sure) | harmless)}
        if vague:
            return Answer(None, _which(sorted(vague)[0], base + [one for one in sure if one not in base]))
        return Answer(base + [one for one in sure if one not in base])
    vague = {name for name in vague if not _EXPLAINS[name] & harmless}
    if vague:
        return Answer(None, _which(sorted(vague)[0], base))
    if unsure:
        return Answer(None, AskBack("conditions", "confirm_value", base + sorted(unsure)))
    return _no_disease(doc, told, segments, own, said, rest, whole, harmless)


def _which(kind: str, base: List[str]) -> AskBack:
    """Ask which of the things that the name may mean it is."""
    choices: List[Tuple[Any, str]] = []
    for value, label in load("answers")["options"][kind]:
        if value == "unknown":
            choices.append((base or "unknown", label))
        else:
            choices.append((base + ([value] if value else []), label))
    return AskBack("conditions", kind, None, tuple(choices))


def _named(segments: Sequence[Segment], own: Sequence[int], told: Dict[str, List[Signal]]) -> Tuple[List[str], Set[str], Set[str], Set[str]]:
    """(diseases for certain, in doubt, vague names, names that do not count) that the own segments tell of."""
    sure: List[str] = []
    unsure: Set[str] = set()
    vague: Set[str] = set()
    harmless: Set[str] = set()
    for at in own:
        segment = segments[at]
        mentions = [(match.group(1), match.group(2), match.start(), match.end()) for match in _NAME.finditer(segment.line)]
        mentions += [("disease", signal.name, signal.start, signal.end) for signals in told.values() for signal in signals if signal.at == at and signal.name in _DISEASES]
        for kind, name, start, end in sorted(mentions, key=lambda one: one[2]):
            if kind == "other":
                harmless.add(name)
                continue
            if not _is_told(segment, segments, told):
                continue
            if segment.hypothetical or segment.question or is_denied(segment, start, end) is not False:
                continue
            if kind == "ambiguous":
                explained = _explained(segments, at, name)
                if explained and explained not in sure:
                    sure.append(explained)
                vague.add(name)
            elif any(signal.at == at for signal in told.get("feared", [])):
                if not told.get("no_then"):
                    unsure.add(name)
            elif segment.pending or segment.not_quite or is_unsure(segments, at):
                unsure.add(name)
            elif name not in sure:
                sure.append(name)
    return sure, unsure - set(sure), vague, harmless


_SELF = re.compile(r" (?:jeg|min|mit|mine|mig|a|hun|han|hendes|hans|patienten|har|haft|fået|fik|vi) ")


def _is_told(segment: Segment, segments: Sequence[Segment], told: Dict[str, List[Signal]]) -> bool:
    """Whether a name tells what somebody has: a person is there, or nothing but the name; not a sentence about diseases."""
    if any(_SELF.search(one.line) for one in segments if one.sentence == segment.sentence):
        return True
    signals = [signal for found in told.values() for signal in found]
    return sum(1 for word in foreign_words("conditions", segment, signals) if word[0] not in "@#") <= 2


def _explained(segments: Sequence[Segment], at: int, name: str) -> Optional[str]:
    """ "det med stofskiftet, det var for højt": the next words tell which one it is."""
    if at + 1 >= len(segments) or segments[at + 1].sentence != segments[at].sentence or segments[at + 1].negated is not False:
        return None
    joined = Segment([*segments[at].items, *segments[at + 1].items], segments[at].sentence)
    found = {signal.name for signal in signals_in("conditions", [joined]) if signal.denied is False} & _EXPLAINS[name] & _DISEASES
    return found.pop() if len(found) == 1 else None


_DISEASES = frozenset(load("lexicon")["disease"])


def _no_disease(doc: Doc, told: Dict[str, List[Signal]], segments: Sequence[Segment], own: Sequence[int], said: Optional[str], rest: Sequence[str], whole: bool, harmless: Set[str]) -> Answer:
    """None of them, not known, or nothing said about them."""
    words = bare(texts_of(doc))
    begins_no = bool(words) and words[0] in ("nej", "næ", "næh", "nope", "nix", "niks", "nul")
    own_segments = [segments[at] for at in own]
    hedged = any(is_unsure(segments, at) for at in own)
    if said == "unknown" and " ikke til " not in " " + " ".join(words) + " " and (whole or is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if said in ("maybe_no", "maybe_yes") and whole:
        return Answer(None, AskBack("conditions", "confirm_value", [])) if said == "maybe_no" else NOTHING
    lost = any(one.name == "no_idea" for one in signals_in("any", own_segments))
    if lost and not begins_no and not any("@disease" in segment.line for segment in own_segments):
        return Answer(UNKNOWN)
    named = any("@disease" in segment.line for segment in own_segments)
    begins_yes = bool(words) and words[0] in ("ja", "jo", "jep")
    if begins_no or said == "no" and whole or told.get("no_none") and not begins_yes:
        if named and not (begins_no and whole) and not told.get("no_none"):
            return NOTHING
        if hedged or any(segment.pending and not segment.negated for segment in own_segments):
            return Answer(None, AskBack("conditions", "confirm_value", []))
        if any(segment.lead in ("men", "exceptive") and not _says_harmless(segment) for segment in own_segments) and not told.get("no_none"):
            return NOTHING
        if said == "mixed":
            return NOTHING
        return Answer([])
    if harmless:
        return Answer(None, AskBack("conditions", "confirm_value", []))
    if said in (None, "unknown") and any(one.name in ("no_idea", "no_tell") for one in signals_in("any", own_segments)):
        return Answer(UNKNOWN)
    return NOTHING


def _says_harmless(segment: Segment) -> bool:
    return "@other" in segment.line or not segment.explicit and "@" not in segment.line
