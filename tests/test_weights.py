"""What was learnt is kept with what it was made of, and learnt anew only where that changed."""
from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import pytest

from bot import build
from bot.danish import weights
from bot.danish.weights import Learnt, Linear, compact, hashed, of_length_one, placed, tables


@pytest.fixture
def learnt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """(a net that counts how often it was learnt, the counts)."""
    monkeypatch.setattr(weights, "MODELS", tmp_path / "danish")
    counts: List[int] = []

    def make() -> Dict[str, np.ndarray]:
        counts.append(1)
        return {"base": np.array([len(counts)], dtype=np.float32)}

    return Learnt("some", ("folding.py",), make), counts


def test_learnt_once_and_loaded_after(learnt: Any) -> None:
    net, counts = learnt
    net.build()
    assert float(net.load()["base"][0]) == 1.0 and len(counts) == 1


def test_learnt_where_nothing_was_built_and_kept(learnt: Any) -> None:
    net, counts = learnt
    assert float(net.load()["base"][0]) == 1.0
    assert float(net.load()["base"][0]) == 1.0 and len(counts) == 1


def test_learnt_anew_from_other_features(learnt: Any) -> None:
    net, counts = learnt
    net.build()
    other = Learnt("some", ("concepts.py",), lambda: {"base": np.array([7.0])})
    assert float(other.load()["base"][0]) == 7.0


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 cut off", b"not a file of weights"])
def test_learnt_anew_from_a_broken_file(learnt: Any, left: bytes) -> None:
    net, counts = learnt
    net.build()
    net.target.write_bytes(left)
    assert float(net.load()["base"][0]) == 2.0


def test_goes_on_where_nothing_can_be_written(learnt: Any) -> None:
    net, counts = learnt
    net.target.parent.write_text("a file where the folder should be")
    assert float(net.load()["base"][0]) == 1.0


def test_rows_have_length_one_and_same_features_the_same_places() -> None:
    rows = [[(("ryg",), 1.0), (("ondt",), 0.5), (("ryg",), 1.0)], [(("ondt",), 3.0)], []]
    seen = of_length_one(hashed(rows, 2 ** 10))
    assert seen.shape == (3, 2 ** 10)
    assert np.allclose(np.sqrt((seen.toarray() ** 2).sum(axis=1)), [1, 1, 0])
    assert seen[0].dot(seen[1].T).toarray()[0, 0] == pytest.approx(0.5 / np.sqrt(4.25))


def test_one_row_stands_where_a_matrix_has_it() -> None:
    row = [(("ryg", "ryg ondt"), 1.0), (("ondt",), 0.5), (("ryg",), 1.0)]
    whole = hashed([row], 2 ** 10)
    places, counts = placed(row, 2 ** 10)
    assert dict(zip(places.tolist(), counts.tolist())) == dict(zip(whole.indices.tolist(), whole.data.tolist()))


def test_compact_weights_tell_what_they_were_made_of() -> None:
    full = np.zeros((2 ** 10, 2), dtype=np.float32)
    place = int(hashed([[(("ryg",), 1.0)]], 2 ** 10).indices[0])
    full[place] = (2.0, -2.0)
    net = Linear(compact(full, np.array([0.5, 0.0])), 2 ** 10)
    assert np.allclose(net.likelihoods([(("ryg",), 1.0)]), 1 / (1 + np.exp([-2.5, 2.0])))
    assert np.allclose(net.likelihoods([]), 1 / (1 + np.exp([-0.5, 0.0])))


def test_no_examples_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no examples"):
        list(tables(tmp_path))


@pytest.mark.parametrize("net", [net for nets, _ in build.NETS for net in nets])
def test_every_net_is_built_and_made_of_files_that_are_there(net: str) -> None:
    module = import_module(net)
    assert module.LEARNT.target.exists()
    with np.load(module.LEARNT.target) as saved:
        assert str(saved["sources"]) == module.LEARNT.fingerprint()
    assert Path(module.__file__).name in module.LEARNT.made_of


def test_the_features_are_the_same_in_every_process() -> None:
    """What the weights were learnt from in one process is what is seen in another, whatever the order of its sets."""
    program = (
        "from bot.engine import light\n"
        "light.install()\n"
        "from bot.danish import likely, ranking, urgent_net\n"
        "for text in ('jæ ve ha det sletted', 'knolgeskørhet og blodfortynende', 'ka jeg ta mine piller samen med kalk'):\n"
        "    print(*ranking.letters_of(text), *ranking.words_seen(text), *ranking.subjects_seen(text))\n"
        "    print(*likely.features(text, frozenset()), *urgent_net.features(text))\n"
    )
    told = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        told.add(subprocess.run([sys.executable, "-c", program], cwd=build.settings.ROOT, env=env, capture_output=True, check=True).stdout)
    assert len(told) == 1 and told.pop()
