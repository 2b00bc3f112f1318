"""One person as the rules see him or her: the answers, and what follows from them by arithmetic and definition alone."""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Dict, List, NamedTuple, Optional

from .answers import UNKNOWN, Answers, Fracture
from .content import threshold
from .voices import voice_of

MAJOR_SITES = ("spine", "hip")


class Hit(NamedTuple):
    """A rule that fired: `value` is what fired it, `variant` picks another wording of the explanation."""

    id: str
    value: Any
    measured_by: Optional[str] = None
    borderline: bool = False
    variant: Optional[str] = None


def _number(value: Any) -> Optional[float]:
    """The number, or None for a word, "unknown" and not asked."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def cleaned(value: float) -> float:
    """`value` without the floating-point error of its computation: 171.1 - 167.1 is 4.0, 48.64 / 1.6**2 is 19.0."""
    return round(value, 9)


def difference(larger: Any, smaller: Any) -> Optional[float]:
    """larger - smaller without floating-point error; None when either is not a number."""
    high, low = _number(larger), _number(smaller)
    return None if high is None or low is None else cleaned(high - low)


def age_at(fracture: Fracture, age: Optional[int]) -> Any:
    """Age at the fracture in years (rounded up), "under_40" or "over_40", or None when nothing tells it."""
    if fracture.age_at is not None and fracture.age_at != UNKNOWN:
        return fracture.age_at
    months = threshold("recent_fracture") if fracture.months_ago == "under_6" else _number(fracture.months_ago)
    if age is None or months is None:
        return None
    return math.ceil(cleaned((12 * age - months) / 12))


def is_recent(fracture: Fracture) -> bool:
    """Within six months, 6.0 included."""
    months = fracture.months_ago
    return months == "under_6" or (isinstance(months, float) and months <= threshold("recent_fracture"))


@dataclass
class Person:
    """`findings` holds the hits by id in the order of the rules; the rest is derived from the answers once."""

    answers: Answers
    age: Optional[int]
    fractures: List[Fracture]
    conditions: List[str]
    bmi: Optional[float]
    has_low_bmi: bool
    height_loss: Optional[float]
    arm_span_difference: Optional[float]
    known_cancer: bool
    spine_fracture: Optional[str]
    hip_fracture: Optional[str]
    findings: Dict[str, Hit] = field(default_factory=dict)
    osteoporosis: List[Hit] = field(default_factory=list)
    vertebral: List[Hit] = field(default_factory=list)
    red_flags: List[Hit] = field(default_factory=list)
    referral_hits: List[Hit] = field(default_factory=list)
    referral_reasons: List[str] = field(default_factory=list)
    osteoporosis_status: str = "no_flag"
    vertebral_status: str = "no_flag"
    urgency: str = "none"
    risk_factor_count: int = 0
    exercise_eligible: bool = False

    @property
    def voice(self) -> str:
        """In whose words this person's assessment speaks (voices.py)."""
        return voice_of(self.answers)

    @property
    def sudden_pain_age(self) -> bool:
        """At 50 or over; an unknown age counts as 50 or over (project decision)."""
        return self.age is None or self.age >= threshold("adult_screening_age")


def _when(fractures: List[Fracture], site: str) -> Optional[str]:
    """"recent", "old" (time unknown included) or None for no fracture of this site."""
    when = None
    for fracture in fractures:
        if fracture.site == site:
            if is_recent(fracture):
                return "recent"
            when = "old"
    return when


def person_from(answers: Answers) -> Person:
    """The derived facts of `answers`; the findings are filled in by `assess.examine`."""
    fractures = answers.fractures if isinstance(answers.fractures, list) else []
    conditions = answers.conditions if isinstance(answers.conditions, list) else []
    height, weight = _number(answers.height_cm), _number(answers.weight_kg)
    bmi = None if not height or not weight else weight / (height / 100) ** 2
    has_low_bmi = bmi is not None and cleaned(bmi) < threshold("low_bmi")
    return Person(
        answers=answers,
        age=answers.age if isinstance(answers.age, int) else None,
        fractures=fractures,
        conditions=conditions,
        bmi=bmi,
        has_low_bmi=has_low_bmi,
        height_loss=difference(answers.youth_height_cm, answers.height_cm),
        arm_span_difference=difference(answers.arm_span_cm, answers.height_cm),
        known_cancer=answers.cancer is True or answers.aromatase_inhibitor is True or "myeloma" in conditions,
        spine_fracture=_when(fractures, "spine"),
        hip_fracture=_when(fractures, "hip"),
    )
