"""Words are known by their groups: listed, inflected, compound."""
from __future__ import annotations

from typing import List, Tuple

import pytest

from bot.danish.concepts import words_in
from bot.danish.content import FOLDER, load
from bot.danish.folding import fold
from bot.danish.word_groups import groups_of, groups_seen, well_known

#: (word, one of its groups): listed, with an ending, and by the last part of a compound.
KNOWN: List[Tuple[str, str]] = [
    ("kærnemælk", "food.milk"),
    ("kærnemælken", "food.milk"),
    ("rabarbertrifli", "food.dessert"),
    ("drattede", "verb.falling"),
    ("prednisolon", "med.glucocorticoids"),
    ("sygeplejersken", "health.nurse"),
    ("havregrøden", "food.porridge_breakfast"),
    ("cykelturen", "activity.cycling"),
]


@pytest.mark.parametrize("word, group", KNOWN, ids=[word for word, _ in KNOWN])
def test_a_word_has_its_group(word: str, group: str) -> None:
    assert group in groups_of(fold(word))


@pytest.mark.parametrize("word", ["", "x", "zzzzzz", "qwertyuiop", "123"])
def test_what_is_no_word_has_none(word: str) -> None:
    assert groups_of(word) == ()


def test_a_word_of_several_groups_counts_as_much_as_one_of_a_single_group() -> None:
    for word in ("kernemelk", "loft"):
        seen = [weight for names, weight in groups_seen([word], frozenset(), 1.5, 1.0) for name in names if name.startswith("group ")]
        assert len(seen) == len(groups_of(word)) and sum(weight ** 2 for weight in seen) == pytest.approx(1.5 ** 2)


def test_what_everybody_says_needs_no_group() -> None:
    known = well_known([words_in("ja, hver dag")] * 200 + [words_in("nej")], 200)
    assert known == {"ja", "hver", "dag"}
    assert not [name for name, _ in groups_seen(words_in("hver dag"), known, 1.5, 1.0)]
    assert [name for name, _ in groups_seen(words_in("hver trifli"), known, 1.5, 1.0)]


def test_each_group_is_long_enough_to_tell_something_and_names_its_domain() -> None:
    for file in sorted((FOLDER / "groups").glob("*.yml")):
        for group, words in load(f"groups/{file.stem}").items():
            assert group.count(".") == 1 and group == group.lower(), group
            listed = words.split()
            assert len(listed) >= 5 and len(listed) == len(set(listed)), group
