"""What a result is made of: sections of lines, a table where there is one."""
from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

from .assessment import Assessment, Finding


@dataclass(frozen=True)
class Table:
    """Column titles, and one list of cells for each row; all Danish."""

    columns: List[str]
    rows: List[List[str]]


@dataclass(frozen=True)
class Section:
    """A heading and its lines; `id` is fixed, title and lines are Danish. `copy`: meant to be copied as it stands."""

    id: str
    title: str
    lines: List[str]
    table: Optional[Table] = None
    copy: bool = False


def findings_of(assessment: Assessment) -> List[Finding]:
    """Every finding once, the urgent first."""
    everything = [
        *assessment.red_flags,
        *assessment.vertebral_fracture.reasons,
        *assessment.osteoporosis.reasons,
        *assessment.referral.findings,
    ]
    return list({finding.id: finding for finding in reversed(everything)}.values())[::-1]


def lowered(name: str) -> str:
    """Small first letter within a sentence, but for a name like "T-score"."""
    return name if len(name) > 1 and not name[1].islower() else name[:1].lower() + name[1:]
