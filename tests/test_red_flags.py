"""Red flags are seen in lay words, asked about in doubt, and not seen where it only sounds so."""
from __future__ import annotations

import random
import time
from typing import Any, Dict, List, Tuple

import pytest
import yaml

from bot.danish import likely, red_flags
from bot.danish.content import load
from bot.danish.doubts import answer_to_doubt
from bot.danish.red_flags import ACUTE_SIGNS, ORDER, RedFlags, red_flags_in
from bot.danish.urgent import FEWEST_WORDS, URGENT, only_likely, signs_of, urgent_in
from bot.danish.urgent_examples import BESIDE, EITHER, EXAMPLES, NEAR, SIGNS, Example, examples, varied
from tests.conftest import ROOT

TABLE = yaml.safe_load((ROOT / "tests/danish/red_flags.yml").read_text(encoding="utf-8"))
ROWS: List[Tuple[str, Dict[str, Any]]] = [(text, block["expect"]) for block in TABLE for text in block["texts"]]


def seen(found: RedFlags) -> Dict[str, Any]:
    """What was found, in the words of the table; a question beside a fact does not matter."""
    signs = list(found.facts.get("acute_signs", []))
    signs += [name for name in ("neuro_symptoms", "cannot_bear_weight", "back_pain_fever") if found.facts.get(name)]
    if found.facts.get("back_pain") == "sudden":
        signs.append("back_pain")
    told: Dict[str, Any] = {"signs": sorted(signs)} if signs else {}
    if found.other_acute:
        told["other_acute"] = True
    if found.unclear and not told:
        told["ask"] = found.unclear
    return told


@pytest.mark.parametrize("text, expect", ROWS, ids=[text[:50] for text, _ in ROWS])
def test_red_flags(text: str, expect: Dict[str, Any]) -> None:
    found = red_flags_in(text)
    wanted = {key: sorted(value) if key == "signs" else value for key, value in expect.items() if key != "back_pain"}
    assert seen(found) == wanted
    if "back_pain" in expect:
        assert found.facts["back_pain"] == expect["back_pain"]


def test_no_pattern_that_matches_is_passed_over() -> None:
    """Most patterns are never tried, by the beginnings of the words: those would have found nothing."""
    paths = [("signs", sign, grade) for sign in load("red_flags")["signs"] for grade in ("sure", "new", "ask")]
    paths += [("other_acute", kind) for kind in load("red_flags")["other_acute"]] + [("harmless",), ("old",), ("new",)]
    tried = 0
    for text, _ in ROWS:
        for sentence in red_flags._sentences(text):
            for path in paths:
                possible = red_flags._possible(sentence.starts, *path)
                tried += len(possible)
                assert [one for one in red_flags._group(*path) if one not in possible and one.find(sentence.line)] == [], (text, path)
    assert tried


def test_table_is_large_and_has_near_misses() -> None:
    assert len(ROWS) >= 250 and len({text for text, _ in ROWS}) == len(ROWS)
    quiet = [text for text, expect in ROWS if not expect.get("signs") and not expect.get("other_acute")]
    assert len(quiet) / len(ROWS) >= 0.35


def test_facts_have_the_form_of_the_contract() -> None:
    for text, _ in ROWS:
        for name, value in red_flags_in(text).facts.items():
            if name == "acute_signs":
                assert value and set(value) <= set(ACUTE_SIGNS)
            elif name == "back_pain":
                assert value in ("sudden", "lasting")
            else:
                assert value is True


def test_without_danish_letters() -> None:
    """æ, ø and å written ae, oe, aa or e/a, o, a: nothing is lost."""
    for text, expect in ROWS:
        for letters in ({"æ": "ae", "ø": "oe", "å": "aa"}, {"æ": "e", "ø": "o", "å": "a"}):
            plain = "".join(letters.get(letter, letter) for letter in text.lower())
            assert seen(red_flags_in(plain)) == seen(red_flags_in(text)), plain


def test_never_raises_and_stays_quick() -> None:
    rng = random.Random(1)
    texts = [text for text, _ in ROWS]
    for text in texts:
        letters = list(text)
        for _ in range(3):
            letters[rng.randrange(len(letters))] = rng.choice("abcæøå .,!?\n\u0000😀ß0")
        red_flags_in("".join(letters))
    for odd in ("", " ", "?", "\u0000", "😀" * 50, "." * 5000, "ikke " * 3000, "kan ikke " * 1500, "ondt i " * 2000):
        began = time.perf_counter()
        red_flags_in(odd)
        assert time.perf_counter() - began < 1.0
    began = time.perf_counter()
    for text in texts:
        red_flags_in(text)
    assert (time.perf_counter() - began) / len(texts) < 0.003


UNSEEN = yaml.safe_load((ROOT / "tests/danish/urgent.yml").read_text(encoding="utf-8"))


def noticed(text: str) -> bool:
    """Whether the conversation answers with what to do, or with a calm question."""
    found = urgent_in(text)
    return bool(found.facts or found.other_acute or found.unclear)


