"""Conversations in SQL, but only of those who said yes: the rest lives in memory (bot/unstored.py) and is never written.

Two marks in the slots decide, so that the same store serves `rasa run`, `rasa shell` and the project's server:
`consent` is True after a yes, and `forget` is set by the action that deletes. What lies before the latest `forget`
is dropped everywhere.

Beside Rasa's table of events stands one row a conversation: which consent text was agreed to and when, how many events are stored,
and when the conversation goes (bot/retention.py).
"""
from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import OrderedDict
from typing import Any, Dict, Iterable, List, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY

from bot import retention, settings
from bot.database import engine_for
from bot.handoff import handoffs
from bot.unstored import InMemory, InRedis, Unstored, redis_client

FORGET = "forget"

_metadata = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("consent_version", sa.String(16), nullable=False),
    sa.Column("consent_at", sa.Float, nullable=False),
    sa.Column("stored", sa.Integer, nullable=False),
    sa.Column("keep_until", sa.Float, nullable=False, index=True),
)
#: One row that `/healthz` writes, to know that storing works.
_health = sa.Table("health", _metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.Float))


class Overtaken(Exception):
    """Another process stored an answer of the same conversation meanwhile: this turn must not be stored on top of it."""


def _since_forgotten(events: Iterable[Event]) -> List[Event]:
    """The events after the latest wish to be forgotten."""
    kept: List[Event] = []
    for event in events:
        if isinstance(event, SlotSet) and event.key == FORGET and event.value:
            kept = []
        else:
            kept.append(event)
    return kept


