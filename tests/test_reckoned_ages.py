"""Ages that are told by what is easily reckoned, and what one is to somebody: as a fact, and as the answer to the question."""
from __future__ import annotations

from typing import Any, List, Mapping, Tuple

import pytest

from tests.evaluate import understood

#: On 26 November 2026 (tests/danish_data.py), whoever writes is so old.
AGES: List[Tuple[str, int]] = [
    ("Har været pensionist, siden jeg var 62, det er ni år siden.", 71),
    ("Gik på efterløn som 60-årig, det er 13 år siden", 73),
    ("Om halvandet år runder jeg de 80", 78),
    ("jeg mangler tre måneder i de 90", 89),
    ("er 66 om tre uger", 65),
    ("Gik på pension i 2019, det år jeg blev 65", 72),
    ("fyldte 65 i går", 65),
    ("jeg var 70 for tre år siden", 73),
    ("Jeg er 5 år ældre end min lillesøster, som er 63", 68),
    ("Vi er et par på 69 og 72, og jeg er den yngste", 69),
    ("jeg er en gammel 52'er", 74),
    ("jeg er en kone fra 44", 82),
    ("født i nittenhundrede og enoghalvtreds", 75),
]
#: What sounds like an age of today and is none.
NO_AGE: List[str] = [
    "Jeg er gift på 44. år",
    "jeg er en ægte 68'er",
    "Jeg brækkede hånden det år, jeg blev 50",
    "den sommer jeg fyldte 50, flyttede vi",
    "Jeg fyldte 60 det år, corona kom",
    "jeg gik på pension, da jeg var 60, det er vel en 20 år siden",
    "Om to år runder min mand de 80",
]
#: Who one is tells the sex: not whom one has.
PERSONS: List[Tuple[str, Mapping[str, Any]]] = [
    ("En bedstefar her, bliver 68 på fredag.", {"sex": "male", "age": 67}),
    ("Jeg er morfar, 75 år, og vejer 81.", {"sex": "male", "age": 75, "weight_kg": 81}),
    ("Kone på 58, sygeplejerske på deltid.", {"sex": "female", "age": 58}),
    ("jeg er en gammel tante på 83", {"sex": "female", "age": 83}),
    ("gift, mor til to voksne børn, 66 år", {"sex": "female", "age": 66}),
    ("jeg er farmor til seks og runder de 80 til jul", {"sex": "female", "age": 79}),
]
NOBODYS_SEX: List[str] = ["min datter på 40, mor til to, kører for mig", "Vi bor med farmor. Hun er 90.", "min søster er 70 og farmor til tre"]


@pytest.mark.parametrize(("text", "age"), AGES)
def test_it_is_reckoned(text: str, age: int) -> None:
    assert understood(text, None, {}, False).facts.get("age") == age


@pytest.mark.parametrize("text", NO_AGE)
def test_what_is_no_age_of_today_is_left(text: str) -> None:
    assert "age" not in understood(text, None, {}, False).facts


@pytest.mark.parametrize(("text", "facts"), PERSONS)
def test_who_one_is_tells_the_sex(text: str, facts: Mapping[str, Any]) -> None:
    assert understood(text, None, {}, False).facts == facts


@pytest.mark.parametrize("text", NOBODYS_SEX)
def test_a_relative_tells_no_sex(text: str) -> None:
    assert "sex" not in understood(text, None, {}, False).facts
