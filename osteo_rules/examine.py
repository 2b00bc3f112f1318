"""What fires for a set of answers, and the three statuses: cheap, without texts, in the order of the rules."""
from __future__ import annotations

from typing import Callable, Iterable, List, Optional

from .answers import Answers
from .person import Hit, Person, person_from
from .referral import decide, routine_hits, soon_hits
from .rules import osteoporosis, red_flags, risk_factors, vertebral


def examine(answers: Answers) -> Person:
    """Everything that fires for these answers, with the three statuses."""
    person = person_from(answers)
    factors = _hits(risk_factors.RISK_FACTORS, person) + risk_factors.diseases(person)
    established = _hits(osteoporosis.ESTABLISHING, person)
    person.osteoporosis_status = osteoporosis.status(person, established, factors)
    person.osteoporosis = established + factors
    person.risk_factor_count = osteoporosis.further_risk_factors(person, factors)
    person.exercise_eligible = osteoporosis.exercise_eligible(person)

    indicators = _hits(vertebral.INDICATORS, person)
    known = vertebral.known_fracture(person)
    person.vertebral_status = vertebral.status(person, bool(indicators))
    person.vertebral = ([known] if known else []) + indicators

    emergency = [hit for rule in red_flags.EMERGENCY for hit in rule(person)]
    same_day = [hit for rule in red_flags.SAME_DAY for hit in rule(person)]
    person.red_flags = emergency + same_day
    soon = soon_hits(person)
    routine = routine_hits(person, established, factors)
    person.urgency, person.referral_reasons = decide(emergency, same_day, soon, routine)
    person.findings = {hit.id: hit for hit in person.osteoporosis + person.vertebral + person.red_flags}
    person.referral_hits = [hit for hit in soon + routine if hit.id not in person.findings]
    person.findings.update((hit.id, hit) for hit in person.referral_hits)
    return person


def _hits(rules: Iterable[Callable[[Person], Optional[Hit]]], person: Person) -> List[Hit]:
    hits = []
    for rule in rules:
        hit = rule(person)
        if hit is not None:
            hits.append(hit)
    return hits
