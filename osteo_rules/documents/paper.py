"""The questionnaire on paper, one for each role, and its numbered answers read in.

Every answer has a short code: options are numbered from 1, words beside a number have letters, "ved ikke" is "?". The same
numbers and codes stand on the paper and are typed in, so that a whole form is read in without leaving the keyboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from pydantic import ValidationError

from .. import questions
from ..answers import UNKNOWN, Answers
from ..assess import RULES_VERSION
from ..content import load
from ..fhir.fields import NONE, Slot, by_link_id, display
from ..wording import CLINICAL, label, number, value_text

#: Records of fractures that a form has room for.
FRACTURES = 3
_SPLIT = re.compile(r"[\s,;+]+")
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})


class Problem(NamedTuple):
    """What cannot be read: the number of the question, and a Danish sentence."""

    number: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One numbered question. `path`: the field, or ("fractures", record, part). `codes`: value by code."""

    number: str
    path: Tuple[Any, ...]
    slot: Slot
    text: str
    note: str
    codes: Mapping[str, Any]
    part: str = ""

    @property
    def is_number(self) -> bool:
        return self.slot.kind in ("integer", "quantity")


@lru_cache(maxsize=None)
def entries(role: str) -> Tuple[Entry, ...]:
    """The numbered questions of `role` in the order of the catalogue. KeyError for a role that there is none of."""
    load("paper")["title"][role]
    made: List[Entry] = []
    if role == "patient":
        made.append(_entry("for_other", ("for_other",), role))
    for question in questions.catalogue():
        if role not in question.roles or question.id not in Answers.__fields__ or question.id == "role":
            continue
        made.append(_entry(question.id, (question.id,), role))
        if question.id == "fractures":
            made += _records(role)
    numbered = [replace(entry, number=str(position)) for position, entry in enumerate(made, start=1)]
    after = next(entry.number for entry in numbered if entry.path == ("known_osteoporosis",))
    return tuple(replace(entry, note=entry.note.replace("{after}", after)) for entry in numbered)


def _records(role: str) -> List[Entry]:
    parts = [entry.id for entry in questions.catalogue() if entry.id.startswith(questions.FRACTURE_PART) and role in entry.roles]
    found = []
    for record in range(FRACTURES):
        for part in parts:
            if part != questions.MORE_FRACTURES:
                entry = _entry(part, ("fractures", record, part[len(questions.FRACTURE_PART) :]), role)
                title = _voiced("fracture_title", role).format(number=record + 1) if part.endswith(".site") else ""
                found.append(replace(entry, part=title))
    return found


def _voiced(*path: str) -> str:
    """The text of paper.yml in the voice of the role (last in the path), the patient's where it has none, else ""."""
    entry: Any = load("paper")
    for name in path[:-1]:
        entry = entry.get(name, {})
    return entry.get(path[-1], entry.get("patient", ""))


def _own(kind: str, name: str, role: str) -> str:
    """The text for this very role, or for a visitor at the reception the patient's only where it is the same question."""
    return load("paper")[kind].get(name, {}).get(role, "")


def _entry(name: str, path: Tuple[Any, ...], role: str) -> Entry:
    slot = by_link_id()[name]
    if questions.exists(name):
        text = _own("text", name, role) or questions.question(name).wording("ask", role)
    else:
        text = _own("text", name, role)
    return Entry("", path, slot, text, _own("note", name, role), _codes(slot, role), _own("parts", name, role))


