"""Build what the assistant runs on: the Danish pipeline and the trained model, only when their sources changed.

``python -m bot.build [--anew]`` leaves ``models/danish/`` and ``models/knogletjek.tar.gz``, and a stamp of their sources.
"""
from __future__ import annotations

import contextlib
import gc
import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Iterable

from bot import settings
from bot.engine import light

STAMP = settings.MODELS / ".stamp"
LOG = settings.MODELS / "training.log"
SOURCES = ("config.yml", "domain.yml", "requirements.txt", "bot/nlu.py", "bot/data", "bot/danish", "osteo_rules/content")
#: What learns from examples, the longest first: modules that one process learns, and the folders of examples that they share.
#: Which kind of message it is, what an answer means, and which question it speaks of; which entry answers a question, what is urgent, and which fields are told.
NETS = (
    (("bot.danish.likely", "bot.danish.opinion", "bot.danish.elsewhere"), ("kinds", "people", "questions")),
    (("bot.danish.ranking", "bot.danish.urgent_net", "bot.danish.told_net"), ("questions", "kinds", "people", "urgent")),
)

#: More messages than the nets of one process learn from.
MESSAGES = 200_000


def _files() -> Iterable[Path]:
    for name in SOURCES:
        path = settings.ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*"))


def fingerprint() -> str:
    """One hash over everything that the pipeline and the model are made of."""
    digest = hashlib.sha256()
    for path in _files():
        if path.is_file() and path.suffix in (".py", ".yml", ".txt"):
            digest.update(str(path.relative_to(settings.ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the built files are there and of these sources."""
    return settings.MODEL.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def build() -> None:
    """Build the pipeline, then learn and train."""
    light.install()
    from bot.danish import pipeline

    # Each group of nets learns by itself, beside the training.
    with contextlib.ExitStack() as processes:
        workers = [processes.enter_context(_worker()) for _ in NETS]
        # They load and read what they need while the pipeline is built.
        for worker, (nets, folders) in zip(workers, NETS):
            worker.submit(_prepare, nets, folders)
        print("Bygger den danske sprogmodel ...", flush=True)
        pipeline.build()
        print("Træner assistenten (et par minutter) ...", flush=True)
        learning = [worker.submit(_learn, nets) for worker, (nets, _) in zip(workers, NETS)]
        _train()
        for one in learning:
            one.result()
    STAMP.write_text(fingerprint())


def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), initializer=light.install)


def _prepare(nets: Iterable[str], folders: Iterable[str]) -> None:
    """Import `nets`, and read the tables that they learn from."""
    from bot.danish.weights import DATA, tables

    for net in nets:
        import_module(net)
    for folder in folders:
        list(tables(DATA / folder))


def _learn(nets: Iterable[str]) -> None:
    from bot.danish.concepts import remember_words

    remember_words(MESSAGES)
    # What is learnt from is kept to the end: looking for what may be thrown away costs a second, and finds nothing.
    gc.disable()
    for net in nets:
        import_module(net).LEARNT.build()
    gc.enable()


def _train() -> None:
    """The model of the dialogue. Raises RuntimeError where the engine gives none."""
    import rasa

    import bot.nlu  # noqa: F401  registers the components of the Danish pipeline before Rasa loads it

    # Rasa prints progress for developers; what goes wrong is raised.
    with LOG.open("w", encoding="utf-8") as log, contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        result = rasa.train(
            domain=str(settings.ROOT / "domain.yml"),
            config=str(settings.ROOT / "config.yml"),
            training_files=[str(settings.ROOT / "bot" / "data")],
            output=str(settings.MODELS),
            force_training=True,
            fixed_model_name=settings.MODEL.name.split(".")[0],
        )
    if result.code != 0 or not settings.MODEL.exists():
        raise RuntimeError(f"træningen gav ingen model, se {LOG.relative_to(settings.ROOT)}")


def main() -> int:
    """0 when everything is built; 1 with one clear sentence when it cannot be."""
    settings.prepare_environment()
    settings.MODELS.mkdir(exist_ok=True)
    if is_current() and "--anew" not in sys.argv:
        return 0
    try:
        build()
    except OSError as error:
        print(f"Modellen kunne ikke skrives til {settings.MODELS.name}/: {error.strerror}. Er disken fuld?", file=sys.stderr)
        return 1
    except Exception as error:
        print(f"Modellen kunne ikke bygges: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
