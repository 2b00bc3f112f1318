"""The server over HTTP: page, chat, REST, bad input on every door, and what survives a restart or a deletion."""
from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent
SECRET = "knogleblomst"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A server process of its own on a database of its own; it can be killed and started again."""

    def __init__(self, folder: Path, wait: bool = True, **settings: str) -> None:
        folder.mkdir(exist_ok=True)
        self.database, self.log = folder / "conversations.db", folder / "log"
        self.settings = settings
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start(wait)

    def start(self, wait: bool = True) -> None:
        environment = {**os.environ, "PORT": str(self.port), "KNOGLETJEK_DB": str(self.database), **self.settings}
        # Through a process of its own: a limit that is set on the server's files is none on its log.
        with self.log.open("ab") as log:
            writer = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
        command = [sys.executable, "-m", "bot.server"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=writer.stdin, stderr=writer.stdin)
        writer.stdin.close()
        if wait:
            self.wait()

    def wait(self, path: str = "/status", until: str = "ready") -> None:
        """Until it is loaded; with `until` "error" until it says that something is wrong."""
        for _ in range(3000):
            try:
                if httpx.get(f"{self.url}{path}").json().get(until):
                    return
            except httpx.HTTPError:
                pass
            assert self.process.poll() is None, self.logged()
            time.sleep(0.1)
        self.kill()
        raise AssertionError(f"the server did not become {until}: {self.logged()}")

    def logged(self) -> str:
        """All that the process wrote."""
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def say(self, sender: str, message: Any) -> List[Dict[str, Any]]:
        return httpx.post(f"{self.url}/webhooks/rest/webhook", json={"sender": sender, "message": message}, timeout=30).json()

    def stored(self) -> bytes:
        """Everything that is on disk, write-ahead log included."""
        return b"".join(path.read_bytes() for path in self.database.parent.glob(self.database.name + "*"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served"))
    yield server
    server.kill()


def _question(messages: List[Dict[str, Any]]) -> Any:
    return [one["custom"]["id"] for one in messages if one.get("custom", {}).get("type") == "question"][-1]


def test_page_and_headers(served: Served) -> None:
    answer = httpx.get(served.url)
    assert answer.status_code == 200
    assert "lang=\"da\"" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model", "/domain"])
def test_the_engines_own_api_is_closed(served: Served, path: str) -> None:
    assert httpx.get(served.url + path).status_code == 404


def test_answers_survive_a_killed_process(served: Served) -> None:
    for message in ('/begin{"role": "patient"}', "ja", "nej", "nej"):
        served.say("survivor", message)
    served.kill()
    served.start()
    assert _question(served.say("survivor", "nej")) == "age"
    answers = [one["custom"]["answers"] for one in served.say("survivor", "/show_answers") if one.get("custom", {}).get("type") == "answers"]
    assert answers[0]["back_pain"] == "none"
    assert answers[0]["cannot_bear_weight"] is False


def test_nothing_is_stored_before_yes_and_all_is_gone_after_deleting(served: Served) -> None:
    served.say("private", '/begin{"role": "patient"}')
    served.say("private", f"jeg er 67 og hedder {SECRET}")
    assert SECRET.encode() not in served.stored()
    served.say("private", "ja")
    assert SECRET.encode() in served.stored()
    assert "slettet" in served.say("private", "slet mine svar")[0]["text"]
    assert SECRET.encode() not in served.stored()
    with sqlite3.connect(served.database) as database:
        assert database.execute("select count(*) from events where sender_id = 'private'").fetchone() == (0,)


def test_no_to_storing_leaves_no_trace(served: Served) -> None:
    served.say("refuser", '/begin{"role": "patient"}')
    served.say("refuser", f"jeg hedder {SECRET}2 og ryger")
    served.say("refuser", "nej")
    assert f"{SECRET}2".encode() not in served.stored()
    assert served.say("refuser", "hvad er knogleskørhed?")[0]["custom"]["topic"] == "what_is_osteoporosis"


def test_the_page_channel_keeps_its_conversation_by_cookie(served: Served) -> None:
    with httpx.Client(base_url=served.url, timeout=30) as browser:
        assert browser.get("/chat/history").json() == []
        first = browser.post("/chat", json={"message": '/begin{"role": "patient"}'})
        assert "httponly" in first.headers["set-cookie"].lower()
        browser.post("/chat", json={"message": "ja"})
        said = browser.get("/chat/history").json()
        assert [one["from"] for one in said if one["from"] == "user"]
        assert _question([one for one in said if one["from"] == "bot"]) == "back_pain"
    assert httpx.get(f"{served.url}/chat/history").json() == []


def test_a_message_sent_twice_changes_nothing(served: Served) -> None:
    with httpx.Client(base_url=served.url, timeout=30) as browser:
        browser.post("/chat", json={"message": '/begin{"role": "patient"}'})
        browser.post("/chat", json={"message": "ja"})
        first = browser.post("/chat", json={"message": "nej"}, headers={"X-Message-Id": "one"}).json()
        again = browser.post("/chat", json={"message": "nej"}, headers={"X-Message-Id": "one"}).json()
        assert first == again
        assert _question(browser.post("/chat", json={"message": "nej"}, headers={"X-Message-Id": "two"}).json()) == "cannot_bear_weight"


BAD_BODIES = [b"", b"{", b"[]", b'"x"', b"null", b'{"sender": 1, "message": "x"}', b'{"sender": "x", "message": 1}', b'{"sender": "", "message": "x"}', b"[" * 20000, b'{"message": {}}', b"\xff\xfe"]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/chat"])
def test_bad_bodies_get_a_clear_error(served: Served, path: str, body: bytes) -> None:
    if path == "/chat" and b"sender" in body and b'"message": "x"' in body:
        pytest.skip("the page's channel reads no sender")
    answer = httpx.post(served.url + path, content=body, timeout=30)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("message", "words"), [("", "stod ikke noget"), ("   ", "stod ikke noget"), ("a" * 10_000, "kortere")])
def test_empty_and_long_messages(served: Served, message: str, words: str) -> None:
    assert words in served.say("odd", message)[0]["text"]


def test_too_large_a_body(served: Served) -> None:
    assert httpx.post(f"{served.url}/chat", content=b"x" * 70_000, timeout=30).status_code == 413


def test_a_taken_port_is_one_clear_sentence(served: Served) -> None:
    environment = {**os.environ, "PORT": str(served.port)}
    second = subprocess.run([sys.executable, "-m", "bot.server"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert second.stderr.strip().startswith(f"Port {served.port} er optaget")
    assert len(second.stderr.strip().splitlines()) == 1
