"""What the rule package promises of all its rules and texts at once."""
from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import Any, Dict, Iterator, List, Set, Tuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteo_rules import Answers, Assessment, assess, unknowns
from osteo_rules.answers import ACUTE_SIGNS, CONDITIONS, FRACTURE_SITES, MEASURED_FIELDS, UNKNOWN
from osteo_rules.assessment import Finding
from osteo_rules.content import load
from osteo_rules.examine import examine
from osteo_rules.referral import URGENCIES
from osteo_rules.rules import osteoporosis, red_flags, risk_factors, vertebral

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "osteo_rules"
CONTENT = PACKAGE / "content"
OSTEOPOROSIS, VERTEBRAL = unknowns.OSTEOPOROSIS, unknowns.VERTEBRAL
FINDINGS = {key: entry for key, entry in load("findings").items() if key != "sites"}


# --- every valid set of answers ---


def numbers(low: float, high: float, *words: str, whole: bool = False) -> st.SearchStrategy:
    if whole:
        value: st.SearchStrategy = st.integers(int(low), int(high))
    else:
        value = st.floats(low, high).map(lambda number: round(number, 1)) | st.integers(int(low), int(high))
    return value | st.sampled_from([*words, UNKNOWN])


yes_no = st.sampled_from([True, False, UNKNOWN])
fracture = st.fixed_dictionaries(
    {"site": st.sampled_from(FRACTURE_SITES)},
    optional={
        "low_energy": yes_no,
        "months_ago": numbers(0, 216, "under_6", "over_6"),
        "age_at": numbers(0, 18, "under_40", "over_40", whole=True),
        "verified": yes_no,
    },
)
FIELDS: Dict[str, st.SearchStrategy] = {
    "role": st.sampled_from(["patient", "physiotherapist", "reception"]),
    "age": numbers(18, 120, whole=True),
    "for_other": st.booleans(),
    "sex": st.sampled_from(["female", "male", "other", UNKNOWN]),
    "height_cm": numbers(100, 230),
    "youth_height_cm": numbers(100, 230),
    "weight_kg": numbers(25, 350),
    "fractures": st.lists(fracture, max_size=3) | st.just(UNKNOWN),
    "menopause_age": numbers(15, 18, "not_yet", "before_45", "after_45", whole=True),
    "alcohol_units_per_week": numbers(0, 200),
    "falls_last_year": numbers(0, 100, whole=True),
    "conditions": st.lists(st.sampled_from(CONDITIONS), max_size=4) | st.just(UNKNOWN),
    "conditions_unknown": st.lists(st.sampled_from(CONDITIONS), max_size=3),
    "back_pain": st.sampled_from(["none", "lasting", "sudden", UNKNOWN]),
    "acute_signs": st.lists(st.sampled_from(ACUTE_SIGNS), max_size=2),
    "arm_span_cm": numbers(100, 250),
    "rib_pelvis_fingers": numbers(0, 10, "positive", "negative"),
    "wall_occiput_cm": numbers(0, 40, "positive", "negative"),
    "measured_by": st.sampled_from(["self", "professional"])
    | st.dictionaries(st.sampled_from(MEASURED_FIELDS), st.sampled_from(["self", "professional"])),
    "t_score": numbers(-8, 6),
    "dxa_result": st.sampled_from(["normal", "osteopenia", "osteoporosis", UNKNOWN]),
    "activity_level": st.sampled_from(["limited", "everyday", "training", UNKNOWN]),
    "active_minutes_per_day": numbers(0, 1440),
    "strength_sessions_per_week": numbers(0, 21),
    "balance_sessions_per_week": numbers(0, 21),
}
YES_NO = [name for name in Answers.__fields__ if name not in FIELDS]
people = st.fixed_dictionaries({}, optional={**FIELDS, **{name: yes_no for name in YES_NO}})
relaxed = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def levels(answers: Dict[str, Any]) -> Tuple[int, int, int]:
    person = examine(Answers(**answers))
    return (
        OSTEOPOROSIS.index(person.osteoporosis_status),
        VERTEBRAL.index(person.vertebral_status),
        URGENCIES.index(person.urgency),
    )


