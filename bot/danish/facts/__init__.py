"""Facts that a message tells by itself, whatever question is open. Only what is certain; in doubt nothing, or asked back."""
from __future__ import annotations

from contextlib import contextmanager
from typing import AbstractSet, Any, Dict, Iterator, List, Optional

from spacy.tokens import Doc

from bot.danish import checks, fractures
from bot.danish.facts import body, family, habits, medicine, rules
from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import (
    Clause,
    Scene,
    foreign_words,
    is_covered,
    is_patient,
    known_words,
    scene_of,
    times_of,
    was_never_said,
)
from bot.danish.facts.habits import alcohol_in
from bot.danish.facts.rules import number_of, t_score_sign
from bot.danish.reading import Context
from bot.danish.reckoned_ages import reckoned_age

__all__ = [
    "Clause", "Facts", "Scene", "alcohol_in", "bones_named", "facts_in", "foreign_words", "is_covered", "is_patient", "known_words", "number_of", "scene_of", "t_score_sign", "times_of",
]

def facts_in(doc: Doc, raw: str, question: Optional[str], context: Context) -> Facts:
    """Everything that the message tells about the person."""
    facts = Facts()
    scene = facts.scene = scene_of(doc, raw, context)
    if scene.role:
        facts.take("role", scene.role)
    _reckoned_age(doc, scene, facts, context, question)
    for clause in scene.clauses:
        family.read(clause, scene, facts, question)
        if clause.about:
            if not was_never_said(clause, scene):
                rules.read(doc, clause, scene, facts, context, question)
            medicine.names(clause, scene, facts, question)
            body.birth(clause, facts, context)
            body.menopause(clause, scene, facts, context)
    body.heights(doc, scene, facts, context, question)
    habits.alcohol(doc, scene, facts)
    rules.lowest_t_score(doc, scene, facts)
    _fractures(doc, scene, facts, context, question)
    medicine.settle_diseases(facts, context, question)
    medicine.settle_treatment(scene, facts, context, question)
    if question not in ("age", *rules.OTHER_AGES):
        body.only_age(doc, scene, facts)
    if question != "sex":
        body.said_sex(doc, scene, facts)
    return facts


def _reckoned_age(doc: Doc, scene: Scene, facts: Facts, context: Context, question: Optional[str]) -> None:
    """The age that is easily reckoned, before a rule takes one of its numbers for the age."""
    found = None if question in ("age", *rules.OTHER_AGES) or scene.obituary or scene.any_relative else reckoned_age(doc, context, scene.third)
    value, _ = checks.check("age", found.age) if found else (None, None)
    if found and value is not None:
        facts.take("age", value)
        facts.spent |= found.marks


def _fractures(doc: Doc, scene: Scene, facts: Facts, context: Context, question: Optional[str]) -> None:
    """The broken bones, read with the persons that this message has."""
    with _persons_of(scene, doc):
        fractures.find(doc, scene.segments, scene.about, facts, context, question)


def bones_named(doc: Doc, scene: Scene, among: AbstractSet[int], context: Context) -> List[Dict[str, Any]]:
    """The bones that the clauses `among` name without a word of breaking, each with what is told of its time, cause and proof."""
    with _persons_of(scene, doc):
        return fractures.bare_records(doc, context, [], among)


@contextmanager
def _persons_of(scene: Scene, doc: Doc) -> Iterator[None]:
    segments = doc._.segments
    doc._.segments = scene.segments
    try:
        yield
    finally:
        doc._.segments = segments
