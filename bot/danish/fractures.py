"""Broken bones told of: where, how, when and whether seen on pictures, each as one record; several in one sentence too.

A message is a row of clauses (its segments). Some name a bone that broke: the anchors. What the others say of time, cause
and proof goes to the anchor that it stands by, and where that cannot be told, to none.
"""
from __future__ import annotations

import re
from typing import AbstractSet, Any, Dict, List, Optional, Sequence

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.fracture_bones import FIRST_WORDS, Anchor, anchors_in, is_any_at_all, is_denied_label, tells_of_no_other
from bot.danish.fracture_clauses import Clause, clauses_of, is_foreign, is_hedged, is_relevant, owned, raw_line
from bot.danish.fracture_details import CHILDHOOD
from bot.danish.fracture_events import records_of, tell_apart
from bot.danish.fracture_words import cause_words, said
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

#: A person of this age is grown up.
GROWN_UP = 18


def find(doc: Doc, segments: Sequence[Segment], about: Sequence[Segment], facts: Any, context: Context, question: Optional[str]) -> None:
    """Put the fractures of the message into `facts`."""
    if not is_relevant(doc) and not (question or "").startswith("fractures"):
        return
    clauses = clauses_of(doc)
    third = context.third_person or context.known.get("role") in ("physiotherapist", "reception") or context.known.get("for_other") is True
    own = owned(clauses, about, third)
    denials: List[Clause] = []
    anchors = anchors_in(clauses, own, False, facts.asks, denials)
    tell_apart(clauses, anchors, own, context)
    grown_up = [anchor for anchor in anchors if not _is_of_a_child(anchor)]
    facts.fractures.extend(records_of(grown_up))
    if any(record.get("age_at") == facts.values.get("age", "") for record in facts.fractures) and not re.search(r" (?:jeg er|er jeg|hun er|han er|patienten er|er) #", " ".join(clause.line for clause in clauses)):
        facts.values.pop("age")
    spared = question is not None and any(clause.index in own and clause.breaks and not clause.bones and clause.segment.negated is False and not is_hedged(clause) and clause.says("spared") for clause in clauses)
    denied = spared or _NOTHING_SINCE.search(" ".join(token.text for token in doc)) is not None or _denied_as_heading(clauses) or any(denies_all(clause) and not _of_one_event(clause, clauses) for clause in denials)
    since = any(clause.says("any_bone") and " siden " in clause.line for clause in denials)
    if facts.fractures and (denied or since or NOT_SINCE.search(raw_line(doc))) and _only_as_a_child(doc, facts.fractures):
        facts.fractures.clear()  # "som dreng brækkede jeg armen, men som voksen aldrig noget"
        denied = True
    if anchors and not grown_up and (denied or since or NOT_SINCE.search(raw_line(doc)) or _THAT_IS_ALL.search(raw_line(doc))):
        denied = True  # "som barn brækkede jeg armen, men det er også alt"
    if facts.fractures:
        facts.asks[:] = [ask for ask in facts.asks if ask.field != "fractures"]
    elif denied and not any(ask.field == "fractures" for ask in facts.asks):
        facts.take("fractures", [])


#: "Som barn brækkede jeg armen, men aldrig noget siden jeg blev voksen".
_NOTHING_SINCE = re.compile(r"\b(?:aldrig|ikke) (?:noget |mere |det mindste |en eneste knogle )?(?:siden|efter|som) (?:jeg |hun |han |at jeg )?(?:blev |er blevet )?voksen\b|\bsiden har (?:jeg|hun|han) (?:heldigvis )?(?:ikke|aldrig) brækket (?:noget|det mindste)\b")


#: "Ikke siden", "men som voksen ingenting".
NOT_SINCE = re.compile(
    r" (?:ikke|aldrig) (?:noget )?(?:siden|efter|som voksen|senere|ellers) | (?:ellers|men|siden) (?:\w+ ){0,3}(?:ikke|aldrig|ingen|intet|ingenting|nul|hel) "
    r"| som voksen (?:har jeg |slet |overhovedet )?(?:ikke|aldrig|ingen|ingenting|intet|nej|hverken) "
)


#: "Aldrig brækket noget ud over en finger som barn".
_EXCEPT = re.compile(r" (?:aldrig|ikke) (?:\w+ ){0,3}?brækket (?:\w+ )?(?:, )?(?:ud ?over|bortset fra|undtagen|på nær|andet end) ")


#: "Kun da jeg var otte", "men det er også det hele".
_THAT_IS_ALL = re.compile(r" det er (?:også |så |jo |nu |altså )*(?:alt|det hele|det eneste) | (?:kun|bare) (?:da|som|engang som) | det eneste (?:brud|jeg|hun|han) ")


def _is_of_a_child(anchor: Anchor) -> bool:
    """Whether it is told of the bone itself that it broke in childhood: such a one is not asked for."""
    age = anchor.details.get("age_at")
    return isinstance(age, int) and age < GROWN_UP or bool(anchor.details.get(CHILDHOOD)) and age == "under_40"


