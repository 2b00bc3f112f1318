"""What was measured, as FHIR Observations: each with its method and who measured it."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence

from ..answers import UNKNOWN, Answers
from ..content import load
from ..person import Person, cleaned
from .fields import quantity

Json = Dict[str, Any]
#: In the order of the note: what it is, the fields whose measurers count, and the kind of examination.
_MEASURES = (
    ("height_cm", ("height_cm",), "vital_signs"),
    ("weight_kg", ("weight_kg",), "vital_signs"),
    ("bmi", ("height_cm", "weight_kg"), "vital_signs"),
    ("youth_height_cm", (), "survey"),
    ("height_loss", ("height_cm",), "exam"),
    ("arm_span_cm", ("arm_span_cm",), "exam"),
    ("arm_span_difference", ("arm_span_cm", "height_cm"), "exam"),
    ("percussion_pain", ("percussion_pain",), "exam"),
    ("rib_pelvis_fingers", ("rib_pelvis_fingers",), "exam"),
    ("wall_occiput_cm", ("wall_occiput_cm",), "exam"),
    ("t_score", (), "survey"),
)
_DERIVED = {
    "bmi": ("height_cm", "weight_kg"),
    "height_loss": ("youth_height_cm", "height_cm"),
    "arm_span_difference": ("arm_span_cm", "height_cm"),
}


class Observed(NamedTuple):
    """One Observation, what it is of, and the name of its value in a sentence."""

    name: str
    resource: Json


def observations(person: Person, when: Optional[str], links: Mapping[str, str]) -> List[Observed]:
    """The Observations of what was measured or told as a number. `links`: the fullUrl by name, for those derived from others.

    `when` is the day of the screening; a scan and a remembered height are older, so they carry no time.
    """
    found = []
    for name, measured, category in _MEASURES:
        value = _value(name, person)
        if value is not None and value != UNKNOWN:
            found.append(
                Observed(name, _observation(name, value, _measurer(measured, person.answers), category, when if measured else None, links))
            )
    return found


def _value(name: str, person: Person) -> Any:
    if name == "bmi":
        return None if person.bmi is None else _shown_bmi(person)
    return getattr(person, name) if name in _DERIVED else getattr(person.answers, name)


def _shown_bmi(person: Person) -> float:
    """With one decimal, or as many as show on which side of a limit it is: the same as the finding says."""
    hit = person.findings.get("low_bmi_woman")
    return float(hit.value) if hit else round(cleaned(person.bmi or 0), 1)


def _measurer(fields: Sequence[str], answers: Answers) -> str:
    """Who measured: the person where one of the fields was; what is only remembered or told (no field) is the person's word too."""
    return "professional" if fields and all(answers.measurer(field) == "professional" for field in fields) else "self"


def _observation(name: str, value: Any, by: str, category: str, when: Optional[str], links: Mapping[str, str]) -> Json:
    content = load("fhir")
    title = content["observations"][name]
    kind = {key: content["codes"][category][key] for key in ("system", "code", "display")}
    code: Json = {"text": title}
    if name in content["codes"]:
        code["coding"] = [{key: content["codes"][name][key] for key in ("system", "code", "display")}]
    how = " ".join([content["how"].get(name, ""), f"{content['measurer'][by]}."]).strip()
    made: Json = {
        "resourceType": "Observation",
        "language": "da",
        "status": "final",
        "category": [{"coding": [kind]}],
        "code": code,
        "subject": {"display": content["subject"]},
        "performer": [{"display": content["performer"][by]}],
        **_result(name, value),
        "method": {"text": how},
    }
    if when:
        made["effectiveDateTime"] = when
    if name in _DERIVED:
        made["derivedFrom"] = [{"reference": links[other]} for other in _DERIVED[name]]
    return made


def _result(name: str, value: Any) -> Json:
    content = load("fhir")
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, str):
        return {"valueCodeableConcept": {"text": content["results"][value]}}
    return {"valueQuantity": quantity(value, name)}


def said(observed: Observed) -> str:
    """The Observation in one line, for its narrative."""
    content = load("fhir")
    resource = observed.resource
    if "valueQuantity" in resource:
        value = f"{resource['valueQuantity']['value']:g} {resource['valueQuantity']['unit']}".replace(".", ",")
    elif "valueBoolean" in resource:
        value = content["words"]["yes" if resource["valueBoolean"] else "no"]
    else:
        value = resource["valueCodeableConcept"]["text"]
    return content["narrative"]["observation"].format(name=resource["code"]["text"], value=value, how=resource["method"]["text"])
