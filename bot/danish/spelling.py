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

from bot.danish import dialect
from bot.danish.content import load
from bot.danish.numbers import number_words

#: From this length one slip is forgiven, and from the second two.
ONE_SLIP, TWO_SLIPS = 6, 10
#: Words of five letters may have two letters swapped or one doubled.
SWAP_ONLY = 5
SHORTEST_COMPOUND = 7
#: Words run together are parted from this length and up to that one, into parts of at least the last.
SHORTEST_RUN, LONGEST_RUN, SHORTEST_PART = 5, 50, 2
#: So many words and more are parted from this length on (two where one is written as it sounds); a longer one stands behind so many small ones.
SHORTEST_LONG_RUN, FEWEST_TOGETHER, FEWEST_BEFORE_LONG = 6, 3, 2
#: A part that is no small word must be so long.
LONG_PART = 4
#: A second part of two letters may be an ending, unless the first is one of these.
_BEFORE_SHORT = frozenset(
    {
        "det",
        "den",
        "der",
        "jeg",
        "hun",
        "han",
        "hvor",
        "hvad",
        "her",
        "vi",
        "som",
        "nu",
        "så",
        "ved",
        "har",
        "kan",
        "tror",
        "da",
        "men",
        "og",
        "hvis",
    }
)
#: Words that look like an ending: "binyrebarkhormon er" is no plural.
_NO_ENDINGS = frozenset({"er", "en", "et", "de", "at", "om", "et", "der", "den", "det", "ene", "i", "men", "og"})
#: The same where whole words were written together: "harjegdet" ends with a word.
_LOOKS_LIKE_ENDING = frozenset({"er", "en", "et", "de", "der", "ene"})
#: What joins a unit and a ten: "fire og tres".
_AND, _UNITS = frozenset({"og", "å", "o"}), ("to", "tre", "fire", "fem", "seks", "syv", "otte", "ni")
#: The lists of content/words.yml whose words are written together with their neighbours by mistake.
_OF_SENTENCES = ("self_words", "negators", "words_run_together")
_SMALL = ("self_words", "negators", "finite_verbs", "subordinators", "small_words")

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

    def __init__(
        self, vocabulary: Iterable[str], compounds: Iterable[str], known: array, meanings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.meanings = dict(meanings)
        self.vocabulary: Set[str] = set(vocabulary) | set(number_words())
        self.compounds: Set[str] = {word for word in compounds if len(word) >= SHORTEST_COMPOUND} | {
            word for word in number_words() if word.startswith("halv")
        }
        self.compound_heads = {word[:SHORTEST_PART] for whole in self.compounds for word in (whole, *variants(whole))}
        self.known = known
        self.folded: Dict[str, str] = {}
        # In a fixed order: which of several forms as near is taken must not differ from process to process.
        ordered = sorted(self.vocabulary, key=lambda word: (len(word), word))
        for word in ordered:
            self._fold(word)
        self.near: Dict[Tuple[str, int], List[str]] = {}
        for word in ordered:
            if len(word) >= SWAP_ONLY and word.isalpha():
                self.near.setdefault((word[0], len(word)), []).append(word)
        self.small = (
            {str(word) for name in _SMALL for word in load("words")[name]}
            | set(number_words())
            | {word for words in load("words")["units"].values() for word in words}
        )
        self.of_sentences = set(number_words()) | {str(word) for name in _OF_SENTENCES for word in load("words")[name]}
        self.sounds: Dict[str, str] = load("words")["sounds_run_together"]
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
        return (
            self._parted(word, both_small=True)
            or self._nearest(word, 1)
            or self._parted(word, both_small=False)
            or (self._nearest(word, 2) if len(word) >= TWO_SLIPS else "")
            or self._run_together(word)
            or word
        )

    def _parted(self, word: str, both_small: bool) -> str:
        """Two words run together, with the space that was forgotten; empty where they are not."""
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1 if SHORTEST_RUN <= len(word) <= LONGEST_RUN else 0):
            one, other = self.folded.get(word[:at], word[:at]), self.folded.get(word[at:], word[at:])
            if len(other) < SHORTEST_PART + 1 and one not in _BEFORE_SHORT:
                continue
            small = [part in self.small for part in (one, other)]
            if all(small):
                return f"{one} {other}"
            if (
                not both_small
                and any(small)
                and all(part in self.vocabulary and (is_small or len(part) >= LONG_PART) for part, is_small in zip((one, other), small))
            ):
                return f"{one} {other}"
        return ""

    def _run_together(self, word: str) -> str:
        """Several words without their spaces, some as they sound: "nejdetharjegikke", "fortoårsidn"; empty where a letter would be left over.

        They are words of a sentence, and not the parts of a compound: "toiletforhøjer". A longer word of the reader's own may end it.
        """
        if not SHORTEST_LONG_RUN <= len(word) <= LONGEST_RUN:
            return ""
        made: List[Tuple[str, ...]] = [() for _ in range(len(word) + 1)]
        for start in range(len(word)):
            for end in range(start + SHORTEST_PART, len(word) + 1) if made[start] or not start else ():
                part = word[start:end]
                part = self.sounds.get(part) or (self.folded.get(part, part) if len(part) >= LONG_PART else part)
                ends = end == len(word)
                long = ends and len(made[start]) >= FEWEST_BEFORE_LONG and len(part) >= SWAP_ONLY and part in self.vocabulary
                if not long and (part not in self.of_sentences or ends and part in _LOOKS_LIKE_ENDING):
                    continue
                if not made[end] or len(made[start]) + 1 < len(made[end]):
                    made[end] = (*made[start], part)
        found = made[-1]
        return " ".join(found) if len(found) >= FEWEST_TOGETHER or len(found) > 1 and word not in "".join(found) else ""

    def _nearest(self, word: str, slips: int) -> str:
        """The one word that lies within so many slips of `word`; empty where there is none, or several."""
        best, least, tied = "", slips + 1, False
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
        return "" if tied else best

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
        parts = dialect.in_standard(parts, self)
        joined: List[str] = []
        at = 0
        while at < len(parts):
            length = self._compound(parts, at)
            if length:
                whole = "".join(parts[at : at + length])
                joined.append(self.folded.get(whole, whole))
                at += length
                continue
            unit = self._unit(parts, at)
            if unit:
                joined.append(unit)
                at += 1
                continue
            moved = self._moved(parts, at)
            if moved:
                joined.extend(moved)
                at += 2
                continue
            joined.extend(self.correct(parts[at]).split(" "))
            at += 1
        return joined

    def _unit(self, parts: List[str], at: int) -> str:
        """ "sys og tres": the unit before a ten, a letter off; empty where it is none."""
        some = parts[at : at + 3]
        if len(some) < 3 or some[1] not in _AND or not 3 <= len(some[0]) <= 5 or some[0] in self.vocabulary or self.is_known(some[0]):
            return ""
        ten = number_words().get(self.correct(some[2]), 0)
        near = {number_words()[word] for word in _UNITS if OSA.distance(some[0], word) == 1} if 20 <= ten <= 90 and ten % 10 == 0 else set()
        return next(word for word in _UNITS if number_words()[word] in near) if len(near) == 1 else ""

    def _moved(self, parts: List[str], at: int) -> List[str]:
        """ "tyv eår": two words with the space between them a letter off."""
        some = parts[at : at + 2]
        if (
            len(some) < 2
            or some[1] in self.vocabulary
            or not all(part.isalpha() for part in some)
            or self.correct(some[1]) in self.vocabulary
            or self.is_known(some[1])
        ):
            return []
        whole = "".join(some)
        for place in (len(some[0]) + 1, len(some[0]) - 1):
            one, other = whole[:place], whole[place:]
            if min(len(one), len(other)) >= SHORTEST_PART and one in self.vocabulary and other in self.small:
                return [one, other]
        return []

    def _compound(self, parts: List[str], at: int) -> int:
        """How many words at `at` are one compound written apart; 0 if none."""
        if parts[at][:SHORTEST_PART] not in self.compound_heads:
            return 0
        for length in (3, 2):
            some = parts[at : at + length]
            if len(some) == length and some[-1] not in _NO_ENDINGS and all(part.isalpha() and len(part) > 1 for part in some):
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
