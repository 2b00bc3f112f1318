"""What is said by a double no, or by what is left out, in plain words: "der går ikke en dag uden min kalktablet", "ingen piller ud over kalken".

A no of which nothing is left is the surest way to read the opposite. The words stand in content/plainly.yml.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Tuple

from bot.danish.content import load
from bot.danish.needles import may_match, needles


class Rule(NamedTuple):
    """What is said, the strings of which one must be there, and what it says plainly."""

    said: "re.Pattern[str]"
    needed: Tuple[str, ...]
    plainly: str


@lru_cache(maxsize=1)
def rules() -> Tuple[Rule, ...]:
    """The rules in their order."""
    table = load("plainly")
    found = []
    for rule in table["rules"]:
        said = rule["said"]
        for name, words in table["words"].items():
            said = said.replace("{" + name + "}", words)
        found.append(Rule(re.compile(said, re.I), needles(said), rule["plainly"]))
    return tuple(found)


@lru_cache(maxsize=64)
def plainly(text: str) -> str:
    """`text` with each double no in plain words; itself where there is none."""
    lower, plain = text.lower(), text
    for rule in rules():
        if may_match(rule.needed, lower):
            plain = rule.said.sub(rule.plainly, plain)
    return text if plain == text else plain.replace(" ,", ",").strip()
