"""The result as text: which sections, in which order, and what may never be said."""
from __future__ import annotations

import re
from typing import Any, Dict, List

import pytest

from osteo_rules.answers import Answers
from osteo_rules.assess import assess
from osteo_rules.content import load
from osteo_rules.report import report
from osteo_rules.voices import pronounce
from tests.readability import cases, lix, sentences, texts_below, words
from tests.test_readability import MAX_LIX

SPINE_NEW = {"site": "spine", "low_energy": True, "months_ago": 2}
PEOPLE: Dict[str, Dict[str, Any]] = {
    "nothing_found": {"age": 35, "known_osteoporosis": False, "fractures": []},
    "possible": {"age": 60, "smoking": True, "known_osteoporosis": False},
    "possible_scanned": {"age": 60, "smoking": True, "t_score": -0.5},
    "osteopenia": {"age": 60, "t_score": -1.8},
    "established": {"age": 60, "t_score": -2.6, "activity_level": "everyday", "followed_by_doctor": True},
    "suspected": {"age": 60, "height_cm": 160.0, "youth_height_cm": 165.0},
    "healing_spine": {"age": 70, "fractures": [SPINE_NEW]},
    "same_day": {"age": 60, "t_score": -2.6, "back_pain": "sudden"},
    "emergency": {"age": 60, "neuro_symptoms": True},
    "suicidal": {"age": 60, "acute_signs": ["suicidal_thoughts"]},
    "many_unknowns": {"age": 60, "youth_height_cm": "unknown", "family_history": "unknown", "glucocorticoids": "unknown"},
}
ROLES = ("patient", "physiotherapist", "reception")


def sections(name: str, role: str = "patient") -> Dict[str, List[str]]:
    return {section.id: section.lines for section in report(assess(Answers(role=role, **PEOPLE[name])))}


def text(name: str, role: str = "patient") -> str:
    return "\n".join(line for lines in sections(name, role).values() for line in lines)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PEOPLE)
def test_every_section_has_a_title_and_lines(name: str, role: str) -> None:
    for section in report(assess(Answers(role=role, **PEOPLE[name]))):
        assert section.title and (section.lines or section.table) and all(line.strip() for line in section.lines)
        assert not any("{" in line for line in section.lines)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_headline_is_two_sentences(name: str) -> None:
    assert len(sentences(" ".join(sections(name)["headline"]))) == 2


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_is_told_that_there_is_no_osteoporosis(name: str) -> None:
    said = text(name).lower()
    assert "du har ikke knogleskørhed" not in said and "du har ikke osteoporose" not in said


def test_nothing_found_is_not_an_examination() -> None:
    said = text("nothing_found").lower()
    assert "ud fra dine svar" in said and "ikke en undersøgelse" in said


@pytest.mark.parametrize("name", ["same_day", "emergency", "suicidal"])
def test_urgent_action_comes_before_reasons(name: str) -> None:
    order = list(sections(name))
    assert order.index("action") < order.index("reasons")
    assert "activity" not in order and "lifestyle" not in order


def test_emergency_numbers() -> None:
    assert "112" in " ".join(sections("emergency")["action"])
    assert "lægevagten" in " ".join(sections("same_day")["action"]) and "1813" in " ".join(sections("same_day")["action"])
    for role in ROLES:
        said = " ".join(sections("suicidal", role)["instruction" if role == "reception" else "action"])
        assert "112" in said and "70 201 201" in said


@pytest.mark.parametrize("name", PEOPLE)
def test_each_finding_stands_once(name: str) -> None:
    assessment = assess(Answers(**PEOPLE[name]))
    lines = sections(name).get("reasons", [])
    found = [
        *assessment.osteoporosis.reasons,
        *assessment.vertebral_fracture.reasons,
        *assessment.red_flags,
        *assessment.referral.findings,
    ]
    for finding in found:
        assert lines.count(finding.explanation) == 1


def test_the_gp_section_is_for_those_who_go_there() -> None:
    assert "gp" in sections("possible") and "gp" in sections("suspected")
    assert "gp" not in sections("nothing_found") and "gp" not in sections("emergency")


