"""The rows of tests/danish are well formed, and the held-out ones are no variations of those used for training."""
from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest
from rapidfuzz import fuzz, process

from bot.danish.ranking import questions as asked
from bot.danish.urgent_examples import examples as urgent_examples
from osteo_rules import Answers, questions
from osteo_rules.answers import Fracture
from osteo_rules.content import load
from tests.danish_data import SPLITS, act_rows, answer_rows, fact_rows, meanings, prose, question_rows, red_flag_rows

WORDS = ("ask", "nothing", "unknown")
#: The first message of a conversation, and a button's text, are the same for everybody; longer texts never are.
SHORT = 12
#: How alike two texts may be (rapidfuzz, 0-100), with their numbers blotted out, before one is a variation of the other.
ALIKE = 88


def _is_value(question: str, value: Any) -> bool:
    """Whether the contract, or the step of the conversation, takes `value`."""
    if question.startswith("fractures."):
        part = question.split(".")[1]
        if part == "more":
            return isinstance(value, bool)
        Fracture(**{"site": "unknown", part: value})
    elif question in ("consent", "lifestyle", "fractures"):
        return isinstance(value, bool)
    else:
        Answers(**{question: value})
    return True


@pytest.mark.parametrize("split", SPLITS)
def test_every_answer_row_means_something_that_the_contract_has(split: str) -> None:
    for row in answer_rows(split):
        assert questions.exists(row.question), row
        for meaning in meanings(row.meaning):
            assert (isinstance(meaning, str) and meaning in WORDS) or _is_value(row.question, meaning), row


@pytest.mark.parametrize("split", SPLITS)
def test_every_fact_row_is_one_that_the_contract_takes(split: str) -> None:
    for row in fact_rows(split):
        told = row.told
        assert set(told) <= {"text", "facts", "fractures", "asks", "third", "question", "answer", "known", "correction", "style"}, row
        facts = {name: value for name, value in told.get("facts", {}).items() if name not in ("consent", "lifestyle")}
        Answers(**{**facts, **({"fractures": told["fractures"]} if told.get("fractures") else {})})
        if told.get("answer") is not None:
            assert all(meaning in WORDS or _is_value(told["question"], meaning) for meaning in meanings(told["answer"]) if isinstance(meaning, str) or True), row


def test_there_are_enough_rows() -> None:
    counts = {split: len(answer_rows(split)) + len(fact_rows(split)) + len(act_rows(split)) for split in SPLITS}
    assert sum(counts.values()) >= 2500
    assert counts["held_out"] >= 600
    assert len(prose()) >= 500


def _blotted(text: str) -> str:
    return "".join("0" if letter.isdigit() else letter for letter in text.lower().strip(" .!?"))


def _texts(split: str) -> Dict[str, List[str]]:
    """Long texts by what they are for: the question, "facts", or the kind of message."""
    pairs: List[Tuple[str, str]] = [(row.question, row.text) for row in answer_rows(split)]
    pairs += [("facts", row.told["text"]) for row in fact_rows(split)]
    pairs += act_rows(split)
    found: Dict[str, List[str]] = {}
    for name, text in pairs:
        if len(text) > SHORT:
            found.setdefault(name, []).append(_blotted(text))
    return found


def test_held_out_questions_name_entries() -> None:
    assert {entry for _, entries in question_rows() for entry in entries} == set(load("faq"))
    assert sum(not entries for _, entries in question_rows()) >= 60


def test_no_held_out_question_is_a_variation_of_an_example() -> None:
    examples = [_blotted(text) for _, text in asked()]
    alike = ((text, process.extractOne(_blotted(text), examples, scorer=fuzz.ratio, score_cutoff=ALIKE)) for text, _ in question_rows())
    assert [(text, best[0]) for text, best in alike if best and len(text) > SHORT] == []


def test_no_held_out_red_flag_is_a_variation_of_an_example() -> None:
    examples = [_blotted(row.text) for row in urgent_examples()]
    alike = ((text, process.extractOne(_blotted(text), examples, scorer=fuzz.ratio, score_cutoff=ALIKE)) for _, text in red_flag_rows())
    assert [(text, best[0]) for text, best in alike if best and len(text) > SHORT] == []


def test_no_held_out_row_is_a_variation_of_a_training_row() -> None:
    trained = _texts("train")
    variations = []
    for name, texts in _texts("held_out").items():
        for text in texts:
            best = process.extractOne(text, trained.get(name, []), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best:
                variations.append((name, text, best[0]))
    assert not variations, variations
