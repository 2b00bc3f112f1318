"""What an answer most likely means, learnt from what people have answered: a second opinion beside the rules of ``answers``.

The meanings are the values that a question can have, ``unknown``, ``number`` (some number, no matter which), ``0``, and ``ask``: what
must be asked again, or is no answer. It is learnt from the answers in bot/data/people; what the opinion may decide stands
in ``second_opinion.py``.
"""
from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

import numpy as np
import yaml

from bot.danish import likely
from bot.danish.concepts import words_in
from bot.danish.weights import Learnt, Linear, Weights, compact, hashed, of_length_one, tables

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
#: What a feature counts for: letters within a word much less than the word; how a long message begins, and what it ends with, for themselves.
LETTERS, STEMS, BEGINNING = 0.2, 0.5, 0.5
SHORTEST_LETTERS, LONGEST_LETTERS = 3, 5
#: The first letters of a word, without its ending; and how many words begin a message.
STEM, FIRST_WORDS = 5, 3
#: Longer messages are stories to different degrees.
LENGTHS = (2, 4, 8, 13)
#: Of what is said instead of an answer, so many are left out for one that is looked at.
EVERY = 6
#: The same of amounts told while something else is asked.
AMOUNTS_EVERY = 3
#: What parts a message: the part that comes last often holds the answer.
_PARTS = re.compile(r"[,.;!?]|\bmen\b|\bselv\b")


# --- what is seen of an answer ---


def _words_seen(text: str) -> Iterator[Tuple[str, float]]:
    """Words, stems, neighbours and length of a message, each with its weight."""
    words = words_in(text)
    for word in words:
        yield "word " + word, 1.0
        if len(word) > STEM:
            yield "stem " + word[:STEM], STEMS
    for one, other in zip(["^", *words], [*words, "$"]):
        yield f"pair {one} {other}", 1.0
    yield f"length {sum(len(words) >= length for length in LENGTHS)}", 1.0
    parts = [part for part in _PARTS.split(text.lower()) if part.strip()]
    if len(parts) > 1:
        for word in words_in(parts[-1]):
            yield "last " + word, 1.0
        for word in words_in(parts[0])[:FIRST_WORDS]:
            yield "first " + word, BEGINNING


def _letters_seen(text: str) -> Iterator[Tuple[str, float]]:
    """Three to five letters within a word and its edges."""
    for word in words_in(text):
        edged = f" {word} "
        for size in range(SHORTEST_LETTERS, LONGEST_LETTERS + 1):
            for at in range(len(edged) - size + 1):
                yield edged[at:at + size], LETTERS


def features(question: str, text: str) -> Iterator[Tuple[str, float]]:
    """What is seen of `text` as the answer to `question`: words for this question and for all alike, letters for all alike."""
    for feature, weight in _words_seen(text):
        yield feature, weight
        yield f"{question} {feature}", weight
    yield from _letters_seen(text)
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
    said = [text for kind, text in likely.examples() if kind != likely.OTHER and not kind == "red_flag"]
    return [Example(questions[zlib.crc32(text.encode()) % len(questions)], text, ((ASK, 1.0),)) for text in said[::EVERY]]


def _elsewhere(rows: Sequence[Example]) -> List[Example]:
    """Some of the amounts that people tell, each while a question is open that asks for none: "174 var det" is no yes."""
    amounts = [row for row in rows if row.meanings[0][0] == NUMBER]
    others = sorted({row.question for row in rows if row.meanings[0][0] in ("true", "false")})
    return [Example(others[zlib.crc32(row.text.encode()) % len(others)], row.text, ((ASK, 1.0),)) for row in amounts[::AMOUNTS_EVERY]]


def fit(rows: Sequence[Example]) -> Weights:
    """The weights that tell the meanings of `rows` apart, each against all others."""
    from sklearn.linear_model import SGDClassifier

    seen = of_length_one(hashed((features(row.question, row.text) for row in rows), PLACES))
    meant = [(at, meaning, counts) for at, row in enumerate(rows) for meaning, counts in row.meanings]
    places, meanings, counts = (np.array(column) for column in zip(*meant))
    model = SGDClassifier(loss="log_loss", alpha=1 / (STRENGTH * len(meant)), average=True, max_iter=ROUNDS, tol=None, random_state=0)
    model.fit(seen[places], meanings, sample_weight=counts)
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
