"""What a message changes: read it for the open question, take what is certain, and find the next question."""
from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any, Dict, List, Mapping, Optional, Tuple

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import record
from bot.actions.answer_question import AnswerQuestion, entry_asked, tell_entry
from bot.actions.hand_off import CONFIRM, confirmation, next_to_confirm, still_unconfirmed
from bot.actions.messages import Said, tell_red_flags, tell_urgent
from bot.actions.revise import REVISE, SUPPOSE, open_kind
from bot.actions.staff import PHYSIOTHERAPIST, take_note
from bot.actions.steer import role_named
from bot.actions.understanding import (
    DOUBTED,
    INTERRUPTING,
    READ_INTENTS,
    UNCLEAR,
    Situation,
    Update,
    asks_instead,
    intent_at,
    is_status_line,
    settle_doubt,
    understand,
)
from bot.actions.what_if import suppose
from bot.danish.kind import asks_besides, surely_asks
from bot.danish.reader import AskBack
from bot.danish.relation import of_person, relative_named_first, whom_in
from bot.danish.staff_notes import is_staff_note
from bot.danish.urgent import URGENT, urgent_in
from bot.texts import phrase, urgent_phrase
from osteo_rules import questions
from osteo_rules.answers import UNKNOWN
from osteo_rules.wording import label, said

#: From so many fields on a status line is confirmed with how each can be corrected.
MANY = 4
#: Messages that only open the conversation.
OPENING = ("begin", "start")


def situation_of(tracker: Tracker, told: record.Told) -> Situation:
    """Where in the conversation the latest message arrives."""
    pending = tracker.get_slot("pending")
    trail = tracker.get_slot("undo") or []
    return Situation(
        question=tracker.get_slot("requested_slot"),
        told=told,
        today=date.today(),
        pending=ask_back_from(pending) if pending else None,
        paused=bool(tracker.get_slot("paused")),
        answered_last=trail[-1][0] if trail else None,
        relative=_relative(tracker, told),
    )


def _relative(tracker: Tracker, told: record.Told) -> Optional[str]:
    """The relative that somebody answers for, as it was said with that, or as the first answer that names one does."""
    if told.get("for_other") is not True or tracker.get_slot("relative"):
        return tracker.get_slot("relative")
    if tracker.get_slot("requested_slot") == "family_history":
        return None  # it asks for relatives
    return relative_named_first(tracker.latest_message.get("text") or "", told.get("sex") or tracker.get_slot("pronoun"))


def ask_back_from(slot: Mapping[str, Any]) -> AskBack:
    """The `AskBack` that a slot holds."""
    options = tuple((value, title) for value, title in slot["options"])
    return AskBack(field=slot["field"], kind=slot["kind"], value=slot["value"], options=options)


def payload_of(tracker: Tracker) -> Optional[Tuple[str, Any]]:
    """(question, value) of a pressed button, or None when the person wrote."""
    if not (tracker.latest_message.get("text") or "").startswith("/answer"):
        return None
    entities = {entity["entity"]: entity for entity in tracker.latest_message.get("entities", [])}
    if "question" not in entities:
        return None
    values = [entity["value"] for entity in tracker.latest_message["entities"] if entity["entity"] == "value"]
    question_id = entities["question"]["value"]
    if question_id in ("conditions", "fractures", "acute_signs") and values != [UNKNOWN] and values not in ([True], [False]):
        return question_id, values
    return question_id, values[0] if values else None


def heard(tracker: Tracker, told: record.Told, intent: Optional[str]) -> Update:
    """What the latest message, which is of the kind `intent` here, changes, whether it was written or a button."""
    pressed = payload_of(tracker)
    if pressed:
        update = Update(dict(told))
        field, value = pressed
        if field in DOUBTED:
            settle_doubt(update, field, value, "yes" if value not in (None, [None]) else "no")
        elif value is not None and questions.exists(field):
            update.take(field, value)
        return update
    if told.get("role") is None and role_named(tracker):
        # A conversation that had to begin anew may meet the page's own beginning while this question is open.
        update = Update(dict(told))
        update.take("role", role_named(tracker))
        return update
    return understand(tracker.latest_message.get("text") or "", intent, situation_of(tracker, told))


def _intent_of(tracker: Tracker) -> Optional[str]:
    intent = tracker.get_intent_of_latest_message()
    text = tracker.latest_message.get("text") or ""
    if text.startswith("/"):
        return intent
    situation = situation_of(tracker, record.told(tracker.slots))
    intent = intent_at(intent, situation.question, situation.paused, of_person(text, situation.context()))
    return "ask_question" if asks_instead(text, intent, situation) else intent


