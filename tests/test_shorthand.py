"""Status lines as physiotherapists write them (tests/cases/shorthand.yml), a baseline, and what is decided otherwise."""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, Optional

import pytest
import yaml

from bot.danish import staff_notes
from bot.danish.reader import Context, read
from bot.danish.shorthand import is_listed
from tests.readability import ROOT

LINES = yaml.safe_load((ROOT / "tests/cases/shorthand.yml").read_text(encoding="utf-8"))
PHYSIOTHERAPIST = Context(known={"role": "physiotherapist"}, today=date(2026, 11, 24))


@pytest.mark.parametrize("case", LINES, ids=[case["line"][:60] for case in LINES])
def test_a_status_line_is_read_entry_by_entry(case: Dict[str, Any]) -> None:
    reading = read(case["line"], "back_pain", PHYSIOTHERAPIST)
    assert dict(reading.facts) == case["facts"]
    assert sorted(record["site"] for record in reading.fractures) == sorted(case.get("fractures", []))
    assert list(reading.unread) == case.get("unread", [])
    assert (reading.ask_back.field if reading.ask_back else None) == case.get("ask")
    assert reading.rest_no is case.get("rest_no", False)


@pytest.mark.parametrize("question, text, value", [
    ("falls_last_year", "2", 2), ("wall_occiput_cm", "4", 4), ("percussion_pain", "neg", False), ("rib_pelvis_fingers", "pos", "positive"),
    ("menopause_age", "43", 43), ("t_score", "-2,9", -2.9), ("back_pain", "ingen, kvinde 72", "none"),
])
def test_a_bare_value_answers_the_open_question(question: str, text: str, value: Any) -> None:
    assert read(text, question, PHYSIOTHERAPIST).answer == value


def test_details_belong_to_the_fracture_before_them() -> None:
    reading = read("compr. fx L1 for 3 mdr siden, lavenergi, MR-verificeret, hoftefx 2015, højenergi", None, PHYSIOTHERAPIST)
    assert [dict(record) for record in reading.fractures] == [
        {"site": "spine", "months_ago": 3, "low_energy": True, "verified": True},
        {"site": "hip", "months_ago": pytest.approx(136.5, abs=1), "low_energy": False},
    ]


def test_only_a_physiotherapist_writes_shorthand() -> None:
    """A patient's "v 62" stays what the general reader makes of it."""
    assert is_listed("v 62, as 168")
    assert "arm_span_cm" not in read("v 62, as 168", None, Context(known={"role": "patient"}, today=date(2026, 11, 24))).facts


@pytest.mark.parametrize("text, what, person, reason", [
    ("overstyr kategori til hverdagsaktiv: vil begynde roligt", "category", "everyday", "vil begynde roligt"),
    ("Ændr kategorien til træningsaktiv med hensyn, fordi hun styrketræner", "category", "training_with_care", "hun styrketræner"),
    ("overstyr kategori til akut", "category", "acute", None),
    ("tilsidesæt armspan: skulderkontraktur dx", "arm_span_difference", None, "skulderkontraktur dx"),
    ("se bort fra væg-occiput pga. medfødt kyfose", "wall_occiput_distance", None, "medfødt kyfose"),
])
def test_what_is_decided_otherwise(text: str, what: str, person: Optional[str], reason: Optional[str]) -> None:
    assert staff_notes.overruling_in(text) == (what, person, reason)


@pytest.mark.parametrize("text", ["ændr vægt til 62", "sæt dig ned", "ændr t-score til -2,8", "overstyr", "fald 2", "ret højde til 164"])
def test_a_correction_overrules_nothing(text: str) -> None:
    assert staff_notes.overruling_in(text) is None
    assert not staff_notes.is_staff_note(text)


@pytest.mark.parametrize("text, values", [
    ("STS 11, FSST 14,2, TLS 40, FR 22", {"sts": 11, "fsst": 14.2, "tls": 40, "fr": 22}),
    ("30 s STS: 9 gange", {"sts": 9}),
    ("STS 11 og hun er træt", {}),
    ("højde 165", {}),
])
def test_a_baseline_of_functional_tests(text: str, values: Dict[str, float]) -> None:
    assert staff_notes.baseline_in(text) == values
