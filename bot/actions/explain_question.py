"""Why the open question is asked, or the question in other words."""
from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.texts import phrase, wording
from osteo_rules import questions


def _explain(use: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> List[Dict[str, Any]]:
    question_id = tracker.get_slot("requested_slot")
    if not question_id:
        dispatcher.utter_message(text=phrase("nothing_open"))
        return []
    text = wording(questions.question(question_id), use, tracker.slots)
    dispatcher.utter_message(text=text, json_message={"type": "info", "topic": f"why_{question_id}"})
    return []


class ExplainWhy(Action):
    def name(self) -> str:
        return "action_explain_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        return _explain("why", dispatcher, tracker)


class RepeatQuestion(Action):
    def name(self) -> str:
        return "action_repeat_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        return _explain("again", dispatcher, tracker)
