"""A number that answers what is open, with a question after it: "47, er det ikke alt for tidligt til det her?".

The question is answered, and what it answers beside is not lost. Only a number that stands alone, with no more than its unit or its place:
a "nej" before a question may be about anything.
"""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from bot.danish import checks
from bot.danish.kind import looks_like_question
from bot.danish.pipeline import doc_of
from bot.danish.reader import Context, Reading, read
from bot.danish.withheld import withheld

#: The first part of a message, and what follows it.
_FIRST = re.compile(r"\s*(?P<first>[^,;!?]*?(?:\d,\d)?[^,;!?]*?)(?:\s*[,;!]\s+|\.\s+|\s+(?:og|men)\s+)(?P<rest>\S.*)", re.S)
#: So many words, marks and numbers a number has at most that stands alone.
MOST_ITEMS = 4


def with_number_first(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of what `text` tells beside its question, with the number that answers `question` first, where there is one."""
    number = _number_first(text, question, context) if question is not None and checks.is_number_field(question) and context.pending is None else None
    if question is None or number is None:
        return reading
    facts = {field: value for field, value in reading.facts.items() if isinstance(value, bool) or value != number}
    return replace(reading, facts={**facts, question: number}, answer=number, ask_back=None)


def _number_first(text: str, question: str, context: Context) -> Optional[float]:
    found = _FIRST.match(text)
    if not found or not looks_like_question(found["rest"]):
        return None
    first = found["first"]
    items = [item.text for item in doc_of(first)._.items]
    if len(items) > MOST_ITEMS or sum(item[0] == "#" for item in items) != 1 or any(item.startswith("@person") for item in items):
        return None
    answer = withheld(read(first, question, context), first, question, context).answer
    again = read(found["rest"], question, context).answer
    return answer if isinstance(answer, (int, float)) and not isinstance(answer, bool) and again in (None, answer) else None