def all_findings(assessment: Assessment) -> List[Finding]:
    return [
        *assessment.osteoporosis.reasons,
        *assessment.vertebral_fracture.reasons,
        *assessment.red_flags,
        *assessment.referral.findings,
    ]


@relaxed
@given(people)
def test_any_valid_answers_give_a_valid_assessment(answers: Dict[str, Any]) -> None:
    assessment = assess(Answers(**answers))
    as_told = json.loads(json.dumps(assessment.dict()))
    assert json.loads(Assessment.parse_obj(as_told).json()) == as_told == json.loads(assessment.json())
    for finding in all_findings(assessment):
        assert finding.label and finding.explanation and "{" not in finding.explanation
        assert finding.decision is None or finding.decision in load("decisions")
        assert finding.value not in (None, "")
        assert finding.source.kind == "project" or finding.source.section or finding.source.figure


@relaxed
@given(people)
def test_it_is_pure(answers: Dict[str, Any]) -> None:
    """The same answers give the same assessment, and nothing is changed on the way."""
    told = Answers(**answers)
    before = told.json()
    assert assess(told).json() == assess(Answers(**answers)).json()
    assert told.json() == before


@relaxed
@given(people)
def test_the_lists_hang_together(answers: Dict[str, Any]) -> None:
    assessment = assess(Answers(**answers))
    for found in (assessment.osteoporosis.reasons, assessment.vertebral_fracture.reasons, assessment.red_flags):
        assert len({one.id for one in found}) == len(found), "one finding each"
    listed = {one.id for one in all_findings(assessment)}
    reasons = assessment.referral.reasons
    assert len(set(reasons)) == len(reasons) and set(reasons) <= listed
    assert bool(reasons) == (assessment.referral.urgency != "none")
    assert {one.id for one in assessment.red_flags} <= set(reasons)
    assert (assessment.referral.to == "emergency_services") == (assessment.referral.urgency == "emergency")
    in_lists = {one.id for one in all_findings(assessment)[: -len(assessment.referral.findings) or None]}
    assert not in_lists & {one.id for one in assessment.referral.findings}
    assert set(assessment.could_change) <= set(assessment.unanswered)
    told_in_part = {"conditions"}  # unsure of one disease, never asked about the list
    assert not set(assessment.unanswered) & set(assessment.not_asked) - told_in_part


RAISING = [
    *({name: True} for name in ("family_history", "osteogenesis_imperfecta", "glucocorticoids", "smoking")),
    *({name: True} for name in ("aromatase_inhibitor", "cancer")),
    *({name: True} for name in ("neuro_symptoms", "cannot_bear_weight", "percussion_pain", "known_osteoporosis", "unsteady")),
    {"alcohol_units_per_week": 22},
    {"wall_occiput_cm": 7},
    {"rib_pelvis_fingers": 2},
    {"acute_signs": list(ACUTE_SIGNS)},
    {"conditions": list(CONDITIONS)},
]


@relaxed
@given(people, st.sampled_from(RAISING))
def test_a_risk_factor_more_never_lowers_anything(answers: Dict[str, Any], more: Dict[str, Any]) -> None:
    """Osteoporosis status and vertebral status never fall, whatever is added; urgency only where established replaces possible."""
    before, after = levels(answers), levels({**answers, **more})
    assert after[0] >= before[0] and after[1] >= before[1]
    newly_established = after[0] > before[0] == OSTEOPOROSIS.index("possible")
    assert after[2] >= before[2] or (newly_established and answers.get("followed_by_doctor") is True)


