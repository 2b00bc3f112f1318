"""What the small nets share: their examples, features as sparse rows, and weights that are learnt once, saved and loaded.

A net is a module with ``LEARNT = Learnt(...)``; ``bot/build.py`` makes them all. The features go to places by scikit-learn's
FeatureHasher: no vocabulary to keep, and quicker than a hash of our own.
"""
from __future__ import annotations

import hashlib
import logging
import os
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Dict, FrozenSet, Iterable, Iterator, Mapping, Optional, Sequence, Tuple
from zipfile import BadZipFile

import numpy as np
import yaml
from scipy.special import expit
from sklearn.utils import murmurhash3_32

ROOT = Path(__file__).resolve().parents[2]
#: The examples of every net.
DATA = ROOT / "bot" / "data"
#: Where the weights are, beside the Danish pipeline.
MODELS = ROOT / "models" / "danish"

Weights = Mapping[str, np.ndarray]
#: What is seen of one row: names, and what each of them counts for.
Features = Iterable[Tuple[Tuple[str, ...], float]]

_log = logging.getLogger(__name__)


# --- examples ---


def tables(folder: Path, pattern: str = "*.yml") -> Iterator[Mapping[str, Any]]:
    """The files of examples in their order. Raises FileNotFoundError where there is none."""
    return (table for _, table in named_tables(folder, pattern))


