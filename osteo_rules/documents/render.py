"""Data into a tagged PDF (typst) or a page (Jinja2). What somebody typed is data in both: never markup, never code.

typst (a wheel with the compiler and its fonts in it) writes PDF/UA-1 in a few milliseconds; it gets the data as one JSON input and
only its own fonts, so that the same data gives the same pages everywhere. It is imported when first needed.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
#: The style of every page that is made here.
STYLE = TEMPLATES / "document.css"
#: Shown for a character that the fonts of the PDF do not have; PDF/UA forbids an empty box without meaning.
REPLACEMENT = "?"
#: Blocks that typst's own fonts cover: Latin, Greek, Cyrillic, punctuation, and the signs that the texts use.
_COVERED = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1E80, 0x1E85),
    (0x391, 0x3C9),
    (0x410, 0x44F),
    (0x2010, 0x2015),
    (0x2018, 0x201F),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
)
_SIGNS = frozenset("→−≤≥≈≠€√∞")


def pdf(template: str, data: Mapping[str, Any], made: Optional[datetime] = None) -> bytes:
    """The PDF/UA-1 document of ``<template>.typ`` with `data`; `made` is its date, for a file that must come out the same each time."""
    import typst

    stamp = int((made or datetime.now(timezone.utc)).timestamp())
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        format="pdf",
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=stamp,
    )


def printable(value: Any) -> Any:
    """The same data with every character that a PDF cannot show replaced."""
    if isinstance(value, str):
        return "".join(_printable(letter) for letter in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, (list, tuple)) else value


def _printable(letter: str) -> str:
    if letter in "\n\t":
        return " "
    number = ord(letter)
    return letter if letter in _SIGNS or any(low <= number <= high for low, high in _COVERED) else REPLACEMENT


def page(template: str, data: Mapping[str, Any]) -> str:
    """The HTML of ``<template>.html`` with `data`, everything escaped."""
    return _pages().get_template(f"{template}.html").render(dict(data))


@lru_cache(maxsize=1)
def _pages() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
