"""The chat page in a real browser (Chromium), against a stand-in for the server (tests/web/fake_server.py)."""

# ruff: noqa: F811  a fixture is named like the argument that takes it

import gzip
import re

import pytest

from tests.web.browser import DESKTOP, LOOKS, PHONE, SMALL, STAFF, chromium, fake, needs_chromium, url, visit  # noqa: F401
from tests.web.fake_server import WEB

BUDGET = 60 * 1024


# ------------------------------------------------------------------ a whole screening


@needs_chromium
def test_screening_by_mouse(visit, fake):
    v = visit().open()
    assert v.focus == "question: Må jeg gemme dine svar, mens vi taler sammen?"
    assert v.page.locator("#progress").is_hidden()
    v.press("Ja", "Har du ondt i ryggen")
    assert v.focus == "question: Har du ondt i ryggen for tiden?"
    assert v.page.inner_text("#progress-text") == "Spørgsmål 1 af 8"
    assert v.page.evaluate("[document.querySelector('progress').value, document.querySelector('progress').max]") == [1, 8]
    v.press("Ja, i længere tid", "Er du for nylig")
    v.press("Nej", "Hvor gammel er du?")
    assert v.focus == "field"
    assert v.page.get_by_label("Dit svar (år)").get_attribute("inputmode") == "numeric"
    v.type("67", "Hvor høj er du nu?")
    assert v.page.get_by_label("Dit svar (cm)").get_attribute("inputmode") == "decimal"
    v.press("Ret svar", "Sidste svar")
    assert v.page.locator(".yours li").first.inner_text().startswith("Alder")  # what was answered last stands first
    v.press("Ret Alder", "Hvor gammel er du?")
    assert v.focus == "field"
    v.type("68", "Hvor høj er du nu?")
    v.type("162,5", "Hvor gammel var du")
    v.press("Før jeg fyldte 45", "en af disse sygdomme")
    v.tick("Leddegigt")
    v.tick("For højt stofskifte")
    assert v.page.inner_text(".hint") == "Du har sat 2 krydser."
    v.press("Send mit svar", "Hvor sad bruddet?")
    assert v.focus.startswith("question")
    v.page.locator(".body .place").nth(2).click()  # the wrist, on the body itself
    v.see("Er der mere")
    assert v.focus == "field"
    v.type("Nej\nikke andet", "Dit resultat")
    assert v.focus == "Dit resultat"
    assert v.page.inner_text("#progress-text") == "Du er færdig"
    v.type("må jeg danse?", "Det kan jeg ikke svare på")
    assert v.focus == "bubble"
    assert fake.counted == [
        "/begin",
        '/answer{"question": "consent", "value": true}',
        '/answer{"question": "back_pain", "value": "lasting"}',
        '/answer{"question": "neuro_symptoms", "value": false}',
        "67",
        "/show_answers",
        '/revise{"question": "age"}',
        "68",
        "162,5",
        '/answer{"question": "menopause_age", "value": "before_45"}',
        '/answer{"question":"conditions","value":["hyperthyroidism","rheumatoid_arthritis"]}',
        '/answer{"question": "fractures.site", "value": "wrist"}',
        "Nej\nikke andet",
        "må jeg danse?",
    ]
    said = v.page.locator(".turn.user .bubble").all_inner_texts()
    assert said[:3] == ["Ja", "Ja, i længere tid", "Nej"]
    assert "For højt stofskifte, Leddegigt" in said


