"""Words that were written together are parted where they are the words of a sentence, and no compound is."""
from __future__ import annotations

import pytest

from bot.danish.pipeline import nlp


@pytest.mark.parametrize(
    "written,meant",
    [
        ("detharjegaldrig", "det har jeg aldrig"),
        ("nejdetharjegikke", "nej det har jeg ikke"),
        ("fortoårsidn", "for to år siden"),
        ("trekvarteromdan", "tre kvarter om dagen"),
        ("tyveminner", "tyve minutter"),
        ("rygrik", "ryger ikke"),
        ("somjeghuskerdet", "som jeg husker det"),
    ],
)
def test_a_sentence_without_spaces_is_parted(written: str, meant: str) -> None:
    assert nlp().tokenizer.speller.correct(written) == meant


@pytest.mark.parametrize(
    "compound", ["toiletforhøjeren", "foroverbøjning", "interseks", "hundested", "glasmanden", "medicingennemgangen"]
)
def test_a_compound_stays_whole(compound: str) -> None:
    assert len(nlp().tokenizer.speller.correct(compound).split()) == 1
