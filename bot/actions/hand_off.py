"""Give a code for the answers, take over answers with one, and confirm what was taken over."""
from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, List, Mapping, NamedTuple, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.actions.messages import Said, tell_red_flags
from bot.danish.answers import verdict
from bot.danish.pipeline import doc_of
from bot.danish.reading import AskBack
from bot.handoff import code_in, handoffs
from bot.texts import phrase
from osteo_rules import questions
from osteo_rules.wording import said

Events = List[Dict[str, Any]]
#: Who may take over answers. A role is a view: what guards the answers is the code.
TAKERS = ("physiotherapist", "reception")
#: Not the person's own answers: who asks, and whether storing is agreed, is settled anew.
NOT_HANDED_OVER = frozenset({"role", "consent", "for_other", "measured_by", "lifestyle"})
#: The kind of what is asked about an answer that was taken over.
CONFIRM = "confirm_taken"
#: What somebody measured: a patient's own measure stays that until a professional has confirmed it.
MEASURED = ("height_cm", "youth_height_cm", "arm_span_cm", "rib_pelvis_fingers", "wall_occiput_cm")


def to_hand_over(told: Mapping[str, Any]) -> Dict[str, Any]:
    """The answers that go with a code."""
    return {name: value for name, value in told.items() if name not in NOT_HANDED_OVER}


class HandOff(Action):
    def name(self) -> str:
        return "action_hand_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        told = record.told(tracker.slots)
        answers = to_hand_over(told)
        if told.get("consent") is not True or not answers:
            dispatcher.utter_message(text=phrase("handoff_nothing"))
            return []
        code = handoffs().give(tracker.sender_id, answers)
        dispatcher.utter_message(text=phrase("handoff_code", code=code), json_message={"type": "code", "code": code})
        return []


class TakeCode(Action):
    def name(self) -> str:
        return "action_take_code"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        told = record.told(tracker.slots)
        tell = Said(dispatcher, told.get("role", "patient"))
        if told.get("role") not in TAKERS or told.get("consent") is not True:
            tell.text(phrase("handoff_not_here"))
            return []
        taken = handoffs().take(tracker.sender_id, code_in(tracker.latest_message.get("text") or "") or "")
        if taken.answers is None:
            tell.text(phrase(f"handoff_{taken.refused}"))
            return []
        merged = record.merge({**taken.answers, **{name: told[name] for name in ("role", "consent")}}, {})
        new = {name: value for name, value in merged.told.items() if name in taken.answers and told.get(name) is None}
        own = {name: value for name, value in {**told, **new}.items() if value is not None}
        fields = [name for name in new if name in record.FIELDS]
        changes: Dict[str, Any] = {**record.slot_changes(told, own), **taken_over(fields, own)}
        tell.text(phrase("handoff_taken", facts=", ".join(said(name, new[name], tell.role) for name in fields)))
        changes["pending"] = next_to_confirm({**tracker.slots, **changes})
        changes.update(tell_red_flags(tell, own, tracker.get_slot("announced") or []))
        return [SlotSet(name, value) for name, value in changes.items()]


def taken_over(fields: List[str], told: Mapping[str, Any]) -> Dict[str, Any]:
    """The slots that remember whose answers these are: not confirmed, and measured by the patient."""
    by_patient = {name: "self" for name in MEASURED if name in fields and told["role"] == "physiotherapist"}
    slots: Dict[str, Any] = {"unconfirmed": fields if told["role"] == "physiotherapist" else None}
    if by_patient:
        slots["measured_by"] = by_patient
    return slots


def still_unconfirmed(slots: Mapping[str, Any], settled: List[str]) -> Dict[str, Any]:
    """The slots after the physiotherapist has confirmed or corrected the fields `settled`."""
    before = slots.get("unconfirmed") or []
    if not set(before) & set(settled):
        return {}
    changes: Dict[str, Any] = {"unconfirmed": [name for name in before if name not in settled] or None}
    measured = slots.get("measured_by")
    if isinstance(measured, dict) and set(measured) & set(settled):
        changes["measured_by"] = {name: who for name, who in measured.items() if name not in settled} or None
    return changes


def next_to_confirm(slots: Mapping[str, Any]) -> Optional[Dict[str, Any]]:
    """What is asked of the next answer that was taken over, or None when all are confirmed."""
    for name in slots.get("unconfirmed") or []:
        if slots.get(name) is not None and questions.exists(name):
            return asdict(AskBack(field=name, kind=CONFIRM, value=slots[name]))
    return None


class Confirmation(NamedTuple):
    """What the latest message says of the answer that was asked about: `settled` is confirmed, `rejected` is not right."""

    settled: List[str]
    rejected: Optional[str] = None


def confirmation(tracker: Tracker) -> Confirmation:
    """Whether the physiotherapist confirms or rejects the answer that was taken over, by a key, a word or a button."""
    pending = tracker.get_slot("pending")
    if not pending or pending["kind"] != CONFIRM:
        return Confirmation([])
    field, text = pending["field"], tracker.latest_message.get("text") or ""
    if text.startswith("/"):
        values = [entity["value"] for entity in tracker.latest_message.get("entities", []) if entity["entity"] == "value"]
        return Confirmation([field]) if values and values[0] is not None else Confirmation([field], field)
    said_of_it, _, whole = verdict(doc_of(text))
    if text.strip().lower() in ONE_KEY:
        said_of_it, whole = ONE_KEY[text.strip().lower()], True
    if not whole or said_of_it not in ("yes", "no"):
        return Confirmation([])
    return Confirmation([field], field if said_of_it == "no" else None)


#: One key is enough.
ONE_KEY = {"j": "yes", "n": "no", "1": "yes", "2": "no"}
