"""A perceptron with one hidden layer over sparse rows: what a feature says may depend on the others, and kinds share what they learn.

Learnt by stochastic gradient with a step of its own for each feature (row-wise Adagrad), so that a batch moves only the features it has;
scikit-learn's MLPClassifier moves every feature at every batch, and leaves none out to learn the others better (dropout).
"""
from __future__ import annotations

from typing import Any, Optional, Tuple

import numpy as np
from scipy import sparse
from scipy.special import softmax

from bot.danish.weights import Weights

#: Hidden units. Half as many find one question in a hundred less, twice as many no more.
HIDDEN = 128
#: How many times each row is looked at (unless told otherwise), in batches of so many; how far a batch moves the weights at first, and at last not at all.
ROUNDS, BATCH, STEP = 8, 256, 0.1
#: What share of the features and of the hidden units a row is learnt without, another one each time.
WITHOUT_FEATURES, WITHOUT_UNITS = 0.3, 0.1
#: How much of each row is held to be any kind at all: what is learnt is never quite sure.
DOUBT = 0.05
#: How far the weights are from nothing at first: of the features, and of the hidden units.
FIRST_FEATURES, FIRST_UNITS = 0.05, 0.1
#: A place that fewer rows have tells nothing.
SELDOM = 2


class _Moved:
    """Weights, and how far they were moved: what was moved much is moved less."""

    def __init__(self, weights: np.ndarray, of_each: bool = True) -> None:
        self.weights = weights
        self._moved = np.full(weights.shape if of_each else weights.shape[:1], 1e-6, dtype=np.float32)

    def move(self, by: np.ndarray, step: float) -> None:
        """Against the gradient `by`, each weight by itself."""
        self._moved += by * by
        self.weights -= step * by / np.sqrt(self._moved)

    def move_rows(self, rows: np.ndarray, by: np.ndarray, step: float) -> None:
        """The same for some rows, each as a whole."""
        moved = self._moved[rows] + (by * by).mean(axis=1)
        self._moved[rows] = moved
        self.weights[rows] -= (step / np.sqrt(moved))[:, None] * by


def fit(seen: Any, kinds: np.ndarray, number: int, counts: Optional[np.ndarray] = None, rounds: int = ROUNDS) -> Weights:
    """The weights that tell `number` kinds apart: `kinds[i]` is the kind of row i of `seen` (a sparse matrix), `counts[i]` what it counts for."""
    random = np.random.default_rng(0)
    used = np.flatnonzero(np.bincount(seen.indices, minlength=seen.shape[1]) >= SELDOM)
    seen = seen[:, used].tocsr().astype(np.float32)
    wanted = np.full((number, number), DOUBT / number, dtype=np.float32)
    wanted[np.diag_indices(number)] += 1 - DOUBT
    inner = _Moved(random.normal(0, FIRST_FEATURES, (len(used), HIDDEN)).astype(np.float32), of_each=False)
    inner_base = _Moved(np.zeros(HIDDEN, dtype=np.float32))
    outer = _Moved(random.normal(0, FIRST_UNITS, (HIDDEN, number)).astype(np.float32))
    outer_base = _Moved(np.zeros(number, dtype=np.float32))
    batches = [batch for _ in range(rounds) for batch in np.array_split(random.permutation(len(kinds)), max(1, len(kinds) // BATCH))]
    for at, batch in enumerate(batches):
        rows, places = _with_some_features(seen[batch], random)
        sums = rows @ inner.weights[places] + inner_base.weights
        active = (sums > 0) * _kept(sums.shape, WITHOUT_UNITS, random)
        units = sums * active
        wrong = softmax(units @ outer.weights + outer_base.weights, axis=1) - wanted[kinds[batch]]
        wrong *= (1.0 if counts is None else counts[batch, None]) / np.float32(len(batch))
        back = (wrong @ outer.weights.T) * active
        step = STEP * (1 - at / len(batches))
        inner.move_rows(places, rows.T @ back, step)
        inner_base.move(back.sum(axis=0), step)
        outer.move(units.T @ wrong, step)
        outer_base.move(wrong.sum(axis=0), step)
    learnt = {"inner": inner, "inner base": inner_base, "outer": outer, "outer base": outer_base}
    return {"used": used.astype(np.uint32), **{name: moved.weights.astype(np.float16) for name, moved in learnt.items()}}


def _kept(shape: Any, without: float, random: np.random.Generator) -> np.ndarray:
    """0 for what is left out, and for the rest so much that the sum stays as it is."""
    return (random.random(shape, dtype=np.float32) > without) / np.float32(1 - without)


def _with_some_features(rows: Any, random: np.random.Generator) -> Tuple[Any, np.ndarray]:
    """`rows` without some of their features, as wide as the places that they have, and these places."""
    places, which = np.unique(rows.indices, return_inverse=True)
    data = rows.data * _kept(rows.nnz, WITHOUT_FEATURES, random)
    return sparse.csr_matrix((data, which, rows.indptr), shape=(rows.shape[0], len(places))), places


class Perceptron:
    """What `fit` learnt, laid out by place."""

    def __init__(self, made: Weights, places: int) -> None:
        self.inner = np.zeros((places, made["inner"].shape[1]), dtype=np.float16)
        self.inner[made["used"]] = made["inner"]
        self.inner_base, self.outer, self.outer_base = (made[name].astype(np.float32) for name in ("inner base", "outer", "outer base"))

    def shares(self, places: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """How likely each kind is of a row that has `counts` at `places` (each once); they add up to one."""
        units = np.maximum(counts @ self.inner[places].astype(np.float32) + self.inner_base, 0.0)
        return softmax(units @ self.outer + self.outer_base)
