"""How long a conversation is kept, and what was agreed to.

The times run from the latest answer. `purge` runs inside every process (bot/app/lifecycle.py), and as a command, for a machine
whose processes are stopped:

    python -m bot.retention
"""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from typing import Any, Mapping

from bot import settings
from bot.texts import phrase
from osteo_rules import questions

ROLES = ("patient", "physiotherapist", "reception")


def seconds(slots: Mapping[str, Any]) -> int:
    """How long a conversation with these slots (Rasa's, by name) is kept, in seconds."""
    value = {name: slots[name].value for name in ("role", "given") if name in slots}
    if value.get("role") not in (None, "patient"):
        return settings.STAFF_SECONDS
    return settings.FINISHED_SECONDS if value.get("given") else settings.UNFINISHED_SECONDS


def longest() -> int:
    """The longest of these times, in seconds."""
    return max(settings.UNFINISHED_SECONDS, settings.FINISHED_SECONDS, settings.STAFF_SECONDS)


@lru_cache(maxsize=1)
def consent_version() -> str:
    """The version of what people are told before they say yes: a digest of those very sentences, so that it is never out of step."""
    told = [phrase(f"intro_{role}") + questions.question("consent").wording("ask", role) for role in ROLES]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def main() -> int:
    """Remove what is over, from the database of the settings; prints how many conversations went."""
    settings.prepare_environment()
    from bot.engine import light

    light.install()
    import asyncio

    from bot.conversations import stores

    print(asyncio.run(stores()[0].purge()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
