"""Osteoporosis status: established, possible, or nothing that asks for a scan (1.1, 1.2)."""
from __future__ import annotations

from typing import Callable, List, Optional, Tuple

from ..answers import Fracture
from ..content import threshold
from ..person import MAJOR_SITES, Hit, Person
from .risk_factors import AT_ANY_AGE, counts_as_prior


def known_osteoporosis(person: Person) -> Optional[Hit]:
    """Told so by a doctor, or a scan that was said to show osteoporosis."""
    if person.answers.known_osteoporosis is True:
        return Hit("known_osteoporosis", True)
    return Hit("known_osteoporosis", "osteoporosis", variant="scan") if person.answers.dxa_result == "osteoporosis" else None


def t_score(person: Person) -> Optional[Hit]:
    """T-score -2.5 or below in hip or lumbar spine."""
    value = person.answers.t_score
    return Hit("t_score", value) if isinstance(value, float) and value <= threshold("t_score_osteoporosis") else None


def establishes(fracture: Fracture) -> bool:
    """A low-energy fracture of spine or hip on imaging; a hip fracture unless the person says that it was not seen."""
    if fracture.low_energy is not True:
        return False
    return (fracture.site == "spine" and fracture.verified is True) or (fracture.site == "hip" and fracture.verified is not False)


def verified_fracture(person: Person) -> Optional[Hit]:
    """An imaging-verified low-energy fracture of spine or hip is osteoporosis whatever the T-score (1.1)."""
    if not person.fractures:
        return None
    establishing = [fracture for fracture in person.fractures if establishes(fracture)]
    if not establishing:
        return None
    seen = any(fracture.verified is True for fracture in establishing)
    sites = ",".join(dict.fromkeys(fracture.site for fracture in establishing))
    return Hit("verified_fracture", sites, variant=None if seen else "assumed")


ESTABLISHING: Tuple[Callable[[Person], Optional[Hit]], ...] = (known_osteoporosis, t_score, verified_fracture)


def status(person: Person, established: List[Hit], risk_factors: List[Hit]) -> str:
    """The status of Fig. 2 and 1.2; where the age is not known, the lower of the statuses that it could give."""
    if established:
        return "established"
    old_enough = person.age is not None and person.age >= threshold("adult_screening_age")
    counting = risk_factors if old_enough else [hit for hit in risk_factors if hit.id in AT_ANY_AGE]
    return "possible" if counting else "no_flag"


def further_risk_factors(person: Person, risk_factors: List[Hit]) -> int:
    """How many risk factors count towards high risk: spine and hip fractures stand for themselves and not twice."""
    earlier_fracture = any(hit.id == "prior_low_energy_fracture" for hit in risk_factors)
    other_bones = [fracture for fracture in person.fractures if fracture.site not in MAJOR_SITES]
    if earlier_fracture and not any(counts_as_prior(fracture, person.age) for fracture in other_bones):
        return len(risk_factors) - 1
    return len(risk_factors)


def exercise_eligible(person: Person) -> bool:
    """Who gets a training category: established osteoporosis, or a spine or hip fracture that may be low-energy.

    A spine fracture within six months counts whatever caused it.
    """
    if person.osteoporosis_status == "established" or person.spine_fracture == "recent":
        return True
    return any(fracture.site in MAJOR_SITES and fracture.low_energy is not False for fracture in person.fractures)
