"""Answers to questions that rest on the person's own answers (``content/personal.yml``), where these settle them."""
from __future__ import annotations

from typing import Any, Dict, Optional

from .assessment import Assessment
from .content import load, threshold
from .exercise import URGENT


def personal_answer(topic: str, assessment: Assessment, voice: str) -> Optional[str]:
    """The answer for this person to `topic` (an id of faq.yml), and what it rests on; None where the general one is right.

    `voice` is "patient" or "professional".
    """
    known = _known(assessment)
    for variant in load("personal").get(topic, ()):
        if all(known.get(name) in (wanted if isinstance(wanted, list) else [wanted]) for name, wanted in variant["when"].items()):
            return f"{variant[voice]} {load('personal')['because'][variant['because']][voice]}"
    return None


def _known(assessment: Assessment) -> Dict[str, Any]:
    """What the variants compare; an age that is not told leaves its lines out."""
    age = assessment.answers.age
    told = isinstance(age, int)
    return {
        "urgent": assessment.referral.urgency in URGENT,
        "category": assessment.exercise.category,
        "risk_group": assessment.exercise.risk_group,
        "osteoporosis": assessment.osteoporosis.status,
        "vertebral": assessment.vertebral_fracture.status,
        "elderly": age >= threshold("elderly") if told else None,
        "seventy": age >= threshold("vitamin_d_all_year") if told else None,
    }
