"""The Danish words, patterns and sentences of the reader, as YAML."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@lru_cache(maxsize=None)
def load(name: str) -> Any:
    """The content of ``<name>.yml``."""
    return yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
