"""A physiotherapist's status line: "kvinde 72, ts -2,8, tidl. L2 compr. 2021, VOD 4 cm, perk. neg.".

Each entry is a name and a value, read by itself, so that a number never strays to its neighbour. What the table
(content/shorthand.yml) does not know is left to the general reader, and what that does not know either is named, so
that nothing is lost in silence.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Mapping, Optional

from bot.danish import checks
from bot.danish.content import load
from bot.danish.reading import AskBack
from osteo_rules.answers import UNKNOWN

#: An entry of more words is a sentence, and a message with one is told, not listed.
MOST_WORDS = 9
#: Fields where a positive sign is a word of the contract, not a yes.
_SIGN_WORDS = frozenset({"wall_occiput_cm", "rib_pelvis_fingers"})
_NUMBER = re.compile(r"(?P<sign>minus |[-−–÷] ?)?(?P<digits>\d+(?:[.,]\d+)?)(?: ?(?P<unit>\D.*))?")


@dataclass
class Status:
    """What a status line says: values by field, fractures, what is asked back, and the entries that no table knows."""

    values: Dict[str, Any] = field(default_factory=dict)
    fractures: List[Dict[str, Any]] = field(default_factory=list)
    asks: List[AskBack] = field(default_factory=list)
    rest_no: bool = False
    others: List[str] = field(default_factory=list)
    conflicts: List[str] = field(default_factory=list)

    def take(self, name: str, value: Any) -> None:
        """Take a value; of two T-scores the lowest counts, and two other values that differ are none."""
        before = self.values.get(name)
        if before is None or before == value:
            self.values[name] = value
        elif name == "t_score" and UNKNOWN not in (before, value):
            self.values[name] = min(before, value)
        else:
            self.conflicts.append(name)

    def conflicts_as_written(self, text: str) -> List[str]:
        """The entries that give one field two values, as they were written."""
        if not self.conflicts:
            return []
        found = []
        for entry in entries(text):
            alone = Status()
            if _take(alone, entry) and set(alone.values) & set(self.conflicts):
                found.append(entry)
        return found


def entries(text: str) -> List[str]:
    """The entries of a line, in order: cut at commas, semicolons, new lines and full stops that end no short form."""
    pieces = re.split(r"[;\n]|,(?!\d)|(?<=\D),(?=\d)", text)
    found: List[str] = []
    for piece in pieces:
        start = 0
        for stop in re.finditer(r"\.(?=\s+\S)", piece):
            word = re.search(r"(\w+)$", piece[start:stop.start()])
            if word and word.group(1).lower() in _set("short_forms"):
                continue
            found.append(piece[start:stop.start()])
            start = stop.end()
        found.append(piece[start:])
    return [part for entry in found for part in _parts(entry.strip(" .\t")) if part]


def _parts(entry: str) -> List[str]:
    """ "ts -2,6 vod 2 perk neg": a name after a value begins an entry of its own."""
    parts, start = [], 0
    for name in _all_names().finditer(entry):
        before = entry[start:name.start()].split()
        if len(before) > 1 and _ends_value(before[-1]):
            parts.append(entry[start:name.start()].strip())
            start = name.start()
    return [*parts, entry[start:].strip()]


def _ends_value(word: str) -> bool:
    word = word.lower().strip(".")
    return word[-1:].isdigit() or word in _set("units") or word in _set("closing_signs")


def is_listed(text: str) -> bool:
    """Whether the message is a list of short entries of which the table knows one at least."""
    listed = entries(text)
    return bool(listed) and all(len(entry.split()) <= MOST_WORDS for entry in listed) and any(_known(entry) for entry in listed)


def _known(entry: str) -> bool:
    return _take(Status(), entry) or bool(detail_of(entry))


def read_status(text: str, known: Mapping[str, Any]) -> Status:
    """The status line `text`; `known` is what was told before, which a loss of height is taken from."""
    status = Status()
    losses: List[float] = []
    for entry in entries(text):
        loss = _named("height_loss", "height_loss", _plain(entry))
        number = _number_of(loss) if loss is not None else None
        if number is not None:
            losses.append(abs(number))
        elif not _take(status, entry):
            status.others.append(entry)
    for name in status.conflicts:
        status.values.pop(name, None)
    height = status.values.get("height_cm", known.get("height_cm"))
    if losses and "youth_height_cm" not in status.values and isinstance(height, (int, float)):
        status.values["youth_height_cm"] = checks.tidy(height + losses[0])
    elif losses and "youth_height_cm" not in status.values:
        status.others.append(next(entry for entry in entries(text) if _named("height_loss", "height_loss", _plain(entry)) is not None))
    return status


def detail_of(entry: str) -> Dict[str, bool]:
    """What an entry adds to the fracture before it: "lavenergi", "rtg. verificeret"."""
    plain = _plain(entry)
    return {name: value for name, values in load("shorthand")["fracture_details"].items() for value, forms in values.items() if any(re.fullmatch(form, plain) for form in forms)}


def takes_back(entry: str) -> bool:
    """Whether the entry says that something is corrected, and nothing else."""
    return _plain(entry) in _set("corrections")


def value_of(name: str, entry: str) -> Any:
    """The value that one entry, its sign before or after its name, gives the field `name`; None where it gives none."""
    entry = _LEADING.sub("", entry)
    for written in (entry, _SIGN_FIRST.sub(r"\2 \1", entry)):
        status = Status()
        if _take(status, written) and status.values.get(name) not in (None, UNKNOWN):
            return status.values[name]
    return None


_LEADING = re.compile(r"^(?:(?:tidligere|kendt|aktuelt|nu|også|samt|og) )+")
#: "i.a. neurologi".
_SIGN_FIRST = re.compile(r"^(ia|ua|normal|normale|neg|negativ|pos|positiv) (.+)$")


def _take(status: Status, entry: str) -> bool:
    """Take what the table knows of one entry; False where it knows nothing."""
    plain = _plain(entry)
    if plain in _set("rest_no"):
        status.rest_no = True
        return True
    for name, words in load("shorthand")["words"].items():
        for value, forms in words.items():
            if plain in forms:
                status.take(name, [] if name in ("fractures", "conditions") else value)
                return True
    for site, forms in load("shorthand")["earlier_fractures"].items():
        if plain in forms:
            status.fractures.append({"site": site})
            return True
    return _take_number(status, plain) or _take_sign(status, plain)


def _take_site(status: Status, plain: str) -> bool:
    """ "col -2,6", after the T-score of the hip."""
    rest = _named("t_score_sites", "t_score_sites", plain)
    number = _number_of(rest) if rest else None
    return number is not None and number < 0 and _take_t_score(status, rest or "", number)


def _without_site(rest: str) -> str:
    """ "-2,9 i collum": the number of a T-score without where it was measured."""
    said = re.sub(r" (?:i |ved )?(?=[a-z])", "|", rest, count=1)
    number, _, site = said.partition("|")
    return number if site in _set("t_score_sites") else rest


def _take_number(status: Status, plain: str) -> bool:
    if _take_site(status, plain):
        return True
    for name in load("shorthand")["numbers"]:
        rest = _named("numbers", name, plain)
        if rest is None or not rest:
            continue
        if rest in _set("not_done"):
            status.take(name, UNKNOWN)
            return True
        number = _number_of(_without_site(rest) if name == "t_score" else rest)
        if number is None:
            continue
        if name == "t_score":
            return _take_t_score(status, _without_site(rest), number)
        if number < 0:
            continue
        if name.endswith("height_cm") or name == "arm_span_cm":
            number = round(number * 100, 1) if number < checks.METRES_BELOW else number
        value, ask = checks.check(name, number)
        if ask:
            status.asks.append(ask)
        else:
            status.take(name, value)
        return True
    return False


def _take_t_score(status: Status, rest: str, number: float) -> bool:
    """A T-score said without its sign is asked back (contract)."""
    if number > 0 and not rest.startswith("+"):
        status.asks.append(AskBack("t_score", "t_score_sign", -number))
        return True
    value, ask = checks.check("t_score", number)
    if ask:
        status.asks.append(ask)
    else:
        status.take("t_score", value)
    return True


def _take_sign(status: Status, plain: str) -> bool:
    bare_negative = re.fullmatch(r"(?:ingen|ikke|ej|nej til|uden|non) ?-?(.+)", plain)
    for name in load("shorthand")["signs"]:
        for words, opposite in (("signs", False), ("opposite", True)):
            rest = _named(words, name, plain)
            if rest is None and bare_negative:
                inner = _named(words, name, bare_negative.group(1))
                rest = "neg" if inner == "" else None
            if rest is None:
                continue
            if rest in _set("not_done"):
                status.take(name, UNKNOWN)
                return True
            positive = True if rest in _set("positive") else False if rest in _set("negative") else None
            if not rest and (opposite or name not in load("shorthand")["need_a_sign"]):
                positive = True
            if positive is None:
                continue
            value = positive != opposite
            status.take(name, ("positive" if value else "negative") if name in _SIGN_WORDS else value)
            return True
    return False


def _plain(entry: str) -> str:
    """Lower case, one space, no full stops and colons but in numbers."""
    plain = re.sub(r"[−–]", "-", entry.lower())
    plain = re.sub(r"[.:=](?!\d)", " ", plain)
    plain = re.sub(r"(?<=[a-zæøå])(?=[-+]?\d)", " ", plain) if re.match(r"[a-zæøå]{1,4}[-+]?\d", plain) else plain
    return " ".join(plain.split())


def _number_of(rest: str) -> Optional[float]:
    """The number that a value is, with a unit or none; None where more is said."""
    rest = re.sub(r"^(?:ca|cirka|omkring|på|=|~) ", "", rest.lstrip("+").strip())
    found = _NUMBER.fullmatch(rest)
    if not found or found["unit"] and found["unit"].strip() not in _set("units"):
        return None
    number = float(found["digits"].replace(",", "."))
    return -number if found["sign"] else number


def _named(kind: str, name: str, plain: str) -> Optional[str]:
    """What follows the name in an entry, "" for the name alone; None where it begins with another."""
    pattern = _names(kind, name)
    found = pattern.match(plain) if pattern else None
    return plain[found.end():].strip(" ,") if found else None


@lru_cache(maxsize=None)
def _names(kind: str, name: str) -> "Optional[re.Pattern[str]]":
    content = load("shorthand")[kind]
    forms = content if isinstance(content, list) else content.get(name)
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(form) for form in longest_first) + r")(?![\wæøå-])(?:\s|$|(?=[-+\d]))")


@lru_cache(maxsize=None)
def _all_names() -> "re.Pattern[str]":
    """Every name of a number or a sign that cannot be a unit or the beginning of another word."""
    forms = {form for kind in ("numbers", "signs") for some in load("shorthand")[kind].values() for form in some if len(form) > 1 and form not in _set("units")}
    return re.compile(r"(?<![\wæøå-])(?:" + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + r")(?![\wæøå-])", re.I)


@lru_cache(maxsize=None)
def _set(name: str) -> FrozenSet[str]:
    return frozenset(load("shorthand")[name])