@needs_chromium
def test_screening_by_keyboard_alone(visit, fake):
    v = visit().open()
    keys = v.page.keyboard

    def tab_to(name):
        for _ in range(25):
            keys.press("Tab")
            if v.page.evaluate("document.activeElement.textContent || document.activeElement.labels?.[0]?.textContent") == name:
                return
        raise AssertionError(f"{name} cannot be reached with Tab")

    keys.press("Tab")
    assert v.focus == "Ja"  # the first option comes right after the question
    keys.press("Enter")
    v.see("Har du ondt i ryggen")
    assert v.focus.startswith("question")
    tab_to("Nej")
    keys.press("Space")
    v.see("Er du for nylig")
    tab_to("Hvorfor spørger du?")
    keys.press("Enter")
    v.see("Jeg spørger, fordi")
    assert v.focus == "bubble"
    keys.type("nej")  # typing goes on in the field
    assert v.focus == "field"
    keys.press("Enter")
    v.see("Hvor gammel er du?")
    keys.type("67")
    keys.press("Enter")
    v.see("Hvor høj er du nu?")
    keys.type("162")
    keys.press("Enter")
    v.see("Hvor gammel var du")
    assert v.focus == "field"
    keys.press("Enter")
    v.see("Skriv et svar først.")
    assert v.focus == "field"
    keys.type("51")
    keys.press("Enter")
    v.see("en af disse sygdomme")
    tab_to("Leddegigt")
    keys.press("Space")
    tab_to("Send mit svar")
    keys.press("Enter")
    v.see("Hvor sad bruddet?")
    tab_to("Hoften")
    assert v.page.locator(".body .place.on text").all_text_contents() == ["2"]  # the place lights up
    keys.press("Enter")
    v.see("Er der mere")
    keys.type("Nej")
    keys.press("Enter")
    v.see("Dit resultat")
    assert v.focus == "Dit resultat"
    tab_to("Råd til hverdagen")
    keys.press("Enter")
    v.see("Råd nummer 8")
    tab_to("Hvad hvis et svar var et andet?")
    keys.press("Enter")
    v.see("Overgangsalder")
    assert v.focus == "Dine svar"
    keys.press("Escape")
    assert v.focus == "Hvad hvis et svar var et andet?"
    tab_to("Slet mine svar")
    keys.press("Enter")
    assert v.focus == "Vil du slette alle svar? Det kan ikke fortrydes."
    keys.press("Escape")
    assert v.focus == "Slet mine svar"
    assert '/answer{"question":"conditions","value":["rheumatoid_arthritis"]}' in fake.counted


@needs_chromium
@pytest.mark.parametrize("screen", [PHONE, SMALL], ids=["390x844", "320x480"])
def test_screening_by_touch(visit, screen):
    v = visit(viewport=screen, touch=True)
    for state in v.walk():
        assert v.focus not in ("lost", "out of sight"), state
        assert v.small_targets() == [], state
        assert v.sideways() == 0, state
        if "yes_no" in state or state in ("choice", "multi", "body", "number with options"):
            assert v.focus.startswith("question"), state  # the keyboard of the phone stays down
            assert v.in_sight(".option, .box") or state == "number with options", state
        if state in ("number", "text"):
            assert v.focus == "field", state
            assert v.in_sight("#log .turn:last-child .question:last-child")


@needs_chromium
def test_axe(visit):
    """Every state on a phone in every look; 320 and 1280 px in the light one."""
    v = visit(viewport=PHONE)
    for state in v.walk():
        if state in ("long yes_no", "info"):  # the same elements as before and after
            continue
        for look in LOOKS:
            assert v.violations(look) == [], (state, look)
        for screen in (SMALL, DESKTOP):
            v.page.set_viewport_size(screen)
            assert v.violations("light") == [], (state, screen)
        v.page.set_viewport_size(PHONE)


@needs_chromium
@pytest.mark.parametrize("role", STAFF)
def test_axe_for_staff(visit, role):
    query, text, words = STAFF[role]
    v = visit(viewport=DESKTOP).open(query)
    if role == "physiotherapist":
        v.page.locator(".measures summary").click()
    assert v.violations("light") == []
    v.type(text, words)
    for screen in (DESKTOP, PHONE, SMALL):
        v.page.set_viewport_size(screen)
        assert v.sideways() == 0
        for look in LOOKS if screen == PHONE else ("light",):
            assert v.violations(look) == [], (screen, look)


@needs_chromium
def test_no_sideways_scrolling_with_large_text(visit):
    """200 % text on a phone and on a computer; 100 % at 320 px is looked at by the touch test."""
    v = visit(viewport={"width": 320, "height": 640})
    for state in v.walk():
        v.page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (390, 1280, 320):
            v.page.set_viewport_size({"width": width, "height": 640})
            assert v.sideways() == 0, (state, width)
        assert v.focus != "lost", state
        if state == "choice":
            for option in ("Nej", "Ja, det kom pludseligt"):
                v.button(option).scroll_into_view_if_needed()
                assert v.button(option).is_visible()


