"""Hand-off codes: somebody's answers, taken over by another role with four words said aloud.

A code is four of 1 024 words: 40 bits. Only its hash is stored, beside the answers, in the same database as the
conversations, so that every process and a restarted one knows it. It is gone when it is used, when it is older than 72
hours, and when the person deletes the answers. Wrong codes are counted by asker and altogether.
"""
from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

import sqlalchemy as sa
from rapidfuzz.distance import OSA

from bot import settings
from bot.database import engine_for

WORDS_IN_CODE = 4
#: Wrong tries by one asker before it is locked, and altogether within an hour before nobody may try.
MAX_TRIES, MAX_TRIES_ALTOGETHER = 5, 200
LOCKED_SECONDS = 3600

_metadata = sa.MetaData()
_codes = sa.Table(
    "handoff_codes",
    _metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("sender_id", sa.String(255), index=True, nullable=False),
    sa.Column("made_at", sa.Float, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)
_tries = sa.Table(
    "handoff_tries",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("asker", sa.String(255), index=True, nullable=False),
    sa.Column("tried_at", sa.Float, nullable=False),
)


class Taken(NamedTuple):
    """What a code gave: `answers` by field, or why it gave none ("unknown" or "locked")."""

    answers: Optional[Dict[str, Any]]
    refused: Optional[str] = None


@lru_cache(maxsize=None)
def words() -> Tuple[str, ...]:
    """The words of codes, sorted."""
    return tuple((Path(__file__).parent / "handoff_words.txt").read_text(encoding="utf-8").split())


def _folded(word: str) -> str:
    """Without Danish letters, as a phone or a foreign keyboard writes it."""
    return word.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


@lru_cache(maxsize=None)
def _by_folded() -> Mapping[str, str]:
    return {_folded(word): word for word in words()}


def _meant(written: str) -> Optional[str]:
    """The word of the list that is written, a slip forgiven where just one word is near."""
    word = _folded(written)
    if word in _by_folded():
        return _by_folded()[word]
    near = [one for folded, one in _by_folded().items() if abs(len(folded) - len(word)) <= 1 and OSA.distance(folded, word, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 and len(word) > 4 else None


def code_in(text: str) -> Optional[str]:
    """The code that a message holds: four words of the list in a row, with or without "kode" before; else None."""
    found = re.findall(r"[a-zæøå]+", text.lower())
    said_so = bool(found) and found[0] in ("kode", "koden", "koden:")
    candidates = found[1:] if said_so else found
    if not said_so and len(candidates) != WORDS_IN_CODE:
        return None
    candidates = [word for word in candidates if word not in ("er", "den", "hedder", "lyder")] if said_so else candidates
    if len(candidates) != WORDS_IN_CODE:
        return None
    meant = [_meant(word) for word in candidates]
    if all(meant):
        return "-".join(word for word in meant if word)
    return "-".join(candidates) if said_so else None


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


class Handoffs:
    """The codes in a database; `url` as SQLAlchemy wants it."""

    def __init__(self, url: str) -> None:
        self.engine = engine_for(url)
        _metadata.create_all(self.engine)

    def give(self, sender_id: str, answers: Mapping[str, Any]) -> str:
        """A new code for these answers; an older one of the same conversation is gone."""
        code = "-".join(secrets.choice(words()) for _ in range(WORDS_IN_CODE))
        row = {"digest": _digest(code), "sender_id": sender_id, "made_at": time.time(), "data": json.dumps(answers)}
        with self.engine.begin() as connection:
            connection.execute(_codes.delete().where(_codes.c.sender_id == sender_id))
            connection.execute(_codes.insert(), row)
        return code

    def take(self, asker: str, code: str) -> Taken:
        """The answers behind the code, which is then gone."""
        now = time.time()
        with self.engine.begin() as connection:
            connection.execute(_codes.delete().where(_codes.c.made_at < now - settings.HANDOFF_SECONDS))
            connection.execute(_tries.delete().where(_tries.c.tried_at < now - LOCKED_SECONDS))
            if self._is_locked(connection, asker):
                return Taken(None, "locked")
            row = _same(connection.execute(sa.select(_codes.c.digest, _codes.c.data)).all(), _digest(code))
            if row is None:
                connection.execute(_tries.insert(), {"asker": asker, "tried_at": now})
                return Taken(None, "locked" if self._is_locked(connection, asker) else "unknown")
            gone = connection.execute(_codes.delete().where(_codes.c.digest == row.digest)).rowcount
            # Two who say the same code at the same moment: the one whose deletion counted has it.
            return Taken(json.loads(row.data)) if gone else Taken(None, "unknown")

    def forget(self, sender_id: str) -> None:
        """Remove the code of a conversation."""
        with self.engine.begin() as connection:
            connection.execute(_codes.delete().where(_codes.c.sender_id == sender_id))

    def purge(self, now: float) -> None:
        """Remove the codes that are too old, and the tries that count no more."""
        with self.engine.begin() as connection:
            connection.execute(_codes.delete().where(_codes.c.made_at < now - settings.HANDOFF_SECONDS))
            connection.execute(_tries.delete().where(_tries.c.tried_at < now - LOCKED_SECONDS))

    @staticmethod
    def _is_locked(connection: sa.engine.Connection, asker: str) -> bool:
        count = sa.select(sa.func.count()).select_from(_tries)
        own = connection.execute(count.where(_tries.c.asker == asker)).scalar()
        return own >= MAX_TRIES or connection.execute(count).scalar() >= MAX_TRIES_ALTOGETHER


def _same(rows: List[Any], digest: str) -> Any:
    """The row with this digest; every row is compared, in constant time, so that nothing is learnt from how long it takes."""
    found = None
    for row in rows:
        if hmac.compare_digest(row.digest, digest):
            found = row
    return found


@lru_cache(maxsize=1)
def handoffs() -> Handoffs:
    """The codes of this process's database."""
    return Handoffs(settings.database_url())
