"""Put one earlier question again: to correct its answer, or to see what another answer would change.

The old answer stands until a new one is given, so that whoever changes his or her mind loses nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Dict, List, Mapping, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.danish.reading import AskBack
from bot.texts import phrase
from osteo_rules import questions

REVISE, SUPPOSE = "revise", "suppose"
KINDS = (REVISE, SUPPOSE)
#: What is no answer about the person, or what more than one question together tells.
_NOT_SUPPOSED = ("for_other", "fractures")


def payload(kind: str, question_id: str) -> str:
    """The message of a button that puts `question_id` again."""
    return f"/{kind}" + json.dumps({"question": question_id})


def payloads_of(field: str, told: Mapping[str, Any], after_result: bool) -> Dict[str, str]:
    """What can be done with the answer `field`: correct it, and after a result suppose another one."""
    if not questions.exists(field) or field in questions.CONVERSATION_STEPS or not told.get("consent"):
        return {}
    kinds = KINDS if after_result and field not in _NOT_SUPPOSED else (REVISE,)
    return {kind: payload(kind, field) for kind in kinds}


def open_kind(slots: Mapping[str, Any]) -> Optional[str]:
    """ "revise" or "suppose" where the open question was put again, else None."""
    pending = slots.get("pending") or {}
    return pending.get("kind") if pending.get("kind") in KINDS else None


class Revise(Action):
    """Opens the question that the button names; the intent says whether it corrects or supposes."""

    def name(self) -> str:
        return "action_revise"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        field = next((entity["value"] for entity in tracker.latest_message.get("entities", []) if entity["entity"] == "question"), None)
        kind = tracker.get_intent_of_latest_message()
        if kind not in payloads_of(str(field), record.told(tracker.slots), bool(tracker.get_slot("given"))):
            dispatcher.utter_message(text=phrase("revise_nothing"))
            return []
        pending = asdict(AskBack(field=str(field), kind=str(kind), value=None))
        return [SlotSet("pending", pending), SlotSet("misses", None), SlotSet("paused", None)]
