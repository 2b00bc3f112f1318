"""The physiotherapist's view: cases A and B of the guideline's Fig. 9, the plan, the guide, the note, what is overruled."""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, List

import pytest

from osteo_rules import Answers, assess
from osteo_rules.clinical import Added, Overrule, journal_note
from osteo_rules.report import report
from osteo_rules.sections import Section

DAY = date(2026, 11, 25)
CASE_A: Dict[str, Any] = {"sex": "female", "age": 48, "menopause_age": 42, "fractures": [], "t_score": -2.8, "activity_level": "training"}
CASE_B: Dict[str, Any] = {
    "sex": "female", "age": 72, "activity_level": "everyday",
    "fractures": [{"site": "spine", "low_energy": True, "verified": True, "months_ago": 60.0}, {"site": "hip", "low_energy": True, "months_ago": 24.0}],
}


def sections(answers: Dict[str, Any], added: Added = Added(on=DAY)) -> Dict[str, Section]:
    return {section.id: section for section in report(assess(Answers(role="physiotherapist", **answers)), added)}


def text(answers: Dict[str, Any], name: str, added: Added = Added(on=DAY)) -> str:
    return "\n".join(sections(answers, added)[name].lines)


def modalities(answers: Dict[str, Any], added: Added = Added(on=DAY)) -> List[str]:
    table = sections(answers, added)["plan"].table
    assert table is not None
    return [row[0] for row in table.rows]


def test_case_a_trains_hard_with_strength_first() -> None:
    assert "Kategori: Træningsaktiv (" in text(CASE_A, "category")
    assert "Risikogruppe: lavest" in text(CASE_A, "category")
    assert "STÆRK (hovedtema)" in text(CASE_A, "category")
    assert "STABIL (deltema)" in text(CASE_A, "category")
    assert "STRAKT" not in text(CASE_A, "category")
    assert modalities(CASE_A) == ["Styrke", "Vægtbærende og impact", "Balance", "Funktionel træning", "Vant aktivitet"]


def test_case_b_is_active_with_care() -> None:
    category = text(CASE_B, "category")
    assert "Kategori: Hverdagsaktiv med hensyn (tidl. vertebral fraktur" in category
    assert "STRAKT (hovedtema)" in category and "STABIL (hovedtema)" in category and "STÆRK (deltema)" in category
    assert modalities(CASE_B) == ["Styrke", "Vægtbærende", "Balance", "Funktionel træning", "Ryg", "Kombinationstræning"]


@pytest.mark.parametrize("answers, modality, intensity", [
    (CASE_A, "Styrke", "Op til 85 % af 1RM"),
    (CASE_B, "Styrke", "65-80 % af 1RM"),
    ({**CASE_A, "t_score": -3.0}, "Styrke", "65-80 % af 1RM"),
    ({"age": 75, "fractures": [{"site": "hip", "months_ago": 1.0, "low_energy": True}]}, "Styrke", "Mod 80 % af 1RM"),
    ({"age": 75, "fractures": [{"site": "spine", "months_ago": 1.0, "verified": True}]}, "Efter helingsfasen", "Moderat, RPE 3-7"),
])
def test_the_intensity_follows_the_risk_group(answers: Dict[str, Any], modality: str, intensity: str) -> None:
    table = sections(answers)["plan"].table
    assert table is not None
    assert {row[0]: row[2] for row in table.rows}[modality] == intensity
    assert all(len(row) == len(table.columns) == 6 and all(row) for row in table.rows)


def test_an_acute_fracture_gets_the_guide_of_eight_points() -> None:
    lines = sections({"age": 75, "fractures": [{"site": "spine", "months_ago": 1.0, "verified": True}]})["guide"].lines
    assert [line[:2] for line in lines[:8]] == [f"{number}." for number in range(1, 9)]


def test_manual_therapy_taping_and_orthoses_are_told_of() -> None:
    care = text(CASE_B, "care")
    for said in ("manipulation af columna er kontraindiceret", "Bløddelsteknikker", "Tapening: ingen evidens", "Ortoser"):
        assert said in care


