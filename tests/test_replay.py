"""Replay: a saved assessment comes out the same, byte for byte; `verify` says so, or says where it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from hypothesis import HealthCheck, given, settings

from osteo_rules import Answers, assess
from osteo_rules.cli import main
from osteo_rules.replay import to_json, verify
from tests.test_promises_rules import people
from tests.vectors import FILE, broken, vectors

PERSON = {"age": 67, "sex": "female", "height_cm": 160, "youth_height_cm": 166, "smoking": True}


def saved(indent: Any = 2) -> str:
    return to_json(assess(Answers(**PERSON)), indent=indent)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people)
def test_it_is_byte_identical_for_anybody(answers: Dict[str, Any]) -> None:
    first = to_json(assess(Answers(**answers)), indent=2)
    again = to_json(assess(Answers(**json.loads(first)["answers"])), indent=2)
    assert first.encode() == again.encode()
    assert verify(first).same


@pytest.mark.parametrize("indent", [None, 2, 4])
def test_the_command_says_that_it_is_the_same(tmp_path: Path, capsys: Any, indent: Any) -> None:
    path = tmp_path / "result.json"
    path.write_text(saved(indent) + "\n", encoding="utf-8")
    assert main(["verify", str(path)]) == 0
    assert "1 of 1 the same (rules 1" in capsys.readouterr().out


def changed(change: Callable[[Dict[str, Any]], Any]) -> str:
    data = json.loads(saved())
    change(data)
    return json.dumps(data, ensure_ascii=False)


WRONG = [
    (changed(lambda data: data["referral"].update(urgency="none")), "referral.urgency"),
    (changed(lambda data: data["osteoporosis"]["reasons"].pop()), "osteoporosis.reasons"),
    (changed(lambda data: data["osteoporosis"]["reasons"][0].update(label="x")), "osteoporosis.reasons[0].label"),
    (changed(lambda data: data["answers"].update(smoking=False)), "osteoporosis.reasons"),
    (changed(lambda data: data["answers"].update(age=17)), "age: must be a whole number"),
    (changed(lambda data: data.update(rules_version="0.9.0")), "made with rules 0.9.0"),
    (changed(lambda data: data.update(extra=1)), "extra (only saved)"),
    (changed(lambda data: data.pop("lifestyle")), "lifestyle (only now)"),
    (json.dumps(PERSON), "no saved assessment"),
    ("[]", "no saved assessment"),
    ("{", "not valid JSON"),
]


@pytest.mark.parametrize("text, told", WRONG, ids=[told for _, told in WRONG])
def test_the_command_says_where_it_is_not(tmp_path: Path, capsys: Any, text: str, told: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    assert main(["verify", str(path)]) == 1
    said = capsys.readouterr()
    assert told in said.err and "0 of 1 the same" in said.out


def test_other_words_are_told_apart_from_other_decisions(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "result.json"
    path.write_text(changed(lambda data: data["osteoporosis"]["reasons"][0].update(label="x")), encoding="utf-8")
    assert main(["verify", str(path)]) == 1
    assert "the decisions are the same, the words are others: osteoporosis.reasons[0].label" in capsys.readouterr().err


def test_vectors_are_not_published_over_under_the_same_version() -> None:
    published = FILE.read_text(encoding="utf-8")
    first, *rest = published.splitlines()
    other = json.loads(first)
    other["decisions"]["referral"]["urgency"] = "emergency"
    assert broken(published, published) == []
    assert broken("\n".join([json.dumps(other), *rest]), published) == [other["name"]]
    other["rules_version"] = "0.9.0"
    assert broken("\n".join([json.dumps(other), *rest]), published) == []


def test_what_batch_wrote_is_verified_line_by_line(tmp_path: Path, capsys: Any) -> None:
    people_file, results = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    people_file.write_text("".join(json.dumps({"age": age}) + "\n" for age in (50, 70, 90)), encoding="utf-8")
    assert main(["batch", str(people_file), str(results)]) == 0
    assert main(["verify", str(results)]) == 0
    lines = results.read_text(encoding="utf-8").splitlines()
    results.write_text(
        "\n".join([lines[0], lines[1].replace('"routine"', '"none"').replace('"no_flag"', '"possible"'), lines[2]]), encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["verify", str(results)]) == 1
    said = capsys.readouterr()
    assert "line 2:" in said.err and "2 of 3 the same" in said.out


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: Any) -> None:
    empty = tmp_path / "empty.ndjson"
    empty.write_bytes(b"")
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xff")
    for path in (tmp_path / "none.json", empty, binary):
        assert main(["verify", str(path)]) == 1
        assert capsys.readouterr().err.startswith("error: ")


def test_the_published_vectors_are_in_step_and_verify(capsys: Any) -> None:
    assert FILE.read_text(encoding="utf-8") == vectors(), "run make docs"
    assert main(["verify", str(FILE)]) == 0
    count = len(FILE.read_text(encoding="utf-8").splitlines())
    assert count > 150 and f"{count} of {count} the same" in capsys.readouterr().out
