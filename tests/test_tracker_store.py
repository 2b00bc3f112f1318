"""Conversations in the database: each event once, whether the conversation was kept in memory between its turns or read anew."""
from __future__ import annotations

import json
from typing import Any, List

import pytest
import sqlalchemy as sa

from bot.conversations import StorageFailed

TURNS = ("nej", "nej", "nej", "67", "kvinde", "165")


def _store(talk: Any) -> Any:
    return talk.assistant.conversations.agent.tracker_store._tracker_store


def _stored(talk: Any) -> List[str]:
    """The stored events of the conversation, oldest first."""
    with _store(talk).session_scope() as session:
        rows = session.execute(sa.text("select data from events where sender_id = :sender order by id"), {"sender": talk.sender})
        return [data for (data,) in rows]


@pytest.mark.parametrize("forgets", [(), (2,), (0, 3), range(len(TURNS))], ids=["kept in memory", "read once", "read twice", "read always"])
def test_every_event_is_stored_once(talk: Any, forgets: Any) -> None:
    talk.say('/begin{"role": "patient"}')
    talk.say("ja")
    for turn, text in enumerate(TURNS):
        if turn in forgets:
            _store(talk)._recent.clear()
        talk.say(text)
    events = _stored(talk)
    assert len(events) == len(set(events))
    tracker = talk.assistant.loop.run_until_complete(_store(talk).retrieve(talk.sender))
    assert [event.as_dict()["event"] for event in tracker.events] == [json.loads(data)["event"] for data in events]
    assert talk.question == "youth_height_cm"


def test_what_another_process_stored_is_seen(talk: Any) -> None:
    """Two processes on one database: the copy in memory is used only while the database holds exactly that."""
    talk.say('/begin{"role": "patient"}')
    talk.say("ja")
    kept = _store(talk)._recent.pop(talk.sender)
    talk.say("nej")
    _store(talk)._recent[talk.sender] = kept
    talk.say("nej")
    assert talk.question == "cannot_bear_weight"


def test_a_failing_database_is_said_and_nothing_is_lost(talk: Any) -> None:
    for text in ('/begin{"role": "patient"}', "ja", "nej"):
        talk.say(text)
    _only_read(talk, True)
    try:
        with pytest.raises(StorageFailed):
            talk.say("nej")
    finally:
        _only_read(talk, False)
    talk.say("nej")
    assert talk.question == "cannot_bear_weight"


def _only_read(talk: Any, on: bool) -> None:
    """Let the database refuse every write, or take them again."""
    with _store(talk).engine.connect() as connection:
        connection.execute(sa.text(f"PRAGMA query_only={'ON' if on else 'OFF'}"))


def test_the_connection_stays_open_and_keeps_its_promises(talk: Any) -> None:
    """Deleted rows are overwritten, and an acknowledged answer is in the file before the answer is given."""
    with _store(talk).engine.connect() as connection:
        asked = {name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("secure_delete", "journal_mode", "synchronous")}
    assert asked == {"secure_delete": 1, "journal_mode": "wal", "synchronous": 1}
    opened = []
    sa.event.listen(_store(talk).engine, "connect", lambda *_: opened.append(1))
    for text in ('/begin{"role": "patient"}', "ja", "nej"):
        talk.say(text)
    assert opened == []
