"""`make bench-compare`: the server beside stock Rasa, in one run, on the same model, the same store and the same conversations.

Stock is `rasa run` with `rasa run actions` on this very project. Both are warmed up first; both store in SQLite after consent.
Writes docs/performance.md and docs/billeder/performance.png, with versions and machine.

    python -m tests.compare [--write]
"""
from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Tuple

import httpx
import psutil

from tests.bench import PERSON, assessments
from tests.services import Services, missing
from tests.test_conversations import ORDINARY
from tests.test_server import ROOT, Served, _free_port

#: What stands behind this line of the document is written by hand, and kept.
BY_HAND = "<!-- by hand from here -->"
DOCUMENT = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "billeder" / "performance.png"
USERS, LONG = 20, 66
#: How often each screening is held by one user.
ALONE = 5
#: Lines of the batch that is timed.
BATCH = 100_000
#: How many turns are early, and how many late.
EDGE = 12
#: Said between the answers of a long conversation: questions, why, and one step back.
BETWEEN = ("hvorfor spørger du?", "hvad er en t-score?", "mine svar")


class Figures(NamedTuple):
    """One of the two, in seconds, megabytes and turns a second."""

    start: float
    memory: float
    alone: List[float]
    together: List[float]
    throughput: float
    by_turn: List[float]
    said: List[str]
    """What was said in each turn of `by_turn`."""


class Stock:
    """`rasa run` and `rasa run actions`, each a process of its own, as Rasa's documentation has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        port, actions = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{port}"
        endpoints = folder / "endpoints.yml"
        endpoints.write_text((ROOT / "endpoints.yml").read_text(encoding="utf-8").replace(":5055/", f":{actions}/"), encoding="utf-8")
        environment = {**os.environ, "KNOGLETJEK_DB": str(folder / "stock.db"), "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"}
        rasa = str(Path(sys.executable).parent / "rasa")
        begun = time.perf_counter()
        self.processes = [
            self._started([rasa, "run", "actions", "--actions", "bot.actions", "--port", str(actions)], environment),
            self._started([rasa, "run", "--model", "models/knogletjek.tar.gz", "--endpoints", str(endpoints), "--port", str(port), "--interface", "127.0.0.1"], environment),
        ]
        self._wait(begun)

    def _started(self, command: List[str], environment: Dict[str, str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def _wait(self, begun: float) -> None:
        while time.perf_counter() - begun < 180:
            try:
                if httpx.post(f"{self.url}/webhooks/rest/webhook", json={"sender": "ready", "message": "hej"}, timeout=30).json():
                    self.started_in = time.perf_counter() - begun
                    return
            except (httpx.HTTPError, ValueError):
                time.sleep(0.2)
        self.kill()
        raise AssertionError("stock Rasa did not become ready")

    @property
    def memory(self) -> float:
        """Both processes together: the same work is done in one of ours."""
        return sum(_family_memory(process.pid) for process in self.processes)

    def kill(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _family_memory(pid: int) -> float:
    parent = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)]) / 1e6


async def _turn(client: httpx.AsyncClient, sender: str, message: str) -> Tuple[float, List[Dict[str, Any]]]:
    begun = time.perf_counter()
    answer = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message})
    return time.perf_counter() - begun, [one["custom"] for one in answer.json() if one.get("custom")]


async def _screen(client: httpx.AsyncClient, sender: str, asides: bool = False, turns: int = LONG) -> List[float]:
    """One screening to its result, or with asides until `turns` turns are had; the seconds of each turn."""
    return [seconds for seconds, _ in await _spoken(client, sender, asides, turns)]


async def _spoken(client: httpx.AsyncClient, sender: str, asides: bool, turns: int) -> List[Tuple[float, str]]:
    """The seconds of each turn, and what was said in it."""
    times: List[Tuple[float, str]] = []
    message, aside = '/begin{"role": "patient"}', 0
    while len(times) < turns:
        seconds, customs = await _turn(client, sender, message)
        times.append((seconds, message))
        asked = [custom["id"] for custom in customs if custom["type"] == "question"]
        if any(custom["type"] == "result" for custom in customs) and not asides:
            return times
        if asides and asked and asked[-1] != "consent" and len(times) % 2:
            message, aside = BETWEEN[aside % len(BETWEEN)], aside + 1
        elif asked:
            message = "ja" if asked[-1] == "consent" else ORDINARY[asked[-1]]
        else:
            message, aside = BETWEEN[aside % len(BETWEEN)], aside + 1
    return times


async def _measured(url: str, users: int) -> Tuple[List[float], List[float], float, List[float], List[str]]:
    async with httpx.AsyncClient(base_url=url, timeout=120) as client:
        await _screen(client, "warm-up")
        await _screen(client, "warm-up-long", asides=True)
        alone = [seconds for number in range(ALONE) for seconds in await _screen(client, f"alone-{number}")]
        long = [await _spoken(client, f"long-{number}", True, LONG) for number in range(3)]
        begun = time.perf_counter()
        together = [one for many in await asyncio.gather(*(_screen(client, f"user-{number}") for number in range(users))) for one in many]
        throughput = len(together) / (time.perf_counter() - begun)
        return alone, together, throughput, [statistics.median(seconds for seconds, _ in turn) for turn in zip(*long)], [said for _, said in long[0]]


@contextmanager
def _ours(folder: Path) -> Iterator[Any]:
    begun = time.perf_counter()
    served = Served(folder)
    served.started_in = time.perf_counter() - begun  # type: ignore[attr-defined]
    served.memory = _family_memory(served.process.pid)  # type: ignore[attr-defined]
    try:
        yield served
    finally:
        served.kill()


@contextmanager
def _stock(folder: Path) -> Iterator[Stock]:
    stock = Stock(folder)
    try:
        yield stock
    finally:
        stock.kill()


def measure(kind: Any, users: int) -> Figures:
    """The figures of one of the two; `kind` serves in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, kind(Path(folder)) as server:
        memory = server.memory
        return Figures(server.started_in, memory, *asyncio.run(_measured(server.url, users)))


