"""Answer a question of the person's from the sourced entries, or say plainly that it is not covered."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.actions.messages import Said, tell_unclear
from bot.actions.what_if import what_if
from bot.danish.acts import language_of
from bot.danish.kind import asks_besides, surely_asks
from bot.danish.topics import NOT_COVERED, entry_for, entry_meant, nearest, topic_of
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.content import load
from osteo_rules.personal import personal_answer


def _voice(tracker: Tracker) -> str:
    return "professional" if tracker.get_slot("role") == "physiotherapist" else "patient"


def _own_answer(topic: str, tracker: Tracker) -> Optional[str]:
    """The answer that this person's own answers give, once there is consent to use them."""
    told = record.told(tracker.slots)
    if told.get("consent") is not True or told.get("role") == "reception" or told.get("for_other"):
        return None
    return personal_answer(topic, assess(questions.answers_from(told)), _voice(tracker))


def _buttons(topics: List[str]) -> List[Dict[str, str]]:
    """A button for each entry, which asks its first question."""
    asked = [load("faq")[topic]["questions"][0] for topic in topics]
    return [{"title": question, "payload": question} for question in asked]


def entry_asked(text: str) -> str:
    """The entry that answers `text`, or NOT_COVERED."""
    topic = topic_of(text) or entry_meant(text)
    return topic or (entry_for(text) if surely_asks(text) else NOT_COVERED)


def tell_entry(dispatcher: CollectingDispatcher, tracker: Tracker, topic: str, text: str = "") -> None:
    """Tell an entry in this person's words and from her or his answers, or that none answers `text`, with those that come nearest."""
    if topic == NOT_COVERED:
        told, related = _not_covered(text)
    else:
        entry = load("faq")[topic]
        told, related = _own_answer(topic, tracker) or entry[_voice(tracker)], entry["related"]
    dispatcher.utter_message(text=told, buttons=_buttons(related), json_message={"type": "info", "topic": topic, "related": related})


def _not_covered(text: str) -> Tuple[str, List[str]]:
    """What is said, and the entries that come nearest."""
    said, related = load("not_covered"), nearest(text) if text else []
    return f"{said['not_covered']} {said['nearest']}" if related else said["not_covered"], related


class AnswerQuestion(Action):
    def name(self) -> str:
        return "action_answer_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        text = tracker.latest_message.get("text") or ""
        self.answer(dispatcher, tracker, text)
        if not tracker.active_loop and asks_besides(text):
            # In the form it is the next question.
            tell_unclear(Said(dispatcher, tracker.get_slot("role") or "patient"), record.told(tracker.slots), text)
        return []

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> None:
        """Tell the entry that answers `text`, or that none does."""
        supposed = what_if(text, record.told(tracker.slots))
        if supposed:
            dispatcher.utter_message(**supposed.message())
            return
        tell_entry(dispatcher, tracker, entry_asked(text), text)


class AnswerForeignLanguage(Action):
    def name(self) -> str:
        return "action_answer_foreign_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        languages = load("not_covered")["languages"]
        code = language_of(tracker.latest_message.get("text") or "")
        text = languages.get(code) or languages["en"]
        dispatcher.utter_message(text=text, json_message={"type": "info", "topic": NOT_COVERED})
        return []
