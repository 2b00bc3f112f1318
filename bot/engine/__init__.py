"""What the server does differently from stock Rasa, to start quickly and to stay quick as a conversation grows.

Each module is one seam: it says what stock Rasa does, what is done instead, and why nothing else can tell.
`tests/test_engine.py` holds the same conversations with and without them and compares every message and every stored
event. Rasa's own commands (`rasa train`, `rasa shell`, `rasa run`, `rasa test`) use none of this.
"""
from __future__ import annotations

from bot import settings


def install() -> None:
    """Apply the seams to Rasa in this process; with `KNOGLETJEK_STOCK=1` only those that change nothing but the start."""
    from bot.engine import light

    light.install()
    if settings.STOCK:
        return
    from bot.engine import graph, policy, results, trackers

    for seam in (graph, policy, results, trackers):
        seam.install()