@needs_chromium
def test_the_first_turn_is_shown_from_its_beginning(visit):
    """What the assistant is, and what happens with the answers, stands in sight above the question of consent."""
    v = visit(viewport=PHONE, touch=True).open()
    v.page.wait_for_timeout(600)
    assert v.in_sight("#log .bubble")
    assert v.focus.startswith("question")
    assert v.in_sight(".option")


# ------------------------------------------------------------------ when something goes wrong


@needs_chromium
@pytest.mark.parametrize(
    "how, words",
    [(500, "Det er ikke din skyld."), ("empty", "Knogletjek svarede ikke."), ("lost", "Det er ikke din skyld."), (429, "Der er mange")],
)
def test_a_failure_keeps_the_text_and_counts_once(visit, fake, how, words):
    v = visit().open()
    fake.fail = [how]
    v.type("ja, det må du gerne", words)
    assert v.focus == "Prøv igen"
    assert v.page.input_value("#field") == "ja, det må du gerne"
    assert v.page.locator(".unsent-note").count() == 1
    v.press("Prøv igen", "Har du ondt i ryggen")
    assert v.page.locator(".unsent-note").count() == 0
    assert v.page.locator(".turn.user").count() == 1
    assert v.focus.startswith("question: Har du ondt")
    assert fake.counted == ["/begin", "ja, det må du gerne"]
    assert fake.received[-1][0] == fake.received[-2][0]  # the same message id


@needs_chromium
def test_a_failure_that_the_server_tells_of_is_tried_anew(visit, fake):
    v = visit().open()
    fake.fail = ["error"]
    v.type("ja", "Det er ikke din skyld.")
    assert v.page.input_value("#field") == "ja"
    v.press("Prøv igen", "Har du ondt i ryggen")
    assert fake.received[-1][0] != fake.received[-2][0]  # the server would only repeat its answer to the old id
    assert fake.counted == ["/begin", "ja"]


@needs_chromium
def test_offline_goes_on_by_itself(visit, fake):
    v = visit().open()
    v.context.set_offline(True)
    v.type("ja tak", "ingen forbindelse til internettet")
    assert v.page.input_value("#field") == "ja tak"
    v.context.set_offline(False)
    v.see("Har du ondt i ryggen")
    assert fake.counted == ["/begin", "ja tak"]
    assert v.page.input_value("#field") == ""


@needs_chromium
def test_a_changed_text_never_answers_an_unseen_question(visit, fake):
    v = visit().open()
    fake.fail = ["lost"]
    v.type("ja", "Det er ikke din skyld.")
    v.type("nej, alligevel ikke", "Dit forrige svar nåede frem alligevel")
    assert v.focus.startswith("question: Har du ondt i ryggen")
    assert fake.counted == ["/begin", "ja"]
    assert v.page.input_value("#field") == ""
    fake.fail = [500]
    v.type("nej", "Det er ikke din skyld.")
    v.type("nej, slet ikke", "Er du for nylig")
    assert fake.counted == ["/begin", "ja", "nej, slet ikke"]


@needs_chromium
def test_too_long_can_be_shortened(visit, fake):
    v = visit().open()
    fake.fail = [413]
    v.type("langt " * 100, "Beskeden er for lang.")
    assert v.page.input_value("#field").startswith("langt langt")
    assert v.page.locator(".turn.user").count() == 0
    v.type("ja", "Har du ondt i ryggen")


@needs_chromium
def test_slow_and_pressed_twice_counts_once(visit, fake):
    v = visit().open()
    fake.delay = 1.8
    v.page.evaluate("() => { const b = document.querySelector('.option'); b.click(); b.click(); b.click(); }")
    v.page.get_by_text("Knogletjek skriver").wait_for()
    assert v.button("Ja").get_attribute("aria-disabled") == "true"
    assert v.page.evaluate("document.querySelector('.dots i').getAnimations().length") == 0  # reduced motion
    v.see("Har du ondt i ryggen")
    assert len(fake.received) == 2


@needs_chromium
def test_waking(visit, fake):
    fake.ready = False
    v = visit().open(wait=None)
    v.page.get_by_text("Jeg er ved at vågne …").wait_for()
    fake.ready = True
    v.see("Må jeg gemme dine svar")
    fake.fail = [503]
    v.press("Ja", "Har du ondt i ryggen")
    assert fake.counted[-1].startswith("/answer")


