"""What in a message may be urgent where no pattern says so: a small net over families of words, learnt from examples.

``red_flags.py`` comes first, and what it sees is a fact or a question about one sign. What it does not see, and the net finds
likely, is never a fact: one calm, general question decides. The families stand in ``content/urgent.yml``, the examples in
bot/data/urgent and under `red_flag` in bot/data/kinds; what must not be asked about is all that people answer, ask and tell.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, FrozenSet, Iterator, List, Mapping, NamedTuple, Sequence, Set, Tuple

import numpy as np

from bot.danish import likely
from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.red_flags import RedFlags, red_flags_in
from bot.danish.weights import DATA, Learnt, Linear, Weights, compact, hashed, of_length_one, tables

EXAMPLES = DATA / "urgent"
#: The doubt that the net raises (`RedFlags.unclear`), and from which likelihood: of the ordinary messages not seen before, 0.24 % get it.
URGENT, LEAST = "urgent", 0.25
#: So much where the patterns saw a sign or a saying and found it harmless.
LEAST_CALMED = 0.8
#: Places for the weights; features that share one are few.
PLACES = 2 ** 18
#: How strongly the examples are followed.
STRENGTH = 50.0
#: What a pattern sees has at least so many of the families ("ben", "kan ikke").
FAMILIES_OF_PATTERNS = 2
STEM, STEMS, PAIRS = 5, 0.5, 0.7
LENGTHS = (2, 4, 8, 13, 25)
#: A longer text is a story; its sentences are looked at by the patterns.
LONGEST = 2000


class _Families(NamedTuple):
    """Which families a word, the beginning of a word, or several words together belong to; all folded."""

    words: Mapping[str, FrozenSet[str]]
    beginnings: Tuple[Tuple[str, str], ...]
    phrases: Mapping[str, List[Tuple[Tuple[str, ...], bool, str]]]


@lru_cache(maxsize=1)
def _families() -> _Families:
    words: Dict[str, Set[str]] = {}
    beginnings: List[Tuple[str, str]] = []
    phrases: Dict[str, List[Tuple[Tuple[str, ...], bool, str]]] = {}
    for family, members in load("urgent")["families"].items():
        for member in map(str, members):
            parts = tuple(fold(part) for part in member.rstrip("*").split("_"))
            if len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, member.endswith("*"), family))
            elif member.endswith("*"):
                beginnings.append((parts[0], family))
            else:
                words.setdefault(parts[0], set()).add(family)
    return _Families({word: frozenset(found) for word, found in words.items()}, tuple(beginnings), phrases)


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> FrozenSet[str]:
    known = _families()
    return known.words.get(word, frozenset()) | {family for beginning, family in known.beginnings if word.startswith(beginning)}


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


def features(text: str) -> Iterator[Tuple[str, float]]:
    """What is seen of a message, each with its weight: its words and pairs of them, and its families and pairs of them."""
    words = words_in(text)
    for word in words:
        yield "word " + word, 1.0
        if len(word) > STEM:
            yield "stem " + word[:STEM], STEMS
    for one, other in zip(["^", *words], [*words, "$"]):
        yield f"pair {one} {other}", PAIRS
    yield f"length {sum(len(words) >= length for length in LENGTHS)}", 1.0
    ordered = sorted(families_in(words))
    for at, family in enumerate(ordered):
        yield "family " + family, 1.0
        for other in ordered[at + 1:]:
            yield f"families {family} {other}", 1.0


# --- the examples ---

#: Questions to which a yes is urgent, and the answer that is.
_RED_QUESTIONS = frozenset({"neuro_symptoms", "cannot_bear_weight", "back_pain_fever", "acute_signs"})


def _is_red(question: str, meaning: Any) -> bool:
    return question in _RED_QUESTIONS and meaning is not False or question == "back_pain" and "sudden" in str(meaning)


def _urgent_answers() -> Iterator[str]:
    """Answers and facts that may be urgent by what the tables say of them: they are no example of anything else."""
    for table in tables(likely.ANSWERS):
        for question, listed in table.items():
            for row in listed:
                told = row if isinstance(row, dict) else {"text": row[0], "facts": {question: row[1]}}
                facts = {**(told.get("facts") or {}), **({told["question"]: told.get("answer", False)} if "question" in told else {})}
                if any(_is_red(field, value) for field, value in facts.items()):
                    yield str(told["text"])


def examples() -> List[Tuple[bool, str]]:
    """(whether it is urgent, text) of every example. What the patterns see in an ordinary one is left out: it may be either."""
    urgent: List[str] = []
    other: List[str] = []
    for table in tables(EXAMPLES):
        urgent += table.get("urgent", [])
        other += table.get("not_urgent", [])
    ordinary = likely.examples()
    urgent += [text for kind, text in ordinary if kind == "red_flag"]
    left_out = {*urgent, *other, *_urgent_answers()}
    other += [text for kind, text in ordinary if kind != "red_flag" and text not in left_out and not _is_seen(text)]
    return [(True, text) for text in dict.fromkeys(urgent)] + [(False, text) for text in dict.fromkeys(other)]


def _is_seen(text: str) -> bool:
    """Whether the patterns see something urgent. Where fewer families meet they hardly ever do, and to look takes long."""
    return len(families_in(words_in(text))) >= FAMILIES_OF_PATTERNS and bool(red_flags_in(text))


def fit(rows: Sequence[Tuple[bool, str]]) -> Weights:
    """The weights that tell urgent `rows` from others."""
    from sklearn.linear_model import LogisticRegression

    seen = of_length_one(hashed((features(text) for _, text in rows), PLACES))
    model = LogisticRegression(C=STRENGTH, solver="liblinear").fit(seen, np.array([urgent for urgent, _ in rows]))
    return compact(model.coef_.T, model.intercept_)


LEARNT = Learnt(
    "urgent", ("urgent.py", "concepts.py", "folding.py", "dialect.py", "content/urgent.yml", "content/dialect.yml"), lambda: fit(examples())
)


@lru_cache(maxsize=1)
def _net() -> Linear:
    return Linear(LEARNT.load(), PLACES)


def likelihood(text: str) -> float:
    """How likely the net finds that `text` tells of something urgent, 0-1."""
    return float(_net().likelihoods(features(text))[0])


@lru_cache(maxsize=64)
def urgent_in(text: str) -> RedFlags:
    """The red flags of a message by the patterns, or the doubt `URGENT` where only the net finds it likely."""
    found = red_flags_in(text)
    if found or len(text) > LONGEST or likelihood(text) < (LEAST_CALMED if found.calmed else LEAST):
        return found
    return RedFlags(unclear=URGENT)
