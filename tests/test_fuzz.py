"""Anything may come: random bodies and texts, and requests made from the description. No 500, no hang, no trace, no silence."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import attack
from tests.test_server import ROOT, Served

SCHEMATHESIS = ROOT / ".venv" / "tools" / "bin" / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def served(shared_server: Served) -> Served:
    return shared_server


def test_random_bodies(served: Served) -> None:
    """`python -m tests.fuzz` sends 50 000 of them."""
    statuses, wrong = asyncio.run(attack(served.url, 1200, seed=7))
    assert wrong == []
    assert sum(statuses.values()) == 1200
    assert statuses["/chat 200"] and statuses["/webhooks/rest/webhook 200"] and statuses["/fhir/assess 400"]


def test_requests_made_from_the_description(served: Served, tmp_path: Path) -> None:
    if not SCHEMATHESIS.exists():
        pytest.skip("schemathesis is not installed: run scripts/tools.sh")
    command = [
        str(SCHEMATHESIS),
        "run",
        f"{served.url}/openapi.json",
        "--checks",
        CHECKS,
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        "8",
        "--seed",
        "1",
        "--no-color",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:]


def test_every_route_is_described(served: Served) -> None:
    from bot.app.application import ROUTES

    described = httpx.get(f"{served.url}/openapi.json").json()["paths"]
    assert {route.path for route in ROUTES} - {"/web"} == set(described)
    for route in ROUTES:
        methods = {method.lower() for method in getattr(route, "methods", None) or ()} - {"head"}
        assert route.path == "/web" or methods == set(described[route.path])


@given(
    st.lists(
        st.text(max_size=60) | st.sampled_from(["ja", "nej", "67", "ved ikke", "tilbage", "/answer{", "resultat nu", "ja, hoften"]),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_is_answered(assistant: Any, said: Any) -> None:
    """Any six texts in a row: each is answered in words, and the answers so far stay readable."""
    talk = assistant.talk()
    for text in ('/begin{"role": "patient"}', "ja", *said):
        messages = talk.say(text.encode("utf-8", "ignore").decode())
        assert messages and any(one.get("text") for one in messages)
    assert isinstance(talk.say("/show_answers"), list)
