"""What in a message may be urgent, in lay words: facts of the contract, other acute illness, or a sign that must be asked about.

Phrases stand in ``content/red_flags.yml`` as patterns over folded text. A clause that is negated, long-standing,
hypothetical or a general question gives no fact; the last two ask one calm question.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional, Pattern, Tuple

import yaml

from bot.reading.text import fold, with_digits

MAX_CHARACTERS = 4000
ACUTE_SIGNS = ("chest_pain", "breathlessness", "suicidal_thoughts")


@dataclass(frozen=True)
class RedFlags:
    """`facts` in the contract's form; `unclear` names the field or sign that one calm question must decide."""

    facts: Dict[str, Any] = field(default_factory=dict)
    other_acute: bool = False
    unclear: Optional[str] = None


@lru_cache(maxsize=None)
def _content() -> Dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "content" / "red_flags.yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def _patterns(group: str) -> Tuple[Tuple[str, Pattern[str]], ...]:
    return tuple((sign, re.compile("|".join(f"(?:{one})" for one in lines))) for sign, lines in _content()[group].items())


@lru_cache(maxsize=None)
def _word(name: str) -> Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _content()["scope"][name]))


def red_flags_in(text: str) -> RedFlags:
    """The red flags of a message; never raises."""
    folded = with_digits(fold(text[:MAX_CHARACTERS]))
    folded = _word("harmless").sub(" ", folded)
    facts: Dict[str, Any] = {}
    signs: List[str] = []
    unclear: List[str] = []
    for clause in re.split(r"[.!;\n]+|(?<=\?)|\bmen\b", folded):
        for sign, pattern in _patterns("signs"):
            found = pattern.search(clause)
            if not found or _denied(clause, found.start()) or _word("old").search(clause) and not _word("new").search(clause):
                continue
            if _word("doubt").search(clause) or "?" in clause:
                unclear.append(sign)
            elif sign in ACUTE_SIGNS:
                signs.append(sign)
            elif sign == "back_pain":
                facts.setdefault("back_pain", "sudden")
            else:
                facts[sign] = True
        for sign, pattern in _patterns("unclear"):
            if pattern.search(clause) and sign not in facts and sign not in signs:
                found = pattern.search(clause)
                if found and not _denied(clause, found.start()) and not _word("old").search(clause):
                    unclear.append(sign)
    if signs:
        facts["acute_signs"] = list(dict.fromkeys(signs))
    if facts.get("back_pain_fever") and "back_pain" not in facts:
        facts["back_pain"] = "lasting"
    other = any(pattern.search(folded) for _, pattern in _patterns("other_acute")) and "?" not in folded
    return RedFlags(facts, other, next((sign for sign in unclear if sign not in facts and sign not in signs), None))


def _denied(clause: str, at: int) -> bool:
    """A negation before the sign, not the one that is part of it ("kan ikke stoette")."""
    return bool(_word("negation").search(clause[max(0, at - 40):at]))