class Scaled(NamedTuple):
    """Turns a second, and turns for each second of the processes' own work."""

    throughput: float
    per_cpu_second: float


def scaled(services: Services, processes: int) -> Scaled:
    """So many processes on one PostgreSQL and one Redis; each conversation keeps to its process, as behind nginx."""
    with tempfile.TemporaryDirectory() as folder:
        servers = [Served(Path(folder) / str(number), **services.environment) for number in range(processes)]
        try:
            before = sum(_work(server.process.pid) for server in servers)
            begun = time.perf_counter()
            turns = asyncio.run(_spread([server.url for server in servers], USERS * processes))
            seconds = time.perf_counter() - begun
            return Scaled(turns / seconds, turns / (sum(_work(server.process.pid) for server in servers) - before))
        finally:
            for server in servers:
                server.kill()


def _work(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


async def _spread(urls: List[str], users: int) -> int:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=120)) for url in urls]
        talks = [_screen(clients[number % len(clients)], f"{len(urls)}-{number}-{time.time()}") for number in range(users)]
        return sum(len(turns) for turns in await asyncio.gather(*talks))


def scaling_row() -> Tuple[str, str, str, str, str]:
    """Two processes on PostgreSQL and Redis against one, or why it was not measured."""
    what = "two processes against one, PostgreSQL and Redis: turns a CPU-second"
    lacking = missing()
    if lacking:
        return what, "-", "-", f"missing: {', '.join(lacking)}", "≥ 0.85 x"
    with Services() as services:
        one, two = scaled(services, 1), scaled(services, 2)
    both = f"{two.per_cpu_second:.0f} ({two.throughput:.0f} turns/s)", f"one process: {one.per_cpu_second:.0f} ({one.throughput:.0f} turns/s)"
    return what, *both, f"{two.per_cpu_second / one.per_cpu_second:.2f} x", "≥ 0.85 x"


def alone_rows() -> List[Tuple[str, str, str, str, str]]:
    """What has no counterpart in stock Rasa's service: the page, training, the rules."""
    with tempfile.TemporaryDirectory() as folder:
        page = _page_after(Path(folder))
        trained = _seconds([sys.executable, "-m", "bot.build", "--anew"])
        people = Path(folder) / "people.ndjson"
        people.write_text("".join(json.dumps({**PERSON, "age": 50 + number % 40}) + "\n" for number in range(BATCH)), encoding="utf-8")
        batch = _seconds([sys.executable, "-m", "osteo_rules", "batch", str(people), str(Path(folder) / "results.ndjson")])
    return [
        ("start to the page, which says that it is starting", f"{page:.1f} s", "-", "", "≤ 1 s"),
        ("building the Danish pipeline and training", f"{trained:.0f} s", "-", "", "≤ 30 s"),
        ("assessments a second, validation included", f"{assessments():.0f}", "-", "", "≥ 5000"),
        (f"`batch` of {BATCH} lines", f"{batch:.0f} s", "-", "", "≤ 40 s"),
    ]


