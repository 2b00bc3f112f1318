"""The letter to the GP as data: sections of lines, ready for a template. Pure; the day is handed in."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, List, Mapping, Optional

from .. import parts
from ..assess import in_clinical_words
from ..assessment import Assessment, Finding
from ..clinical import PERSON_FIELDS, Added
from ..content import load
from ..sections import findings_of, lowered
from ..voices import PROFESSIONAL
from ..wording import CLINICAL, label, said

#: A reason that a physiotherapist typed is cut here, so that the letter stays one page; the journal note has all of it.
LONGEST_REASON = 300
PATIENT, RELATIVE = "patient", "relative"


def letter(assessment: Assessment, on: Optional[date] = None, added: Added = Added()) -> Dict[str, Any]:
    """{title, subject, date, fields, sections: [{id, title, note, lines}], foot}: all Danish, in the voice of who hands it over.

    A reception sends nobody a letter: ValueError.
    """
    if assessment.role == "reception":
        raise ValueError("a reception has no letter")
    words = load("letter")
    voice = _voice(assessment)
    clinical = in_clinical_words(assessment)
    lines = {
        "reason": _reason(assessment, voice, words),
        "findings": _findings(assessment, clinical, voice, words, added),
        "unknown": _unknown(assessment, voice, words, added),
        "suggestion": _suggestions(assessment, voice, words),
    }
    notes = {} if voice == PROFESSIONAL or not findings_of(assessment) else {"findings": words["for_doctor"]}
    sections = [
        {"id": name, "title": words["titles"][name][voice], "note": notes.get(name, ""), "lines": found}
        for name, found in lines.items()
        if found
    ]
    return {
        "title": words["title"][voice],
        "subject": words["subject"],
        "date": words["date"].format(date=f"{on.day}.{on.month}.{on.year}") if on else "",
        "fields": words["fields"][voice],
        "sections": sections,
        "foot": [line.format(version=assessment.rules_version, title=load("sources")["guideline"]["title"]) for line in words["foot"]],
    }


def _voice(assessment: Assessment) -> str:
    if assessment.role == CLINICAL:
        return PROFESSIONAL
    return RELATIVE if assessment.answers.for_other else PATIENT


def _reason(assessment: Assessment, voice: str, words: Mapping[str, Any]) -> List[str]:
    urgency = assessment.referral.urgency
    key = parts.headline_key(assessment)
    told = [words["intro"][voice], words["reason"][key][voice]]
    return [" ".join(told if key == "emergency" else [*told, words["urgency"][urgency][voice]]), *_person(assessment, voice, words)]


def _person(assessment: Assessment, voice: str, words: Mapping[str, Any]) -> List[str]:
    told = {name: getattr(assessment.answers, name) for name in PERSON_FIELDS}
    role = CLINICAL if voice == PROFESSIONAL else "patient"
    facts = [said(name, value, role) for name, value in told.items() if value not in (None, "unknown")]
    return [words["person"][voice].format(facts=", ".join(facts))] if facts else []


def _findings(assessment: Assessment, clinical: Assessment, voice: str, words: Mapping[str, Any], added: Added) -> List[str]:
    """Every finding with its value: the label as the person knows it, the clinical words for the doctor."""
    plain = {finding.id: finding.label for finding in findings_of(assessment)}
    if voice == PATIENT:
        plain.update((name, own) for name, own in words["labels"].items() if name in plain)
    dropped = {one.what: one.reason for one in added.overrules}
    lines = [_finding(finding, plain[finding.id], voice, words, dropped) for finding in findings_of(clinical)]
    return lines or [words["no_findings"][voice]]


def _finding(finding: Finding, name: str, voice: str, words: Mapping[str, Any], dropped: Mapping[str, str]) -> str:
    line = words["finding"][voice].format(label=name, clinical=finding.explanation)
    if finding.id in dropped:
        reason = dropped[finding.id]
        reason = reason if len(reason) <= LONGEST_REASON else reason[:LONGEST_REASON] + " ..."
        line = f"{line} {load('clinical')['overruled_finding'].format(finding=finding.label, reason=reason)}"
    return line


def _unknown(assessment: Assessment, voice: str, words: Mapping[str, Any], added: Added) -> List[str]:
    role = CLINICAL if voice == PROFESSIONAL else "patient"
    weighty = load("report")["unknowns"]["weighty"]
    groups = {
        "could_change": assessment.could_change,
        "open": [name for name in assessment.unanswered if name not in assessment.could_change],
        "not_asked": [name for name in assessment.not_asked if name in weighty],
    }
    lines = [words[key][voice].format(fields=_named(names, role)) for key, names in groups.items() if names]
    return [*lines, words["unconfirmed"].format(fields=_named(added.unconfirmed, role))] if added.unconfirmed else lines


def _named(fields: Any, role: str) -> str:
    return ", ".join(lowered(label(name, role)) for name in fields)


def _suggestions(assessment: Assessment, voice: str, words: Mapping[str, Any]) -> List[str]:
    urgency = assessment.referral.urgency
    if urgency == "emergency":
        return [words["urgency"][urgency][voice]]
    first = [words["suggestion"]["same_day"][voice]] if urgency == "same_day" else []
    found = [*first, *(words["suggestion"][topic][voice] for topic in parts.gp_topics(assessment))]
    return found or [words["suggestion"]["none"][voice]]
