"""What is kept, for how long, and that nothing of it is left when it is over: on request, by age, and in every copy."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, List

import pytest
import sqlalchemy as sa

from bot import retention, settings
from bot.handoff import handoffs
from tests.test_server import ROOT, Served

HOUR = 3600
NAME = "hr. Knogleblomst"


def _store(talk: Any) -> Any:
    return talk.assistant.conversations.store


def _events(talk: Any) -> int:
    with _store(talk).engine.connect() as connection:
        return connection.execute(sa.text("select count(*) from events where sender_id = :sender"), {"sender": talk.sender}).scalar()


def _row(talk: Any) -> Any:
    with _store(talk).engine.connect() as connection:
        return connection.execute(sa.text("select * from conversations where sender_id = :sender"), {"sender": talk.sender}).one_or_none()


def _purge(talk: Any, hours: float) -> int:
    return talk.assistant.loop.run_until_complete(_store(talk).purge(time.time() + hours * HOUR))


PATIENT = ('/begin{"role": "patient"}', "ja")


@pytest.mark.parametrize(
    ("messages", "kept", "gone"),
    [
        (PATIENT, 23.9, 24.1),
        ((*PATIENT, "resultat nu"), 71.9, 72.1),
        (('/begin{"role": "physiotherapist"}', "ja"), 71.9, 72.1),
        (('/begin{"role": "reception"}', "ja"), 71.9, 72.1),
    ],
    ids=["patient, unfinished: 24 h", "patient, with a result: 72 h", "physiotherapist: 72 h", "reception: 72 h"],
)
def test_a_conversation_is_kept_as_long_as_is_promised(talk: Any, messages: Any, kept: float, gone: float) -> None:
    for text in messages:
        talk.say(text)
    _purge(talk, kept)
    assert _events(talk) > 0
    _purge(talk, gone)
    assert _events(talk) == 0 and _row(talk) is None


def test_the_time_runs_from_the_latest_answer(talk: Any) -> None:
    for text in PATIENT:
        talk.say(text)
    first = _row(talk).keep_until
    talk.say("nej")
    assert _row(talk).keep_until > first


def test_consent_is_a_version_and_a_time(talk: Any) -> None:
    talk.say(PATIENT[0])
    assert _row(talk) is None
    talk.say(PATIENT[1])
    row = _row(talk)
    assert row.consent_version == retention.consent_version() and abs(row.consent_at - time.time()) < 60
    assert set(row.keys()) == {"sender_id", "consent_version", "consent_at", "stored", "keep_until"}


def test_another_text_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = retention.consent_version()
    retention.consent_version.cache_clear()
    monkeypatch.setattr(retention, "phrase", lambda key: f"another {key}")
    assert retention.consent_version() != before
    retention.consent_version.cache_clear()


@pytest.mark.parametrize("wish", ["slet mine svar", "/stop_and_delete", "stop og slet det hele", "slet alt"])
def test_withdrawing_removes_every_row(talk: Any, wish: str) -> None:
    for text in (*PATIENT, "nej", "resultat nu", "giv mig en kode"):
        talk.say(text)
    assert _events(talk)
    talk.say(wish)
    assert "slettet" in talk.text
    assert _events(talk) == 0 and _row(talk) is None
    with handoffs().engine.connect() as connection:
        assert (
            connection.execute(sa.text("select count(*) from handoff_codes where sender_id = :sender"), {"sender": talk.sender}).scalar()
            == 0
        )
    assert talk.say("hvad er knogleskørhed?")
    assert _events(talk) == 0


def test_a_code_lives_its_three_days_and_no_longer(talk: Any) -> None:
    """It was promised for three days, so it outlives an unfinished conversation."""
    for text in (*PATIENT, "nej", "giv mig en kode"):
        talk.say(text)

    def codes() -> int:
        with handoffs().engine.connect() as connection:
            return connection.execute(
                sa.text("select count(*) from handoff_codes where sender_id = :sender"), {"sender": talk.sender}
            ).scalar()

    assert codes() == 1
    _purge(talk, 25)
    assert _events(talk) == 0 and codes() == 1
    _purge(talk, 72.1)
    assert codes() == 0


def test_conversations_of_an_older_version_go_too(talk: Any) -> None:
    for text in PATIENT:
        talk.say(text)
    with _store(talk).engine.begin() as connection:
        connection.execute(sa.text("delete from conversations where sender_id = :sender"), {"sender": talk.sender})
    _purge(talk, 71.9)
    assert _events(talk)
    _purge(talk, 72.1)
    assert _events(talk) == 0


@pytest.fixture(scope="module")
def served(shared_server: Served) -> Served:
    return shared_server


def _told(served: Served, sender: str) -> None:
    for text in ('/begin{"role": "patient"}', "ja", f"jeg hedder {NAME}"):
        served.say(sender, text)
    assert NAME.encode() in served.stored()


def _make_old(served: Served) -> None:
    with sqlite3.connect(served.database) as database:
        database.execute("update conversations set keep_until = 1")


def test_the_running_process_purges_and_the_file_holds_nothing(served: Served) -> None:
    _told(served, "old")
    _make_old(served)
    for _ in range(100):
        if NAME.encode() not in served.stored():
            break
        time.sleep(0.1)
    assert NAME.encode() not in served.stored()
    assert served.say("old", "/show_answers")[0]["custom"]["answers"]["age"] is None


def test_the_command_purges_and_the_file_holds_nothing(talk: Any) -> None:
    for text in (*PATIENT, f"jeg hedder {NAME}"):
        talk.say(text)
    engine = _store(talk).engine
    path = Path(engine.url.database)
    with engine.begin() as connection:
        connection.execute(sa.text("update conversations set keep_until = 1 where sender_id = :sender"), {"sender": talk.sender})

    def on_disk() -> bool:
        # Read by another process: closing the file here would drop the locks that SQLite holds on it in this one.
        files = [str(file) for file in path.parent.glob(path.name + "*")]
        return NAME.encode() in subprocess.run(["cat", *files], capture_output=True).stdout

    assert on_disk()
    environment = {**os.environ, "KNOGLETJEK_DB": str(path)}
    done = subprocess.run([sys.executable, "-m", "bot.retention"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert int(done.stdout.strip().splitlines()[-1]) >= 1, done.stderr
    assert not on_disk() and _events(talk) == 0


def test_a_reader_in_the_way_only_delays_the_emptying(served: Served) -> None:
    """Somebody copies the database while a person deletes: the log is emptied as soon as that is over."""
    _told(served, "read")
    reader = sqlite3.connect(served.database)
    reader.execute("begin")
    reader.execute("select count(*) from events").fetchone()
    assert "slettet" in served.say("read", "slet mine svar")[0]["text"]
    reader.close()
    found: List[bool] = []
    for _ in range(100):
        found = [NAME.encode() in served.stored()]
        if not found[0]:
            break
        time.sleep(0.1)
    assert found == [False]


def test_the_times_are_those_of_the_documentation() -> None:
    assert (settings.UNFINISHED_SECONDS, settings.FINISHED_SECONDS, settings.HANDOFF_SECONDS) == (24 * HOUR, 72 * HOUR, 72 * HOUR)
