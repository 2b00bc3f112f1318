"""Every number in an answer stands in the rules' thresholds or in a section that the answer cites: text and rules cannot drift apart."""
from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Sequence, Set, Tuple

import pytest
import yaml

from osteo_rules.content import load
from tests.readability import ROOT

GUIDELINE = yaml.safe_load((ROOT / "tests/cases/guideline_numbers.yml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: Telephone numbers, and names that hold a number.
NOT_MEASURES = re.compile(r"\b(?:112|1813|70 201 201|80 31 31 31|D3|B12|K2|Fig\. \d|1RM|1 RM)\b|(?<=\()\d\.\d(?=\))|afsnit \d\.\d")


def _plain(number: str) -> str:
    number = number.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number) else number.replace(",", ".")
    return number[:-2] if number.endswith(".0") else number


def _numbers(text: str) -> Set[str]:
    return {_plain(found) for found in NUMBER.findall(NOT_MEASURES.sub(" ", text))}


def _of_section(section: str) -> Set[str]:
    """The numbers of a section, of those below it, and of the one above."""
    sections = GUIDELINE["sections"]
    near = [name for name in sections if name == section or name.startswith(f"{section}.") or section.startswith(f"{name}.")]
    assert near, section
    return {_plain(number) for name in near for number in sections[name]}


def _cited(source: Dict[str, Any], also: Sequence[str] = ()) -> Set[str]:
    """The numbers that an entry with this source may say; the summary before chapter 1 gathers what all sections find."""
    found = set(_of_section(source["section"])) if source.get("section") else set()
    for section in also:
        found |= _of_section(section)
    if source.get("figure"):
        found |= _of_section(GUIDELINE["figures"][source["figure"]])
    return found | _of_section("0") if source.get("kind") != "project" else found


def _thresholds() -> Set[str]:
    return {_plain(f"{abs(entry['value']):g}") for entry in load("thresholds").values()}


def _entries() -> Iterator[Tuple[str, str, str, Dict[str, Any]]]:
    for name, entry in load("faq").items():
        for voice in ("patient", "professional"):
            yield name, voice, entry[voice], entry


@pytest.mark.parametrize("name, voice, text, entry", [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in _entries() if _numbers(one[2])])
def test_every_number_has_its_source(name: str, voice: str, text: str, entry: Dict[str, Any]) -> None:
    known = _cited(entry["source"], entry.get("also", ())) | _thresholds() | {_plain(str(number)) for number in entry.get("numbers", [])}
    assert sorted(_numbers(text) - known) == []


def test_an_invented_number_is_seen() -> None:
    known: List[str] = sorted(_cited({"section": "2.2"}) | _thresholds())
    assert _numbers("Træning giver 37 % færre fald") - set(known) == {"37"}
