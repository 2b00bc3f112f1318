"""Several processes: short runs of `make scale-test` on a real PostgreSQL, Redis and nginx. Skipped, and said so, where one is missing."""

from __future__ import annotations

from typing import Iterator

import pytest

from tests import scale
from tests.services import missing

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