def _seconds(command: List[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _page_after(folder: Path) -> float:
    """Seconds from the start of the process until the page is served."""
    port = _free_port()
    environment = {**os.environ, "PORT": str(port), "KNOGLETJEK_DB": str(folder / "page.db")}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot.server"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < 60:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/").status_code == 200:
                    return time.perf_counter() - begun
            except httpx.HTTPError:
                time.sleep(0.01)
        raise AssertionError("the page was not served")
    finally:
        process.kill()
        process.wait()


def _percentile(times: List[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def _flatness(figures: Figures) -> float:
    """What is said early in a long conversation and again late, late against early: like against like."""
    turns = list(zip(figures.said, figures.by_turn))
    early, late = (statistics.fmean(_times_of(BETWEEN, some).values()) for some in (turns[:EDGE], turns[-EDGE:]))
    return late / early


def _times_of(texts: Tuple[str, ...], turns: List[Tuple[str, float]]) -> Dict[str, float]:
    """The median time of each of `texts` in `turns`; each is said there."""
    return {text: statistics.median(seconds for said, seconds in turns if said == text) for text in texts}


def rows(ours: Figures, stock: Figures) -> List[Tuple[str, str, str, str, str]]:
    """(what, ours, stock, ratio, target)."""
    milli = lambda seconds: f"{seconds * 1000:.0f} ms"  # noqa: E731
    pairs = [
        (f"turns a second, {USERS} users", f"{ours.throughput:.0f}", f"{stock.throughput:.0f}", f"{ours.throughput / stock.throughput:.1f} x", "≥ 5 x"),
        ("median turn, one user", milli(statistics.median(ours.alone)), milli(statistics.median(stock.alone)), _share(statistics.median(ours.alone), statistics.median(stock.alone)), "≤ 0.25, ≤ 12 ms"),
        (f"95th percentile, {USERS} users", milli(_percentile(ours.together)), milli(_percentile(stock.together)), _share(_percentile(ours.together), _percentile(stock.together)), "≤ 0.20"),
        ("the same words in the last turns of 66 against the first ones", f"{_flatness(ours):.2f} x", f"{_flatness(stock):.2f} x", "", "≤ 1.3 x"),
        ("start to ready", f"{ours.start:.1f} s", f"{stock.start:.1f} s", _share(ours.start, stock.start), "≤ 10 s"),
        ("memory after load", f"{ours.memory:.0f} MB", f"{stock.memory:.0f} MB", _share(ours.memory, stock.memory), "≤ 760 MB"),
    ]
    return pairs


def _share(ours: float, stock: float) -> str:
    return f"{ours / stock:.2f}"


def _plot(ours: Figures, stock: Figures, by_users: Dict[int, Tuple[float, float]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.6), constrained_layout=True)
    for name, figures in (("stock Rasa", stock), ("Knogletjek", ours)):
        left.plot(range(1, len(figures.by_turn) + 1), [seconds * 1000 for seconds in figures.by_turn], label=name)
    left.set(xlabel="turn of one long conversation", ylabel="ms", title="Time of a turn", ylim=(0, None))
    for place, name in ((1, "stock Rasa"), (0, "Knogletjek")):
        right.plot(list(by_users), [pair[place] for pair in by_users.values()], marker="o", label=name)
    right.set(xlabel="users at once", ylabel="turns a second", title="Throughput", ylim=(0, None))
    for axes in (left, right):
        axes.legend()
        axes.grid(alpha=0.3)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=110)
    pyplot.close(figure)


def _throughputs(users: Tuple[int, ...]) -> Dict[int, Tuple[float, float]]:
    found: Dict[int, Tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, _ours(Path(one)) as ours, _stock(Path(other)) as stock:
        for number in users:
            found[number] = tuple(asyncio.run(_only_together(server.url, number)) for server in (ours, stock))  # type: ignore[assignment]
    return found


async def _only_together(url: str, users: int) -> float:
    async with httpx.AsyncClient(base_url=url, timeout=120) as client:
        await _screen(client, f"warm-{users}")
        begun = time.perf_counter()
        turns = await asyncio.gather(*(_screen(client, f"at-{users}-{number}") for number in range(users)))
        return sum(len(one) for one in turns) / (time.perf_counter() - begun)


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"


def document(table: List[Tuple[str, str, str, str, str]]) -> str:
    """docs/performance.md."""
    import rasa
    import spacy

    lines = [
        "# Performance",
        "",
        f"Written by `make bench-compare` on {date.today():%Y-%m-%d}: {_machine()}, Rasa {rasa.__version__}, spaCy {spacy.__version__}.",
        "Stock is `rasa run` with `rasa run actions` on this project: the same model, the same SQLite store, the same conversations, in one run.",
        "",
        "| what | Knogletjek | stock Rasa | ratio | target |",
        "|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in table),
        "",
        "![Time of a turn by its number, and throughput by users](billeder/performance.png)",
        "",
        "Where the time goes, and what is done instead, stands in [architecture.md](architecture.md), \"One process, and the seams to Rasa\";",
        "that messages and stored events stay those of stock Rasa is `tests/test_engine.py`.",
        "",
        BY_HAND,
    ]
    return "\n".join(lines) + DOCUMENT.read_text(encoding="utf-8").partition(BY_HAND)[2]


def main(arguments: List[str]) -> None:
    if not shutil.which("rasa", path=str(Path(sys.executable).parent)):
        raise SystemExit("rasa is not installed in this environment: run make setup-dev")
    print("stock Rasa ...", flush=True)
    stock = measure(_stock, USERS)
    print("Knogletjek ...", flush=True)
    ours = measure(_ours, USERS)
    table = [*rows(ours, stock), scaling_row(), *alone_rows()]
    for row in table:
        print(f"{row[0]:<32}{row[1]:>10}{row[2]:>12}{row[3]:>9}   {row[4]}")
    if "--write" in arguments:
        _plot(ours, stock, _throughputs((1, 5, 10, 20)))
        DOCUMENT.write_text(document(table), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
