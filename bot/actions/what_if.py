"""What would be otherwise: the assessment beside the one with what is supposed. The record is never changed."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, List, Mapping, NamedTuple, Optional

from bot.actions import record
from bot.danish.reader import Context, read
from bot.danish.what_if import supposition
from bot.texts import phrase_for
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.assessment import Assessment
from osteo_rules.content import load
from osteo_rules.sections import findings_of, lowered
from osteo_rules.wording import said


class Change(NamedTuple):
    """One difference. `mark`: "becomes" (another status), "more" (comes along) or "less" (falls away)."""

    mark: str
    text: str


class Supposed(NamedTuple):
    """What a supposition changes: `facts` in words, and the differences, the most important first."""

    role: str
    facts: str
    changes: List[Change]

    def message(self) -> Dict[str, Any]:
        """Text and `custom` of the message that tells it."""
        return {
            "text": self._text(),
            "json_message": {
                "type": "info",
                "topic": "what_if",
                "facts": self.facts,
                "changes": [change._asdict() for change in self.changes],
            },
        }

    def _text(self) -> str:
        if not self.changes:
            return phrase_for(self.role, "what_if_same", facts=self.facts)
        lines = [f"• {change.text}" for change in self.changes]
        return "\n".join([phrase_for(self.role, "what_if", facts=self.facts), *lines, phrase_for(self.role, "what_if_end")])


def what_if(text: str, told: record.Told) -> Optional[Supposed]:
    """The answer to "hvad hvis ...?", or None where nothing is supposed that the rules know."""
    supposed = supposition(text)
    if supposed is None or told.get("consent") is not True:
        return None
    reading = read(supposed, None, Context(known={}, today=date.today(), third_person=told.get("for_other") is True))
    values: Dict[str, Any] = {
        name: value for name, value in reading.facts.items() if name in record.FIELDS and name not in ("role", "for_other")
    }
    if reading.fractures:
        values["fractures"] = record.with_fractures(told, reading.fractures)
    return suppose(told, values)


def suppose(told: record.Told, values: Mapping[str, Any]) -> Optional[Supposed]:
    """What `values` in place of the answers told would change, or None where they tell nothing or cannot be true."""
    values = {name: value for name, value in values.items() if name in record.FIELDS}
    merged = record.merge(told, values) if values else None
    if merged is None or merged.refused:
        return None
    before, after = (assess(questions.answers_from(answers)) for answers in (told, merged.told))
    role = told.get("role") or "patient"
    return Supposed(role, ", ".join(said(name, value, role) for name, value in values.items()), _differences(before, after, role))


def _differences(before: Assessment, after: Assessment, role: str) -> List[Change]:
    """What the supposition changes, the most important first."""
    words: Mapping[str, Any] = load("what_if")
    voice = "professional" if role == "physiotherapist" else "patient"
    changes = []
    for name, was, becomes in (
        ("urgency", before.referral.urgency, after.referral.urgency),
        ("osteoporosis", before.osteoporosis.status, after.osteoporosis.status),
        ("vertebral", before.vertebral_fracture.status, after.vertebral_fracture.status),
        ("category", before.exercise.category, after.exercise.category),
    ):
        if was != becomes:
            changes.append(Change("becomes", words[name][str(becomes)][voice]))
    if before.exercise.category == after.exercise.category and _advice(before) != _advice(after):
        changes.append(Change("becomes", words["exercise"][voice]))
    for mark, here, there in (("more", after, before), ("less", before, after)):
        known = {finding.id for finding in findings_of(there)}
        changes += [Change(mark, words[mark][voice].format(label=lowered(one.label))) for one in findings_of(here) if one.id not in known]
    for mark, here, there in (("more", after, before), ("less", before, after)):
        advised = {advice.text for advice in there.lifestyle}
        changes += [Change(mark, words[f"advice_{mark}"][voice].format(text=one.text)) for one in here.lifestyle if one.text not in advised]
    return changes


def _advice(assessment: Assessment) -> List[str]:
    return [advice.id for advice in (*assessment.exercise.recommendations, *assessment.exercise.precautions)]
