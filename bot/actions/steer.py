"""Go back, begin again, delete: what changes the course of the conversation."""
from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.actions.answer_question import AnswerQuestion
from bot.actions.messages import Said, tell_red_flags, tell_unclear, tell_urgent
from bot.actions.understanding import is_of_another
from bot.danish.kind import tells
from bot.danish.staff_notes import is_staff_note
from bot.danish.topics import entry_meant
from bot.danish.urgent import urgent_in
from bot.texts import phrase, phrase_for
from osteo_rules import questions

Events = List[Dict[str, Any]]


def _forgotten() -> Events:
    """Everything told is gone; the tracker store drops what lies before the mark `forget`."""
    return [AllSlotsReset(), ActiveLoop(None), SlotSet("forget", True)]


class Say(Action):
    """A fixed sentence for the kind of message it was: a greeting, thanks, small talk."""

    PHRASES = {"correct_answer": "correct_how", "show_result": "no_result_yet"}

    def name(self) -> str:
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        intent = tracker.get_intent_of_latest_message() or ""
        dispatcher.utter_message(text=phrase(self.PHRASES.get(intent, intent)))
        return []


def role_named(tracker: Tracker) -> Optional[str]:
    """The role that `/begin` names, if it is one of ours."""
    entities = {entity["entity"]: entity["value"] for entity in tracker.latest_message.get("entities", [])}
    known = {option.value for option in questions.question("role").options}
    return entities.get("role") if entities.get("role") in known else None


class Introduce(Action):
    """Says that it is a computer, what it does and does not, and what happens with the data."""

    def name(self) -> str:
        return "action_introduce"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        role = tracker.get_slot("role") or role_named(tracker)
        dispatcher.utter_message(text=phrase(f"intro_{role}" if role else "intro_any"))
        return [SlotSet("role", role)] if role else []


class GoBack(Action):
    """Takes the latest answer back, with all that the same message told."""

    def name(self) -> str:
        return "action_go_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        told = record.told(tracker.slots)
        if tracker.get_slot("pending"):
            return [SlotSet("pending", None)]
        trail = tracker.get_slot("undo") or []
        if not trail:
            dispatcher.utter_message(text=phrase("nothing_to_undo"))
            return []
        _, after, shorter = record.undo(told, trail)
        dispatcher.utter_message(text=phrase("undone"))
        changes = record.slot_changes(told, after)
        steering = {"undo": shorter, "misses": None, "paused": None, "finish": None}
        return [SlotSet(name, value) for name, value in {**changes, **steering}.items()]


class StartOver(Action):
    def name(self) -> str:
        return "action_start_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        role = tracker.get_slot("role")
        dispatcher.utter_message(text=phrase("restarted"))
        return [*_forgotten(), SlotSet("role", role)]


class Forget(Action):
    """Deletes everything told; the tracker store removes what it had stored (bot/tracker_store.py)."""

    def name(self) -> str:
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        declined = tracker.get_slot("consent") is False
        dispatcher.utter_message(
            text=phrase("declined" if declined else "deleted"),
            json_message={"type": "deleted"},
            buttons=[{"title": phrase("start_button"), "payload": "/start"}],
        )
        return _forgotten()


class TellRedFlags(Action):
    """A red flag outside the form: before it begins, after the result, after a no."""

    def name(self) -> str:
        return "action_tell_red_flags"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        told = record.told(tracker.slots)
        text = tracker.latest_message.get("text") or ""
        found = urgent_in(text)
        tell = Said(dispatcher, told.get("role", "patient"))
        if found.other_acute:
            tell.red_flag("emergency", ["other_acute"], phrase_for(tell.role, "red_flag_other"))
        merged = record.merge(told, found.facts).told
        slots = tell_red_flags(tell, merged, [])
        if found.unclear and not slots:
            tell_unclear(tell, told, text)
        if not tracker.active_loop:
            dispatcher.utter_message(text=phrase("nothing_open"), buttons=[{"title": phrase("start_button"), "payload": "/start"}])
        changes = record.slot_changes(told, merged) if told.get("consent") and not is_of_another(text, told) else {}
        return [SlotSet(name, value) for name, value in changes.items()]


class TellUrgent(Action):
    """Somebody says that it is urgent: what to do comes first, and the questions wait."""

    def name(self) -> str:
        return "action_tell_urgent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        tell = Said(dispatcher, tracker.get_slot("role") or "patient")
        tell_urgent(tell, record.told(tracker.slots))
        return [SlotSet("paused", True if tracker.active_loop else None)]


class HearFacts(Action):
    """Something was said while no question is open: after the result the form takes what it tells, else nothing changes."""

    def name(self) -> str:
        return "action_hear"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        text = tracker.latest_message.get("text") or ""
        given = tracker.get_slot("given")
        if given and tracker.get_intent_of_latest_message() == "answer" and (tells(text) or is_staff_note(text)):
            return [FollowupAction("screening_form")]
        if entry_meant(text):
            return AnswerQuestion().run(dispatcher, tracker, domain)
        dispatcher.utter_message(
            text=phrase("not_taken" if given else "nothing_open"),
            buttons=[] if given else [{"title": phrase("start_button"), "payload": "/start"}],
        )
        return []
