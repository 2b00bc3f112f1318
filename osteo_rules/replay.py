"""A saved assessment run again: the same answers under the same rules give the same bytes. And the part of it that other programs can be tested by.

A file of one assessment (``assess``, ``result.json``), of one a line (``batch``), or of vectors (tests/cases/vectors.ndjson) can be verified.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

from pydantic import ValidationError

from .answers import Answers
from .assess import RULES_VERSION, assess
from .assessment import Assessment

#: More differences than these are not told.
MOST_SHOWN = 10
#: Keys that hold words for people; the rest is what the rules decide.
WORDS = ("label", "explanation", "text")


class Verdict(NamedTuple):
    """`same`: the result is the saved one. `problem` says in one sentence what is not, `places` where (a.b[2])."""

    same: bool
    problem: str = ""
    places: List[str] = []


def to_json(assessment: Assessment, indent: Optional[int] = None) -> str:
    """The same as ``assessment.json()``, several times faster: every model is written as its fields."""
    return json.dumps(assessment, default=vars, ensure_ascii=False, indent=indent)


def decisions(assessment: Assessment) -> Dict[str, Any]:
    """What the rules decide, without their words: the part that another implementation must give too."""
    plan, referral = assessment.exercise, assessment.referral

    def found(findings: Any) -> List[Dict[str, Any]]:
        return [{"id": one.id, "value": one.value, "measured_by": one.measured_by, "borderline": one.borderline} for one in findings]

    return {
        "osteoporosis": {"status": assessment.osteoporosis.status, "reasons": found(assessment.osteoporosis.reasons)},
        "vertebral_fracture": {"status": assessment.vertebral_fracture.status, "reasons": found(assessment.vertebral_fracture.reasons)},
        "red_flags": found(assessment.red_flags),
        "referral": {"urgency": referral.urgency, "to": referral.to, "reasons": referral.reasons, "findings": found(referral.findings)},
        "exercise": {
            "risk_group": plan.risk_group,
            "category": plan.category,
            "provisional": plan.provisional,
            "themes": [{"id": theme.id, "focus": theme.focus} for theme in plan.themes],
            "recommendations": [advice.id for advice in plan.recommendations],
            "precautions": [advice.id for advice in plan.precautions],
        },
        "lifestyle": [advice.id for advice in assessment.lifestyle],
        "unanswered": assessment.unanswered,
        "could_change": assessment.could_change,
        "not_asked": assessment.not_asked,
    }


def vector(name: str, answers: Dict[str, Any]) -> Dict[str, Any]:
    """One published vector: {name, rules_version, answers, decisions}."""
    return {"name": name, "rules_version": RULES_VERSION, "answers": answers, "decisions": decisions(assess(Answers(**answers)))}


def verify(text: str) -> Verdict:
    """The verdict on one saved assessment, or one vector, as its JSON text."""
    try:
        saved = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Verdict(False, f"not valid JSON ({error})")
    if not isinstance(saved, dict) or not isinstance(saved.get("answers"), dict) or "rules_version" not in saved:
        return Verdict(False, "no saved assessment: it has no answers with a rules_version")
    if saved["rules_version"] != RULES_VERSION:
        return Verdict(False, f"made with rules {saved['rules_version']}, and these are {RULES_VERSION}: run it with those")
    try:
        again = assess(Answers(**saved["answers"]))
    except ValidationError as error:
        first = error.errors()[0]
        return Verdict(False, f"its answers are not valid: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    if "decisions" in saved:
        return _compared({"decisions": saved["decisions"]}, {"decisions": decisions(again)})
    if text.strip() in (to_json(again), to_json(again, indent=2)):
        return Verdict(True)
    verdict = _compared(saved, json.loads(to_json(again)))
    only_words = verdict.places and all(place.rsplit(".", 1)[-1] in WORDS for place in verdict.places)
    return verdict._replace(problem="the decisions are the same, the words are others") if only_words else verdict


def _compared(saved: Any, again: Any) -> Verdict:
    """The same values count as the same, whatever the spacing and the order of the keys."""
    places = [place for place, _ in zip(_differences(saved, json.loads(json.dumps(again)), ""), range(MOST_SHOWN))]
    return Verdict(not places, "the result is another one" if places else "", places)


def _differences(saved: Any, again: Any, place: str) -> Iterator[str]:
    if isinstance(saved, dict) and isinstance(again, dict):
        for key in [*saved, *(key for key in again if key not in saved)]:
            here = f"{place}.{key}" if place else key
            if key not in saved or key not in again:
                yield f"{here} (only {'saved' if key in saved else 'now'})"
            else:
                yield from _differences(saved[key], again[key], here)
    elif isinstance(saved, list) and isinstance(again, list) and len(saved) == len(again):
        for number, (one, other) in enumerate(zip(saved, again)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif type(saved) is not type(again) or saved != again:
        yield place
