"""SQLite as both the conversations and the hand-off codes use it."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def engine_for(url: Any) -> sa.engine.Engine:
    """An engine for `url`; an SQLite connection stays open: closing the last one writes the log back into the file."""
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url)
    engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Overwrite what is deleted, survive a killed process, and wait for a lock instead of failing."""
    cursor = connection.cursor()
    for pragma in ("secure_delete=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
