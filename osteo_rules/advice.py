"""Advice by id in the voice of the role, from ``content/advice.yml``."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

from .assessment import Advice, Source
from .content import load
from .voices import base, text_in


def advise(advice_id: str, voice: str, **values: Any) -> Advice:
    """The advice with its placeholders filled; `voice` is one of ``voices.py``."""
    if not values:
        return _fixed(advice_id, voice)
    fixed = _fixed(advice_id, voice)
    return Advice.construct(id=fixed.id, text=fixed.text.format(**values), source=fixed.source)


@lru_cache(maxsize=None)
def _fixed(advice_id: str, voice: str) -> Advice:
    entry = load("advice")[advice_id]
    source = entry.get("source") or {"kind": "project"}
    return Advice(
        id=advice_id,
        text=text_in("advice", advice_id, entry[base(voice)], voice),
        source=Source(kind=source.get("kind", "guideline"), section=source.get("section"), figure=source.get("figure")),
    )
