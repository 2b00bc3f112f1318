"""From answers to an assessment: first what fires (cheap, no texts), then the words in the voice of the role."""
from __future__ import annotations

from typing import Any, Dict, List

from .answers import Answers
from .assessment import Assessment, Finding, Osteoporosis, Referral, Source, VertebralFracture
from .content import load
from .person import Hit, Person, person_from
from .referral import RECEIVER, decide, routine_hits, soon_hits
from .rules import osteoporosis, red_flags, risk_factors, vertebral
from .wording import number

RULES_VERSION = "1.0.0"


def examine(answers: Answers) -> Person:
    """Everything that fires for these answers, with the three statuses."""
    person = person_from(answers)
    factors = [hit for hit in (rule(person) for rule in risk_factors.RISK_FACTORS) if hit]
    established = [hit for hit in (rule(person) for rule in osteoporosis.ESTABLISHING) if hit]
    person.osteoporosis_status = osteoporosis.status(person, established, factors)
    person.osteoporosis = established + factors
    person.risk_factor_count = osteoporosis.further_risk_factors(person, factors)
    person.exercise_eligible = osteoporosis.exercise_eligible(person)

    indicators = [hit for hit in (rule(person) for rule in vertebral.INDICATORS) if hit]
    known = vertebral.known_fracture(person)
    person.vertebral_status = vertebral.status(person, bool(indicators))
    person.vertebral = ([known] if known else []) + indicators

    emergency = [hit for rule in red_flags.EMERGENCY for hit in rule(person)]
    same_day = [hit for rule in red_flags.SAME_DAY for hit in rule(person)]
    person.red_flags = emergency + same_day
    soon = soon_hits(person)
    routine = routine_hits(person, established, factors)
    person.urgency, person.referral_reasons = decide(emergency, same_day, soon, routine)
    listed = {hit.id for hit in person.osteoporosis + person.vertebral + person.red_flags}
    person.referral_hits = [hit for hit in soon + routine if hit.id not in listed]
    person.findings = {hit.id: hit for hit in person.osteoporosis + person.vertebral + person.red_flags + person.referral_hits}
    return person


def assess(answers: Answers) -> Assessment:
    """The assessment of one person: pure and deterministic, in exactly the shape of the contract."""
    from .exercise import exercise
    from .lifestyle import lifestyle
    from .questions import not_asked
    from .unknowns import could_change, unanswered

    person = examine(answers)
    open_fields = unanswered(answers)
    return Assessment.construct(
        rules_version=RULES_VERSION,
        role=answers.role,
        answers=answers,
        osteoporosis=Osteoporosis.construct(status=person.osteoporosis_status, reasons=_worded(person.osteoporosis, person)),
        vertebral_fracture=VertebralFracture.construct(status=person.vertebral_status, reasons=_worded(person.vertebral, person)),
        red_flags=_worded(person.red_flags, person),
        referral=Referral.construct(
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


def source_of(entry: Dict[str, Any]) -> Source:
    """The `source` of a content entry: the guideline's section and figure, or the project itself."""
    source = entry.get("source") or {}
    return Source.construct(kind=source.get("kind", "guideline"), section=source.get("section"), figure=source.get("figure"))


def _worded(hits: List[Hit], person: Person) -> List[Finding]:
    return [finding(hit, person) for hit in hits]


def finding(hit: Hit, person: Person) -> Finding:
    """The hit with label and explanation; a self-measured one carries the wish to have it measured again."""
    entry = load("findings")[hit.id]
    words = entry[person.voice]
    key = hit.variant if hit.variant and hit.variant in words else "borderline" if hit.borderline and "borderline" in words else "explanation"
    explanation = words[key].format(**_placeholders(hit, person))
    if hit.measured_by == "self" and "self_measured" in entry:
        explanation = f"{explanation} {entry['self_measured'][person.voice]}"
    return Finding.construct(
        id=hit.id,
        label=words["label"],
        explanation=explanation,
        value=hit.value,
        measured_by=hit.measured_by,
        borderline=hit.borderline,
        decision=entry.get(f"decision_{hit.variant}") or entry.get("decision"),
        source=_source(hit.id),
    )


_SOURCES: Dict[str, Source] = {}


def _source(finding_id: str) -> Source:
    if finding_id not in _SOURCES:
        _SOURCES[finding_id] = source_of(load("findings")[finding_id])
    return _SOURCES[finding_id]


def _placeholders(hit: Hit, person: Person) -> Dict[str, str]:
    """What the explanations name: the person's own value, height then and now, and where a bone broke."""
    answers = person.answers
    values = {"value": number(hit.value) if isinstance(hit.value, (int, float)) and not isinstance(hit.value, bool) else str(hit.value)}
    if hit.id == "low_bmi_woman":
        values["value"] = f"{hit.value:.1f}".replace(".", ",")
    elif hit.id == "early_menopause" and hit.value == "before_45":
        values["value"] = load("findings")["early_menopause"]["words"]["before_45"]
    elif hit.id in ("prior_low_energy_fracture", "verified_fracture"):
        names = load("findings")["sites"][person.voice]
        values["sites"] = ", ".join(names[site] for site in str(hit.value).split(","))
    elif hit.id in ("height_loss", "arm_span_difference"):
        values["now"] = number(answers.height_cm)
        values["then"] = number(answers.youth_height_cm if hit.id == "height_loss" else answers.arm_span_cm)
    return values
