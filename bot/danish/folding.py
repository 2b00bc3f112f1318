"""One spelling for all ways of writing: small letters, no æ, ø, å (however they were typed), no doubled letters.

Where texts are compared letter by letter, as in ``topics.py``, `plain_letters` keeps more of them apart.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Beyond this, a message is a document; the rest is not read.
LONGEST = 20_000

_LETTERS = str.maketrans({"æ": "e", "ä": "e", "ø": "o", "ö": "o", "å": "a", "ß": "s", "đ": "d", "ł": "l"})
#: "slået" would become "slet", the word that deletes: it is kept apart.
_SLAAET = re.compile(r"sl(?:å|aa|a)et")
_DOUBLED = re.compile(r"([a-z])\1+")


def fold(text: str) -> str:
    """`text` in the one spelling: "får", "faar" and "far" are "far"; "ikke" is "ike"."""
    lowered = unicodedata.normalize("NFC", text[:LONGEST]).lower()
    lowered = _SLAAET.sub("slagen", lowered).translate(_LETTERS)
    if not lowered.isascii():
        lowered = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(letter))
    # "aa" first: "fået", "faaet" and "faet" must all become the same.
    lowered = lowered.replace("aa", "a").replace("ae", "e").replace("oe", "o")
    return _DOUBLED.sub(r"\1", lowered)


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    """`fold` for one word, remembered: the same words come again and again."""
    return fold(word)


_PAIRS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"})


def plain_letters(text: str) -> str:
    """`text` in small plain letters, æ ø å as ae oe aa, other accents gone, with one blank between words."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_PAIRS)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(letter))
    return " ".join(plain.split())
