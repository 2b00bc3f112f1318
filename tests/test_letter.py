"""The letter to the GP: what it says, on one page, as a tagged PDF; what somebody typed is never markup."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any, Dict, List

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteo_rules import Answers, assess
from osteo_rules.answers import ACUTE_SIGNS, CONDITIONS, FRACTURE_SITES
from osteo_rules.clinical import Added, Overrule
from osteo_rules.content import load
from osteo_rules.documents.letter import letter
from osteo_rules.documents.render import page, pdf, printable
from osteo_rules.sections import findings_of
from tests import pdf as seen
from tests.readability import lix, sentences, words
from tests.test_fhir import PEOPLE
from tests.test_promises_rules import people

ON = date(2026, 11, 25)
WOMAN = {
    "age": 67,
    "sex": "female",
    "height_cm": 164,
    "youth_height_cm": 170,
    "weight_kg": 60,
    "smoking": True,
    "glucocorticoids": "unknown",
}
#: Everything at once: no letter is longer.
EVERYTHING: Dict[str, Any] = {
    "age": 92, "sex": "female", "height_cm": 150, "youth_height_cm": 170, "weight_kg": 36, "family_history": True,
    "fractures": [{"site": site, "low_energy": True, "months_ago": 4, "verified": True} for site in FRACTURE_SITES],
    "osteogenesis_imperfecta": True, "glucocorticoids": True, "smoking": True, "aromatase_inhibitor": True, "menopause_age": "before_45",
    "alcohol_units_per_week": 40, "falls_last_year": 4, "unsteady": "unknown", "conditions": list(CONDITIONS), "conditions_unknown": list(CONDITIONS),
    "cancer": True, "back_pain": "sudden", "back_pain_fever": True, "neuro_symptoms": True, "cannot_bear_weight": True, "acute_signs": list(ACUTE_SIGNS),
    "arm_span_cm": 170, "percussion_pain": True, "rib_pelvis_fingers": 3.5, "wall_occiput_cm": 8, "known_osteoporosis": True,
    "followed_by_doctor": False, "t_score": -4, "measured_by": "self",
}  # fmt: skip


def made(answers: Dict[str, Any], added: Added = Added()) -> Dict[str, Any]:
    return letter(assess(Answers(**answers)), ON, added)


def lines(one: Dict[str, Any]) -> List[str]:
    return [line for part in one["sections"] for line in part["lines"]]


CASES = [
    ("patient", {}, "Brev til min læge", "Jeg har svaret på spørgsmål om mine knogler", "Jeg er blevet lavere: Højdetab 6 cm"),
    ("patient", {"for_other": True}, "Brev til en pårørendes læge", "en pårørendes knogler", ": Højdetab 6 cm"),
    ("physiotherapist", {}, "Brev til egen læge", "Patienten er screenet hos fysioterapeut", "Højdetab 6 cm"),
]


@pytest.mark.parametrize("role, more, title, reason, finding", CASES, ids=["patient", "relative", "physiotherapist"])
def test_each_version_says_why_what_and_what_next(role: str, more: Dict[str, Any], title: str, reason: str, finding: str) -> None:
    one = made({**WOMAN, "role": role, **more})
    assert one["title"] == title and one["date"] == "Dato: 25.11.2026"
    assert [part["id"] for part in one["sections"]] == ["reason", "findings", "unknown", "suggestion"]
    told = "\n".join(lines(one))
    assert reason in told and finding in told
    assert "3.1" in told and "1.1 og 1.2" in told, "the sections of the recommendation"
    assert "inden for" in told, "how soon"
    assert any("regelsæt 1" in line for line in one["foot"])


def test_the_patient_speaks_as_i() -> None:
    one = made({**EVERYTHING, "role": "patient"})
    named = [line.split(":")[0] for part in one["sections"] if part["id"] == "findings" for line in part["lines"]]
    assert len(named) > 30 and [name for name in named if re.search(r"\b(du|dig|din|dit|dine)\b", name, re.IGNORECASE)] == []


def test_the_text_of_the_pdf_is_the_letter() -> None:
    one = made(WOMAN)
    said = seen.text(pdf("letter", one)).replace(" ", "")
    for line in [one["title"], *lines(one), *one["foot"]]:
        assert line.replace(" ", "").replace("-", "") in said.replace("-", "").replace("\u2010", ""), line


@pytest.mark.parametrize("answers", PEOPLE)
def test_every_finding_and_unknown_of_the_test_people_stands_in_it(answers: Dict[str, Any]) -> None:
    if answers.get("role") == "reception":
        return
    assessment = assess(Answers(**answers))
    one = letter(assessment, ON)
    found = next(part for part in one["sections"] if part["id"] == "findings")
    assert len(found["lines"]) == max(1, len(findings_of(assessment)))
    unknown = next((part["lines"] for part in one["sections"] if part["id"] == "unknown"), [])
    assert bool(assessment.unanswered) <= bool(unknown)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people, st.sampled_from(["patient", "physiotherapist"]))
def test_it_is_one_tagged_page_whoever_it_is(answers: Dict[str, Any], role: str) -> None:
    one = made({**answers, "role": role})
    assert seen.check(pdf("letter", one), one["title"])["pages"] == 1


@pytest.mark.parametrize("role", ["patient", "physiotherapist"])
@pytest.mark.parametrize("other", [False, True])
def test_everything_at_once_is_still_one_page(role: str, other: bool) -> None:
    reason = "Patienten har aldrig røget, men datteren har. " * 40
    added = Added(
        tuple(Overrule(name, None, None, reason) for name in ("smoking", "t_score", "family_history")),
        unconfirmed=tuple(Answers.__fields__),
    )
    one = made({**EVERYTHING, "role": role, "for_other": other}, added if role == "physiotherapist" else Added())
    found = seen.check(pdf("letter", one), one["title"])
    assert found["pages"] == 1
    assert {"/H1", "/H2", "/L", "/LI"} <= set(found["kinds"])


MARKUP = [
    '#panic("x")', "#read(\"/etc/passwd\")", "$x^2$", "*fed* _skrå_ `kode`", "= Overskrift", "- punkt", "// kommentar", "/* kommentar */", "@henvisning <mærke>",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raise %}", "\\u{1F600} \\", '", "data": "x', "&amp; &lt;",
]  # fmt: skip


@pytest.mark.parametrize("typed", MARKUP)
def test_what_was_typed_is_shown_as_it_stands(typed: str) -> None:
    one = made({"role": "physiotherapist", "age": 67, "smoking": True}, Added((Overrule("smoking", None, None, typed),)))
    assert typed.replace(" ", "") in seen.text(pdf("letter", one)).replace(" ", "")
    html = page("letter", one)
    assert "<script>alert" not in html and "<img" not in html and "49" not in html
    for sign, escaped in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        assert typed.count(sign) == 0 or escaped in html


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_pdf(typed: str) -> None:
    one = made({"role": "physiotherapist", "age": 67, "smoking": True}, Added((Overrule("smoking", None, None, typed),)))
    assert seen.properties(pdf("letter", one))["ua"] == "1"


def test_signs_that_the_fonts_lack_are_shown_as_missing() -> None:
    assert printable({"a": ["漢😀\x00x", "é≥4 cm →"]}) == {"a": ["???x", "é≥4 cm →"]}


def test_the_same_letter_is_the_same_file() -> None:
    when = datetime(2026, 11, 25, tzinfo=timezone.utc)
    assert pdf("letter", made(WOMAN), when) == pdf("letter", made(WOMAN), when)


def test_a_reception_has_no_letter() -> None:
    with pytest.raises(ValueError):
        made({"role": "reception", "age": 85})


def test_the_patients_own_sentences_are_easy_to_read() -> None:
    content = load("letter")
    own = [
        entry[voice]
        for group in ("reason", "urgency", "suggestion")
        for entry in content[group].values()
        for voice in ("patient", "relative")
    ]
    own += [content["intro"][voice] for voice in ("patient", "relative")]
    for text in own:
        assert all(len(words(sentence)) <= 20 for sentence in sentences(text)), text
    assert lix(" ".join(own)) <= 35
