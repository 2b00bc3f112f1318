"""A result is near: the number of messages by role stays within its target for a sample of the people of the test tables."""
from __future__ import annotations

from typing import Any

from tests import turns


def test_a_result_is_a_few_messages_away(assistant: Any) -> None:
    everybody = turns.people()
    assert len(everybody) > 200
    found = turns.medians(assistant, everybody[:: len(everybody) // 15])
    assert {name: count for name, count in found.items() if count > turns.ROLES[name][1]} == {}
