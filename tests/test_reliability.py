"""It does not fall over: doubles, kills, a locked database, a full disk, no model, a stop; and no log tells who said what."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import httpx
import pytest

from bot import settings
from bot.texts import phrase
from tests.test_doors import begun
from tests.test_server import Served

SECRET = "010150-1234 Knogleblomst"
#: One message id each.
_numbers = iter(range(10**6))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("reliable"))
    yield server
    server.kill()


def _question(messages: List[Dict[str, Any]]) -> Any:
    return [one["custom"]["id"] for one in messages if one.get("custom", {}).get("type") == "question"][-1]


def _alarms(served: Served) -> List[Dict[str, Any]]:
    lines = [json.loads(line) for line in served.logged().splitlines() if line.startswith("{")]
    return [line for line in lines if line["level"] == "critical"]


def _wait_for(what: Any) -> None:
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    assert what()


# Doubles.


def test_a_double_is_answered_as_before_and_changes_nothing(served: Served) -> None:
    person = begun(served)
    first = person.say("nej", **{"X-Message-Id": "first"}).json()
    second = person.say("nej", **{"X-Message-Id": "second"}).json()
    assert _question(first) != _question(second)
    assert person.say("nej", **{"X-Message-Id": "first"}).json() == first
    assert person.say("nej", **{"X-Message-Id": "second"}).json() == second
    assert len(person.said()) == 5


def test_a_double_after_a_kill_is_answered_as_before(served: Served) -> None:
    """The answer was stored, and lost on the way back: the page sends it again to the process that took over."""
    person = begun(served)
    first = person.say("nej", **{"X-Message-Id": "lost"}).json()
    served.kill()
    served.start()
    assert person.say("nej", **{"X-Message-Id": "lost"}).json() == first
    assert len(person.said()) == 4


def test_doubles_at_the_same_time_count_once(served: Served) -> None:
    person = begun(served)

    async def together() -> List[Any]:
        async with httpx.AsyncClient(base_url=served.url, cookies=dict(person.http.cookies), timeout=30) as client:
            posts = [client.post("/chat", json={"message": "nej"}, headers={"X-Message-Id": "same"}) for _ in range(5)]
            return [answer.json() for answer in await asyncio.gather(*posts)]

    answers = asyncio.run(together())
    assert all(answer == answers[0] for answer in answers)
    assert len(person.said()) == 4


@pytest.mark.parametrize("message_id", ["x" * 101, "a b", "<x>", "æ".encode()])
def test_a_message_id_of_another_kind_is_refused(served: Served, message_id: Any) -> None:
    answer = httpx.post(f"{served.url}/chat", json={"message": "hej"}, headers={"X-Message-Id": message_id})
    assert answer.status_code == 400 and "X-Message-Id" in answer.json()["error"]


# The storage fails.


def _fails_and_recovers(served: Served, break_it: Any, mend_it: Any) -> None:
    """While it is broken: a clear sentence, red, an alarm and nothing taken; after it: all earlier answers, and it goes on by itself."""
    person = begun(served)
    before = person.answers()
    alarms = len(_alarms(served))
    break_it()
    try:
        answer = person.say(f"jeg er kvinde, {SECRET}").json()
        assert [one["text"] for one in answer] == [phrase("not_stored")]
        assert answer[0]["custom"]["type"] == "error"
        red = httpx.get(f"{served.url}/healthz")
        assert red.status_code == 503 and red.json()["live"] and not red.json()["ready"] and red.json()["error"]
        _wait_for(lambda: len(_alarms(served)) > alarms)
    finally:
        mend_it()
    assert person.answers() == before
    person.say("jeg er kvinde")
    assert person.answers()["sex"] == "female"
    assert httpx.get(f"{served.url}/healthz").json()["ready"]
    assert "Knogleblomst" not in served.logged() and "010150" not in served.logged()


def test_a_locked_database(served: Served) -> None:
    other = sqlite3.connect(served.database, isolation_level=None)
    _fails_and_recovers(served, lambda: other.execute("begin immediate"), lambda: other.execute("rollback"))
    other.close()


def test_a_full_disk(served: Served) -> None:
    """The process may write no file any longer than its files are: the same error as from a disk that is full."""
    pid = served.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    _fails_and_recovers(
        served,
        lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard)),
        lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard)),
    )


def test_little_space_is_red_before_it_is_none(served: Served, tmp_path: Path) -> None:
    from bot.app import health

    assert health._free() > 0
    settings_before = settings.LEAST_FREE
    try:
        settings.LEAST_FREE = 10**18
        assert health._free() < settings.LEAST_FREE
    finally:
        settings.LEAST_FREE = settings_before


# The model fails.


def test_a_model_that_cannot_be_used_is_said_and_it_recovers(tmp_path: Path) -> None:
    """First there is none, then a broken one, then the right one: the process that was started first is never started again."""
    model = tmp_path / "model.tar.gz"
    server = Served(tmp_path, wait=False, KNOGLETJEK_MODEL=str(model), KNOGLETJEK_LOAD_AGAIN_SECONDS="1")
    try:
        for content in (None, b"no archive at all"):
            if content is not None:
                model.write_bytes(content)
                time.sleep(2.5)  # it has tried the broken one by now
            _wait_for(lambda: _error(server))
            assert httpx.get(server.url).status_code == 200
            assert httpx.get(f"{server.url}/healthz").status_code == 503
            refused = httpx.post(f"{server.url}/chat", json={"message": "hej"})
            assert (refused.status_code, refused.json()["error"]) == (503, phrase("out_of_order"))
            assert server.say("x", "hej")[0]["text"] == phrase("out_of_order")
        assert _alarms(server)
        os.replace(_copy(settings.MODEL, tmp_path / "whole.tar.gz"), model)
        server.wait("/healthz")
        assert _question(server.say("x", '/begin{"role": "patient"}')) == "consent"
    finally:
        server.kill()


def _error(server: Served) -> Any:
    try:
        return httpx.get(f"{server.url}/status").json().get("error")
    except httpx.HTTPError:
        return None


def _copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


# Stopping and dying.


def _people(served: Served, number: int) -> List[str]:
    names = [f"person-{next(_numbers)}" for _ in range(number)]
    for name in names:
        served.say(name, '/begin{"role": "patient"}')
        served.say(name, "ja")
    return names


def _age(served: Served, name: str) -> Any:
    return served.say(name, "/show_answers")[0]["custom"]["answers"]["age"]


def test_a_stop_finishes_what_is_under_way(served: Served) -> None:
    """Whoever was being answered when it was told to stop gets the answer, and it is stored."""
    names = _people(served, 20)

    async def stopped() -> List[httpx.Response]:
        async with httpx.AsyncClient(base_url=served.url, timeout=60) as client:
            bodies = [{"sender": name, "message": "jeg er 67 år"} for name in names]
            posts = [asyncio.ensure_future(client.post("/webhooks/rest/webhook", json=body)) for body in bodies]
            await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
            served.process.send_signal(signal.SIGTERM)
            return await asyncio.gather(*posts)

    assert [answer.status_code for answer in asyncio.run(stopped())] == [200] * len(names)
    served.process.wait(timeout=30)
    served.start()
    assert [_age(served, name) for name in names] == [67] * len(names)


def test_killed_under_load_it_keeps_every_acknowledged_answer(served: Served) -> None:
    """Ten people talk while it is killed; whoever got an answer finds all told again."""
    told: Dict[str, int] = {}

    async def talk(client: httpx.AsyncClient, name: str) -> None:
        for age in range(20, 120):
            try:
                answer = await client.post("/webhooks/rest/webhook", json={"sender": name, "message": f"jeg er {age} år"})
            except httpx.HTTPError:
                return
            if not any(one.get("custom", {}).get("type") == "error" for one in answer.json()):
                told[name] = age

    async def until_killed(names: List[str]) -> None:
        async with httpx.AsyncClient(base_url=served.url, timeout=60) as client:
            talks = [asyncio.ensure_future(talk(client, name)) for name in names]
            while len(told) < len(names):
                await asyncio.sleep(0.05)
            served.kill()
            await asyncio.gather(*talks)

    asyncio.run(until_killed(_people(served, 10)))
    served.start()
    for name, age in told.items():
        # The latest may have been stored without its answer coming back.
        assert _age(served, name) in (age, age + 1)


def test_more_at_once_than_can_be_answered_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One turn is under way and one is the most: the second is refused at once, the first is answered, and then there is room again."""
    from types import SimpleNamespace

    from starlette.exceptions import HTTPException

    from bot.app import turns

    async def three() -> Any:
        gate = asyncio.Event()

        async def say(*_: Any) -> Any:
            await gate.wait()
            return [{"text": "svar"}]

        state = SimpleNamespace(
            conversations=SimpleNamespace(ready=True, failure=None, say=say), health=SimpleNamespace(stored=lambda: None)
        )
        app = SimpleNamespace(state=state)
        first = asyncio.ensure_future(turns.reply(app, "a", "hej"))
        await asyncio.sleep(0)
        with pytest.raises(HTTPException) as refused:
            await turns.reply(app, "b", "hej")
        gate.set()
        return refused.value, await first, await turns.reply(app, "b", "hej")

    monkeypatch.setattr(settings, "MOST_AT_ONCE", 1)
    refused, first, later = asyncio.run(three())
    assert refused.status_code == 503 and refused.headers["Retry-After"] and refused.detail == phrase("too_many")
    assert first == later == [{"text": "svar"}]


