"""Which fields a part of a message tells of the one it is about: for each a yes or no, learnt from what people write of themselves.

The examples say which fields a message tells, and not where: a first net, learnt from whole messages, finds the part that tells each of
them most likely, and the net is learnt from these parts. What the field is told to be is read by the rules (``told_besides.py``).
"""
from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any, Dict, FrozenSet, Iterator, List, Mapping, NamedTuple, Sequence

import numpy as np

from bot.danish import likely
from bot.danish.answer_examples import ASK, answers
from bot.danish.concepts import words_in
from bot.danish.message_features import Seen, kind_of_number, letters_seen, words_seen
from bot.danish.plainly import plainly
from bot.danish.weights import Learnt, Linear, Weights, averaged, by_rareness, compact, hashed, joined, rareness, tables

#: Places for the weights; features that share one are few.
PLACES = 2 ** 16
#: What letters within a word count for, and how many in a row.
LETTERS, SIZES = 0.3, (4,)
#: How strongly the examples are followed, how many times each is looked at, and how far each moves the weights.
STRENGTH, ROUNDS, STEP = 100.0, 6, 20.0
#: An answer of fewer words tells no field by itself ("ja", "for to år siden"); of the others, every so many is learnt from.
SHORTEST_ANSWER, ANSWERS_EVERY = 3, 24
#: Of what asks or steers, and tells nothing, every so many.
EVERY = 3
#: A field that fewer messages tell is not learnt.
SELDOM = 30
#: Told of the conversation, and not of the person.
NOT_LEARNT = frozenset({"role", "consent", "for_other", "lifestyle"})


class Example(NamedTuple):
    """A message, and the fields that it tells."""

    text: str
    fields: FrozenSet[str]


def examples() -> List[Example]:
    """The messages that tell by the way, the answers, and what tells nothing."""
    return [*_messages(), *_answers(), *_nothing()]


def _messages() -> Iterator[Example]:
    for table in tables(likely.ANSWERS, "facts*.yml"):
        for told in (one for rows in table.values() for one in rows):
            yield Example(told["text"], fields_told(told))


def fields_told(told: Mapping[str, Any]) -> FrozenSet[str]:
    """The fields that a row of facts-*.yml says are told, with the one that it answers."""
    answered = {told["question"]} if told.get("question") and told.get("answer") is not None else set()
    broken = {"fractures", *(f"fractures.{part}" for record in told.get("fractures") or () for part in record)} if "fractures" in told else set()
    return frozenset({*told.get("facts", {}), *answered, *broken} - NOT_LEARNT)


def _answers() -> Iterator[Example]:
    rows = [row for row in answers() if len(row.text.split()) >= SHORTEST_ANSWER]
    for row in rows[::ANSWERS_EVERY]:
        yield Example(row.text, frozenset({row.question} - NOT_LEARNT) if row.meanings[0][0] not in (ASK, "unknown") else frozenset())


def _nothing() -> Iterator[Example]:
    said = [text for kind, text in likely.examples() if kind != likely.OTHER]
    return (Example(text, frozenset()) for text in said[::EVERY])


def features(text: str) -> Seen:
    """What is seen of `text`: words, their neighbours, and letters in a row; of a number only what it may be."""
    words = [kind_of_number(word) if word.isdigit() else word for word in words_in(plainly(text))]
    yield from words_seen(words)
    yield from letters_seen(words, LETTERS, SIZES)


#: What parts a message.
_PARTS = re.compile(r"(?<=[.!?;])\s+|\n|[,:] | og | men | [–-] ")
#: A part that tells a field with so much likelihood tells it too, beside the likeliest.
TELLS_TOO = 0.6


def parts_of(text: str) -> List[str]:
    """The parts of a message, as it is written."""
    return [part for part in (one.strip() for one in _PARTS.split(text)) if part]


def fit(rows: Sequence[Example]) -> Weights:
    """The weights that tell for each field whether a part of a message tells it."""
    messages = [row for row in rows if row.fields and len(parts_of(row.text)) > 1]
    return _learn([*rows, *_by_parts(messages, Net(_learn(rows)))])


def _by_parts(rows: Sequence[Example], net: "Net") -> Iterator[Example]:
    """The parts of each message, with each of its fields at the part that most likely tells it."""
    for row in rows:
        parts = parts_of(row.text)
        shares = [net.shares(part) for part in parts]
        for part, own in zip(parts, shares):
            yield Example(part, frozenset(field for field in row.fields & own.keys() if own[field] >= min(TELLS_TOO, max(one[field] for one in shares))))


def _learn(rows: Sequence[Example]) -> Weights:
    counted = hashed((features(row.text) for row in rows), PLACES)
    rare = rareness(counted).astype(np.float16)
    seen = by_rareness(counted, rare.astype(np.float32))
    numbers = Counter(field for row in rows for field in row.fields)
    fields = sorted(field for field, number in numbers.items() if number >= SELDOM)
    learnt = [averaged(STRENGTH, ROUNDS, STEP, len(rows)).fit(seen, np.array([field in row.fields for row in rows])) for field in fields]
    weights, bases = joined(learnt)
    return {"fields": np.array(fields, dtype=str), "rare": rare, **compact(weights, bases)}


MADE_OF = ("told_net.py", "plainly.py", "content/plainly.yml", "concepts.py", "folding.py", "dialect.py", "content/dialect.yml")
LEARNT = Learnt("told", MADE_OF, lambda: fit(examples()))


class Net:
    """The weights, and the field of each."""

    def __init__(self, made: Weights) -> None:
        self.fields = [str(field) for field in made["fields"]]
        self.linear = Linear(made, PLACES)

    def shares(self, text: str) -> Dict[str, float]:
        return dict(zip(self.fields, self.linear.likelihoods(features(text)).tolist()))


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=256)
def fields_likely(text: str) -> Mapping[str, float]:
    """How likely it is of each field that `text` tells it, 0-1, each by itself."""
    return _net().shares(text)
