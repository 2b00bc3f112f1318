"""Many people at once at the page's channel, each with answers of its own, each sending again what got no answer; and what they found.

Everybody knows in the end whether every acknowledged answer is there once, in order, and whether the result is the right one.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from typing import Any, Dict, List, NamedTuple, Optional

import httpx

from osteo_rules import Answers, assess
from tests.test_conversations import ORDINARY

#: How long somebody tries to get one message answered, in seconds.
PATIENCE = 90.0
BEGIN = '/begin{"role": "patient"}'
#: Nobody begins again and again: that is a conversation that cannot go on.
MOST_BEGINNINGS = 5
_numbers = itertools.count()


class Found(NamedTuple):
    """What one conversation showed: seconds of each answered turn, what went wrong for a while, and what is wrong in the end.

    `begun_again`: how often it began anew before consent: until then it stands in Redis' memory alone, which a restart empties.
    """

    turns: List[float]
    errors: List[str]
    wrong: List[str]
    finished: bool
    begun_again: int


class Person:
    """One person, with age, height and weight that no other has, at an address of its own."""

    def __init__(self, url: str, think: float) -> None:
        number = next(_numbers)
        self.some, self.think = random.Random(number), think
        self.own = {"age": 55 + number % 35, "height_cm": 150 + number // 35 % 35, "weight_kg": 55 + number // 1225 % 30}
        self.said = {
            **ORDINARY,
            "youth_height_cm": str(self.own["height_cm"] + 1),
            **{name: str(value) for name, value in self.own.items()},
        }
        # Loopback addresses, so that the limits for one address count each person for herself.
        address = f"127.{number // 62500 + 1}.{number // 250 % 250 + 1}.{number % 250 + 1}"
        transport = httpx.AsyncHTTPTransport(local_address=address)
        self.http = httpx.AsyncClient(base_url=url, timeout=30, transport=transport, headers={"Host": "127.0.0.1"})
        self.sent: List[str] = []
        self.turns: List[float] = []
        self.errors: List[str] = []
        self.wrong: List[str] = []
        self.begun_again = 0

    async def screen(self, until: Optional[float] = None) -> Found:
        """One whole screening; with `until` (of time.monotonic) it ends there unfinished."""
        message, result = BEGIN, None
        asked: List[str] = []
        async with self.http:
            while result is None and len(asked) < 60 and self.begun_again <= MOST_BEGINNINGS and (until is None or time.monotonic() < until):
                customs = [one["custom"] for one in await self.say(message) if one.get("custom")]
                result = next((custom["assessment"] for custom in customs if custom["type"] == "result"), None)
                question = next((custom["id"] for custom in customs if custom["type"] == "question"), None)
                if result is None:
                    message = self._answer_to(question, asked)
                    await asyncio.sleep(self.think * (0.5 + self.some.random()))
            await self._check(result)
        return Found(self.turns, self.errors, self.wrong, result is not None, self.begun_again)

    async def say(self, text: str) -> List[Dict[str, Any]]:
        """The answer to a message, sent again under its own name until there is one."""
        name, begun = f"m{next(_numbers)}", time.monotonic()
        while True:
            sent = time.perf_counter()
            try:
                answer = await self.http.post("/chat", json={"message": text}, headers={"X-Message-Id": name})
                failed = self._failed(answer)
            except (httpx.HTTPError, ValueError) as error:
                failed = type(error).__name__
            if failed is None:
                self.turns.append(time.perf_counter() - sent)
                self.sent.append(text)
                return answer.json()
            self.errors.append(failed)
            if time.monotonic() - begun > PATIENCE:
                raise AssertionError(f"no answer within {PATIENCE} s: {failed}")
            await asyncio.sleep(0.5 + self.some.random())

    @staticmethod
    def _failed(answer: httpx.Response) -> Optional[str]:
        if answer.status_code != 200:
            return str(answer.status_code)
        messages = answer.json()
        if not messages:
            return "silence"
        return "told" if any((one.get("custom") or {}).get("type") == "error" for one in messages) else None

    def _answer_to(self, question: Any, asked: List[str]) -> str:
        """What is said next; a question that comes twice means that an answer was lost."""
        if question == "role" and set(asked) <= {"consent"}:
            self.begun_again += 1
            asked.clear()
            # The new conversation knows what was said last, and nothing before it.
            del self.sent[:-1]
            return BEGIN
        if question is None or question in asked:
            self.wrong.append(f"asked {question} after {asked[-3:]}")
        asked.append(str(question))
        return "ja" if question == "consent" else self.said.get(str(question), "nej")

    async def _check(self, result: Any) -> None:
        """Every acknowledged answer is there once and in order; the result is that of these very answers."""
        history = (await self._again("/chat/history")).json()
        told = [one["text"] for one in history if one["from"] == "user"]
        if told != self.sent:
            self.wrong.append(f"told {self.sent}, found {told}")
        if result is None:
            return
        answers = {name: value for name, value in result["answers"].items() if value is not None}
        if any(answers.get(name) != value for name, value in self.own.items()):
            self.wrong.append(f"another's answers: {self.own} became {answers}")
        if result != _plain(assess(Answers(**answers))):
            self.wrong.append("the result is not that of its answers")

    async def _again(self, path: str) -> httpx.Response:
        for _ in range(int(PATIENCE)):
            try:
                answer = await self.http.get(path)
                if answer.status_code == 200:
                    return answer
            except httpx.HTTPError:
                pass
            await asyncio.sleep(1)
        raise AssertionError(f"{path} is not served")


def _plain(assessment: Any) -> Any:
    import json

    return json.loads(assessment.json())


async def crowd(url: str, people: int, seconds: Optional[float] = None, think: float = 2.0) -> List[Found]:
    """So many at once: one screening each, or with `seconds` one after the other for so long."""
    until = time.monotonic() + seconds if seconds else None

    async def one_after_the_other() -> List[Found]:
        found = [await Person(url, think).screen(until)]
        while until and time.monotonic() < until:
            found.append(await Person(url, think).screen(until))
        return found

    return [found for some in await asyncio.gather(*(one_after_the_other() for _ in range(people))) for found in some]
