"""An amount that is told in all and again in its parts counts once."""
from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from bot.danish.reader import Context, read
from tests.danish_data import TODAY

#: (question, what was written, what it comes to; None: asked back).
TABLE: List[Tuple[str, str, Any]] = [
    ("alcohol_units_per_week", "tre glas vin hver aften foran fjernsynet, så det bliver jo til 21 på en uge", 21),
    ("alcohol_units_per_week", "et glas vin til maden hver dag og ellers ikke noget, dvs. 7 genstande på en uge", 7),
    ("alcohol_units_per_week", "to glas vin om dagen til aftensmaden, så det må blive 14 i alt", 14),
    ("alcohol_units_per_week", "omkring fjorten om ugen, det er et par stykker hver dag, en øl til frokosten og et glas vin om aftenen", None),
    ("alcohol_units_per_week", "to øl fredag og to øl lørdag", 4),
    ("alcohol_units_per_week", "to øl fredag og to øl lørdag, så jeg er ikke den store drikker", 4),
    ("alcohol_units_per_week", "en øl om dagen og et glas vin om dagen", 14),
    ("falls_last_year", "to i haven og en i badet, så det er tre i alt", 3),
    ("falls_last_year", "jeg faldt først i januar, så ned ad trappen i juni og igen i oktober, så det er tre gange i alt", 3),
    ("falls_last_year", "faldet fire gange det sidste år, heraf to med besøg på skadestuen", 4),
    ("falls_last_year", "fire gange, hvoraf den ene var i badet", 4),
]


@pytest.mark.parametrize("question, text, amount", TABLE, ids=[text for _, text, _ in TABLE])
def test_it_counts_once(question: str, text: str, amount: Any) -> None:
    assert read(text, question, Context(known={}, today=TODAY)).answer == amount


@pytest.mark.parametrize(
    "text, told",
    [
        ("Jeg svarer for min kone på 67. Hun har osteopeni.", {"for_other": True, "sex": "female", "age": 67}),
        ("Jeg skriver for min ægtefælle på 79 år, som ryger", {"for_other": True, "age": 79}),
        ("min far er 84, jeg taster for ham", {"for_other": True, "sex": "male", "age": 84}),
        ("Alder? 72. Køn? Mand. Ryger? Nej.", {"age": 72, "sex": "male", "smoking": False}),
        ("Jeg er gartner på 56 år, ryger ikke.", {"age": 56, "smoking": False}),
    ],
)
def test_who_it_is_about_is_told_in_passing(text: str, told: Any) -> None:
    facts = read(text, None, Context(known={}, today=TODAY)).facts
    assert {field: facts.get(field) for field in told} == told
