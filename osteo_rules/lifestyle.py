"""Bone-healthy lifestyle (Fig. 5, 1.3), cut to the person: what he or she does already is left out or praised once."""
from __future__ import annotations

from typing import Any, List, Optional, Tuple

from .advice import advise
from .answers import UNKNOWN
from .assessment import Advice
from .content import threshold
from .person import Person

#: (advice id, values for its placeholders)
Item = Tuple[str, dict]
ASK_FIRST = ("chronic_kidney_disease", "primary_hyperparathyroidism")


def _number(value: Any) -> Optional[float]:
    return value if isinstance(value, float) else None


def _established(person: Person) -> bool:
    return person.osteoporosis_status == "established"


def _from(person: Person, limit: str) -> bool:
    return person.age is not None and person.age >= threshold(limit)


def _diet(person: Person) -> List[Item]:
    if _established(person):
        return [("bone_diet", {})]
    return [("varied_diet_65" if _from(person, "elderly") else "varied_diet", {})]


def _calcium(person: Person) -> List[Item]:
    answers = person.answers
    if _ask_first(person):
        return []
    if _established(person):
        return [("calcium_taken" if answers.calcium_supplement is True else "calcium_osteoporosis", {})]
    if answers.dairy_daily is True:
        return [("calcium_fine", {})]
    if answers.dairy_daily is False:
        return [] if answers.calcium_supplement is True else [("calcium_no_dairy", {})]
    return [("calcium_general", {})]


def _vitamin_d(person: Person) -> List[Item]:
    if _ask_first(person):
        return []
    if person.age is None and not _established(person) and person.answers.vitamin_d_supplement is not True:
        return [("vitamin_d_age_unknown", {})]
    all_year = _established(person) or _from(person, "vitamin_d_all_year")
    if person.answers.vitamin_d_supplement is True:
        return [("vitamin_d_taken", {"amount": "20" if all_year else "10"})]
    if _established(person):
        return [("vitamin_d_osteoporosis", {})]
    return [("vitamin_d_70" if all_year else "vitamin_d_winter", {})]


def _protein(person: Person) -> List[Item]:
    weight = _number(person.answers.weight_kg)
    items: List[Item] = []
    if _ask_first(person):
        return items
    if _from(person, "elderly"):
        grams = round(weight * threshold("protein_per_kg")) if weight else None
        items.append(("protein_grams", {"grams": grams}) if grams else ("protein_65", {}))
    if person.answers.small_eater is True:
        items.append(("protein_supplement", {}))
    elif _established(person) and person.answers.small_eater is not False:
        items.append(("protein_osteoporosis", {}))
    return items


def _ask_first(person: Person) -> List[Item]:
    unsure = person.answers.conditions_unknown or []
    return [("ask_doctor_first", {})] if any(one in person.conditions or one in unsure for one in ASK_FIRST) else []


def _smoking(person: Person) -> List[Item]:
    if person.answers.smoking is None or person.answers.smoking == UNKNOWN:
        return [("smoking_general", {})]
    if person.answers.smoking is False:
        return []
    return [("stop_smoking_osteoporosis" if _established(person) else "stop_smoking", {})]


def _alcohol(person: Person) -> List[Item]:
    units = _number(person.answers.alcohol_units_per_week)
    if units is None:
        return [("alcohol_general", {})]
    if units <= threshold("alcohol_advice"):
        return []
    if _established(person):
        return [("less_alcohol_osteoporosis", {})]
    return [("less_alcohol_high" if units > threshold("high_alcohol") else "less_alcohol", {})]


def _movement(person: Person) -> List[Item]:
    answers = person.answers
    minutes = _number(answers.active_minutes_per_day)
    items: List[Item] = []
    if _must_wait(person):
        return items
    if minutes is not None:
        items.append(("move_fine" if minutes >= threshold("active_minutes") else "move_more", {}))
    elif _established(person):
        items.append(("inactivity", {}))
    strength = _number(answers.strength_sessions_per_week)
    if strength is not None and strength < threshold("strength_sessions"):
        items.append(("strength_more", {}))
    balance = _number(answers.balance_sessions_per_week)
    if balance is not None and balance < threshold("balance_sessions") and _from(person, "elderly"):
        items.append(("balance_more", {}))
    return items


def _must_wait(person: Person) -> bool:
    """Nobody who is sent for help today, or whose spine is healing, is told to move more."""
    return person.urgency in ("emergency", "same_day") or person.spine_fracture == "recent"


def _weight(person: Person) -> List[Item]:
    return [("gain_weight", {})] if person.has_low_bmi and "low_bmi_woman" not in person.findings else []


def _falls(person: Person) -> List[Item]:
    falls = person.answers.falls_last_year
    unsteady = person.answers.unsteady is True or (isinstance(falls, int) and falls >= threshold("falls_last_year"))
    return [("falls_advice", {})] if unsteady and "fall_tendency" not in person.findings else []


TOPICS = (_ask_first, _diet, _calcium, _vitamin_d, _protein, _smoking, _alcohol, _movement, _weight, _falls)


def lifestyle(person: Person) -> List[Advice]:
    """The lifestyle part of the assessment: a few lines, never the whole of Fig. 5."""
    return [advise(advice_id, person.voice, **values) for topic in TOPICS for advice_id, values in topic(person)]