def test_what_no_pattern_sees_leads_to_the_general_question() -> None:
    """Indirect texts that nothing was learnt from: nearly all are noticed, and the ordinary ones are left in peace."""
    learnt = " ".join(file.read_text(encoding="utf-8") for folder in (EXAMPLES, likely.KINDS) for file in folder.glob("*.yml"))
    assert not [text for text in UNSEEN["urgent"] if text in learnt]
    missed = [text for text in UNSEEN["urgent"] if not noticed(text)]
    false = [text for text in UNSEEN["ordinary"] if noticed(text)]
    assert len(missed) <= 0.05 * len(UNSEEN["urgent"]), missed
    assert len(false) <= 0.05 * len(UNSEEN["ordinary"]), false


def test_the_net_asks_and_never_adds_or_silences_a_fact() -> None:
    for text in (*UNSEEN["urgent"], *UNSEEN["ordinary"], *(text for text, _ in ROWS)):
        by_rule, by_both = red_flags_in(text), urgent_in(text)
        if by_both == by_rule:
            continue
        assert by_both.unclear in (*ORDER, URGENT) and not by_both.facts and not by_both.other_acute, text
        assert only_likely(text) != bool(by_rule), text
        if by_rule:  # a fact is asked about first, and taken if it is confirmed
            assert by_both.doubted == by_rule.facts and len(text.split()) >= FEWEST_WORDS, text
            assert by_both.unclear in (signs_of(by_rule.facts) or {URGENT}), text


def test_thoughts_of_suicide_and_short_messages_are_never_doubted() -> None:
    for text, expect in ROWS:
        if "suicidal_thoughts" in expect.get("signs", []) or len(text.split()) < FEWEST_WORDS:
            assert not urgent_in(text).doubted, text


def test_the_examples_have_every_sign_and_as_many_that_only_sound_so() -> None:
    rows = examples()
    assert len({row.text for row in rows}) == len(rows)
    for sign in SIGNS:
        assert sum(row.sign == sign for row in rows) >= 80, sign
    assert sum(row.near for row in rows) >= 1500 and not any(row.urgent and row.near for row in rows)
    tables = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in EXAMPLES.glob("*.yml")]
    either = {text for table in tables for text in table.get(EITHER, [])}
    assert either and not either & {row.text for row in rows}
    by_text: Dict[str, str] = {}
    for table in tables:
        for sign, texts in table.items():
            for text in texts:
                assert by_text.setdefault(text, sign) == sign, text
    assert NEAR in by_text.values()


def test_one_example_becomes_several_in_the_same_way_each_time() -> None:
    told = [Example("jeg kan ikke styre benene siden i går", True, "neuro_symptoms", 2.0), Example("jeg døde af grin", False, None, 2.0, True), Example("jeg er 67 år", False)]
    several = varied(told)
    assert several[:3] == told and several == varied(told)
    more = several[3:]
    assert all(row.sign == "neuro_symptoms" for row in more if row.urgent) and sum("67" in row.text for row in more if row.urgent) == BESIDE
    assert [row for row in more if not row.urgent and "styre benene" in row.text and "i går" not in row.text]  # long ago
    assert not [row for row in more if row.text == "jeg er 67 år"]


@pytest.mark.parametrize(
    "text, sign",
    [
        ("hun mærker ikke at hun tisser, det er begyndt i denne uge", "neuro_symptoms"), ("benet vil ikke bære mig efter at jeg skred på trappen i morges", "cannot_bear_weight"),
        ("jeg har samlet piller nok, og i nat bliver det gjort", "suicidal_thoughts"), ("rygsøjlen banker, og jeg har ligget og rystet med 38,7 siden i går", "back_pain_fever"),
    ],
)
def test_the_calm_question_is_about_the_sign(text: str, sign: str) -> None:
    found = urgent_in(text)
    assert found.unclear == sign or sign in signs_of(found.facts)


@pytest.mark.parametrize(
    "text", ["ja, jeg har ondt i ryggen", "ondt i lænden", "jeg er usikker på benene", "jeg er faldet to gange", "det går op og ned", "jeg har KOL", "jeg gider ikke mere", "67", ""]
)
def test_ordinary_answers_lead_to_no_question(text: str) -> None:
    assert not noticed(text)


@pytest.mark.parametrize(
    "text, answer",
    [
        ("ja", "yes"), ("ja det kom i går", "yes"), ("jo, siden i morges", "yes"), ("lidt", "yes"), ("siden i går", "yes"), ("det startede i nat", "yes"),
        ("nej", "no"), ("nej slet ikke", "no"), ("nej det har jeg altid haft", "no"), ("det har jeg altid haft", "no"), ("ja men det har jeg haft i 20 år", "no"),
        ("ved ikke", "unknown"), ("det ved jeg ikke", "unknown"), ("68", None), ("hvad er en DXA-scanning, og hvem bestiller sådan en til mig?", None),
    ],
)
def test_answers_to_a_calm_question(text: str, answer: Any) -> None:
    assert answer_to_doubt(text) == answer
