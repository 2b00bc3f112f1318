"""From answers to an assessment: what fires (`examine`), put into words in the voice of the role."""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional, Type, TypeVar

from pydantic import BaseModel

from .answers import MEASURED_FIELDS, Answers
from .assessment import Assessment, Finding, Osteoporosis, Referral, Source, VertebralFracture
from .content import load
from .examine import examine
from .exercise import exercise
from .lifestyle import lifestyle
from .person import Hit, Person
from .questions import not_asked
from .referral import RECEIVER
from .unknowns import could_change, unanswered
from .voices import base, text_in, words_in

__all__ = ["RULES_VERSION", "assess", "examine", "finding"]

RULES_VERSION = "1.0.0"

Model = TypeVar("Model", bound=BaseModel)


def _built(model: Type[Model], **values: Any) -> Model:
    """A `model` of values that are right by construction: what `Model.construct` does, without its time per field.

    All fields must be given. That the result is valid all the same is a test (tests/test_promises_rules.py).
    """
    built = model.__new__(model)
    object.__setattr__(built, "__dict__", values)
    object.__setattr__(built, "__fields_set__", set(values))
    return built


def assess(answers: Answers) -> Assessment:
    """The assessment of one person: pure and deterministic, in exactly the shape of the contract."""
    person = examine(answers)
    open_fields = unanswered(answers)
    return _built(
        Assessment,
        rules_version=RULES_VERSION,
        role=answers.role,
        answers=answers,
        osteoporosis=_built(Osteoporosis, status=person.osteoporosis_status, reasons=_worded(person.osteoporosis, person)),
        vertebral_fracture=_built(VertebralFracture, status=person.vertebral_status, reasons=_worded(person.vertebral, person)),
        red_flags=_worded(person.red_flags, person),
        referral=_built(
            Referral,
            urgency=person.urgency,
            to=RECEIVER[person.urgency],
            reasons=person.referral_reasons,
            findings=_worded(person.referral_hits, person),
        ),
        exercise=exercise(person),
        lifestyle=lifestyle(person),
        unanswered=open_fields,
        could_change=could_change(answers, person, open_fields),
        not_asked=not_asked(answers, person),
    )


def in_clinical_words(assessment: Assessment) -> Assessment:
    """The same assessment said to a professional, for what leaves as a document: only words differ.

    Who measured stays as it was told, and what was not asked is what the person's own role was not asked.
    """
    answers = assessment.answers
    measured = {field: answers.measurer(field) for field in MEASURED_FIELDS}
    said = assess(answers.copy(update={"role": "physiotherapist", "measured_by": measured}))
    kept = ("rules_version", "unanswered", "could_change", "not_asked")
    return said.copy(update={name: getattr(assessment, name) for name in kept})


def source_of(entry: Dict[str, Any]) -> Source:
    """The `source` of a content entry: the guideline's section and figure, or the project itself."""
    source = entry.get("source") or {}
    return Source.construct(kind=source.get("kind", "guideline"), section=source.get("section"), figure=source.get("figure"))


def _worded(hits: List[Hit], person: Person) -> List[Finding]:
    return [finding(hit, person) for hit in hits]


def finding(hit: Hit, person: Person) -> Finding:
    """The hit with label and explanation; a self-measured one carries the wish to have it measured again.

    It names the decision of its variant, else its own, else the one that self-measured tests count.
    """
    if hit.id == "height_loss":
        return _finding(hit, person.voice, person.answers.height_cm, person.answers.youth_height_cm)
    if hit.id == "arm_span_difference":
        return _finding(hit, person.voice, person.answers.height_cm, person.answers.arm_span_cm)
    return _finding(hit, person.voice)


@lru_cache(maxsize=4096)
def _finding(hit: Hit, voice: str, now: Optional[float] = None, then: Optional[float] = None) -> Finding:
    """One finding for all who share it: a finding cannot be changed."""
    entry = load("findings")[hit.id]
    words = words_in("findings", hit.id, entry, voice)
    key = hit.variant if hit.variant and hit.variant in words else "borderline" if hit.borderline else "explanation"
    explanation = words[key].format(**_placeholders(hit, voice), now=_shown(now), then=_shown(then))
    decision = entry.get(f"decision_{hit.variant}") or entry.get("decision")
    if hit.measured_by == "self" and "self_measured" in entry:
        explanation = f"{explanation} {text_in('self_measured', hit.id, entry['self_measured'][base(voice)], voice)}"
        decision = decision or entry["self_measured"]["decision"]
    return Finding(
        id=hit.id,
        label=words["label"],
        explanation=explanation,
        value=hit.value,
        measured_by=hit.measured_by,
        borderline=hit.borderline,
        decision=decision,
        source=source_of(entry),
    )


def _placeholders(hit: Hit, voice: str) -> Dict[str, str]:
    """What the explanations name: the person's own value, and where a bone broke."""
    values = {"value": _shown(hit.value)}
    if hit.id == "low_bmi_woman":
        values["value"] = str(hit.value).replace(".", ",")
    elif hit.id == "early_menopause" and hit.value == "before_45":
        values["value"] = load("findings")["early_menopause"]["words"]["before_45"]
    elif hit.id in ("prior_low_energy_fracture", "verified_fracture"):
        names = load("findings")["sites"][base(voice)]
        values["sites"] = ", ".join(text_in("sites", site, names[site], voice) for site in str(hit.value).split(","))
    return values


def _shown(value: Any) -> str:
    """A number as it was told, with a decimal comma: rounding would show 4.04 cm as the limit of 4 cm itself."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:g}".replace(".", ",")
    return str(value)