@needs_chromium
@pytest.mark.parametrize("noticed", [True, False])
def test_a_conversation_that_a_restart_forgot_begins_anew(visit, fake, noticed):
    """Before the yes to storing a conversation lives in the server's memory alone: nobody is left without a question."""
    v = visit().open()
    fake.sessions.clear()
    if noticed:
        fake.fail = [500]
        v.press("Ja", "Det er ikke din skyld.")
        v.press("Prøv igen", "Samtalen var ikke gemt endnu.")
    else:
        v.press("Ja", "Samtalen var ikke gemt endnu.")
    assert v.focus.startswith("question: Må jeg gemme")
    assert v.page.locator(".turn.user").count() == 0
    v.press("Ja", "Har du ondt i ryggen")


@needs_chromium
def test_reload_goes_on_where_one_was(visit, fake):
    v = visit().open()
    v.press("Ja", "Har du ondt i ryggen")
    v.press("Nej", "Er du for nylig")
    before = v.page.locator("#log").inner_text()
    v.page.reload()
    v.see("Er du for nylig")
    assert v.page.locator("#log").inner_text() == before  # titles of buttons too, no payloads
    assert v.focus.startswith("question: Er du for nylig")
    assert v.page.inner_text("#progress-text") == "Spørgsmål 2 af 8"
    v.press("Nej", "Hvor gammel er du?")
    assert fake.counted.count("/begin") == 1


# ------------------------------------------------------------------ what is on the page


@needs_chromium
@pytest.mark.parametrize(
    "query, first",
    [
        ("?rolle=patient", '/begin{"role":"patient"}'),
        ("?rolle=fysioterapeut", '/begin{"role":"physiotherapist"}'),
        ("?rolle=reception", '/begin{"role":"reception"}'),
        ("?rolle=x", "/begin"),
    ],
)
def test_roles(visit, fake, query, first):
    visit().open(query)
    assert fake.counted == [first]


@needs_chromium
def test_red_flag_is_a_card_with_the_number_to_call(visit):
    v = visit(touch=True).open()
    v.press("Ja", "Har du ondt i ryggen")
    v.press("Ja, det kom pludseligt", "Kontakt en læge i dag")
    assert v.focus == "Vigtigt: Kontakt en læge i dag"
    assert v.page.locator(".flag a").evaluate_all("all => all.map((a) => a.getAttribute('href'))") == ["tel:1813"]
    v.type("jeg vil ikke livet mere", "Ring 70 201 201")
    calls = v.page.locator(".flag .call").evaluate_all("all => all.map((a) => [a.textContent, a.getAttribute('href')])")
    assert calls == [["Ring 112", "tel:112"], ["Ring 70 201 201 (Livslinien)", "tel:70201201"]]
    assert v.page.locator(".flag").last.get_attribute("aria-labelledby")


@needs_chromium
def test_text_is_only_text(visit):
    v = visit().open()
    v.type("kode", "onerror=alert(1)")
    assert v.page.locator("#log b, #log img, #log a").count() == 0  # and no phone links outside the cards


@needs_chromium
def test_what_an_answer_leads_to_is_asked_with_one_press(visit):
    v = visit().open()
    v.type("kode", "Ring 112")
    v.press("Hvad er kalk?", "Kalk er et mineral.")
    assert v.page.locator(".turn.user .bubble").all_inner_texts()[-1] == "Hvad er kalk?"
    v.press("Ja", "Har du ondt i ryggen")  # the open question stayed open, and its options are those of the panel


@needs_chromium
def test_multi_asks_when_ticks_contradict(visit, fake):
    v = visit()
    for state in v.walk():
        if state == "multi":
            v.press("Send mit svar", "Sæt mindst ét kryds")
        if state == "multi, ticks and none":
            v.see("Du har sat kryds.")
            v.tick("Leddegigt")
            v.tick("Anoreksi")
            v.press("Ingen af dem", "Hvor sad bruddet?")
            break
    assert fake.counted[-1] == '/answer{"question":"conditions","value":[]}'


