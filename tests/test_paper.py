"""The questionnaires on paper: each is a tagged large-print PDF, and what is typed in from it means what was ticked."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest
from hypothesis import HealthCheck, given, settings

from osteo_rules import Answers, questions
from osteo_rules.content import load
from osteo_rules.documents.__main__ import main
from osteo_rules.documents.paper import FRACTURES, Entry, entries, form, read
from osteo_rules.documents.render import pdf
from tests import pdf as seen
from tests.readability import lix, sentences, words
from tests.test_promises_rules import people

ROLES = ("patient", "physiotherapist", "reception")


# --- on paper ---


@pytest.mark.parametrize("role", ROLES)
def test_the_form_is_a_tagged_pdf_with_every_question_and_answer(role: str) -> None:
    data = form(role)
    made = pdf("paper", data)
    found = seen.check(made, data["title"])
    assert {"/H1", "/H2", "/H3"} <= set(found["kinds"])
    told = seen.text(made).replace(" ", "").replace("-", "")
    for part in data["parts"]:
        for one in part["questions"]:
            for text in (
                f"{one['number']}.{one['text']}",
                one["note"],
                *(f"{option['code']}{option['label']}" for option in one["options"]),
            ):
                assert text.replace(" ", "").replace("-", "") in told, text


@pytest.mark.parametrize("role", ROLES)
def test_the_form_asks_what_the_role_is_asked_in_that_order(role: str) -> None:
    asked = [entry.id for entry in questions.catalogue() if role in entry.roles and entry.id in Answers.__fields__ and entry.id != "role"]
    on_paper = list(dict.fromkeys(str(entry.path[0]) for entry in entries(role) if entry.path != ("for_other",)))
    assert on_paper == asked
    assert [entry.number for entry in entries(role)] == [str(number) for number in range(1, len(entries(role)) + 1)]


@pytest.mark.parametrize("role", ROLES)
def test_what_cannot_wait_stands_first_and_beside_its_question(role: str) -> None:
    data = form(role)
    assert any("112" in line for line in data["urgent"])
    notes = {entry.path[0]: entry.note for entry in entries(role)}
    assert "112" in notes["neuro_symptoms"] and "112" in notes["cannot_bear_weight"]
    assert "dag" in notes["back_pain"] and "dag" in notes["back_pain_fever"]


def test_a_patient_reads_plain_words() -> None:
    content = load("paper")
    own = [
        *content["intro"]["patient"],
        *content["urgent"]["patient"],
        *(note["patient"] for note in content["note"].values() if "patient" in note),
    ]
    for text in own:
        assert all(len(words(sentence)) <= 20 for sentence in sentences(text)), text
    assert lix(" ".join(own)) <= 35


def test_the_command_writes_one_for_each_role(tmp_path: Any, capsys: Any) -> None:
    assert main(["paper", str(tmp_path / "papir")]) == 0
    assert sorted(path.name for path in (tmp_path / "papir").iterdir()) == sorted(f"spoergeskema-{role}.pdf" for role in ROLES)


# --- typed in ---


def number_of(role: str, *path: Any) -> str:
    return next(entry.number for entry in entries(role) if entry.path == path)


TYPED = [
    ("67", "age", 67), ("?", "age", "unknown"), ("164,5", "height_cm", 164.5), ("1", "sex", "female"), ("3", "back_pain", "sudden"), ("2", "smoking", False),
    ("-2,5", "t_score", -2.5), ("\u22122,5", "t_score", -2.5), ("+0,5", "t_score", 0.5), ("b", "menopause_age", "before_45"), ("51", "menopause_age", 51),
    ("2 10", "conditions", ["malabsorption", "rheumatoid_arthritis"]), ("2, 10", "conditions", ["malabsorption", "rheumatoid_arthritis"]),
    ("0", "conditions", []), ("?", "conditions", "unknown"), (" 1 ", "for_other", True),
]  # fmt: skip


@pytest.mark.parametrize("text, field, value", TYPED)
def test_a_code_is_read(text: str, field: str, value: Any) -> None:
    taken = read("patient", {number_of("patient", field): text})
    assert taken.problems == [] and getattr(taken.answers, field) == value
    assert [one["number"] for one in taken.shown] == [number_of("patient", field)]


WRONG = [
    ("17", "age", "fra 18 til 120"), ("67,5", "age", "helt tal"), ("syv", "age", "ikke et tal"), ("1,64", "height_cm", "fra 100 til 230"), ("9", "back_pain", "1, 2, 3, ?"),
    ("2,5", "t_score", "fortegnet"), ("0 3", "conditions", "alene"), ("3 77", "conditions", "»77«"), ("ja", "smoking", "1, 2, ?"), ("3", "for_other", "1, 2"),
    ("1e5", "weight_kg", "ikke et tal"), ("nan", "weight_kg", "ikke et tal"), ("12345", "alcohol_units_per_week", "fra 0 til 200"),
]  # fmt: skip


@pytest.mark.parametrize("text, field, told", WRONG)
def test_what_cannot_be_read_is_told_at_its_number(text: str, field: str, told: str) -> None:
    taken = read("patient", {number_of("patient", field): text})
    assert taken.answers is None
    assert [problem.number for problem in taken.problems] == [number_of("patient", field)] and told in taken.problems[0].text


def test_answers_that_cannot_both_be_true() -> None:
    of = {field: number_of("patient", field) for field in ("age", "menopause_age", "fractures")}
    assert read("patient", {of["age"]: "40", of["menopause_age"]: "50"}).problems[0].number == of["menopause_age"]
    site = number_of("patient", "fractures", 0, "site")
    assert "nej til brud" in read("patient", {of["fractures"]: "2", site: "1"}).problems[0].text
    assert "hvor bruddet sad" in read("patient", {number_of("patient", "fractures", 1, "low_energy"): "1"}).problems[0].text
    assert read("patient", {"999": "1"}).problems[0].number == "999"


def test_nothing_typed_is_nothing_asked() -> None:
    taken = read("patient", {"1": "  "})
    assert taken.answers == Answers(role="patient") and taken.shown == []


def typed(entry: Entry, value: Any) -> str:
    """What somebody types for a value: the inverse of reading."""
    if isinstance(value, list):
        return " ".join(code for one in value or ["none"] for code, word in entry.codes.items() if word == one and type(word) is type(one))
    for code, word in entry.codes.items():
        if word == value and type(word) is type(value):
            return code
    return f"{'+' if value > 0 else ''}{value!r}".replace(".", ",")


def on_paper(answers: Dict[str, Any], role: str) -> Answers:
    """The answers as far as a form of the role has room for them."""
    asked = {str(entry.path[0]) for entry in entries(role)}
    kept = {name: value for name, value in answers.items() if name in asked}
    parts = {entry.path[2] for entry in entries(role) if len(entry.path) > 1}
    if isinstance(kept.get("fractures"), list):
        records: List[Dict[str, Any]] = [
            {key: value for key, value in record.items() if key in parts} for record in kept["fractures"][:FRACTURES]
        ]
        for record in records:
            if isinstance(record.get("months_ago"), (int, float)):
                record["months_ago"] = "under_6" if record["months_ago"] <= 6 else "over_6"
        kept["fractures"] = records
    if role != "physiotherapist":
        kept = {name: value for name, value in kept.items() if value not in ("positive", "negative") or isinstance(value, list)}
    return Answers(role=role, **kept)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people)
def test_what_was_ticked_is_what_is_read(answers: Dict[str, Any]) -> None:
    for role in ROLES:
        told = on_paper(answers, role)
        given_text: Dict[str, str] = {}
        for entry in entries(role):
            if len(entry.path) == 1:
                value = getattr(told, entry.path[0])
                value = (bool(value) if isinstance(value, list) else value) if entry.path[0] == "fractures" else value
            else:
                records = told.fractures if isinstance(told.fractures, list) else []
                value = getattr(records[entry.path[1]], entry.path[2]) if entry.path[1] < len(records) else None
            if value is not None:
                given_text[entry.number] = typed(entry, value)
        taken = read(role, given_text)
        assert taken.problems == []
        assert taken.answers == told
