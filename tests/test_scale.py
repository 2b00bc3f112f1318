"""Several processes: short runs of `make scale-test` on a real PostgreSQL, Redis and nginx. Skipped, and said so, where one is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Iterator

import pytest
import sqlalchemy as sa

from tests import scale
from tests.services import missing
from tests.test_server import ROOT

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"Debian packages are missing: {', '.join(missing())}")


@pytest.fixture(scope="module")
def cluster() -> Iterator[scale.Cluster]:
    with scale.Cluster() as running:
        yield running


@pytest.mark.parametrize("run", ["load", "services", "kill"])
def test_promises_are_kept(cluster: scale.Cluster, run: str) -> None:
    rows = scale.RUNS[run](cluster, scale.SHORT)
    # Memory and time are for the long run on a machine of its own: caches fill in the first minutes.
    broken = [row for row in rows if not row.kept and "memory" not in row.what]
    assert not broken, broken


def test_nothing_of_what_people_said_is_in_the_logs(cluster: scale.Cluster) -> None:
    logged = cluster.logged()
    assert "kvinde" not in logged and "web-" not in logged


def test_many_stored_conversations_are_counted_and_one_is_still_found(cluster: scale.Cluster) -> None:
    rows = scale.stored(cluster, scale.SHORT)
    assert rows[0].kept, rows[0]


def test_what_is_over_leaves_no_dead_row_in_postgresql(cluster: scale.Cluster) -> None:
    """The command removes it, and has PostgreSQL give up what it keeps of deleted rows."""
    engine = sa.create_engine(cluster.services.environment["KNOGLETJEK_POSTGRES_URL"])
    with engine.begin() as connection:
        connection.execute(sa.text("update conversations set keep_until = 1"))
        number = connection.execute(sa.text("select count(*) from conversations")).scalar()
    environment = {**os.environ, **cluster.services.environment}
    done = subprocess.run([sys.executable, "-m", "bot.retention"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert int(done.stdout.strip().splitlines()[-1]) == number > 0, done.stderr
    with engine.begin() as connection:
        assert connection.execute(sa.text("select count(*) from events")).scalar() == 0
        seen = "select count(*) from pg_stat_user_tables where relname = 'events' and last_vacuum is not null"
        vacuumed = connection.execute(sa.text(seen)).scalar()
    engine.dispose()
    assert vacuumed == 1
