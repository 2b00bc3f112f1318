"""Ask the rules only for what they were taught: the seam is one method of Rasa's `RulePolicy`.

At every prediction stock Rasa first looks for rules that match the words of the last message, and for that it builds
the states of the whole conversation. This project has no such rules (all rules are about intents), so the search can only
come back empty; whether there are any is looked up in the trained rules themselves, once. Where states are needed they
are built without the events that no state is made of: what the assistant said, and slots that steer nothing.
"""
from __future__ import annotations

from functools import wraps
from typing import Any, Optional, Tuple

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

from bot.engine.trackers import copied

Found = Tuple[Optional[str], Optional[str], bool]


def _knows_text(policy: RulePolicy) -> bool:
    """Whether any trained rule looks at the words of a message."""
    known = policy.__dict__.get("_knows_text")
    if known is None:
        known = policy._knows_text = any(f'"{TEXT}"' in key for key in policy.lookup.get(RULES, {}))
    return known


def _is_part_of_a_state(event: Event, tracker: DialogueStateTracker) -> bool:
    if type(event) is SlotSet:
        slot = tracker.slots.get(event.key)
        return slot is None or slot.influence_conversation
    return type(event) is not BotUttered


def steering_alone(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The conversation with only the events and slots that its states are made of."""
    twin = copied(tracker)
    twin.slots = type(tracker.slots)({name: slot for name, slot in tracker.slots.items() if slot.influence_conversation})
    twin.events = type(tracker.events)(event for event in tracker.events if _is_part_of_a_state(event, tracker))
    return twin


def install() -> None:
    """Skip the search for rules about words where there are none."""
    stock = RulePolicy._find_action_from_rules

    @wraps(stock)
    def find(self: RulePolicy, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Found:
        if use_text_for_last_user_input and not _knows_text(self):
            return None, None, False
        return stock(self, steering_alone(tracker), domain, use_text_for_last_user_input)

    RulePolicy._find_action_from_rules = find
