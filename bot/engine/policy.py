"""Ask the rules only for what they were taught: the seam is one method of Rasa's `RulePolicy`.

At every prediction stock Rasa first looks for rules that match the words of the last message, and for that it builds
the states of the whole conversation. This project has no such rules (all rules are about intents), so the search can only
come back empty; whether there are any is looked up in the trained rules themselves, once. Where states are needed they
are built of the end of the conversation, as far as the longest rule looks back, and without the events that no state is made
of: what the assistant said, and slots that steer nothing.
"""
from __future__ import annotations

import json
from functools import wraps
from typing import Any, List, Optional, Tuple

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
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


def _longest_rule(policy: RulePolicy) -> int:
    """The number of states of the longest trained rule: no rule looks back further."""
    known = policy.__dict__.get("_longest_rule")
    if known is None:
        tables = (policy.lookup.get(name, {}) for name in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH))
        known = policy._longest_rule = max((len(json.loads(key)) for table in tables for key in table), default=0)
    return known


def recent(tracker: DialogueStateTracker, states: int) -> DialogueStateTracker:
    """The end of the conversation, long enough that its last `states` states are those of the whole.

    It begins with a turn. The slots that steer are put in front, and the loop that is active there with its latest run, so that what Rasa takes back of
    a loop's earlier runs is taken back here too. Where a message or an action was reverted, the whole is kept.
    """
    slim = steering_alone(tracker)
    events = list(slim.events)
    turns = [place for place, event in enumerate(events) if type(event) is UserUttered]
    for number in (FEWEST_TURNS, 4 * FEWEST_TURNS):
        if len(turns) <= number:
            break
        cut = turns[-number] - 1
        if not (type(events[cut]) is ActionExecuted and events[cut].action_name == ACTION_LISTEN_NAME):
            continue
        tail = events[cut:]
        if any(type(event) in _REVERTING for event in tail):
            break
        slim.events = type(slim.events)([*_slots_before(events[:cut]), *_loop_before(events[:cut]), *tail])
        if sum(type(event) is ActionExecuted for event in slim.applied_events()) > states + 1:
            return slim
    slim.events = type(slim.events)(events)
    return slim


#: How many turns are tried first.
FEWEST_TURNS = 6
_REVERTING = (Restarted, SessionStarted, UserUtteranceReverted, ActionReverted)


def _slots_before(events: List[Event]) -> List[Event]:
    """The latest value of every slot that rules look at, such as that a result was given."""
    return list({event.key: event for event in events if type(event) is SlotSet}.values())


def _loop_before(events: List[Event]) -> List[Event]:
    """The latest change of loop, and the latest run of the loop that is active."""
    change = next((event for event in reversed(events) if type(event) is ActiveLoop), None)
    if change is None or not change.name:
        return [] if change is None else [change]
    run = next((event for event in reversed(events) if type(event) is ActionExecuted and event.action_name == change.name), None)
    return [change] if run is None else [change, run]


def install() -> None:
    """Skip the search for rules about words where there are none."""
    stock = RulePolicy._find_action_from_rules

    @wraps(stock)
    def find(self: RulePolicy, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Found:
        if use_text_for_last_user_input and not _knows_text(self):
            return None, None, False
        return stock(self, recent(tracker, _longest_rule(self)), domain, use_text_for_last_user_input)

    RulePolicy._find_action_from_rules = find
