"""A number that answers what is open is taken, though a question follows it; a question alone, and a "nej" before one, answer nothing."""
from __future__ import annotations

from typing import Optional

import pytest

from tests.evaluate import understood

ANSWERED = [
    ("age", "47, er det ikke alt for tidligt til det her?", 47),
    ("age", "67. Hvorfor spørger du om det?", 67),
    ("weight_kg", "61 kg, skal jeg være urolig over det?", 61),
    ("weight_kg", "61, jeg har tabt to kilo siden sommer, skal jeg være urolig over det?", 61),
    ("t_score", "-1,9 i hoften og det er da dårligt, når man er så ung, ikke?", -1.9),
    ("falls_last_year", "6, er det mange?", 6),
    ("rib_pelvis_fingers", "2 fingre, og hvad betyder så det?", 2),
]
NOT_ANSWERED = [
    ("weight_kg", "hvad er normalt, 72?"),
    ("age", "er 60 ikke alt for tidligt til det her?"),
    ("smoking", "nej, hvad er det for noget?"),
    ("age", "10 %, er det ikke sådan?"),
]


@pytest.mark.parametrize(("question", "text", "value"), ANSWERED)
def test_a_number_before_a_question_answers(question: str, text: str, value: float) -> None:
    reading = understood(text, question, {}, False)
    assert reading.answer == value and reading.ask_back is None
    assert [field for field, told in reading.facts.items() if told == value] == [question], "a number said once fills one question"


@pytest.mark.parametrize(("question", "text"), NOT_ANSWERED)
def test_other_numbers_do_not(question: str, text: str) -> None:
    answer: Optional[object] = understood(text, question, {}, False).answer
    assert answer is None