@needs_chromium
def test_unknown_is_neither_a_box_nor_in_the_way_of_the_keyboard(visit, fake):
    v = visit(touch=True)
    for state in v.walk():
        if state == "number":
            assert v.page.locator("#answer .actions button:visible").all_inner_texts() == ["Ved ikke", "Hvorfor spørger du?", "Ret svar"]
            assert v.page.get_by_label("Dit svar (år)", exact=True).is_visible()
        if state == "multi":
            assert v.page.locator("input[type=checkbox]").count() == 7
            assert v.button("Ingen af dem").count() == 1
            v.press("Ved ikke", "Hvor sad bruddet?")
            break
    assert fake.counted[-1] == '/answer{"question": "conditions", "value": "unknown"}'


@needs_chromium
def test_the_result_is_shown_once(visit):
    v = visit()
    for state in v.walk():
        if state == "result":
            break
    assert v.page.get_by_role("heading", name="Derfor siger jeg det").count() == 1
    assert v.page.get_by_text("Derfor siger jeg det").count() == 1
    assert v.page.locator(".turn:last-child .bubble").all_inner_texts() == [
        "Du kan spørge om alt det, du undrer dig over. Du kan også rette et svar."
    ]
    assert v.button("Slet mine svar").count() == 1  # the menu has it already
    v.page.reload()
    v.see("Dit resultat")
    assert v.page.get_by_text("Derfor siger jeg det").count() == 1
    assert v.focus == "Dit resultat"


@needs_chromium
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_plan_is_a_table_and_a_note_is_copied_with_one_button(visit, viewport):
    v = visit(viewport=viewport, permissions=["clipboard-read", "clipboard-write"]).open("?rolle=fysioterapeut")
    v.type("resultat nu", "Journalnotat")
    assert v.page.get_by_role("columnheader").all_inner_texts() == [
        "Modalitet",
        "Dosis",
        "Intensitet",
        "Hyppighed",
        "Progression",
        "Hensyn",
    ]
    assert v.page.get_by_role("rowheader").all_inner_texts() == ["Styrke", "Balance"]
    assert v.page.get_by_text("Linje 7 om kategorien.").is_visible()
    assert v.sideways() == 0
    v.press("Kopiér notatet", "Kopieret.")
    assert v.page.evaluate("navigator.clipboard.readText()") == "Osteoporosescreening 25.11.2026\nAnamnese: kvinde, 72 år."


@needs_chromium
def test_staff_answer_with_number_keys_and_patients_do_not(visit, fake):
    v = visit().open("?rolle=reception")
    assert v.button("Ja").get_attribute("aria-keyshortcuts") == "1"
    v.page.keyboard.press("1")
    v.see("ondt i ryggen")
    assert '"consent"' in fake.counted[-1] and "true" in fake.counted[-1]
    v = visit().open()
    assert v.button("Ja").get_attribute("aria-keyshortcuts") is None
    before = len(fake.counted)
    v.page.keyboard.press("1")
    assert len(fake.counted) == before


@needs_chromium
def test_deleting_is_asked_about_and_empties_the_page(visit, fake):
    v = visit().open()
    v.press("Ja", "Har du ondt i ryggen")
    v.type("slet mine svar", "Vil du slette alle svar?")  # typed or pressed: the same question
    v.press("Nej, behold dem")
    assert v.focus == "field" or v.focus == "Send"
    v.page.fill("#field", "")
    v.press("Slet mine svar", "Vil du slette alle svar?")
    v.press("Ja, slet svarene", "Dine svar er slettet.")
    assert v.page.locator(".turn").count() == 1
    assert fake.counted[-1] == "slet mine svar"
    assert v.focus.startswith("question")


@needs_chromium
def test_the_result_is_printed_alone_and_unfolded(visit):
    v = visit()
    for state in v.walk():
        if state == "result":
            break
    assert v.page.locator(".result a").evaluate_all("all => all.map((a) => a.textContent)") == ["1813"]  # 112 kg is no number to call
    v.page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    v.press("Udskriv resultatet")
    v.page.emulate_media(media="print")
    assert v.page.get_by_text("Råd nummer 8").is_visible()
    assert v.page.get_by_text("Udskrevet fra Knogletjek").is_visible()
    assert v.page.locator(".turn.user").first.is_hidden()
    assert v.page.locator("#answer").is_hidden()
    v.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert v.page.locator("details[open]").count() == 0