@relaxed
@given(people, st.sampled_from([name for name in (*FIELDS, *YES_NO) if name != "role"]))
def test_unknown_never_reassures_more_than_not_asked(answers: Dict[str, Any], field: str) -> None:
    """Unknown is not "no": it gives the statuses of a question never put, and is told to be open."""
    if field in ("for_other", "measured_by", "acute_signs", "conditions_unknown"):
        return
    without = {name: value for name, value in answers.items() if name != field}
    asked = {**without, field: UNKNOWN}
    assert levels(asked) == levels(without)
    assert field in unknowns.unanswered(Answers(**asked))


@relaxed
@given(people)
def test_could_change_is_what_brute_force_finds(answers: Dict[str, Any]) -> None:
    """The shortcut for fields that only give a risk factor changes nothing."""
    told = Answers(**answers)
    person, open_fields = examine(told), unknowns.unanswered(told)
    quick = unknowns.could_change(told, person, open_fields)
    kept, unknowns.RISK_FACTOR_ONLY = unknowns.RISK_FACTOR_ONLY, frozenset()
    try:
        assert unknowns.could_change(told, person, open_fields) == quick
    finally:
        unknowns.RISK_FACTOR_ONLY = kept


def test_every_field_that_can_be_unknown_has_probes() -> None:
    can_be = set()
    for name in Answers.__fields__:
        try:
            Answers(**{name: UNKNOWN})
        except ValueError:
            continue
        can_be.add(name)
    assert can_be == set(load("probes")) - {"fracture"}


# --- every rule is in the tables, fires and does not fire ---


def rule_ids() -> Set[str]:
    rules = (*risk_factors.RISK_FACTORS, *osteoporosis.ESTABLISHING, *vertebral.INDICATORS, *red_flags.EMERGENCY, *red_flags.SAME_DAY)
    found = {rule.__name__ for rule in rules} - {"acute_signs"}
    others = {"known_vertebral_fracture", "recent_vertebral_fracture", "lasting_back_pain_with_cancer", "not_followed"}
    return found | set(CONDITIONS) | set(ACUTE_SIGNS) | others


def fired_in_the_tables() -> Iterator[Set[str]]:
    from tests.test_cases import FOLDER, TABLES

    for table in TABLES:
        for case in yaml.safe_load((FOLDER / f"{table}.yml").read_text(encoding="utf-8")):
            yield set(examine(Answers(**case["answers"])).findings)


def test_every_rule_has_words_and_every_word_a_rule() -> None:
    assert rule_ids() == set(FINDINGS)


def test_every_rule_fires_in_one_case_and_not_in_another() -> None:
    cases = list(fired_in_the_tables())
    assert rule_ids() == set().union(*cases)
    assert not set.intersection(*cases)


@pytest.mark.parametrize(
    "rule",
    [
        *risk_factors.RISK_FACTORS,
        risk_factors.diseases,
        *osteoporosis.ESTABLISHING,
        *vertebral.INDICATORS,
        *red_flags.EMERGENCY,
        *red_flags.SAME_DAY,
    ],
    ids=lambda rule: f"{rule.__module__.rsplit('.', 1)[-1]}.{rule.__name__}",
)
def test_a_rule_says_its_clinical_sentence(rule: Any) -> None:
    assert rule.__doc__ and rule.__doc__.strip().splitlines()[0].endswith(".")


# --- the words ---


def texts_of(entry: Dict[str, Any], voice: str) -> Dict[str, str]:
    return {name: text for name, text in entry[voice].items() if name not in ("label", "words")}


@pytest.mark.parametrize("finding_id", FINDINGS)
def test_two_voices_a_source_and_labels(finding_id: str) -> None:
    entry = FINDINGS[finding_id]
    source = entry["source"]
    assert source.get("kind") == "project" or source.get("section") or source.get("figure")
    if source.get("kind") == "project":
        assert entry.get("decision"), "a rule of the project rests on a decision of the project"
    patient, professional = texts_of(entry, "patient"), texts_of(entry, "professional")
    assert entry["patient"]["label"] and entry["professional"]["label"]
    assert patient["explanation"] != professional["explanation"]
    assert set(patient) - set(professional) <= {"borderline"} and set(professional) - set(patient) <= {"assumed"}
    for name in set(patient) & set(professional):
        assert patient[name] != professional[name]


