"""The parts of a result, each as its lines, in the voice of the assessment's role; `words` are those of ``voices.report_words``."""
from __future__ import annotations

from typing import Any, Dict, List

from .assessment import Assessment
from .content import threshold
from .exercise import URGENT
from .sections import findings_of, lowered
from .voices import base, voice_of
from .wording import label


def _voice(assessment: Assessment) -> str:
    return base(voice_of(assessment.answers))


def headline_key(assessment: Assessment) -> str:
    """Which headline says the most urgent of what was found."""
    if assessment.referral.urgency in URGENT:
        return assessment.referral.urgency
    back, bones = assessment.vertebral_fracture.status, assessment.osteoporosis.status
    if back == "suspected":
        return "suspected" if bones == "no_flag" else f"{bones}_suspected"
    return "recent" if back == "recent" else bones


def headline(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    about = [words["unknowns"]["for_other"]] if assessment.answers.for_other else []
    return [words["headline"][headline_key(assessment)][_voice(assessment)], *about]


def reasons(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    lines = [finding.explanation for finding in findings_of(assessment)]
    if _is_osteopenia(assessment):
        voice = _voice(assessment)
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


def action(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
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


def gp_topics(assessment: Assessment) -> List[str]:
    """What to talk with the GP about: "back", "ask_scan" or "normal_scan", "ask_treatment"; nothing where the GP is not advised."""
    if assessment.referral.to != "gp":
        return []
    topics = ["back"] if assessment.vertebral_fracture.status in ("suspected", "recent", "known") else []
    if assessment.osteoporosis.status == "possible":
        topics.append("normal_scan" if _normal_scan(assessment) else "ask_scan")
    if assessment.osteoporosis.status == "established":
        topics.append("ask_treatment")
    return topics


def gp(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    if assessment.referral.to != "gp":
        return []
    texts = words["gp"]
    voice = _voice(assessment)
    findings = {finding.id: finding.label for finding in findings_of(assessment)}
    named = [findings[reason] for reason in assessment.referral.reasons if reason in findings]
    said = texts["say"][voice].format(labels=", ".join(lowered(name) for name in named))
    return [said, *(texts[topic][voice] for topic in gp_topics(assessment))]


def unknowns(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["unknowns"]
    hints = texts["hints"]
    lines = []
    for field in assessment.unanswered:
        key = "could_change" if field in assessment.could_change else "open"
        hint = hints.get(field, hints["other"])
        lines.append(texts[key].format(label=label(field, assessment.role), hint=hint))
    weighty = [field for field in assessment.not_asked if field in texts["weighty"]]
    if weighty:
        lines.append(texts["not_asked"])
        lines += [texts["not_asked_line"].format(label=label(field, assessment.role).lower()) for field in weighty]
    return lines


def wait(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    return [advice.text for advice in assessment.exercise.precautions]


def activity(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    texts = words["activity"]
    exercise = assessment.exercise
    voice = _voice(assessment)
    lines = []
    if exercise.category:
        lines.append(texts["category"][exercise.category][voice])
        if exercise.provisional:
            lines.append(texts["provisional"][voice])
        lines += [texts["themes"][theme.id][f"{voice}_{theme.focus}"] for theme in exercise.themes]
    else:
        lines.append(texts["interim"][voice])
    return lines + [advice.text for advice in (*exercise.recommendations, *exercise.precautions)]


def lifestyle(assessment: Assessment, words: Dict[str, Any]) -> List[str]:
    return [advice.text for advice in assessment.lifestyle]
