"""What an answer most likely means, learnt from what people have answered: a second opinion beside the rules of ``answers``.

The meanings are the values that a question can have, ``unknown``, ``number`` (some number, no matter which), ``0``, and ``ask``: what
must be asked again, or is no answer. It is learnt from the answers in bot/data/people; what the opinion may decide stands
in ``second_opinion.py``.
"""
from __future__ import annotations

import re
import zlib
from functools import lru_cache
from itertools import chain
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

import numpy as np
import yaml

from bot.danish import likely
from bot.danish.concepts import words_in
from bot.danish.message_features import ends_seen, length_seen, letters_seen, words_seen
from bot.danish.weights import Learnt, Linear, Weights, averaged, compact, hashed, of_length_one, tables

#: Meanings that are no value of a question.
ASK, NUMBER, ZERO = "ask", "number", "0"
#: Read by its list of diseases alone.
NOT_LEARNT = frozenset({"conditions"})

#: Places for the weights; features that share one are few.
PLACES = 2 ** 18
#: How strongly the examples are followed, and how many times each is looked at: more of either finds no more meanings.
STRENGTH, ROUNDS = 30.0, 4
#: What an example counts for each of its two meanings, where a value may be taken and may be asked for again ("ask_or:VALUE").
TAKEN, ASKED = 0.6, 0.4
#: What letters within a word count for, and how many in a row.
LETTERS, SIZES = 0.2, (3, 4, 5)
#: Longer messages are stories to different degrees.
LENGTHS = (2, 4, 8, 13)
#: Of what is said instead of an answer, and of amounts told while something else is asked, every so many is learnt from.
EVERY, AMOUNTS_EVERY = 6, 3
#: What parts a message: the part that comes last often holds the answer.
_PARTS = re.compile(r"[,.;!?]|\bmen\b|\bselv\b")


# --- what is seen of an answer ---


def features(question: str, text: str) -> Iterator[Tuple[str, float]]:
    """What is seen of `text` as the answer to `question`: words for this question and for all alike, letters for all alike."""
    words = words_in(text)
    for feature, weight in chain(words_seen(words), length_seen(words, LENGTHS), ends_seen(text, _PARTS)):
        yield feature, weight
        yield f"{question} {feature}", weight
    yield from letters_seen(words, LETTERS, SIZES)
    yield "question " + question, 1.0


# --- the examples ---


class Example(NamedTuple):
    """What was answered to a question, and what it means: each meaning with what it counts for."""

    question: str
    text: str
    meanings: Tuple[Tuple[str, float], ...]


def meaning_of(value: Any) -> str:
    """The meaning that a value in the contract's form has."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return NUMBER if value else ZERO
    return str(value)


def _meanings(said: Any) -> Tuple[Tuple[str, float], ...]:
    """The meanings of a row in bot/data/people."""
    text = str(said)
    if text in (ASK, "nothing", "ask_or:nothing"):
        return ((ASK, 1.0),)
    if text.startswith("ask_or:"):
        return ((meaning_of(yaml.safe_load(text.split(":", 1)[1])), TAKEN), (ASK, ASKED))
    return ((meaning_of(said), 1.0),)


def examples() -> List[Example]:
    """Every answer in bot/data/people, and every message there that was written while a question was open."""
    rows: List[Example] = []
    for table in tables(likely.ANSWERS, "answers*.yml"):
        for question, listed in table.items():
            rows += [Example(question, str(text), _meanings(said)) for text, said, *_ in listed]
    for table in tables(likely.ANSWERS, "facts*.yml"):
        told = (one for listed in table.values() for one in listed if "question" in one and not str(one["question"]).startswith("fractures"))
        rows += [Example(one["question"], one["text"], _meanings(ASK if one.get("answer") is None else one["answer"])) for one in told]
    rows = [row for row in rows if row.question not in NOT_LEARNT]
    asked = sorted({row.question for row in rows})
    return rows + _interruptions(asked) + _elsewhere(rows)


def _interruptions(questions: Sequence[str]) -> List[Example]:
    """What people ask and say instead of an answer: each while one of `questions` is open, whichever it is."""
    said = [text for kind, text in likely.examples() if kind not in (likely.OTHER, "red_flag")]
    return [_no_answer(text, questions) for text in said[::EVERY]]


def _elsewhere(rows: Sequence[Example]) -> List[Example]:
    """Some of the amounts that people tell, each while a question is open that asks for none: "174 var det" is no yes."""
    amounts = [row for row in rows if row.meanings[0][0] == NUMBER]
    others = sorted({row.question for row in rows if row.meanings[0][0] in ("true", "false")})
    return [_no_answer(row.text, others) for row in amounts[::AMOUNTS_EVERY]]


def _no_answer(text: str, questions: Sequence[str]) -> Example:
    """`text` while one of `questions` is open, always the same one."""
    return Example(questions[zlib.crc32(text.encode()) % len(questions)], text, ((ASK, 1.0),))


def fit(rows: Sequence[Example]) -> Weights:
    """The weights that tell the meanings of `rows` apart, each against all others."""
    seen = of_length_one(hashed((features(row.question, row.text) for row in rows), PLACES))
    meant = [(at, meaning, counts) for at, row in enumerate(rows) for meaning, counts in row.meanings]
    places, meanings, counts = (np.array(column) for column in zip(*meant))
    model = averaged(STRENGTH, ROUNDS, len(meant)).fit(seen[places], meanings, sample_weight=counts)
    asked = sorted({row.question for row in rows})
    possible = {(row.question, meaning) for row in rows for meaning, _ in row.meanings}
    return {
        **compact(model.coef_.T, model.intercept_),
        "meanings": model.classes_.astype(str),
        "questions": np.array(asked),
        "possible": np.array([[(question, meaning) in possible for meaning in model.classes_] for question in asked]),
    }


# --- saved and loaded ---

LEARNT = Learnt("opinion", ("opinion.py", "concepts.py", "folding.py", "dialect.py", "content/dialect.yml"), lambda: fit(examples()))


class Net:
    """The weights, and which meanings each question can have."""

    def __init__(self, made: Weights) -> None:
        self.meanings = [str(meaning) for meaning in made["meanings"]]
        self.possible = {str(question): row for question, row in zip(made["questions"], made["possible"])}
        self.linear = Linear(made, PLACES)

    def shares(self, question: str, text: str) -> Dict[str, float]:
        """How likely each meaning that `question` can have is; they add up to one. Empty where nobody was asked it."""
        if question not in self.possible:
            return {}
        likelihoods = np.where(self.possible[question], self.linear.likelihoods(features(question, text)), 0.0)
        shares = likelihoods / likelihoods.sum()
        return {meaning: float(share) for meaning, share in zip(self.meanings, shares) if share}


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=256)
def opinion(question: str, text: str) -> Mapping[str, float]:
    """How likely each meaning of `text` as the answer to `question` is."""
    return _net().shares(question, text)