class ConsentTrackerStore(SQLTrackerStore):
    """`SQLTrackerStore` that stores after consent, deletes on request, and can be purged by age."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._recent: "OrderedDict[str, DialogueStateTracker]" = OrderedDict()
        #: Stored events as counted when a conversation was retrieved; its lock is held until it is saved.
        self._counted: Dict[str, int] = {}
        #: Whether the write-ahead log may still hold what was deleted.
        self._log_to_empty = False
        super().__init__(*args, **kwargs)
        self._use_own_engine()
        self._unstored: Unstored = InMemory()
        if settings.redis_address()[0]:
            self._unstored = InRedis(redis_client(), self.serialise_tracker, self.deserialise_tracker)

    def _use_own_engine(self) -> None:
        """Connections that stay open, are tried before use, and do not wait for ever; the tables are there, or it fails now."""
        url = self.engine.url
        self.engine.dispose()
        self.engine = engine_for(url)
        self.sessionmaker.configure(bind=self.engine)
        self.Base.metadata.create_all(self.engine)
        _metadata.create_all(self.engine)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation, from memory while nothing may be stored."""
        unstored = self._unstored.get(sender_id)
        if unstored is not None:
            return unstored.copy()
        # There is one session a conversation (session_config in domain.yml), so all events are its own.
        return self._unchanged(sender_id) or await self.retrieve_full_tracker(sender_id)

    async def peek(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation as it is now, to look at only."""
        unstored = self._unstored.get(sender_id)
        if unstored is not None:
            return unstored
        kept = self._recent.get(sender_id)
        if kept is not None and self._stored(sender_id) == len(kept.events):
            return kept
        return await self.retrieve_full_tracker(sender_id)

    def _unchanged(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation as it was saved last, when the database still holds exactly that.

        Building it anew from its events is most of a long conversation's turn. It is taken out here and put back by
        `save`, so that a turn that fails leaves nothing unsaved behind.
        """
        tracker = self._recent.pop(sender_id, None)
        self._counted[sender_id] = self._stored(sender_id)
        return tracker if tracker is not None and self._counted[sender_id] == len(tracker.events) else None

    def _stored(self, sender_id: str) -> int:
        """How many events of the conversation are in the database."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(_conversations.c.stored).where(_conversations.c.sender_id == sender_id)).scalar() or 0

    async def _store(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are not stored yet, all or none, and only on top of what was read.

        `retrieve` gives all of a conversation, so they are counted from its beginning. Written as one statement: stock
        Rasa makes an object of each event first.
        """
        await self.stream_events(tracker)
        stored = self._counted.pop(tracker.sender_id, None)
        stored = self._stored(tracker.sender_id) if stored is None else stored
        rows = [self._row(tracker.sender_id, event) for event in itertools.islice(tracker.events, stored, None)]
        with self.engine.begin() as connection:
            self._claim(connection, tracker, stored)
            if rows:
                connection.execute(sa.insert(self.SQLEvent), rows)

    def _claim(self, connection: sa.engine.Connection, tracker: DialogueStateTracker, stored: int) -> None:
        """The conversation's own row, moved on from `stored`; the database lets one of several do so."""
        now = time.time()
        values = {"stored": len(tracker.events), "keep_until": now + retention.seconds(tracker.slots)}
        if stored == 0:
            made = {"sender_id": tracker.sender_id, "consent_version": retention.consent_version(), "consent_at": now, **values}
            try:
                connection.execute(_conversations.insert(), made)
            except sa.exc.IntegrityError:
                raise Overtaken from None
            return
        same = (_conversations.c.sender_id == tracker.sender_id) & (_conversations.c.stored == stored)
        if connection.execute(_conversations.update().where(same), values).rowcount != 1:
            raise Overtaken

    @staticmethod
    def _row(sender_id: str, event: Event) -> Dict[str, Any]:
        """The columns of Rasa's own table for one event."""
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get(INTENT_NAME_KEY),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store, keep in memory, or forget, as the conversation's slots say."""
        forgotten = any(isinstance(event, SlotSet) and event.key == FORGET and event.value for event in tracker.events)
        if forgotten:
            await self.delete(tracker.sender_id)
            events = _since_forgotten(tracker.events)
            tracker = DialogueStateTracker.from_events(tracker.sender_id, events, tracker.slots.values())
        if tracker.get_slot("consent") is True:
            await self._store(tracker)
            self._unstored.drop(tracker.sender_id)
            self._recent[tracker.sender_id] = tracker
            while len(self._recent) > settings.MAX_RECENT:
                self._recent.popitem(last=False)
        else:
            if not forgotten and self._stored(tracker.sender_id):
                await self.delete(tracker.sender_id)
            self._unstored.put(tracker)

    async def delete(self, sender_id: str) -> None:
        """Remove every trace of a conversation at once."""
        self._unstored.drop(sender_id)
        handoffs().forget(sender_id)
        self._delete([sender_id])

    def _delete(self, senders: List[str]) -> int:
        """Remove stored conversations; the number of events that went."""
        deleted = 0
        for sender_id in senders:
            self._recent.pop(sender_id, None)
            self._counted.pop(sender_id, None)
            with self.engine.begin() as connection:
                deleted += connection.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender_id)).rowcount
                connection.execute(_conversations.delete().where(_conversations.c.sender_id == sender_id))
        if deleted:
            self.empty_log()
        return deleted

    async def purge(self, now: Optional[float] = None) -> int:
        """Remove the conversations whose time is over (seconds since the epoch), and codes that are too old; their number.

        A code that was given lives its own three days, as its owner was told.
        """
        now = time.time() if now is None else now
        with self.engine.connect() as connection:
            over = sa.select(_conversations.c.sender_id).where(_conversations.c.keep_until < now)
            senders = [sender for (sender,) in connection.execute(over)]
            senders += [sender for (sender,) in connection.execute(self._without_row(now))]
        self._delete(senders)
        handoffs().purge(now)
        if self._log_to_empty:
            await asyncio.get_running_loop().run_in_executor(None, self._tidy)
        return len(senders)

    def _without_row(self, now: float) -> Any:
        """Conversations that an older version stored, once the longest time is over."""
        sender, latest = self.SQLEvent.sender_id, sa.func.max(self.SQLEvent.timestamp)
        known = sa.select(_conversations.c.sender_id)
        return sa.select(sender).where(sender.not_in(known)).group_by(sender).having(latest < now - retention.longest())

    def forget_unused(self) -> None:
        """Drop the copies in memory: a conversation that another process deleted is not kept here either."""
        self._recent.clear()

    def check(self) -> None:
        """Write and read, as a turn does; raises what a turn would."""
        with self.engine.begin() as connection:
            connection.execute(_health.delete())
            connection.execute(_health.insert(), {"id": 1, "at": time.time()})
        if isinstance(self._unstored, InRedis):
            self._unstored.client.ping()

    def empty_log(self) -> None:
        """Deleted rows are overwritten in the SQLite file (secure_delete); what its log still holds of them goes too.

        PostgreSQL keeps dead rows until VACUUM, which takes longer: the next purge asks for it.
        """
        self._log_to_empty = True
        if self.engine.dialect.name == "sqlite":
            self._tidy()

    def _tidy(self) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.engine.dialect.name == "sqlite":
                # While somebody else reads, the log cannot be emptied: the next purge tries again.
                self._log_to_empty = bool(connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0])
                return
            connection.execute(sa.text("SET statement_timeout = 0"))
            for table in (self.SQLEvent.__tablename__, _conversations.name, "handoff_codes"):
                connection.execute(sa.text(f"VACUUM {table}"))
            connection.execute(sa.text("RESET statement_timeout"))
            self._log_to_empty = False
