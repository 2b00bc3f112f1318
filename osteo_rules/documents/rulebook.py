"""The rule book for clinicians as data: every rule with answers, limits, source, words and examples. All examples are run, not written."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Mapping, Optional

from ..answers import CONDITIONS, Answers
from ..assess import RULES_VERSION, assess, source_of
from ..assessment import Assessment, Finding
from ..content import load
from ..fhir.bundle import citation
from ..sections import findings_of
from ..wording import CLINICAL, label, number, said
from .versions import changes

_PLACEHOLDER = re.compile(r"\{\w+\}")
GROUPS = ("risk", "established", "vertebral", "urgent")


def rulebook() -> Dict[str, Any]:
    """{title, subtitle, intro, words, chapters: [{id, title, rules | groups | table | entries}]}: all Danish, in the order of reading."""
    content = load("rulebook")
    chapters: List[Dict[str, Any]] = [
        _chapter(name, rules=[_rule(rule, entry) for rule, entry in rules_of(name).items()]) for name in GROUPS
    ]
    chapters += [
        _chapter(
            "outcomes",
            groups=[{"title": group["title"], "rows": [_outcome(row) for row in group["rows"]]} for group in content["outcomes"]],
        ),
        _chapter("advice", table={"columns": content["advice_columns"], "rows": _advice()}),
        _chapter("thresholds", table={"columns": content["thresholds_columns"], "rows": _thresholds()}),
        _chapter("rulings", entries=_rulings()),
        _chapter("sources", entries=_sources()),
        _chapter("changes", entries=[{"id": "", "title": entry["version"], "lines": entry["lines"]} for entry in changes()]),
    ]
    return {
        "title": content["title"],
        "subtitle": content["subtitle"].format(version=RULES_VERSION),
        "intro": content["intro"],
        "words": content["words"],
        "in_order": content["in_order"],
        "chapters": chapters,
    }


def rules_of(group: str) -> Dict[str, Dict[str, Any]]:
    """The entries of one group by finding; the diseases of the list share one sentence."""
    rules: Dict[str, Dict[str, Any]] = dict(load("rulebook")["rules"][group])
    if group == "risk":
        shared = load("rulebook")["disease"]
        for name in CONDITIONS:
            title = load("findings")[name]["professional"]["label"]
            rules[name] = {**shared, "when": shared["when"].format(name=title), True: {"conditions": [name]}, False: {"conditions": []}}
    return {name: _examples(entry) for name, entry in rules.items()}


def _examples(entry: Mapping[Any, Any]) -> Dict[str, Any]:
    """YAML reads the keys yes and no as true and false: here they have names again."""
    return {**{key: value for key, value in entry.items() if isinstance(key, str)}, "fires": entry[True], "silent": entry[False]}


def _chapter(name: str, **parts: Any) -> Dict[str, Any]:
    whole: Dict[str, Any] = {"rules": [], "groups": [], "table": None, "entries": []}
    return {"id": name, "title": load("rulebook")["chapters"][name], **whole, **parts}


def _numbers(text: str) -> str:
    """The text with each {name} of a threshold as its number."""
    return text.format(**{name: number(entry["value"]) for name, entry in load("thresholds").items()})


# --- one rule ---


def _rule(name: str, entry: Mapping[str, Any]) -> Dict[str, Any]:
    plain, clinical = (_found(name, {**entry["fires"], "role": role}) for role in ("patient", CLINICAL))
    return {
        "id": name,
        "title": clinical.label,
        "when": _numbers(entry["when"]),
        "inputs": [f"{label(field, CLINICAL)} ({field})" for field in entry["inputs"]],
        "thresholds": [_limit(one) for one in entry.get("thresholds", ())],
        "source": citation(source_of(load("findings")[name]), None),
        "rulings": [load("decisions")[one]["text"] for one in rulings_of(load("findings")[name])],
        "professional": clinical.explanation,
        "patient": f"{plain.label}: {plain.explanation}",
        "fires": _said(entry["fires"]),
        "silent": _said(entry["silent"]),
    }


def rulings_of(entry: Mapping[str, Any]) -> List[str]:
    """The ids of the project decisions that a finding rests on, in any of its wordings."""
    own = [value for key, value in entry.items() if str(key).startswith("decision")]
    return list(dict.fromkeys([*own, *([entry["self_measured"]["decision"]] if "self_measured" in entry else [])]))


def _found(name: str, answers: Mapping[str, Any]) -> Finding:
    """The finding of an example; KeyError when the example does not fire it."""
    return {one.id: one for one in findings_of(assess(Answers(**answers)))}[name]


def _limit(name: str) -> str:
    entry = load("thresholds")[name]
    return f"{number(entry['value'])} {entry['unit']} ({entry.get('note', name)})"


def _said(answers: Mapping[str, Any]) -> str:
    return ", ".join(said(name, value, CLINICAL) for name, value in Answers(**answers) if name in answers)


# --- the other chapters ---


def _outcome(row: Mapping[str, Any]) -> Dict[str, Any]:
    return {
        "name": row["name"],
        "when": _numbers(row["when"]),
        "source": citation(source_of(row), None),
        "ruling": load("decisions")[row["rests_on"]]["text"] if "rests_on" in row else "",
        "example": _said(row["example"]),
    }


def value_at(assessment: Assessment, path: str) -> Any:
    """What stands at a path like osteoporosis.status."""
    value: Any = assessment
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _advice() -> List[List[str]]:
    return [
        [name, _blanked(entry["professional"]), _blanked(entry["patient"]), citation(source_of(entry), entry.get("decision"))]
        for name, entry in load("advice").items()
    ]


def _blanked(text: str) -> str:
    return _PLACEHOLDER.sub("...", text)


def _thresholds() -> List[List[str]]:
    rows = []
    for name, entry in load("thresholds").items():
        ruling: Optional[str] = entry.get("decision")
        source = citation(source_of(entry), ruling) if entry.get("source") else load("decisions")[ruling]["text"]
        rows.append([name, f"{number(entry['value'])} {entry['unit']}", entry.get("note", ""), source])
    return rows


def _rulings() -> List[Dict[str, Any]]:
    why = load("rulebook")["why"]
    return [
        {
            "id": name,
            "title": entry["text"],
            "lines": [f"{why}: {entry['why']}", f"{load('rulebook')['words']['source']}: {_place(entry)}", f"Id: {name}"],
        }
        for name, entry in load("decisions").items()
    ]


def _place(entry: Mapping[str, Any]) -> str:
    source = entry.get("source") or {}
    if not (source.get("section") or source.get("figure")):
        return str(load("rulebook")["words"]["none"])
    return citation(source_of(entry), None)


def _sources() -> List[Dict[str, Any]]:
    return [
        {"id": name, "title": entry["title"], "lines": _texts(value for key, value in entry.items() if key != "title")}
        for name, entry in load("sources").items()
    ]


def _texts(values: Iterable[Any]) -> List[str]:
    return [str(value) for value in values]
