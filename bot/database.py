"""The database as both the conversations and the hand-off codes use it: SQLite on one machine, PostgreSQL for several processes."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

#: How long a statement waits for another's lock, in milliseconds. The turns of all others wait meanwhile.
BUSY_MS = 2000


def engine_for(url: Any) -> sa.engine.Engine:
    """An engine for `url`. An SQLite connection stays open: closing the last one writes the log back into the file."""
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        # A connection is tried before it is used, so that a restarted database costs no turn; nothing waits for ever.
        limits = f"-c statement_timeout=10000 -c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout=30000"
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 3, "options": limits})
    engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Overwrite what is deleted, survive a killed process, and wait for a lock instead of failing."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "secure_delete=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
