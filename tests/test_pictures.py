"""Pictures of a result: their numbers are the rules' own, their texts say what they show, and nothing is drawn that could mislead."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from osteo_rules import Answers, assess
from osteo_rules.citation import cited
from osteo_rules.content import threshold
from osteo_rules.pictures import how_soon, pictures

TALL: Dict[str, Any] = {"age": 67, "sex": "female", "height_cm": 160.0, "youth_height_cm": 166.0}
KNOWN: Dict[str, Any] = {"age": 72, "known_osteoporosis": True, "t_score": -2.8, "activity_level": "everyday"}


def drawn(**answers: Any) -> Dict[str, Dict[str, Any]]:
    return {picture["id"]: picture for picture in pictures(assess(Answers(**answers)))}


@pytest.mark.parametrize(
    "answers, wanted",
    [
        (TALL, {"height_loss", "week", "nutrients"}),
        (KNOWN, {"t_score", "category", "week", "nutrients"}),
        ({**KNOWN, **TALL, "role": "physiotherapist"}, {"height_loss", "t_score", "category"}),
        ({**TALL, "role": "reception"}, set()),
        ({**TALL, "back_pain": "sudden"}, set()),
        ({**TALL, "neuro_symptoms": True}, set()),
        ({"age": 75, "fractures": [{"site": "spine", "months_ago": 1.0}]}, {"category", "nutrients"}),
        ({**TALL, "conditions": ["chronic_kidney_disease"]}, {"height_loss", "week"}),
        ({"height_cm": 160.0, "youth_height_cm": 158.0, "t_score": "unknown", "age": 50}, {"week", "nutrients"}),
    ],
)
def test_which_pictures(answers: Dict[str, Any], wanted: set) -> None:
    assert set(drawn(**answers)) == wanted


@pytest.mark.parametrize("youth, over", [(163.9, False), (164.0, False), (164.1, True)])
def test_height_against_the_limit(youth: float, over: bool) -> None:
    picture = drawn(height_cm=160.0, youth_height_cm=youth)["height_loss"]
    assert picture["limit"] == threshold("height_loss")
    assert ("blevet" in picture["text"]) is over
    assert ("kan ikke vise" in picture["text"]) is not over


def test_the_scale_of_the_t_score() -> None:
    picture = drawn(t_score=-2.8)["t_score"]
    low, high = threshold("t_score_osteoporosis"), threshold("t_score_osteopenia")
    assert [(zone["id"], zone["from"], zone["to"]) for zone in picture["zones"]] == [
        ("osteoporosis", -5.0, low),
        ("osteopenia", low, high),
        ("normal", high, 1.0),
    ]
    assert "−2,8" in picture["text"]
    assert drawn(t_score=-6.2)["t_score"]["zones"][0]["from"] == -7
    assert drawn(t_score=2.4)["t_score"]["zones"][-1]["to"] == 3


@pytest.mark.parametrize(
    "answers, here",
    [
        (KNOWN, "everyday"),
        ({**KNOWN, "t_score": -3.0}, "everyday_with_care"),
        ({**KNOWN, "activity_level": "limited"}, "function_limited"),
    ],
)
def test_you_are_here(answers: Dict[str, Any], here: str) -> None:
    picture = drawn(**answers)["category"]
    assert [step["id"] for step in picture["steps"] if step["here"]] == [here]
    assert len(picture["steps"]) == 6


def test_a_week_has_the_sessions_of_the_thresholds() -> None:
    rows = {row["label"]: sum(row["days"]) for row in drawn(**TALL)["week"]["rows"]}
    assert rows == {"Styrke": threshold("strength_sessions"), "Balance": threshold("balance_sessions"), "I gang 30 minutter": 7}
    assert "tirsdag og fredag" in drawn(**TALL)["week"]["text"]


@pytest.mark.parametrize(
    "answers, calcium, months",
    [
        (KNOWN, "800 til 1000 mg som tilskud", 12),
        ({"age": 60, "dairy_daily": False}, "800 mg som tilskud", 7),
        ({"age": 60, "dairy_daily": True}, "op mod 1200 mg i alt", 7),
        ({"age": 70}, "op mod 1200 mg i alt", 12),
    ],
)
def test_calcium_and_vitamin_d(answers: Dict[str, Any], calcium: str, months: int) -> None:
    rows = {row["id"]: row for row in drawn(**answers)["nutrients"]["rows"]}
    assert rows["calcium"]["label"] == calcium
    assert sum(month["on"] for month in rows["vitamin_d"]["months"]) == months


def test_vitamin_d_needs_the_age() -> None:
    assert [row["id"] for row in drawn()["nutrients"]["rows"]] == ["calcium"]


def test_a_relative_is_not_called_you() -> None:
    for sex, word in (("female", "Hun"), ("male", "Han"), ("other", "Personen")):
        for picture in drawn(**{**TALL, **KNOWN, "sex": sex}, for_other=True).values():
            assert " du " not in f" {picture['text'].lower()} ".replace("du kan bytte", ""), picture
        assert word in drawn(**{**TALL, **KNOWN, "sex": sex}, for_other=True)["height_loss"]["text"]


def test_where_it_comes_from() -> None:
    assert cited({"kind": "guideline", "section": "3.1", "figure": None}) == "Kilde: den fysioterapeutiske anbefaling, afsnit 3.1"
    assert cited({"kind": "project", "section": None, "figure": None}) == "Kilde: Knogletjeks egen beslutning"
    assert all(
        picture["source"].startswith("Kilde: ") for picture in drawn(**TALL, **{k: v for k, v in KNOWN.items() if k != "age"}).values()
    )


@pytest.mark.parametrize(
    "answers, words",
    [({**TALL, "back_pain": "sudden"}, "I dag"), (TALL, "Inden for to uger"), ({"neuro_symptoms": True}, "Nu"), ({}, None)],
)
def test_how_soon(answers: Dict[str, Any], words: Any) -> None:
    assert how_soon(assess(Answers(**answers))) == words
