"""How much a message speaks of another question than the one that is open: "da jeg var ung, var jeg 168" is no answer to "ryger du?".

Learnt from the answers in bot/data/people: how much oftener each word is said to one question than to all (naive Bayes with every
question as likely). What it decides stands in ``second_opinion.py``.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Sequence

import numpy as np

from bot.danish.answer_examples import ASK, Example, answers
from bot.danish.concepts import words_in
from bot.danish.weights import Features, Learnt, Weights, hashed, placed

#: Places for the words; words that share one are few.
PLACES = 2 ** 15
#: A word in fewer answers than this tells nothing; and what is added to each count, so that none is impossible.
SELDOM, ADDED = 3, 0.3


def features(text: str) -> Features:
    """The words of `text`, each once."""
    return (((word,), 1.0) for word in dict.fromkeys(words_in(text)))


def fit(rows: Sequence[Example]) -> Weights:
    """For each word how much speaks for each question: the logarithm of how much oftener it is said to this one."""
    seen = hashed((features(row.text) for row in rows), PLACES)
    seen.data[:] = 1.0
    questions, asked = np.unique([row.question for row in rows], return_inverse=True)
    answers = np.bincount(asked)
    said = np.stack([np.asarray(seen[asked == at].sum(axis=0)).ravel() for at in range(len(questions))], axis=1)
    every = said.sum(axis=1)
    used = np.flatnonzero(every >= SELDOM)
    oftener = np.log((said[used] + ADDED) / (answers + 1) * (len(rows) / (every[used, None] + ADDED)))
    return {"questions": questions.astype(str), "used": used.astype(np.uint32), "weights": oftener.astype(np.float32)}


LEARNT = Learnt(
    "elsewhere",
    ("elsewhere.py", "plainly.py", "content/plainly.yml", "concepts.py", "folding.py", "dialect.py", "content/dialect.yml"),
    lambda: fit([row for row in answers() if row.meanings[0][0] != ASK]),
)


class Net:
    """The weights, laid out by place."""

    def __init__(self, made: Weights) -> None:
        self.questions = {str(question): at for at, question in enumerate(made["questions"])}
        self.weights = np.zeros((PLACES, len(self.questions)), dtype=np.float32)
        self.weights[made["used"]] = made["weights"]

    def lead(self, question: str, text: str) -> float:
        """How much more speaks for the likeliest question than for `question`; 0 where nobody was asked it."""
        if question not in self.questions:
            return 0.0
        places, _ = placed(features(text), PLACES)
        speaks = self.weights[places].sum(axis=0)
        return float(speaks.max() - speaks[self.questions[question]])


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=256)
def elsewhere(question: str, text: str) -> float:
    """How much more `text` speaks of another question than of `question`, as a logarithm: 0 where it speaks of this one."""
    return _net().lead(question, text)