def test_a_normal_scan_is_taken_along() -> None:
    said = " ".join(sections("possible_scanned")["gp"])
    assert "scannet" in said and "hvornår" in said


def test_unknowns_say_how_to_find_out() -> None:
    said = " ".join(sections("many_unknowns")["unknowns"])
    assert "pas" in said and "sessionskort" in said and "familien" in said


def test_osteopenia_is_shown_as_such() -> None:
    assert "osteopeni" in text("osteopenia").lower()
    assert "osteopeni" not in text("established").lower()


@pytest.mark.parametrize("name", ["established", "suspected", "possible", "healing_spine"])
def test_the_physiotherapist_reads_other_words(name: str) -> None:
    assert text(name) != text(name, "physiotherapist")


@pytest.mark.parametrize("case", cases("exercise", with_open=False))
def test_every_training_case_can_be_reported(case: Dict[str, Any]) -> None:
    for role in ROLES:
        assert report(assess(Answers(**{**case["answers"], "role": role})))


def test_no_long_sentence_in_the_result() -> None:
    for name in PEOPLE:
        for sentence in sentences(text(name)):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("role", ["patient", "reception"])
@pytest.mark.parametrize("name", PEOPLE)
def test_the_whole_result_is_easy_to_read(name: str, role: str) -> None:
    """All that stands on the screen of a result, its titles too."""
    screen = [line for section in report(assess(Answers(role=role, **PEOPLE[name]))) for line in (section.title, *section.lines)]
    assert lix("\n".join(screen)) <= MAX_LIX


def test_medicine_is_the_primary_treatment() -> None:
    said = " ".join(sections("established")["activity"] + sections("established")["action"]).lower()
    assert "medicin" in said


def test_osteopenia_beside_established_osteoporosis() -> None:
    answers = Answers(age=70, t_score=-1.8, fractures=[{"site": "hip", "low_energy": True, "months_ago": 24}])
    said = "\n".join(line for section in report(assess(answers)) for line in section.lines)
    assert "ikke det samme som knogleskørhed" not in said


def test_who_waits_for_a_doctor_is_told_when_to_ring_112() -> None:
    assert "112" in text("same_day") and "112" in text("suspected")


def test_a_relative_reads_whom_it_is_about() -> None:
    own = report(assess(Answers(**PEOPLE["possible"])))
    other = report(assess(Answers(for_other=True, **PEOPLE["possible"])))
    assert own != other


#: "Du" of the person: none of these may be said to somebody who answers for another.
OF_THE_PERSON = re.compile(r"\b(?:[Dd]u (?:er(?! i tvivl)|vejer|ryger|drikker|får|gik|går|taber|kan (?:træne|løbe))|[Dd]in (?:ryg|vægt|højde|menstruation)|[Dd]ine knogler|dig selv til)\b")


@pytest.mark.parametrize("sex", ["female", "male", "unknown"])
@pytest.mark.parametrize("name", PEOPLE)
def test_a_relative_reads_of_the_person_in_the_third_person(name: str, sex: str) -> None:
    answers = Answers(role="patient", **{**PEOPLE[name], "for_other": True, "sex": sex})
    lines = [line for section in report(assess(answers)) for line in section.lines]
    assert [line for line in lines if OF_THE_PERSON.search(line) or "{" in line] == []
    said = " ".join(lines).lower()
    named = {"female": ("hun", "hende"), "male": ("han", "ham"), "unknown": ("personen",)}[sex]
    assert any(f" {word}" in f" {said}" for word in named)


def test_what_a_relative_reads_is_easy_in_every_person() -> None:
    for file in ("relative", "relative_result"):
        for place, text in texts_below(load(file), file):
            for voice in ("relative_female", "relative_male", "relative_unknown"):
                spoken = pronounce(text, voice)
                long = [sentence for sentence in sentences(spoken) if len(words(sentence)) > 20]
                assert long == [], place
                assert len(words(spoken)) < 30 or lix(spoken) <= 35, place
