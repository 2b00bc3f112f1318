"""Write the published vectors anew: ``python -m tests.vectors``.

It refuses when a person of the same rules version would get other decisions than were published: then the version must be raised first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import List

import yaml

from osteo_rules.replay import vector

FOLDER = Path(__file__).parent / "cases"
TABLES = ("risk_factors", "fractures", "vertebral", "referral", "guideline", "exercise", "lifestyle")
FILE = FOLDER / "vectors.ndjson"


def vectors() -> str:
    """The whole file: a line for every person of the tables."""
    made = [
        vector(f"{table}: {case['name']}", case["answers"])
        for table in TABLES
        for case in yaml.safe_load((FOLDER / f"{table}.yml").read_text(encoding="utf-8"))
        if "answers" in case
    ]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made)


def broken(published: str, now: str) -> List[str]:
    """The names of those who get other decisions now than were published under the same version."""
    told = {
        (one["name"], one["rules_version"], json.dumps(one["answers"])): one["decisions"] for one in map(json.loads, published.splitlines())
    }
    found = []
    for one in map(json.loads, now.splitlines()):
        key = (one["name"], one["rules_version"], json.dumps(one["answers"]))
        if key in told and told[key] != one["decisions"]:
            found.append(one["name"])
    return found


def main() -> int:
    """0 when the file is in step now, 1 when the rules changed and their version did not."""
    published = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    changed = broken(published, vectors())
    if changed:
        print(
            f"other decisions under the same version: {', '.join(changed[:5])}. Raise RULES_VERSION and tell it in changes.yml.",
            file=sys.stderr,
        )
        return 1
    FILE.write_text(vectors(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
