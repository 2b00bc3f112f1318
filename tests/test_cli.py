"""The command line: `assess` and `batch`, with everything that can be wrong with their files."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import pytest

from osteo_rules import Answers, assess
from osteo_rules.cli import BLOCK, main, to_json

ROOT = Path(__file__).resolve().parent.parent
PERSON = {"age": 67, "sex": "female", "smoking": True, "youth_height_cm": 170, "height_cm": 164}


def write(path: Path, lines: List[Any]) -> Path:
    """`lines` one a line: text as it is, anything else as JSON."""
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


def read(path: Path) -> List[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_to_json_is_what_pydantic_writes() -> None:
    assessment = assess(Answers(**PERSON, fractures=[{"site": "hip"}]))
    assert to_json(assessment) == assessment.json(ensure_ascii=False)
    assert json.loads(to_json(assessment)) == json.loads(json.dumps(assessment.dict()))


def test_assess_prints_the_assessment(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [PERSON])
    run = subprocess.run([sys.executable, "-m", "osteo_rules", "assess", str(path)], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0 and run.stderr == b""
    printed = json.loads(run.stdout.decode("utf-8"))
    assert printed["osteoporosis"]["status"] == "possible"
    assert printed == json.loads(assess(Answers(**PERSON)).json())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_assess_prints_danish_whatever_the_terminal(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.json", [PERSON])
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "osteo_rules", "assess", str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=environment)
    assert run.returncode == 0 and "ø" in run.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "content, named",
    [
        (b'{"age": 17}', "age: must be a whole number from 18 to 120"),
        (b'{"fractures": [{"site": "hip", "months_ago": -1}]}', "fractures.0.months_ago"),
        (b'{"colour": 1}', "colour"),
        (b'{"age": 60', "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b"", "not valid JSON"),
        (b'{"t_score": NaN}', "t_score"),
        (b'{"role": "patient\xff"}', "not UTF-8"),
        (b"[" * 100000, "not valid JSON"),
    ],
)
def test_assess_says_what_is_wrong_in_one_line(tmp_path: Path, capsys: Any, content: bytes, named: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert main(["assess", str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == "" and named in told.err
    assert told.err.startswith("error: ") and told.err.count("\n") == 1 and "Traceback" not in told.err


def test_a_missing_file_and_a_folder(tmp_path: Path, capsys: Any) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        assert main(["assess", str(path)]) == 1
        assert main(["batch", str(path), str(tmp_path / "out.ndjson")]) == 1
        assert "error: Cannot read" in capsys.readouterr().err


def test_a_file_of_another_program_may_begin_with_a_mark(tmp_path: Path, capfdbinary: Any) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(PERSON).encode())
    assert main(["assess", str(path)]) == 0


def test_batch_keeps_the_order(tmp_path: Path, capsys: Any) -> None:
    source = write(tmp_path / "in.ndjson", [{"age": 18 + number % 100} for number in range(300)])
    target = tmp_path / "out.ndjson"
    assert main(["batch", str(source), str(target)]) == 0
    assert [one["answers"]["age"] for one in read(target)] == [18 + number % 100 for number in range(300)]
    assert not (tmp_path / "out.ndjson.errors").exists()
    assert "assess" in capsys.readouterr().err, "a progress bar"


def test_batch_goes_on_after_a_bad_line(tmp_path: Path, capsys: Any) -> None:
    source = write(tmp_path / "in.ndjson", [PERSON, {"age": 17}, "{", "", PERSON, [], {"age": 60, "alder": 3}, PERSON])
    source.write_bytes(source.read_bytes() + b'{"age": 61, "role": "\xff"}\n' + b'{"age": 70}')
    target = tmp_path / "out.ndjson"
    assert main(["batch", str(source), str(target)]) == 1
    assert [one["answers"]["age"] for one in read(target)] == [67, 67, 67, 70]
    errors = read(tmp_path / "out.ndjson.errors")
    assert [(error["line"], error["field"]) for error in errors] == [(2, "age"), (3, "(line)"), (6, "(line)"), (7, "alder"), (9, "(line)")]
    assert json.loads(errors[0]["input"]) == {"age": 17}
    told = capsys.readouterr().err
    assert "line 2: age: must be a whole number" in told and "line 7: alder" in told and "5 bad lines" in told
    assert "Traceback" not in told


def test_an_old_list_of_errors_does_not_stay(tmp_path: Path) -> None:
    target = tmp_path / "out.ndjson"
    assert main(["batch", str(write(tmp_path / "bad.ndjson", ["{"])), str(target)]) == 1
    assert main(["batch", str(write(tmp_path / "good.ndjson", [PERSON])), str(target)]) == 0
    assert not (tmp_path / "out.ndjson.errors").exists()


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    people = [{"age": 18 + number % 100, "smoking": number % 3 == 0} for number in range(BLOCK + 50)]
    people[BLOCK - 1]["age"] = 5
    source = write(tmp_path / "in.ndjson", people)
    assert main(["batch", str(source), str(tmp_path / "one.ndjson")]) == 1
    assert main(["batch", str(source), str(tmp_path / "two.ndjson"), "--jobs", "2"]) == 1
    for suffix in ("", ".errors"):
        assert (tmp_path / f"one.ndjson{suffix}").read_bytes() == (tmp_path / f"two.ndjson{suffix}").read_bytes()


def test_the_input_is_never_overwritten(tmp_path: Path, capsys: Any) -> None:
    source = write(tmp_path / "in.ndjson", [PERSON])
    before = source.read_bytes()
    assert main(["batch", str(source), str(source)]) == 1
    assert source.read_bytes() == before and "is the input itself" in capsys.readouterr().err


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: Any) -> None:
    source = write(tmp_path / "in.ndjson", [PERSON])
    assert main(["batch", str(source), str(tmp_path / "none" / "out.ndjson")]) == 1
    assert "error: Cannot write" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_a_full_disk(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [PERSON])
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "osteo_rules", "assess", str(path)]
        run = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert run.returncode != 0 and b"Traceback" not in run.stderr and run.stderr.startswith(b"error: ")


def test_a_reader_that_has_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [PERSON])
    command = f"{sys.executable} -m osteo_rules assess {path} | true"
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert b"Traceback" not in run.stderr and b"Exception" not in run.stderr


@pytest.mark.parametrize("arguments", [[], ["assess"], ["batch", "a"], ["nonsense"], ["batch", "a", "b", "--jobs", "0"]])
def test_a_wrong_command(arguments: List[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2 and "usage" in capsys.readouterr().err
