"""The loaded agent, and the few things the server asks of it."""

from __future__ import annotations

import asyncio
import gc
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


class ModelMissing(Exception):
    """There is no model that the agent can use."""


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
    def store(self) -> Any:
        """The project's own store, behind Rasa's fail-safe one."""
        return self.agent.tracker_store._tracker_store

    async def load(self) -> None:
        """Load model, database and actions, and try again while that fails: a database may come up later than this process."""
        while not self.ready:
            try:
                self.agent = await asyncio.get_running_loop().run_in_executor(None, _load_agent)
                self.failure = None
            except Exception as error:  # the page must still say that something is wrong
                if self.failure is None:
                    log.critical("alarm: the assistant could not be loaded", exc_info=error)
                self.failure = type(error).__name__
                await asyncio.sleep(settings.LOAD_AGAIN_SECONDS)

    async def say(self, sender: str, text: str, message_id: str = "") -> List[Dict[str, Any]]:
        """The assistant's messages to `text`; to a `message_id` that the conversation knows already the same as before, and nothing changes."""
        text = _CONTROL.sub(" ", text).strip()
        if text.startswith("/") and not self._is_payload(text):
            text = text.lstrip("/ ")
        if not text:
            return message(phrase("empty"))
        async with self.agent.lock_store.lock(sender):
            before = await self._peek(sender)
            known = _answered(before, message_id) if message_id else None
            if known is not None:
                return known
            if text.startswith("/") and not is_offered(text, _buttons(before)):
                return message(phrase("not_offered"))
            return await self._turn(sender, text, message_id)

    async def _turn(self, sender: str, text: str, message_id: str) -> List[Dict[str, Any]]:
        """One turn of Rasa's, under the conversation's lock."""
        from rasa.core.channels.channel import UserMessage

        from bot.output import OneMessageChannel

        channel = OneMessageChannel()
        private = redacted(text)
        await self.agent.processor.handle_message(
            UserMessage(private.text, channel, sender, input_channel="rest", message_id=message_id or None)
        )
        urgent = [one for one in channel.messages[:1] if one.get("custom", {}).get("type") == "red_flag"]
        return [*urgent, *self._told_of(sender, private.kinds), *channel.messages[len(urgent) :]]

    def _is_payload(self, text: str) -> bool:
        """Whether the text is a payload; a "/" before ordinary words is a slip."""
        return is_payload(text, self.agent.domain.intents)

    async def _peek(self, sender: str) -> Any:
        try:
            return await self.store.peek(sender)
        except Exception as error:
            _storage_failed(error)

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
        tracker = await self._peek(sender)
        return tracker.current_slot_values() if tracker else {}

    async def history(self, sender: str) -> List[Dict[str, Any]]:
        """What was said so far, by both: {"from": "bot"|"user", "text", "buttons"?, "custom"?} each."""
        from rasa.shared.core.events import BotUttered, UserUttered

        tracker = await self._peek(sender)
        said: List[Dict[str, Any]] = []
        for event in tracker.events if tracker else []:
            if isinstance(event, BotUttered):
                said.append({"from": "bot", "text": event.text or "", **_parts(event)})
            elif isinstance(event, UserUttered) and event.text:
                said.append({"from": "user", "text": event.text})
        return said


def _parts(event: Any) -> Dict[str, Any]:
    """Buttons and `custom` of what the assistant said."""
    return {key: event.data[key] for key in ("buttons", "custom") if (event.data or {}).get(key)}


def _answered(tracker: Any, message_id: str) -> Optional[List[Dict[str, Any]]]:
    """What was answered to the message of this id, or None when the conversation does not hold it."""
    from rasa.shared.core.events import BotUttered, UserUttered

    answer: List[Dict[str, Any]] = []
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, BotUttered):
            answer.append({**({"text": event.text} if event.text else {}), **_parts(event)})
        elif isinstance(event, UserUttered):
            if event.message_id == message_id:
                return answer[::-1]
            answer = []
    return None


def _buttons(tracker: Any) -> List[str]:
    """The payloads of all buttons that the assistant put so far."""
    from rasa.shared.core.events import BotUttered

    said = (event.data or {} for event in (tracker.events if tracker else ()) if isinstance(event, BotUttered))
    return [payload for data in said for payload in offered_in(data)]


def stores() -> Tuple[Any, Any]:
    """The project's tracker store, and the lock store, as the endpoints say; both are there and answer, or it raises."""
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    endpoints = AvailableEndpoints.read_endpoints(str(settings.ENDPOINTS))
    store = TrackerStore.create(endpoints.tracker_store)
    own = getattr(store, "_tracker_store", store)
    own.check()
    return own, LockStore.create(endpoints.lock_store)


def _load_agent() -> Any:
    """A Rasa agent with the project's tracker store and its actions in this process."""
    from bot import engine

    engine.install()
    from rasa.core.agent import Agent

    import bot.nlu  # noqa: F401  registers the components of the Danish pipeline before Rasa loads it
    from bot.engine.in_process import InProcessActions

    store, locks = stores()
    agent = Agent.load(str(settings.MODEL), action_endpoint=InProcessActions("bot.actions"), tracker_store=store, lock_store=locks)
    if not agent.is_ready():
        raise ModelMissing(settings.MODEL.name)
    agent.tracker_store._on_tracker_store_error = _storage_failed
    rehearse()
    return agent


def rehearse() -> None:
    """Read one sentence for every question, and one that asks: what is made when first needed is there before anybody waits for it."""
    from datetime import date

    from bot.actions.understanding import Situation, understand
    from bot.danish.kind import kind_of
    from bot.danish.topics import topic_of
    from osteo_rules import questions

    topic_of("hvad er knogleskørhed, og må jeg løbe?")
    text = "jeg er 67 år, ryger ikke, og det tror jeg nok"
    for entry in questions.catalogue():
        understand(text, kind_of(text), Situation(question=entry.id, told={}, today=date.today()))
    # What is loaded stays: looked through again and again for what may be thrown away, it makes long messages slower.
    gc.collect()
    gc.freeze()


def _storage_failed(error: Exception) -> None:
    """Stock Rasa goes on in memory when the database fails, silently and from the beginning: here the turn fails and says so."""
    raise StorageFailed(type(error).__name__) from None


def message(text: str, **more: Any) -> List[Dict[str, Any]]:
    """One message of the assistant's, as a list."""
    return [{"text": text, **more}]
