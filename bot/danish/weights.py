"""Learnt weights in a file: saved beside what they were made of, made anew where nothing was built or it was made otherwise."""
from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import Callable, Dict, Iterable, Mapping
from zipfile import BadZipFile

import numpy as np

Weights = Mapping[str, np.ndarray]

_log = logging.getLogger(__name__)


def digest(files: Iterable[Path]) -> str:
    """One hash over the bytes of `files`, in their order."""
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def save(target: Path, sources: str, made: Weights) -> None:
    """Write all of `made` with the hash of its sources, or nothing. Raises OSError where `target` cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(f"{target.stem}.{os.getpid()}.npz")
    np.savez_compressed(written, sources=np.array(sources), **made)
    os.replace(written, target)


def loaded_or_made(target: Path, sources: str, make: Callable[[], Dict[str, np.ndarray]]) -> Weights:
    """What `target` holds, if it was made of `sources`; else what `make` gives, saved where that is possible."""
    try:
        with np.load(target, allow_pickle=False) as saved:
            if str(saved["sources"]) == sources:
                return {name: saved[name] for name in saved.files}
    except (OSError, ValueError, KeyError, BadZipFile):
        pass
    made = make()
    try:
        save(target, sources, made)
    except OSError as error:
        _log.warning("the weights could not be saved: %s", error)
    return made
