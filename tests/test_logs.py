"""No line of the log holds what somebody said, whoever writes it and whatever went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Dict, List

import pytest

from tests.test_server import ROOT

SECRET = "hemmelig-010150-1234"
#: Ways in which a text may come into a log: by the engine, by a library, by an exception of its own, its cause, a thread, a task.
WAYS = {
    "engine, formatted": "logging.getLogger('rasa.core').error('text %s', S)",
    "engine, f-string": "logging.getLogger('rasa.core').warning(f'text {S}')",
    "structlog": "structlog.get_logger().error('processor.failed', text=S)",
    "structlog, in the event": "structlog.get_logger().error(f'failed {S}')",
    "sql": "logging.getLogger('sqlalchemy.engine').error('INSERT (%s)', S)",
    "own, with an exception": "raised(lambda: logging.getLogger('knogletjek').error('turn failed', exc_info=True))",
    "own, with its cause": "caused(lambda: logging.getLogger('knogletjek').error('turn failed', exc_info=True))",
    "uvicorn": "raised(lambda: logging.getLogger('uvicorn.error').error('Exception in ASGI application', exc_info=True))",
    "a bad format": "logging.getLogger('rasa').error('%d', S)",
    "a thread": "t = threading.Thread(target=fail); t.start(); t.join()",
    "a task nobody waits for": "asyncio.run(forgotten())",
    "uncaught": "fail()",
}
SCRIPT = """
import asyncio, gc, logging, sys, threading
from bot import settings
settings.prepare_environment()
from bot import logs
logs.install()
import structlog
S = sys.argv[1]
def fail():
    person = S
    raise ValueError(person)
def raised(log):
    try: fail()
    except ValueError: log()
def caused(log):
    try:
        try: fail()
        except ValueError as error: raise KeyError(S) from error
    except KeyError: log()
async def forgotten():
    async def task(): fail()
    asyncio.ensure_future(task()); await asyncio.sleep(0.01); gc.collect()
WAY
"""


@pytest.fixture(scope="module")
def logged() -> Dict[str, str]:
    """What each way left in the log."""
    started = {
        name: subprocess.Popen(
            [sys.executable, "-c", SCRIPT.replace("WAY", way), SECRET],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, way in WAYS.items()
    }
    return {name: process.communicate(timeout=120)[0] for name, process in started.items()}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_into_the_log(logged: Dict[str, str], way: str) -> None:
    assert "hemmelig" not in logged[way] and "010150" not in logged[way]
    lines: List[Dict[str, Any]] = [json.loads(line) for line in logged[way].splitlines()]
    assert lines or way == "a bad format", "it must be logged all the same"


def test_an_exception_is_told_by_kind_and_code(logged: Dict[str, str]) -> None:
    line = json.loads(logged["own, with its cause"])
    assert line["event"] == "turn failed" and line["errors"] == ["KeyError", "ValueError"]
    assert any(code.endswith("caused: ") for code in line["code"])
