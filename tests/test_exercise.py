"""Risk group, category, themes, dose and limits: the table of tests/cases/exercise.yml."""
from __future__ import annotations

from typing import Any, Dict

import pytest
import yaml

from osteo_rules.answers import Answers
from osteo_rules.assess import examine
from osteo_rules.assessment import Exercise
from osteo_rules.content import load
from osteo_rules.exercise import exercise
from tests.readability import ROOT, cases

ACUTE_GUIDE_POINTS = 8
PHYSIOTHERAPIST_ONLY = set(load("exercise")["lists"]["physiotherapist"])


def exercise_for(**answers: Any) -> Exercise:
    return exercise(examine(Answers(**answers)))


def ids(result: Exercise) -> set:
    return {advice.id for advice in result.recommendations + result.precautions}


@pytest.mark.parametrize("case", cases("exercise"))
def test_case(case: Dict[str, Any]) -> None:
    result = exercise_for(**case["answers"])
    assert (result.risk_group, result.category) == (case.get("risk_group"), case.get("category"))
    assert result.provisional is case.get("provisional", False)
    if "themes" in case or result.category is None:
        assert {theme.id: theme.focus for theme in result.themes} == case.get("themes", {})
    assert set(case.get("has", [])) <= ids(result)
    assert not set(case.get("lacks", [])) & ids(result)
    if "only" in case:
        assert result.recommendations == []
        assert [advice.id for advice in result.precautions] == case["only"]


def test_all_six_categories_and_all_groups_have_a_case() -> None:
    table = yaml.safe_load((ROOT / "tests/cases/exercise.yml").read_text(encoding="utf-8"))
    assert {case.get("category") for case in table} == {None, *load("exercise")["themes"]}
    assert {case.get("risk_group") for case in table} == {None, "lowest", "high", "new_fracture"}


def test_each_point_of_the_acute_guide_is_an_advice() -> None:
    result = exercise_for(role="physiotherapist", age=70, fractures=[{"site": "spine", "low_energy": True, "months_ago": 1}])
    numbered = [advice.text for advice in result.recommendations if advice.text[:2] in {f"{point}." for point in range(1, 9)}]
    assert len(numbered) == ACUTE_GUIDE_POINTS


@pytest.mark.parametrize("role", ["patient", "reception"])
@pytest.mark.parametrize("case", cases("exercise", with_open=False))
def test_physiotherapists_advice_is_for_them_only(case: Dict[str, Any], role: str) -> None:
    result = exercise_for(**{**case["answers"], "role": role})
    assert not PHYSIOTHERAPIST_ONLY & ids(result)


@pytest.mark.parametrize("role", ["patient", "physiotherapist"])
@pytest.mark.parametrize("case", cases("exercise", with_open=False))
def test_no_advice_stands_twice(case: Dict[str, Any], role: str) -> None:
    result = exercise_for(**{**case["answers"], "role": role})
    listed = [advice.id for advice in result.recommendations + result.precautions]
    assert len(listed) == len(set(listed))


def test_manipulation_is_contraindicated_for_every_category() -> None:
    result = exercise_for(role="physiotherapist", age=60, t_score=-2.6, activity_level="training")
    assert "no_manipulation" in [advice.id for advice in result.precautions]
