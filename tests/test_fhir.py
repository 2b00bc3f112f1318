"""FHIR R4: every Bundle is valid, every linkId exists, and what goes out as a QuestionnaireResponse comes back the same."""

from __future__ import annotations

import copy
import json
import lzma
import subprocess
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteo_rules import Answers, assess, questions
from osteo_rules.assess import examine, in_clinical_words
from osteo_rules.cli import main
from osteo_rules.clinical import Added, Overrule
from osteo_rules.content import load
from osteo_rules.fhir import BadResource, answers_from, bundle, checked, operation_outcome, parse, questionnaire, response
from osteo_rules.fhir.fields import ROLES, by_link_id
from osteo_rules.sections import findings_of
from tests.test_promises_rules import people

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=timezone.utc)
TABLES = ("risk_factors", "fractures", "vertebral", "referral", "guideline", "exercise", "lifestyle")
PEOPLE = [
    pytest.param(case["answers"], id=f"{table}: {case['name']}")
    for table in TABLES
    for case in yaml.safe_load((ROOT / f"tests/cases/{table}.yml").read_text(encoding="utf-8"))
    if isinstance(case, dict) and "answers" in case
]
#: Fields of FHIR that would name the person, or claim what a screening cannot meet.
FORBIDDEN = {"identifier", "profile", "Condition", "Patient"}


@pytest.fixture(scope="module")
def schema() -> Any:
    packed = (ROOT / "tests/data/fhir/fhir-r4.schema.json.xz").read_bytes()
    return jsonschema_rs.validator_for(json.loads(lzma.decompress(packed)))


def problems(schema: Any, resource: Dict[str, Any]) -> List[str]:
    """What the R4 JSON schema says against the resource, as it is written."""
    written = json.loads(json.dumps(resource))
    return [f"{error.instance_path}: {error.message[:200]}" for error in schema.iter_errors(written)]


def nodes(value: Any) -> Iterator[Dict[str, Any]]:
    """Every object in the resource."""
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(child)


def of_type(made: Dict[str, Any], kind: str) -> List[Dict[str, Any]]:
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def items_of(made: Dict[str, Any]) -> Dict[str, Dict[str, Any]]:
    """The items of a questionnaire by linkId."""
    return {node["linkId"]: node for node in nodes(made) if "linkId" in node}


# --- what goes out is valid ---


def test_the_schema_itself_refuses_what_is_wrong(schema: Any) -> None:
    made = bundle(assess(Answers(age=85)), NOW)
    for change in ({"status": 5}, {"prediction": "no list"}, {"unheard_of": 1}):
        wrong = copy.deepcopy(made)
        of_type(wrong, "RiskAssessment")[0].update(change)
        assert problems(schema, wrong)


@pytest.mark.parametrize("answers", PEOPLE)
def test_the_bundle_of_every_test_person_is_valid(answers: Dict[str, Any], schema: Any) -> None:
    assessment = assess(Answers(**answers))
    made = bundle(assessment, NOW)
    assert problems(schema, made) == []
    checked(json.loads(json.dumps(made)))
    links = {entry["fullUrl"] for entry in made["entry"]}
    assert len(links) == len(made["entry"])
    assert {node["reference"] for node in nodes(made) if "reference" in node} <= links
    assert not FORBIDDEN & {key for node in nodes(made) for key in node} and not FORBIDDEN & {
        entry["resource"]["resourceType"] for entry in made["entry"]
    }
    told = {one["id"].replace("-", "_") for risk in of_type(made, "RiskAssessment") for one in risk["prediction"] if "id" in one}
    assert told == {finding.id for finding in findings_of(assessment)}
    asked_for = of_type(made, "ServiceRequest")
    assert bool(asked_for) == (assessment.referral.to == "gp")
    assert all((one["status"], one["intent"]) == ("draft", "proposal") for one in asked_for)
    questions_of_role = items_of(questionnaire(assessment.role))
    assert set(items_of(of_type(made, "QuestionnaireResponse")[0])) <= set(questions_of_role)


@pytest.mark.parametrize("role", ROLES)
def test_the_questionnaire_is_valid(role: str, schema: Any) -> None:
    made = questionnaire(role)
    assert problems(schema, made) == []
    checked(json.loads(json.dumps(made)))
    items = items_of(made)
    named = [node["linkId"] for node in nodes(made) if "linkId" in node]
    assert len(named) == len(set(named)) and set(by_link_id()) <= set(items)
    assert {condition["question"] for item in items.values() for condition in item.get("enableWhen", ())} <= set(items)


