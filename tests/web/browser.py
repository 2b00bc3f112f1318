"""People with a browser (Chromium), for the tests of the page: fixtures, a visitor, and the states that are looked at one by one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, Iterator, List

import axe_playwright_python
import pytest

from tests.web.fake_server import Fake, serve

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 480}
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}

#: The axe that axe-playwright-python brings; put into a page once, which is much quicker than before every look.
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

needs_chromium = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and not os.environ.get("CI"),
    reason=f"{CHROMIUM} is missing: the page is not tested here (apt-get install chromium); with CI set this is an error",
)


@pytest.fixture(scope="module")
def fake() -> Fake:
    return Fake()


@pytest.fixture(scope="module")
def url(fake: Fake) -> Iterator[str]:
    with serve(fake) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    # Not the plugin's session-wide `browser`: its event loop would keep running under the tests that come later.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, url: str, fake: Fake) -> Iterator[Any]:
    """visit(**options) gives a Visitor; afterwards nothing may have gone to another origin or into the console."""
    fake.reset()
    visitors: List[Visitor] = []

    def make(**options: Any) -> "Visitor":
        visitors.append(Visitor(chromium, url, fake, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.leave()


class Visitor:
    """One person with a browser: opens the page, answers, and notes what must never happen."""

    def __init__(self, chromium: Any, url: str, fake: Any, **options: Any) -> None:
        touch = options.pop("touch", False)
        options.setdefault("viewport", PHONE if touch else DESKTOP)
        options.setdefault("reduced_motion", "reduce")
        self.context = chromium.new_context(has_touch=touch, is_mobile=touch, locale="da-DK", **options)
        self.context.set_default_timeout(5000)
        self.url, self.fake, self.touch = url, fake, touch
        self.errors: List[str] = []
        self.elsewhere: List[str] = []
        self.page = self.new_page()

    def new_page(self) -> Any:
        """A tab of this person's browser."""
        page = self.context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((self.url, "blob:")) else self.elsewhere.append(request.url))
        return page

    def leave(self) -> None:
        # a failed request is noted in the console by the browser itself; the tests that make one fail expect that
        errors = [text for text in self.errors if "Failed to load resource" not in text]
        self.context.close()
        assert not errors, errors
        assert not self.elsewhere, self.elsewhere

    def open(self, query: str = "", wait: Any = "Må jeg gemme dine svar") -> "Visitor":
        self.page.goto(self.url + "/" + query)
        if wait:
            self.see(wait)
        return self

    def see(self, text: str) -> None:
        self.page.get_by_text(text).last.wait_for()
        self.page.locator("body:not(.busy)").wait_for(state="attached")

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str, then: Any = None) -> None:
        target = self.button(name)
        target.tap() if self.touch else target.click()
        if then:
            self.see(then)

    def type(self, text: str, then: Any = None) -> None:
        self.page.fill("#field", text)
        self.press("Send", then)

    def tick(self, title: str) -> None:
        box = self.page.locator("label.box", has_text=title)
        box.tap() if self.touch else box.click()

    @property
    def focus(self) -> str:
        """Where the focus is: the field, the question's bubble, the title of a card, a button's text, ..."""
        return self.page.evaluate(
            """() => {
                const on = document.activeElement;
                if (!on || on === document.body) return "lost";
                const box = on.getBoundingClientRect();
                if (box.bottom <= 0 || box.top >= innerHeight) return "out of sight";
                if (on.id === "field") return "field";
                if (on.matches(".question")) return "question: " + on.querySelector(".ask").textContent;
                if (on.matches(".bubble")) return "bubble";
                return on.textContent;
            }"""
        )

    def sideways(self) -> int:
        """How far the page can be scrolled sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def in_sight(self, selector: str) -> bool:
        return self.page.evaluate(
            "s => { const b = document.querySelector(s).getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight - 24; }", selector
        )

    def small_targets(self) -> List[str]:
        """Everything to press that is smaller than 48 px."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("button, input[type=text], textarea, select, label.box, summary, a.tel, a.call")]
                .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 47.9
                    || node.matches("button, a.call") && node.offsetParent && node.getBoundingClientRect().width < 47.9)
                .map((node) => node.outerHTML.slice(0, 90))"""
        )

    def violations(self, look: str) -> List[Any]:
        """What axe finds on the page as it stands; contrast must be 7:1, beyond what AA asks for."""
        self.page.emulate_media(**LOOKS[look])
        # in forced colours the person's own system decides about contrast
        rules = {"color-contrast-enhanced": {"enabled": look != "forced colours"}, "target-size": {"enabled": True}}
        options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules, "resultTypes": ["violations"]}
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]]

    def walk(self) -> Iterator[str]:
        """A whole screening with every kind of question; stops at each state for the caller to look."""
        self.open()
        yield "yes_no"
        self.press("Ja", "Har du ondt i ryggen")
        yield "choice"
        self.press("Ja, i længere tid", "Er du for nylig")
        yield "long yes_no"
        self.press("Hvorfor spørger du?", "Jeg spørger, fordi")
        yield "info"
        self.type("kode", "Ring 112")
        yield "info with questions"
        self.press("Nej", "Hvor gammel er du?")
        yield "number"
        self.type("67", "Hvor høj er du nu?")
        self.type("162,5", "Hvor gammel var du")
        yield "number with options"
        self.press("Har jeg endnu", "en af disse sygdomme")
        yield "multi"
        self.tick("Leddegigt")
        self.tick("Anoreksi")
        self.press("Ingen af dem")
        yield "multi, ticks and none"
        self.press("Send mit svar", "Hvor sad bruddet?")
        yield "body"
        self.press("Ret svar", "Sidste svar")
        yield "panel"
        self.press("Luk")
        self.press("Håndleddet", "Er der mere")
        yield "text"
        self.type("mine svar", "Svar indtil nu")
        yield "answers"
        self.press("Slet mine svar")
        yield "confirm"
        self.press("Nej, behold dem")
        self.type("jeg har ondt i brystet", "Vigtigt: Det haster")
        yield "red_flag"
        self.fake.fail = [500]
        self.type("Nej", "Det er ikke din skyld.")
        yield "error"
        self.press("Prøv igen", "Dit resultat")
        yield "result"
        self.page.evaluate("document.querySelectorAll('.result details').forEach((part) => part.open = true)")
        yield "result unfolded"
        self.press("Hvad hvis et svar var et andet?", "Dine svar")
        yield "panel after the result"
        self.page.get_by_role("button", name="Hvad hvis? Alder").click()
        self.see("Hvad hvis: ryger ikke")
        yield "what if"


#: Staff see other parts than patients: what to open, and what to write first.
STAFF: Dict[str, Any] = {
    "physiotherapist": ("?rolle=fysioterapeut", "resultat nu", "Journalnotat"),
    "reception": ("?rolle=reception", "skrankens resultat", "Gør dette"),
}
