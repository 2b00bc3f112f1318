"""The perceptron learns what no sum of features can tell, and gives shares."""
from __future__ import annotations

from typing import Tuple

import numpy as np
import pytest
from scipy import sparse

from bot.danish.perceptron import Perceptron, fit

#: Places: 0 and 1 are told alone or together; 2 to 5 are noise.
PLACES = 6


def either_or(number: int = 4000) -> Tuple[sparse.csr_matrix, np.ndarray]:
    """Rows that are of kind 1 where exactly one of two features is there: the features tell nothing by themselves."""
    random = np.random.default_rng(1)
    told = random.random((number, PLACES)) < 0.5
    return sparse.csr_matrix(told.astype(np.float32)), (told[:, 0] ^ told[:, 1]).astype(int)


@pytest.fixture(scope="module")
def net() -> Perceptron:
    seen, kinds = either_or()
    return Perceptron(fit(seen, kinds, 2), PLACES)


@pytest.mark.parametrize("places, kind", [([0], 1), ([1], 1), ([0, 1], 0), ([2], 0), ([0, 3], 1), ([0, 1, 4, 5], 0)])
def test_what_a_feature_says_depends_on_the_others(net: Perceptron, places: list, kind: int) -> None:
    shares = net.shares(np.array(places), np.ones(len(places), dtype=np.float32))
    assert int(np.argmax(shares)) == kind and float(shares.sum()) == pytest.approx(1.0, abs=1e-5)


def test_what_counts_more_is_followed_more() -> None:
    """The same row said to be of two kinds: of the one that counts four times as much it is four times as likely, nearly."""
    seen = sparse.csr_matrix(np.ones((2000, 1), dtype=np.float32))
    kinds = np.arange(2000) % 2
    net = Perceptron(fit(seen, kinds, 2, np.where(kinds == 1, 4.0, 1.0).astype(np.float32)), 1)
    assert 0.7 < float(net.shares(np.array([0]), np.ones(1, dtype=np.float32))[1]) < 0.85


def test_the_same_rows_give_the_same_weights() -> None:
    seen, kinds = either_or(600)
    one, other = fit(seen, kinds, 2), fit(seen, kinds, 2)
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_what_is_seldom_seen_tells_nothing(net: Perceptron) -> None:
    seen, kinds = either_or(600)
    once = sparse.hstack([seen, sparse.csr_matrix(([1.0], ([0], [0])), shape=(600, 1))]).tocsr()
    assert PLACES not in fit(once, kinds, 2)["used"]
