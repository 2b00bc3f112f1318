"""Write the pages that are generated from the data: ``python -m osteo_rules.docs``; ``--check`` only compares."""
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Dict, List, Mapping

from .assess import RULES_VERSION
from .content import load
from .documents.versions import snapshot_file

FOLDER = Path(__file__).resolve().parent.parent / "docs"
HEAD = "<!-- Genereret af `make docs` fra osteo_rules/content; ret dér. -->\n\n"


def _source(entry: Mapping[str, Any]) -> str:
    source = entry.get("source") or {}
    parts = [f"afsnit {source['section']}" if source.get("section") else "", f"fig. {source['figure']}" if source.get("figure") else ""]
    return ", ".join(part for part in parts if part) or "projektet"


def decisions_page() -> str:
    """The table of project decisions: where the guideline is silent or ambiguous, and what was chosen."""
    rows = [
        f"| `{key}` | {entry['text']} | {entry['why']} | {entry.get('spec', '')} | {_source(entry)} |"
        for key, entry in load("decisions").items()
    ]
    table = ["| id | beslutning | hvorfor | specifikation | anbefalingen |", "|---|---|---|---|---|", *rows]
    intro = (
        "# Projektets beslutninger\n\n"
        "Anbefalingen er tavs eller tvetydig på disse punkter. Hver gang er den forsigtige læsning valgt. "
        "En kliniker kan finde dem her og ændre dem i `osteo_rules/content/decisions.yml` og `thresholds.yml`.\n\n"
    )
    return HEAD + intro + "\n".join(table) + "\n"


def questions_page() -> str:
    """The question catalogue as a table."""
    rows: List[str] = []
    for entry in load("questions")["questions"]:
        text = entry["text"].get("patient", entry["text"].get("physiotherapist"))
        condition = ", ".join(f"{key}: {value}" for key, value in entry.get("ask_if", {}).items())
        rows.append(f"| `{entry['id']}` | {', '.join(entry['roles'])} | {text['ask']} | {condition} |")
    table = ["| id | roller | spørgsmål | stilles når |", "|---|---|---|---|", *rows]
    return HEAD + "# Spørgsmålene\n\nI den rækkefølge, de stilles.\n\n" + "\n".join(table) + "\n"


#: Path from the folder of the documentation, and what makes it.
PAGES: Dict[str, Any] = {
    "beslutninger.md": decisions_page,
    "spoergsmaal.md": questions_page,
    f"../osteo_rules/content/versions/{RULES_VERSION}.yml": snapshot_file,
}


def main(arguments: List[str]) -> int:
    """0 when the pages are (now) in step with the data, 1 when ``--check`` finds that one is not."""
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"not in step with the data: {', '.join(stale)}; run make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
