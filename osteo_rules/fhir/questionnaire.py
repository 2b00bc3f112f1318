"""The question catalogue as a FHIR Questionnaire: one for each role, Danish, with codes, units and enableWhen."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional, Tuple

from .. import questions
from ..assess import RULES_VERSION
from ..content import load, threshold
from ..wording import label
from .fields import EACH, NONE, RECORD, ROLES, Slot, by_link_id, coding, slots

Json = Dict[str, Any]
_TYPES = {"coding": "choice", "boolean": "boolean", "integer": "integer", "quantity": "quantity", "group": "group"}
_ANSWERS = {"coding": "answerCoding", "boolean": "answerBoolean", "integer": "answerInteger", "quantity": "answerQuantity"}


@lru_cache(maxsize=None)
def questionnaire(role: str) -> Json:
    """The Questionnaire of `role` as a FHIR R4 resource; treat it as read-only. KeyError for a role that there is none of.

    Questions that the role is not asked are hidden, not left out: an answer that came another way has its place.
    """
    content = load("fhir")
    return {
        "resourceType": "Questionnaire",
        "id": role,
        "language": "da",
        "url": content["names"]["questionnaire"][role],
        "version": RULES_VERSION,
        "name": f"Knogletjek_{role}",
        "title": content["title"][role],
        "status": "active",
        "subjectType": ["Patient"],
        "item": [item for slot in slots() for item in (*_lead(slot, role), _item(slot, role))],
    }


def _lead(slot: Slot, role: str) -> List[Json]:
    """What leads in a part of the questions, as an item that is only shown."""
    if not questions.exists(slot.link_id):
        return []
    text = questions.question(slot.link_id).wording("lead", role)
    more = [load("fhir")["lead_safety"]] if slot.link_id == "arm_span_cm" and role == "patient" else []
    return [{"linkId": f"lead.{slot.link_id}", "text": " ".join([text, *more]), "type": "display"}] if text else []


def text_of(slot: Slot, role: str) -> str:
    """The question as it is put to the role; the field's name where it is none of its questions."""
    content = load("fhir")
    if slot.link_id == RECORD:
        return content["record"][role]
    if slot.link_id == EACH:
        return content["measured_each"]
    if slot.link_id != slot.field:
        return content["word_item"][role]
    if questions.exists(slot.field) and slot.field != "role":
        return questions.question(slot.field).wording("ask", role)
    return label(slot.field.rsplit(".", 1)[-1] if slot.field.startswith("measured_by.") else slot.field, role)


def is_asked(slot: Slot, role: str) -> bool:
    """Whether the role is asked this at all; what is never asked is hidden in the form."""
    if slot.link_id == RECORD:
        return is_asked(by_link_id()["fractures"], role)
    return questions.exists(slot.field) and slot.field != "role" and role in questions.question(slot.field).roles


def _item(slot: Slot, role: str) -> Json:
    item: Json = {"linkId": slot.link_id, "text": text_of(slot, role), "type": _TYPES[slot.kind]}
    extensions = _extensions(slot, role)
    if extensions:
        item["extension"] = extensions
    conditions, behavior = _enable_when(slot, role)
    if conditions:
        item["enableWhen"] = conditions
        if len(conditions) > 1:
            item["enableBehavior"] = behavior
    if slot.repeats:
        item["repeats"] = True
    if slot.kind == "coding":
        words = (*slot.words, NONE) if slot.empty else slot.words
        item["answerOption"] = [{"valueCoding": coding(word, slot.family)} for word in words]
    if slot.link_id == "role":
        item["initial"] = [{"valueCoding": coding(role, "role")}]
        item["readOnly"] = True
    if slot.children:
        item["item"] = [_item(child, role) for child in slot.children]
    return item


def _extensions(slot: Slot, role: str) -> List[Json]:
    content = load("fhir")
    found: List[Json] = []
    if not is_asked(slot, role):
        found.append({"url": content["hidden"], "valueBoolean": True})
    if slot.link_id in content["units"] and slot.kind in ("integer", "quantity"):
        unit = content["units"][slot.link_id]
        url = content["unit_of_integer"] if slot.kind == "integer" else content["unit_of_quantity"]
        found.append({"url": url, "valueCoding": {"system": content["ucum"], "code": unit["code"], "display": unit["unit"]}})
    if slot.kind in ("integer", "quantity"):
        value = "valueInteger" if slot.kind == "integer" else "valueDecimal"
        found += [{"url": content["lowest"], value: slot.low}, {"url": content["highest"], value: slot.high}]
    return found


# --- enableWhen ---


def _enable_when(slot: Slot, role: str) -> Tuple[List[Json], str]:
    """The conditions of an item and whether all or any of them must hold; a word is for those who gave no number."""
    conditions, behavior = _of_field(slot.field, role)
    if slot.link_id != slot.field:
        conditions = [*conditions, {"question": slot.field, "operator": "exists", "answerBoolean": False}]
    return conditions, behavior


def _of_field(name: str, role: str) -> Tuple[List[Json], str]:
    own = load("fhir")["fracture_enable_when"].get(name)
    if own:
        return [_condition(*line) for line in own["when"]], own["behavior"]
    if not questions.exists(name):
        return [], "all"
    conditions: List[Json] = []
    behavior = "all"
    for fact, wanted in questions.question(name).ask_if.items():
        named = _named(fact, role)
        if named:
            conditions += [_condition(*line) for line in named["when"]]
            behavior = named["behavior"]
        elif fact in by_link_id():
            more, behavior = _equals(fact, wanted, behavior)
            conditions += more
    return conditions, behavior


def _named(fact: str, role: str) -> Optional[Json]:
    entry = load("fhir")["enable_when"].get(fact)
    if entry is None or "when" in entry:
        return entry
    return entry.get(role, entry["patient"])


def _equals(name: str, wanted: Any, behavior: str) -> Tuple[List[Json], str]:
    """One of several words; all words but one are said as "not that one"."""
    values = wanted if isinstance(wanted, list) else [wanted]
    words = by_link_id()[name].words
    others = [word for word in words if word not in values]
    if len(others) == 1 and len(values) > 1:
        return [_condition(name, "!=", others[0])], behavior
    if len(values) > 1:
        return [_condition(name, "=", value) for value in values], "any"
    return [_condition(name, "=", values[0])], behavior


def _condition(name: str, operator: str, value: Any) -> Json:
    if isinstance(value, dict):
        value = threshold(value["threshold"])
    slot = by_link_id().get(name)
    if slot is not None and slot.kind in ("integer", "quantity") and isinstance(value, str):
        slot = by_link_id()[f"{name}.word"]
    assert slot is not None, name
    answer = coding(value, slot.family) if slot.kind == "coding" else value
    return {"question": slot.link_id, "operator": operator, _ANSWERS[slot.kind]: answer}


__all__ = ["ROLES", "is_asked", "questionnaire", "text_of"]
