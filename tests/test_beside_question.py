"""What answers what is open is taken, though a question stands beside it; a question alone, and a "nej" right before one, answer nothing."""
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
    ("family_history", "Ja, min mor brækkede hoften som 80-årig. Får jeg det så også?", True),
    ("osteogenesis_imperfecta", "Nej. Er det dem med det blå i øjnene?", False),
    ("vitamin_d_supplement", "Ja 35 mikrogram, er det for meget?", True),
    ("dxa_result", "at den var normal. Skal man så alligevel scannes igen?", "normal"),
    ("conditions", "Cøliaki siden 2009, er det, fordi man ikke optager kalken?", ["malabsorption"]),
    ("alcohol_units_per_week", "Hvad tæller en snaps for? Jeg får to almindelige øl om ugen og ikke andet", 2),
]
NOT_ANSWERED = [
    ("weight_kg", "hvad er normalt, 72?"),
    ("age", "er 60 ikke alt for tidligt til det her?"),
    ("smoking", "nej, hvad er det for noget?"),
    ("age", "10 %, er det ikke sådan?"),
    ("age", "når vi kommer til sommer, har jeg de 70, er det ikke for tidligt?"),
    ("conditions", "Bechterew, hvad er det for noget?"),
    ("smoking", "Jeg blev scannet i 2019, er det på tide igen?"),
    ("alcohol_units_per_week", "Scanningen viste -3,0. Kan jeg komme op på et normalt tal igen?"),
    ("activity_level", "Min mor går kun ture og laver ikke andet. Skal hun også træne noget?"),
]


@pytest.mark.parametrize(("question", "text", "value"), ANSWERED)
def test_what_stands_beside_a_question_answers(question: str, text: str, value: object) -> None:
    reading = understood(text, question, {}, False)
    told = {**reading.facts, **({} if reading.answer is None else {question: reading.answer})}
    assert told.get(question) == value and reading.ask_back is None
    assert isinstance(value, (bool, str, list)) or [field for field, other in told.items() if other == value] == [question], "a number said once fills one question"


@pytest.mark.parametrize(("question", "text"), NOT_ANSWERED)
def test_what_a_question_is_about_does_not(question: str, text: str) -> None:
    answer: Optional[object] = understood(text, question, {}, False).answer
    assert answer is None
