"""The reader on tables that a physiotherapist can read and extend: bot/data/people/*-base.yml."""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.danish.answers.common import YES_NO
from bot.danish.facts.rules import groups, rule_fields
from bot.danish.reader import AskBack, Context, Reading, read
from osteo_rules import Answers
from tests.danish_data import PEOPLE

TABLES = PEOPLE
TODAY = date(2026, 11, 24)
STEPS = ("consent", "lifestyle", "fractures.site", "fractures.low_energy", "fractures.months_ago", "fractures.age_at", "fractures.verified", "fractures.more")


def _table(name: str) -> Any:
    return yaml.safe_load((TABLES / f"{name}-base.yml").read_text(encoding="utf-8"))


def answer_rows() -> Iterator[Tuple[str, str, Any]]:
    """(question, text, what it means) of bot/data/people/answers-base.yml."""
    for question, rows in _table("answers").items():
        for text, meaning, _style in rows:
            yield question, text, meaning


def fact_rows() -> Iterator[Tuple[str, Dict[str, Any]]]:
    for group, rows in _table("facts").items():
        for row in rows:
            yield group, row


def outcome(question: str, reading: Reading) -> Any:
    """What a row of answers.yml says: the value, "ask" or "nothing"."""
    if reading.answer is not None:
        return reading.answer
    if reading.ask_back is not None and reading.ask_back.field == question:
        return "ask"
    return "nothing"


def expected(meaning: Any) -> List[Any]:
    """The outcomes that are right; "ask_or:x" allows either."""
    if isinstance(meaning, str) and meaning.startswith("ask_or:"):
        return ["ask", yaml.safe_load(meaning[len("ask_or:"):])]
    return [meaning]


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same kind: true is not 1. Estimates of months may differ by a fraction."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 0.6 if max(abs(one), abs(other)) > 20 and not float(other).is_integer() else abs(one - other) < 0.051
    return one == other


def context_of(row: Dict[str, Any]) -> Context:
    return Context(known=row.get("known", {}), today=TODAY, third_person=row.get("third", False))


@pytest.mark.parametrize("question, text, meaning", list(answer_rows()))
def test_the_open_question(question: str, text: str, meaning: Any) -> None:
    found = outcome(question, read(text, question, Context(known={}, today=TODAY)))
    assert any(same(found, right) for right in expected(meaning)), found


@pytest.mark.parametrize("group, row", list(fact_rows()))
def test_facts_in_any_message(group: str, row: Dict[str, Any]) -> None:
    question = row.get("question")
    reading = read(row["text"], question, context_of(row))
    facts = {field: value for field, value in reading.facts.items() if field != question}
    assert facts == row.get("facts", {})
    assert len(reading.fractures) == len(row.get("fractures", ()))
    for told, right in zip(reading.fractures, row.get("fractures", ())):
        assert set(told) == set(right) and all(same(told[key], right[key]) for key in right), told
    assert (reading.ask_back.field if reading.ask_back else None) == row.get("asks")
    assert reading.correction is row.get("correction", False)
    if question:
        assert same(reading.answer, row.get("answer"))


@pytest.mark.parametrize("question, text, meaning", list(answer_rows()))
def test_every_value_is_one_that_the_rules_take(question: str, text: str, meaning: Any) -> None:
    reading = read(text, question, Context(known={}, today=TODAY))
    facts = {field: value for field, value in reading.facts.items() if field not in STEPS and field != "fractures"}
    Answers(**facts, fractures=[dict(record) for record in reading.fractures])


@pytest.mark.parametrize("field", rule_fields())
def test_every_rule_gives_a_value_of_its_field(field: str) -> None:
    """A rule that is denied too: no "nej" to a choice of several."""
    told = [rule.told for _, rules in groups() for rule in rules if rule.field == field and field in Answers.__fields__]
    for value in [value for one in told for value in (one.get("is"), one.get("denied")) if value is not None]:
        Answers(**{field: value})


@pytest.mark.parametrize("question", [*Answers.__fields__, *STEPS, None])
@settings(max_examples=25, deadline=1000, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200))
def test_no_text_raises(question: str, text: str) -> None:
    read(text, question, Context(known={}, today=TODAY))


_TEXTS = [text for _, text, _ in answer_rows()] + [row["text"] for _, row in fact_rows()]


@settings(max_examples=300, deadline=1000, suppress_health_check=list(HealthCheck))
@example(first="født i 1958", second="født i 58", cut=0, question="active_minutes_per_day")
@given(first=st.sampled_from(_TEXTS), second=st.sampled_from(_TEXTS), cut=st.integers(0, 40), question=st.sampled_from([*Answers.__fields__, *STEPS, None]))
def test_no_mutated_text_raises(first: str, second: str, cut: int, question: str) -> None:
    pending = AskBack("conditions", "which_gigt", None, (([], "Slidgigt"),))
    read(first[cut:] + second[:cut], question, Context(known={}, today=TODAY, pending=pending))
    read(first[::-1] + second, question, Context(known={}, today=TODAY, third_person=True))


#: What people say of themselves beside the question: it says neither yes nor no to anything.
ASIDES = ("jeg er 67", "jeg er 67 og hedder Karen", "jeg har to børn", "jeg er gift", "jeg vejer 60 kilo", "jeg bor i Odense", "jeg er kvinde", "hun er 82", "jeg var 172 cm som ung")


@pytest.mark.parametrize("text", ASIDES)
@pytest.mark.parametrize("question", sorted(YES_NO - {"for_other"}))
def test_what_is_said_by_the_way_is_no_yes(question: str, text: str) -> None:
    assert read(text, question, Context(known={}, today=TODAY)).answer is None


@pytest.mark.parametrize("question", [*Answers.__fields__, *STEPS, None])
def test_a_very_long_message_is_read_without_harm(question: str) -> None:
    """All that people wrote, in one message of 10 000 characters, and of the 4 000 that the server lets through."""
    text = " ".join(dict.fromkeys(_TEXTS)) * 2
    for part in (text[:10_000], text[5_000:9_000]):
        read(part, question, Context(known={}, today=TODAY))
