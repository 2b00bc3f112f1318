"""The plainest answers of all, of which none may be asked about (tests/danish/plain_answers.yml): a doubt of the net or a rule meant for others must not touch them."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, List, Mapping, Tuple

import pytest
import yaml

from bot.danish.answers import YES_NO
from osteo_rules.questions import catalogue
from tests.danish_data import same
from tests.evaluate import outcome, understood

#: The lists that hold for several questions.
FOR_SEVERAL = ("yes_no", "not_known")
#: What everybody knows, or need not be asked twice.
ALWAYS_KNOWN = frozenset({"role", "consent", "lifestyle", "for_other"})


@lru_cache(maxsize=1)
def table() -> Mapping[str, List[Mapping[str, Any]]]:
    found: Mapping[str, List[Mapping[str, Any]]] = yaml.safe_load((Path(__file__).parent / "danish" / "plain_answers.yml").read_text(encoding="utf-8"))
    return found


def _said(rows: List[Mapping[str, Any]]) -> Iterator[Tuple[str, Any]]:
    """(what is written, what it means) of all rows of a list."""
    for row in rows:
        yield from ((text, row["means"]) for text in row.get("said", ()))
        yield from ((way.format(value), meaning) for way in row.get("ways", ()) for value, meaning in row["values"].items())


def answers_to(question: str) -> List[Tuple[str, Any]]:
    """All plain answers to `question`."""
    rows = [*table().get(question, ())]
    rows += table()["yes_no"] if question in YES_NO - ALWAYS_KNOWN else []
    rows += table()["not_known"] if question not in ALWAYS_KNOWN else []
    return list(_said(rows))


QUESTIONS = [question.id for question in catalogue()]


def test_every_list_is_of_a_question() -> None:
    assert set(table()) - set(FOR_SEVERAL) <= set(QUESTIONS)
    assert sum(len(answers_to(question)) for question in QUESTIONS) > 2500


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_plain_is_understood(question: str) -> None:
    read = [(text, meaning, outcome(question, understood(text, question, {}, False))) for text, meaning in answers_to(question)]
    assert [(text, found) for text, meaning, found in read if not same(found, meaning, question)] == []
