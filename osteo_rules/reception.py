"""The receptionist's view of an assessment: an instruction, three lines for the booking, what to say, and what was not asked.

Sentences stand in ``content/reception.yml``. `clinic` is "gp" where a doctor is in the house, else "physiotherapy".
"""
from __future__ import annotations

from typing import Any, List, Mapping

from .assessment import Assessment
from .content import load
from .examine import examine
from .questions import not_asked
from .sections import Section, findings_of, lowered
from .wording import label, said

CLINICS = ("gp", "physiotherapy")


def sections(assessment: Assessment, clinic: str = "physiotherapy") -> List[Section]:
    """The four sections. Raises KeyError for a clinic that is none of CLINICS."""
    words = load("reception")
    lines = {
        "instruction": _instruction(assessment, words, clinic),
        "booking": _booking(assessment, words),
        "say": [_of_clinic(words["say"][assessment.referral.urgency], clinic)],
        "not_asked": _not_asked(assessment, words),
    }
    return [Section(name, words["titles"][name], lines[name]) for name in lines if lines[name]]


def _of_clinic(text: Any, clinic: str) -> str:
    return text if isinstance(text, str) else text[clinic]


def _instruction(assessment: Assessment, words: Mapping[str, Any], clinic: str) -> List[str]:
    urgency = assessment.referral.urgency
    lines = [words["instruction"][clinic][urgency]]
    if any(finding.id == "suicidal_thoughts" for finding in assessment.red_flags):
        lines.append(words["suicidal"])
    if urgency in ("same_day", "soon"):
        lines.append(words["if_worse"])
    return lines


def _booking(assessment: Assessment, words: Mapping[str, Any]) -> List[str]:
    reasons = words["reasons"]
    ids = [*assessment.referral.reasons] or [finding.id for finding in findings_of(assessment)]
    named = list(dict.fromkeys(reasons.get(name, reasons["other"]) for name in ids))
    told = [said(name, value) for name, value in assessment.answers if _is_told(name, value)]
    booking = words["booking"]
    return [
        booking["how_soon"].format(text=words["urgency"][assessment.referral.urgency]),
        booking["reason"].format(text=", ".join(named) or booking["no_reason"]),
        booking["told"].format(text=", ".join(told) or booking["nothing_told"]),
    ]


def _is_told(name: str, value: Any) -> bool:
    return value is not None and (value != [] or name == "fractures") and name not in ("role", "measured_by", "for_other")


def _not_asked(assessment: Assessment, words: Mapping[str, Any]) -> List[str]:
    """What a patient would have been asked and this visitor was not, and what was left open."""
    patient = assessment.answers.copy(update={"role": "patient"})
    weighty = load("report")["unknowns"]["weighty"]
    fields = [name for name in not_asked(patient, examine(patient)) if name in weighty] + list(assessment.unanswered)
    return [words["not_asked_intro"].format(text=", ".join(lowered(label(name)) for name in dict.fromkeys(fields)))] if fields else []
