"""`make scale-test`: two processes on a real PostgreSQL and Redis behind a real nginx, under load, killed, and without their services.

    python -m tests.scale [--short] [--people=N] [RUN ...]     runs: load, kill, services, stored

Prints a table of figures and exits with 1 when a promise is not kept, with 2 when a package is missing (it says which).
`tests/test_scale.py` holds shorter runs of the same. The load comes from this same machine, so times are those of both together.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple

import psutil
import sqlalchemy as sa

from tests.people import Found, crowd
from tests.services import Proxy, Services, missing
from tests.test_server import Served

PROCESSES = 2
#: The promises: memory and the time of a turn after it against before, at most.
MOST_MEMORY, MOST_SLOWER = 1.10, 1.20


class Size(NamedTuple):
    """How much of it: people and seconds of load, conversations and seconds between kills, conversations that are stored already."""

    people: int
    seconds: float
    think: float
    killed: int
    kill_every: float
    stored: int


WHOLE = Size(people=200, seconds=300, think=2.0, killed=100, kill_every=5, stored=10_000)
SHORT = Size(people=20, seconds=8, think=0.25, killed=12, kill_every=4, stored=1_000)


class Row(NamedTuple):
    """One line of the table."""

    what: str
    value: str
    promise: str
    kept: bool


class Cluster:
    """The processes, their services and the proxy, until the block is left."""

    def __enter__(self) -> "Cluster":
        self.stack = ExitStack()
        self.services = self.stack.enter_context(Services())
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.folder.chmod(0o755)
        environment = {**self.services.environment, "KNOGLETJEK_PROFILE": "production", "KNOGLETJEK_PROXY": "127.0.0.1"}
        environment["KNOGLETJEK_SECRET_FILE"] = str(self.folder / "session.key")
        self.processes: List[Served] = []
        for number in range(PROCESSES):
            folder = self.folder / str(number)
            folder.mkdir()
            self.processes.append(Served(folder, wait=False, **environment))
            self.stack.callback(self.processes[-1].kill)
        for process in self.processes:
            process.wait("/healthz")
        proxy = self.folder / "nginx"
        proxy.mkdir()
        self.proxy = self.stack.enter_context(Proxy(proxy, [process.port for process in self.processes]))
        return self

    def __exit__(self, *_: Any) -> None:
        self.stack.close()

    @property
    def url(self) -> str:
        return self.proxy.url

    def memory(self) -> List[float]:
        """Megabytes of each process."""
        return [psutil.Process(process.process.pid).memory_info().rss / 1e6 for process in self.processes]

    def logged(self) -> str:
        """What all processes wrote."""
        return "".join(process.logged() for process in self.processes)


def _people(what: str, found: List[Found], errors_allowed: bool = False, all_finish: bool = True) -> List[Row]:
    """What a crowd found, as rows."""
    turns = [seconds for one in found for seconds in one.turns]
    errors = [error for one in found for error in one.errors]
    wrong = [words for one in found for words in one.wrong]
    unfinished = sum(not one.finished for one in found) if all_finish else 0
    kinds = ", ".join(f"{errors.count(kind)} {kind}" for kind in sorted(set(errors)))
    percentile = statistics.quantiles(turns, n=20)[18] if len(turns) > 1 else 0.0
    rows = [
        Row(f"{what}: conversations, turns", f"{len(found)}, {len(turns)}", "-", bool(turns)),
        Row(
            f"{what}: a turn, median and 95th percentile",
            f"{statistics.median(turns) * 1000:.0f} ms, {percentile * 1000:.0f} ms",
            "printed",
            True,
        ),
        Row(
            f"{what}: errors that somebody saw",
            f"{len(errors)}" + (f" ({kinds})" if kinds else ""),
            "-" if errors_allowed else "0",
            errors_allowed or not errors,
        ),
        Row(f"{what}: lost, doubled or crossed answers", f"{len(wrong)}" + (f": {wrong[0][:300]}" if wrong else ""), "0", not wrong),
    ]
    again = sum(one.begun_again for one in found)
    rows += [Row(f"{what}: begun again before consent", str(again), "-" if errors_allowed else "0", errors_allowed or not again)]
    return [*rows, Row(f"{what}: conversations without the right result", str(unfinished), "0", not unfinished)]


def load(cluster: Cluster, size: Size) -> List[Row]:
    """Many people for a while; memory is compared with that after one screening each, when the caches of conversations are full."""
    asyncio.run(crowd(cluster.url, size.people, think=min(size.think, 0.5)))
    before = cluster.memory()
    found = asyncio.run(crowd(cluster.url, size.people, size.seconds, size.think))
    after = cluster.memory()
    ratio = max(one / other for one, other in zip(after, before))
    rows = _people(f"{size.people} people for {size.seconds:.0f} s", found, all_finish=False)
    throughput = sum(len(one.turns) for one in found) / size.seconds
    told = f"{', '.join(f'{one:.0f}' for one in before)} MB, then {', '.join(f'{one:.0f}' for one in after)} MB: {ratio:.2f} x"
    return [
        *rows,
        Row("turns a second", f"{throughput:.0f}", "printed", True),
        Row("memory of each process before and after", told, f"<= {MOST_MEMORY} x", ratio <= MOST_MEMORY),
    ]


def _while_talking(cluster: Cluster, people: int, think: float, disturb: Callable[[], Any]) -> List[Found]:
    """A crowd that screens while `disturb` runs beside it, in a thread."""

    async def both() -> List[Found]:
        beside = asyncio.get_running_loop().run_in_executor(None, disturb)
        found = await crowd(cluster.url, people, think=think)
        await beside
        return found

    return asyncio.run(both())


def kill(cluster: Cluster, size: Size) -> List[Row]:
    """Every few seconds one process is killed with SIGKILL and started again, while so many conversations are held."""
    some, killed = random.Random(1), 0
    going = {"on": True}

    def killing() -> None:
        nonlocal killed
        time.sleep(1)
        while going["on"]:
            process = some.choice(cluster.processes)
            process.kill()
            killed += 1
            process.start()
            time.sleep(size.kill_every)

    async def both() -> List[Found]:
        beside = asyncio.get_running_loop().run_in_executor(None, killing)
        try:
            return await crowd(cluster.url, size.killed, think=size.think)
        finally:
            going["on"] = False
            await beside

    found = asyncio.run(both())
    return [
        *_people(f"{size.killed} conversations, {killed} x kill -9", found, errors_allowed=True),
        Row("processes killed", str(killed), ">= 1", killed >= 1),
    ]


def services(cluster: Cluster, size: Size) -> List[Row]:
    """PostgreSQL and Redis are stopped and started under load: errors only while one is down, nothing lost, recovery without help."""
    people, rows = max(6, size.people // 4), []
    for name in ("postgres", "redis"):
        down: Dict[str, float] = {}

        def disturb(name: str = name, down: Dict[str, float] = down) -> None:
            time.sleep(2)
            down["from"] = time.time()
            cluster.services.restart(name, down=2)
            down["to"] = time.time()

        found = _while_talking(cluster, people, size.think, disturb)
        again = asyncio.run(crowd(cluster.url, people, think=0.1))
        rows += _people(f"{name} restarted", found, errors_allowed=True)
        errors = [error for one in again for error in one.errors]
        rows.append(Row(f"{name} restarted: errors once it was back", str(len(errors)), "0", not errors))
        for process in cluster.processes:
            process.wait("/healthz")
    return rows


def stored(cluster: Cluster, size: Size) -> List[Row]:
    """So many finished conversations in the database: a turn is as quick as before."""
    times = 8 if size == WHOLE else 2
    before = _turn(cluster, times)
    engine = sa.create_engine(cluster.services.environment["KNOGLETJEK_POSTGRES_URL"])
    with engine.begin() as connection:
        count = _multiply(connection, size.stored)
        connection.execute(sa.text("analyze"))
    engine.dispose()
    after = _turn(cluster, times)
    told = f"{before * 1000:.1f} ms, then {after * 1000:.1f} ms: {after / before:.2f} x"
    return [
        Row("conversations stored already", str(count), f">= {size.stored}", count >= size.stored),
        Row("a turn, median, before and with them", told, f"<= {MOST_SLOWER} x", after / before <= MOST_SLOWER),
    ]


def _turn(cluster: Cluster, times: int) -> float:
    """The median turn of a few people, one after the other; the best of so many: other work on the machine only slows."""
    return min(
        statistics.median([seconds for one in asyncio.run(crowd(cluster.url, 1, think=0)) for seconds in one.turns]) for _ in range(times)
    )


def _multiply(connection: Any, number: int) -> int:
    """Copy a finished conversation so often, events and all."""
    model = connection.execute(sa.text("select sender_id from events group by sender_id order by count(*) desc limit 1")).scalar()
    copied = {"model": model, "number": number}
    connection.execute(
        sa.text(
            "insert into events (sender_id, type_name, timestamp, intent_name, action_name, data) "
            "select 'stored-' || n, type_name, timestamp, intent_name, action_name, data "
            "from events, generate_series(1, :number) n where sender_id = :model order by n, id"
        ),
        copied,
    )
    connection.execute(
        sa.text(
            "insert into conversations select 'stored-' || n, consent_version, consent_at, stored, keep_until "
            "from conversations, generate_series(1, :number) n where sender_id = :model"
        ),
        copied,
    )
    return connection.execute(sa.text("select count(*) from conversations")).scalar()


RUNS: Dict[str, Callable[[Cluster, Size], List[Row]]] = {"load": load, "kill": kill, "services": services, "stored": stored}


def main(arguments: List[str]) -> int:
    """Run, print, and say with the exit code whether all promises are kept."""
    lacking = missing()
    if lacking:
        print(f"missing: {', '.join(lacking)} (Debian packages): apt-get install {' '.join(lacking)}", file=sys.stderr)
        return 2
    size = SHORT if "--short" in arguments else WHOLE
    people = next((int(one.split("=")[1]) for one in arguments if one.startswith("--people=")), None)
    if people:  # for a machine that has other work too
        size = size._replace(people=people, killed=people)
    names = [name for name in arguments if name in RUNS] or list(RUNS)
    print(
        f"{datetime.now():%Y-%m-%d %H:%M}: {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}, {PROCESSES} processes",
        flush=True,
    )
    rows: List[Row] = []
    for name in names:
        with Cluster() as cluster:
            for row in RUNS[name](cluster, size):
                print(f"{'ok ' if row.kept else 'NOT'}  {row.what:<58}{row.value:<48}  {row.promise}", flush=True)
                rows.append(row)
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
