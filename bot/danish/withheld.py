"""What makes an answer uncertain, whoever read it, the rules or the net: then it is asked about, and not taken.

The reasons stand in content/withheld.yml, each with the words that tell it: what sounds like a no and is none, a number that is told by
another one, two measurements, what staff sees otherwise; or with the place of the number that was read among those that are told.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import FrozenSet, NamedTuple, Optional, Tuple

from bot.danish import reckoned
from bot.danish.answers import UNKNOWN, YES_NO, verdict
from bot.danish.answers.common import about_patient
from bot.danish.content import load
from bot.danish.each_number import NUMBER_MARK, TIME_MARK, numbers_told
from bot.danish.facts.frame import KIN
from bot.danish.needles import may_match, needles
from bot.danish.pipeline import doc_of
from bot.danish.reader import read
from bot.danish.reading import AskBack, Context, Reading

#: The place of a number that a relative has.
OF_KIN = "of_kin"


class Reason(NamedTuple):
    """A reason to ask: about which questions, for which values (None: any), by which lines; by where the number stands, or what is denied."""

    name: str
    questions: FrozenSet[str]
    values: Optional[Tuple[object, ...]]
    of_staff: bool
    lines: Tuple[Tuple[Tuple[str, ...], "re.Pattern[str]"], ...]
    place: Optional[str]
    denial: Optional[str]


@lru_cache(maxsize=1)
def reasons() -> Tuple[Reason, ...]:
    """All reasons, in the order of the table."""
    table = load("withheld")
    groups = {**table["groups"], "yes_no": sorted(YES_NO - {"for_other"} | {"fractures", "fractures.low_energy", "fractures.verified", "fractures.more"})}
    found = []
    for name, told in table["reasons"].items():
        questions = frozenset(question for named in told["questions"] for question in groups.get(named, [named]))
        values = tuple(told["values"]) if "values" in told else None
        lines = tuple((needles(line), re.compile(re.sub(r" $", "(?= )", line))) for line in told.get("lines", ()))
        found.append(Reason(name, questions, values, told.get("who") == "staff", lines, told.get("number"), told.get("denial")))
    return tuple(found)


def withheld(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text` as the answer to `question`, asked about where there is a reason to."""
    if question is None or reading.answer is None or reason_to_ask(text, question, reading, context) is None:
        return reading
    facts = {field: value for field, value in reading.facts.items() if field != question}
    fractures = () if question in ("fractures", "fractures.more") else reading.fractures
    return replace(reading, facts=facts, fractures=fractures, answer=None, ask_back=AskBack(question, "unsure"), learnt=False)


def reason_to_ask(text: str, question: str, reading: Reading, context: Context) -> Optional[str]:
    """The name of the reason not to take the answer of `reading`, or None."""
    # As it is read, and as it is written: a sign is no word of its own in the first.
    lines = [f" {' '.join(item.text for item in doc_of(text)._.items)} ", f" {text.lower()} "]
    answer = reading.answer
    place = cache(lambda: _place_of_number(text, question, reading, context))  # reads each number: once, and only where a reason needs it
    for reason in reasons():
        if question not in reason.questions or reason.of_staff and not about_patient(context):
            continue
        if answer == UNKNOWN and UNKNOWN not in (reason.values or ()):
            continue
        if reason.values is not None and not any(answer is value or answer == value and type(answer) is type(value) for value in reason.values):
            continue
        if reason.lines and not any(may_match(there, line) and pattern.search(line) for there, pattern in reason.lines for line in lines):
            continue
        if reason.denial == "of_another" and not _denies_another(text, question, reading, context):
            continue
        if reason.place == OF_KIN and not _is_only_of_kin(text, reading, context):
            continue
        if reason.place in (None, OF_KIN) or reason.place == place():
            return reason.name
    return None


def _denies_another(text: str, question: str, reading: Reading, context: Context) -> bool:
    """Whether the only denial of the message tells another field: "drikker mælk, men ryger aldrig"."""
    others = {field for field, value in reading.facts.items() if field != question and value in (False, 0, [])}
    denied = [segment for segment in doc_of(text)._.segments if segment.negated] if others else []
    if len(denied) != 1 or verdict(doc_of(text))[0] == "no":
        return False
    return not others.isdisjoint(read(" ".join(item.said for item in denied[0].items), None, context).facts)


#: What a relative has: not what a relative says, or measured.
_KIN_HAS = re.compile(r"@person:\w+ (?:på #\d+ )?(?:er|var|har|havde|stod|står|kan have|kunne have|vejer|vejede|når|nåede|rækker|fik(?! det til| den til| mig til)|falder|faldt|er faldet|drikker|træner|går|blev) ")


def _is_only_of_kin(text: str, reading: Reading, context: Context) -> bool:
    """Whether the number that was read is a relative's, and nobody else has it: "manden kan have fire fingre der, hos mig ..."."""
    if about_patient(context) or isinstance(reading.answer, (bool, str)):
        return False
    of_kin, others = set(), set()
    for segment in doc_of(text)._.segments:
        told = {item.thing.low for item in segment.items if item.text[0] == NUMBER_MARK}
        (of_kin if segment.explicit and segment.person in KIN and _KIN_HAS.search(segment.line) else others).update(told)
    return reading.answer in of_kin - others


def _place_of_number(text: str, question: str, reading: Reading, context: Context) -> Optional[str]:
    """Where the number of `reading` stands among several that answer as well: "first", or "none" where it was reckoned; else None.

    What is told of something else is no answer: "jeg er 159, og som ung var jeg 165"; and nobody reckons with none.
    """
    if isinstance(reading.answer, (bool, str)) or reading.answer == 0 or sum(item.text[0] in (NUMBER_MARK, TIME_MARK) for item in doc_of(text)._.items) < 2:
        return None
    text = reckoned.without_parts(text)
    told_else = [value for field, value in reading.facts.items() if field != question]
    numbers = [number for number in numbers_told(text, question, context) if number not in told_else]
    if not numbers or reading.answer not in numbers:
        return "none"
    told_in_parts = reckoned.sum_told(doc_of(text)) == reading.answer  # "tre, to hjemme og en ved bussen"
    return "first" if len(numbers) > 1 and reading.answer == numbers[0] and not told_in_parts else None
