"""Lifestyle advice: the table of tests/cases/lifestyle.yml; and what holds for every advice in the catalogue."""
from __future__ import annotations

from typing import Any, Dict

import pytest

from osteo_rules.answers import Answers
from osteo_rules.assess import examine
from osteo_rules.content import load
from osteo_rules.lifestyle import lifestyle
from tests.readability import cases

ADVICE = load("advice")


@pytest.mark.parametrize("case", cases("lifestyle"))
def test_case(case: Dict[str, Any]) -> None:
    result = lifestyle(examine(Answers(**case["answers"])))
    listed, text = [advice.id for advice in result], " ".join(advice.text for advice in result)
    assert set(case.get("has", [])) <= set(listed)
    assert not set(case.get("lacks", [])) & set(listed)
    assert all(words in text for words in case.get("says", []))
    assert not any(words in text for words in case.get("without", []))
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", sorted(ADVICE))
def test_advice_has_two_voices_and_a_source(name: str) -> None:
    entry = ADVICE[name]
    assert entry["patient"] and entry["professional"] and entry["patient"] != entry["professional"]
    source = entry["source"]
    assert source.get("kind", "guideline") == "project" or source.get("section") or source.get("figure")
    assert entry.get("decision") is None or entry["decision"] in load("decisions")


def test_the_lists_name_existing_advice() -> None:
    named = {advice_id for listed in load("exercise")["lists"].values() for advice_id in listed}
    assert named <= set(ADVICE)


@pytest.mark.parametrize("name", sorted(ADVICE))
def test_a_patient_is_promised_nothing(name: str) -> None:
    """31 % fewer fractures is about people in general (1.3); with osteoporosis it is not shown (2.2)."""
    text = ADVICE[name]["patient"]
    assert "31 %" not in text and "31 procent" not in text