#: The value that fires is named in both voices. These have no number: the explanation names the thing itself.
NAMED_BY_NUMBER = {
    "age_over_80": ({"age": 84}, "84"),
    "low_bmi_woman": ({"sex": "female", "height_cm": 170, "weight_kg": 52}, "18,0"),
    "early_menopause": ({"sex": "female", "menopause_age": 43}, "43"),
    "high_alcohol": ({"alcohol_units_per_week": 28}, "28"),
    "fall_tendency": ({"age": 70, "falls_last_year": 4}, "4"),
    "t_score": ({"t_score": -2.7}, "-2,7"),
    "height_loss": ({"youth_height_cm": 171, "height_cm": 165.5}, "5,5"),
    "arm_span_difference": ({"arm_span_cm": 170, "height_cm": 165.5}, "4,5"),
    "rib_pelvis_distance": ({"rib_pelvis_fingers": 2.5}, "2,5"),
    "wall_occiput_distance": ({"wall_occiput_cm": 3.5}, "3,5"),
    "hyperkyphosis": ({"wall_occiput_cm": 8.5}, "8,5"),
    "prior_low_energy_fracture": ({"age": 60, "fractures": [{"site": "wrist", "low_energy": True}]}, "håndled"),
    "verified_fracture": ({"fractures": [{"site": "hip", "low_energy": True}]}, "hofte"),
}


@pytest.mark.parametrize("role", ["patient", "physiotherapist", "reception"])
@pytest.mark.parametrize("finding_id", NAMED_BY_NUMBER)
def test_the_explanation_names_the_persons_own_value(finding_id: str, role: str) -> None:
    answers, value = NAMED_BY_NUMBER[finding_id]
    found = {one.id: one for one in all_findings(assess(Answers(role=role, **answers)))}
    assert re.search(rf"(?<![\d,]){re.escape(value)}", found[finding_id].explanation)


def test_the_other_explanations_have_no_number_to_name() -> None:
    with_placeholder = {
        finding_id
        for finding_id, entry in FINDINGS.items()
        for text in texts_of(entry, "patient").values()
        if any(name for _, name, _, _ in Formatter().parse(text))
    }
    assert with_placeholder == set(NAMED_BY_NUMBER)


def test_a_bmi_just_under_the_limit_is_not_shown_as_the_limit() -> None:
    finding = assess(Answers(age=60, sex="female", height_cm=160, weight_kg=48.6)).osteoporosis.reasons[0]
    assert finding.value == 18.98 and "18,98" in finding.explanation


@pytest.mark.parametrize(
    "answers, value",
    [({"youth_height_cm": 171.04, "height_cm": 167}, "4,04"), ({"rib_pelvis_fingers": 3.99}, "3,99"), ({"t_score": -2.55}, "-2,55")],
)
def test_a_value_is_not_rounded_to_its_limit(answers: Dict[str, Any], value: str) -> None:
    assert value in all_findings(assess(Answers(**answers)))[0].explanation


@pytest.mark.parametrize("role", ["patient", "physiotherapist"])
def test_a_self_measured_test_asks_for_a_professional(role: str) -> None:
    heights = {"youth_height_cm": 175, "height_cm": 168, "arm_span_cm": 175}
    answers = {**heights, "rib_pelvis_fingers": 2, "wall_occiput_cm": 7, "percussion_pain": True}
    own = assess(Answers(role=role, measured_by="self", **answers)).vertebral_fracture.reasons
    theirs = assess(Answers(role=role, measured_by="professional", **answers)).vertebral_fracture.reasons
    assert len(own) == len(theirs) == 6
    for mine, measured in zip(own, theirs):
        asked = load("findings")[mine.id]["self_measured"]["professional" if role == "physiotherapist" else "patient"]
        assert mine.explanation.endswith(asked) and asked not in measured.explanation
        assert mine.measured_by == "self" and measured.measured_by == "professional"
        assert mine.decision is not None