def _only_as_a_child(doc: Doc, fractures: Sequence[Dict[str, Any]]) -> bool:
    raw = raw_line(doc)
    told_of_later = " voksen" in raw or " siden " in raw or _EXCEPT.search(raw) is not None
    return told_of_later and all(is_childhood(record, raw) for record in fractures)


def _denied_as_heading(clauses: Sequence[Clause]) -> bool:
    """ "Knoglebrud: ingen"."""
    return any(
        before.breaks and not before.bones and len(before.texts) <= FIRST_WORDS and is_denied_label(after)
        for before, after in zip(clauses, clauses[1:])
    )


def denies_all(clause: Clause) -> bool:
    """ "aldrig brækket noget", "ingen brud"; not "den var ikke brækket", "brækkede ikke noget" or what an X-ray did not show."""
    segment, line = clause.segment, clause.line
    if segment.hedged or segment.not_quite and not is_any_at_all(clause) or clause.says("childhood") or clause.says("not_in_general"):
        return False
    if any(item.text[0] == "%" and item.thing.kind not in ("duration",) and not (item.thing.kind == "age" and item.thing.word is None and item.thing.low >= GROWN_UP) for item in segment.items):
        return False
    if not (clause.says("wholly") or clause.says("any_bone")) or any(word in line for word in _BUT_THOSE_TOLD) or line.endswith(" siden ") or tells_of_no_other(clause):
        return False
    if not _denied_at(clause) or " brækker " in line:
        return False
    if _NOT_A_BREAK.fullmatch(line) or _NOT_SAID.search(line) or _UNTIL_THEN.search(line):
        return False
    preterite = re.search(r" (?:brækkede|knækkede) ", line)
    return not preterite or clause.says("wholly")


#: "Ellers ingen brud", "ikke flere brud": beside those that were told.
_BUT_THOSE_TOLD = (" ellers ", " flere ", " siden bruddet ", " andre brud ", " andre frakturer ", " andre knogler ", " anden fraktur ", " yderligere ")
#: "Brud vil hun ikke svare på".
_NOT_SAID = re.compile(r" (?:svare|(?<! kan )(?<! stadig )(?<! trygt )sige(?! at)|oplyse|fortælle|udtale|snakke|tale) ")
#: "Og havde aldrig brækket noget før": until something broke.
_UNTIL_THEN = re.compile(r" havde .* (?:før|forinden|indtil da|inden da|førhen) ")
#: "Ny hofte, slid, ikke brud": that was no break.
_NOT_A_BREAK = re.compile(r" ikke (?:et |noget )?(?:brud|knoglebrud|fraktur|brækket) ")


def _of_one_event(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """ "faldt i 2014, men der var ikke noget brud": nothing broke that time."""
    if re.search(r" (?:der var|var der|det var|var det|blev der|der blev) ", clause.line):
        return True
    before = [one for one in clauses[:clause.index] if one.sentence == clause.sentence and one.segment.negated is False]
    return clause.lead in ("men", "og", "") and not re.search(r" (?:har|aldrig|haft) ", clause.line) and any(one.says("fell") or cause_words(one.line) for one in before)


def _denied_at(clause: Clause) -> bool:
    """Whether the denial reaches the break itself: "ikke klar over, om det var et brud" denies nothing."""
    negators = [at for at, text in enumerate(clause.texts) if text in scope.words("negators")]
    places = clause.breaks or [bone.at for bone in clause.bones]
    for at in negators:
        for place in places:
            between = clause.texts[min(at, place) + 1:max(at, place)]
            if not any(text in ("om", "klar", "sikker", "vide", "ved", "at", "huske", "hvilken", "hvor") for text in between):
                return True
    return not negators and clause.segment.negated is True


def is_childhood(record: Dict[str, Any], raw: str) -> bool:
    """A fracture as a child is not asked for. `raw`: the words of the message, without marks."""
    age = record.get("age_at")
    if age is None and "months_ago" not in record:
        return bool(said("childhood").search(raw))
    return isinstance(age, int) and age < GROWN_UP or age == "under_40" and bool(said("childhood").search(raw))


def bare_records(doc: Doc, context: Context, asks: List[AskBack], among: Optional[AbstractSet[int]] = None) -> List[Dict[str, Any]]:
    """What the message tells where fractures are asked for: a bone alone is then one that broke. `among`: the clauses that may tell of the person."""
    clauses = clauses_of(doc)
    own = {clause.index for clause in clauses if _is_answering(clause) and (among is None or clause.index in among)}
    anchors = anchors_in(clauses, own, True, asks, [])
    tell_apart(clauses, anchors, own, context)
    return records_of(anchors)


def _is_answering(clause: Clause) -> bool:
    segment = clause.segment
    kin = any(text.startswith("@person:") and text != "@person:staff" for text in clause.texts)
    return segment.plain and segment.person in ("self", "patient", None) and not kin and not is_foreign(clause)
