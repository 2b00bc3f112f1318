"""The production profile: the REST channel is closed or asks for a clinic's token; figures ask for theirs; behind TLS all is marked so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator

import httpx
import pytest

from tests.test_server import ROOT, Served

HOST = "knogler.klinik.dk"
#: What nginx adds for a caller that came by TLS.
BY_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


def _token(path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bot.clinics", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "KNOGLETJEK_CLINICS": str(path)}, capture_output=True, text=True, timeout=60
    )


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clinics") / "clinics"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, clinics: Path) -> Iterator[Served]:
    settings = {
        "PROFILE": "production",
        "HOSTS": f"{HOST} 127.0.0.1",
        "PROXY": "127.0.0.1",
        "EMBED": "https://klinik.dk",
        "CLINICS": str(clinics),
        "METRICS_TOKEN": "figures",
        "ADDRESS_PER_MINUTE": "240",
    }
    server = Served(tmp_path_factory.mktemp("production"), **{f"KNOGLETJEK_{name}": value for name, value in settings.items()})
    yield server
    server.kill()


def _rest(served: Served, token: str = "", **body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{served.url}/webhooks/rest/webhook", json={"sender": "x", "message": "hej", **body}, headers=headers, timeout=30)


def test_the_rest_channel_is_closed_until_a_clinic_has_a_token(served: Served, clinics: Path) -> None:
    assert _rest(served).status_code == 404
    north, south = (_token(clinics, "add", name).stdout.strip() for name in ("north", "south"))
    assert len(north) >= 43 and north not in clinics.read_text()
    assert oct(clinics.stat().st_mode & 0o777) == "0o600"
    for token in ("", "x", north[:-1], north + "x", "north", clinics.read_text().split()[1]):
        refused = _rest(served, token)
        assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer"
    assert _rest(served, north, message='/begin{"role": "patient"}').json()[0]["recipient_id"] == "x"
    _rest(served, north, message="ja")
    _rest(served, north, message="jeg er 67 år")
    ages = [_rest(served, token, message="/show_answers").json()[0]["custom"]["answers"]["age"] for token in (north, south)]
    assert ages == [67, None]
    assert _token(clinics, "add", "north").returncode == 1
    assert _token(clinics, "remove", "north").returncode == 0
    assert _rest(served, north).status_code == 401


@pytest.mark.parametrize("arguments", [(), ("add",), ("add", "a b"), ("add", "../x"), ("list", "x"), ("remove", "nobody")])
def test_the_command_says_what_it_wants(clinics: Path, arguments: Any) -> None:
    done = _token(clinics, *arguments)
    assert done.returncode == 1 and done.stderr.strip() and "Traceback" not in done.stderr


def test_figures_ask_for_a_token_and_hold_no_personal_data(served: Served) -> None:
    with httpx.Client(base_url=served.url, headers={"Host": HOST}) as client:
        for text in ('/begin{"role": "patient"}', "ja", "jeg hedder Knogleblomst og er 67 år", "resultat nu"):
            client.post("/chat", json={"message": text})
        sender = client.cookies["knogletjek"].split(".")[0]
        for given in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic figures"}):
            assert client.get("/metrics", headers=given).status_code == 401
        figures = client.get("/metrics", headers={"Authorization": "Bearer figures"}).text
    for name in (
        "knogletjek_turns_total",
        "knogletjek_turn_seconds_bucket",
        "knogletjek_results_total",
        "knogletjek_fallbacks",
        "knogletjek_ready 1.0",
    ):
        assert name in figures
    assert re.search(r'knogletjek_results_total\{role="patient",urgency="\w+"\} 1\.0', figures)
    assert sender not in figures and "Knogleblomst" not in figures and "67" not in re.sub(r"[\d.]+e[+-]\d+|\d\.\d+", "", figures)


def test_behind_tls_cookie_and_headers_say_so(served: Served) -> None:
    answer = httpx.post(f"{served.url}/chat", json={"message": "hej"}, headers=BY_PROXY, timeout=30)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-knogletjek=") and "Secure" in cookie and "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'self' https://klinik.dk")


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": HOST, "Origin": "https://klinik.dk"}, {"Host": HOST, "Origin": "https://evil.example"}]
)
def test_other_names_and_origins_are_refused(served: Served, headers: Dict[str, str]) -> None:
    """The website around the frame is none of those that may send: only the frame itself is."""
    assert httpx.post(f"{served.url}/chat", json={"message": "hej"}, headers=headers).status_code in (400, 403)


def test_one_address_cannot_take_it_all(served: Served) -> None:
    def post(address: str) -> int:
        return httpx.post(f"{served.url}/chat/session", headers={**BY_PROXY, "X-Forwarded-For": address}).status_code

    statuses = [post("192.0.2.66") for _ in range(200)]
    assert statuses[0] == 200 and 429 in statuses
    assert post("192.0.2.67") == 200
