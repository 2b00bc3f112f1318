"""An amount that is told in all and again in its parts counts once: "tre glas hver aften, så det bliver 21".

The words that say so stand in content/amounts.yml (``reckoned``). Known here alone: where amounts are answers (answers/amounts.py), where
they are told by the way (facts/habits.py), and where any number is read (reader.py).
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish.content import load

Span = Tuple[float, float]

#: So little apart, two amounts are the same.
SAME = 0.05
#: The most words of what a writer who has reckoned aloud ends with.
LONGEST_CONCLUSION = 6


@lru_cache(maxsize=None)
def _words(name: str) -> "re.Pattern[str]":
    return re.compile(load("amounts")["reckoned"][name])


def whole_of(doc: Doc, amounts: Sequence[Span]) -> Optional[Span]:
    """The (low, high) that a message tells in all and again in parts: "fjorten om ugen, det er to om dagen, en øl og et glas vin"; else None.

    It is the greatest one, where the others, one after the other, come to it once or several times.
    """
    if len(amounts) < 2 or not _words("concludes").search(" ".join(token.text for token in doc)):
        return None
    total = max(amounts)
    others = [*amounts[: amounts.index(total)], *amounts[amounts.index(total) + 1:]]
    low = high = 0.0
    for one in others:
        low, high = low + one[0], high + one[1]
        if abs(low - total[0]) < SAME and abs(high - total[1]) < SAME:
            low = high = 0.0
        elif low > total[0] + SAME:
            return None
    return total if low == high == 0.0 else None


def says_in_all(line: str) -> bool:
    """ "I januar, i juni og i oktober, så det er tre gange i alt"."""
    return bool(_words("in_all").search(line))


def says_again(line: str) -> bool:
    """ "En kasse øl om ugen, det er 30": the same in another unit."""
    return bool(_words("again").search(line))


def sum_told(doc: Doc) -> Optional[float]:
    """ "Seks lørdag og seks søndag, det er tolv", "tre, to hjemme og en ude": the number that is the sum of all others told, which are two or more; else None."""
    told = [item.thing.value for item in doc._.items if item.text[0] == "#"]
    told += [1.0] * sum(item.text in _ONE and before.text in _JOINS for before, item in zip(doc._.items, doc._.items[1:]))
    total = max(told, default=0)
    return total if len(told) >= 3 and sum(told) == 2 * total and not _is_of_one_day(doc, total) else None


def _is_of_one_day(doc: Doc, number: float) -> bool:
    """ "4 øl fredag, to lørdag og to søndag": a part like the others, though they come to the same."""
    texts = [item.text for item in doc._.items]
    place = next((at for at, item in enumerate(doc._.items) if item.text[0] == "#" and item.thing.value == number), len(texts))
    return any(text.startswith(("%per", *load("amounts")["weekdays"])) for text in texts[place + 1:place + 3])


#: One among numbers: "to hjemme og en ude".
_ONE = frozenset({"en", "én", "et", "ét"})
_JOINS = frozenset({"og", ",", "plus", "samt"})


def parted_at_conclusion(words: Sequence[str]) -> Optional[Tuple[List[str], List[str]]]:
    """What is reckoned and what it comes to: "to om fredagen og fire om lørdagen, så | seks"; None where nobody concludes."""
    ends = load("amounts")["reckoned"]["ends_with"]
    places = [at for at, word in enumerate(words) if word in ends and 0 < at and 1 <= len(words) - at - 1 <= LONGEST_CONCLUSION]
    return (list(words[:places[-1]]), list(words[places[-1] + 1:])) if places else None


def without_parts(text: str) -> str:
    """ "Fire gange, heraf to med skadestuebesøg": without what is a part of what was told, up to the end of the sentence."""
    return _words("part_of_it").sub("", text)
