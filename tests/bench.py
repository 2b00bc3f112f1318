"""`make bench`: turn latency, throughput, start time, memory, assessments a second and the page in a browser, printed with their targets.

Ratios between runs on one machine mean more than the absolute figures; no test asserts them.
"""
from __future__ import annotations

import asyncio
import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bot.conversations import rehearse  # noqa: E402
from osteo_rules import Answers, assess  # noqa: E402
from tests.danish_data import answer_rows  # noqa: E402
from tests.evaluate import understood  # noqa: E402
from tests.test_conversations import ORDINARY  # noqa: E402
from tests.test_server import Served  # noqa: E402
from tests.web.browser import ARGS, CHROMIUM  # noqa: E402
from tests.web.fake_server import WEB  # noqa: E402

USERS = 20
#: What a browser may load of the page.
PAGE_FILES = (".html", ".js", ".css", ".svg")
PERSON: Dict[str, Any] = {
    "age": 67, "sex": "female", "height_cm": 160, "weight_kg": 60, "youth_height_cm": 166, "family_history": True, "smoking": True,
    "fractures": [{"site": "wrist", "low_energy": True, "months_ago": 30}], "glucocorticoids": False, "menopause_age": 50,
    "alcohol_units_per_week": 4, "falls_last_year": 1, "unsteady": False, "conditions": [], "back_pain": "none",
    "neuro_symptoms": False, "cannot_bear_weight": False, "known_osteoporosis": False,
}


def row(what: str, value: str, target: str) -> None:
    print(f"{what:<52}{value:>14}   mål {target}", flush=True)


async def screen(client: httpx.AsyncClient, sender: str) -> List[float]:
    """One whole screening; the seconds of each turn."""
    times: List[float] = []
    message = '/begin{"role": "patient"}'
    for _ in range(60):
        begun = time.perf_counter()
        answer = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message})
        times.append(time.perf_counter() - begun)
        customs = [one["custom"] for one in answer.json() if one.get("custom")]
        if any(custom["type"] == "result" for custom in customs):
            return times
        asked = [custom["id"] for custom in customs if custom["type"] == "question"][-1]
        message = "ja" if asked == "consent" else ORDINARY[asked]
    raise AssertionError("the conversation does not end")


async def load(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        await screen(client, "warm-up")
        alone = [seconds for number in range(5) for seconds in await screen(client, f"alone-{number}")]
        row("turn, one user, median", f"{statistics.median(alone) * 1000:.0f} ms", "12 ms")
        row("turn, one user, 95th percentile", f"{statistics.quantiles(alone, n=20)[18] * 1000:.0f} ms", "-")
        begun = time.perf_counter()
        together = [one for many in await asyncio.gather(*(screen(client, f"user-{number}") for number in range(USERS))) for one in many]
        row(f"turns a second, {USERS} users", f"{len(together) / (time.perf_counter() - begun):.0f}", "-")


def page(url: str) -> None:
    """The page in a phone's place: a CPU throttled 4 times, an empty cache; and what it weighs."""
    files = [path for path in WEB.iterdir() if path.suffix in PAGE_FILES]
    row("page, all files compressed", f"{sum(len(gzip.compress(path.read_bytes())) for path in files) / 1024:.0f} kB", "60 kB")
    if not Path(CHROMIUM).exists():
        row("time to the first question", "no Chromium", "1.0 s")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        times = sorted(first_question(browser, url) for _ in range(5))
        browser.close()
    row("time to the first question, CPU 4 times slower", f"{times[2]:.2f} s", "1.0 s")


def first_question(browser: Any, url: str) -> float:
    """Seconds from the start of the navigation until the first question is on the page; a new person each time."""
    context = browser.new_context()
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tab.add_init_script(
        "new MutationObserver((_, watch) => {"
        " if (!document.querySelector('.question')) return; window.shown = performance.now(); watch.disconnect();"
        " }).observe(document, { childList: true, subtree: true })"
    )
    tab.goto(f"{url}/?rolle=patient")
    tab.wait_for_function("() => window.shown")
    shown = float(tab.evaluate("window.shown")) / 1000
    context.close()
    return shown


def assessments() -> float:
    best = 0.0
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(2000):
            assess(Answers(**PERSON))
        best = max(best, 2000 / (time.perf_counter() - begun))
    return best


#: Of what people answer, every so many is read: all of it takes minutes, and its median is the same.
EVERY_ANSWER = 20


def reading() -> None:
    """Reading one message, as often as a conversation does: which kind it is, then what it says."""
    rows = answer_rows("train")[::EVERY_ANSWER]
    rehearse()
    times = []
    for one in rows:
        begun = time.perf_counter()
        understood(one.text, one.question, {}, one.third)
        times.append(time.perf_counter() - begun)
    row("reading a message, median", f"{statistics.median(times) * 1000:.1f} ms", "3 ms")
    row("reading a message, 95th percentile", f"{statistics.quantiles(times, n=20)[18] * 1000:.1f} ms", "-")
    text = " ".join(one.text for one in rows)[:10_000]
    begun = time.perf_counter()
    understood(text, "age", {}, False)
    row("reading 10 000 characters", f"{(time.perf_counter() - begun) * 1000:.0f} ms", "100 ms")


def main() -> None:
    row("assessments a second, validation included", f"{assessments():.0f}", "5000")
    reading()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        served = Served(Path(folder))
        row("start to ready", f"{time.perf_counter() - begun:.1f} s", "10 s")
        try:
            row("memory after load", f"{psutil.Process(served.process.pid).memory_info().rss / 1e6:.0f} MB", "760 MB")
            asyncio.run(load(served.url))
            page(served.url)
            row("memory after the conversations", f"{psutil.Process(served.process.pid).memory_info().rss / 1e6:.0f} MB", "760 MB")
        finally:
            served.kill()


if __name__ == "__main__":
    main()
