"""Texts to a patient are easy to read: LIX, length of sentences, and no field word without its plain word."""
from __future__ import annotations

from typing import Dict, List, Tuple

import pytest
import yaml

from tests.readability import ROOT, lix, patient_texts, sentences, words

MAX_LIX = 35
MAX_WORDS = 20
#: From this length on a text must be easy on its own; shorter ones are judged together.
OWN_LIX_FROM = 30
TEXTS = patient_texts()
PLAIN_WORDS = yaml.safe_load((ROOT / "tests/cases/plain_words.yml").read_text(encoding="utf-8"))

#: What is not so yet, by test and content file; the test expects the failure and complains once it is mended.
OPEN: Dict[Tuple[str, str], str] = {}


def per_file(about: str) -> pytest.MarkDecorator:
    marks = {name: [pytest.mark.xfail(strict=True, reason=OPEN[about, name])] for name in TEXTS if (about, name) in OPEN}
    return pytest.mark.parametrize("name", [pytest.param(name, marks=marks.get(name, [])) for name in sorted(TEXTS)])


def test_lix_is_counted_right() -> None:
    """10 words in 2 sentences, 2 of them of more than six letters: 5 + 20."""
    assert lix("Du er god til at gå. Knoglerne og musklerne vokser.") == pytest.approx(5 + 20)
    assert len(sentences("Er det nyt? Ja. Se »her«.")) == 3


@per_file("lix")
def test_long_texts_are_easy(name: str) -> None:
    hard = [(place, round(lix(text))) for place, text in TEXTS[name] if len(words(text)) >= OWN_LIX_FROM and lix(text) > MAX_LIX]
    assert hard == []


@per_file("lix_together")
def test_short_texts_are_easy_together(name: str) -> None:
    short = [text for _, text in TEXTS[name] if words(text) and len(words(text)) < OWN_LIX_FROM and len(words(text)) > 3]
    if short:
        assert lix("\n".join(short)) <= MAX_LIX


@per_file("sentences")
def test_sentences_are_short(name: str) -> None:
    long = [(place, sentence) for place, text in TEXTS[name] for sentence in sentences(text) if len(words(sentence)) > MAX_WORDS]
    assert long == []


def _unexplained(texts: List[Tuple[str, str]]) -> List[Tuple[str, str]]:
    return [
        (place, field_word)
        for place, text in texts
        for field_word, plain in PLAIN_WORDS.items()
        if field_word in text.lower() and not any(word in text.lower() for word in plain)
    ]


@per_file("field_words")
def test_field_words_are_explained(name: str) -> None:
    assert _unexplained(TEXTS[name]) == []


def test_a_patient_has_words_of_her_own_for_every_question() -> None:
    """Never a professional's wording, and never a test that needs a professional's hands."""
    from osteo_rules.questions import catalogue

    for entry in catalogue():
        if "patient" in entry.roles:
            assert {"ask", "again", "short", "why"} <= set(entry.text["patient"]), entry.id
        else:
            assert entry.roles == ("physiotherapist",), entry.id
    assert next(entry for entry in catalogue() if entry.id == "percussion_pain").roles == ("physiotherapist",)