def test_every_finding_names_its_source_and_no_test_stands_alone() -> None:
    answers = {**CASE_B, "height_cm": 165.0, "youth_height_cm": 170.0, "arm_span_cm": 166.0, "rib_pelvis_fingers": 2.0, "percussion_pain": False}
    for line in sections(answers)["reasons"].lines:
        assert line.endswith("]")
        assert "[anbefalingen " in line or "[projektets beslutning]" in line
    tests = [line for line in sections(answers)["reasons"].lines if "grænse" in line and "T-score" not in line]
    assert tests and all("Ingen enkelt test" in line for line in tests)
    negatives = sections(answers)["negatives"].lines
    assert any("Armspan 166 cm" in line and "Udelukker ikke fraktur" in line for line in negatives)
    assert any("Percussion negativ" in line and "Udelukker ikke fraktur" in line for line in negatives)
    assert negatives[-1] == "Ikke udført: væg-occiput."


def test_both_the_machine_s_and_the_person_s_view_stay() -> None:
    added = Added((Overrule("category", "training", "everyday", "vil begynde roligt"), Overrule("early_menopause", None, None, "hysterektomi alene")), {}, DAY)
    category = text(CASE_A, "category", added)
    assert "Kategori: Træningsaktiv" in category
    assert "Fysioterapeutens vurdering: Hverdagsaktiv. Begrundelse: vil begynde roligt. Programmets forslag: Træningsaktiv." in category
    assert "Tilsidesat af fysioterapeut: Tidlig menopause. Begrundelse: hysterektomi alene." in text(CASE_A, "reasons", added)
    note = journal_note(assess(Answers(role="physiotherapist", **CASE_A)), added)
    assert "vil begynde roligt" in note and "Programmets forslag: Træningsaktiv" in note and "hysterektomi alene" in note
    assert "Vant aktivitet" not in modalities(CASE_A, added)


def test_the_note_fits_a_screen_and_says_what_matters() -> None:
    answers = {
        **CASE_B, "height_cm": 165.0, "youth_height_cm": 170.0, "weight_kg": 60.0, "arm_span_cm": 171.0, "rib_pelvis_fingers": 2.0, "percussion_pain": False,
        "wall_occiput_cm": 4.0, "smoking": False, "glucocorticoids": False, "conditions": [], "family_history": "unknown", "t_score": -2.8,
        "measured_by": {"height_cm": "self"},
    }
    added = Added((), {"sts": 11.0, "fsst": 14.2}, DAY, ("height_cm",))
    note = journal_note(assess(Answers(role="physiotherapist", **answers)), added)
    assert len(note.split("\n")) <= 16
    for said in (
        "Osteoporosescreening 25.11.2026 (Knogletjek, regelsæt 1.0.0)", "kvinde, 72 år, højde 165 cm", "højdetab 5 cm", "ikke-ryger", "percussion negativ",
        "væg-occiput 4 cm (fysioterapeut)", "Ukendt: disposition i lige linje", "Ikke spurgt:", "Oplyst af patienten, ikke bekræftet: højde",
        "Vurdering: osteoporose påvist", "Kategori: Hverdagsaktiv med hensyn", "65-80 % af 1RM", "Baseline: STS 11, FSST 14,2",
    ):
        assert said in note, said
    assert "ryger, " not in note.replace("ikke-ryger, ", "")


@pytest.mark.parametrize("answers", [{"neuro_symptoms": True}, {"age": 70, "back_pain": "sudden"}])
def test_an_urgent_finding_gives_no_plan(answers: Dict[str, Any]) -> None:
    found = sections(answers)
    assert "plan" not in found and "category" not in found
    assert {"headline", "action", "reasons", "wait", "note"} <= set(found)


def test_what_to_tell_the_patient_is_in_the_patient_s_words() -> None:
    lines = sections(CASE_B)["patient"].lines
    assert all(line.startswith("»") and line.endswith("«") for line in lines)
    assert "lavenergifraktur" not in " ".join(lines).lower()
