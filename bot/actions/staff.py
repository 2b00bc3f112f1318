"""What a physiotherapist adds to the answers: findings decided otherwise, and a baseline."""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, List, Mapping

from bot.actions import record
from bot.actions.hand_off import still_unconfirmed
from bot.actions.messages import Said
from bot.danish.staff_notes import Overruling, baseline_in, confirms_all, overruling_in, takes_back_overruling
from bot.texts import phrase
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.clinical import Added, Overrule
from osteo_rules.content import load

PHYSIOTHERAPIST = "physiotherapist"


def added(slots: Mapping[str, Any]) -> Added:
    """What is added to the assessment of these slots, for today's note."""
    overrules = tuple(Overrule(**one) for one in slots.get("overrules") or ())
    return Added(overrules, dict(slots.get("baseline") or {}), date.today(), tuple(slots.get("unconfirmed") or ()))


def take_note(tell: Said, text: str, told: record.Told, slots: Mapping[str, Any]) -> Dict[str, Any]:
    """The slots to set for a note of the physiotherapist's; {} for any other message."""
    if told.get("role") != PHYSIOTHERAPIST:
        return {}
    if takes_back_overruling(text):
        tell.text(phrase("overrule_undone"))
        return {"overrules": None}
    if confirms_all(text):
        tell.text(phrase("handoff_confirmed" if slots.get("unconfirmed") else "handoff_none_open"))
        return {**still_unconfirmed(slots, slots.get("unconfirmed") or []), "pending": None}
    overruling = overruling_in(text)
    if overruling:
        return _overrule(tell, overruling, told, slots.get("overrules") or [])
    measured = baseline_in(text)
    if measured:
        names = load("clinical")["baseline"]["short"]
        tell.text(phrase("noted", facts=", ".join(f"{names[test]} {value:g}".replace(".", ",") for test, value in measured.items())))
        return {"baseline": {**(slots.get("baseline") or {}), **measured}}
    return {}


def _overrule(tell: Said, overruling: Overruling, told: record.Told, before: List[Dict[str, Any]]) -> Dict[str, Any]:
    """A reason is asked for; without one nothing is changed."""
    if not overruling.reason:
        tell.text(phrase("overrule_reason"))
        return {}
    machine = assess(questions.answers_from(told)).exercise.category if overruling.what == "category" else None
    record_of_it = {"what": overruling.what, "machine": machine, "person": overruling.person, "reason": overruling.reason}
    tell.text(phrase("overruled"))
    return {"overrules": [*(one for one in before if one["what"] != overruling.what), record_of_it]}
