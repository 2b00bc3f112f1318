"""All numbers, sources and Danish sentences of the rules, read once from the YAML files in this folder."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=None)
def load(name: str) -> Any:
    """The parsed content of ``<name>.yml``; treat it as read-only."""
    return yaml.load(path_of(name).read_text(encoding="utf-8"), Loader=_Loader)


def path_of(name: str) -> Path:
    """The file of ``<name>.yml`` in this folder."""
    return _FOLDER / f"{name}.yml"


@lru_cache(maxsize=None)
def threshold(name: str) -> float:
    """The number that rules compare with; its unit, source and whether it is included stand in thresholds.yml."""
    return load("thresholds")[name]["value"]
