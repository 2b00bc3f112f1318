"""A pattern that a plain string rules out does not match: the strings are looked for in place of it, in all that people wrote."""
from __future__ import annotations

import re
from typing import Iterator, Tuple

import pytest

from bot.danish import when, withheld
from bot.danish.needles import may_match, needles
from bot.danish.normal import _COMPILED, _abbreviations
from bot.danish.pipeline import doc_of
from bot.danish.plainly import rules
from tests.danish_data import answer_rows

ROWS = [row.text.lower() for row in answer_rows("train")]


def _patterns() -> Iterator[Tuple[str, Tuple[str, ...], "re.Pattern[str]"]]:
    sieve, forms = _abbreviations()
    yield from (("plainly", rule.needed, rule.said) for rule in rules())
    yield from (("normal", wanted, pattern) for wanted, pattern, _ in _COMPILED)
    yield from (("short forms", wanted, pattern) for wanted, (pattern, _) in zip(sieve.wanted, forms))


def test_what_matches_has_one_of_its_strings() -> None:
    whole = "\n".join(ROWS[::3])
    missed = []
    for name, wanted, pattern in _patterns():
        for found in pattern.finditer(whole):
            around = whole[max(0, found.start() - 40):found.end() + 60]
            if not may_match(wanted, around):
                missed.append((name, pattern.pattern, around))
                break
    assert missed == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\b(?:hø|ve|bilat)\.", "ve. håndled"),
        (r"\b(en|to|tre)og (?=(?:tyve|tredive)\b)", "toog tredive"),
        (r"(?<=dag) *[+&] *(?=(?:man|tirs?))", "mandag+tirs"),
        (r"a(?:b|c)?d", "ad"),
        (r"(?:ab)+c", "ababc"),
        (r"x(?=[0-9])", "x5"),
        (r" 1/2(?![\d/])", "2 1/2 år"),
    ],
)
def test_a_text_that_matches_is_let_through(pattern: str, text: str) -> None:
    assert re.search(pattern, text) and may_match(needles(pattern), text)


def test_most_texts_are_ruled_out() -> None:
    """Of the short forms and the message, hardly any are looked for."""
    sieve, forms = _abbreviations()
    looked_for = [len(sieve.possible(text)) for text in ROWS[::97]]
    assert sum(looked_for) / len(looked_for) < len(forms) / 20


def test_times_are_found_by_their_strings() -> None:
    lines = [f" {' '.join(token.text for token in doc_of(text))} " for text in ROWS[::29]]
    missed = [(pattern.pattern, line) for wanted, pattern, _ in when._COMPILED for line in lines if pattern.search(line) and not may_match(wanted, line)]
    reasons = [(there, pattern) for reason in withheld.reasons() for there, pattern in reason.lines]
    missed += [(pattern.pattern, line) for there, pattern in reasons for line in lines if pattern.search(line) and not may_match(there, line)]
    assert missed == []
