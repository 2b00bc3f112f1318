"""The receptionist's result: one instruction, three lines for the booking, plain words, and nothing that was not asked taken for a no."""
from __future__ import annotations

from typing import Any, Dict

import pytest

from osteo_rules import Answers, assess
from osteo_rules.report import report
from osteo_rules.sections import Section

SIX: Dict[str, Any] = {"age": 60, "back_pain": "none", "neuro_symptoms": False, "cannot_bear_weight": False, "fractures": [], "known_osteoporosis": False}
#: Words of diagnosis that a receptionist has no use for.
DIAGNOSES = ("osteoporose", "fraktur", "cauda", "metasta", "sammenfald", "vertebral", "traume")


def sections(answers: Dict[str, Any], clinic: str = "physiotherapy") -> Dict[str, Section]:
    return {section.id: section for section in report(assess(Answers(role="reception", **answers)), clinic=clinic)}


@pytest.mark.parametrize("clinic, answers, instruction", [
    ("gp", {**SIX, "neuro_symptoms": True}, "Ring 112 nu. Hent lægen, og bliv hos den besøgende."),
    ("physiotherapy", {**SIX, "neuro_symptoms": True}, "Ring 112 nu. Hent en fysioterapeut, og bliv hos den besøgende."),
    ("gp", {**SIX, "back_pain": "sudden"}, "Stil om til lægen nu."),
    ("physiotherapy", {**SIX, "back_pain": "sudden"}, "Hjælp med at ringe til egen læge nu."),
    ("gp", {**SIX, "fractures": [{"site": "spine", "months_ago": 2.0}]}, "Book tid inden for 14 dage, og bed om 20 minutter."),
    ("gp", {**SIX, "fractures": [{"site": "wrist", "low_energy": True, "months_ago": 30.0}]}, "Book en almindelig tid"),
    ("physiotherapy", SIX, "Der er ikke noget, der haster. Book som normalt."),
])
def test_the_instruction(clinic: str, answers: Dict[str, Any], instruction: str) -> None:
    assert sections(answers, clinic)["instruction"].lines[0].startswith(instruction)


@pytest.mark.parametrize("answers", [SIX, {**SIX, "back_pain": "sudden"}, {**SIX, "neuro_symptoms": True}, {"known_osteoporosis": True}, {}])
@pytest.mark.parametrize("clinic", ["gp", "physiotherapy"])
def test_three_lines_for_the_booking_in_plain_words(answers: Dict[str, Any], clinic: str) -> None:
    found = sections(answers, clinic)
    assert [line.split(":")[0] for line in found["booking"].lines] == ["Hvor hurtigt", "Grund", "Sagt af den besøgende"]
    assert found["say"].lines[0].startswith("»")
    said = " ".join(line for section in found.values() for line in section.lines).lower()
    assert [word for word in DIAGNOSES if word in said] == []


def test_everything_not_asked_is_named() -> None:
    line = sections(SIX)["not_asked"].lines[0]
    assert line.startswith("Tæller ikke som nej:")
    for name in ("højde nu", "vægt", "binyrebarkhormon", "ryger", "genstande om ugen", "knogleskørhed i nær familie"):
        assert name in line
    assert "alder," not in line


def test_what_the_visitor_does_not_know_is_named_too() -> None:
    assert "brud som voksen" in sections({**SIX, "fractures": "unknown"})["not_asked"].lines[0]


def test_an_unknown_clinic_is_refused() -> None:
    with pytest.raises(KeyError):
        sections(SIX, "hospital")