@pytest.mark.parametrize("role", ROLES)
def test_the_questionnaire_asks_what_the_role_is_asked(role: str) -> None:
    hidden = load("fhir")["hidden"]
    shown = {
        link_id for link_id, item in items_of(questionnaire(role)).items() if all(one["url"] != hidden for one in item.get("extension", ()))
    }
    asked = {entry.id for entry in questions.catalogue() if role in entry.roles and entry.id in by_link_id() and entry.id != "role"}
    assert asked == {link_id for link_id in shown if questions.exists(link_id)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture])
@given(people)
def test_the_bundle_of_anybody_is_valid(schema: Any, answers: Dict[str, Any]) -> None:
    assert problems(schema, bundle(assess(Answers(**answers)), NOW)) == []


def test_a_reason_carries_its_citation_and_what_was_decided_otherwise() -> None:
    assessment = assess(Answers(role="physiotherapist", age=67, smoking=True))
    reason = "<b>har *aldrig* røget</b> & [ryger](x) ikke"
    made = bundle(assessment, NOW, added=Added(overrules=(Overrule("smoking", None, None, reason),)))
    risk = of_type(made, "RiskAssessment")[0]
    rationale = risk["prediction"][0]["rationale"]
    assert "afsnit 1.3" in rationale and reason in rationale
    assert "<b>" not in risk["text"]["div"] and "&lt;b&gt;" in risk["text"]["div"]


def test_an_observation_says_how_and_who() -> None:
    answers = Answers(
        role="physiotherapist", height_cm=160, youth_height_cm=165, wall_occiput_cm=7, t_score=-2.7, measured_by={"height_cm": "self"}
    )
    found = {one["code"]["text"]: one for one in of_type(bundle(assess(answers), NOW), "Observation")}
    assert found["Højde"]["performer"][0]["display"] == "Personen selv" and found["Højde"]["code"]["coding"][0]["code"] == "8302-2"
    assert found["Væg-occiput-afstand"]["performer"][0]["display"] == "Fagperson"
    assert "coding" not in found["Højdetab siden ungdommen"]["code"] and found["Højdetab siden ungdommen"]["valueQuantity"]["value"] == 5
    assert "effectiveDateTime" not in found["T-score (DXA)"], "a scan is older than the screening"


def test_a_code_says_where_it_was_verified() -> None:
    for name, entry in load("fhir")["codes"].items():
        assert entry["verified"].startswith("hl7.org/fhir/R4/"), name


def test_the_same_bundle_id_gives_the_same_bundle() -> None:
    assessment = assess(Answers(age=82))
    root = uuid.UUID(int=7)
    assert json.dumps(bundle(assessment, NOW, root)) == json.dumps(bundle(assessment, NOW, root))
    assert bundle(assessment, NOW)["id"] != bundle(assessment, NOW)["id"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_clinical_words_change_words_only(answers: Dict[str, Any]) -> None:
    assessment = assess(Answers(**answers))
    clinical = in_clinical_words(assessment)
    for one, other in zip(findings_of(assessment), findings_of(clinical)):
        assert (one.id, one.value, one.measured_by, one.borderline, one.source) == (
            other.id,
            other.value,
            other.measured_by,
            other.borderline,
            other.source,
        )
    assert len(findings_of(assessment)) == len(findings_of(clinical))
    assert (assessment.osteoporosis.status, assessment.vertebral_fracture.status) == (
        clinical.osteoporosis.status,
        clinical.vertebral_fracture.status,
    )
    assert assessment.referral.urgency == clinical.referral.urgency and assessment.not_asked == clinical.not_asked


# --- there and back again ---


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people)
def test_the_round_trip_is_the_identity(answers: Dict[str, Any]) -> None:
    told = Answers(**answers)
    assert answers_from(parse(json.dumps(response(told, NOW.isoformat())))) == told


@settings(max_examples=200, deadline=None)
@given(st.floats(-8, 6), st.floats(100, 230))
def test_every_number_comes_back_exactly(score: float, height: float) -> None:
    told = Answers(t_score=score, height_cm=height)
    assert answers_from(parse(json.dumps(response(told)))) == told


@pytest.mark.parametrize("role", ROLES)
def test_the_role_is_known_from_the_questionnaire_alone(role: str) -> None:
    made = response(Answers(role=role, age=70))
    made["item"] = [item for item in made["item"] if item["linkId"] != "role"]
    assert answers_from(made).role == role


