"""Messages that several actions send: red flags, and the answers so far."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.texts import phrase
from osteo_rules import questions
from osteo_rules.assess import assess


class Said:
    """What is said in this turn, in order, to a person of one role."""

    def __init__(self, dispatcher: CollectingDispatcher, role: str) -> None:
        self.dispatcher = dispatcher
        self.role = role

    def text(self, text: str) -> None:
        """A plain message."""
        self.dispatcher.utter_message(text=text)

    def red_flag(self, urgency: str, ids: List[str], text: str) -> None:
        """What to do now; it goes before everything else in this turn."""
        self.dispatcher.utter_message(text=text, json_message={"type": "red_flag", "urgency": urgency, "ids": ids})
        self.dispatcher.messages.insert(0, self.dispatcher.messages.pop())


def red_flag_text(urgency: str, findings: List[Any]) -> str:
    """What to do about these red flags: suicidal thoughts have a number of their own beside 112."""
    ids = [finding.id for finding in findings]
    only_suicidal = ids == ["suicidal_thoughts"]
    action = phrase("red_flag_suicidal") if only_suicidal else phrase(f"red_flag_{urgency}")
    if "suicidal_thoughts" in ids and not only_suicidal:
        action = f"{action}\n{phrase('red_flag_suicidal')}"
    return f"{action}\n{phrase('because', facts=', '.join(finding.label.lower() for finding in findings))}"


def tell_red_flags(tell: Said, told: Mapping[str, Any], announced: List[str]) -> Dict[str, Any]:
    """Say the red flags that the person has not been told of yet; returns the slots to set."""
    assessment = assess(questions.answers_from(told))
    new = [finding for finding in assessment.red_flags if finding.id not in announced]
    if not new:
        return {}
    urgency = assessment.referral.urgency
    tell.red_flag(urgency, [finding.id for finding in new], red_flag_text(urgency, new))
    return {"announced": [*announced, *(finding.id for finding in new)], "paused": True}


def answers_json(told: record.Told) -> Dict[str, Any]:
    """The `Answers` so far as plain data."""
    return questions.answers_from(told).dict()
