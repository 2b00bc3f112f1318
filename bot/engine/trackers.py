"""Copy a conversation instead of living through it again: the seams are Rasa's tracker, form and action call.

Stock Rasa copies a tracker by applying all its events to a new one, several times a turn, and sends all events to every
action: the longer the conversation, the slower each turn. A tracker's state is fully made by its events, so a copy of
the state is the same; and no action of this project looks back beyond the latest message.
"""
from __future__ import annotations

import copy
from functools import wraps
from typing import Any, Dict, List

from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

#: What a copy that lives through all events again would not have: it is set from outside after a tracker is made.
_SET_FROM_OUTSIDE = ("sender_source", "model_id", "assistant_id")


def _twin(thing: Any) -> Any:
    """`copy.copy` for a plain object, without its ways around: there are seventy slots to copy."""
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker of its own with the same events and state."""
    twin: DialogueStateTracker = _twin(tracker)
    for name in _SET_FROM_OUTSIDE:
        setattr(twin, name, None)
    twin.events = copy.copy(tracker.events)
    twin.slots = type(tracker.slots)({name: _twin(slot) for name, slot in tracker.slots.items()})
    twin.active_loop = copy.copy(tracker.active_loop)
    return twin


def since_latest_message(tracker: DialogueStateTracker) -> List[Event]:
    """The events from the person's latest message on, or all when nothing was said yet."""
    found: List[Event] = []
    for event in reversed(tracker.events):
        found.append(event)
        if isinstance(event, UserUttered):
            break
    return found[::-1]


def install() -> None:
    """Copy states, and give each action the events of its own turn."""
    DialogueStateTracker.copy = copied
    FormAction._temporary_tracker = _temporary_tracker(FormAction._temporary_tracker)
    RemoteAction._action_call_format = _action_call(RemoteAction._action_call_format)
    MessageProcessor._update_tracker_session = _update_session(MessageProcessor._update_tracker_session)


def _temporary_tracker(stock: Any) -> Any:
    @wraps(stock)
    def temporary(self: FormAction, current_tracker: DialogueStateTracker, additional_events: List[Event], domain: Any) -> DialogueStateTracker:
        if any(type(event) is Restarted for event in current_tracker.events):
            return stock(self, current_tracker, additional_events, domain)
        twin = copied(current_tracker)
        for event in (SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)), ActionExecuted(self.name()), *additional_events):
            twin.update(event)
        return twin

    return temporary


def _action_call(stock: Any) -> Any:
    @wraps(stock)
    def call(self: RemoteAction, tracker: DialogueStateTracker, domain: Any) -> Dict[str, Any]:
        latest = since_latest_message(tracker)
        whole = tracker.events
        tracker.events = whole.__class__(latest)
        try:
            return stock(self, tracker, domain)
        finally:
            tracker.events = whole

    return call


def _update_session(stock: Any) -> Any:
    @wraps(stock)
    async def update(self: MessageProcessor, tracker: DialogueStateTracker, output_channel: Any, metadata: Any = None) -> None:
        # Sessions never expire here (session_config in domain.yml): only a conversation without events begins one.
        begun = bool(tracker.events) and type(tracker.events[-1]) not in (Restarted, SessionStarted)
        if begun and not self.domain.session_config.are_sessions_enabled():
            return
        await stock(self, tracker, output_channel, metadata)

    return update
