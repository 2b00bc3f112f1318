"""What a physiotherapist adds to a result: a baseline of functional tests, and a category or finding decided otherwise."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Dict, Mapping, NamedTuple, Optional

from bot.danish.content import load
from bot.danish.shorthand import entries

_NUMBER = re.compile(r"^[\s:=]*(\d+(?:[.,]\d+)?)\s*(\D*)$")


class Overruling(NamedTuple):
    """`what`: "category" or the id of a finding; `person`: the category chosen; `reason` is None where none was given."""

    what: str
    person: Optional[str]
    reason: Optional[str]


def baseline_in(text: str) -> Dict[str, float]:
    """Value by functional test, of a line in which every entry is one: "STS 11, FSST 14,2"; {} for any other text."""
    found: Dict[str, float] = {}
    for entry in entries(text):
        read = _test(entry)
        if read is None:
            return {}
        found.update(read)
    return found


def _test(entry: str) -> Optional[Mapping[str, float]]:
    plain = " ".join(entry.lower().split())
    for test, names in load("shorthand")["baseline"].items():
        for name in sorted(names, key=len, reverse=True):
            number = _NUMBER.match(plain[len(name):]) if plain.startswith(name) else None
            if number and number.group(2).strip(" .") in ("", *load("shorthand")["baseline_units"]):
                return {test: float(number.group(1).replace(",", "."))}
    return None


def overruling_in(text: str) -> Optional[Overruling]:
    """The category or finding that is decided otherwise, with the reason; None for any other text."""
    line = " ".join(text.split())
    opening = _opening("verbs").match(line) or _opening("category_verbs").match(line)
    if not opening:
        return None
    rest = line[opening.end():]
    category = _one_of("category").match(rest)
    if not category and not _opening("verbs").match(line):
        return None
    if category:
        chosen = _chosen(re.sub(r"^(?: ?:| til| som|:)? *", "", rest[category.end():]), load("shorthand")["overrule"]["categories"])
        return Overruling("category", chosen[0], _reason(chosen[1])) if chosen else None
    found = _chosen(re.sub(r"^(?:fund(?:et)?|testen?) ", "", rest, flags=re.I), load("shorthand")["overrule"]["findings"])
    return Overruling(found[0], None, _reason(found[1])) if found else None


def takes_back_overruling(text: str) -> bool:
    """Whether all that was decided otherwise is taken back."""
    return " ".join(text.lower().split()).strip(" .!") in load("shorthand")["overrule"]["undo"]


def confirms_all(text: str) -> bool:
    """Whether everything that was taken over from the patient is confirmed."""
    return " ".join(text.lower().split()).strip(" .!") in load("shorthand")["confirm_all"]


def is_staff_note(text: str) -> bool:
    """Whether the message is one of these, whatever its words would be in a conversation."""
    return bool(baseline_in(text)) or overruling_in(text) is not None or takes_back_overruling(text) or confirms_all(text)


def _chosen(rest: str, table: Mapping[str, Any]) -> Any:
    """(id, what follows) of the longest name that the text begins with, or None."""
    names = sorted(((name, key) for key, some in table.items() for name in some), key=lambda pair: -len(pair[0]))
    for name, key in names:
        if re.match(rf"{re.escape(name)}(?![\wæøå])", rest, re.I):
            return key, rest[len(name):]
    return None


def _reason(rest: str) -> Optional[str]:
    words = "|".join(re.escape(word) for word in sorted(load("shorthand")["overrule"]["because"], key=len, reverse=True))
    reason = re.sub(rf"^[\s:,;–-]*(?:(?:{words})(?![\wæøå]))?[\s:,;–-]*", "", rest, flags=re.I).strip()
    return reason or None


@lru_cache(maxsize=None)
def _opening(verbs: str) -> "re.Pattern[str]":
    return re.compile(rf"(?:{_alternatives(verbs)}) (?:fund(?:et)? )?", re.I)


@lru_cache(maxsize=None)
def _one_of(name: str) -> "re.Pattern[str]":
    return re.compile(rf"(?:{_alternatives(name)})(?![\wæøå])", re.I)


def _alternatives(name: str) -> str:
    return "|".join(re.escape(form) for form in sorted(load("shorthand")["overrule"][name], key=len, reverse=True))
