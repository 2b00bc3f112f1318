"""Messages that several actions send: red flags, and the answers so far."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping

from rasa_sdk.executor import CollectingDispatcher

from bot import settings
from bot.actions import record
from bot.danish.urgent import URGENT, urgent_in
from bot.texts import urgent_phrase
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.content import load


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


def tell_unclear(tell: Said, told: Mapping[str, Any], text: str) -> None:
    """Whom to ask about what may be urgent in `text`, where no form is open that could ask a calm question."""
    names = {URGENT: "urgent_advice", "suicidal_thoughts": "unclear_now_suicidal"}
    tell.text(urgent_phrase(told, names.get(urgent_in(text).unclear or URGENT, "unclear_now")))


def red_flag_text(urgency: str, findings: List[Any], told: Mapping[str, Any]) -> str:
    """What to do about these red flags: suicidal thoughts have a number of their own beside 112."""
    role = told.get("role") or "patient"
    ids = [finding.id for finding in findings]
    only_suicidal = ids == ["suicidal_thoughts"]
    action = urgent_phrase(told, "red_flag_suicidal") if only_suicidal else _action(urgency, told)
    if "suicidal_thoughts" in ids and not only_suicidal:
        action = f"{action}\n{urgent_phrase(told, 'red_flag_suicidal')}"
    reasons = load("reception")["reasons"]
    named = [reasons[finding.id] if role == "reception" and finding.id in reasons else finding.label.lower() for finding in findings]
    return f"{action}\n{urgent_phrase(told, 'because', facts=', '.join(named))}"


def _action(urgency: str, told: Mapping[str, Any]) -> str:
    """The receptionist is told what the result will say; it depends on who is in the house."""
    if told.get("role") == "reception":
        return load("reception")["instruction"][settings.CLINIC][urgency]
    return urgent_phrase(told, f"red_flag_{urgency}")


def tell_red_flags(tell: Said, told: Mapping[str, Any], announced: List[str]) -> Dict[str, Any]:
    """Say the red flags that the person has not been told of yet; returns the slots to set."""
    assessment = assess(questions.answers_from(told))
    new = [finding for finding in assessment.red_flags if finding.id not in announced]
    if not new:
        return {}
    urgency = assessment.referral.urgency
    tell.red_flag(urgency, [finding.id for finding in new], red_flag_text(urgency, new, told))
    return {"announced": [*announced, *(finding.id for finding in new)], "paused": True}


def tell_urgent(tell: Said, told: Mapping[str, Any]) -> None:
    """Somebody says that it is urgent, and not what it is."""
    tell.red_flag("emergency", ["said_urgent"], urgent_phrase(told, "said_urgent"))


def answers_json(told: record.Told) -> Dict[str, Any]:
    """The `Answers` so far as plain data."""
    return questions.answers_from(told).dict()
