"""Plain letters for comparing whole phrases: lower case, æ ø å as ae oe aa, other accents gone."""
from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"})


def fold(text: str) -> str:
    """`text` in plain letters, with one blank between words."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip()
