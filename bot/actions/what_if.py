"""What would be otherwise: the assessment beside the one with what is supposed. The record is never changed."""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, List, Mapping, Optional

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


def what_if(text: str, told: record.Told) -> Optional[str]:
    """The answer to "hvad hvis ...?", or None where nothing is supposed that the rules know."""
    supposed = supposition(text)
    if supposed is None or told.get("consent") is not True:
        return None
    reading = read(supposed, None, Context(known={}, today=date.today(), third_person=told.get("for_other") is True))
    values: Dict[str, Any] = {name: value for name, value in reading.facts.items() if name in record.FIELDS and name not in ("role", "for_other")}
    if reading.fractures:
        values["fractures"] = record.with_fractures(told, reading.fractures)
    if not values:
        return None
    merged = record.merge(told, values)
    if merged.refused:
        return None
    before, after = (assess(questions.answers_from(answers)) for answers in (told, merged.told))
    role = told.get("role") or "patient"
    facts = ", ".join(said(name, value, role) for name, value in values.items())
    lines = _differences(before, after, role)
    if not lines:
        return phrase_for(role, "what_if_same", facts=facts)
    return "\n".join([phrase_for(role, "what_if", facts=facts), *(f"• {line}" for line in lines), phrase_for(role, "what_if_end")])


def _differences(before: Assessment, after: Assessment, role: str) -> List[str]:
    """What the supposition changes, the most important first."""
    words: Mapping[str, Any] = load("what_if")
    voice = "professional" if role == "physiotherapist" else "patient"
    lines = []
    for name, was, becomes in (
        ("urgency", before.referral.urgency, after.referral.urgency),
        ("osteoporosis", before.osteoporosis.status, after.osteoporosis.status),
        ("vertebral", before.vertebral_fracture.status, after.vertebral_fracture.status),
        ("category", before.exercise.category, after.exercise.category),
    ):
        if was != becomes:
            lines.append(words[name][str(becomes)][voice])
    old, new = ({finding.id: finding.label for finding in findings_of(one)} for one in (before, after))
    lines += [words["more"][voice].format(label=lowered(label)) for name, label in new.items() if name not in old]
    lines += [words["less"][voice].format(label=lowered(label)) for name, label in old.items() if name not in new]
    return lines
