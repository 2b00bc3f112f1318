"""What kind of message it is: the acts are sure by phrase or weighed; answers, facts and stories are none."""
from __future__ import annotations

import random
import time
from collections import Counter
from typing import Dict, List, Optional, Set, Tuple

import pytest

from bot.danish import likely
from bot.danish.acts import DESTRUCTIVE, act_of
from bot.danish.concepts import acts_of, concepts_in, unknown_names, words_in
from bot.danish.content import load
from bot.danish.kind import kind_of
from bot.danish.languages import language_of
from bot.danish.topics import is_question
from tests.danish_data import SPLITS, act_rows, answer_rows, fact_rows
from tests.evaluate import judge_act

ROWS: List[Tuple[str, str]] = act_rows("train", "base")
#: An answer that is taken for one of these is lost.
STEERING = DESTRUCTIVE | {"ask_why", "repeat_question", "show_answers", "show_result", "correct_answer", "result_now", "continue_form", "foreign_language"}


@pytest.mark.parametrize("kind, text", ROWS, ids=[text[:50] for _, text in ROWS])
def test_kind(kind: str, text: str) -> None:
    right, found = judge_act(kind, text)
    assert right, found


def test_every_kind_has_many_rows_that_differ() -> None:
    rows = act_rows("train")
    counts = Counter(kind for kind, _ in rows)
    assert set(counts) == set(load("acts")["acts"]) | {"foreign_language", "ask_question", "none"}
    assert min(counts.values()) >= 100
    kinds: Dict[str, Set[str]] = {}
    for kind, text in rows:
        kinds.setdefault(text.lower().strip(" .!?"), set()).add(kind)
    assert {text: found for text, found in kinds.items() if len(found) > 1} == {}


def test_what_is_learnt_is_known() -> None:
    """Rows that the weights were made from; how unseen ones fare is measured by `make evaluate`."""
    judged = [(kind, text, *judge_act(kind, text)) for kind, text in act_rows("train")]
    wrong = [row for row in judged if not row[2]]
    assert len(wrong) <= 0.03 * len(judged), wrong[:40]


def test_answers_and_facts_are_no_acts() -> None:
    texts = [row.text for row in answer_rows("train") if row.meaning != "nothing"]
    texts += [row.told["text"] for row in fact_rows("train") if row.told.get("facts") or row.told.get("fractures")]
    taken = [(text, kind) for text, kind in ((text, kind_of(text)) for text in texts) if kind in STEERING]
    assert len(taken) <= 0.005 * len(texts), taken


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_is_deleted_by_an_answer(split: str) -> None:
    """What people answer and tell never deletes, begins again or says no to all the rest."""
    texts = [row.text for row in answer_rows(split) if row.style != "interruption"] + [row.told["text"] for row in fact_rows(split)]
    assert [text for text in texts if kind_of(text) in ("stop_and_delete", "start_over", "rest_no")] == []


def test_rules_name_concepts_that_there_are() -> None:
    assert unknown_names() == []


@pytest.mark.parametrize(
    "text, act",
    [
        ("fjern hvad jeg har fortalt", "stop_and_delete"), ("det jeg har svaret skal slettes", "stop_and_delete"), ("et trin tilbage", "go_back"),
        ("skal vi tage det helt fra begyndelsen igen", "start_over"), ("nej ved alle de øvrige", "rest_no"), ("vis hvad jeg har svaret", "show_answers"),
        ("hvorfor spørger du om min mor", "ask_why"), ("jeg gik tilbage til lægen", None), ("resten af familien er rask", None),
        ("jeg har slet ikke svaret", None), ("lægen slettede min medicin", None),
    ],
)
def test_rules_know_words_in_any_order(text: str, act: Optional[str]) -> None:
    assert acts_of(concepts_in(words_in(text)))[:1] == ([act] if act else [])


@pytest.mark.parametrize(
    "text",
    [
        "sletter I mine svar bagefter?", "hvornår bliver mine svar slettet", "kan man begynde forfra en anden dag", "hvad sker der hvis jeg stopper nu",
        "ja, men jeg vil gerne stoppe", "jeg giver samtykke", "det er ok", "hold da op", "nej til det hele", "resten af mig fejler ikke noget", "nu begynder det at regne igen",
    ],
)
def test_nothing_is_deleted_by_the_way(text: str) -> None:
    assert kind_of(text) not in DESTRUCTIVE


def test_what_is_told_counts_more_than_politeness() -> None:
    assert kind_of("hej, jeg er 72 og ryger") == kind_of("mange tak, jeg er 72 år") == "inform"
    assert kind_of("ups jeg skrev forkert, jeg er 68") == "inform"


def test_a_mere_what_asks_for_the_question_again() -> None:
    assert kind_of("hvad") == kind_of("?") == kind_of("hva?") == "repeat_question"


def test_questions_are_seen() -> None:
    assert is_question("må jeg løbe?") and is_question("ødelægger kaffe knoglerne")
    assert not is_question("hvorfor spørger du?") and not is_question("67?") and not is_question("det ved jeg ikke")


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
        ("jeg har fået at vide at min t-score er -2,5", None), ("DXA", None), ("a er 67 og ka it gå", None), ("nej tak ellers tak", None), ("hallo hallo", None),
    ],
)
def test_language(text: str, code: Optional[str]) -> None:
    assert language_of(text) == code


def test_weights_are_saved_and_loaded(tmp_path, monkeypatch) -> None:
    rows = [(kind, text) for kind, text in likely.examples() if kind in ("greet", "thanks", likely.OTHER)][:600]
    monkeypatch.setattr(likely, "TARGET", tmp_path / "kinds.npz")
    monkeypatch.setattr(likely, "examples", lambda: rows)
    likely.build()
    loaded = likely._load()
    assert loaded is not None and set(loaded.kinds) == {kind for kind, _ in rows}
    assert loaded.shares("mange tak for det")["thanks"] > 0.5
    monkeypatch.setattr(likely, "fingerprint", lambda: "other features")
    assert likely._load() is None


def test_never_raises() -> None:
    rng = random.Random(2)
    for _, text in ROWS:
        letters = list(text)
        letters[rng.randrange(len(letters))] = rng.choice("abcæøå .,!?\u0000😀")
        kind_of("".join(letters))
    for odd in ("", " ", "\u0000", "😀" * 300, "stop " * 4000, "?!", "\u0301"):
        kind_of(odd)


def test_weighing_is_quick() -> None:
    times = []
    for _, text in ROWS:
        began = time.perf_counter()
        act_of(text)
        likely._model().shares(text)
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.002
