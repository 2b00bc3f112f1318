"""Read a Danish message: the facts it tells, the answer to the open question, and what must be asked back."""
from __future__ import annotations

import re
from typing import Optional

from bot.danish.reading import AskBack, Context, Reading

__all__ = ["AskBack", "Context", "Reading", "read"]


def read(text: str, question: Optional[str], context: Context) -> Reading:
    """First usable shape: a bare yes, no, "ved ikke" or number for the open question."""
    plain = text.strip().lower().strip(".! ")
    if question is None:
        return Reading()
    if plain in ("ja", "jo", "jep", "ja tak"):
        return Reading(facts={question: True}, answer=True)
    if plain in ("nej", "næ", "nej tak"):
        return Reading(facts={question: False}, answer=False)
    if plain in ("ved ikke", "det ved jeg ikke", "spring over"):
        return Reading(facts={question: "unknown"}, answer="unknown")
    number = re.fullmatch(r"-?\d+([.,]\d+)?", plain)
    if number:
        value = float(plain.replace(",", "."))
        value = int(value) if value.is_integer() else value
        return Reading(facts={question: value}, answer=value)
    return Reading()
