"""Facts told in words that no rule of content/patterns.yml holds: a clause that names what a question is about is read as its answer.

"fald nul gange", "ryggen er fin", "smøgerne har jeg lagt på hylden": the readers of answers know many more ways of saying a thing
than the rules do. What they read is taken where the clause is told of the person, names one field (content/told.yml), and is firm.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Tuple

from bot.danish import checks, scope, shorthand
from bot.danish.answers import UNKNOWN, YES_NO, answer_to
from bot.danish.content import load
from bot.danish.facts import Clause, Facts, Scene, facts_in, foreign_words
from bot.danish.facts.rules import days_before
from bot.danish.facts.words import compiled
from bot.danish.needles import may_match, needles
from bot.danish.pipeline import doc_of
from bot.danish.reading import Context

#: Of a field that a message names again and again only so much is looked at.
MOST_STRETCHES = 4
#: A stretch of more words is a story.
MOST_WORDS = 25


@dataclass(frozen=True)
class Topic:
    """What names a field, and what must not stand beside it."""

    field: str
    needles: Tuple[str, ...]
    """Strings of which a message that names the field holds one."""
    names: "re.Pattern[str]"
    unless: "Optional[re.Pattern[str]]"
    words: "Optional[re.Pattern[str]]"
    nowhere: "Optional[re.Pattern[str]]"
    values: Optional[Tuple[Any, ...]]
    """The only values that are taken, or None for all."""


@lru_cache(maxsize=1)
def topics() -> Tuple[Topic, ...]:
    return tuple(
        Topic(field, needles(compiled(told["names"]).pattern), compiled(told["names"]), *(compiled(told[key]) if key in told else None for key in ("unless", "words", "nowhere")), _values_of(told))
        for field, told in load("told")["fields"].items()
    )


def _values_of(told: Mapping[str, Any]) -> Optional[Tuple[Any, ...]]:
    return tuple(told["values"]) if "values" in told else None


def told(facts: Facts, context: Context, question: Optional[str]) -> Iterator[Tuple[str, Any]]:
    """(field, value) of what the message tells besides `facts`."""
    scene: Optional[Scene] = facts.scene
    if scene is None or scene.obituary:
        return
    whole = " ".join(clause.own for clause in scene.clauses)
    line = " ".join(clause.own for clause in scene.clauses if not clause.denied)
    known = replace(context, pending=None)
    for topic in topics():
        if topic.field == question or topic.field in facts.values or topic.field in facts.contradicted or any(ask.field == topic.field for ask in facts.asks):
            continue
        if not may_match(topic.needles, whole) or topic.nowhere and topic.nowhere.search(line):
            continue
        found = [value for stretch in islice(_stretches(scene, topic), MOST_STRETCHES) for value in _values(topic, stretch, known)]
        if found and found[0] is not None and all(one == found[0] for one in found):
            yield topic.field, found[0]


#: What is drunk is often told over several clauses: the readers of answers add them up.
_ADDED_UP = "alcohol_units_per_week"


def recount(facts: Facts, context: Context, question: Optional[str]) -> None:
    """Read how much is drunk once more, as an answer, from the sentences that tell it; what is then not the same is that, or is left out."""
    value, scene = facts.values.get(_ADDED_UP), facts.scene
    if value is None or scene is None or question == _ADDED_UP:
        return
    topic = next(topic for topic in topics() if topic.field == _ADDED_UP)
    sentences = {clause.segment.sentence for clause in scene.clauses if clause.about and topic.names.search(clause.own)}
    text = text_of([clause for clause in scene.clauses if clause.segment.sentence in sentences])
    doc = doc_of(text)
    if not text or len(text.split()) > MOST_WORDS or not value and not doc._.numbers:
        return
    again = answer_to(_ADDED_UP, doc, facts_in(doc, text, _ADDED_UP, context), replace(context, pending=None)).value
    if again == value or not value and again is None:
        return
    del facts.values[_ADDED_UP]
    if isinstance(again, (int, float)):
        facts.take(_ADDED_UP, again)


def without_others(facts: Facts, question: str) -> Optional[str]:
    """The message without the clauses that tell of other fields, or None where there is none of them, or nothing else."""
    scene: Optional[Scene] = facts.scene
    own = next((topic for topic in topics() if topic.field == question), None)
    if scene is None or len(scene.clauses) < 2:
        return None
    kept = [clause for clause in scene.clauses if own and own.names.search(clause.own) or not _others(clause, question)]
    return text_of(kept) if 0 < len(kept) < len(scene.clauses) and kept[0] is scene.clauses[0] else None


def _values(topic: Topic, stretch: str, context: Context) -> List[Any]:
    if _NO_TO.match(stretch):
        stretch = "nej"
    if not checks.is_number_field(topic.field):
        stretch = _AGED.sub("", stretch).strip()
    noted = shorthand.value_of(topic.field, stretch) if context.third_person and topic.field not in _DATED else None
    if noted is not None and not (isinstance(noted, bool) and topic.field not in YES_NO):
        return [noted]
    doc = doc_of(stretch)
    answer = answer_to(topic.field, doc, facts_in(doc, stretch, topic.field, context), context)
    value = answer.value
    if value is None and topic.field not in _EITHER_WAY and _DENIED_LABEL.fullmatch(stretch):
        return _values(topic, "nej", context)  # "prednison: nej"
    if value is None and answer.ask_back is None:
        return []
    if value is None or value == UNKNOWN or topic.values is not None and value not in topic.values:
        return [None] if answer.ask_back else []
    return [value]


#: "Ingen brud eller fald" says nothing of the last year, and "hverken brud eller balance" of no week.
_COUNTED = frozenset({"falls_last_year", "strength_sessions_per_week", "balance_sessions_per_week", "active_minutes_per_day"})
#: "Fald: 2 sidste år" may be the year before this one.
_DATED = frozenset({"falls_last_year"})
#: "Jeg har ondt i ryggen kvinde 66 år": so long nothing has lasted.
_AGED = re.compile(r"\b(?:kvinde|mand) (?:på )?\w+ år(?: gammel)?\b")
#: A name and its no ("stoppet med at ryge: nej" says something else); of these fields a name may say either ("balance", "benene").
_DENIED_LABEL = re.compile(r"(?!.*(?:ikke|fri\b|stop|holdt op|slut|eks|uden|undgår|aldrig|ingen))[^:,]{2,40} : nej")
_EITHER_WAY = frozenset({"unsteady", "cannot_bear_weight", "neuro_symptoms"})
#: "Nej til tobak", "hun siger nej til feber".
_NO_TO = re.compile(r"^(?:(?:jeg|hun|han|patienten|så|og|det|er|bliver|siger|svarer|også|klart|et|stort) )*nej (?:tak )?til (?:\w+ ?){1,2}$")


def _stretches(scene: Scene, topic: Topic) -> Iterator[str]:
    """What the message says of the topic: the clause that names it, and those after it in its sentence that name nothing else."""
    clauses = scene.clauses
    place = 0
    while place < len(clauses):
        clause = clauses[place]
        place += 1
        if not (_is_told(clause, scene, topic) and topic.names.search(clause.own) and not (topic.unless and topic.unless.search(clause.own))):
            continue
        several = [*days_before(clause, scene), clause]
        while place < len(clauses) and _may_go_on(clause, clauses[place], topic, scene):
            several.append(clauses[place])
            place += 1
        text = text_of(several)
        if clause.denied and clause.segment.lead in ("eller", ",") and topic.field not in _COUNTED and not clause.words & scope.words("negators"):
            text = f"ikke {text}"  # "hverken kalk eller D-vitamin": denied by what stands before it
        if len(text.split()) <= MOST_WORDS and (topic.words is None or topic.words.search(text)):
            yield text


def _may_go_on(clause: Clause, following: Clause, topic: Topic, scene: Scene) -> bool:
    """Whether what follows in the sentence may be of the same; what is denied is over with a "men" or a colon ("..., men højden svinder: 167")."""
    over = clause.denied and following.segment.lead in ("men", ":", ";") and topic.field not in _COUNTED
    same = following.segment.sentence == clause.segment.sentence
    return same and not over and not _others(following, topic.field) and _is_told(following, scene, topic)


def _is_told(clause: Clause, scene: Scene, topic: Topic) -> bool:
    if clause.denied is None and clause.own[1] == "@":
        return False  # "ingen cancer, steroid, aromatasehæmmer": nobody knows how far the no reaches
    if clause.about:
        return clause.segment.explicit or scene.shorthand or foreign_words(clause.segment, topic.names) == 0
    following = scene.clauses[clause.index + 1] if clause.index + 1 < len(scene.clauses) else None
    return following is not None and following.segment.lead == ":" and following.about and len(clause.own.split()) <= 3


#: "Er 71 år": so long nothing has lasted.
_TELLS_AGE = re.compile(r"^ (?:jeg |hun |han |a )?(?:er |nu |kvinde |mand )+#\d+(?: år| årig)? (?:gammel )?$|^ #\d+ (?:år|årig) (?:gammel |kvinde |mand )?$")


def _others(clause: Clause, field: str) -> bool:
    return bool(_TELLS_AGE.search(clause.own)) and not checks.is_number_field(field) or any(_names(other, clause) for other in topics() if other.field != field)


def _names(topic: Topic, clause: Clause) -> bool:
    """Whether the clause names the field of the topic."""
    if not topic.names.search(clause.own) or topic.unless and topic.unless.search(clause.own):
        return False
    return topic.words is None or bool(topic.words.search(text_of([clause])))


def text_of(clauses: Sequence[Clause]) -> str:
    words: List[str] = []
    for clause in clauses:
        if words and clause.segment.lead:
            words.append("bortset fra" if clause.segment.lead == "exceptive" else clause.segment.lead)
        words += [item.said for item in clause.segment.items]
    return " ".join(words)
