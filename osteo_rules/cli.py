"""The rules from the command line: ``assess FILE.json`` and ``fhir FILE.json`` for one person, ``batch IN.ndjson OUT.ndjson`` for many,
``verify FILE`` for what was saved."""
from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, TextIO, Tuple

from pydantic import ValidationError
from tqdm import tqdm

from .answers import Answers
from .assess import RULES_VERSION, assess
from .assessment import Assessment
from .replay import to_json, verify

#: Lines that are read, assessed and written before the next ones are read: memory does not grow with the file.
BLOCK = 2000
NO_FIELD = "(line)"


class Failure(Exception):
    """Something the user must put right, said in one sentence."""


class Result(NamedTuple):
    """One line of a batch: the assessment as JSON, or what is wrong by field."""

    number: int
    size: int
    assessment: Optional[str]
    problems: Tuple[Tuple[str, str], ...] = ()
    line: str = ""


def answers_from_json(text: str) -> Answers:
    """The `Answers` in a JSON text; ValueError when it is no JSON object, ValidationError when a field is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not valid JSON ({error})") from None
    if not isinstance(data, dict):
        raise ValueError("must be a JSON object with the fields of Answers")
    return Answers.parse_obj(data)


def problems_of(error: Exception) -> Tuple[Tuple[str, str], ...]:
    """(field, what is wrong) for everything that is wrong; a fracture's field is named like fractures.0.site."""
    if isinstance(error, ValidationError):
        return tuple((".".join(str(part) for part in one["loc"]), one["msg"]) for one in error.errors())
    return ((NO_FIELD, str(error)),)


def sentence(problems: Sequence[Tuple[str, str]]) -> str:
    """The problems on one line."""
    return "; ".join(message if field == NO_FIELD else f"{field}: {message}" for field, message in problems)


# --- one person ---


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(f"{path} is not UTF-8 text.") from None
    except OSError as error:
        raise Failure(f"Cannot read {path}: {error.strerror}.") from None


def assessment_of(path: Path) -> Assessment:
    """The assessment of the answers in `path`; Failure when the file or a field is wrong."""
    text = _text_of(path)
    try:
        return assess(answers_from_json(text))
    except (ValueError, TypeError) as error:
        raise Failure(f"{path}: {sentence(problems_of(error))}.") from None


def assess_file(path: Path) -> str:
    """The assessment of the answers in `path`, as indented JSON."""
    return to_json(assessment_of(path), indent=2)


def fhir_file(path: Path) -> str:
    """The assessment of the answers in `path` as a FHIR R4 Bundle of this moment, as indented JSON."""
    from .fhir import bundle

    return json.dumps(bundle(assessment_of(path), datetime.now().astimezone()), ensure_ascii=False, indent=2)


def verify_file(path: Path) -> int:
    """Run every assessment saved in `path` again and say whether it is the same; 1 when one is not."""
    text = _text_of(path)
    saved = [line for line in text.splitlines() if line.strip()] if path.suffix == ".ndjson" else [text]
    if not saved:
        raise Failure(f"{path} holds no assessment.")
    wrong = 0
    for number, one in enumerate(saved, start=1):
        verdict = verify(one)
        if not verdict.same:
            wrong += 1
            where = f"{path}: line {number}" if len(saved) > 1 else str(path)
            print(f"{where}: {verdict.problem}{': ' if verdict.places else ''}{', '.join(verdict.places)}.", file=sys.stderr)
    print(f"{path}: {len(saved) - wrong} of {len(saved)} the same (rules {RULES_VERSION}).")
    return 1 if wrong else 0


# --- many ---


def assess_line(numbered: Tuple[int, bytes]) -> Result:
    """One line of a batch; never raises for what is in the line."""
    number, raw = numbered
    try:
        line = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        line = raw.decode("utf-8", "replace").strip()
        return Result(number, len(raw), None, ((NO_FIELD, "not UTF-8 text"),), line)
    if not line:
        return Result(number, len(raw), None)
    try:
        return Result(number, len(raw), to_json(assess(answers_from_json(line))))
    except (ValueError, TypeError) as error:
        return Result(number, len(raw), None, problems_of(error), line)


def _blocks(lines: BinaryIO) -> Iterator[List[Tuple[int, bytes]]]:
    numbered = enumerate(lines, start=1)
    block = list(islice(numbered, BLOCK))
    while block:
        yield block
        block = list(islice(numbered, BLOCK))


