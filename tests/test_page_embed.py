"""The chat on another website: a page of another origin that does its worst with styles, and has a strict policy of its own."""

import contextlib
import re
import threading
import time

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.conftest import ROOT
from tests.web.browser import DESKTOP, LOOKS, PHONE, Visitor, chromium, fake, needs_chromium, url  # noqa: F401
from tests.web.fake_server import WEB

HOSTILE = """
* { color: red !important; background: yellow !important; font-size: 3px !important; }
* { letter-spacing: 2em !important; text-transform: uppercase !important; }
iframe, dialog, button { display: none !important; width: 10px !important; opacity: 0.1 !important; }
knogletjek-chat { position: static !important; display: none !important; transform: rotate(40deg) !important; }
"""
PAGE = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Klinik</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/hostile.css">
<script src="{origin}/embed.js" {attributes} defer></script></head>
<body><h1 id="own">Klinikken</h1><a href="#own">En kobling</a><button id="mine">Sidens egen knap</button></body></html>"""


class Clinic:
    """A website on an origin of its own ("localhost" is another site than "127.0.0.1"); it shows what the test sets."""

    def __init__(self, origin):
        self.origin, self.attributes, self.css, self.policy = origin, "", "", True

    def app(self):
        async def page(request):
            policy = f"default-src 'none'; script-src {self.origin}; frame-src {self.origin}; style-src 'self'"
            return HTMLResponse(
                PAGE.format(origin=self.origin, attributes=self.attributes),
                headers={"Content-Security-Policy": policy} if self.policy else {},
            )

        async def style(request):
            return HTMLResponse(self.css, media_type="text/css")

        return Starlette(routes=[Route("/", page), Route("/hostile.css", style)])


@contextlib.contextmanager
def served(app):
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not (server.started and server.servers):
        time.sleep(0.01)
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


@pytest.fixture
def clinic(chromium, url, fake):  # noqa: F811
    """clinic(attributes, css, **options) gives a Visitor on the clinic's page; `frame` is the chat inside."""
    fake.reset()
    site = Clinic(url)
    visitors = []
    with served(site.app()) as address:

        def make(attributes="", css="", **options):
            site.attributes, site.css = attributes, css
            v = Visitor(chromium, url, fake, **options)
            visitors.append(v)
            v.page.goto(address)
            v.frame = v.page.frame_locator("iframe")
            return v

        yield make
        for v in visitors:
            v.elsewhere = [one for one in v.elsewhere if not one.startswith(address)]
            v.leave()


def deep_focus(v):
    """The text of what has the focus on the clinic's page, inside the shadow tree too."""
    return v.page.evaluate(
        """() => {
            let on = document.activeElement;
            while (on && on.shadowRoot) on = on.shadowRoot.activeElement;
            return on && (on.title || on.textContent);
        }"""
    )


def chat_focus(v):
    return v.frame.locator("body").evaluate("() => document.activeElement.className || document.activeElement.id")


@needs_chromium
def test_a_conversation_on_a_hostile_page(clinic, fake):  # noqa: F811
    v = clinic(
        'data-rolle="patient" data-tekst="Er dine knogler stærke?" data-farve="#7a1f3d" data-placering="venstre"', HOSTILE, viewport=PHONE
    )
    own = v.page.locator("#own").evaluate("node => ['color', 'fontSize', 'display'].map((name) => getComputedStyle(node)[name])")
    opener = v.button("Er dine knogler stærke?")
    look = opener.evaluate(
        """node => {
            const s = getComputedStyle(node), b = node.getBoundingClientRect();
            return [s.backgroundColor, s.color, s.fontSize, s.textTransform, s.opacity, b.height >= 48, b.left < 40];
        }"""
    )
    assert look == ["rgb(122, 31, 61)", "rgb(255, 255, 255)", "18px", "none", "1", True, True]
    opener.click()
    v.frame.get_by_text("Må jeg gemme dine svar").wait_for()
    assert deep_focus(v) == "Knogletjek"  # the frame
    v.frame.get_by_role("button", name="Ja", exact=True).click()
    v.frame.get_by_text("Har du ondt i ryggen").wait_for()
    assert "question" in chat_focus(v)
    assert v.frame.locator(".ask").last.evaluate("node => getComputedStyle(node).color") == "rgb(29, 35, 38)"  # nothing leaks in
    assert (
        v.page.locator("#own").evaluate("node => ['color', 'fontSize', 'display'].map((name) => getComputedStyle(node)[name])") == own
    )  # nor out
    assert fake.counted[0] == '/begin{"role":"patient"}'
    assert v.context.cookies() == []  # the session is a token in the frame's memory
    box = v.page.locator("knogletjek-chat dialog").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] and box["y"] + box["height"] <= PHONE["height"]


