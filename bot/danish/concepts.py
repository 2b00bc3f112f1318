"""Words that mean the same when a message is to be steered, and the rules that put them together (content/acts.yml).

"slet mine svar", "vil du godt fjerne det jeg har skrevet" and "mine oplysninger skal slettes" are all ``delete answers``.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, Iterable, List, NamedTuple, Set, Tuple

from rapidfuzz.distance import OSA

from bot.danish import pipeline
from bot.danish.content import load
from bot.danish.dialect import in_standard
from bot.danish.folding import fold

#: Beyond this a message is a story, and its end says no more about its kind.
LONGEST = 400
#: From this length on a word may have one slip.
ONE_SLIP = 7

_WRITTEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*'?|[^\w\s]")
_WORD = re.compile(r"[a-z0-9]+|[?!]")


@lru_cache(maxsize=1)
def _joined() -> Tuple[Tuple[str, str], ...]:
    """Words that mean something else together: "slet ikke" deletes nothing."""
    return tuple((f"{fold(text)}", fold(text).replace(" ", "")) for text in load("acts")["together"])


@lru_cache(maxsize=1)
def _short_forms() -> Dict[str, str]:
    """Words of one letter or two, as they are written on the phone; too short for the reader, plain where a message only is steered."""
    return {str(short): word for short, word in load("acts")["short_forms"].items()}


def words_in(text: str) -> List[str]:
    """The folded words of `text`, dialect as it is written in a book, question and exclamation marks among them."""
    return list(_words_of(text))


def plain_words_in(text: str) -> List[str]:
    """The folded words of a part of a message, as they are written: a third of the work of `words_in`."""
    return _WORD.findall(fold(text))


def remember_words(messages: int) -> None:
    """Keep the words of so many messages from now on: the nets learn from the same ones, one net after the other."""
    global _words_of
    _words_of = lru_cache(maxsize=messages)(_words_of.__wrapped__)


@lru_cache(maxsize=64)
def _words_of(text: str) -> Tuple[str, ...]:
    """What is seen of one message asks for its words several times."""
    written = _WRITTEN.findall(text[:LONGEST].lower().replace("’", "'"))
    written = [_short_forms().get(word, word) for word in written]
    folded = fold(" ".join(in_standard(written, pipeline.nlp().tokenizer.speller)))
    for apart, together in _joined():
        folded = folded.replace(apart, together)
    return tuple(_WORD.findall(folded))


class _Lists(NamedTuple):
    """Which concepts a word, or several words together, belong to."""

    words: Dict[str, FrozenSet[str]]
    phrases: Dict[str, List[Tuple[Tuple[str, ...], str]]]
    by_length: Dict[Tuple[str, int], List[str]]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    words: Dict[str, Set[str]] = {}
    phrases: Dict[str, List[Tuple[Tuple[str, ...], str]]] = {}
    for concept, listed in load("acts")["concepts"].items():
        for text in listed:
            parts = tuple(words_in(str(text)))
            if len(parts) == 1:
                words.setdefault(parts[0], set()).add(concept)
            else:
                phrases.setdefault(parts[0], []).append((parts, concept))
    by_length: Dict[Tuple[str, int], List[str]] = {}
    for word in words:
        if len(word) >= ONE_SLIP - 1:
            by_length.setdefault((word[0], len(word)), []).append(word)
    return _Lists({word: frozenset(found) for word, found in words.items()}, phrases, by_length)


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> FrozenSet[str]:
    """The concepts of a word, with one slip forgiven in a long one."""
    lists = _lists()
    if word in lists.words or len(word) < ONE_SLIP:
        return lists.words.get(word, frozenset())
    for length in (len(word), len(word) - 1, len(word) + 1):
        for known in lists.by_length.get((word[0], length), ()):
            if OSA.distance(word, known, score_cutoff=1) <= 1:
                return lists.words[known]
    return frozenset()


def concepts_in(words: List[str]) -> FrozenSet[str]:
    """The concepts that the words name."""
    found: Set[str] = set()
    phrases = _lists().phrases
    for at, word in enumerate(words):
        found |= _of_word(word)
        for parts, concept in phrases.get(word, ()):
            if tuple(words[at:at + len(parts)]) == parts:
                found.add(concept)
    return frozenset(found)


class _Rule(NamedTuple):
    """An act that needs one concept of each set, and none of the last."""

    act: str
    needed: Tuple[FrozenSet[str], ...]
    excluded: FrozenSet[str]

    def fits(self, concepts: FrozenSet[str]) -> bool:
        return not self.excluded & concepts and all(one & concepts for one in self.needed)


@lru_cache(maxsize=1)
def _rules() -> Tuple[_Rule, ...]:
    content = load("acts")
    facts = frozenset(content["facts"])
    rules = []
    for act, written in content["grammar"].items():
        free = act in content["about_anything"]
        for text in written:
            terms = text.split()
            needed = tuple(frozenset(term.split("|")) for term in terms if term[0] != "!")
            excluded = {term[1:] for term in terms if term[0] == "!"} | (set() if free else facts - set().union(*needed))
            rules.append(_Rule(act, needed, frozenset(excluded)))
    return tuple(rules)


def facts_among(concepts: FrozenSet[str]) -> FrozenSet[str]:
    """Those of the concepts that tell something."""
    return concepts & frozenset(load("acts")["facts"])


def says(act: str, concepts: FrozenSet[str]) -> bool:
    """Whether one of the concepts is there without which the act is never meant."""
    needed = load("acts")["must_say"].get(act)
    return needed is None or not concepts.isdisjoint(needed)


@lru_cache(maxsize=1)
def losing_words() -> FrozenSet[str]:
    """Words without one of which no act is meant by which answers are lost, as they are written."""
    content = load("acts")
    concepts = {concept for needed in content["must_say"].values() for concept in needed} - {"deny", "continue", "next"}
    return frozenset(str(word).lower() for concept in concepts for word in content["concepts"].get(concept, ()) if " " not in str(word))


@lru_cache(maxsize=4096)
def acts_of(concepts: FrozenSet[str]) -> Tuple[str, ...]:
    """The acts whose rules the concepts fit, in the order of the file."""
    return tuple(dict.fromkeys(rule.act for rule in _rules() if rule.fits(concepts)))


def check(names: Iterable[str]) -> List[str]:
    """Concepts that the rules name and nobody has written down."""
    known = set(names)
    return sorted({name for rule in _rules() for group in (*rule.needed, rule.excluded) for name in group} - known)