# --- enableWhen ---


def holds(condition: Dict[str, Any], given_answers: Dict[str, List[Any]]) -> bool:
    """FHIR's operators: = at least one answer, != no answer, > < >= <= at least one."""
    found = given_answers.get(condition["question"], [])
    wanted = next(value for key, value in condition.items() if key.startswith("answer"))
    wanted = (wanted["system"], wanted["code"]) if isinstance(wanted, dict) else wanted
    operator = condition["operator"]
    if operator == "exists":
        return bool(found) == wanted
    if operator == "!=":
        return wanted not in found
    compare = {
        "=": lambda a: a == wanted,
        ">=": lambda a: a >= wanted,
        "<": lambda a: a < wanted,
        ">": lambda a: a > wanted,
        "<=": lambda a: a <= wanted,
    }
    return any(compare[operator](one) for one in found)


def answered(told: Answers) -> Dict[str, List[Any]]:
    """The plain values of the response by linkId."""
    found: Dict[str, List[Any]] = {}
    for item in nodes(response(told)):
        for answer in item.get("answer", ()) if "linkId" in item else ():
            value = next(iter(answer.values()))
            plain = value if not isinstance(value, dict) else (value["system"], value["code"]) if "display" in value else value["value"]
            found.setdefault(item["linkId"], []).append(plain)
    return found


ITEMS = {role: items_of(questionnaire(role)) for role in ROLES}


def is_enabled(item: Dict[str, Any], given_answers: Dict[str, List[Any]]) -> bool:
    found = [holds(condition, given_answers) for condition in item.get("enableWhen", ())]
    return not found or (any if item.get("enableBehavior") == "any" else all)(found)


BODY_TESTS = ("arm_span_cm", "rib_pelvis_fingers", "wall_occiput_cm", "percussion_pain")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people, st.sampled_from(ROLES))
def test_a_question_that_applies_is_enabled_and_a_dangerous_test_is_not(answers: Dict[str, Any], role: str) -> None:
    told = Answers(**{**answers, "role": role})
    told_now = {name: value for name, value in told if value is not None}
    told_now.update(lifestyle=True, **{questions.EXAMINED: examine(told)})
    given_answers = answered(told)
    for entry in questions.catalogue():
        if entry.id not in Answers.__fields__ or entry.id == "role" or role not in entry.roles:
            continue
        enabled = is_enabled(ITEMS[role][entry.id], given_answers)
        if entry.id in BODY_TESTS:
            if enabled:
                signs = (
                    told.back_pain == "sudden",
                    told.neuro_symptoms is True,
                    told.cannot_bear_weight is True,
                    told.back_pain_fever is True,
                )
                assert not any(signs), entry.id
        elif questions.applies(entry, told_now):
            assert enabled or _cut_by_other_answers(entry.id, told), entry.id


def _cut_by_other_answers(name: str, told: Answers) -> bool:
    """A T-score, a scan or height loss can make a question apply that a form asks only after the plain question before it."""
    established = told.known_osteoporosis is not True and (told.dxa_result == "osteoporosis" or isinstance(told.t_score, float))
    return (name in ("activity_level", "followed_by_doctor") and established) or name == "unsteady"


# --- bad FHIR ---


def base() -> Dict[str, Any]:
    return response(Answers(age=67, height_cm=160, fractures=[{"site": "hip", "low_energy": True}], conditions=["cushing"]))


def item_of(resource: Dict[str, Any], link_id: str) -> Dict[str, Any]:
    return next(node for node in nodes(resource) if node.get("linkId") == link_id)


def change(link_id: str, **changes: Any) -> Dict[str, Any]:
    resource = base()
    item_of(resource, link_id).update(changes)
    return resource