@needs_chromium
def test_without_javascript(visit):
    v = visit(java_script_enabled=False)
    v.page.goto(v.url)
    assert "tale med din egen læge" in v.page.locator("main").inner_text()


@needs_chromium
def test_no_cookie_and_no_storage_from_the_page(visit):
    v = visit().open()
    v.press("Ja", "Har du ondt i ryggen")
    assert v.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert [cookie["httpOnly"] for cookie in v.context.cookies()] == [True]


@needs_chromium
def test_what_a_correction_changes_is_marked(visit):
    v = visit()
    for state in v.walk():
        if state == "result":
            break
    assert v.page.locator(".result .fresh, .gone").count() == 0
    v.type("nyt resultat", "Det er faldet væk")
    assert v.focus == "Dit resultat"
    assert v.page.locator(".result.latest .fresh").all_inner_texts() == ["Nyt Du er faldet to gange."]
    v.page.locator(".gone summary").click()
    assert v.page.locator(".gone s").all_inner_texts() == ["Din mor har brækket hoften."]
    assert v.button("Udskriv resultatet").count() == 1  # the older result offers nothing to take along


@needs_chromium
def test_every_picture_says_in_words_what_it_shows(visit):
    v = visit()
    for state in v.walk():
        if state == "result unfolded":
            break
    texts = v.page.locator("figure.picture figcaption").all_inner_texts()
    assert [text.splitlines()[0] for text in texts] == [
        "Din højde",
        "Din knoglescanning",
        "Her er du",
        "Sådan kan en uge se ud",
        "Kalk og D-vitamin om dagen",
    ]
    for words in ("6 cm lavere", "4 cm", "−2,8", "»Aktiv hverdag«", "tirsdag og fredag", "20 mikrogram hele året"):
        assert any(words in text for text in texts), words
    assert v.page.locator("figure.picture .drawing:not([aria-hidden=true])").count() == 0
    bar = v.page.evaluate(
        "() => ['.over', 'line.limit'].map((one) => document.querySelector('.height_loss ' + one))"
        ".map((node) => node.getAttribute('width') || node.getAttribute('x1'))"
    )
    assert bar == ["80%", "53.3%"]  # 6 and 4 of 7.5 cm


@needs_chromium
def test_documents_are_saved_and_a_failure_is_said(visit, fake):
    v = visit()
    for state in v.walk():
        if state == "result":
            break
    with v.page.expect_download() as saved:
        v.press("Brev til lægen (PDF)")
    assert saved.value.suggested_filename == "letter.pdf"
    v.see("Filen letter.pdf er gemt")
    fake.fail = [500]
    v.press("Brev til lægen (PDF)", "Tryk igen om lidt.")
    v.page.locator(".take-along summary").click()
    with v.page.expect_download() as saved:
        v.press("FHIR")
    assert saved.value.suggested_filename == "fhir.json"


@needs_chromium
def test_print_fits_two_pages_with_a_line_for_the_name_and_no_cpr(visit):
    v = visit()
    for state in v.walk():
        if state == "result":
            break
    v.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    v.page.emulate_media(media="print")
    printed = v.page.locator(".result.latest").inner_text()
    for words in ("Navn:", "Dato:", "Højde nu: 160 cm", "Regler: 1.0", "Kilde:", "Det ved vi ikke endnu"):
        assert words in printed, words
    assert "CPR" not in printed.upper()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", v.page.pdf(format="A4"))) <= 2


@needs_chromium
def test_two_tabs_show_the_same_and_answer_once(visit, fake):
    v = visit().open()
    other = v.new_page()
    other.goto(v.url + "/")
    other.get_by_text("Må jeg gemme dine svar").wait_for()
    other.fill("#field", "en kladde")
    v.press("Ja", "Har du ondt i ryggen")
    other.get_by_text("Har du ondt i ryggen").wait_for()
    other.get_by_text("Samtalen er gået videre i et andet vindue.").wait_for()
    assert other.input_value("#field") == "en kladde"
    other.get_by_role("button", name="Ja, i længere tid").click()
    v.see("Er du for nylig")
    assert v.page.locator(".turn.user .bubble").all_inner_texts() == ["Ja", "Ja, i længere tid"]
    assert fake.counted.count("/begin") == 1


