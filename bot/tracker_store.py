"""Conversations in SQL, but only of those who said yes: the rest lives in this process's memory and is never written.

Two marks in the slots decide, so that the same store serves `rasa run`, `rasa shell` and the project's server:
`consent` is True after a yes, and `forget` is set by the action that deletes. What lies before the latest `forget`
is dropped everywhere.
"""
from __future__ import annotations

import itertools
import json
import time
from collections import OrderedDict
from typing import Any, Dict, Iterable, List, Optional, Tuple

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY

from bot import settings
from bot.database import engine_for
from bot.handoff import handoffs

FORGET = "forget"


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
        self._unstored: "OrderedDict[str, Tuple[float, DialogueStateTracker]]" = OrderedDict()
        self._recent: "OrderedDict[str, DialogueStateTracker]" = OrderedDict()
        #: Stored events as counted when a conversation was retrieved; its lock is held until it is saved.
        self._counted: Dict[str, int] = {}
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            self._keep_connections()

    def _keep_connections(self) -> None:
        """An SQLite connection that stays open: closing the last one writes the log back into the file, at every turn."""
        url = self.engine.url
        self.engine.dispose()
        self.engine = engine_for(url)
        self.sessionmaker.configure(bind=self.engine)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation, from memory while nothing may be stored."""
        self._drop_old()
        if sender_id in self._unstored:
            tracker = self._unstored[sender_id][1]
            return tracker.copy()
        # There is one session a conversation (session_config in domain.yml), so all events are its own.
        return self._unchanged(sender_id) or await self.retrieve_full_tracker(sender_id)

    async def peek(self, sender_id: str, fresh: bool = False) -> Optional[DialogueStateTracker]:
        """The conversation, to look at only; `fresh`: what another process may have stored since is seen too."""
        if sender_id in self._unstored:
            return self._unstored[sender_id][1]
        kept = None if fresh else self._recent.get(sender_id)
        return kept or await self.retrieve_full_tracker(sender_id)

    def _unchanged(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation as it was saved last, when the database still holds exactly that.

        Building it anew from its events is most of a long conversation's turn. It is taken out here and put back by
        `save`, so that a turn that fails leaves nothing unsaved behind.
        """
        tracker = self._recent.pop(sender_id, None)
        if tracker is None:
            return None
        with self.engine.connect() as connection:
            stored = self._stored(connection, sender_id)
        if stored != len(tracker.events):
            return None
        self._counted[sender_id] = stored
        return tracker

    def _stored(self, connection: sa.engine.Connection, sender_id: str) -> int:
        """How many events of the conversation are in the database."""
        return connection.execute(sa.select(sa.func.count()).where(self.SQLEvent.sender_id == sender_id)).scalar()

    async def _store(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are not stored yet, all or none.

        `retrieve` gives all of a conversation, so they are counted from its beginning. Written as one statement: stock
        Rasa makes an object of each event first.
        """
        await self.stream_events(tracker)
        stored = self._counted.pop(tracker.sender_id, None)
        with self.engine.begin() as connection:
            if stored is None:
                stored = self._stored(connection, tracker.sender_id)
            rows = [self._row(tracker.sender_id, event) for event in itertools.islice(tracker.events, stored, None)]
            if rows:
                connection.execute(sa.insert(self.SQLEvent), rows)

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
            self._unstored.pop(tracker.sender_id, None)
            await self._store(tracker)
            self._recent[tracker.sender_id] = tracker
            while len(self._recent) > settings.MAX_RECENT:
                self._recent.popitem(last=False)
        else:
            if not forgotten and tracker.sender_id not in self._unstored:
                await self.delete(tracker.sender_id)
            self._unstored[tracker.sender_id] = (time.time(), tracker)
            self._unstored.move_to_end(tracker.sender_id)

    async def delete(self, sender_id: str) -> None:
        """Remove every trace of a conversation at once."""
        self._unstored.pop(sender_id, None)
        self._recent.pop(sender_id, None)
        self._counted.pop(sender_id, None)
        with self.session_scope() as session:
            deleted = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()
        handoffs().forget(sender_id)
        if deleted:
            self._empty_log()

    async def purge(self, older_than: float) -> int:
        """Remove the conversations whose latest event is before `older_than` (seconds since the epoch); their number."""
        latest = sa.func.max(self.SQLEvent.timestamp)
        with self.session_scope() as session:
            query = session.query(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id).having(latest < older_than)
            senders = [sender for (sender,) in query.all()]
        for sender in senders:
            await self.delete(sender)
        return len(senders)

    def _empty_log(self) -> None:
        """Deleted rows are overwritten in the file (secure_delete); the write-ahead log must not keep them either."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _drop_old(self) -> None:
        limit = time.time() - settings.UNSTORED_SECONDS
        while self._unstored:
            saved_at, _ = next(iter(self._unstored.values()))
            if saved_at >= limit and len(self._unstored) <= settings.MAX_UNSTORED:
                break
            self._unstored.popitem(last=False)
