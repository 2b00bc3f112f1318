"""What the nets over messages see alike, each feature with its weight: words, their neighbours and letters, length, beginning and end."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, Sequence, Tuple

from bot.danish.concepts import plain_words_in

Seen = Iterator[Tuple[Tuple[str, ...], float]]

#: The first letters of a word, without its ending, and what they count for against the word.
STEM, STEMS = 5, 0.5
#: So many words begin a message; how it begins counts for less than how it ends.
FIRST_WORDS, BEGINNING = 3, 0.5


def words_seen(words: Sequence[str], pairs: float = 1.0) -> Seen:
    """Each of the folded `words`, its stem, and each pair of neighbours."""
    for word in words:
        yield ("word " + word,), 1.0
        if len(word) > STEM:
            yield ("stem " + word[:STEM],), STEMS
    yield tuple(f"pair {one} {other}" for one, other in zip(["^", *words], [*words, "$"])), pairs


def letters_seen(words: Sequence[str], weight: float, sizes: Tuple[int, ...]) -> Seen:
    """So many letters in a row within each word and its edges."""
    for word in words:
        yield _letters_of(word, sizes), weight


@lru_cache(maxsize=50_000)
def _letters_of(word: str, sizes: Tuple[int, ...]) -> Tuple[str, ...]:
    edged = f" {word} "
    return tuple(edged[at:at + size] for size in sizes for at in range(len(edged) - size + 1))


def kind_of_number(digits: str) -> str:
    """An age or a weight, a height, a year, or how many digits it has."""
    return next((name for name, of_kind in _NUMBERS if int(digits) in of_kind), f"#{len(digits)}")


_NUMBERS = (("#age", range(40, 106)), ("#height", range(140, 206)), ("#year", range(1900, 2031)))


def length_seen(words: Sequence[str], lengths: Sequence[int]) -> Seen:
    """How many of `lengths` the message reaches: longer ones are stories to different degrees."""
    yield (f"length {sum(len(words) >= length for length in lengths)}",), 1.0


def ends_seen(text: str, parts: "re.Pattern[str]") -> Seen:
    """Of a message that `parts` divides, the words of the last part, which often holds what matters, and the first words."""
    told = [part for part in parts.split(text.lower()) if part.strip()]
    if len(told) > 1:
        for word in plain_words_in(told[-1]):
            yield ("last " + word,), 1.0
        for word in plain_words_in(told[0])[:FIRST_WORDS]:
            yield ("first " + word,), BEGINNING
