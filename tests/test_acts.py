"""The acts of a message are sure by phrase; answers, facts, questions and stories are none."""
from __future__ import annotations

import random
import time
from typing import List, Optional, Tuple

import pytest
import yaml

from bot.danish.acts import act_of, language_of
from bot.danish.content import load
from tests.conftest import ROOT

TABLE = yaml.safe_load((ROOT / "tests/danish/train/acts-base.yml").read_text(encoding="utf-8"))
ROWS: List[Tuple[str, Optional[str]]] = [(str(text), None if act == "none" else act) for act, texts in TABLE.items() for text in texts]


@pytest.mark.parametrize("text, act", ROWS, ids=[text[:50] for text, _ in ROWS])
def test_act(text: str, act: Optional[str]) -> None:
    assert act_of(text) == act
    assert act_of(text, in_form=True) == act


def test_table_is_large_and_every_act_has_rows() -> None:
    assert len(ROWS) >= 250
    assert set(TABLE) == set(load("acts")["acts"]) | {"foreign_language", "none"}


def test_an_open_question_is_asked_again_on_a_mere_what() -> None:
    assert act_of("hvad", in_form=True) == act_of("?", in_form=True) == "repeat_question"
    assert act_of("hvad") is None and act_of("?") is None


def test_no_phrase_belongs_to_two_acts() -> None:
    phrases = [(phrase, act) for act, listed in load("acts")["acts"].items() for phrase in listed]
    assert len({phrase for phrase, _ in phrases}) == len(phrases)
    assert [(phrase, act) for phrase, act in phrases if act_of(phrase) != act] == []


@pytest.mark.parametrize(
    "text, code",
    [
        ("hello do you speak english", "en"), ("ich habe schmerzen", "de"), ("nie mówię po duńsku", "pl"), ("türkçe konuşuyor musunuz", "tr"),
        ("nu vorbesc daneză", "ro"), ("waxaan ahay soomaali", "so"), ("ne govorim danski", "bs"), ("مرحبا كيف حالك", "ar"), ("مجھے درد ہے", "ur"),
        ("я говорю українською", "uk"), ("jag talar svenska och är sjuk", "sv"), ("jeg er 67 og har ondt i ryggen", None), ("67", None), ("nej", None),
        ("jeg har fået at vide at min t-score er -2,5", None), ("DXA", None), ("a er 67 og ka it gå", None),
    ],
)
def test_language(text: str, code: Optional[str]) -> None:
    assert language_of(text) == code


def test_never_raises_and_stays_quick() -> None:
    rng = random.Random(2)
    for text, _ in ROWS:
        letters = list(text)
        letters[rng.randrange(len(letters))] = rng.choice("abcæøå .,!?\u0000😀")
        act_of("".join(letters))
    for odd in ("", " ", "\u0000", "😀" * 300, "stop " * 4000):
        act_of(odd)
    began = time.perf_counter()
    for text, _ in ROWS:
        act_of(text)
    assert (time.perf_counter() - began) / len(ROWS) < 0.005
