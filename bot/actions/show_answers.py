"""What has been answered so far: as data for other programs, as lines for people."""
from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record, revise
from bot.actions.messages import answers_json
from bot.texts import phrase
from osteo_rules.wording import label, value_text


class ShowAnswers(Action):
    def name(self) -> str:
        return "action_show_answers"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        told = record.told(tracker.slots)
        role, given = told.get("role", "patient"), bool(tracker.get_slot("given"))
        lines = [
            {
                "field": name,
                "label": label(name, role),
                "value": value_text(name, told[name], role),
                **revise.payloads_of(name, told, given),
            }
            for name in record.FIELDS
            if name in told and name not in ("role", "measured_by")
        ]
        text = "\n".join([phrase("your_answers"), *(f"• {line['label']}: {line['value']}" for line in lines)])
        dispatcher.utter_message(
            text=text if lines else phrase("no_answers"),
            json_message={"type": "answers", "answers": answers_json(told), "lines": lines},
        )
        return []
