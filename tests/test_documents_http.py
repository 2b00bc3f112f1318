"""FHIR and the documents of a result over HTTP: who gets what, bad FHIR on the door, and that nothing is stored."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Iterator

import httpx
import pytest

from osteo_rules import Answers, assess
from osteo_rules.cli import answers_from_json
from osteo_rules.documents import paper, render
from osteo_rules.fhir import questionnaire, response
from osteo_rules.replay import to_json
from tests import pdf as seen
from tests.test_doors import Person
from tests.test_fhir import of_type, problems, schema  # noqa: F401  schema is a fixture
from tests.test_server import Served
from tests.web.browser import DESKTOP, SMALL, WCAG, Visitor, chromium, needs_chromium  # noqa: F401  chromium is a fixture
from tests.web.fake_server import WEB

FHIR = {"Content-Type": "application/fhir+json"}
SECRET = "urn:uuid:5ec7e700-0000-4000-8000-000000005ec7"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("documents"))
    yield server
    server.kill()


def written(served: Served) -> bytes:
    """What the database holds; the index beside it (-shm) changes when it is only read."""
    return b"".join(path.read_bytes() for path in served.database.parent.glob(served.database.name + "*") if not path.name.endswith("-shm"))


def with_result(served: Served, role: str, told: str, framed: bool = False) -> Person:
    person = Person(served, framed)
    for text in (f'/begin{{"role": "{role}"}}', "ja", told, "resultat nu"):
        assert person.say(text).status_code == 200
    return person


# --- FHIR ---


@pytest.mark.parametrize("role", ["patient", "physiotherapist", "reception"])
def test_the_questionnaire_of_a_role(served: Served, role: str) -> None:
    answer = httpx.get(f"{served.url}/fhir/Questionnaire/{role}")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json() == json.loads(json.dumps(questionnaire(role)))


def post(served: Served, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return httpx.post(f"{served.url}/fhir/assess", content=content, headers={**FHIR, **headers}, timeout=60)


@pytest.mark.parametrize("kind", ["application/fhir+json", "application/json", "application/fhir+json; charset=UTF-8"])
def test_an_answered_questionnaire_gives_a_bundle(served: Served, kind: str, schema: Any) -> None:  # noqa: F811
    told = Answers(role="patient", age=67, smoking=True, height_cm=160, youth_height_cm=166)
    answer = post(served, response(told), **{"Content-Type": kind})
    assert answer.status_code == 200
    assert problems(schema, answer.json()) == []
    assert len(of_type(answer.json(), "RiskAssessment")) == 2 and len(of_type(answer.json(), "ServiceRequest")) == 1


def _with(**changes: Any) -> Dict[str, Any]:
    return {**response(Answers(age=67)), **changes}


UNKNOWN_ITEM = [{"linkId": "alder", "answer": [{"valueInteger": 67}]}]
WRONG_TYPE = [{"linkId": "age", "answer": [{"valueString": "67"}]}]
REFUSED = [
    ("wrong type", _with(item=WRONG_TYPE), {}, 400, "QuestionnaireResponse.item[0].answer[0]"),
    ("unknown linkId", _with(item=UNKNOWN_ITEM), {}, 400, "QuestionnaireResponse.item[0].linkId"),
    ("another resource", {"resourceType": "Patient"}, {}, 400, None),
    ("a number beyond all", b'{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "height_cm", "answer": '
     b'[{"valueQuantity": {"value": 1e999, "system": "http://unitsofmeasure.org", "code": "cm"}}]}]}', {}, 400, "QuestionnaireResponse.item[0].answer[0].valueQuantity.value"),
    ("no body", b"", {}, 400, None),
    ("cut off", b'{"resourceType": "Quest', {}, 400, None),
    ("deep nesting", b'{"item":' * 5000 + b"1" + b"}" * 5000, {}, 400, None),
    ("nested items", b'{"resourceType": "QuestionnaireResponse", "status": "completed", "item": ' + b'[{"linkId": "a", "item": ' * 200 + b"[]" + b"}]" * 200 + b"}", {}, 400, None),
    ("10 MB", b" " * 10_000_000, {}, 413, None),
    ("XML", b"<QuestionnaireResponse xmlns='http://hl7.org/fhir'/>", {"Content-Type": "application/fhir+xml"}, 415, None),
    ("XML called JSON", b"<QuestionnaireResponse xmlns='http://hl7.org/fhir'/>", {}, 400, None),
    ("no type", b"{}", {"Content-Type": ""}, 415, None),
    ("another charset", b"{}", {"Content-Type": "application/fhir+json; charset=latin-1"}, 415, None),
    ("not UTF-8", b'{"resourceType": "\xff"}', {}, 400, None),
]  # fmt: skip


@pytest.mark.parametrize("name, body, headers, status, place", REFUSED, ids=[row[0] for row in REFUSED])
def test_bad_fhir_gets_an_operation_outcome(
    served: Served, schema: Any, name: str, body: Any, headers: Dict[str, str], status: int, place: Any
) -> None:  # noqa: F811
    before = written(served)
    answer = post(served, body, **headers)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["resourceType"] == "OperationOutcome" and problems(schema, told) == []
    assert answer.headers["content-type"].startswith("application/fhir+json")
    if place:
        assert told["issue"][0]["expression"] == [place]
    assert written(served) == before


def test_a_body_without_an_end_that_is_too_long(served: Served) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 4096

    answer = httpx.post(f"{served.url}/fhir/assess", content=chunks(), headers=FHIR, timeout=60)
    assert answer.status_code == 413 and answer.json()["resourceType"] == "OperationOutcome"


def test_no_such_questionnaire(served: Served) -> None:
    answer = httpx.get(f"{served.url}/fhir/Questionnaire/nurse")
    assert answer.status_code == 404 and answer.json()["resourceType"] == "OperationOutcome"


def test_nothing_of_an_assessed_response_is_stored(served: Served) -> None:
    before = written(served)
    assert post(served, {**response(Answers(age=67)), "id": "gemmes-ikke-7", "identifier": {"value": SECRET}}).status_code == 200
    assert written(served) == before and SECRET.encode() not in before


# --- documents ---


def get(person: Person, name: str) -> httpx.Response:
    return person.http.get(f"/documents/{name}")


@pytest.mark.parametrize("framed", [False, True], ids=["cookie", "header"])
def test_a_patient_gets_letter_result_and_bundle(served: Served, framed: bool, schema: Any) -> None:  # noqa: F811
    person = with_result(served, "patient", "jeg er 67 år og ryger", framed)
    before = written(served)
    made = get(person, "letter.pdf")
    assert (
        made.headers["content-disposition"] == 'attachment; filename="brev-til-laegen.pdf"' and made.headers["cache-control"] == "no-store"
    )
    assert seen.check(made.content, "Brev til min læge")["pages"] == 1 and "Rygning" in seen.text(made.content)
    shown = get(person, "letter")
    assert shown.headers["content-type"].startswith("text/html") and "Brev til min læge" in shown.text and "<style" not in shown.text
    saved = get(person, "result.json")
    assessment = saved.json()
    assert assessment["answers"]["age"] == 67
    again = to_json(
        assess(answers_from_json(json.dumps({key: value for key, value in assessment["answers"].items() if value is not None}))), indent=2
    )
    assert saved.text == again + "\n", "the same answers give the same bytes"
    assert problems(schema, get(person, "fhir.json").json()) == []
    for name in ("note.txt", "booking.txt"):
        assert get(person, name).status_code == 404
    assert written(served) == before, "no document is kept"


def test_a_physiotherapist_gets_letter_and_note_with_what_was_decided(served: Served) -> None:
    person = with_result(served, "physiotherapist", "kvinde 72, ryger, ts -2,8")
    person.say('tilsidesæt rygning fordi #panic("x") *hun* er holdt op')
    note = get(person, "note.txt").text
    assert note.startswith("Osteoporosescreening") and "T-score" in note
    made = get(person, "letter.pdf")
    told = seen.text(made.content)
    seen.check(made.content, "Brev til egen læge")
    assert ("Tilsidesat" in told) == ("Tilsidesat" in note)
    assert "Tilsidesat" in note and '#panic("x") *hun*' in note
    assert '#panic("x")*hun*' in told.replace(" ", "")


def test_a_reception_gets_booking_lines_and_no_letter(served: Served) -> None:
    person = with_result(served, "reception", "hun er 85 år")
    assert get(person, "booking.txt").text.startswith("Hvor hurtigt:")
    for name in ("letter.pdf", "letter", "note.txt"):
        assert get(person, name).status_code == 404


def test_without_a_result_there_is_no_document(served: Served) -> None:
    stranger, begun = Person(served), Person(served)
    for text in ('/begin{"role": "patient"}', "ja", "jeg er 67"):
        begun.say(text)
    for person in (stranger, begun):
        answer = get(person, "letter.pdf")
        assert answer.status_code == 409 and "error" in answer.json()
    assert get(stranger, "passwd").status_code == 404
    assert httpx.get(f"{served.url}/documents/letter.pdf", headers={"X-Session": "made-up"}).status_code == 401


def test_a_correction_is_in_the_next_document_and_nothing_is_left_after_deleting(served: Served) -> None:
    person = with_result(served, "patient", "jeg er 67 år og ryger")
    person.say("jeg er 81 år, ikke 67")
    assert get(person, "result.json").json()["answers"]["age"] == 81
    person.say("slet mine svar")
    assert get(person, "letter.pdf").status_code == 409


# --- paper ---


def codes(role: str, **told: str) -> Dict[str, str]:
    """What is typed in, by number, for answers by field."""
    return {next(entry.number for entry in paper.entries(role) if entry.path == (field,)): text for field, text in told.items()}


def typed_in(served: Served, body: Any, name: str = "") -> httpx.Response:
    return httpx.post(f"{served.url}/papir/resultat{name}", json=body, timeout=60)


@pytest.mark.parametrize("role", ["patient", "physiotherapist", "reception"])
def test_the_form_is_served_as_pdf_and_as_data(served: Served, role: str) -> None:
    made = httpx.get(f"{served.url}/papir/{role}.pdf", timeout=60)
    form = httpx.get(f"{served.url}/papir/{role}.json").json()
    assert seen.check(made.content, form["title"])["pages"] > 2
    assert form == paper.form(role)
    assert httpx.get(f"{served.url}/papir/nurse.pdf").status_code == 400


def test_a_typed_in_form_gives_the_result_and_its_documents(served: Served) -> None:
    before = written(served)
    body = {"role": "patient", "answers": codes("patient", age="67", height_cm="160", youth_height_cm="166", smoking="1")}
    told = typed_in(served, body).json()
    assert told["assessment"] == json.loads(to_json(assess(Answers(age=67, height_cm=160, youth_height_cm=166, smoking=True))))
    assert [one["value"] for one in told["read"]] == ["67 år", "160 cm", "166 cm", "ja"]
    assert told["sections"][0]["id"] == "headline" and told["documents"] == ["letter.pdf", "result.json", "fhir.json"]
    assert seen.check(typed_in(served, body, "/letter.pdf").content, "Brev til min læge")["pages"] == 1
    assert typed_in(served, body, "/note.txt").status_code == 404
    note = typed_in(served, {"role": "physiotherapist", "answers": codes("physiotherapist", age="72")}, "/note.txt")
    assert note.text.startswith("Osteoporosescreening ")
    assert written(served) == before


PAPER_REFUSED = [
    ({"role": "patient", "answers": {"7": "17"}}, "problems"),
    ({"role": "nurse", "answers": {}}, "error"),
    ({"role": ["patient"], "answers": {}}, "error"),
    ({"role": "patient"}, "error"),
    ({"role": "patient", "answers": {"7": 67}}, "error"),
    ({"role": "patient", "answers": {"7": "6" * 300}}, "error"),
    ({"role": "patient", "answers": {str(number): "1" for number in range(500)}}, "error"),
    ([], "error"),
]


@pytest.mark.parametrize("body, key", PAPER_REFUSED)
def test_what_cannot_be_typed_in_is_refused(served: Served, body: Any, key: str) -> None:
    for name in ("", "/letter.pdf"):
        answer = typed_in(served, body, name)
        assert answer.status_code == 400 and key in answer.json()


@pytest.fixture
def visitor(served: Served, chromium: Any) -> Iterator[Visitor]:  # noqa: F811
    someone = Visitor(chromium, served.url, None, accept_downloads=True)
    yield someone
    someone.leave()


@needs_chromium
def test_a_form_is_typed_in_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.url}/papir")
    page.locator("#q7").wait_for()
    page.locator("#q1").focus()
    for text in ("2", "1", "", "", "2", "2", "17", "1", "160", "166", "60"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Vis resultatet").press("Enter")
    page.get_by_text("Tallet skal være fra 18 til 120").wait_for()
    assert page.evaluate("document.activeElement.id") == "q7", "the first answer to put right"
    assert page.locator("#q7").get_attribute("aria-invalid") == "true"
    page.keyboard.press("Control+A")
    page.keyboard.type("67")
    page.get_by_role("button", name="Vis resultatet").press("Enter")
    page.get_by_role("heading", name="Resultat").wait_for()
    shown = page.locator("#sections").inner_text()
    assert "læge" in shown and "6 cm" in shown
    with page.expect_download() as download:
        page.get_by_role("button", name="Brev til lægen (PDF)").click()
    assert download.value.suggested_filename == "brev-til-laegen.pdf"
    with open(download.value.path(), "rb") as file:
        seen.check(file.read(), "Brev til min læge")
    assert page.get_by_role("button", name="Journalnotat (tekst)").is_hidden()
    page.get_by_role("button", name="Næste skema").click()
    assert page.locator("#q7").input_value() == "" and page.locator("#sections").inner_text() == ""


@needs_chromium
@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["desktop", "small"])
def test_the_page_for_paper_is_accessible(visitor: Visitor, size: Dict[str, int]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visitor.page
    page.set_viewport_size(size)
    page.goto(f"{visitor.url}/papir")
    for role, number, text in (("Patient", "7", "17"), ("Fysioterapeut", "6", "72")):
        page.get_by_label(role, exact=True).check()
        page.locator(f"#q{number}").fill(text)
        page.get_by_role("button", name="Vis resultatet").click()
        page.locator("[aria-invalid=true], #result:not([hidden])").first.wait_for()
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        assert [one["id"] for one in found] == []
        assert visitor.sideways() <= 0


@needs_chromium
def test_a_lost_connection_is_said_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.url}/papir")
    page.locator("#q7").fill("67")
    visitor.context.set_offline(True)
    page.get_by_role("button", name="Vis resultatet").click()
    page.get_by_text("Det lykkedes ikke").wait_for()
    assert page.locator("#q7").input_value() == "67"


def test_the_pages_of_documents_have_nothing_inline_and_no_markup_from_text() -> None:
    pages = [*(WEB / "documents").iterdir(), *render.TEMPLATES.glob("*.html")]
    assert len(pages) >= 4
    for path in pages:
        text = path.read_text("utf-8")
        assert not re.search(
            r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://|innerHTML|outerHTML|insertAdjacentHTML|\beval\(|\|\s*safe", text
        ), path.name


# --- the rule book ---


def test_the_rule_book_is_served_as_page_and_pdf(served: Served) -> None:
    shown = httpx.get(f"{served.url}/regelbog", timeout=60)
    assert shown.status_code == 200 and "Knogletjeks regelbog" in shown.text
    assert httpx.get(f"{served.url}/document.css").headers["content-type"].startswith("text/css")
    assert seen.check(httpx.get(f"{served.url}/regelbog.pdf", timeout=60).content, "Knogletjeks regelbog")["pages"] > 10


@needs_chromium
@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["desktop", "small"])
def test_the_rule_book_is_accessible(visitor: Visitor, size: Dict[str, int]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visitor.page.set_viewport_size(size)
    visitor.page.goto(f"{visitor.url}/regelbog")
    assert visitor.page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui"), "the style has come"
    found = Axe().run(visitor.page, options={"runOnly": WCAG}).response["violations"]
    assert [one["id"] for one in found] == []
    assert visitor.sideways() <= 0


# --- the chat page's own buttons ---


@needs_chromium
def test_the_letter_is_saved_from_the_result_on_the_page(served: Served, visitor: Visitor) -> None:
    person = with_result(served, "patient", "jeg er 67 år og ryger")
    visitor.context.add_cookies([{"name": name, "value": value, "url": served.url} for name, value in person.http.cookies.items()])
    visitor.page.goto(served.url)
    with visitor.page.expect_download(timeout=20_000) as download:
        visitor.page.get_by_role("button", name="Brev til lægen (PDF)").last.click(timeout=20_000)
    assert download.value.suggested_filename == "brev-til-laegen.pdf"
    with open(download.value.path(), "rb") as file:
        content = file.read()
    assert seen.check(content, "Brev til min læge")["pages"] == 1 and "Rygning" in seen.text(content)