def _codes(slot: Slot, role: str) -> Mapping[str, Any]:
    """The value for each code. Months are asked as a choice on paper: it is what the rules look at."""
    unknown = load("paper")["unknown_code"]
    if slot.kind == "boolean":
        return {"1": True, "2": False}
    if slot.kind in ("integer", "quantity"):
        # A test without its number is a professional's to judge.
        left_out = () if role == CLINICAL else tuple(load("paper")["positive_words"])
        words = [word for word in by_link_id()[slot.link_id + ".word"].words if word not in (UNKNOWN, *left_out)]
        if slot.link_id == "fractures.months_ago":
            return {**{str(position): word for position, word in enumerate(words, start=1)}, unknown: UNKNOWN}
        return {**{chr(ord("A") + position): word for position, word in enumerate(words)}, unknown: UNKNOWN}
    words = [word for word in slot.words if word != UNKNOWN]
    found = {str(position): word for position, word in enumerate(words, start=1)}
    if slot.empty:
        found[load("paper")["none_code"]] = NONE
    if UNKNOWN in slot.words:
        found[unknown] = UNKNOWN
    return found


def _shown(entry: Entry, word: Any) -> str:
    family = entry.slot.family or entry.slot.link_id
    positive = load("paper")["positive_words"]
    return positive[word] if word in positive and isinstance(word, str) else display(word, family)


def form(role: str) -> Dict[str, Any]:
    """The form as data: {title, intro, urgent_title, urgent, fields, foot, page, parts: [{title, questions}]}; see `_question`."""
    words = load("paper")
    parts: List[Dict[str, Any]] = []
    for entry in entries(role):
        if entry.part or not parts:
            parts.append({"title": entry.part, "sub": entry.path[0] == "fractures" and len(entry.path) > 1, "questions": []})
        parts[-1]["questions"].append(_question(entry, role))
    return {
        "role": role,
        "title": words["title"][role],
        "intro": words["intro"][role],
        "urgent_title": words["urgent_title"],
        "urgent": words["urgent"][role],
        "fields": words["fields"][role],
        "foot": words["foot"].format(version=RULES_VERSION),
        "page": words["page"],
        "parts": parts,
        "entry_title": words["entry"]["title"],
    }


def _question(entry: Entry, role: str) -> Dict[str, Any]:
    """{number, label, text, note, blank (a line to write a number on), unit, options: [{code, label}], hint (what can be typed)}."""
    blank = entry.is_number and entry.slot.link_id != "fractures.months_ago"
    found = questions.question(entry.slot.link_id).unit if questions.exists(entry.slot.link_id) else None
    unit = found or (load("fields")["age"]["unit"] if entry.slot.link_id == "fractures.age_at" else "")
    unit = unit if blank else ""
    options = [{"code": code, "label": _shown(entry, word)} for code, word in entry.codes.items()]
    words = load("paper")["entry"]
    first = [words["number_in"].format(unit=unit) if unit else words["number"]] if blank else []
    return {
        "number": entry.number,
        "label": label(entry.slot.link_id, role) if len(entry.path) == 1 else entry.text,
        "text": entry.text,
        "note": entry.note,
        "blank": blank,
        "unit": unit,
        "options": options,
        "hint": " · ".join([*first, *(f"{option['code']} = {option['label']}" for option in options)]),
    }


# --- in ---


class Read(NamedTuple):
    """What was typed in: the answers, or the problems by number; `shown` says each back as {number, label, value}."""

    answers: Optional[Answers]
    problems: List[Problem]
    shown: List[Dict[str, str]]


def read(role: str, typed: Mapping[str, str]) -> Read:
    """The answers of a form of `role`, typed in by number; an empty text is a question that was not answered."""
    known = {entry.number: entry for entry in entries(role)}
    words = load("paper")["entry"]
    problems = [Problem(given, words["unknown_number"].format(given=given)) for given in typed if given not in known]
    told: Dict[str, Any] = {}
    records: Dict[int, Dict[str, Any]] = {}
    for entry in known.values():
        text = " ".join(str(typed.get(entry.number, "")).translate(_MINUS).split())
        if not text:
            continue
        value = _value(entry, text)
        if isinstance(value, Problem):
            problems.append(value)
        elif len(entry.path) == 1:
            told[entry.path[0]] = value
        else:
            records.setdefault(entry.path[1], {})[entry.path[2]] = value
    problems += _with_fractures(told, records, known)
    if problems:
        return Read(None, problems, [])
    try:
        answers = Answers(role=role, **told)
    except ValidationError as error:
        return Read(None, [_conflict(one, known) for one in error.errors()], [])
    return Read(answers, [], _said_back(answers, role))


