"""What kind of message it is: red flags first, then acts that are sure by phrase, questions, facts; all else is an answer.

What is an answer is read for the open question, and asked back when it cannot be understood.
"""
from __future__ import annotations

from datetime import date

from bot.danish.acts import act_of
from bot.danish.reader import Context, read
from bot.danish.red_flags import red_flags_in
from bot.danish.topics import topic_of


def tells_facts(text: str) -> bool:
    """Whether the text tells a fact about the person by itself, whatever question is open."""
    reading = read(text, None, Context(known={}, today=date.today()))
    return bool(reading.facts or reading.fractures or reading.ask_back or reading.correction)


def kind_of(text: str) -> str:
    """The intent of `text` (domain.yml)."""
    red = red_flags_in(text)
    if red.facts or red.other_acute or red.unclear:
        return "red_flag"
    act = act_of(text)
    if act:
        return act
    if topic_of(text) is not None:
        return "ask_question"
    return "inform" if tells_facts(text) else "answer"
