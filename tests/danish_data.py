"""What people write and what it means, and when a reading is right: used by the tests and by `make evaluate`.

The rows for training belong to the program (bot/data); those held out are for measuring only (tests/danish/held_out).
"""
from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

import yaml

FOLDER = Path(__file__).parent / "danish"
HELD_OUT = FOLDER / "held_out"
DATA = Path(__file__).resolve().parents[1] / "bot" / "data"
PEOPLE, KINDS = DATA / "people", DATA / "kinds"
SPLITS = ("train", "held_out")
#: The day on which every row is written.
TODAY = date(2026, 11, 24)
#: Months, and estimates from a year, may differ by so much of themselves.
TOLERANCE = 0.1
#: A time since a fracture; a number says no less than the word that the rules take for it.
MONTHS = ("months_ago", "fractures.months_ago")
OF_SIX = {"under_6": lambda months: months <= 6, "over_6": lambda months: months > 6}
#: Styles in which a firm value read wrongly is never acceptable.
TRAPS = ("negation", "person", "hypothesis")


class AnswerRow(NamedTuple):
    """What somebody writes while `question` is open; `meaning`: the value, unknown, ask, nothing or ask_or:VALUE."""

    question: str
    text: str
    meaning: Any
    style: str
    source: str

    @property
    def third(self) -> bool:
        """Written by staff about somebody else."""
        return "clinic" in self.source


class FactRow(NamedTuple):
    """What somebody tells by the way: `told` has the keys of tests/danish/README.md."""

    group: str
    told: Mapping[str, Any]
    source: str


def _tables(folder: Path, pattern: str) -> Iterator[Tuple[str, Any]]:
    for path in sorted(folder.glob(pattern)):
        yield path.stem, _table(path)


@lru_cache(maxsize=None)
def _table(path: Path) -> Any:
    """One file, read once and by the parser in C: half of the tests begin with all of them."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _files(kind: str, split: str) -> Iterator[Tuple[str, Any]]:
    """The files of a split, or of a folder of rows that belong to neither yet."""
    yield from _tables({"train": PEOPLE, "held_out": HELD_OUT}.get(split) or Path(split), f"{kind}*.yml")


def answer_rows(split: str, source: str = "") -> List[AnswerRow]:
    """All rows of answers-*.yml in a split, or those of one file."""
    return [
        AnswerRow(question, text, meaning, style, stem)
        for stem, table in _files("answers", split)
        if source in stem
        for question, rows in table.items()
        for text, meaning, style in rows
    ]


def fact_rows(split: str, source: str = "") -> List[FactRow]:
    """All rows of facts-*.yml in a split, or those of one file."""
    return [
        FactRow(group, row, stem) for stem, table in _files("facts", split) if source in stem for group, rows in table.items() for row in rows
    ]


def act_rows(split: str, source: str = "") -> List[Tuple[str, str]]:
    """(kind of message, text) of acts*.yml in a split."""
    files = [*_files("acts", split), *(_tables(KINDS, "*.yml") if split == "train" else ())]
    return [(kind, str(text)) for stem, table in files if source in stem for kind, texts in table.items() for text in texts]


def question_rows() -> List[Tuple[str, Tuple[str, ...]]]:
    """(what is asked, the entries that answer it) of the held-out questions; () where none answers."""
    tables = [table for _, table in _tables(HELD_OUT, "questions*.yml")]
    covered = [(row["ask"], tuple(row["entries"])) for table in tables for row in table["covered"]]
    return covered + [(text, ()) for table in tables for text in table["not_covered"]]


@lru_cache(maxsize=None)
def told_on_the_way() -> Dict[str, Tuple[str, ...]]:
    """The held-out questions that also tell something of the writer, and the questions of the form that this answers, as another reader found."""
    tables = [table for _, table in _tables(HELD_OUT, "questions*.yml")]
    return {row["ask"]: tuple(row["tells"]) for table in tables for row in table["covered"] if "tells" in row}


def red_flag_rows() -> List[Tuple[bool, str]]:
    """(whether it is urgent, text) of the held-out messages about something urgent, and those that only sound so."""
    tables = [table for _, table in _tables(HELD_OUT, "red_flags*.yml")]
    return [(kind == "urgent", text) for kind in ("urgent", "not_urgent") for table in tables for text in table[kind]]


def prose() -> List[str]:
    """Sentences that are not about the person who writes."""
    return [line for line in (FOLDER / "prose.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


def meanings(meaning: Any) -> List[Any]:
    """The outcomes that are right: "ask_or:14" allows both."""
    if isinstance(meaning, str) and meaning.startswith("ask_or:"):
        return ["ask", yaml.safe_load(meaning[len("ask_or:"):])]
    return [meaning]


def same(one: Any, other: Any, field: Optional[str] = None) -> bool:
    """Equal and of the same kind (true is not 1); times that were estimated may differ by a tenth, never across half a year."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    if field in MONTHS and other in OF_SIX and isinstance(one, (int, float)):
        return OF_SIX[other](one)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        if field in MONTHS:
            return (one > 6) == (other > 6) and abs(one - other) <= max(0.6, TOLERANCE * max(one, other))
        return abs(one - other) < 0.051
    return one == other


def parts_of(told: Mapping[str, Any]) -> Dict[str, Any]:
    """The facts of a row or a reading one by one; a fracture is one fact for its site and one for each part told."""
    parts = {field: value for field, value in told.get("facts", {}).items() if field != "fractures" or value == []}
    if told.get("fractures") == []:
        parts["fractures"] = []
    seen: Dict[str, int] = {}
    for record in told.get("fractures") or ():
        site = record.get("site", "?")
        seen[site] = seen.get(site, 0) + 1
        name = f"fracture:{site}:{seen[site]}"
        parts[name] = True
        parts.update({f"{name}:{key}": value for key, value in record.items() if key != "site"})
    return parts
