"""Which groups of like meaning a Danish word belongs to (content/groups): "rabarbertrifli" is a dessert though nobody has said so yet.

A net knows a word that no example has by its groups. Compounds are found by their last part, inflected words by their endings.
"""
from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import AbstractSet, Dict, FrozenSet, Iterable, Iterator, Sequence, Set, Tuple

from bot.danish.content import FOLDER, load
from bot.danish.folding import fold

#: Where the groups stand, from this folder.
GROUP_FILES = tuple(f"content/groups/{file.name}" for file in sorted((FOLDER / "groups").glob("*.yml")))
#: A last part of a compound has so many letters at least, and what stands before it so many.
LAST_PART, FIRST_PART = 4, 2
#: What a listed word may end on besides, the longest first; "danset" is a form of "danse" as well.
_ENDINGS = ("ernes", "enes", "erne", "ende", "edes", "ene", "ede", "ens", "ets", "ers", "est", "ere", "en", "et", "er", "es", "te", "e", "s", "t", "n", "r", "d")
_BASES = ("", "e")


@lru_cache(maxsize=1)
def _listed() -> Dict[str, Tuple[str, ...]]:
    """The groups of every listed word, folded, in one order."""
    found: Dict[str, Set[str]] = {}
    for file in sorted((FOLDER / "groups").glob("*.yml")):
        for group, words in load(f"groups/{file.stem}").items():
            for word in words.split():
                found.setdefault(fold(word), set()).add(group)
    return {word: tuple(sorted(groups)) for word, groups in found.items()}


def _forms(word: str) -> Iterator[str]:
    """`word`, and what it may be a form of."""
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            yield from (word[: -len(ending)] + base for base in _BASES)


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> Tuple[str, ...]:
    """The groups of a folded `word`, or else of the longest last part that has some; none where it is not known."""
    listed = _listed()
    for start in (0, *range(FIRST_PART, len(word) - LAST_PART + 1)):
        for form in _forms(word[start:]):
            if form in listed and (not start or len(form) >= LAST_PART):
                return listed[form]
    return ()


def well_known(messages: Iterable[Sequence[str]], least: int) -> FrozenSet[str]:
    """The words that so many of the messages have, each message given by its words: they are known by themselves, better than by their groups."""
    counted = Counter(word for words in messages for word in set(words))
    return frozenset(word for word, number in counted.items() if number >= least)


def groups_seen(words: Sequence[str], known: AbstractSet[str], weight: float, beside: float) -> Iterator[Tuple[Tuple[str, ...], float]]:
    """The groups of each of the folded `words` but the well `known` ones, alone and with the word before and after it.

    A word of several groups counts as much as one of a single group.
    """
    for before, word, after in zip(("^", *words), words, (*words[1:], "$")):
        groups = () if word in known else groups_of(word)
        if groups:
            share = len(groups) ** -0.5
            yield tuple("group " + group for group in groups), weight * share
            yield tuple(f"{place} {group}" for group in groups for place in (f"after {before}", f"before {after}")), beside * share
