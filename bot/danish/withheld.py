"""What makes an answer uncertain, whoever read it, the rules or the net: then it is asked about, and not taken.

The reasons stand in content/withheld.yml, each with the words that tell it: what sounds like a no and is none, a number that is told by
another one, two measurements, what staff sees otherwise.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import FrozenSet, NamedTuple, Optional, Tuple

from bot.danish.answers import UNKNOWN, YES_NO
from bot.danish.answers.common import about_patient
from bot.danish.content import load
from bot.danish.needles import may_match, needles
from bot.danish.pipeline import doc_of
from bot.danish.reading import AskBack, Context, Reading


class Reason(NamedTuple):
    """A reason to ask: about which questions, for which values (None: any), by which lines."""

    name: str
    questions: FrozenSet[str]
    values: Optional[Tuple[object, ...]]
    of_staff: bool
    lines: Tuple[Tuple[Tuple[str, ...], "re.Pattern[str]"], ...]


@lru_cache(maxsize=1)
def reasons() -> Tuple[Reason, ...]:
    """All reasons, in the order of the table."""
    table = load("withheld")
    groups = {**table["groups"], "yes_no": sorted(YES_NO - {"for_other"} | {"fractures", "fractures.low_energy", "fractures.verified", "fractures.more"})}
    found = []
    for name, told in table["reasons"].items():
        questions = frozenset(question for named in told["questions"] for question in groups.get(named, [named]))
        values = tuple(told["values"]) if "values" in told else None
        lines = tuple((needles(line), re.compile(re.sub(r" $", "(?= )", line))) for line in told["lines"])
        found.append(Reason(name, questions, values, told.get("who") == "staff", lines))
    return tuple(found)


def withheld(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, asked about where there is a reason to."""
    if question is None or reading.answer in (None, UNKNOWN) or reason_to_ask(text, question, reading.answer, context) is None:
        return reading
    facts = {field: value for field, value in reading.facts.items() if field != question}
    fractures = () if question in ("fractures", "fractures.more") else reading.fractures
    return replace(reading, facts=facts, fractures=fractures, answer=None, ask_back=AskBack(question, "unsure"), learnt=False)


def reason_to_ask(text: str, question: str, answer: object, context: Context) -> Optional[str]:
    """The name of the reason not to take `answer`, or None."""
    # As it is read, and as it is written: a sign is no word of its own in the first.
    lines = [f" {' '.join(item.text for item in doc_of(text)._.items)} ", f" {text.lower()} "]
    for reason in reasons():
        if question not in reason.questions or reason.of_staff and not about_patient(context):
            continue
        if reason.values is not None and not any(answer is value or answer == value and type(answer) is type(value) for value in reason.values):
            continue
        if any(may_match(there, line) and pattern.search(line) for there, pattern in reason.lines for line in lines):
            return reason.name
    return None
