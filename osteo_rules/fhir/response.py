"""`Answers` as a FHIR QuestionnaireResponse, and back: the way there and back again is the identity.

Reading is strict. What is not in the questionnaire, is answered twice, has another type or unit, or carries a modifier that changes its
meaning is refused with its place; nothing is guessed.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from pydantic import ValidationError

from ..answers import UNKNOWN, Answers
from ..content import load
from .fields import EACH, NONE, RECORD, WORD, Slot, by_link_id, coding, quantity, slots, words_by_code
from .outcome import BadResource, Problem, place
from .questionnaire import text_of

Json = Dict[str, Any]
Path = Tuple[Union[str, int], ...]
#: Statuses of a response whose answers stand; one entered in error or broken off is not assessed.
STATUSES = ("completed", "amended", "in-progress")
#: Deeper than any questionnaire of ours; what lies deeper is refused before anything walks through it.
MAX_DEPTH = 24
#: More problems than these are not told: a wrong file would answer with a book.
MAX_PROBLEMS = 20
_VALUES = {"coding": "valueCoding", "boolean": "valueBoolean", "integer": "valueInteger", "quantity": "valueQuantity"}


# --- out ---


def response(answers: Answers, authored: Optional[str] = None) -> Json:
    """The answers as a QuestionnaireResponse to the Questionnaire of their role. `authored`: a FHIR dateTime."""
    content = load("fhir")
    made: Json = {
        "resourceType": "QuestionnaireResponse",
        "language": "da",
        "questionnaire": content["names"]["questionnaire"][answers.role],
        "status": "completed",
        "subject": {"display": content["subject"]},
    }
    if authored:
        made["authored"] = authored
    made["item"] = [item for slot in slots() for item in _items(slot, answers)]
    return made


def _items(slot: Slot, answers: Answers) -> List[Json]:
    if slot.link_id == RECORD:
        records = answers.fractures if isinstance(answers.fractures, list) else []
        return [_group(slot, record, answers.role, "fractures.") for record in records]
    if slot.link_id == EACH:
        return [_group(slot, answers.measured_by, answers.role, "measured_by.")] if isinstance(answers.measured_by, dict) else []
    value = getattr(answers, slot.field)
    if slot.link_id == "fractures" and isinstance(value, list):
        value = bool(value)
    if slot.link_id == "measured_by" and isinstance(value, dict):
        return []
    return _answered(slot, value, answers.role)


def _group(slot: Slot, values: Any, role: str, prefix: str) -> Json:
    """A group item with those of its children that have a value."""
    of = values if isinstance(values, dict) else dict(values)
    items = [item for child in slot.children for item in _answered(child, of.get(child.field[len(prefix) :]), role)]
    made: Json = {"linkId": slot.link_id, "text": text_of(slot, role)}
    return {**made, "item": items} if items else made


def _answered(slot: Slot, value: Any, role: str) -> List[Json]:
    """The item with its answers; nothing where the value is not this item's (a number, or the word beside it)."""
    if value is None or (slot.kind in ("integer", "quantity") and isinstance(value, str)):
        return []
    if slot.link_id.endswith(WORD) and not isinstance(value, str):
        return []
    values = (value or [NONE]) if isinstance(value, list) else [value]
    answers = [{_VALUES[slot.kind]: _as_fhir(slot, one)} for one in values]
    return [{"linkId": slot.link_id, "text": text_of(slot, role), "answer": answers}]


def _as_fhir(slot: Slot, value: Any) -> Any:
    if slot.kind == "coding":
        return coding(value, slot.family)
    return quantity(value, slot.field) if slot.kind == "quantity" else value


# --- in ---


def parse(raw: Union[bytes, str]) -> Any:
    """The JSON value in `raw`; BadResource for anything that is not plain, shallow UTF-8 JSON with each key once."""
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        value = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadResource([Problem("structure", "", "the body is not UTF-8 text")]) from None
    except RecursionError:
        raise BadResource([Problem("structure", "", "the body is nested too deeply")]) from None
    except ValueError as error:
        raise BadResource([Problem("structure", "", f"the body is not JSON: {error}")]) from None
    if _is_deep(value):
        raise BadResource([Problem("structure", "", f"the body is nested more than {MAX_DEPTH} levels deep")])
    return value


