"""Conversations of those who have not said yes to storing: in memory, never on a disk, and gone after a day.

One process keeps them in its own memory. Several processes share them in Redis, which must be set to write nothing to disk (`doctor`
checks it): then any process can go on with a conversation, and a killed one takes nothing with it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any, Callable, Optional, Protocol, Tuple

from rasa.shared.core.trackers import DialogueStateTracker

from bot import settings


class Unstored(Protocol):
    """Where the conversations without consent are."""

    def get(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation, or None; not to be changed."""

    def put(self, tracker: DialogueStateTracker) -> None:
        """Keep it."""

    def drop(self, sender_id: str) -> None:
        """Forget it."""


class InMemory:
    """In this process, the oldest dropped first."""

    def __init__(self) -> None:
        self._kept: "OrderedDict[str, Tuple[float, DialogueStateTracker]]" = OrderedDict()

    def get(self, sender_id: str) -> Optional[DialogueStateTracker]:
        self._drop_old()
        return self._kept[sender_id][1] if sender_id in self._kept else None

    def put(self, tracker: DialogueStateTracker) -> None:
        self._kept[tracker.sender_id] = (time.time(), tracker)
        self._kept.move_to_end(tracker.sender_id)
        self._drop_old()

    def drop(self, sender_id: str) -> None:
        self._kept.pop(sender_id, None)

    def _drop_old(self) -> None:
        limit = time.time() - settings.UNSTORED_SECONDS
        while self._kept:
            saved_at, _ = next(iter(self._kept.values()))
            if saved_at >= limit and len(self._kept) <= settings.MAX_UNSTORED:
                break
            self._kept.popitem(last=False)


class InRedis:
    """In the memory of the Redis that the processes share for their locks."""

    PREFIX = "knogletjek:unstored:"

    def __init__(
        self, client: Any, write: Callable[[DialogueStateTracker], str], read: Callable[[str, str], Optional[DialogueStateTracker]]
    ) -> None:
        self.client, self._write, self._read = client, write, read

    def get(self, sender_id: str) -> Optional[DialogueStateTracker]:
        found = self.client.get(self.PREFIX + sender_id)
        return None if found is None else self._read(sender_id, found)

    def put(self, tracker: DialogueStateTracker) -> None:
        self.client.set(self.PREFIX + tracker.sender_id, self._write(tracker), ex=settings.UNSTORED_SECONDS)

    def drop(self, sender_id: str) -> None:
        self.client.delete(self.PREFIX + sender_id)


def redis_client() -> Any:
    """The Redis of the settings; it answers soon or fails."""
    import redis

    host, port = settings.redis_address()
    return redis.Redis(host=host, port=port, db=0, socket_timeout=3, socket_connect_timeout=3)