class ValidateScreeningForm(FormValidationAction):
    """Fills the slots of the form from what was said, and names the next question."""

    def name(self) -> str:
        return "validate_screening_form"

    async def required_slots(
        self, domain_slots: List[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[str]:
        """The open question alone: the catalogue decides the order, so the form never needs to know more."""
        told = record.told(tracker.slots)
        pending = tracker.get_slot("pending")
        if told.get("consent") is False:
            return []
        waits = pending and not (tracker.get_slot("finish") and pending["kind"] == CONFIRM)
        if waits and questions.exists(pending["field"]) and told.get("consent"):
            return [pending["field"]]
        next_id = questions.next_question(told)
        if tracker.get_slot("finish") and next_id not in ("role", "consent"):
            return []
        return [next_id] if next_id else []

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> Optional[EventType]:
        required = await self.required_slots([], dispatcher, tracker, domain)
        return SlotSet("requested_slot", required[0] if required else None)

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[EventType]:
        return []

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[EventType]:
        """The slots that this message changes; a message that is no answer rejects the form, so that its own rule runs."""
        seen_as = intent = _intent_of(tracker)
        returning = tracker.latest_action_name != "action_listen" and self._answered_by_another_rule(tracker)
        if returning:
            return []
        told = record.told(tracker.slots)
        question_id = tracker.get_slot("requested_slot")
        if is_status_line(tracker.latest_message.get("text") or "", told):
            intent = "answer"
        if intent == "rest_no":
            dispatcher.utter_message(text=phrase("rest_noted"))
            return _events(_changed(told, {**told, **questions.rest_no(told)}, tracker, None))
        if intent == "result_now":
            return [SlotSet("finish", True)]
        if intent == "continue_form":
            return [SlotSet("paused", None), SlotSet("finish", None)]
        if intent not in READ_INTENTS:
            return []
        noted = take_note(Said(dispatcher, told.get("role", "patient")), tracker.latest_message.get("text") or "", told, tracker.slots)
        if noted or told.get("role") == PHYSIOTHERAPIST and is_staff_note(tracker.latest_message.get("text") or ""):
            return _events(noted)
        update = heard(tracker, told, seen_as)
        if open_kind(tracker.slots) == REVISE and update.values.get("fractures") == [{}]:
            update.values[questions.MORE_FRACTURES] = None  # they are told anew, so that the next one is asked for too
        if open_kind(tracker.slots) == SUPPOSE:
            answered = _supposed(dispatcher, tracker, update)
            if answered:
                return _events(answered)
        events = _events(self._take(dispatcher, tracker, update, question_id, seen_as))
        waited = _asked_before(tracker, update)
        if waited:
            tell_entry(dispatcher, tracker, waited)
        if intent not in INTERRUPTING:
            return events
        if tracker.get_intent_of_latest_message() in INTERRUPTING:
            return [*events, ActionExecutionRejected(self.form_name())]
        return [*events, *AnswerQuestion().run(dispatcher, tracker, domain)]  # no rule would answer what only this question makes one

    @staticmethod
    def _answered_by_another_rule(tracker: Tracker) -> bool:
        """True when the form only comes back after an interruption: the message has been read already."""
        for event in reversed(tracker.events):
            if event["event"] == "action_execution_rejected":
                return True
            if event["event"] == "user":
                return False
        return False

    def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, update: Update, question_id: Optional[str], intent: Optional[str]
    ) -> Dict[str, Any]:
        """The slots to set for `update`, after telling the person what was taken and what is urgent."""
        if update.rest_no:
            update.values = {**questions.rest_no({**update.before, **update.values}), **update.values}
        confirmed = confirmation(tracker)
        standing = {name: value for name, value in update.before.items() if name != confirmed.rejected}
        merged = record.merge(standing, update.values)
        slots = _changed(update.before, merged.told, tracker, question_id)
        changed = {name: merged.told[name] for name in slots if name in merged.told and name in record.FIELDS}
        tell = Said(dispatcher, merged.told.get("role", "patient"))
        slots.update(tell_red_flags(tell, merged.told, tracker.get_slot("announced") or []))
        if update.of_another:
            # Told with nothing of the writer's own beside it, and no answer of the writer's.
            told_now = tell_red_flags(tell, {"role": merged.told.get("role"), **update.of_another}, [])
            slots.update({"paused": True} if told_now else {})
        slots.update(_tell_doubt(tell, update, merged.told, tracker) if not slots.get("paused") else {})
        if not slots.get("paused"):
            _confirm(tell, update, changed, merged, question_id)
        if slots.get("paused"):
            slots.update(pending=None, misses=None)
        elif update.ask_back and update.ask_back.field not in changed:
            slots.update(pending=_with_waiting(_put_plainly(update.ask_back), tracker), misses=None)
        elif merged.refused:
            slots.update(pending=asdict(AskBack(field=_asked_as(merged.refused[0], question_id), kind="impossible")), misses=None)
        elif changed or update.answered or update.urgent or any(name in record.STEPS for name in slots):
            slots.update(pending=None, misses=None)
        elif tracker.get_slot("paused"):
            slots.update(paused=None)
        elif question_id and intent not in (*INTERRUPTING, *OPENING):
            kept = tracker.get_slot("pending") if open_kind(tracker.slots) else None
            slots.update(pending=kept, misses=int(tracker.get_slot("misses") or 0) + 1)
        if tracker.get_slot("paused") and "paused" not in slots:
            slots["paused"] = None
        if changed.get("for_other"):
            person = whom_in(tracker.latest_message.get("text") or "")
            slots["pronoun"], slots["relative"] = person.sex, person.relative
        elif merged.told.get("for_other") and not tracker.get_slot("relative"):
            slots["relative"] = _relative(tracker, merged.told)
        slots.update(still_unconfirmed(tracker.slots, [*confirmed.settled, *changed]))
        if not slots.get("pending") and not slots.get("paused"):
            slots["pending"] = next_to_confirm({**tracker.slots, **slots})
        return slots


def _tell_doubt(tell: Said, update: Update, told: record.Told, tracker: Tracker) -> Dict[str, Any]:
    """What a calm question about something urgent leads to: a yes to what to do at once, a doubt to whom to ask."""
    general = (tracker.get_slot("pending") or {}).get("field") == URGENT
    told = {**told, "pronoun": tracker.get_slot("pronoun")}
    if update.urgent == "yes" and general:
        tell_urgent(tell, told)
        return {"paused": True}
    if update.urgent == "unknown":
        tell.text(urgent_phrase(told, "urgent_advice" if general else "unclear_now"))
    return {}


def _with_waiting(ask: AskBack, tracker: Tracker) -> Dict[str, Any]:
    """`ask` as the slot holds it; with the entry that answers what the person asked, where a calm question comes before the answer."""
    text = tracker.latest_message.get("text") or ""
    waits = ask.kind.startswith(UNCLEAR) and surely_asks(text) and not asks_besides(text)
    return {**asdict(ask), "asked": entry_asked(text)} if waits else asdict(ask)


def _asked_before(tracker: Tracker, update: Update) -> Optional[str]:
    """The entry that waits until a calm question is answered no."""
    pending = tracker.get_slot("pending") or {}
    denied = update.urgent == "no" or update.values.get(pending.get("field", "")) is False
    return pending.get("asked") if denied else None


def _supposed(dispatcher: CollectingDispatcher, tracker: Tracker, update: Update) -> Dict[str, Any]:
    """Tell what the supposed answer would change; {} where it is none, or where a text tells of something urgent."""
    field = tracker.get_slot("pending")["field"]
    text = tracker.latest_message.get("text") or ""
    urgent = not text.startswith("/") and urgent_in(text)
    found = suppose(update.before, {field: update.values[field]}) if field in update.values and not urgent else None
    if not found:
        return {}
    dispatcher.utter_message(**found.message())
    return {"pending": None, "misses": None, "supposed": True}


def _asked_as(field: str, question_id: Optional[str]) -> str:
    return question_id if question_id and question_id.startswith(field) else field


def _put_plainly(ask: AskBack) -> AskBack:
    """A yes or no that was in doubt is asked for again: "nej" to "Forstod jeg dig rigtigt: ikke ryger?" could mean both."""
    in_doubt = ask.kind == "confirm_value" and isinstance(ask.value, bool) and questions.exists(ask.field)
    return replace(ask, kind="unsure", value=None) if in_doubt else ask


def _changed(before: record.Told, after: record.Told, tracker: Tracker, question_id: Optional[str]) -> Dict[str, Any]:
    """The slots that differ, with the undo trail grown by them."""
    changes = record.slot_changes(before, after)
    if not changes:
        return {}
    return {**changes, "undo": record.trail_with(tracker.get_slot("undo"), question_id, before, changes)}


def _confirm(tell: Said, update: Update, changed: Mapping[str, Any], merged: record.Merged, question_id: Optional[str]) -> None:
    """One line for what was taken beyond the answer to the open question, what was learnt to be its answer, and what was corrected."""
    corrected = [name for name in changed if name in update.before and name != "fractures"]
    told_by_rule = None if update.learnt and question_id in record.FIELDS else question_id
    extra = [name for name in changed if name not in corrected and name not in (told_by_rule, "role")]
    if not update.learnt and (question_id or "").startswith("fractures") and "fractures" in extra and not _tells_more(changed["fractures"], update):
        extra.remove("fractures")
    if corrected:
        tell.text(phrase("corrected", facts=", ".join(said(name, changed[name], tell.role) for name in corrected)))
    if extra:
        many = "noted_line" if tell.role == PHYSIOTHERAPIST and len(extra) >= MANY else "noted"
        tell.text(phrase(many, facts=", ".join(said(name, changed[name], tell.role) for name in extra)))
    if update.unread:
        tell.text(phrase("unread", entries=", ".join(f"»{entry}«" for entry in update.unread)))
    if merged.fell_away:
        tell.text(phrase("fell_away", fields=", ".join(label(name, tell.role).lower() for name in merged.fell_away)))


def _tells_more(fractures: Any, update: Update) -> bool:
    """Whether a fracture was told of in more than the one part that was asked for."""
    if not isinstance(fractures, list):
        return False
    before = update.before.get("fractures") or []
    size = sum(len(one) for one in fractures) - sum(len(one) for one in before if isinstance(one, dict))
    return size > 1


def _events(slots: Mapping[str, Any]) -> List[EventType]:
    return [SlotSet(name, value) for name, value in slots.items()]
