"""How likely a message tells of something urgent, and of which sign: a perceptron over words, letters and families of words.

The families stand in ``content/urgent.yml``, the examples in ``urgent_examples.py``. What is likely is never a fact
(``urgent.py``).
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Sequence, Set, Tuple

import numpy as np

from bot.danish import perceptron
from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.message_features import Seen, ends_seen, length_seen, letters_seen, words_seen
from bot.danish.urgent_examples import Example, examples, varied
from bot.danish.weights import Learnt, Weights, hashed, of_length_one, placed_by_rareness

#: Places for the weights; features that share one are few.
PLACES = 2 ** 17
#: The kinds that are no sign: what is not urgent, and what is by no sign in particular.
CALM, NO_SIGN = "calm", "no_sign"
#: What a feature counts for: letters within a word much less than the word.
PAIRS, LETTERS = 0.7, 0.4
#: So many letters in a row; other lengths as well are no better, and slower.
SIZES = (4,)
#: Longer messages are stories to different degrees.
LENGTHS = (2, 4, 8, 13, 25)
#: What parts a message: the part that comes last often says whether it matters.
_PARTS = re.compile(r"[,.;!?]|\bmen\b|\bog\b")


#: So many letters of the beginning of a word tell where to look for it.
INDEXED = 2


class _Families(NamedTuple):
    """Which families a word, the beginning of a word, or several words together belong to; all folded."""

    words: Mapping[str, FrozenSet[str]]
    beginnings: Mapping[str, List[Tuple[str, str]]]
    """By their first letters (`INDEXED`)."""
    phrases: Mapping[str, List[Tuple[Tuple[str, ...], bool, str]]]


@lru_cache(maxsize=1)
def _families() -> _Families:
    words: Dict[str, Set[str]] = {}
    beginnings: Dict[str, List[Tuple[str, str]]] = {}
    phrases: Dict[str, List[Tuple[Tuple[str, ...], bool, str]]] = {}
    for family, members in load("urgent")["families"].items():
        for member in map(str, members):
            parts = tuple(fold(part) for part in member.rstrip("*").split("_"))
            if len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, member.endswith("*"), family))
            elif member.endswith("*"):
                beginnings.setdefault(parts[0][:INDEXED], []).append((parts[0], family))
            else:
                words.setdefault(parts[0], set()).add(family)
    return _Families({word: frozenset(found) for word, found in words.items()}, beginnings, phrases)


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> FrozenSet[str]:
    known = _families()
    begun = (pair for length in range(1, INDEXED + 1) for pair in known.beginnings.get(word[:length], ()) if length <= len(word))
    return known.words.get(word, frozenset()) | {family for beginning, family in begun if word.startswith(beginning)}


def families_in(words: Sequence[str]) -> FrozenSet[str]:
    """The families that folded `words` belong to."""
    found: Set[str] = set()
    for at, word in enumerate(words):
        found |= _of_word(word)
        for parts, open_ended, family in _families().phrases.get(word, ()):
            said = tuple(words[at:at + len(parts)])
            if said == parts or open_ended and said[:-1] == parts[:-1] and said[-1].startswith(parts[-1]):
                found.add(family)
    return frozenset(found)


def features(text: str) -> Seen:
    """What is seen of a message, each with its weight: words, pairs, letters, families and pairs of them, beginning and end."""
    words = words_in(text)
    yield from words_seen(words, PAIRS)
    yield from letters_seen(words, LETTERS, SIZES)
    yield from length_seen(words, LENGTHS)
    ordered = sorted(families_in(words))
    for at, family in enumerate(ordered):
        yield ("family " + family,), 1.0
        for other in ordered[at + 1:]:
            yield (f"families {family} {other}",), 1.0
    yield from ends_seen(text, _PARTS)


# --- learning ---


def fit(rows: Sequence[Example]) -> Weights:
    """The weights that tell what is not urgent among `rows` from each sign, and from what is urgent by none."""
    seen = of_length_one(hashed((features(row.text) for row in rows), PLACES))
    kinds = [CALM if not row.urgent else row.sign or NO_SIGN for row in rows]
    names = sorted(set(kinds))
    counts = np.array([row.counts for row in rows], dtype=np.float32)
    meant = np.searchsorted(names, kinds)
    return {"kinds": np.array(names), **perceptron.fit(seen, meant, len(names), counts / counts.mean())}


MADE_OF = ("urgent_net.py", "perceptron.py", "concepts.py", "folding.py", "dialect.py", "content/urgent.yml", "content/dialect.yml")
LEARNT = Learnt("urgent", MADE_OF, lambda: fit(varied(examples())))


class Opinion(NamedTuple):
    """How likely something urgent is told of, 0-1, which sign it most likely is, and how much of the likelihood of all signs is its."""

    likelihood: float
    sign: str
    share: float


#: No word tells more for being rare: by rareness it was no better.
_AS_SEEN = np.ones(PLACES, dtype=np.float32)


class Net:
    """The weights, laid out by place."""

    def __init__(self, made: Weights) -> None:
        self.kinds = [str(kind) for kind in made["kinds"]]
        self.net = perceptron.Perceptron(made, PLACES)

    def opinion(self, text: str) -> Opinion:
        of_kind = dict(zip(self.kinds, self.net.shares(*placed_by_rareness(features(text), _AS_SEEN)).tolist()))
        likelihood = 1.0 - of_kind.pop(CALM)
        of_kind.pop(NO_SIGN, None)
        best = max(of_kind, key=of_kind.__getitem__)
        return Opinion(likelihood, best, of_kind[best] / sum(of_kind.values()))


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=64)
def opinion(text: str) -> Opinion:
    """What the net thinks of a message."""
    return _net().opinion(text)
