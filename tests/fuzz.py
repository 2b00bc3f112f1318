"""Random bodies at every door that takes one: no 500, no hang, no trace of the inside in an answer.

python -m tests.fuzz [NUMBER]      50 000 unless told otherwise; prints how each was answered, exits with 1 when one was answered badly
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import string
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List, Tuple

import httpx

from tests.test_server import Served

DOORS = ("/chat", "/webhooks/rest/webhook", "/fhir/assess", "/papir/resultat", "/chat/session")
#: What the inside looks like when it shows.
TRACE = re.compile(r'Traceback|File "|\.py\b|site-packages|sqlalchemy|sqlite|Error\(|rasa\.', re.I)
#: So long may one answer take, in seconds, on a busy machine.
PATIENCE = 60.0
PAYLOADS = [
    "/begin",
    "/answer",
    "/show_answers",
    "/restart",
    "/session_start",
    "/back",
    "/stop_and_delete",
    "/EXTERNAL",
    "/hand_off",
]
WORDS = [
    "ja",
    "nej",
    "67",
    "jeg er",
    "år",
    "hoften",
    "brækkede",
    "mor",
    "172 cm",
    "kg",
    "ved ikke",
    "tilbage",
    "slet mine svar",
    "hvorfor",
    "-2,8",
    "½",
    "1e999",
    "NaN",
    "010150-1234",
    "12.03.56",
]
ODD = [
    "\x00",
    "\ud800",
    "\u202e",
    "\ufeff",
    "😀",
    "\x1b[31m",
    "æøå",
    "\u0130",
    "ﬁ",
    "١٢",
    "\u2028",
    "%s",
    "{0}",
    "${x}",
    "<script>",
    "'; drop table events; --",
    "../../etc/passwd",
    "\\",
    '"',
]


def _text(some: random.Random) -> str:
    parts: List[str] = []
    for _ in range(some.choice([0, 1, 1, 2, 3, 5, 30])):
        kind = some.random()
        if kind < 0.5:
            parts.append(some.choice(WORDS))
        elif kind < 0.7:
            parts.append(some.choice(ODD))
        elif kind < 0.85:
            parts.append(
                "".join(
                    chr(some.choice([some.randint(32, 126), some.randint(160, 0x2FFF), some.randint(0x10000, 0x1FFFF)]))
                    for _ in range(some.randint(1, 12))
                )
            )
        else:
            parts.append("".join(some.choices(string.digits + ",.-/ ", k=some.randint(1, 12))))
    return some.choice([" ", "", ", "]).join(parts)


def _payload(some: random.Random) -> str:
    return some.choice(PAYLOADS) + some.choice(
        [
            "",
            " ",
            "{",
            "{}",
            json.dumps(_value(some, 2)),
            json.dumps({"question": some.choice(["age", "sex", "fractures", "x"]), "value": _value(some, 2)}),
        ]
    )


def _value(some: random.Random, depth: int) -> Any:
    kinds = [
        None,
        True,
        False,
        some.randint(-(2**70), 2**70),
        some.random() * 10 ** some.randint(-300, 300),
        _text(some),
        "",
        0,
        "patient",
        "unknown",
    ]
    if depth and some.random() < 0.4:
        return some.choice(
            [
                [_value(some, depth - 1) for _ in range(some.randint(0, 4))],
                {_text(some): _value(some, depth - 1) for _ in range(some.randint(0, 4))},
            ]
        )
    return some.choice(kinds)


def _fields(some: random.Random) -> Dict[str, Any]:
    body: Dict[str, Any] = {}
    for name in ("message", "sender", "metadata", "input_channel", "resourceType", "item", "questionnaire", "role", "answers"):
        if some.random() < 0.6:
            body[name] = some.choice([_text(some), _text(some), _payload(some), _value(some, 3)])
    return body


def body(some: random.Random) -> bytes:
    """One random body: often nearly right, sometimes no JSON at all."""
    kind = some.random()
    if kind < 0.15:
        return bytes(some.randrange(256) for _ in range(some.choice([0, 1, 5, 50, 500])))
    raw = json.dumps(_fields(some) if kind < 0.85 else _value(some, 4)).encode()
    if kind > 0.95:
        return raw[: some.randint(0, len(raw))]
    if some.random() < 0.02:
        return some.choice(
            [b"[" * 30_000, b'{"message": "' + b"a" * 70_000 + b'"}', b'{"message":' * 5_000, b'{"message": "' + b"9" * 4_000 + b'"}']
        )
    return raw


def _headers(some: random.Random) -> Dict[str, str]:
    found = {
        "Content-Type": some.choice(
            ["application/json", "application/json", "application/fhir+json", "text/plain", "application/json; charset=utf-16", "x"]
        )
    }
    if some.random() < 0.2:
        found["X-Message-Id"] = some.choice(["a", "b", "x" * 200, "%00", "1"])
    if some.random() < 0.1:
        found["X-Session"] = some.choice(["x", "web-a.b.c", "." * 50])
    if some.random() < 0.1:
        found["Cookie"] = some.choice(["knogletjek=x", "knogletjek=web-a.b.c", ";;;=", "knogletjek=" + "x" * 3000])
    return found


async def attack(url: str, number: int, seed: int = 1, together: int = 8) -> Tuple[Counter, List[str]]:
    """(how often each door gave each status, what was wrong) of so many random bodies."""
    statuses: Counter = Counter()
    wrong: List[str] = []
    somes = [random.Random(f"{seed}-{place}") for place in range(together)]

    async def one_by_one(some: random.Random, times: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client:
            for _ in range(times):
                door, sent = some.choice(DOORS[:4] * 5 + DOORS[4:]), body(some)
                try:
                    answer = await client.post(door, content=sent, headers=_headers(some))
                except (httpx.HTTPError, ValueError) as error:
                    wrong.append(f"{door}: {type(error).__name__} for {sent[:200]!r}")
                    continue
                client.cookies.clear() if some.random() < 0.05 else None
                statuses[f"{door} {answer.status_code}"] += 1
                if answer.status_code >= 500 or TRACE.search(answer.text) or '"type":"error"' in answer.text.replace(" ", ""):
                    wrong.append(f"{door}: {answer.status_code} {answer.text[:200]} for {sent[:300]!r}")

    await asyncio.gather(*(one_by_one(some, number // together) for some in somes))
    return statuses, wrong


def main(arguments: List[str]) -> int:
    """Attack a server of its own."""
    number = int(arguments[0]) if arguments else 50_000
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        begun = time.perf_counter()
        try:
            statuses, wrong = asyncio.run(attack(served.url, number))
        finally:
            served.kill()
    print(f"{sum(statuses.values())} random bodies in {time.perf_counter() - begun:.0f} s, answered badly: {len(wrong)}")
    for name, count in sorted(statuses.items()):
        print(f"  {name:<32}{count:>8}")
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