FORBIDDEN = (r"\bdu har ikke (osteoporose|knogleskørhed)", r"\d+\s*(%|procent)s? risiko", r"risiko(en)? (er|på) \d")


def test_nobody_is_acquitted_and_no_risk_is_given_in_percent() -> None:
    for finding_id, entry in FINDINGS.items():
        for voice in ("patient", "professional"):
            for text in texts_of(entry, voice).values():
                assert not any(re.search(pattern, text.lower()) for pattern in FORBIDDEN), finding_id


# --- decisions and numbers ---


def named_decisions() -> Set[str]:
    """Every decision that an entry of a content file names (`decision`, or `decision_<variant>`)."""
    found: Set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.update(value for key, value in node.items() if str(key).startswith("decision") and isinstance(value, str))
            node = list(node.values())
        if isinstance(node, list):
            for one in node:
                walk(one)

    for path in CONTENT.glob("*.yml"):
        if path.stem not in ("decisions", "sources"):
            walk(load(path.stem))
    return found


def test_every_decision_named_exists_and_every_decision_is_named() -> None:
    decisions = load("decisions")
    assert named_decisions() <= set(decisions)
    content = {name for name, entry in decisions.items() if entry["carried_by"] == "content"}
    assert content == named_decisions()
    assert {entry["carried_by"] for entry in decisions.values()} == {"content", "rule", "text"}


@pytest.mark.parametrize("name", load("decisions"))
def test_a_decision_says_what_and_why_and_from_where(name: str) -> None:
    entry = load("decisions")[name]
    assert set(entry) == {"text", "why", "spec", "source", "carried_by"}
    assert entry["text"].endswith(".") and entry["why"].endswith(".") and entry["spec"] in "12345"
    assert set(entry["source"]) == {"section", "figure"}


@pytest.mark.parametrize("name", load("thresholds"))
def test_a_number_has_a_unit_and_a_source_or_a_decision(name: str) -> None:
    entry = load("thresholds")[name]
    assert isinstance(entry["value"], (int, float)) and entry["unit"]
    assert entry.get("source") or entry.get("decision")


def python_files() -> List[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_danish_sentence_stands_in_python(path: Path) -> None:
    if path.name == "docs.py":
        pytest.skip("the heads of generated pages")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    docstrings = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    assert not [text for text in strings if re.search(r"[æøåÆØÅ]", text)]


@pytest.mark.parametrize("path", [path for path in python_files() if path.parent.name == "rules"], ids=lambda path: path.name)
def test_no_threshold_stands_in_a_rule(path: Path) -> None:
    """A number beyond 0 and 1 (and 2 decimals, 12 months, 100) in a rule would be a limit that belongs in thresholds.yml."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)}
    assert found <= {0, 1, 100}


# --- the package ---


def test_it_imports_no_rasa_and_no_spacy() -> None:
    code = (
        "import sys, osteo_rules, osteo_rules.cli, osteo_rules.report; "
        "print([name for name in sys.modules if name.split('.')[0] in ('rasa', 'rasa_sdk', 'spacy', 'tensorflow', 'starlette')])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_assess_reads_no_file_and_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(age=70, smoking=True, t_score="unknown", fractures=[{"site": "spine", "low_energy": "unknown"}])
    expected = assess(answers)

    def forbidden(*_: Any, **__: Any) -> Any:
        raise AssertionError("input or output in assess")

    for name in ("open", "print", "input"):
        monkeypatch.setattr(f"builtins.{name}", forbidden)
    monkeypatch.setattr("time.time", forbidden)
    assert assess(answers) == expected