# Upgrades.


def test_a_conversation_of_an_older_version_goes_on(talk: Any) -> None:
    """What an older version stored and this one does not know is passed over; each result names the rules it was made with."""
    import sqlalchemy as sa

    from osteo_rules import RULES_VERSION

    for text in ('/begin{"role": "patient"}', "ja", "jeg er 67 år"):
        talk.say(text)
    store = talk.assistant.conversations.store
    old = {
        "event": "slot",
        "timestamp": time.time(),
        "name": "a_slot_of_before",
        "value": True,
        "metadata": {"assistant_id": "other", "model_id": "older"},
    }
    said = {"event": "action", "timestamp": time.time(), "name": "action_of_before", "policy": None, "confidence": 1.0}
    with store.engine.begin() as connection:
        for event in (old, said):
            row = {"sender": talk.sender, "kind": event["event"], "at": event["timestamp"], "data": json.dumps(event)}
            connection.execute(
                sa.text("insert into events (sender_id, type_name, timestamp, data) values (:sender, :kind, :at, :data)"), row
            )
        connection.execute(sa.text("update conversations set stored = stored + 2 where sender_id = :sender"), {"sender": talk.sender})
    store.forget_unused()
    talk.say("nej")
    assert talk.answers()["age"] == 67
    talk.say("resultat nu")
    assert talk.result["rules_version"] == RULES_VERSION
    assert talk.result["answers"]["age"] == 67


def test_two_processes_never_store_on_top_of_each_other(talk: Any) -> None:
    """Should the lock be lost (Redis restarted), the database lets one of two turns win; the other is told to come again."""
    from bot.conversations import StorageFailed

    for text in ('/begin{"role": "patient"}', "ja"):
        talk.say(text)
    store = talk.assistant.conversations.store
    mine = talk.assistant.loop.run_until_complete(store.retrieve(talk.sender))
    counted = store._counted[talk.sender]
    talk.say("nej")
    store._counted[talk.sender] = counted
    with pytest.raises(StorageFailed, match="Overtaken"):
        talk.assistant.loop.run_until_complete(talk.assistant.conversations.agent.tracker_store.save(mine))
    assert talk.say("nej") and talk.question
