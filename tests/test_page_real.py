"""Whole screenings with the real assistant in a real browser: by mouse, by keyboard alone, by touch, and on another website.

With KNOGLETJEK_SCREENSHOTS=1 (`make screenshots`) the pictures of the README are taken on the way.
"""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_page_embed import Clinic
from tests.test_page_embed import served as served_site
from tests.test_server import Served
from tests.web.browser import DESKTOP, PHONE, SMALL, Visitor, chromium, needs_chromium  # noqa: F401

PICTURES = ROOT / "docs" / "billeder"
#: What a woman of 72 answers; everything else is "Nej".
TYPED = {
    "age": "72",
    "height_cm": "160",
    "youth_height_cm": "166",
    "weight_kg": "61",
    "menopause_age": "51",
    "alcohol_units_per_week": "2",
    "falls_last_year": "1",
    "fractures.months_ago": "for 3 år siden",
}
PRESSED = {
    "consent": "Ja",
    "sex": "Kvinde",
    "fractures": "Ja",
    "fractures.site": "Håndleddet",
    "fractures.low_energy": "Ja",
    "conditions": "Ingen af dem",
    "arm_span_cm": "Ved ikke",
    "rib_pelvis_fingers": "Ved ikke",
    "wall_occiput_cm": "Ved ikke",
}
#: The answer was taken: another question is open, or the result is there.
ANSWERED = """before => !document.body.classList.contains("busy")
    && (document.querySelector("#answer").dataset.question !== before || document.querySelector(".result"))"""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("real"))
    yield server
    server.kill()


