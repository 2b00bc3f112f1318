"""Words written by ear, in dialect or in the short forms of the phone, as the usual Danish words.

Most are no other word and are put right wherever they stand. Those that are ("de" for "det", "a" for "jeg") only where the
message shows that it is in dialect.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, List, Protocol, Set, Tuple

from bot.danish.content import load


class Knows(Protocol):
    """What this module must know of the words that there are."""

    vocabulary: Set[str]

    def is_known(self, word: str) -> bool:
        """Whether `word` is a Danish word, the reader's or another."""


#: So many words that only hint at dialect show it together.
ENOUGH_HINTS = 2
#: A word takes at most so many other sounds, and words shorter than this none at all.
MOST_SOUNDS, SHORTEST = 2, 4
#: "æ" and "a" are "jeg" beside a verb; else "æ" is the article in front of its word.
_I = frozenset({"a", "æ"})
#: After a verb, "æ" is "jeg" where one of these follows.
_AFTER_I = frozenset(
    {
        "jo",
        "da",
        "nok",
        "godt",
        "sgu",
        "ikke",
        "itj",
        "it",
        "itte",
        "et",
        "ett",
        "inte",
        "aalder",
        "ålder",
        "aldrig",
        "skam",
        "såmænd",
        "også",
        "vel",
        "",
    }
)


@lru_cache(maxsize=None)
def _standard(name: str) -> Dict[str, List[str]]:
    """The words of one table of content/dialect.yml."""
    return {str(word): [] if right == "-" else str(right).split() for word, right in load("dialect")["standard"][name].items()}


@lru_cache(maxsize=None)
def _together() -> Dict[Tuple[str, str], List[str]]:
    return {tuple(words.split()): right for words, right in _standard("together").items()}  # type: ignore[misc]


@lru_cache(maxsize=None)
def _shown(name: str) -> FrozenSet[str]:
    return frozenset(str(word) for word in load("dialect")["standard"][name])


@lru_cache(maxsize=None)
def _verbs() -> FrozenSet[str]:
    """The finite verbs beside which "a" and "æ" are "jeg"; how they sound in dialect included."""
    verbs = frozenset(load("words")["finite_verbs"])
    spoken = {word for table in ("sure", "dialect") for word, right in _standard(table).items() if len(right) == 1 and right[0] in verbs}
    return verbs | spoken


def is_dialect(words: List[str], speller: Knows) -> bool:
    """Whether the message is in dialect for certain."""
    said = set(words)
    hints = len(said & _shown("hinted_by")) + any("w" in word for word in said if not _has_w(word, speller))
    return bool(said & _shown("shown_by")) or hints >= ENOUGH_HINTS


def _has_w(word: str, speller: Knows) -> bool:
    """Whether the "w" belongs there: a name, a drug, an English word."""
    return "w" not in word or word in speller.vocabulary or speller.is_known(word)


def in_standard(words: List[str], speller: Knows) -> List[str]:
    """`words` with each one as it is written in a book."""
    spoken = is_dialect(words, speller)
    sure, only_here = _standard("sure"), _standard("dialect")
    found: List[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        both = _together().get((word, words[at + 1])) if spoken and at + 1 < len(words) else None
        if both is not None:
            found.extend(both)
            at += 2
            continue
        if spoken and word in _I:
            found.extend(_i_or_article(words, at))
        elif word in sure:
            found.extend(sure[word])
        elif spoken and word in only_here:
            found.extend(only_here[word])
        else:
            found.append(_by_sound(word, speller) if spoken or "w" in word else word)
        at += 1
    return found


def _i_or_article(words: List[str], at: int) -> List[str]:
    """ "æ wed" and "ka æ" are "jeg"; "i æ ryg" has the article, which says nothing; "aa" is "og"."""
    after = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if words[at] == "a" or after in _verbs():
        return ["jeg"]
    return ["jeg"] if before in _verbs() and (after in _AFTER_I or not after.isalpha()) else []


@lru_cache(maxsize=2_000)
def _sounds(word: str) -> Tuple[str, ...]:
    """Other ways to write `word`, the nearest first."""
    sounds = [(str(one), str(other)) for one, other in load("dialect")["sounds"]]
    endings = [str(ending) for ending in load("dialect")["endings"]]
    forms = [word]
    for _ in range(MOST_SOUNDS):
        forms += [form.replace(one, other, 1) for form in forms for one, other in sounds if one in form]
    unique = list(dict.fromkeys(forms))
    return tuple(dict.fromkeys(form + ending for ending in endings for form in unique))


def _by_sound(word: str, speller: Knows) -> str:
    """The word of the reader that `word` sounds like, or `word` itself."""
    if len(word) < SHORTEST or not word.isalpha() or word in speller.vocabulary or speller.is_known(word):
        return word
    return next((form for form in _sounds(word) if form in speller.vocabulary), word)
