"""The right spelling of the words that the reader knows: missing æøå, slips of the finger, compounds written apart.

Long words are read tolerantly, short ones strictly: "nej" and "jeg" differ by one letter. A word that is another Danish
word is never changed, however near it is.
"""
from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_left
from functools import lru_cache
from types import MappingProxyType
from typing import Dict, Iterable, List, Mapping, Set, Tuple

from rapidfuzz.distance import OSA

from bot.danish.numbers import number_words

#: From this length one slip is forgiven, and from the second two.
ONE_SLIP, TWO_SLIPS = 6, 10
#: Words of five letters may have two letters swapped or one doubled.
SWAP_ONLY = 5
SHORTEST_COMPOUND = 7

_SPECIAL = {"æ": ("ae", "a", "e", "ä"), "ø": ("oe", "o", "ö"), "å": ("aa", "a")}
_CERTAIN = {"æ": "ae", "ø": "oe", "å": "aa"}


def checksum(word: str) -> int:
    """A known word is stored as four bytes."""
    return zlib.crc32(word.encode("utf-8"))


def variants(word: str) -> Set[str]:
    """How `word` is written on a keyboard without æ, ø and å; a word uses one of the ways throughout."""
    written = {word}
    for way in range(4):
        folded = word
        for letter, ways in _SPECIAL.items():
            folded = folded.replace(letter, ways[min(way, len(ways) - 1)])
        written.add(folded)
    mixed = word.replace("æ", "e").replace("ø", "o").replace("å", "a")
    return (written | {mixed}) - {word}


def certain_variant(word: str) -> str:
    """The spelling with ae, oe and aa, which is no other word."""
    for letter, pair in _CERTAIN.items():
        word = word.replace(letter, pair)
    return word


def _is_swap(word: str, right: str) -> bool:
    """Two neighbours swapped, or one letter doubled or single."""
    if len(word) == len(right):
        return sorted(word) == sorted(right)
    return re.sub(r"(.)\1", r"\1", word) == re.sub(r"(.)\1", r"\1", right)


class Speller:
    """Knows the reader's words, and which other words there are."""

    def __init__(self, vocabulary: Iterable[str], compounds: Iterable[str], known: array, meanings: Mapping[str, str] = MappingProxyType({})) -> None:
        self.meanings = dict(meanings)
        self.vocabulary: Set[str] = set(vocabulary) | set(number_words())
        self.compounds: Set[str] = {word for word in compounds if len(word) >= SHORTEST_COMPOUND}
        self.known = known
        self.folded: Dict[str, str] = {}
        for word in sorted(self.vocabulary, key=lambda word: (len(word), word)):
            self._fold(word)
        self.near: Dict[Tuple[str, int], List[str]] = {}
        for word in self.vocabulary:
            if len(word) >= SWAP_ONLY and word.isalpha():
                self.near.setdefault((word[0], len(word)), []).append(word)
        self.correct = lru_cache(maxsize=20_000)(self._correct)

    def _fold(self, word: str) -> None:
        certain = certain_variant(word)
        for written in variants(word):
            if written in self.vocabulary or written in self.folded:
                continue
            if written == certain or not self.is_known(written):
                self.folded[written] = word

    def is_known(self, word: str) -> bool:
        """Whether `word` is a Danish word, the reader's or another."""
        value = checksum(word)
        place = bisect_left(self.known, value)
        return place < len(self.known) and self.known[place] == value

    def _correct(self, word: str) -> str:
        if word in self.vocabulary or not word.isalpha():
            return word
        if word in self.folded:
            return self.folded[word]
        if len(word) < SWAP_ONLY or self.is_known(word):
            return word
        slips = 2 if len(word) >= TWO_SLIPS else 1
        best, least, tied = word, slips + 1, False
        for length in range(len(word) - slips, len(word) + slips + 1):
            for right in self.near.get((word[0], length), ()):
                distance = OSA.distance(word, right, score_cutoff=slips)
                if distance > slips or (len(right) < ONE_SLIP and not _is_swap(word, right)):
                    continue
                if distance == 2 and len(right) < TWO_SLIPS:
                    continue
                if distance < least:
                    best, least, tied = right, distance, False
                elif distance == least and not self._same(right, best):
                    tied = True
        return word if tied else best

    def _same(self, one: str, other: str) -> bool:
        """Two forms of one word, or two names of one thing: it does not matter which of them was meant."""
        if one in self.meanings and self.meanings.get(other) == self.meanings[one]:
            return True
        short, long = sorted((one, other), key=len)
        return len(short) >= ONE_SLIP and long.startswith(short[:-1]) and len(long) - len(short) <= 2

    def words(self, words: List[str]) -> List[str]:
        """`words` spelled right, compounds joined, hyphens resolved."""
        parts: List[str] = []
        for word in words:
            parts.extend(self._unhyphened(word) if "-" in word else (word,))
        joined: List[str] = []
        at = 0
        while at < len(parts):
            length = self._compound(parts, at)
            if length:
                whole = "".join(parts[at:at + length])
                joined.append(self.folded.get(whole, whole))
                at += length
            else:
                joined.append(self.correct(parts[at]))
                at += 1
        return joined

    def _compound(self, parts: List[str], at: int) -> int:
        """How many words at `at` are one compound written apart; 0 if none."""
        for length in (3, 2):
            some = parts[at:at + length]
            if len(some) == length and all(part.isalpha() and len(part) > 1 for part in some):
                whole = "".join(some)
                if self.folded.get(whole, whole) in self.compounds:
                    return length
        return 0

    def _unhyphened(self, word: str) -> List[str]:
        parts = [part for part in word.split("-") if part]
        numbers = number_words()
        if len(parts) == 2 and all(self.correct(part) in numbers for part in parts):
            return [parts[0], "til", parts[1]]
        whole = "".join(parts)
        if self.correct(whole) in self.vocabulary:
            return [whole]
        return parts