def named_tables(folder: Path, pattern: str = "*.yml") -> Iterator[Tuple[str, Mapping[str, Any]]]:
    """The same, each with the name of its file: "kinds/base"."""
    files = sorted(folder.glob(pattern))
    if not files:
        raise FileNotFoundError(f"no examples in {folder.name}/{pattern}")
    for file in files:
        yield f"{folder.name}/{file.stem}", _table(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _table(file: Path, written: int) -> Mapping[str, Any]:
    """The content of `file` as of `written`: several nets learn from the same one. Nobody may change what it gives."""
    # The parser in C, where the library has it: the examples are long.
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def checksum(about: str, text: str) -> int:
    """What an example is known by in a file: a text, and the question or entry that it is about."""
    return zlib.crc32(f"{about} {text}".encode())


def checksums_in(file: Path) -> FrozenSet[int]:
    """The examples that a file names; none where there is no file."""
    return frozenset(int(line, 16) for line in file.read_text(encoding="utf-8").split()) if file.exists() else frozenset()


# --- features as rows ---


@lru_cache(maxsize=None)
def _hasher(places: int) -> Any:
    from sklearn.feature_extraction import FeatureHasher

    return FeatureHasher(n_features=places, input_type="pair", alternate_sign=False, dtype=np.float32)


def hashed(rows: Iterable[Features], places: int) -> Any:
    """One sparse row for each of `rows`, as wide as there are `places`; features that share a place are added up."""
    return _hasher(places).transform(((name, count) for names, count in row for name in names) for row in rows)


def of_length_one(seen: Any) -> Any:
    """The rows of `seen`, each made as long as the others: a long message says no more than a short one."""
    row_of = np.repeat(np.arange(seen.shape[0]), np.diff(seen.indptr))
    lengths = np.sqrt(np.bincount(row_of, seen.data.astype(np.float64) ** 2, minlength=seen.shape[0]))
    seen.data /= lengths[row_of].astype(seen.dtype)
    return seen


def rareness(seen: Any) -> np.ndarray:
    """How much each place of the rows `seen` tells: the fewer rows have it, the more."""
    rows = np.bincount(seen.indices, minlength=seen.shape[1])
    return (np.log((1 + seen.shape[0]) / (1 + rows)) + 1).astype(np.float32)


def by_rareness(seen: Any, rare: np.ndarray) -> Any:
    """The rows of `seen` with what each place tells, each row made as long as the others."""
    seen = seen.copy()
    seen.data *= rare[seen.indices]
    return of_length_one(seen)


def placed(features: Features, places: int) -> Tuple[np.ndarray, np.ndarray]:
    """The row that `hashed` makes of one message, as its places and what stands there: a whole matrix for each message takes longer."""
    row: Dict[int, float] = {}
    for names, count in features:
        for hashed_place in _places_of(names):
            place = hashed_place % places
            row[place] = row.get(place, 0.0) + count
    return np.fromiter(row, np.intp, len(row)), np.fromiter(row.values(), np.float32, len(row))


def placed_by_rareness(features: Features, rare: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """The row that `by_rareness` makes of one message, as its places and what stands there."""
    places, counts = placed(features, len(rare))
    counts *= rare[places]
    return places, counts / (np.sqrt(counts @ counts) or 1.0)


@lru_cache(maxsize=100_000)
def _places_of(names: Tuple[str, ...]) -> Tuple[int, ...]:
    """Where `names` stand, in as many places as there may be: a word comes again with all its letters."""
    return tuple(map(_place_of, names))


def _place_of(name: str) -> int:
    return abs(murmurhash3_32(name))


def _of_setting(places: np.ndarray, codes: Any, size: int) -> np.ndarray:
    """Other places for the same features in one setting, told by its code: an odd factor leads no two to the same one."""
    return (places.astype(np.int64) * 5 + codes) % size


def with_settings(seen: Any, settings: Sequence[str]) -> Any:
    """The rows of `seen` with all their features once more, for the setting of each row alone: what a word says to one question."""
    codes = np.array([_place_of(setting) for setting in settings], dtype=np.int64)
    own = seen.copy()
    own.indices = _of_setting(seen.indices, np.repeat(codes, np.diff(seen.indptr)), seen.shape[1]).astype(seen.indices.dtype)
    own.has_sorted_indices = False
    both = seen + own
    both.sort_indices()  # once here, and not for every meaning that is learnt
    return both


# --- weights ---


def averaged(strength: float, rounds: int, step: float, number: int) -> Any:
    """Logistic regression by averaged stochastic gradient over `number` rows: on tens of thousands as good as the exact one, and quicker.

    Steps of one length, averaged from the second round on: with steps that grow shorter, as the library has them unasked, a message's
    likelihood depends on the order of the examples.
    """
    from sklearn.linear_model import SGDClassifier

    about = {"alpha": 1 / (strength * number), "learning_rate": "constant", "eta0": step, "average": number}
    return SGDClassifier(loss="log_loss", max_iter=rounds, tol=None, random_state=0, **about)


def joined(models: Sequence[Any]) -> Tuple[np.ndarray, np.ndarray]:
    """The weights (places x models) and the bases (models) of several yes/no models."""
    return np.concatenate([model.coef_ for model in models]).T, np.concatenate([model.intercept_ for model in models])


def compact(weights: np.ndarray, base: np.ndarray) -> Weights:
    """What `Linear` needs of weights (places x kinds) and what each kind starts from (kinds): most places are never used."""
    used = np.flatnonzero(np.abs(weights).max(axis=1)).astype(np.uint32)
    return {"used": used, "weights": weights[used].astype(np.float32), "base": base.astype(np.float32)}


class Linear:
    """`compact` weights, laid out by place; with what each place tells, where it was learnt so (`rare`)."""

    def __init__(self, made: Weights, places: int) -> None:
        self.base = made["base"]
        self.rare = made["rare"].astype(np.float32) if "rare" in made else np.ones(places, dtype=np.float32)
        self.weights = np.zeros((places, len(self.base)), dtype=np.float32)
        self.weights[made["used"]] = made["weights"]

    def likelihoods(self, features: Features) -> np.ndarray:
        """How likely each kind is, 0-1, by itself."""
        return expit(self.scores(features))

    def scores(self, features: Features, setting: Optional[str] = None) -> np.ndarray:
        """The same as logarithms of odds; `setting`: as in `with_settings`."""
        places, counts = placed(features, len(self.weights))
        if setting is not None:
            own = _of_setting(places, _place_of(setting), len(self.weights))
            places, counts = np.concatenate([places, own]), np.tile(counts, 2)
        counts *= self.rare[places]
        length = np.sqrt(counts @ counts) or 1.0
        return counts @ self.weights[places] / length + self.base


class Learnt:
    """Weights in a file, with a hash of what their features are made of; the examples may be newer than the weights.

    `made_of` names files of this folder: ("urgent.py", "content/urgent.yml").
    """

    def __init__(self, name: str, made_of: Sequence[str], make: Callable[[], Weights]) -> None:
        self.target = MODELS / f"{name}.npz"
        self.made_of = ("weights.py", "message_features.py", *made_of)
        self._make = make

    def build(self) -> Weights:
        """Learn, and save all of it or nothing. Raises OSError where it cannot be written."""
        made = self._learn()
        self._save(made)
        return made

    def _learn(self) -> Weights:
        from threadpoolctl import threadpool_limits

        # What is added up is short: several threads only wait for each other, and take the processors from the other nets.
        with threadpool_limits(limits=1):
            return self._make()

    def load(self) -> Weights:
        """What was saved; learnt anew where nothing is, or from other features, and saved where that is possible."""
        try:
            with np.load(self.target, allow_pickle=False) as saved:
                if str(saved["sources"]) == self.fingerprint():
                    return {name: saved[name] for name in saved.files}
        except (OSError, ValueError, KeyError, BadZipFile):
            pass
        made = self._learn()
        try:
            self._save(made)
        except OSError as error:
            _log.warning("the weights could not be saved: %s", error)
        return made

    def fingerprint(self) -> str:
        """One hash over what the features are made of."""
        found = hashlib.sha256()
        for name in self.made_of:
            found.update((Path(__file__).parent / name).read_bytes())
        return found.hexdigest()

    def _save(self, made: Weights) -> None:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        written = self.target.with_name(f"{self.target.stem}.{os.getpid()}.npz")
        np.savez(written, sources=np.array(self.fingerprint()), **made)
        os.replace(written, self.target)
