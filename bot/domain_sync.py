"""Write the repetitive blocks of domain.yml from the question catalogue; ``--check`` only says whether they are in step.

Rasa wants every slot, every asking action and the form spelled out. They stand between markers in domain.yml, so
that the file stays an ordinary Rasa domain that its tools read.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Callable, Dict, List

from bot.actions import record
from osteo_rules import questions

DOMAIN = Path(__file__).resolve().parent.parent / "domain.yml"
#: Slots on which rules depend: Rasa sees whether they are set, and how.
STEERING = {"given": "bool"}
OTHER_SLOTS = (*record.CONTROL, *record.ADDED, "forget")


def _slot(name: str) -> List[str]:
    kind = STEERING.get(name, "any")
    influence = [] if name in STEERING else ["    influence_conversation: false"]
    return [f"  {name}:", f"    type: {kind}", *influence, "    mappings:", "    - type: custom"]


def _slots() -> List[str]:
    parts = [entry.id for entry in questions.catalogue() if entry.id.startswith(questions.FRACTURE_PART)]
    names = dict.fromkeys([*record.FIELDS, *record.STEPS, *parts, *OTHER_SLOTS, *STEERING])
    return [line for name in names for line in _slot(name)]


def _ask_actions() -> List[str]:
    return [f"- action_ask_{entry.id}" for entry in questions.catalogue()]


def _required_slots() -> List[str]:
    return [f"    - {entry.id}" for entry in questions.catalogue()]


BLOCKS: Dict[str, Callable[[], List[str]]] = {
    "slots": _slots,
    "ask actions": _ask_actions,
    "required slots": _required_slots,
}


def synced(text: str) -> str:
    """`text` of a domain file with every generated block written anew."""
    for name, lines in BLOCKS.items():
        pattern = re.compile(rf"(?P<open>^ *# generated: {name}\n).*?(?P<close>^ *# end of generated: {name}$)", re.S | re.M)
        block = "".join(f"{line}\n" for line in lines())
        text = pattern.sub(lambda match, block=block: match["open"] + block + match["close"], text)
    return text


def main(arguments: List[str]) -> int:
    """0 when domain.yml is (now) in step with the catalogue, 1 when ``--check`` finds that it is not."""
    before = DOMAIN.read_text(encoding="utf-8")
    after = synced(before)
    if "--check" in arguments:
        if before != after:
            print("domain.yml is not in step with osteo_rules/content/questions.yml: run python -m bot.domain_sync", file=sys.stderr)
        return int(before != after)
    DOMAIN.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