def _value(entry: Entry, text: str) -> Any:
    """The value of what was typed for one question, or a Problem."""
    upper = text.upper()
    if entry.slot.repeats:
        return _several(entry, upper)
    if upper in entry.codes:
        return entry.codes[upper]
    if not entry.is_number or entry.slot.link_id == "fractures.months_ago":
        return _problem(entry, "not_an_option", given=text, allowed=_allowed(entry))
    if not _NUMBER.match(text):
        return _problem(entry, "not_a_number", given=text, allowed=_allowed(entry))
    return _measured(entry, text)


def _measured(entry: Entry, text: str) -> Any:
    value = float(text.replace(",", "."))
    low, high = entry.slot.low or 0, entry.slot.high or 0
    if entry.slot.kind == "integer" and not value.is_integer():
        return _problem(entry, "whole", low=low, high=high, allowed=_allowed(entry))
    if not low <= value <= high:
        return _problem(entry, "range", low=number(low), high=number(high))
    if low < 0 < value and not text.startswith("+"):
        return _problem(entry, "sign", given=text)
    return int(value) if entry.slot.kind == "integer" else value


def _several(entry: Entry, text: str) -> Any:
    codes = [code for code in _SPLIT.split(text) if code]
    wrong = next((code for code in codes if code not in entry.codes), None)
    if wrong is not None:
        return _problem(entry, "not_an_option", given=wrong, allowed=_allowed(entry))
    values = [entry.codes[code] for code in codes]
    if len(values) > 1 and (NONE in values or UNKNOWN in values):
        return _problem(entry, "alone")
    return [] if values == [NONE] else UNKNOWN if values == [UNKNOWN] else values


def _allowed(entry: Entry) -> str:
    return ", ".join(entry.codes)


def _problem(entry: Entry, kind: str, **values: Any) -> Problem:
    return Problem(entry.number, load("paper")["entry"][kind].format(**values))


def _with_fractures(told: Dict[str, Any], records: Mapping[int, Dict[str, Any]], known: Mapping[str, Entry]) -> List[Problem]:
    """Put the records into `told`; a form that tells of a fracture says yes by it, but not beside a no."""
    words = load("paper")["entry"]
    said = told.pop("fractures", None)
    first = {entry.path[1]: entry.number for entry in reversed(list(known.values())) if len(entry.path) > 1}
    if records and said is False:
        return [Problem(first[next(iter(records))], words["fractures_no"])]
    missing = [Problem(first[record], words["no_site"]) for record, parts in records.items() if "site" not in parts]
    if records:
        told["fractures"] = [parts for _, parts in sorted(records.items())]
    elif said is not None:
        told["fractures"] = [{"site": UNKNOWN}] if said is True else [] if said is False else UNKNOWN
    return missing


def _conflict(error: Mapping[str, Any], known: Mapping[str, Entry]) -> Problem:
    """Two answers that cannot both be true, at the first question of the field."""
    field = str(error["loc"][0])
    words = load("paper")["entry"]
    asked = next(entry.number for entry in known.values() if entry.path[0] == field)
    return Problem(asked, words["conflict"].format(reason=words["conflicts"].get(field, error["msg"])))


def _said_back(answers: Answers, role: str) -> List[Dict[str, str]]:
    """Every answer as it was read, for who typed it in to see."""
    found = []
    for entry in entries(role):
        name = entry.path[0]
        value = getattr(answers, name)
        if len(entry.path) == 1 and value is not None:
            found.append({"number": entry.number, "label": label(name, role), "value": value_text(name, value, role)})
    return found
