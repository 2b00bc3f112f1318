"""The result as text: the sections that a person reads, in their order, in the voice of the assessment's role."""
from __future__ import annotations

from typing import List

from . import clinical, parts, reception
from .assessment import Assessment
from .exercise import URGENT
from .sections import Section, findings_of
from .voices import report_words, voice_of

__all__ = ["Section", "findings_of", "report"]


PARTS = {
    "headline": parts.headline,
    "reasons": parts.reasons,
    "action": parts.action,
    "gp": parts.gp,
    "unknowns": parts.unknowns,
    "wait": parts.wait,
    "activity": parts.activity,
    "lifestyle": parts.lifestyle,
}


def report(assessment: Assessment, added: clinical.Added = clinical.Added(), clinic: str = "physiotherapy") -> List[Section]:
    """The sections that apply, the most important first.

    `added` is what a physiotherapist adds, `clinic` whether the reception has a doctor in the house ("gp") or not.
    """
    if assessment.role == "physiotherapist":
        return clinical.sections(assessment, added)
    if assessment.role == "reception":
        return reception.sections(assessment, clinic)
    words = report_words(voice_of(assessment.answers))
    urgent = assessment.referral.urgency in URGENT
    order = ("headline", "action", "reasons", "gp", "wait") if urgent else ("headline", "reasons", "action", "gp", "unknowns", "activity", "lifestyle")
    lines = {name: PARTS[name](assessment, words) for name in order}
    titles = words["titles"]
    return [Section(name, titles[name], lines[name]) for name in order if lines[name]]