def _results(lines: BinaryIO, jobs: int) -> Iterator[Result]:
    """The results in the order of the lines, from `jobs` processes."""
    if jobs == 1:
        for block in _blocks(lines):
            yield from map(assess_line, block)
        return
    with multiprocessing.Pool(jobs) as pool:
        for block in _blocks(lines):
            yield from pool.map(assess_line, block, chunksize=max(1, len(block) // (4 * jobs)))


def batch(source: Path, target: Path, jobs: int = 1) -> int:
    """Assess each line of `source` into `target`; bad lines go to ``target.errors``. 1 when there was any, else 0."""
    errors_path = target.with_name(target.name + ".errors")
    with _open(source, "rb", "read") as lines, tqdm(
        total=os.fstat(lines.fileno()).st_size, unit="B", unit_scale=True, desc="assess", file=sys.stderr
    ) as bar:
        if target.exists() and os.path.samestat(os.fstat(lines.fileno()), target.stat()):
            raise Failure(f"{target} is the input itself: name another file for the result.")
        with _open(target, "w", "write") as results, _open(errors_path, "w", "write") as errors:
            bad = _write(_results(lines, jobs), results, errors, bar)
    if not bad:
        errors_path.unlink()
        return 0
    print(f"{bad} bad {'line' if bad == 1 else 'lines'}, written to {errors_path}.", file=sys.stderr)
    return 1


def _write(results: Iterator[Result], target: TextIO, errors: TextIO, bar: tqdm) -> int:
    """Write each result where it belongs; the number of bad lines."""
    bad = 0
    for result in results:
        bar.update(result.size)
        if result.assessment is not None:
            target.write(result.assessment + "\n")
        elif result.problems:
            bad += 1
            entry: Dict[str, Any] = {
                "line": result.number,
                "field": result.problems[0][0],
                "error": sentence(result.problems),
                "input": result.line,
            }
            errors.write(json.dumps(entry) + "\n")
            bar.write(f"line {result.number}: {sentence(result.problems)}", file=sys.stderr)
    return bad


def _open(path: Path, mode: str, purpose: str) -> Any:
    try:
        return open(path, mode) if "b" in mode else open(path, mode, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"Cannot {purpose} {path}: {error.strerror}.") from None


# --- the command line ---


def _jobs(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m osteo_rules", description="Osteoporosis screening rules.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    one = commands.add_parser("assess", help="print the assessment of one person as JSON")
    one.add_argument("file", type=Path, metavar="FILE.json", help="a JSON object with the fields of Answers")
    bundle = commands.add_parser("fhir", help="print the assessment of one person as a FHIR R4 Bundle")
    bundle.add_argument("file", type=Path, metavar="FILE.json", help="a JSON object with the fields of Answers")
    saved = commands.add_parser("verify", help="run saved assessments again and say whether they come out the same")
    saved.add_argument("file", type=Path, metavar="FILE", help="a saved assessment (.json), or one a line, or test vectors (.ndjson)")
    many = commands.add_parser("batch", help="assess one person a line")
    many.add_argument("source", type=Path, metavar="IN.ndjson", help="one JSON object a line")
    many.add_argument("target", type=Path, metavar="OUT.ndjson", help="one assessment a line; bad lines go to OUT.ndjson.errors")
    many.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes to use (default: 1)")
    return parser


def _print(text: str) -> int:
    """UTF-8 whatever the terminal."""
    sys.stdout.buffer.write((text + "\n").encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


def _run_assess(arguments: argparse.Namespace) -> int:
    return _print(assess_file(arguments.file))


def _run_fhir(arguments: argparse.Namespace) -> int:
    return _print(fhir_file(arguments.file))


def _run_verify(arguments: argparse.Namespace) -> int:
    return verify_file(arguments.file)


def _run_batch(arguments: argparse.Namespace) -> int:
    return batch(arguments.source, arguments.target, arguments.jobs)


COMMANDS: Dict[str, Callable[[argparse.Namespace], int]] = {"assess": _run_assess, "batch": _run_batch, "fhir": _run_fhir, "verify": _run_verify}


def main(argv: Optional[Sequence[str]] = None) -> int:
    """The exit code: 0 done, 1 a file or line was wrong, 2 the command itself was wrong."""
    arguments = _parser().parse_args(argv)
    try:
        return COMMANDS[arguments.command](arguments)
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"error: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: stopped.", file=sys.stderr)
        return 130
