"""Referral and urgency: the highest level wins, and every reason stays listed (urgency is the project's decision)."""
from __future__ import annotations

from typing import List, Tuple

from .answers import UNKNOWN
from .person import Hit, Person

URGENCIES = ("none", "routine", "soon", "same_day", "emergency")
RECEIVER = {"none": "none", "routine": "gp", "soon": "gp", "same_day": "gp", "emergency": "emergency_services"}


def soon_hits(person: Person) -> List[Hit]:
    """Reasons to see the GP within two weeks."""
    hits: List[Hit] = []
    if person.vertebral_status == "suspected":
        hits += [hit for hit in person.vertebral if hit.id != "sudden_back_pain" or _waits(person)]
    if person.vertebral_status == "known":
        hits += [hit for hit in person.vertebral if hit.id == "percussion_pain"]
    if person.vertebral_status == "recent" and person.answers.followed_by_doctor is not True:
        hits += [hit for hit in person.vertebral if hit.id == "recent_vertebral_fracture"]
    if person.answers.back_pain == "lasting" and person.known_cancer:
        hits.append(Hit("lasting_back_pain_with_cancer", "lasting"))
    return hits


def _waits(person: Person) -> bool:
    """Sudden pain is listed among the same-day reasons already whenever it is a red flag."""
    return not any(hit.id == "sudden_back_pain" for hit in person.red_flags)


def routine_hits(person: Person, established: List[Hit], risk_factors: List[Hit]) -> List[Hit]:
    """Reasons for an ordinary appointment: possible osteoporosis, or an established one that no doctor follows."""
    if person.osteoporosis_status == "possible":
        return risk_factors
    if person.osteoporosis_status == "established" and person.answers.followed_by_doctor is not True:
        told = person.answers.followed_by_doctor
        return [Hit("not_followed", UNKNOWN if told is None else told), *established]
    return []


def decide(emergency: List[Hit], same_day: List[Hit], soon: List[Hit], routine: List[Hit]) -> Tuple[str, List[str]]:
    """(urgency, all reasons with the most urgent first)."""
    hits = [*emergency, *same_day, *soon, *routine]
    urgency = "emergency" if emergency else "same_day" if same_day else "soon" if soon else "routine" if routine else "none"
    return urgency, list(dict.fromkeys([hit.id for hit in hits]))
