"""The contract of `Answers`: what is taken, what is refused, and which field an error names."""
from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from osteo_rules import Answers

NAN, INFINITY = float("nan"), float("inf")
YES_NO_UNKNOWN = (
    "family_history", "osteogenesis_imperfecta", "glucocorticoids", "smoking", "aromatase_inhibitor", "unsteady", "cancer",
    "back_pain_fever", "neuro_symptoms", "cannot_bear_weight", "percussion_pain", "known_osteoporosis", "followed_by_doctor",
    "dairy_daily", "calcium_supplement", "vitamin_d_supplement", "small_eater",
)
#: field, low, high, whole number
NUMBERS = (
    ("age", 18, 120, True),
    ("height_cm", 100, 230, False),
    ("youth_height_cm", 100, 230, False),
    ("weight_kg", 25, 350, False),
    ("menopause_age", 15, 70, True),
    ("alcohol_units_per_week", 0, 200, False),
    ("falls_last_year", 0, 100, True),
    ("arm_span_cm", 100, 250, False),
    ("rib_pelvis_fingers", 0, 10, False),
    ("wall_occiput_cm", 0, 40, False),
    ("t_score", -8, 6, False),
    ("active_minutes_per_day", 0, 1440, False),
    ("strength_sessions_per_week", 0, 21, False),
    ("balance_sessions_per_week", 0, 21, False),
)
WORDS = {
    "sex": ("female", "male", "other", "unknown"),
    "back_pain": ("none", "lasting", "sudden", "unknown"),
    "dxa_result": ("normal", "osteopenia", "osteoporosis", "unknown"),
    "activity_level": ("limited", "everyday", "training", "unknown"),
    "menopause_age": ("not_yet", "before_45", "after_45", "unknown"),
    "rib_pelvis_fingers": ("positive", "negative", "unknown"),
    "wall_occiput_cm": ("positive", "negative", "unknown"),
}


def refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Answers(**{field: value})
    assert {error["loc"][0] for error in caught.value.errors()} == {field}


@pytest.mark.parametrize("field, low, high, whole", NUMBERS)
def test_number(field: str, low: int, high: int, whole: bool) -> None:
    for value in (low, high, "unknown", None):
        assert getattr(Answers(**{field: value}), field) == value
    middle = (low + high) // 2
    wrong = [low - 1, high + 1, True, False, str(middle), NAN, INFINITY, -INFINITY, [middle], {}, "", "ved ikke"]
    for value in wrong + ([middle + 0.5, float(middle)] if whole else [low - 0.1, high + 0.1]):
        refused(field, value)
    if not whole:
        kept = getattr(Answers(**{field: middle}), field)
        assert kept == middle and isinstance(kept, float)


@pytest.mark.parametrize("field", YES_NO_UNKNOWN)
def test_yes_no(field: str) -> None:
    for value in (True, False, "unknown", None):
        assert getattr(Answers(**{field: value}), field) is value or value == "unknown"
    for value in (1, 0, "true", "ja", "yes", "", [], 1.0):
        refused(field, value)


@pytest.mark.parametrize("field", WORDS)
def test_words(field: str) -> None:
    for value in WORDS[field]:
        assert getattr(Answers(**{field: value}), field) == value
    for value in ("nonsense", "", True, ["unknown"]):
        refused(field, value)


@pytest.mark.parametrize("field", ["role", "for_other", "measured_by", "acute_signs", "conditions_unknown"])
def test_unknown_is_refused_where_it_makes_no_sense(field: str) -> None:
    refused(field, "unknown")


@pytest.mark.parametrize(
    "field, value",
    [
        ("role", "doctor"),
        ("conditions", ["gigt"]),
        ("conditions", "rheumatoid_arthritis"),
        ("conditions", [True]),
        ("acute_signs", ["headache"]),
        ("measured_by", "nurse"),
        ("measured_by", {"height_cm": "nurse"}),
        ("measured_by", {"age": "self"}),
        ("for_other", 1),
        ("fractures", [{"low_energy": True}]),
        ("fractures", [{"site": "leg"}]),
        ("fractures", [{"site": "hip", "side": "left"}]),
        ("fractures", [{"site": "hip", "months_ago": NAN}]),
        ("fractures", [{"site": "hip", "months_ago": 1441}]),
        ("fractures", [{"site": "hip", "months_ago": -1}]),
        ("fractures", [{"site": "hip", "months_ago": "6"}]),
        ("fractures", [{"site": "hip", "age_at": 67.5}]),
        ("fractures", [{"site": "hip", "age_at": 121}]),
        ("fractures", [{"site": "hip", "low_energy": 1}]),
        ("fractures", [{"site": "hip", "verified": "ja"}]),
        ("fractures", {"site": "hip"}),
        ("fractures", "none"),
        ("weight", 60),
    ],
)
def test_refused(field: str, value: Any) -> None:
    refused(field, value)


@pytest.mark.parametrize(
    "fracture",
    [
        {"site": "spine"},
        {"site": "unknown", "low_energy": "unknown", "months_ago": "unknown", "age_at": "unknown", "verified": "unknown"},
        {"site": "hip", "low_energy": True, "months_ago": "under_6", "age_at": "over_40", "verified": False},
        {"site": "minor", "months_ago": 0, "age_at": 0},
        {"site": "other", "months_ago": 1440.0, "age_at": 120},
    ],
)
def test_fractures_taken(fracture: Any) -> None:
    assert Answers(fractures=[fracture]).fractures[0].dict(exclude_none=True) == fracture


@pytest.mark.parametrize(
    "field, answers",
    [
        ("menopause_age", {"age": 50, "menopause_age": 51}),
        ("fractures", {"age": 50, "fractures": [{"site": "hip", "age_at": 51}]}),
        ("fractures", {"age": 50, "fractures": [{"site": "hip", "months_ago": 601}]}),
    ],
)
def test_what_cannot_both_be_true(field: str, answers: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Answers(**answers)
    assert caught.value.errors()[0]["loc"][0] == field


def test_what_can_just_be_true() -> None:
    Answers(age=50, menopause_age=50, fractures=[{"site": "hip", "age_at": 50}, {"site": "hip", "months_ago": 600}])
    Answers(age="unknown", menopause_age=60, fractures=[{"site": "hip", "age_at": 90}])


def test_nothing_is_required_and_a_patient_is_the_default() -> None:
    answers = Answers()
    assert answers.role == "patient"
    assert all(value is None for name, value in answers if name != "role")


def test_the_default_measurer_follows_the_role() -> None:
    assert Answers().measurer("height_cm") == "self"
    assert Answers(role="physiotherapist").measurer("height_cm") == "professional"
    assert Answers(role="physiotherapist", measured_by={"height_cm": "self"}).measurer("height_cm") == "self"
    assert Answers(role="physiotherapist", measured_by={"height_cm": "self"}).measurer("arm_span_cm") == "professional"
    assert Answers(measured_by="professional").measurer("height_cm") == "professional"


def test_unhashable_words_do_not_crash() -> None:
    """JSON can put a list where a word belongs; that is a wrong answer, not an error of the program."""
    for field in ("role", "sex", "age", "conditions", "measured_by"):
        refused(field, [["x"]])
