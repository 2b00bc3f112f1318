"""What is not known: which answers were "unknown", and which of them alone could raise a status or the urgency."""
from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Dict, Iterable, List, Tuple

from .answers import UNKNOWN, Answers, Fracture
from .content import load
from .examine import examine
from .person import Person
from .referral import URGENCIES

OSTEOPOROSIS = ("no_flag", "possible", "established")
VERTEBRAL = ("no_flag", "suspected", "known", "recent")
HIGHEST = (len(OSTEOPOROSIS) - 1, len(VERTEBRAL) - 1, len(URGENCIES) - 1)
#: Fields that only ever give a risk factor: they can make osteoporosis "possible", and change nothing once it is that.
RISK_FACTOR_ONLY = frozenset(
    {
        "sex",
        "weight_kg",
        "family_history",
        "osteogenesis_imperfecta",
        "smoking",
        "menopause_age",
        "alcohol_units_per_week",
        "falls_last_year",
        "unsteady",
    }
)


class Supposed(SimpleNamespace):
    """Answers with something supposed in place of an unknown: cheap, because nothing has to be checked."""

    measurer = Answers.measurer


def _fracture_open(answers: Answers) -> bool:
    if answers.fractures == UNKNOWN:
        return True
    return any(UNKNOWN in (one.site, one.low_energy, one.months_ago, one.age_at, one.verified) for one in answers.fractures or [])


def unanswered(answers: Answers) -> List[str]:
    """The fields answered "unknown", in the order of `Answers`; an unknown part of a fracture counts as `fractures`."""
    found = {name for name, value in answers.__dict__.items() if value == UNKNOWN}
    if _fracture_open(answers):
        found.add("fractures")
    if answers.conditions_unknown:
        found.add("conditions")
    return [name for name in Answers.__fields__ if name in found] if found else []


def could_change(answers: Answers, person: Person, open_fields: Iterable[str]) -> List[str]:
    """Those of `open_fields` of which some answer, alone, would raise a status or the urgency.

    Each is tried with the probe answers of content/probes.yml, which stand on both sides of every boundary.
    """
    now = _levels(person)
    if now == HIGHEST:
        return []
    if person.osteoporosis_status != "no_flag":
        open_fields = [name for name in open_fields if name not in RISK_FACTOR_ONLY]
    return [name for name in open_fields if any(_rises(now, answers, changed) for changed in _probes(answers, name))]


def _levels(person: Person) -> Tuple[int, int, int]:
    return (
        OSTEOPOROSIS.index(person.osteoporosis_status),
        VERTEBRAL.index(person.vertebral_status),
        URGENCIES.index(person.urgency),
    )


def _rises(now: Tuple[int, int, int], answers: Answers, changed: Dict[str, Any]) -> bool:
    then = _levels(examine(Supposed(**{**answers.__dict__, **changed})))  # type: ignore[arg-type]
    return then[0] > now[0] or then[1] > now[1] or then[2] > now[2]


@lru_cache(maxsize=None)
def _values(name: str) -> List[Any]:
    """The probe answers of one field, checked as any answer is."""
    return [getattr(Answers(**{name: value}), name) for value in load("probes")[name]]


def _probes(answers: Answers, name: str) -> Iterable[Dict[str, Any]]:
    if name == "fractures" and isinstance(answers.fractures, list):
        yield from _fracture_probes(answers)
    elif name == "conditions":
        if answers.conditions == UNKNOWN:
            supposed = _values(name)[0]
        else:
            supposed = [*(answers.conditions or []), *answers.conditions_unknown]
        yield {"conditions": supposed}
    else:
        for value in _values(name):
            yield {name: value}


@lru_cache(maxsize=None)
def _fracture_values() -> Dict[str, List[Any]]:
    probes = load("probes")["fracture"]
    return {part: [getattr(Fracture(**{"site": UNKNOWN, part: value}), part) for value in values] for part, values in probes.items()}


def _fracture_probes(answers: Answers) -> Iterable[Dict[str, Any]]:
    """Each fracture with its unknown parts filled in every way; the other fractures stay as they are."""
    probes = _fracture_values()
    records = list(answers.fractures)
    for position, record in enumerate(records):
        filled: List[Dict[str, Any]] = [{}]
        for part, values in probes.items():
            if getattr(record, part) == UNKNOWN:
                filled = [{**one, part: value} for one in filled for value in values]
        for one in filled if filled != [{}] else []:
            yield {"fractures": [*records[:position], record.copy(update=one), *records[position + 1:]]}
