"""Write the documents that are the same for everybody: ``python -m osteo_rules.documents paper|rulebook FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Dict, List

from ..content import load
from .paper import form
from .render import STYLE, page, pdf
from .rulebook import rulebook


def paper() -> Dict[str, bytes]:
    """The questionnaire of each role as a PDF, by file name."""
    return {f"spoergeskema-{role}.pdf": pdf("paper", form(role)) for role in load("paper")["title"]}


def book() -> Dict[str, bytes]:
    """The rule book as PDF, and as a page with its style beside it."""
    data = rulebook()
    return {
        "regelbog.pdf": pdf("rulebook", data),
        "regelbog.html": page("rulebook", {**data, "stylesheet": STYLE.name}).encode("utf-8"),
        STYLE.name: STYLE.read_bytes(),
    }


KINDS = {"paper": paper, "rulebook": book}


def main(arguments: List[str]) -> int:
    """Write the files and print their names."""
    parser = argparse.ArgumentParser(
        prog="python -m osteo_rules.documents", description="Write the documents that are the same for everybody."
    )
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, content in KINDS[asked.kind]().items():
        (asked.folder / name).write_bytes(content)
        print(asked.folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
