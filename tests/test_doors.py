"""Every door is tried with something forged: sender, role, payload, session, code, origin, host; and the headers of every answer."""

from __future__ import annotations

import re
from typing import Any, Dict, List

import httpx
import pytest

from tests.test_server import Served


@pytest.fixture(scope="module")
def served(shared_server: Served) -> Served:
    return shared_server


class Person:
    """Somebody at the page; with `framed` inside another website's frame, where cookies do not work."""

    def __init__(self, served: Served, framed: bool = False) -> None:
        self.http = httpx.Client(base_url=served.url, timeout=30)
        if framed:
            self.http.headers["X-Session"] = self.http.post("/chat/session").json()["session"]

    def say(self, text: str, **headers: str) -> httpx.Response:
        return self.http.post("/chat", json={"message": text}, headers=headers)

    def said(self) -> List[str]:
        return [one["text"] for one in self.http.get("/chat/history").json() if one["from"] == "user"]

    def answers(self) -> Dict[str, Any]:
        told = next(one["custom"]["answers"] for one in self.say("/show_answers").json() if one.get("custom", {}).get("type") == "answers")
        return {field: value for field, value in told.items() if value is not None}


def begun(served: Served, framed: bool = False) -> Person:
    """A patient who said yes and has told one thing."""
    person = Person(served, framed)
    for text in ('/begin{"role": "patient"}', "ja", "jeg er 67 år"):
        assert person.say(text).status_code == 200
    return person


@pytest.mark.parametrize("framed", [False, True], ids=["cookie", "header"])
def test_a_session_keeps_its_own_conversation(served: Served, framed: bool) -> None:
    one, other = begun(served, framed), begun(served, framed)
    other.say("jeg er kvinde")
    assert one.answers()["age"] == 67 and "sex" not in one.answers()
    assert other.answers()["sex"] == "female"
    assert "set-cookie" not in (one.say("ved ikke").headers if framed else {})


def test_the_cookie_is_guarded(served: Served) -> None:
    cookie = Person(served).say("hej").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    name = cookie.split("=", 1)[1].split(".")[0]
    assert len(name.removeprefix("web-")) * 6 >= 128


def _forged(session: str) -> List[str]:
    """What somebody may try who knows the name of a conversation, as it stands in the database, or another session of her own."""
    name, stamp, sign = session.rsplit(".", 2)
    return [
        name,
        name.removeprefix("web-"),
        f"{name}.{stamp}",
        f"{name}.{stamp}.",
        f"{name}.{stamp}.{sign[:-2]}AA",
        f"{name[:-1]}.{stamp}.{sign}",
        f"{name}..{sign}",
        "x" * 5000,
        "default",
    ]


@pytest.mark.parametrize("number", range(9))
def test_a_forged_cookie_opens_nothing(served: Served, number: int) -> None:
    victim, session = begun(served), ""
    session = victim.http.cookies["knogletjek"]
    thief = Person(served)
    thief.http.headers["Cookie"] = f"knogletjek={_forged(session)[number]}"
    assert thief.http.get("/chat/history").json() == []
    thief.say("slet mine svar")
    assert victim.answers()["age"] == 67


@pytest.mark.parametrize("number", range(9))
def test_a_forged_header_is_refused(served: Served, number: int) -> None:
    victim = begun(served, framed=True)
    headers = {"X-Session": _forged(victim.http.headers["X-Session"])[number]}
    for answer in (
        httpx.get(f"{served.url}/chat/history", headers=headers),
        httpx.post(f"{served.url}/chat", json={"message": "slet mine svar"}, headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.json()["error"]
    assert victim.answers()["age"] == 67


def test_a_cookie_beside_a_forged_header_is_not_taken(served: Served) -> None:
    """The header decides where there is one: nobody is given another's conversation by a mixture."""
    victim = begun(served)
    assert victim.http.get("/chat/history", headers={"X-Session": "web-x.y.z"}).status_code == 401


def test_a_forged_sender_reaches_no_conversation_of_the_page(served: Served) -> None:
    victim = begun(served)
    name = victim.http.cookies["knogletjek"].rsplit(".", 2)[0]
    for sender in (name, victim.http.cookies["knogletjek"]):
        answer = httpx.post(f"{served.url}/webhooks/rest/webhook", json={"sender": sender, "message": "slet mine svar"})
        assert answer.status_code == 400 and "sender" in answer.json()["error"]
    answer = httpx.post(f"{served.url}/chat", json={"sender": name, "message": "/show_answers"})
    assert '"age":67' not in answer.text.replace(" ", "")
    assert victim.answers()["age"] == 67


@pytest.mark.parametrize("role", ["physiotherapist", "reception", "admin", "", None, 1, ["patient"], {"x": 1}])
def test_a_role_is_a_view_and_no_right(served: Served, role: Any) -> None:
    """Whatever role somebody claims: it opens nobody's answers, and the claimer's own conversation goes on."""
    import json

    victim, thief = begun(served), Person(served)
    answer = thief.say("/begin" + json.dumps({"role": role}))
    assert answer.status_code == 200 and answer.json()
    assert not any(one.get("custom", {}).get("type") == "error" for one in answer.json())
    thief.say("ja")
    assert "age" not in thief.answers()
    assert victim.answers()["age"] == 67


@pytest.mark.parametrize(
    "payload",
    [
        '/answer{"question": "age", "value": 30}',
        '/answer{"question": "role", "value": "physiotherapist"}',
        "/stop_and_delete",
        "/restart",
        "/session_start",
        "/take_code",
        "/intent{}",
        "/back{",
        '/begin{"role": "patient", "age": 30}',
        '/begin{"consent": true}',
    ],
)
def test_a_forged_payload_changes_nothing(served: Served, payload: str) -> None:
    person = begun(served)
    before = person.answers()
    answer = person.say(payload)
    assert answer.status_code == 200 and answer.json()
    assert person.answers() == before


def test_a_forged_code_takes_nothing_and_is_locked_after_five(served: Served) -> None:
    begun(served)
    thief = Person(served)
    for text in ('/begin{"role": "physiotherapist"}', "ja"):
        thief.say(text)
    told = " ".join(thief.say("kode tulipan fjeld harmonika krage").text for _ in range(6))
    assert "Den kode kender jeg ikke" in told and "for mange forkerte koder" in told
    assert "age" not in thief.answers()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/chat", "/chat/session", "/webhooks/rest/webhook"])
def test_another_websites_page_sends_nothing(served: Served, path: str, headers: Dict[str, str]) -> None:
    answer = httpx.post(served.url + path, json={"sender": "x", "message": "hej"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]


def test_the_pages_own_origin_is_taken(served: Served) -> None:
    assert Person(served).say("hej", Origin=served.url, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_another_name_for_this_host_is_refused(served: Served, host: str) -> None:
    assert httpx.get(f"{served.url}/chat/history", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/status", "/web/styles.css", "/nothing-here", "/chat"])
def test_every_answer_carries_the_headers(served: Served, path: str) -> None:
    headers = httpx.get(served.url + path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert re.search(r"frame-ancestors 'self' http://localhost:\* http://127\.0\.0\.1:\*$", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers and "strict-transport-security" not in headers


def test_too_many_messages_of_one_session_are_told_to_wait(served: Served) -> None:
    person = Person(served)
    person.say("hej")
    answers = [person.say("") for _ in range(80)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused and all(int(one.headers["retry-after"]) >= 1 and "Vent" in one.json()["error"] for one in refused)
    assert Person(served).say("hej").status_code == 200
