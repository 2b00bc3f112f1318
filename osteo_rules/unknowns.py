"""What is not known: which answers were "unknown", and which of them alone could raise a status or the urgency."""
from __future__ import annotations

from typing import Any, Dict, Iterable, List, Tuple

from pydantic import ValidationError

from .answers import UNKNOWN, Answers
from .content import load
from .person import Person
from .referral import URGENCIES

OSTEOPOROSIS = ("no_flag", "possible", "established")
VERTEBRAL = ("no_flag", "suspected", "known", "recent")


def _fracture_open(answers: Answers) -> bool:
    if answers.fractures == UNKNOWN:
        return True
    return any(UNKNOWN in (one.site, one.low_energy, one.months_ago, one.age_at, one.verified) for one in answers.fractures or [])


def unanswered(answers: Answers) -> List[str]:
    """The fields answered "unknown", in the order of `Answers`; an unknown part of a fracture counts as `fractures`."""
    found = [name for name, value in answers if value == UNKNOWN and isinstance(value, str)]
    if _fracture_open(answers) and "fractures" not in found:
        found.append("fractures")
    if answers.conditions_unknown and "conditions" not in found:
        found.append("conditions")
    order = list(Answers.__fields__)
    return sorted(found, key=order.index)


def could_change(answers: Answers, person: Person, open_fields: Iterable[str]) -> List[str]:
    """Those of `open_fields` of which some answer, alone, would raise a status or the urgency.

    Each is tried with the probe answers of content/probes.yml, which stand on both sides of every boundary.
    """
    now = _levels(person)
    return [name for name in open_fields if any(_rises(now, answers, changed) for changed in _probes(answers, name))]


def _levels(person: Person) -> Tuple[int, int, int]:
    return (
        OSTEOPOROSIS.index(person.osteoporosis_status),
        VERTEBRAL.index(person.vertebral_status),
        URGENCIES.index(person.urgency),
    )


def _rises(now: Tuple[int, int, int], answers: Answers, changed: Dict[str, Any]) -> bool:
    from .assess import examine

    try:
        then = _levels(examine(Answers(**{**answers.dict(), **changed})))
    except ValidationError:
        return False
    return any(after > before for after, before in zip(then, now))


def _probes(answers: Answers, name: str) -> Iterable[Dict[str, Any]]:
    probes = load("probes")
    if name == "fractures" and isinstance(answers.fractures, list):
        yield from _fracture_probes(answers)
    elif name == "conditions":
        asked = answers.conditions_unknown or probes["conditions"]
        sure = answers.conditions if isinstance(answers.conditions, list) else []
        for condition in asked:
            yield {"conditions": [*sure, condition]}
    else:
        for value in probes[name]:
            yield {name: value}


def _fracture_probes(answers: Answers) -> Iterable[Dict[str, Any]]:
    """Each fracture with its unknown parts filled in every way; the other fractures stay as they are."""
    probes = load("probes")["fracture"]
    records = [one.dict() for one in answers.fractures]
    for position, record in enumerate(records):
        filled = [record]
        for part, values in probes.items():
            if record[part] == UNKNOWN:
                filled = [{**one, part: value} for one in filled for value in values]
        for one in filled:
            if one is not record:
                yield {"fractures": [*records[:position], one, *records[position + 1:]]}
