"""Write the documents that are the same for everybody: ``python -m osteo_rules.documents paper FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Dict, List

from ..content import load
from .paper import form
from .render import pdf


def paper() -> Dict[str, bytes]:
    """The questionnaire of each role as a PDF, by file name."""
    return {f"spoergeskema-{role}.pdf": pdf("paper", form(role)) for role in load("paper")["title"]}


KINDS = {"paper": paper}


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
