"""The tables in tests/cases: each case is a person, what was answered, and what the rules must say."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

import pytest
import yaml

from osteo_rules import Answers, Assessment, assess
from osteo_rules.assessment import Finding

TABLES = ("risk_factors", "fractures", "vertebral", "referral", "guideline")
FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{table}: {case['name']}")
    for table in TABLES
    for case in yaml.safe_load((FOLDER / f"{table}.yml").read_text(encoding="utf-8"))
]


def findings(assessment: Assessment) -> List[Finding]:
    """Every finding of the four lists."""
    return [
        *assessment.osteoporosis.reasons,
        *assessment.vertebral_fracture.reasons,
        *assessment.red_flags,
        *assessment.referral.findings,
    ]


def ids(found: List[Finding]) -> List[str]:
    return [one.id for one in found]


def of(assessment: Assessment, attribute: str, wanted: Dict[str, Any]) -> Dict[str, Any]:
    """`attribute` of the findings that the case names."""
    by_id = {one.id: getattr(one, attribute) for one in findings(assessment)}
    return {finding_id: by_id.get(finding_id, "no such finding") for finding_id in wanted}


#: What a case may expect: how to read it from the assessment, given what is wanted.
READ: Dict[str, Callable[[Assessment, Any], Any]] = {
    "osteoporosis": lambda result, _: result.osteoporosis.status,
    "reasons": lambda result, _: ids(result.osteoporosis.reasons),
    "vertebral": lambda result, _: result.vertebral_fracture.status,
    "vertebral_reasons": lambda result, _: ids(result.vertebral_fracture.reasons),
    "red_flags": lambda result, _: ids(result.red_flags),
    "urgency": lambda result, _: result.referral.urgency,
    "to": lambda result, _: result.referral.to,
    "referral": lambda result, _: result.referral.reasons,
    "referral_has": lambda result, wanted: [one for one in wanted if one in result.referral.reasons],
    "referral_findings": lambda result, _: ids(result.referral.findings),
    "has": lambda result, wanted: [one for one in wanted if one in ids(findings(result))],
    "has_not": lambda result, wanted: [one for one in wanted if one not in ids(findings(result))],
    "value": lambda result, wanted: of(result, "value", wanted),
    "measured_by": lambda result, wanted: of(result, "measured_by", wanted),
    "borderline": lambda result, wanted: of(result, "borderline", wanted),
    "decision": lambda result, wanted: of(result, "decision", wanted),
    "source_kind": lambda result, wanted: {key: source.kind for key, source in of(result, "source", wanted).items()},
    "unanswered": lambda result, _: result.unanswered,
    "could_change": lambda result, _: result.could_change,
    "category": lambda result, _: result.exercise.category,
    "risk_group": lambda result, _: result.exercise.risk_group,
    "provisional": lambda result, _: result.exercise.provisional,
    "theme_focus": lambda result, _: {theme.id: theme.focus for theme in result.exercise.themes},
}


@pytest.mark.parametrize("case", CASES)
def test_case(case: Dict[str, Any]) -> None:
    result = assess(Answers(**case["answers"]))
    got: Dict[str, Tuple[Any, Any]] = {}
    for key, wanted in case["expect"].items():
        got[key] = READ[key](result, wanted)
    assert got == case["expect"]
