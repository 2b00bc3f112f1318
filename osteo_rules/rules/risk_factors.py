"""Risk factors for fracture (Fig. 3): one small function each, giving a hit or None."""
from __future__ import annotations

import math
from typing import Callable, List, Optional, Tuple

from ..answers import CONDITIONS, Fracture
from ..content import threshold
from ..person import MAJOR_SITES, Hit, Person, age_at

Rule = Callable[[Person], Optional[Hit]]


def family_history(person: Person) -> Optional[Hit]:
    """Osteoporosis in the direct line, or a parent's hip fracture."""
    return Hit("family_history", True) if person.answers.family_history is True else None


def age_over_80(person: Person) -> Optional[Hit]:
    """Older than 80 years; exactly 80 is not."""
    return Hit("age_over_80", person.age) if person.age is not None and person.age > threshold("age_over_80") else None


def low_bmi_woman(person: Person) -> Optional[Hit]:
    """A woman with a body mass index below 19.0."""
    if person.answers.sex != "female" or not person.has_low_bmi:
        return None
    measurers = {person.answers.measurer("height_cm"), person.answers.measurer("weight_kg")}
    return Hit("low_bmi_woman", _shown_bmi(person.bmi or 0.0), "self" if "self" in measurers else "professional")


def _shown_bmi(bmi: float) -> float:
    """One decimal; two, rounded down, where one would show the limit itself (18.98 is not 19.0)."""
    rounded = round(bmi, 1)
    return rounded if rounded < threshold("low_bmi") else math.floor(bmi * 100) / 100


def counts_as_prior(fracture: Fracture, age: Optional[int]) -> bool:
    """A low-energy fracture at 40 or later; a spine or hip fracture also when its mechanism is not known."""
    if fracture.site == "minor":
        return False
    unknown_mechanism = fracture.low_energy is not True and fracture.low_energy is not False
    if not (fracture.low_energy is True or (unknown_mechanism and fracture.site in MAJOR_SITES)):
        return False
    at = age_at(fracture, age)
    return at is None or at == "over_40" or (isinstance(at, int) and at >= threshold("fracture_age"))


def prior_low_energy_fracture(person: Person) -> Optional[Hit]:
    """An earlier low-energy fracture, ordinary load or a fall from own height, at 40 or later."""
    if not person.fractures:
        return None
    counting = [fracture for fracture in person.fractures if counts_as_prior(fracture, person.age)]
    if not counting:
        return None
    sites = list(dict.fromkeys(fracture.site for fracture in counting))
    return Hit("prior_low_energy_fracture", ",".join(sites), variant=_what_is_assumed(counting, person.age))


def _what_is_assumed(counting: List[Fracture], age: Optional[int]) -> Optional[str]:
    """Nothing where one fracture is certain in mechanism and age; else what has been taken for granted."""
    low_energy = [fracture for fracture in counting if fracture.low_energy is True]
    if not low_energy:
        return "unknown_mechanism"
    return None if any(age_at(fracture, age) is not None for fracture in low_energy) else "unknown_age"


def osteogenesis_imperfecta(person: Person) -> Optional[Hit]:
    """Osteogenesis imperfecta."""
    return Hit("osteogenesis_imperfecta", True) if person.answers.osteogenesis_imperfecta is True else None


def early_menopause(person: Person) -> Optional[Hit]:
    """Menopause before 45, also by removal of both ovaries; exactly 45 is not.

    It counts for anyone who gives such an age but a man, also where sex is "other" or not told.
    """
    value = person.answers.menopause_age
    if value is None or person.answers.sex == "male":
        return None
    early = value == "before_45" or (isinstance(value, int) and value < threshold("early_menopause"))
    return Hit("early_menopause", value, variant=None if person.answers.sex == "female" else "not_female") if early else None


def systemic_glucocorticoids(person: Person) -> Optional[Hit]:
    """Tablets or injections of glucocorticoids now, or earlier for three months or more."""
    return Hit("systemic_glucocorticoids", True) if person.answers.glucocorticoids is True else None


def smoking(person: Person) -> Optional[Hit]:
    """Smokes now; an ex-smoker does not count."""
    return Hit("smoking", True) if person.answers.smoking is True else None


def high_alcohol(person: Person) -> Optional[Hit]:
    """More than 3 units a day on average: more than 21 a week."""
    units = person.answers.alcohol_units_per_week
    return Hit("high_alcohol", units) if isinstance(units, float) and units > threshold("high_alcohol") else None


def fall_tendency(person: Person) -> Optional[Hit]:
    """From 65 years: two or more falls in the last 12 months, or unsteady."""
    falls = person.answers.falls_last_year
    if person.age is None or person.age < threshold("fall_tendency_age"):
        return None
    if isinstance(falls, int) and falls >= threshold("falls_last_year"):
        return Hit("fall_tendency", falls)
    return Hit("fall_tendency", True, variant="unsteady") if person.answers.unsteady is True else None


def aromatase_inhibitor(person: Person) -> Optional[Hit]:
    """Treatment with an aromatase inhibitor now or earlier."""
    return Hit("aromatase_inhibitor", True) if person.answers.aromatase_inhibitor is True else None


def diseases(person: Person) -> List[Hit]:
    """Each disease associated with osteoporosis that the person has, or has had."""
    return [Hit(condition, True) for condition in CONDITIONS if condition in person.conditions] if person.conditions else []


RISK_FACTORS: Tuple[Rule, ...] = (
    family_history,
    age_over_80,
    low_bmi_woman,
    prior_low_energy_fracture,
    osteogenesis_imperfecta,
    early_menopause,
    systemic_glucocorticoids,
    smoking,
    high_alcohol,
    fall_tendency,
    aromatase_inhibitor,
)
#: Those that ask for a scan also below 50 (1.1 sets no age limit; project decision).
AT_ANY_AGE = frozenset(
    {
        "prior_low_energy_fracture",
        "early_menopause",
        "systemic_glucocorticoids",
        "aromatase_inhibitor",
        "osteogenesis_imperfecta",
        *CONDITIONS,
    }
)