@needs_chromium
def test_focus_goes_in_and_comes_back(clinic, fake):  # noqa: F811
    v = clinic()
    keys = v.page.keyboard
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    assert deep_focus(v) == "Tjek dine knogler"
    keys.press("Enter")
    v.frame.get_by_text("Må jeg gemme dine svar").wait_for()
    v.frame.locator("body:not(.busy)").wait_for(state="attached")
    keys.press("Tab")
    keys.press("Enter")  # "Ja" comes right after the question, with the keyboard alone
    v.frame.get_by_text("Har du ondt i ryggen").wait_for()
    v.frame.locator("body:not(.busy)").wait_for(state="attached")
    keys.press("Escape")
    v.page.locator("knogletjek-chat dialog:not([open])").wait_for(state="attached")
    assert deep_focus(v) == "Tjek dine knogler"
    keys.press("Enter")
    v.frame.get_by_text("Har du ondt i ryggen").wait_for()  # nothing was lost
    assert fake.counted.count("/begin") == 1
    v.button("Luk").click()
    assert deep_focus(v) == "Tjek dine knogler"


@needs_chromium
def test_esc_closes_what_is_innermost_first(clinic):
    v = clinic()
    v.button("Tjek dine knogler").click()
    v.frame.get_by_role("button", name="Ja", exact=True).click()
    v.frame.get_by_role("button", name="Ret svar").click()
    v.frame.get_by_role("heading", name="Dine svar", exact=True).wait_for()
    v.page.keyboard.press("Escape")
    v.frame.locator("dialog").wait_for(state="detached")
    assert v.page.locator("knogletjek-chat dialog[open]").count() == 1
    v.page.keyboard.press("Escape")
    v.page.locator("knogletjek-chat dialog:not([open])").wait_for(state="attached")


@needs_chromium
def test_axe_on_the_widget(clinic):
    v = clinic(viewport=PHONE)
    for look in LOOKS:
        assert v.violations(look) == [], look
    v.button("Tjek dine knogler").click()
    v.frame.get_by_text("Må jeg gemme dine svar").wait_for()
    v.frame.locator("body:not(.busy)").wait_for(state="attached")
    for look in LOOKS:
        for screen in (PHONE, DESKTOP):
            v.page.set_viewport_size(screen)
            assert v.violations(look) == [], (look, screen)


@needs_chromium
@pytest.mark.parametrize(
    "colour, ground, ink",
    [
        ("#ffee88", "rgb(255, 238, 136)", "rgb(0, 0, 0)"),
        ("#0b4a4f", "rgb(11, 74, 79)", "rgb(255, 255, 255)"),
        ("red; } body { display: none", "rgb(11, 74, 79)", "rgb(255, 255, 255)"),
    ],
)
def test_the_colour_can_be_read_and_is_a_colour(clinic, colour, ground, ink):
    v = clinic(f'data-farve="{colour}" data-rolle="chef"')
    look = v.button("Tjek dine knogler").evaluate("node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]")
    assert look == [ground, ink]


@needs_chromium
def test_a_website_that_is_not_on_the_list_cannot_show_it(chromium, url, fake):  # noqa: F811
    """The fake server lets `http://localhost:*` frame it, as the real one does by its setting; 127.0.0.1 on another port is not on it."""
    fake.reset()
    site = Clinic(url)
    with served(site.app()) as address:
        page = chromium.new_page()
        page.goto(address.replace("localhost", "127.0.0.1"))
        page.get_by_role("button", name="Tjek dine knogler").click()
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").get_by_text("Må jeg gemme").count() == 0
        page.context.close()
    assert fake.counted == []


def test_the_words_are_those_of_the_page():
    words = re.search(r"TEXTS = (\{.*\})", (WEB / "embed.js").read_text("utf-8"))
    assert f"embed: {words[1]}" in (WEB / "strings.js").read_text("utf-8")


def test_the_example_page_names_every_attribute():
    example, guide, script = (
        path.read_text("utf-8") for path in (ROOT / "docs/eksempel.html", ROOT / "docs/indlejring.md", WEB / "embed.js")
    )
    for name in re.search(r"const \{ (.*) \} = script.dataset", script)[1].split(", "):
        assert f"data-{name}=" in example
        assert f"| `data-{name}` |" in guide