CM = {"unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm"}
Y = {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y"}
BAD = {
    "not an object": ([], "", "resourceType"),
    "another resource": ({"resourceType": "Patient"}, "", "resourceType"),
    "no status": ({key: value for key, value in base().items() if key != "status"}, "QuestionnaireResponse.status", ""),
    "entered in error": ({**base(), "status": "entered-in-error"}, "QuestionnaireResponse.status", "must be one of"),
    "another questionnaire": (
        {**base(), "questionnaire": "urn:uuid:00000000-0000-0000-0000-000000000000"},
        "QuestionnaireResponse.questionnaire",
        "none of",
    ),
    "unknown linkId": (change("age", linkId="alder"), "QuestionnaireResponse.item[1].linkId", "alder"),
    "text for a number": (change("age", answer=[{"valueString": "67"}]), "QuestionnaireResponse.item[1].answer[0]", "valueInteger"),
    "a number in quotes": (
        change("age", answer=[{"valueInteger": "67"}]),
        "QuestionnaireResponse.item[1].answer[0].valueInteger",
        "integer",
    ),
    "too young": (change("age", answer=[{"valueInteger": 17}]), "QuestionnaireResponse.item[1]", "from 18 to 120"),
    "two answers": (
        change("age", answer=[{"valueInteger": 67}, {"valueInteger": 68}]),
        "QuestionnaireResponse.item[1].answer",
        "one answer",
    ),
    "metres": (
        change("height_cm", answer=[{"valueQuantity": {**CM, "value": 1.6, "code": "m"}}]),
        "QuestionnaireResponse.item[2].answer[0].valueQuantity",
        "must be cm",
    ),
    "no unit": (
        change("height_cm", answer=[{"valueQuantity": {"value": 160}}]),
        "QuestionnaireResponse.item[2].answer[0].valueQuantity",
        "must be cm",
    ),
    "less than": (
        change("height_cm", answer=[{"valueQuantity": {**CM, "value": 160, "comparator": "<"}}]),
        "QuestionnaireResponse.item[2].answer[0].valueQuantity.comparator",
        "",
    ),
    "a code of another question": (
        change("fractures", answer=[{"valueCoding": {"system": load("fhir")["names"]["answers"], "code": "sex.female"}}]),
        "QuestionnaireResponse.item[3].answer[0].valueCoding",
        "sex.female",
    ),
    "a site that there is none of": (
        change("fractures.site", answer=[{"valueCoding": {"code": "knee"}}]),
        "QuestionnaireResponse.item[4].item[0].answer[0].valueCoding",
        "knee",
    ),
    "a fracture outside its group": (
        {**base(), "item": [*base()["item"], item_of(base(), "fractures.site")]},
        "QuestionnaireResponse.item[6].linkId",
        "group",
    ),
    "fractures, but none": (change("fractures", answer=[{"valueCoding": {**Y, "code": "N"}}]), "QuestionnaireResponse.item[4]", "yes"),
    "answered twice": ({**base(), "item": [*base()["item"], item_of(base(), "age")]}, "QuestionnaireResponse.item[6]", "twice"),
    "a modifier": (
        {**base(), "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]},
        "QuestionnaireResponse.modifierExtension",
        "not understood",
    ),
    "a number and a word": (
        {
            **base(),
            "item": [
                *base()["item"],
                {
                    "linkId": "age.word",
                    "answer": [
                        {"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-unknown"}}
                    ],
                },
            ],
        },
        "QuestionnaireResponse.item[6]",
        "number and with a word",
    ),
    "unknown element": ({**base(), "colour": "red"}, "QuestionnaireResponse.colour", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_fhir_is_refused_with_its_place(name: str, schema: Any) -> None:
    resource, expected_place, text = BAD[name]
    with pytest.raises(BadResource) as caught:
        answers_from(resource)
    told = operation_outcome(caught.value.problems)
    assert problems(schema, told) == []
    checked(told)
    first = told["issue"][0]
    assert first.get("expression", [""])[0] == expected_place
    assert text in first["diagnostics"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<QuestionnaireResponse/>",
        b"{",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"item":' * 200 + b"1" + b"}" * 200,
    ],
)
def test_what_is_no_plain_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BadResource):
        parse(raw)


# --- the command ---


def test_the_command_prints_a_bundle(tmp_path: Path, schema: Any) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"age": 67, "smoking": True}), encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "osteo_rules", "fhir", str(path)], cwd=ROOT, capture_output=True, check=True)
    made = json.loads(run.stdout.decode("utf-8"))
    assert problems(schema, made) == [] and len(of_type(made, "ServiceRequest")) == 1


def test_the_command_names_the_wrong_field(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"age": 17}', encoding="utf-8")
    assert main(["fhir", str(path)]) == 1
    assert "age: must be a whole number" in capsys.readouterr().err


def test_fhir_resources_are_loaded_only_when_needed() -> None:
    code = (
        "import sys, osteo_rules, osteo_rules.cli, osteo_rules.fhir; print([name for name in sys.modules if name.split('.')[0] == 'fhir'])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
