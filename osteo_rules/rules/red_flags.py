"""What cannot wait: emergency and same-day findings (urgency is this project's decision)."""
from __future__ import annotations

from typing import Callable, List, Tuple

from ..answers import ACUTE_SIGNS
from ..person import Hit, Person
from . import vertebral


def neuro_symptoms(person: Person) -> List[Hit]:
    """New weakness in the legs, numbness around the groin, or lost control of bladder or bowel."""
    return [Hit("neuro_symptoms", True)] if person.answers.neuro_symptoms is True else []


def cannot_bear_weight(person: Person) -> List[Hit]:
    """Cannot bear weight on a leg after a fall: the hip may be broken."""
    return [Hit("cannot_bear_weight", True)] if person.answers.cannot_bear_weight is True else []


def acute_signs(person: Person) -> List[Hit]:
    """Chest pain or breathlessness that is new, or thoughts of suicide."""
    told = person.answers.acute_signs or []
    return [Hit(sign, True) for sign in ACUTE_SIGNS if sign in told]


def sudden_back_pain(person: Person) -> List[Hit]:
    """Sudden back pain that may be a vertebral fracture, or in a person with known cancer."""
    suspected = vertebral.sudden_back_pain(person)
    if suspected:
        return [suspected]
    by_cancer = person.answers.back_pain == "sudden" and person.known_cancer
    return [Hit("sudden_back_pain", "sudden", variant="cancer")] if by_cancer else []


def back_pain_fever(person: Person) -> List[Hit]:
    """Any back pain with fever."""
    fires = person.answers.back_pain_fever is True and person.answers.back_pain != "none"
    return [Hit("back_pain_fever", True)] if fires else []


EMERGENCY: Tuple[Callable[[Person], List[Hit]], ...] = (neuro_symptoms, cannot_bear_weight, acute_signs)
SAME_DAY: Tuple[Callable[[Person], List[Hit]], ...] = (sudden_back_pain, back_pain_fever)
