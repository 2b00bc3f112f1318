"""How each field of `Answers` is carried by FHIR items: one ordered list of slots that all the other modules walk.

A yes/no or a word is a coding; a whole number an integer, another number a quantity with its UCUM unit. A number that may also be a word
("unknown", "before 45") has a second item ``<field>.word`` beside it; of the two at most one is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Mapping, Optional, Tuple

from .. import questions
from ..answers import MEASURED_FIELDS, UNKNOWN, Answers, Fracture
from ..content import load

WORD = ".word"
RECORD = "fractures.record"
EACH = "measured_by.each"
NONE = "none"
MEASURERS = ("self", "professional")
ROLES = ("patient", "physiotherapist", "reception")


@dataclass(frozen=True)
class Slot:
    """One item: `kind` is coding, boolean, integer, quantity or group; `words` are the values that its codings stand for.

    `empty`: the empty list is a coding of its own, "none". `family` names the field whose codes it uses.
    """

    link_id: str
    kind: str
    words: Tuple[Any, ...] = ()
    repeats: bool = False
    empty: bool = False
    children: Tuple["Slot", ...] = ()
    low: Optional[float] = None
    high: Optional[float] = None
    family: str = ""

    @property
    def field(self) -> str:
        """The field, without the mark of its second item."""
        return self.link_id[: -len(WORD)] if self.link_id.endswith(WORD) else self.link_id


def _number(name: str, kind: Any) -> Tuple[Slot, ...]:
    number = Slot(name, "integer" if kind.whole else "quantity", low=kind.low, high=kind.high)
    return (number, Slot(name + WORD, "coding", kind.words, family=name))


def _slots(name: str, kind: Any) -> Tuple[Slot, ...]:
    """The items of a field by its type in `answers`."""
    shape = getattr(kind, "__name__", "")
    if shape == "Number":
        return _number(name, kind)
    if shape == "YesNo":
        return (Slot(name, "coding", (True, False, *kind.words), family=name) if kind.words else Slot(name, "boolean"),)
    if shape == "Words":
        family = "conditions" if name == "conditions_unknown" else name
        return (Slot(name, "coding", (*kind.words, *kind.instead), repeats=True, empty=True, family=family),)
    return (Slot(name, "coding", kind.words, family=name),)


def _fractures() -> Tuple[Slot, ...]:
    parts = [slot for name, field in Fracture.__fields__.items() for slot in _slots(f"fractures.{name}", field.type_)]
    return (
        Slot("fractures", "coding", (True, False, UNKNOWN), family="fractures"),
        Slot(RECORD, "group", repeats=True, children=tuple(parts)),
    )


def _measured_by() -> Tuple[Slot, ...]:
    each = tuple(Slot(f"measured_by.{name}", "coding", MEASURERS, family="measured_by") for name in MEASURED_FIELDS)
    return (Slot("measured_by", "coding", MEASURERS, family="measured_by"), Slot(EACH, "group", children=each))


def _of(name: str) -> Tuple[Slot, ...]:
    if name == "fractures":
        return _fractures()
    if name == "measured_by":
        return _measured_by()
    if name == "role":
        return (Slot("role", "coding", ROLES, family="role"),)
    return _slots(name, Answers.__fields__[name].type_)


@lru_cache(maxsize=None)
def slots() -> Tuple[Slot, ...]:
    """All top-level items: the role, then the questions in the order of the catalogue, then what is never asked."""
    asked = [entry.id for entry in questions.catalogue() if entry.id in Answers.__fields__ and entry.id != "role"]
    order = ["role", *asked, *(name for name in Answers.__fields__ if name not in asked and name != "role")]
    return tuple(slot for name in order for slot in _of(name))


@lru_cache(maxsize=None)
def by_link_id() -> Mapping[str, Slot]:
    """Every item of the questionnaires, those inside groups too."""
    found: Dict[str, Slot] = {}
    for slot in slots():
        found[slot.link_id] = slot
        found.update((child.link_id, child) for child in slot.children)
    return found


# --- codings ---


def display(word: Any, family: str) -> str:
    """What a coded answer is called in Danish."""
    words = load("fhir")
    if word in (True, False, UNKNOWN):
        return words["words"]["yes" if word is True else "no" if word is False else UNKNOWN]
    if family == "role":
        return words["roles"][word]
    if family == "measured_by":
        return words["measurer"][word]
    if questions.exists(family):
        for option in questions.question(family).options:
            if option.value == word:
                return option.label
    if word == NONE:
        return words["none_of_them"]
    return load("fields")[family]["words"][word]


def coding(word: Any, family: str) -> Dict[str, str]:
    """The FHIR Coding of an answer: HL7's for yes, no and unknown, else one of this project's own by its field."""
    shared = "yes" if word is True else "no" if word is False else UNKNOWN if word == UNKNOWN else None
    if shared:
        entry = load("fhir")["codes"][shared]
        return {"system": entry["system"], "code": entry["code"], "display": display(word, family)}
    return {"system": load("fhir")["names"]["answers"], "code": f"{family}.{word}", "display": display(word, family)}


@lru_cache(maxsize=None)
def words_by_code(link_id: str) -> Mapping[Tuple[str, str], Any]:
    """The value for each (system, code) that the item may be answered with."""
    slot = by_link_id()[link_id]
    allowed = (*slot.words, NONE) if slot.empty else slot.words
    codes = ((coding(word, slot.family), word) for word in allowed)
    return {(code["system"], code["code"]): word for code, word in codes}


def quantity(value: float, name: str) -> Dict[str, Any]:
    """The FHIR Quantity of a number in the unit of its field."""
    content = load("fhir")
    unit = content["units"][name]
    return {"value": value, "unit": unit["unit"], "system": content["ucum"], "code": unit["code"]}
