"""The result: assess what was told, and say it in the voice of the role."""
from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.actions.steer import Forget
from bot.texts import phrase
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.report import Section, report


def section_text(section: Section) -> str:
    """A section as a message: its title, then its lines, as a list where there are several."""
    lines = section.lines if len(section.lines) == 1 else [f"• {line}" for line in section.lines]
    return "\n".join([section.title, *lines]) if section.title else "\n".join(section.lines)


class GiveResult(Action):
    def name(self) -> str:
        return "action_give_result"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        told = record.told(tracker.slots)
        if told.get("consent") is False:
            return Forget().run(dispatcher, tracker, domain)
        if told.get("consent") is not True:
            dispatcher.utter_message(text=phrase("no_result_yet"), buttons=[{"title": phrase("start_button"), "payload": "/start"}])
            return []
        assessment = assess(questions.answers_from(told))
        sections = report(assessment)
        result = {
            "type": "result",
            "assessment": assessment.dict(),
            "sections": [{"id": section.id, "title": section.title, "lines": section.lines} for section in sections],
        }
        first, rest = sections[0], sections[1:]
        dispatcher.utter_message(text=section_text(first), json_message=result)
        for section in rest:
            dispatcher.utter_message(text=section_text(section))
        dispatcher.utter_message(
            text=phrase("after_result"),
            buttons=[
                {"title": phrase("show_answers_button"), "payload": "/show_answers"},
                {"title": phrase("delete_button"), "payload": "/stop_and_delete"},
            ],
        )
        return [SlotSet("finish", None), SlotSet("paused", None), SlotSet("given", True)]
