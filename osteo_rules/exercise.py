"""Activity and training (sections 2.3-2.5, 4, 5; Fig. 6-9): risk group, category, themes, dose and precautions.

Which advice a group gets stands as lists in ``content/exercise.yml``; here is only which group a person is in.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from .advice import advise
from .assessment import Advice, Exercise, Theme
from .content import load, threshold
from .person import Person

URGENT = ("emergency", "same_day")
CARE = {"training": "training_with_care", "everyday": "everyday_with_care"}


def t_score(person: Person) -> Optional[float]:
    """The T-score where it is a number."""
    value = person.answers.t_score
    return value if isinstance(value, float) else None


def is_low(score: Optional[float]) -> bool:
    """T-score -3.0 or below (the equality is a project decision)."""
    return score is not None and score <= threshold("t_score_high_risk")


def has_many_risk_factors(person: Person) -> bool:
    """Three or more further risk factors (project decision)."""
    return person.risk_factor_count >= threshold("many_risk_factors")


def risk_group(person: Person) -> Optional[str]:
    """new_fracture, high or lowest (4.1-4.3); None for those who get no category."""
    if not person.exercise_eligible:
        return None
    if "recent" in (person.spine_fracture, person.hip_fracture):
        return "new_fracture"
    major_fracture = person.spine_fracture or person.hip_fracture
    if major_fracture or is_low(t_score(person)) or has_many_risk_factors(person):
        return "high"
    return "lowest"


def category(person: Person) -> Optional[str]:
    """The first category of Fig. 7 that applies."""
    if not person.exercise_eligible:
        return None
    if person.spine_fracture == "recent":
        return "acute"
    level = person.answers.activity_level
    if level == "limited":
        return "function_limited"
    habit = "training" if level == "training" else "everyday"
    with_care = person.spine_fracture or person.hip_fracture or is_low(t_score(person))
    return CARE[habit] if with_care else habit


def new_fracture_suspected(person: Person) -> bool:
    """A new vertebral fracture is suspected in somebody who gets a category: neither load nor impact (project decision)."""
    by_percussion = person.vertebral_status == "known" and "percussion_pain" in person.findings
    return person.exercise_eligible and (person.vertebral_status == "suspected" or by_percussion)


def missing_t_score(person: Person) -> bool:
    """The T-score is not known and could change the category."""
    decided = person.spine_fracture or person.hip_fracture or person.answers.activity_level == "limited"
    return person.exercise_eligible and not decided and t_score(person) is None


def is_provisional(person: Person, chosen: Optional[str]) -> bool:
    """The category may change when something that is missing becomes known."""
    if chosen is None:
        return False
    if new_fracture_suspected(person):
        return True
    if chosen == "acute":
        return False
    level_unknown = person.answers.activity_level not in ("limited", "everyday", "training")
    return level_unknown or missing_t_score(person)


class Plan(NamedTuple):
    """Which lists of ``content/exercise.yml`` apply to a person."""

    recommendations: Tuple[str, ...]
    precautions: Tuple[str, ...]


def _dose_group(person: Person, group: Optional[str]) -> str:
    """The row of the dose table: a new fracture has its own, an unknown T-score takes that of high risk."""
    if person.spine_fracture == "recent":
        return "vertebral_new"
    if new_fracture_suspected(person):
        return "suspected"
    if person.hip_fracture == "recent":
        return "hip_new"
    return "high" if group == "high" or t_score(person) is None else "lowest"


def _plan(person: Person, group: Optional[str], chosen: Optional[str]) -> Plan:
    if person.urgency in URGENT:
        return Plan((), ("wait",))
    if chosen is None:
        unclear = person.osteoporosis_status == "possible" or person.vertebral_status == "suspected"
        elderly = person.age is None or person.age >= threshold("elderly")
        interim = ["interim_65" if elderly else "interim"]
        if person.vertebral_status == "no_flag":
            interim.append("interim_bone")
        return Plan(tuple(interim), ("interim_unclear",) if unclear else ())
    dose = _dose_group(person, group)
    recommendations = [dose]
    if dose == "lowest" and chosen == "training":
        recommendations.append("used_to_training")
    if dose == "high" and person.spine_fracture:
        recommendations.append("after_vertebral_fracture")
    if dose == "vertebral_new" and person.hip_fracture == "recent":
        recommendations.append("hip_beside_spine")
    spine_is_clear = dose not in ("vertebral_new", "suspected")
    precautions = [f"{dose}_care", "all_care", *(["healed_care"] if spine_is_clear else [])]
    if missing_t_score(person):
        precautions.append("t_score_missing")
    if person.answers.role == "physiotherapist":
        precautions += ["physiotherapist", *(["physiotherapist_tests"] if spine_is_clear else [])]
    return Plan(tuple(recommendations), tuple(precautions))


def plan_of(person: Person, chosen: Optional[str] = None) -> Plan:
    """Which lists apply to this person; `chosen` is a category that a person has chosen instead."""
    return _plan(person, risk_group(person), chosen or category(person))


def exercise(person: Person) -> Exercise:
    """The activity part of the assessment."""
    group, chosen = risk_group(person), category(person)
    plan = _plan(person, group, chosen)
    return Exercise.construct(
        risk_group=group,
        category=chosen,
        provisional=is_provisional(person, chosen),
        themes=themes_of(chosen) if chosen else [],
        recommendations=_advice(plan.recommendations, person.voice),
        precautions=_advice(plan.precautions, person.voice),
    )


@lru_cache(maxsize=None)
def _theme_table() -> Dict[str, Tuple[Theme, ...]]:
    table: Dict[str, Any] = load("exercise")["themes"]
    return {name: tuple(Theme(id=theme, focus=focus) for theme, focus in themes.items()) for name, themes in table.items()}


def themes_of(chosen: str) -> List[Theme]:
    """Main and part themes of a category (Fig. 8, 9)."""
    return list(_theme_table()[chosen])


def _advice(lists: Tuple[str, ...], voice: str) -> List[Advice]:
    table = load("exercise")["lists"]
    return [advise(advice_id, voice) for name in lists for advice_id in table[name]]
