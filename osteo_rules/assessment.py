"""What the rules say about one person: the output, in exactly the shape of the project's contract."""
from __future__ import annotations

from typing import Any, List, Literal, Optional

from pydantic import BaseModel, Extra

from .answers import Answers


class _Part(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Source(_Part):
    """Where a statement comes from: a section or figure of the guideline, or a decision of this project."""

    kind: Literal["guideline", "project"]
    section: Optional[str] = None
    figure: Optional[str] = None


class Finding(_Part):
    """One reason: `value` is the number or word that fired it, `decision` the project decision it rests on."""

    id: str
    label: str
    explanation: str
    value: Any
    measured_by: Optional[Literal["self", "professional"]] = None
    borderline: bool = False
    decision: Optional[str] = None
    source: Source


class Advice(_Part):
    """One piece of advice in the voice of the role."""

    id: str
    text: str
    source: Source


class Osteoporosis(_Part):
    status: Literal["no_flag", "possible", "established"]
    reasons: List[Finding]


class VertebralFracture(_Part):
    status: Literal["no_flag", "suspected", "known", "recent"]
    reasons: List[Finding]


class Referral(_Part):
    """How soon and to whom; `findings` holds those reasons that stand in no other list."""

    urgency: Literal["none", "routine", "soon", "same_day", "emergency"]
    to: Literal["none", "gp", "emergency_services"]
    reasons: List[str]
    findings: List[Finding]


class Theme(_Part):
    id: Literal["strong", "stable", "straight"]
    focus: Literal["main", "part"]


class Exercise(_Part):
    risk_group: Optional[Literal["lowest", "high", "new_fracture"]]
    category: Optional[
        Literal[
            "acute",
            "function_limited",
            "everyday_with_care",
            "training_with_care",
            "everyday",
            "training",
        ]
    ]
    provisional: bool
    themes: List[Theme]
    recommendations: List[Advice]
    precautions: List[Advice]


class Assessment(_Part):
    rules_version: str
    role: Literal["patient", "physiotherapist", "reception"]
    answers: Answers
    osteoporosis: Osteoporosis
    vertebral_fracture: VertebralFracture
    red_flags: List[Finding]
    referral: Referral
    exercise: Exercise
    lifestyle: List[Advice]
    unanswered: List[str]
    could_change: List[str]
    not_asked: List[str]