@pytest.fixture
def visit(chromium, real):  # noqa: F811
    visitors = []

    def make(**options):
        visitors.append(Visitor(chromium, real.url, None, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def picture(tmp_path):
    """picture(visitor, name): taken always, kept in docs/billeder only when that is asked for."""
    folder = PICTURES if os.environ.get("KNOGLETJEK_SCREENSHOTS") else Path(tmp_path)

    def take(visitor, name):
        visitor.page.evaluate("document.fonts.ready")
        visitor.page.screenshot(path=folder / f"{name}.png")

    return take


def question(v):
    v.page.locator("body:not(.busy)").wait_for(state="attached")
    return v.page.locator("#answer").get_attribute("data-question")


def by_hand(v, asked):
    """Mouse or finger."""
    if asked in TYPED:
        v.type(TYPED[asked])
    else:
        v.press(PRESSED.get(asked, "Nej"))


def by_keyboard(v, asked):
    keys = v.page.keyboard
    if asked in TYPED:
        keys.type(TYPED[asked])
        keys.press("Enter")
        return
    for _ in range(60):
        keys.press("Tab")
        if v.page.evaluate("document.activeElement.textContent") == PRESSED.get(asked, "Nej"):
            keys.press("Enter")
            return
    raise AssertionError(f"the answer to {asked} cannot be reached with Tab")


def screen(v, answer, look=lambda asked: None):
    """Answer until the result; the focus is never lost, and the progress never goes back."""
    shares = []
    for _ in range(40):
        asked = question(v)
        if v.page.locator(".result").count():
            return
        assert v.focus not in ("lost", "out of sight"), asked
        assert v.sideways() == 0, asked
        if v.page.locator("#progress").is_visible():
            shares.append(v.page.evaluate("document.querySelector('progress').value / document.querySelector('progress').max"))
            assert shares == sorted(shares), asked
        look(asked)
        answer(v, asked)
        v.page.wait_for_function(
            ANSWERED,
            arg=asked,
        )
    raise AssertionError("the conversation does not end")


def check_result(v):
    assert v.focus == "Dit resultat"
    action = v.page.locator(".part.action").inner_text()
    assert "Inden for to uger" in action and "egen læge" in action
    assert v.page.locator(".picture.height_loss").inner_text().startswith("Din højde")
    assert v.small_targets() == []
    assert v.sideways() == 0


@needs_chromium
def test_by_mouse_with_corrections_and_what_if(visit):
    v = visit().open("?rolle=patient", wait="Må jeg gemme")
    screen(v, by_hand)
    check_result(v)
    v.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(re.findall(rb"/Type\s*/Page\b", v.page.pdf(format="A4"))) <= 2
    v.page.evaluate("dispatchEvent(new Event('afterprint'))")
    v.page.locator(".reason summary").first.click()
    assert "Kilde: den fysioterapeutiske anbefaling, afsnit 3.1" in v.page.locator(".reason").first.inner_text()
    v.press("Hvad hvis et svar var et andet?", "Luk")
    assert v.focus == "Dine svar"
    v.press("Hvad hvis? Højde som ung", "Hvor høj var du som ung")
    assert v.focus == "field"
    v.type("161", "Dine svar er ikke ændret.")
    assert v.page.locator(".what-if .less").count() >= 1
    v.press("Dine svar", "Luk")
    v.press("Ret Højde som ung", "Hvor høj var du som ung")
    v.type("161", "Det er faldet væk")
    assert v.focus == "Dit resultat"
    assert "Inden for to uger" not in v.page.locator(".result.latest .part.action").inner_text()
    with v.page.expect_download() as saved:
        v.press("Brev til lægen (PDF)")
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    v.page.reload()
    v.see("Dit resultat")
    assert v.page.locator(".result").count() == 2
    v.press("Slet mine svar", "Vil du slette alle svar?")
    v.press("Ja, slet svarene", "Nu er dine svar slettet.")
    assert v.page.locator(".result").count() == 0


@needs_chromium
def test_by_keyboard_alone(visit):
    v = visit().open("?rolle=patient", wait="Må jeg gemme")
    screen(v, by_keyboard)
    check_result(v)


@needs_chromium
@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["390x844", "320x480"])
def test_by_touch(visit, picture, size):
    v = visit(viewport=size, touch=True, color_scheme="light", device_scale_factor=2 if size == PHONE else 1).open(
        "?rolle=patient", wait="Må jeg gemme"
    )
    pictures = {"consent": "start", "back_pain": "spoergsmaal", "fractures.site": "krop"} if size == PHONE else {}
    screen(v, by_hand, lambda asked: picture(v, pictures[asked]) if asked in pictures else None)
    check_result(v)
    if size == PHONE:
        picture(v, "resultat")


@needs_chromium
def test_a_physiotherapist_in_one_line(visit, picture):
    v = visit(color_scheme="light", viewport={"width": 1280, "height": 1000}, permissions=["clipboard-read", "clipboard-write"]).open(
        "?rolle=fysioterapeut", wait="Er patienten informeret"
    )
    v.press("Ja")
    v.page.locator("body:not(.busy)").wait_for(state="attached")
    v.type("kvinde 72, 160 cm, højde som ung 162, 61 kg, ts -2,8, VOD 0 cm, perk. neg., ryger, hverdagsaktiv, følges ikke, resten nej")
    v.see("Noteret")
    if not v.page.locator(".result").count():
        v.type("resultat nu")
    v.see("Journalnotat")
    assert v.page.get_by_role("columnheader", name="Modalitet").count() == 1
    v.press("Kopiér notatet", "Kopieret.")
    assert "Osteoporosescreening" in v.page.evaluate("navigator.clipboard.readText()")
    assert v.sideways() == 0
    v.page.evaluate("() => { const top = document.querySelector('.part.category').getBoundingClientRect().top; scrollBy(0, top - 70); }")
    picture(v, "fysioterapeut")


@needs_chromium
def test_the_table_of_tests_is_understood(visit):
    v = visit().open("?rolle=fysioterapeut", wait="Er patienten informeret")
    v.press("Ja")
    v.page.locator("body:not(.busy)").wait_for(state="attached")
    v.page.locator(".measures summary").click()
    for name, value in {
        "Højde nu": "160",
        "Højde som ung": "166,5",
        "Armspan": "164",
        "Rib-pelvis": "3",
        "Væg-occiput": "4",
        "T-score": "-2,8",
    }.items():
        v.page.locator(".measures").get_by_label(name, exact=True).fill(value)
    v.page.get_by_label("Perkussion").select_option("negativ")
    v.press("Send tests", "Noteret")
    v.press("Dine svar", "Luk")
    told = v.page.locator(".yours").inner_text().replace("\n", " ")
    for words in ("160 cm", "166,5 cm", "164 cm", "3 fingre", "4 cm", "-2,8", "nej"):
        assert words in told, (words, told)


@needs_chromium
def test_a_receptionist_with_number_keys(visit):
    v = visit().open("?rolle=reception", wait="Er det i orden?")
    for _ in range(12):
        asked = question(v)
        if v.page.locator(".result").count():
            break
        if asked == "age":
            v.page.keyboard.type("60")
            v.page.keyboard.press("Enter")
        else:
            titles = v.page.locator(".option[data-key]").all_inner_texts()
            wanted = "Ja" if asked == "consent" else "Nej"
            key = next(number for number, title in enumerate(titles, 1) if title.strip().endswith(wanted))
            v.page.keyboard.press(str(key))
        v.page.wait_for_function(
            ANSWERED,
            arg=asked,
        )
    assert "Der er ikke noget, der haster" in v.page.locator(".part.instruction").inner_text()
    assert v.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.part.instruction p')).fontSize)") >= 26


@needs_chromium
def test_on_another_website(chromium, real):  # noqa: F811
    """The session is a header there: the browser keeps no cookie for a frame of another site."""
    with served_site(Clinic(real.url).app()) as address:
        page = chromium.new_page()
        page.goto(address)
        page.get_by_role("button", name="Tjek dine knogler").click()
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name="Jeg svarer for mig selv").click()
        frame.get_by_text("Må jeg gemme").wait_for()
        frame.get_by_role("button", name="Ja", exact=True).click()
        frame.get_by_text("Har du ondt i ryggen").wait_for()
        assert page.context.cookies() == []
        page.context.close()
