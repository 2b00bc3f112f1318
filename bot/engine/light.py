"""Load Rasa without TensorFlow: the seam is Python's import system.

Rasa imports TensorFlow wherever it is loaded, for its neural components (DIET, TED). This project's model has none of
them (config.yml), and TensorFlow is half of the start and half of the memory. `install()` lets every import of it find
a stand-in instead: its names can be subclassed, annotated with and used as decorators, which is all that importing
Rasa does; whatever would compute with it raises `TensorFlowMissing`. Rasa's own commands do not use this module.
"""
from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from typing import Any, Optional, Sequence

#: Set to 1 to load TensorFlow after all, for a model with neural components.
SETTING = "KNOGLETJEK_TENSORFLOW"
PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})


class TensorFlowMissing(RuntimeError):
    """Something wanted to compute with TensorFlow, which was left out."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} needs TensorFlow, which is left out to start quickly: set {SETTING}=1")


class _StandInType(type):
    """Makes every attribute of a stand-in class a stand-in class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __call__(cls, *args: Any, **options: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], types.FunctionType):
            return args[0]
        if not args and cls.__module__ == __name__:
            return lambda function: function
        raise TensorFlowMissing(cls.__name__)

    def __getitem__(cls, item: Any) -> Any:
        return cls


def _stand_in(name: str) -> Any:
    return _StandInType(name, (), {"__module__": __name__})


class _StandInModule(types.ModuleType):
    __path__: Sequence[str] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Optional[importlib.machinery.ModuleSpec]:
        if name.split(".")[0] in PACKAGES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """A stand-in has nothing to run."""


def install() -> bool:
    """Leave TensorFlow out from now on; False when it is loaded already or wanted. Call before importing Rasa."""
    if "tensorflow" in sys.modules or os.environ.get(SETTING) == "1":
        return False
    # spaCy looks for TensorFlow too, and does without where there is none; a stand-in would confuse it.
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    import spacy  # noqa: F401

    del sys.modules["tensorflow"]
    sys.meta_path.insert(0, _Finder())
    return True
