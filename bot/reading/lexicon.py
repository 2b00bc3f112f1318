"""Names of diseases, drugs and bones in folded text, spelt as people spell."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping

import yaml
from rapidfuzz.distance import OSA

#: A word is allowed one typing error from this length on, and two from the other.
ONE_ERROR, TWO_ERRORS = 7, 11


@lru_cache(maxsize=None)
def lexicon() -> Mapping[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "content" / "lexicon.yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def _allowed(name: str) -> int:
    return 2 if len(name) >= TWO_ERRORS else 1 if len(name) >= ONE_ERROR else 0


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` stands in the folded text as words of its own, long ones with a typing error or two."""
    words = re.findall(r"[a-z-]+", text)
    joined = f" {' '.join(words)} "
    return any(f" {name} " in joined or _close(words, name) for name in names)


def _close(words: List[str], name: str) -> bool:
    errors = _allowed(name)
    if not errors or " " in name:
        return False
    return any(
        abs(len(word) - len(name)) <= errors and word[:1] == name[:1] and OSA.distance(word, name, score_cutoff=errors) <= errors
        for word in words
    )


def conditions_in(text: str) -> List[str]:
    """The diseases of the list that the folded text names."""
    found: Dict[str, List[str]] = lexicon()["conditions"]
    return [condition for condition, names in found.items() if mentions(text, names)]


def site_in(text: str) -> Any:
    """The bone that the folded text names, or None; the more telling bone goes first."""
    for site, names in lexicon()["sites"].items():
        if mentions(text, names):
            return site
    return None
