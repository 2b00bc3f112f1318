"""Answers said back in Danish: one line for "Noteret: ...", and label with value for "Mine svar"; in the words of the role."""
from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any, List, Mapping

from .answers import UNKNOWN
from .content import load

CLINICAL = "physiotherapist"


def number(value: float) -> str:
    """A number as Danes write it: decimal comma, no needless decimals."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",").replace("-0", "0" if value == 0 else "-0")


@lru_cache(maxsize=None)
def _fields(role: str) -> Mapping[str, Any]:
    """How each field is named and said, to a person of this role."""
    plain = load("fields")
    if role != CLINICAL:
        return plain
    return {**plain, **load("fields_clinical")}


def label(field: str, role: str = "patient") -> str:
    """What the field is called in a list."""
    return _fields(role).get(field, {}).get("label", field)


def _fracture(record: Mapping[str, Any], role: str) -> str:
    words = _fields(role)["fracture"]
    parts: List[str] = [words["site"][record.get("site") or UNKNOWN]]
    if isinstance(record.get("low_energy"), bool):
        parts.append(words["low_energy"]["yes" if record["low_energy"] else "no"])
    months = record.get("months_ago")
    if isinstance(months, (int, float)):
        key = "one" if months == 1 else "months" if months < 24 else "years"
        parts.append(words["months_ago"][key].format(value=number(months if months < 24 else round(months / 12))))
    elif months in words["months_ago"]:
        parts.append(words["months_ago"][months])
    age_at = record.get("age_at")
    if isinstance(age_at, int):
        parts.append(words["age_at"]["number"].format(value=age_at))
    elif age_at in words["age_at"]:
        parts.append(words["age_at"][age_at])
    if isinstance(record.get("verified"), bool):
        parts.append(words["verified"]["yes" if record["verified"] else "no"])
    return " ".join(parts)


def _fractures(told: List[str], role: str) -> str:
    """All fractures, those of which the same is told counted: "to brud på ribben; brud på hoften"."""
    several = _fields(role)["fracture"]["several"]
    counts = Counter(told)
    return "; ".join(one if number == 1 else several.get(number, several["more"]).format(number=number, one=one) for one, number in counts.items())


def _plain(field: str, value: Any, role: str) -> str:
    """The value alone, without the name of its field."""
    content = _fields(role)
    entry = content.get(field, {})
    if value == UNKNOWN:
        return content["unknown"]
    if field == "fractures":
        return _fractures([_fracture(record if isinstance(record, dict) else record.dict(), role) for record in value], role) or entry["none"]
    if field in ("conditions", "conditions_unknown"):
        return ", ".join(content["condition_names"][one] for one in value) or entry.get("none", "")
    if isinstance(value, list):
        return ", ".join(entry["words"][one] for one in value)
    if isinstance(value, str):
        return entry.get("words", {}).get(value, value)
    return number(value)


def value_text(field: str, value: Any, role: str = "patient") -> str:
    """The answer beside its label: "67 år", "ja", "ved ikke"."""
    if isinstance(value, bool):
        from_content = load("questions")["common_options"]
        return from_content["yes" if value else "no"].lower()
    if isinstance(value, (int, float)):
        return f"{number(value)} {_fields(role).get(field, {}).get('unit', '')}".strip()
    return _plain(field, value, role)


def said(field: str, value: Any, role: str = "patient") -> str:
    """The answer in a running line, understood without its question: "67 år", "ryger", "vægt: ved ikke"."""
    entry = _fields(role).get(field, {})
    if isinstance(value, bool) and "yes" in entry:
        return entry["yes" if value else "no"]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "said" in entry:
        return entry.get("said_of", {}).get(value) or entry["said"].format(value=number(value))
    if value == UNKNOWN:
        return f"{label(field, role)}: {_plain(field, value, role)}"
    return _plain(field, value, role)
