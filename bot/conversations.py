"""The loaded agent, and the few things the server asks of it."""
from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, Dict, List, Optional, Tuple

from bot import settings

settings.prepare_environment()

from bot.payloads import is_offered, is_payload, offered_in  # noqa: E402
from bot.redact import redacted  # noqa: E402
from bot.texts import phrase  # noqa: E402

log = logging.getLogger("knogletjek")
#: Control characters, and the colour codes of terminals: no word of anybody's.
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


class StorageFailed(Exception):
    """The database did not take or give a conversation."""


class Conversations:
    """The loaded agent, and the few things the server asks of it."""

    def __init__(self) -> None:
        self.agent: Any = None
        self.failure: Optional[str] = None
        self._told: Dict[str, None] = {}

    @property
    def ready(self) -> bool:
        return self.agent is not None

    @property
    def _store(self) -> Any:
        """The project's own store, behind Rasa's fail-safe one."""
        return self.agent.tracker_store._tracker_store

    async def load(self) -> None:
        """Load model, database and actions; a failure is kept for `/healthz` instead of ending the process."""
        try:
            self.agent = await asyncio.get_running_loop().run_in_executor(None, _load_agent)
        except Exception as error:  # the page must still say that something is wrong
            self.failure = type(error).__name__
            log.exception("the assistant could not be loaded")

    async def say(self, sender: str, text: str) -> List[Dict[str, Any]]:
        """The assistant's messages to `text`."""
        from rasa.core.channels.channel import UserMessage

        from bot.output import OneMessageChannel

        text = _CONTROL.sub(" ", text).strip()
        if text.startswith("/") and not is_payload(text):
            text = text.lstrip("/ ")
        if not text:
            return message(phrase("empty"))
        if text.startswith("/") and not await self._was_offered(sender, text):
            return message(phrase("not_offered"))
        channel = OneMessageChannel()
        private = redacted(text)
        await self.agent.handle_message(UserMessage(private.text, channel, sender, input_channel="rest"))
        urgent = [one for one in channel.messages[:1] if one.get("custom", {}).get("type") == "red_flag"]
        return [*urgent, *self._told_of(sender, private.kinds), *channel.messages[len(urgent):]]

    async def _was_offered(self, sender: str, text: str) -> bool:
        """Whether the payload is open to all, or was a button of this conversation."""
        if is_offered(text, ()):
            return True
        for fresh in (False, True):
            tracker = await self._store.peek(sender, fresh)
            if is_offered(text, _buttons(tracker)):
                return True
        return False

    def _told_of(self, sender: str, kinds: Tuple[str, ...]) -> List[Dict[str, Any]]:
        """Once in a conversation: that something private was taken out."""
        if not kinds or sender in self._told:
            return []
        self._told[sender] = None
        if len(self._told) > settings.MAX_UNSTORED:
            self._told.pop(next(iter(self._told)))
        return message(phrase("redacted"))

    async def slots(self, sender: str) -> Dict[str, Any]:
        """What the conversation remembers now, by slot; {} where there is none."""
        tracker = await self._store.peek(sender, fresh=True)
        return tracker.current_slot_values() if tracker else {}

    async def history(self, sender: str) -> List[Dict[str, Any]]:
        """What was said so far, by both: {"from": "bot"|"user", "text", "buttons"?, "custom"?} each."""
        from rasa.shared.core.events import BotUttered, UserUttered

        tracker = await self._store.peek(sender, fresh=True)
        said: List[Dict[str, Any]] = []
        for event in tracker.events if tracker else []:
            if isinstance(event, BotUttered):
                data = event.data or {}
                kept = {key: data[key] for key in ("buttons", "custom") if data.get(key)}
                said.append({"from": "bot", "text": event.text or "", **kept})
            elif isinstance(event, UserUttered) and event.text:
                said.append({"from": "user", "text": event.text})
        return said


def _buttons(tracker: Any) -> List[str]:
    """The payloads of all buttons that the assistant put so far."""
    from rasa.shared.core.events import BotUttered

    said = (event.data or {} for event in (tracker.events if tracker else ()) if isinstance(event, BotUttered))
    return [payload for data in said for payload in offered_in(data)]


def _load_agent() -> Any:
    """A Rasa agent with the project's tracker store and its actions in this process."""
    from bot import engine

    engine.install()
    from rasa.core.agent import Agent
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    import bot.nlu  # noqa: F401  registers the components of the Danish pipeline before Rasa loads it
    from bot.engine.in_process import InProcessActions

    endpoints = AvailableEndpoints.read_endpoints(str(settings.ENDPOINTS))
    store = TrackerStore.create(endpoints.tracker_store)
    locks = LockStore.create(endpoints.lock_store)
    agent = Agent.load(str(settings.MODEL), action_endpoint=InProcessActions("bot.actions"), tracker_store=store, lock_store=locks)
    agent.tracker_store._on_tracker_store_error = _storage_failed
    _rehearse()
    return agent


def _rehearse() -> None:
    """Read one sentence for every question: words and patterns are made when first needed, and nobody should wait for them."""
    from datetime import date

    from bot.actions.understanding import Situation, understand
    from bot.danish.kind import kind_of
    from osteo_rules import questions

    text = "jeg er 67 år, ryger ikke, og det tror jeg nok"
    for entry in questions.catalogue():
        understand(text, kind_of(text), Situation(question=entry.id, told={}, today=date.today()))


def _storage_failed(error: Exception) -> None:
    """Stock Rasa goes on in memory when the database fails, silently and from the beginning: here the turn fails and says so."""
    raise StorageFailed(type(error).__name__) from None


def message(text: str, **more: Any) -> List[Dict[str, Any]]:
    """One message of the assistant's, as a list."""
    return [{"text": text, **more}]
