"""Training with osteoporosis (sections 2.3, 2.4, 4, 5; Fig. 6-9): risk group, category, themes, dose and limits."""
from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from .advice import advise_all
from .answers import Answers
from .assessment import Advice, Exercise, Theme
from .content import threshold
from .movement import load_is_unsafe, movement, must_wait, told_number
from .person import Person

_MAIN = {theme: Theme(id=theme, focus="main") for theme in ("strong", "stable", "straight")}
_PART = {theme: Theme(id=theme, focus="part") for theme in ("strong", "stable", "straight")}
#: Fig. 9 shows case A (training) and case B (everyday with care); the others are project decision `theme_focus`.
_CASE_B = (_MAIN["straight"], _MAIN["stable"], _PART["strong"])
THEMES: Dict[str, Tuple[Theme, ...]] = {
    "acute": (_MAIN["straight"], _PART["stable"]),
    "function_limited": _CASE_B,
    "everyday_with_care": _CASE_B,
    "training_with_care": (_MAIN["strong"], _MAIN["straight"], _PART["stable"]),
    "everyday": _CASE_B,
    "training": (_MAIN["strong"], _PART["stable"]),
}

#: The guide of section 2.5 for the first 8 weeks, point by point.
ACUTE_GUIDE = (
    "acute_bed_rest",
    "acute_pain_relief",
    "acute_change_position",
    "acute_active_periods",
    "acute_slow_movement",
    "acute_hip_hinge",
    "acute_no_twist",
    "acute_lift_close",
)
ACUTE = ("acute_rehabilitation", *ACUTE_GUIDE, "acute_light_extension", "acute_corset", "training_after_healing")
HIP = ("hip_early_mobilisation", "hip_progressive_training", "hip_supervised")


def exercise(person: Person) -> Exercise:
    """What the person can train, and how carefully; without osteoporosis a cautious interim plan and no category."""
    group = category = None
    if person.exercise_eligible:
        group, category = risk_group(person), category_of(person)
    if must_wait(person):
        recommendations, precautions = [], advise_all(("wait_until_examined",), person.voice)
    elif group and category:
        recommendations = advise_all(_plan(person, group, category), person.voice)
        precautions = advise_all(_plan_precautions(person, group, category), person.voice)
    else:
        recommendations, precautions = _interim(person), advise_all(_interim_precautions(person), person.voice)
    return Exercise.construct(
        risk_group=group,
        category=category,
        provisional=category is not None and _provisional(person, category),
        themes=list(THEMES[category]) if category else [],
        recommendations=recommendations,
        precautions=precautions,
    )


def risk_group(person: Person) -> str:
    """New fracture before high before lowest (4.1-4.3); an unknown T-score alone leaves `lowest`, with the dose of `high`."""
    if "recent" in (person.spine_fracture, person.hip_fracture):
        return "new_fracture"
    if _low_t_score(person) or _major_fracture(person) or person.risk_factor_count >= threshold("many_risk_factors"):
        return "high"
    return "lowest"


def category_of(person: Person) -> str:
    """The six categories of Fig. 7, the first that applies; an unknown activity level counts as everyday."""
    if person.spine_fracture == "recent":
        return "acute"
    level = person.answers.activity_level
    if level == "limited":
        return "function_limited"
    with_care = _low_t_score(person) or _major_fracture(person)
    if level == "training":
        return "training_with_care" if with_care else "training"
    return "everyday_with_care" if with_care else "everyday"


def _low_t_score(person: Person) -> bool:
    """T-score -3.0 or below (the equality is a project decision)."""
    t_score = told_number(person.answers.t_score)
    return t_score is not None and t_score <= threshold("t_score_high_risk")


def _major_fracture(person: Person) -> bool:
    """A fracture of the spine or the hip, new or old."""
    return person.spine_fracture is not None or person.hip_fracture is not None


def _t_score_unknown(person: Person) -> bool:
    return told_number(person.answers.t_score) is None


def _activity_unknown(person: Person) -> bool:
    return person.answers.activity_level not in ("limited", "everyday", "training")


def _t_score_decides(person: Person, category: str) -> bool:
    """The missing T-score could move the person to a category with care."""
    return _t_score_unknown(person) and not _major_fracture(person) and category not in ("acute", "function_limited")


def _provisional(person: Person, category: str) -> bool:
    """Something unknown could change the category; a recent vertebral fracture settles it."""
    if category == "acute":
        return False
    return load_is_unsafe(person) or _activity_unknown(person) or _t_score_decides(person, category)


def _dose(person: Person, group: str) -> str:
    """The dose follows the risk group; while the T-score is unknown, that of `high` (project decision)."""
    return "high" if group == "lowest" and _t_score_unknown(person) else group


