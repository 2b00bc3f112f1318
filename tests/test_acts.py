"""The acts of a message are sure by phrase; answers, facts, questions and stories are none."""
from __future__ import annotations

import random
from typing import List, Optional, Tuple

import pytest

from bot.actions.understanding import LOSING, intent_at
from bot.danish.acts import act_of
from bot.danish.content import load
from bot.danish.kind import kind_of, weighed
from bot.danish.languages import language_of
from bot.danish.likely import likely
from tests.danish_data import SPLITS, act_rows, answer_rows, fact_rows
from tests.evaluate import judge_act

ROWS: List[Tuple[str, str]] = act_rows("train", "base")


@pytest.mark.parametrize("kind, text", ROWS, ids=[text[:50] for _, text in ROWS])
def test_kind(kind: str, text: str) -> None:
    right, found = judge_act(kind, text)
    assert right, found


def test_every_kind_has_rows() -> None:
    assert {kind for kind, _ in act_rows("train")} >= set(load("acts")["acts"]) | {"foreign_language", "ask_question", "none"}


def test_no_phrase_belongs_to_two_acts() -> None:
    phrases = [(phrase, act) for act, listed in load("acts")["acts"].items() for phrase in listed]
    assert len({phrase for phrase, _ in phrases}) == len(phrases)
    assert [(phrase, act) for phrase, act in phrases if act_of(phrase) != act] == []


@pytest.mark.parametrize("name", ["yes", "no", "unknown", "maybe_yes", "maybe_no"])
def test_plain_answers_change_nothing_else(name: str) -> None:
    """No way of saying yes, no or not knowing is one slip away from deleting: "det er ok" and "det er nok"."""
    phrases = [*map(str, load("answers")[name]), "det er ok", "det er i orden", "det er godt"]
    assert [phrase for phrase in phrases if kind_of(phrase) in LOSING] == []


def may_lose(text: str) -> bool:
    """Whether the message may be of LOSING: they come by a phrase or by weight, and to look takes a fifth of telling the kind."""
    return act_of(text) in LOSING or weighed(text, likely(text)) in LOSING


def test_what_loses_answers_comes_by_phrase_or_weight() -> None:
    texts = [text for kind, text in act_rows("train") if kind in LOSING]
    assert len(texts) > 300 and [text for text in texts if kind_of(text) in LOSING and not may_lose(text)] == []


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_is_deleted_by_an_answer(split: str) -> None:
    """What people answer and tell never deletes, begins again or says no to all the rest, while that question is open."""
    texts = [(row.text, row.question) for row in answer_rows(split) if row.style != "interruption"]
    texts += [(row.told["text"], None) for row in fact_rows(split)]
    assert [text for text, question in dict.fromkeys(texts) if may_lose(text) and intent_at(kind_of(text), question, False, text) in LOSING] == []


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


def test_never_raises() -> None:
    rng = random.Random(2)
    for _, text in ROWS:
        letters = list(text)
        letters[rng.randrange(len(letters))] = rng.choice("abcæøå .,!?\u0000😀")
        kind_of("".join(letters))
    for odd in ("", " ", "\u0000", "😀" * 300, "stop " * 800):
        kind_of(odd)
