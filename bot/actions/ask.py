"""Put a question: one action for each question of the catalogue, all of the same few lines.

Rasa's form looks for an action named ``action_ask_<slot>``; the classes are made from the catalogue so that a new
question needs no code here.
"""
from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record, revise
from bot.actions.understanding import INTERRUPTING
from bot.texts import ANSWER_INTENTS, ask_back_text, option_label, phrase, phrase_for, wording
from osteo_rules import questions
from osteo_rules.content import load
from osteo_rules.questions import Question

ANSWER = "answer"
#: A question that was not understood this often is put with its buttons named as the way out.
PUT_WITH_BUTTONS = 2


def payload(question_id: str, value: Any) -> str:
    """The message that a button sends: it names its question, so that an old button never answers a new one."""
    return f"/{ANSWER}" + json.dumps({"question": question_id, "value": value}, ensure_ascii=False)


def _button(question_id: str, value: Any, title: str) -> Dict[str, str]:
    return {"title": title, "payload": payload(question_id, value)}


def buttons(entry: Question, slots: Mapping[str, Any]) -> List[Dict[str, str]]:
    """The answers to choose from, with "Ved ikke" where the person may not know."""
    common = load("questions")["common_options"]
    shown = [_button(entry.id, option.value, option_label(entry, option.value, option.label, slots)) for option in entry.options]
    if entry.kind in ("yes_no", "offer"):
        shown += [_button(entry.id, True, common["yes"]), _button(entry.id, False, common["no"])]
    if entry.kind == "multi":
        shown.append(_button(entry.id, [], common["none_of_them"]))
    if entry.id not in ("role", "consent", "lifestyle", questions.MORE_FRACTURES):
        shown.append(_button(entry.id, "unknown", common["unknown"]))
    return shown


def _pending_buttons(pending: Mapping[str, Any], slots: Mapping[str, Any]) -> List[Dict[str, str]]:
    common = load("questions")["common_options"]
    field = pending["field"]
    if pending["options"]:
        return [_button(field, value, title) for value, title in pending["options"]]
    if pending["value"] is None:
        return buttons(questions.question(field), slots)
    both = [_button(field, pending["value"], common["yes"]), {"title": common["no"], "payload": payload(field, None)}]
    if pending["kind"] == "confirm_taken":
        both.append({"title": phrase("confirm_all_button"), "payload": phrase("confirm_all_button").lower()})
    return both


def question_text(entry: Question, slots: Mapping[str, Any], interrupted: bool) -> str:
    """The wording that fits the moment: the first time, after an interruption, or in other words."""
    misses = int(slots.get("misses") or 0)
    again = revise.open_kind(slots)
    if again and slots["pending"]["field"] == entry.id:
        words = phrase_for(slots.get("role") or "patient", again, question=wording(entry, "short", slots))
        return f"{phrase('not_understood', question='')}\n{words}" if misses else words
    if slots.get("pending"):
        return ask_back_text(slots["pending"], slots)
    if slots.get("paused"):
        return phrase("go_on", question=wording(entry, "short", slots))
    if interrupted:
        return phrase("back_to", question=wording(entry, "again" if misses else "short", slots))
    if misses:
        again = phrase("not_understood", question=wording(entry, "again", slots))
        return again if misses < PUT_WITH_BUTTONS else f"{again}\n{phrase('use_the_buttons')}"
    lead = wording(entry, "lead", slots)
    return f"{lead}\n{wording(entry, 'ask', slots)}" if lead else wording(entry, "ask", slots)


def question_message(question_id: str, slots: Mapping[str, Any], interrupted: bool = False) -> Dict[str, Any]:
    """The whole message: text, buttons, and what a page needs to know about the question."""
    entry = questions.question(question_id)
    told = record.told(slots)
    step, of = questions.progress(question_id, told)
    pending = slots.get("pending")
    shown = _pending_buttons(pending, slots) if pending else buttons(entry, slots)
    if told.get("role") == "reception" and question_id != "role":
        shown.append({"title": phrase("urgent_button"), "payload": "/urgent"})
    if slots.get("paused"):
        shown = [{"title": phrase("go_on_button"), "payload": "/continue_form"}, {"title": phrase("stop_button"), "payload": "/stop_and_delete"}]
    return {
        "text": question_text(entry, slots, interrupted),
        "buttons": shown,
        "json_message": {
            "type": "question",
            "id": pending["field"] if pending and pending["field"] == question_id else question_id,
            "step": step,
            "of": of,
            "kind": "choice" if pending and not revise.open_kind(slots) or slots.get("paused") else entry.kind,
            "unit": entry.unit,
            "inputmode": _inputmode(entry),
        },
    }


def _inputmode(entry: Question) -> str:
    """The phone's keyboard: a sign and a comma are only needed where a value may have them."""
    if entry.kind != "number":
        return "text"
    return "numeric" if entry.unit in ("år", "cm", "gange") else "text" if entry.id == "t_score" else "decimal"


class AskQuestion(Action):
    """Puts the question of the class attribute `question_id`."""

    question_id: Optional[str] = None

    def name(self) -> str:
        return f"action_ask_{self.question_id}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        interrupted = tracker.get_intent_of_latest_message() not in ANSWER_INTENTS and not _answered(tracker)
        interrupted = interrupted or _told_something_else(self.question_id, tracker.slots) or _was_told_about_something(tracker)
        message = question_message(self.question_id or "", tracker.slots, interrupted and not _opening(tracker))
        dispatcher.utter_message(**message)
        return []


def _told_something_else(question_id: Optional[str], slots: Mapping[str, Any]) -> bool:
    """Whether what was told last was told while this question was open already: it is put in short then, and not as if it were new."""
    trail = slots.get("undo") or []
    return bool(trail) and trail[-1][0] == question_id


def _was_told_about_something(tracker: Tracker) -> bool:
    """Whether the form itself has answered what turned out to be a question."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "bot" and ((event.get("data") or {}).get("custom") or {}).get("type") == "info":
            return True
    return False


def _answered(tracker: Tracker) -> bool:
    """Whether the form took what looked like a question as the answer to its own: it did not step aside."""
    if tracker.get_intent_of_latest_message() not in INTERRUPTING:
        return False
    for event in reversed(tracker.events):
        if event["event"] in ("action_execution_rejected", "user"):
            return event["event"] == "user"
    return False


def _opening(tracker: Tracker) -> bool:
    """Whether the conversation begins with this turn: the introduction was said since the latest message."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] == "action_introduce":
            return True
    return True


def _class_for(entry: Question) -> type:
    name = "Ask" + "".join(part.capitalize() for part in entry.id.replace(".", "_").split("_"))
    return type(name, (AskQuestion,), {"question_id": entry.id, "__module__": __name__, "__doc__": f"Puts the question `{entry.id}`."})


QUESTION_ACTIONS = tuple(_class_for(entry) for entry in questions.catalogue())
