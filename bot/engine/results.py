"""Check what an action gives back with a compiled schema: the seams are two lookups that stock Rasa does anew each time.

Stock Rasa calls `jsonschema.validate`, which checks the schema itself at every action: three quarters of a turn. The
schema stays Rasa's; jsonschema-rs compiles it once. And stock Rasa searches all kinds of event anew for
every event that it reads.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict


def install() -> None:
    """Compile the check, and remember the kinds of event."""
    import jsonschema_rs
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import Event

    validate = jsonschema_rs.validator_for(RemoteAction.action_response_format_spec()).validate

    def check(self: Any, result: Dict[str, Any]) -> bool:
        validate(result)
        return True

    RemoteAction._validate_action_result = check
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
