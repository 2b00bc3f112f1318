"""What an answer most likely means, learnt from what people have answered: a second opinion beside the rules of ``answers``.

The meanings, and the answers that it is learnt from, stand in ``answer_examples.py``; what the opinion may decide in
``second_opinion.py``.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import AbstractSet, Dict, Mapping, Sequence

import numpy as np
from scipy.special import softmax

from bot.danish.answer_examples import Example, examples
from bot.danish.concepts import words_in
from bot.danish.message_features import Seen, ends_seen, kind_of_number, length_seen, letters_seen, words_seen
from bot.danish.weights import Learnt, Linear, Weights, averaged, by_rareness, compact, hashed, joined, rareness, with_settings
from bot.danish.word_groups import GROUP_FILES, groups_seen, well_known

#: Places for the weights; features that share one are few.
PLACES = 2 ** 19
#: How strongly the examples are followed, how many times each is looked at, and how far each moves the weights: more finds no more meanings.
STRENGTH, ROUNDS, STEP = 30.0, 3, 8.0
#: What letters within a word count for, and how many in a row; and a word before the last but one.
LETTERS, SIZES, APART = 0.6, (4,), 0.7
#: What the groups of a word count for, and its groups with the word before or after it; a word that so many examples have needs none.
GROUPS, BESIDE, WELL_KNOWN = 1.5, 1.0, 200
#: What fewer examples have tells nothing by itself, and is half of all there is.
SELDOM = 2
#: Of a number of so many digits only its kind tells something: of 185 and 178 the one means no more than the other.
TELLS_LITTLE = 3
#: Longer messages are stories to different degrees.
LENGTHS = (2, 4, 8, 13)
#: What parts a message: the part that comes last often holds the answer.
_PARTS = re.compile(r"[,.;!?]|\bmen\b|\bselv\b")


# --- what is seen of an answer ---


def features(question: str, text: str, known: AbstractSet[str]) -> Seen:
    """What is seen of `text`; each counts once for all questions, and once for `question` alone. `known`: the words that need no group."""
    words = [kind_of_number(word) if word.isdigit() and len(word) >= TELLS_LITTLE else word for word in words_in(text)]
    yield from words_seen(words)
    yield from groups_seen(words, known, GROUPS, BESIDE)
    yield tuple(f"apart {one} {other}" for one, other in zip(words, words[2:])), APART
    yield from length_seen(words, LENGTHS)
    yield from ends_seen(text, _PARTS)
    yield from letters_seen(words, LETTERS, SIZES)
    yield ("question " + question,), 1.0


# --- learning ---


def fit(rows: Sequence[Example]) -> Weights:
    """The weights that tell each meaning from all others, among the answers to the questions that can have it."""
    known = well_known((words_in(row.text) for row in rows), WELL_KNOWN)
    counted = with_settings(hashed((features(row.question, row.text, known) for row in rows), PLACES), [row.question for row in rows])
    rare = rareness(counted).astype(np.float16)
    seen = by_rareness(counted, rare.astype(np.float32))
    meant = [(at, meaning, counts) for at, row in enumerate(rows) for meaning, counts in row.meanings]
    places, meanings, counts = (np.array(column) for column in zip(*meant))
    questions, asked = np.unique([rows[at].question for at in places], return_inverse=True)
    kinds, which = np.unique(meanings, return_inverse=True)
    possible = np.zeros((len(questions), len(kinds)), dtype=bool)
    possible[asked, which] = True
    learnt = []
    for kind in range(len(kinds)):
        among = np.flatnonzero(possible[asked, kind])
        model = averaged(STRENGTH, ROUNDS, STEP, len(among))
        learnt.append(model.fit(seen[places[among]], which[among] == kind, sample_weight=counts[among]))
    weights, bases = joined(learnt)
    weights[np.bincount(counted.indices, minlength=PLACES) < SELDOM] = 0.0
    told = {"meanings": kinds, "questions": questions, "known": sorted(known)}
    return {**compact(weights, bases), "rare": rare, "possible": possible, **{name: np.array(words, dtype=str) for name, words in told.items()}}


# --- saved and loaded ---

MADE_OF = ("opinion.py", "plainly.py", "content/plainly.yml", "concepts.py", "folding.py", "dialect.py", "word_groups.py", "content/dialect.yml", *GROUP_FILES)
LEARNT = Learnt("opinion", MADE_OF, lambda: fit(examples()))


class Net:
    """The weights, and which meanings each question can have."""

    def __init__(self, made: Weights) -> None:
        self.meanings = [str(meaning) for meaning in made["meanings"]]
        self.possible = {str(question): row for question, row in zip(made["questions"], made["possible"])}
        self.known = frozenset(map(str, made["known"]))
        self.linear = Linear(made, PLACES)

    def shares(self, question: str, text: str) -> Dict[str, float]:
        """How likely each meaning that `question` can have is; they add up to one. Empty where nobody was asked it."""
        if question not in self.possible:
            return {}
        # Of scores, the lead of one meaning over the others tells more than how likely each is by itself.
        shares = softmax(np.where(self.possible[question], self.linear.scores(features(question, text, self.known), question), -np.inf))
        return {meaning: float(share) for meaning, share in zip(self.meanings, shares) if share}


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=256)
def opinion(question: str, text: str) -> Mapping[str, float]:
    """How likely each meaning of `text` as the answer to `question` is."""
    return _net().shares(question, text)