def _each_once(pairs: List[Tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _is_deep(value: Any) -> bool:
    """Whether objects and lists lie deeper than MAX_DEPTH; level by level, so that the depth itself cannot hurt."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for one in level for child in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())]
        if not level:
            return False
    return True


def answers_from(resource: Any) -> Answers:
    """The `Answers` in a QuestionnaireResponse (parsed JSON); BadResource with every problem and its place."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "QuestionnaireResponse":
        raise BadResource([Problem("invalid", "", "must be a JSON object with resourceType QuestionnaireResponse")])
    _check_resource(resource)
    reader = _Reader()
    reader.walk(resource.get("item", []), (), None)
    told = reader.values()
    told["role"] = _role(resource, told.get("role"), reader)
    if reader.problems:
        raise BadResource(reader.problems[:MAX_PROBLEMS])
    try:
        return Answers(**told)
    except ValidationError as error:
        raise BadResource([reader.problem_of(one) for one in error.errors()][:MAX_PROBLEMS]) from None


def _check_resource(resource: Json) -> None:
    """FHIR's own structure, by fhir.resources; then what must be understood and is not."""
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

    try:
        QuestionnaireResponse.parse_obj(resource)
    except ValidationError as error:
        raise BadResource([Problem("structure", place(one["loc"]), one["msg"]) for one in error.errors()[:MAX_PROBLEMS]]) from None
    problems = [
        Problem("not-supported", place(path), "its meaning is not understood, so nothing is read") for path in _modifiers(resource, ())
    ]
    if resource["status"] not in STATUSES:
        problems.append(Problem("business-rule", place(("status",)), f"must be one of {', '.join(STATUSES)}"))
    if problems:
        raise BadResource(problems[:MAX_PROBLEMS])


def _modifiers(value: Any, path: Path) -> List[Path]:
    """Where an element says that its meaning is changed."""
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in _modifiers(one, (*path, number))]
    if not isinstance(value, dict):
        return []
    own = [(*path, key) for key in ("modifierExtension", "implicitRules") if value.get(key)]
    return own + [found for key, one in value.items() if key != "modifierExtension" for found in _modifiers(one, (*path, key))]


def _role(resource: Json, told: Any, reader: "_Reader") -> str:
    """The role that the response names, by its item or by its questionnaire; a patient where it names none."""
    urls = {url: role for role, url in load("fhir")["names"]["questionnaire"].items()}
    named = resource.get("questionnaire")
    role = None
    if named is not None:
        role = urls.get(str(named).split("|")[0])
        if role is None:
            reader.add("not-found", ("questionnaire",), f"{named} is none of the questionnaires that are read here")
        elif told and told != role:
            reader.add("business-rule", ("questionnaire",), f'is the one for "{role}", but the item role says "{told}"')
    return told or role or "patient"


class _Reader:
    """Collects the values, where each stood, and what is wrong."""

    def __init__(self) -> None:
        self.problems: List[Problem] = []
        self.found: Dict[str, Any] = {}
        self.places: Dict[str, Path] = {}
        self.records: List[Dict[str, Any]] = []
        self.record_places: List[Path] = []
        self.places_in: List[Dict[str, Path]] = []
        self.each: Optional[Dict[str, Any]] = None

    def add(self, code: str, path: Path, text: str) -> None:
        self.problems.append(Problem(code, place(path), text))

    def walk(self, items: Sequence[Json], path: Path, group: Optional[Slot]) -> None:
        """Take in the items of the resource, or of one group."""
        for number, item in enumerate(items):
            self._item(item, (*path, "item", number), group)

    def _item(self, item: Json, path: Path, group: Optional[Slot]) -> None:
        link_id = item["linkId"]
        if link_id.startswith("lead."):
            return
        slot = by_link_id().get(link_id)
        if slot is None:
            return self.add("not-found", (*path, "linkId"), f"{link_id!r} is no question of the questionnaire")
        inside = group is not None and slot in group.children
        if not inside and (group is not None or slot not in slots()):
            return self.add("structure", (*path, "linkId"), f"{link_id!r} does not stand in its group")
        if slot.kind == "group":
            return self._open_group(slot, item, path)
        if item.get("item"):
            self.add("structure", (*path, "item"), f"{link_id!r} has no items of its own")
        target, places = self._target(group)
        if link_id in places:
            return self.add("duplicate", path, f"{link_id!r} is answered twice")
        places[link_id] = path
        values = self._values(slot, item.get("answer", []), path)
        if values:
            self._store(slot, values, target, path)

    def _target(self, group: Optional[Slot]) -> Tuple[Dict[str, Any], Dict[str, Path]]:
        """Where the values of the open group go, and which of its items were seen."""
        if group is None:
            return self.found, self.places
        if group.link_id == RECORD:
            return self.records[-1], self.places_in[-1]
        return self.each, self.places  # type: ignore[return-value]

    def _open_group(self, slot: Slot, item: Json, path: Path) -> None:
        if item.get("answer"):
            self.add("structure", (*path, "answer"), f"{slot.link_id!r} is a group and has no answer")
        if slot.link_id == RECORD:
            self.records.append({})
            self.places_in.append({})
            self.record_places.append(path)
        elif self.each is not None:
            return self.add("duplicate", path, f"{slot.link_id!r} stands twice")
        else:
            self.each = {}
            self.places["measured_by.each"] = path
        self.walk(item.get("item", []), path, slot)

    def _values(self, slot: Slot, answers: Sequence[Json], path: Path) -> List[Any]:
        if len(answers) > 1 and not slot.repeats:
            self.add("structure", (*path, "answer"), f"{slot.link_id!r} takes one answer")
            return []
        values = [self._value(slot, answer, (*path, "answer", number)) for number, answer in enumerate(answers)]
        return [] if any(value is None for value in values) else values

    def _value(self, slot: Slot, answer: Json, path: Path) -> Any:
        """The value of one answer, or None after a problem."""
        name = _VALUES[slot.kind]
        given = [key for key in answer if key.startswith("value") and answer[key] is not None]
        if answer.get("item"):
            self.add("structure", (*path, "item"), f"{slot.link_id!r} has no items of its own")
            return None
        if given != [name]:
            self.add("value", path, f"{slot.link_id!r} takes a {name}")
            return None
        value = answer[name]
        if slot.kind == "coding":
            return self._word(slot, value, (*path, name))
        if slot.kind == "quantity":
            return self._number(slot, value, (*path, name))
        right = isinstance(value, bool) if slot.kind == "boolean" else isinstance(value, int) and not isinstance(value, bool)
        if not right:
            self.add("value", (*path, name), f"must be a JSON {'boolean' if slot.kind == 'boolean' else 'integer'}")
            return None
        return value

    def _word(self, slot: Slot, value: Json, path: Path) -> Any:
        known: Mapping[Tuple[str, str], Any] = words_by_code(slot.link_id)
        key = (value.get("system", ""), value.get("code", ""))
        if key not in known:
            self.add("code-invalid", path, f"{key[0]}|{key[1]} is no answer to {slot.link_id!r}")
            return None
        return known[key]

    def _number(self, slot: Slot, value: Json, path: Path) -> Any:
        content = load("fhir")
        unit = content["units"][slot.field]["code"]
        number = value.get("value")
        if value.get("comparator"):
            self.add("not-supported", (*path, "comparator"), "a comparator is no exact number")
        elif value.get("system") != content["ucum"] or value.get("code") != unit:
            self.add("value", path, f"the unit must be {unit} of {content['ucum']}")
        elif not isinstance(number, (int, float)) or isinstance(number, bool):
            self.add("value", (*path, "value"), "must be a JSON number")
        else:
            return number
        return None

    def _store(self, slot: Slot, values: List[Any], target: Dict[str, Any], path: Path) -> None:
        name = slot.field.split(".", 1)[-1]
        if name in target:
            return self.add("business-rule", path, f"{slot.field!r} is answered with a number and with a word")
        if not slot.repeats:
            target[name] = values[0]
        elif len(values) > 1 and (NONE in values or UNKNOWN in values):
            self.add("business-rule", (*path, "answer"), "none or unknown stands alone")
        else:
            target[name] = [] if values == [NONE] else UNKNOWN if values == [UNKNOWN] else values

    def values(self) -> Dict[str, Any]:
        """The fields as `Answers` takes them; fractures and measured_by put together from question and group."""
        told = dict(self.found)
        told_of = told.pop("fractures", None)
        if self.records and told_of is not True and told_of is not None:
            self.add("business-rule", self.record_places[0], "there are fractures, but the question about them is not answered with yes")
        if self.records:
            told["fractures"] = self.records
        elif told_of is not None:
            told["fractures"] = [{"site": UNKNOWN}] if told_of is True else [] if told_of is False else told_of
        if self.each is not None:
            if "measured_by" in told:
                self.add("business-rule", self.places[EACH], "who measured is said both for all and one by one")
            told["measured_by"] = self.each
        return told

    def problem_of(self, error: Mapping[str, Any]) -> Problem:
        """A problem of the values themselves (out of range, two that cannot both be true) at the item that it is about."""
        field, *rest = (part for part in error["loc"] if part != "__root__")
        path: Path = self.places.get(field) or self.places.get(field + WORD) or ()
        if field == "fractures" and rest and isinstance(rest[0], int):
            path = self.record_places[rest[0]]
            seen = self.places_in[rest[0]]
            names = [f"fractures.{part}{end}" for part in rest[1:] for end in ("", WORD)]
            path = next((seen[name] for name in names if name in seen), path)
        return Problem("value", place(path), ": ".join([".".join(str(part) for part in (field, *rest)), error["msg"]]))