@needs_chromium
def test_a_shared_screen_clears_itself_after_a_warning(visit, fake):
    v = visit()
    v.page.clock.install()
    v.open("?klinik=2")
    v.page.clock.fast_forward("10:00")
    assert v.page.locator("dialog").count() == 0  # nothing was said: nothing to clear
    v.press("Ja", "Har du ondt i ryggen")
    v.page.clock.run_for(121_000)
    v.page.get_by_role("heading", name="Er du her stadig?").wait_for()
    assert v.focus == "Ja, jeg er her"
    v.press("Ja, jeg er her")
    assert v.page.locator("dialog").count() == 0
    v.page.clock.run_for(121_000)
    v.page.get_by_role("heading", name="Er du her stadig?").wait_for()
    v.page.clock.run_for(61_000)
    v.see("Må jeg gemme dine svar")
    assert v.page.locator(".turn.user").count() == 0
    assert fake.counted[-2:] == ["slet mine svar", "/begin"]


SPEECH = """() => {
    const said = window.said = [];
    const voices = (local) => [{ lang: "sv-SE", localService: true, name: "a" }, { lang: "da-DK", localService: local, name: "b" }];
    const synth = {
        speaking: false,
        getVoices: () => voices(LOCAL),
        addEventListener() {},
        cancel() { this.speaking = false; },
        speak(u) { said.push([u.voice.name, u.text]); this.speaking = true; },
    };
    Object.defineProperty(window, "speechSynthesis", { value: synth });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@needs_chromium
@pytest.mark.parametrize("local", [True, False])
def test_reading_aloud_only_with_a_voice_of_this_machine(visit, local):
    v = visit()
    v.page.add_init_script(f"({SPEECH.replace('LOCAL', str(local).lower())})()")
    v.open()
    if not local:
        assert v.button("Læs højt").count() == 0
        return
    v.press("Læs højt")
    [[voice, text]] = v.page.evaluate("window.said")
    assert voice == "b"
    assert "Må jeg gemme dine svar" in text and text.endswith("Ja. Nej")
    v.press("Stop oplæsning")
    assert v.button("Læs højt").count() == 1


@needs_chromium
def test_the_table_of_tests_writes_a_status_line(visit, fake):
    v = visit().open("?rolle=fysioterapeut")
    v.page.locator(".measures summary").click()
    v.press("Send tests", "Udfyld mindst én test.")
    v.page.get_by_label("Armspan").fill("meget")
    v.press("Send tests", "Armspan: skriv et tal")
    assert v.page.get_by_label("Armspan").get_attribute("aria-invalid") == "true"
    v.page.get_by_label("Armspan").fill("166.5")
    v.page.get_by_label("Perkussion").select_option("positiv")
    v.page.get_by_label("T-score").fill("-2,8")
    v.page.keyboard.press("1")  # a number here is a measurement, no option
    assert v.page.get_by_label("T-score").input_value() == "-2,81"
    v.press("Send tests", "Har du ondt i ryggen")
    assert fake.counted[-1] == "armspan 166,5, perk pos, ts -2,81"


# ------------------------------------------------------------------ the files


def files():
    return sorted(path for path in WEB.iterdir() if path.suffix in (".html", ".js", ".css", ".svg"))


def test_weight():
    weight = sum(len(gzip.compress(path.read_bytes())) for path in files())
    assert weight <= BUDGET, f"{weight} bytes"


def test_nothing_inline_and_nothing_from_elsewhere():
    page = (WEB / "index.html").read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    for path in files():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$|\s// .*$", "", text, flags=re.MULTILINE) or path.suffix == ".html", path.name
        assert not re.search(
            r"https?://|innerHTML|outerHTML|insertAdjacentHTML|document\.cookie|localStorage|sessionStorage|\beval\(", text
        ), path.name


def test_danish_stands_in_one_file():
    for path in files():
        if path.suffix == ".js" and path.name != "strings.js":
            code = re.sub(r"//.*$|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
            danish = [word for word in re.findall(r"\"[^\"\n]*\"", code) if re.search(r"[æøåÆØÅ]", word)]
            assert danish == [], path.name
