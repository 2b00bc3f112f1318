"""What a rules version consists of, and what changed from one to the next: found from the snapshots, not remembered by anybody.

``content/versions/<version>.yml`` is written by ``make docs`` for the version in `assess.py`; those of earlier versions stay as they are.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

import yaml

from .. import questions
from ..assess import RULES_VERSION
from ..content import load, path_of
from ..wording import number

#: By kind: {id: value}; the value of what is only there or not is "".
Snapshot = Dict[str, Dict[str, Any]]


def snapshot() -> Snapshot:
    """The rules as they are now."""
    return {
        "thresholds": {name: entry["value"] for name, entry in load("thresholds").items()},
        "findings": {name: "" for name in load("findings") if name != "sites"},
        "rulings": {name: "" for name in load("decisions")},
        "advice": {name: "" for name in load("advice")},
        "questions": {entry.id: "" for entry in questions.catalogue()},
    }


def snapshot_file() -> str:
    """The snapshot of this version as it stands in its file."""
    head = "# Written by `make docs`: what this rules version consists of. Files of earlier versions are never changed.\n"
    return head + str(yaml.safe_dump(snapshot(), sort_keys=False, allow_unicode=True))


def changes() -> List[Dict[str, Any]]:
    """[{version, lines}], newest first: what somebody noted, then what the snapshots show."""
    told = load("changes")["versions"]
    found = []
    for position, entry in enumerate(told):
        before = told[position + 1]["version"] if position + 1 < len(told) else None
        computed = between(_of(before), _of(entry["version"])) if before else [load("changes")["words"]["first"]]
        found.append({"version": entry["version"], "lines": [*entry["notes"], *computed]})
    return found


def _of(version: str) -> Snapshot:
    """The snapshot of a version; of this one as the rules are now."""
    if version == RULES_VERSION:
        return snapshot()
    return dict(yaml.safe_load(path_of(f"versions/{version}").read_text(encoding="utf-8")))


def between(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """Danish lines for what came, went and changed, by kind."""
    words = load("changes")["words"]
    lines = []
    for kind, title in words["kinds"].items():
        old, new = before.get(kind, {}), after.get(kind, {})
        added, removed = [name for name in new if name not in old], [name for name in old if name not in new]
        changed = [name for name in new if name in old and new[name] != old[name]]
        told = [words["added"].format(names=", ".join(added))] if added else []
        told += [words["removed"].format(names=", ".join(removed))] if removed else []
        told += [words["changed"].format(name=name, before=_shown(old[name]), after=_shown(new[name])) for name in changed]
        lines += [f"{title}. {line}" for line in told]
    return lines


def _shown(value: Any) -> str:
    return number(value) if isinstance(value, (int, float)) else str(value)
