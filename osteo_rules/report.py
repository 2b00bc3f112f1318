"""The result as text: the sections that a person reads, in their order, in the voice of the assessment's role."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List

from .assessment import Assessment, Finding
from .content import load, threshold
from .wording import label

URGENT = ("emergency", "same_day")


@dataclass(frozen=True)
class Section:
    """A heading and its lines; `id` is fixed, title and lines are Danish."""

    id: str
    title: str
    lines: List[str]


def report(assessment: Assessment) -> List[Section]:
    """The sections that apply, the most important first."""
    words = load("report")
    urgent = assessment.referral.urgency in URGENT
    order = ("headline", "action", "reasons", "gp", "wait") if urgent else ("headline", "reasons", "action", "gp", "unknowns", "activity", "lifestyle")
    lines = {name: PARTS[name](assessment, words) for name in order}
    titles = words["titles"]
    return [Section(name, titles[name], lines[name]) for name in order if lines[name]]


def findings_of(assessment: Assessment) -> List[Finding]:
    """Every finding once, the urgent first."""
    everything = [
        *assessment.red_flags,
        *assessment.vertebral_fracture.reasons,
        *assessment.osteoporosis.reasons,
        *assessment.referral.findings,
    ]
    return list({finding.id: finding for finding in reversed(everything)}.values())[::-1]


def _voice(assessment: Assessment) -> str:
    return {"physiotherapist": "professional", "reception": "reception"}.get(assessment.role, "patient")


def _headline(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["headline"]
    about = [words["unknowns"]["for_other"]] if assessment.answers.for_other else []
    urgency = assessment.referral.urgency
    voice = "professional" if assessment.role == "physiotherapist" else "patient"
    if urgency in URGENT:
        return [texts[urgency][voice], *about]
    back = assessment.vertebral_fracture.status
    key = assessment.osteoporosis.status
    if back == "suspected":
        key = f"{key}_suspected" if f"{key}_suspected" in texts else "suspected"
    elif back == "recent":
        key = "recent"
    return [texts[key][voice], *about]


def _reasons(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    lines = [finding.explanation for finding in findings_of(assessment)]
    if _is_osteopenia(assessment):
        voice = "professional" if assessment.role == "physiotherapist" else "patient"
        lines.append(words["osteopenia"]["established" if assessment.osteoporosis.status == "established" and voice == "patient" else voice])
    return lines


def _is_osteopenia(assessment: Assessment) -> bool:
    score = assessment.answers.t_score
    if isinstance(score, float):
        return threshold("t_score_osteoporosis") < score < threshold("t_score_osteopenia")
    return assessment.answers.dxa_result == "osteopenia"


def _normal_scan(assessment: Assessment) -> bool:
    score = assessment.answers.t_score
    return assessment.answers.dxa_result == "normal" or (isinstance(score, float) and score >= threshold("t_score_osteopenia"))


def _action(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["action"]
    urgency = assessment.referral.urgency
    lines = [texts[urgency][_voice(assessment)]]
    if urgency in ("same_day", "soon"):
        lines.append(texts["if_worse"][_voice(assessment)])
    if assessment.osteoporosis.status == "established" and urgency not in URGENT:
        lines.append(texts["medicine"][_voice(assessment)])
    if any(finding.id == "suicidal_thoughts" for finding in assessment.red_flags):
        lines.append(texts["suicidal_thoughts"][_voice(assessment)])
    return lines


def _gp(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    if assessment.referral.to != "gp":
        return []
    texts = words["gp"]
    voice = "professional" if assessment.role == "physiotherapist" else "patient"
    findings = {finding.id: finding.label for finding in findings_of(assessment)}
    named = [findings[reason] for reason in assessment.referral.reasons if reason in findings]
    lines = [texts["say"][voice].format(labels=", ".join(name[:1].lower() + name[1:] for name in named))]
    if assessment.vertebral_fracture.status in ("suspected", "recent", "known"):
        lines.append(texts["back"][voice])
    if assessment.osteoporosis.status == "possible":
        lines.append(texts["normal_scan" if _normal_scan(assessment) else "ask_scan"][voice])
    if assessment.osteoporosis.status == "established":
        lines.append(texts["ask_treatment"][voice])
    return lines


def _unknowns(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["unknowns"]
    hints = texts["hints"]
    lines = []
    for field in assessment.unanswered:
        key = "could_change" if field in assessment.could_change else "open"
        hint = hints.get(field, hints["other"])
        lines.append(texts[key].format(label=label(field), hint=hint))
    weighty = [field for field in assessment.not_asked if field in texts["weighty"]]
    if weighty:
        lines.append(texts["not_asked"])
        lines += [texts["not_asked_line"].format(label=label(field).lower()) for field in weighty]
    return lines


def _wait(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    return [advice.text for advice in assessment.exercise.precautions]


def _activity(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["activity"]
    exercise = assessment.exercise
    voice = "professional" if assessment.role == "physiotherapist" else "patient"
    lines = []
    if exercise.category:
        lines.append(texts["category"][exercise.category][voice])
        if exercise.provisional:
            lines.append(texts["provisional"][voice])
        lines += [texts["themes"][theme.id][f"{voice}_{theme.focus}"] for theme in exercise.themes]
    else:
        lines.append(texts["interim"][voice])
    return lines + [advice.text for advice in (*exercise.recommendations, *exercise.precautions)]


def _lifestyle(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    return [advice.text for advice in assessment.lifestyle] if assessment.role != "reception" else []


PARTS = {
    "headline": _headline,
    "reasons": _reasons,
    "action": _action,
    "gp": _gp,
    "unknowns": _unknowns,
    "wait": _wait,
    "activity": _activity,
    "lifestyle": _lifestyle,
}
