"""The word classes and patterns of content/patterns.yml, compiled once."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, Optional

from bot.danish.content import load


@lru_cache(maxsize=None)
def word_class(name: str) -> FrozenSet[str]:
    """The words of one class of content/patterns.yml."""
    return frozenset(str(word) for word in load("patterns")["classes"][name])


@lru_cache(maxsize=None)
def _filled(pattern: str) -> str:
    content = load("patterns")
    for _ in range(3):
        for name, text in content["macros"].items():
            pattern = pattern.replace("{" + name + "}", text)
        for name, words in content["classes"].items():
            if "{" + name + "}" in pattern:
                longest = sorted((str(word) for word in words), key=len, reverse=True)
                pattern = pattern.replace("{" + name + "}", "(?:" + "|".join(longest) + ")")
    return pattern


@lru_cache(maxsize=None)
def compiled(pattern: str) -> "re.Pattern[str]":
    """`pattern` with its macros and word classes filled; the blank at its end may begin the next word.

    A group that stands in several alternatives is numbered from the second on: `group` and `end` know.
    """
    seen: Dict[str, int] = {}

    def numbered(match: "re.Match[str]") -> str:
        seen[match[1]] = seen.get(match[1], 0) + 1
        return match[0] if seen[match[1]] == 1 else f"(?P<{match[1]}_{seen[match[1]]}>"

    return re.compile(re.sub(r" $", "(?= )", re.sub(r"\(\?P<([a-z]+)>", numbered, _filled(pattern))))


def has_group(pattern: "re.Pattern[str]", name: str) -> bool:
    return name in pattern.groupindex


def _which(match: "re.Match[str]", name: str) -> Optional[str]:
    return next((one for one, text in match.groupdict().items() if text is not None and one.split("_")[0] == name), None)


def group(match: "re.Match[str]", name: str) -> Optional[str]:
    """The text of the group `name`, in whichever alternative it was found."""
    which = _which(match, name)
    return match[which] if which else None


def end(match: "re.Match[str]", name: str) -> int:
    """Where the group `name` ends."""
    which = _which(match, name)
    return match.end(which) if which else match.end()


@lru_cache(maxsize=None)
def _named(name: str) -> "re.Pattern[str]":
    return compiled(load("patterns")["named"][name])


def named(name: str) -> "re.Pattern[str]":
    """The pattern `name` of content/patterns.yml."""
    return _named(name)


def said(name: str, line: str) -> bool:
    """Whether `line` holds what the pattern `name` of content/patterns.yml describes."""
    return bool(_named(name).search(line))
