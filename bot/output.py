"""The output channel: one message carries its text, its buttons and its `custom` object together."""
from __future__ import annotations

from typing import Any, Dict

from rasa.core.channels.channel import CollectingOutputChannel


class OneMessageChannel(CollectingOutputChannel):
    """Stock Rasa splits a response into a text message and a custom one; here they stay one message."""

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        kept = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if kept:
            self.messages.append(kept)