def _plan(person: Person, group: str, category: str) -> List[str]:
    """The ids of the recommendations for a person with a category."""
    if category == "acute":
        plan = [*ACUTE, *(HIP[:1] if person.hip_fracture == "recent" else ()), "medicine_first"]
    elif load_is_unsafe(person):
        plan = ["suspected_gentle_activity", *(HIP[:1] if person.hip_fracture == "recent" else ()), "medicine_first"]
    elif group == "new_fracture":
        after_spine = ("back_extensors", "back_endurance") if person.spine_fracture else ()
        plan = [*HIP, "walking", *after_spine, "medicine_first"]
    else:
        plan = _training(person, _dose(person, group), category)
    return plan + _for_physiotherapist(person, category)


def _training(person: Person, dose: str, category: str) -> List[str]:
    """Strength, impact, balance and function at the dose of the risk group (4.1, 4.2)."""
    plan = ["exercise_is_safe"]
    if category == "function_limited":
        plan.append("start_from_own_level")
    plan.append("training_twice_weekly")
    if dose == "lowest":
        plan += ["strength_lowest", "impact_kept" if category == "training" else "impact_gradual"]
    else:
        plan += ["strength_high", "walking", "supervised_training", "back_extensors"]
    plan += ["challenging_balance", "functional_training"]
    if person.spine_fracture:
        plan += ["back_endurance", "combined_training_moderate"]
    return [*plan, "medicine_first"]


def _for_physiotherapist(person: Person, category: str) -> List[str]:
    """Techniques, tests and outcomes (2.3, 2.5): for a professional's eyes only."""
    if person.voice != "professional":
        return []
    about_fracture = ["soft_tissue", "taping", "orthoses"] if person.spine_fracture else ["soft_tissue"]
    tests = [] if category == "acute" or load_is_unsafe(person) else ["functional_tests"]
    return [*tests, "outcomes", *about_fracture, "diagnosis_facts"]


def _plan_precautions(person: Person, group: str, category: str) -> List[str]:
    """What to take care of, the most important first; the back's precautions apply to everybody (section 4)."""
    precautions: List[str] = []
    if category == "acute":
        precautions += ["acute_special_care", "acute_no_load"]
    elif load_is_unsafe(person):
        precautions.append("suspected_no_load")
    if person.hip_fracture == "recent":
        precautions += ["hip_back_precautions"] if category == "acute" else ["hip_back_precautions", "hip_no_impact"]
    elif category != "acute" and _dose(person, group) == "high" and not load_is_unsafe(person):
        precautions.append("no_hops")
    precautions += ["flexion", "lifting"]
    if category != "acute" and not load_is_unsafe(person):
        precautions.append("natural_mobility")
    if _t_score_decides(person, category):
        precautions.append("missing_t_score")
    if category != "acute" and _activity_unknown(person):
        precautions.append("missing_activity_level")
    return precautions + _manual_therapy(person)


def _manual_therapy(person: Person) -> List[str]:
    return ["manual_therapy"] if person.voice == "professional" else []


def _interim(person: Person) -> List[Advice]:
    """The general column of Fig. 5 until osteoporosis is clarified; what training can do, when nothing speaks against load."""
    names = ["walking"]
    if not _unclarified(person):
        names.append(_training_effect(person))
    elif person.voice == "professional":
        names.append("diagnosis_facts")
    return movement(person) + advise_all(names, person.voice)


def _training_effect(person: Person) -> str:
    """The evidence differs between women after menopause and men (2.1)."""
    by_sex: Dict[Optional[str], str] = {"female": "training_effect_women", "male": "training_effect_men"}
    return by_sex.get(person.answers.sex, "training_effect")


def _unclarified(person: Person) -> bool:
    return person.osteoporosis_status == "possible" or load_is_unsafe(person)


def _interim_precautions(person: Person) -> List[str]:
    """Lifting and bending with care, and what to ask the GP, only while osteoporosis or a fracture is unclarified."""
    if not _unclarified(person):
        return []
    precautions = ["interim_no_load"] if load_is_unsafe(person) else []
    precautions += ["flexion", "lifting"]
    if load_is_unsafe(person):
        precautions.append("ask_gp_back")
    if person.osteoporosis_status == "possible":
        precautions.append("ask_gp_rescan" if scanned_normal(person.answers) else "ask_gp_scan")
    return precautions + _manual_therapy(person)


def scanned_normal(answers: Answers) -> bool:
    """A bone scan that was normal: so said, or a T-score of -1.0 or above."""
    t_score = told_number(answers.t_score)
    if t_score is None:
        return answers.dxa_result == "normal"
    return t_score >= threshold("t_score_osteopenia")
