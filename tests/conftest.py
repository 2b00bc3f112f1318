"""What several tests share: the trained assistant in this process, and people to talk with it."""
from __future__ import annotations

import asyncio
import os
import uuid
from pathlib import Path
from typing import Any, Dict, List

import pytest

from bot.engine import light

light.install()

ROOT = Path(__file__).resolve().parent.parent


class Talk:
    """One conversation with the trained assistant; each `say` is a turn."""

    def __init__(self, assistant: "Assistant") -> None:
        self.assistant = assistant
        self.sender = uuid.uuid4().hex
        self.messages: List[Dict[str, Any]] = []

    def say(self, text: str) -> List[Dict[str, Any]]:
        self.messages = self.assistant.say(self.sender, text)
        return self.messages

    def customs(self, kind: str) -> List[Dict[str, Any]]:
        """The `custom` objects of one type in the latest turn."""
        found = [message["custom"] for message in self.messages if message.get("custom")]
        return [custom for custom in found if custom["type"] == kind]

    @property
    def question(self) -> Any:
        """The id of the question that the latest turn put, or None."""
        asked = self.customs("question")
        return asked[-1]["id"] if asked else None

    @property
    def result(self) -> Any:
        results = self.customs("result")
        return results[-1]["assessment"] if results else None

    @property
    def text(self) -> str:
        return "\n".join(message.get("text", "") for message in self.messages)

    def answers(self) -> Dict[str, Any]:
        """The answers so far, without those not asked; the open question stays open."""
        before = self.messages
        self.say("/show_answers")
        told = self.customs("answers")[-1]["answers"]
        self.messages = before
        return {field: value for field, value in told.items() if value is not None}


class Assistant:
    """The server's agent and channel, driven without HTTP."""

    def __init__(self) -> None:
        from bot.conversations import Conversations

        self.loop = asyncio.new_event_loop()
        self.conversations = Conversations()
        self.loop.run_until_complete(self.conversations.load())
        assert self.conversations.ready, self.conversations.failure

    def say(self, sender: str, text: str) -> List[Dict[str, Any]]:
        return self.loop.run_until_complete(self.conversations.say(sender, text))

    def talk(self) -> Talk:
        return Talk(self)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The trained assistant on a database of its own."""
    os.environ["KNOGLETJEK_DB"] = str(tmp_path_factory.mktemp("db") / "conversations.db")
    return Assistant()


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return assistant.talk()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server process for all tests that neither stop it nor need settings of their own; it removes what is over every second."""
    from tests.test_server import Served

    server = Served(tmp_path_factory.mktemp("shared"), KNOGLETJEK_PURGE_SECONDS="1", KNOGLETJEK_METRICS_TOKEN="figures")
    yield server
    server.kill()
