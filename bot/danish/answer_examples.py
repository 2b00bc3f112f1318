"""The examples of what an answer means: every answer in bot/data/people, and what people say while a question is open and do not answer it.

The meanings are the values that a question can have, ``unknown``, ``number`` (some number, no matter which), ``0``, and ``ask``: what
must be asked again, or is no answer.
"""
from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any, List, NamedTuple, Sequence, Tuple

import yaml

from bot.danish import likely
from bot.danish.plainly import plainly
from bot.danish.weights import tables

#: Meanings that are no value of a question.
ASK, NUMBER, ZERO = "ask", "number", "0"
#: Read by its list of diseases alone.
NOT_LEARNT = frozenset({"conditions"})

#: What an example counts for each of its two meanings, where a value may be taken and may be asked for again ("ask_or:VALUE").
TAKEN, ASKED = 0.6, 0.4
#: Of what is said instead of an answer, and of amounts told while something else is asked, every so many is learnt from.
EVERY, AMOUNTS_EVERY = 6, 3


class Example(NamedTuple):
    """What was answered to a question, and what it means: each meaning with what it counts for."""

    question: str
    text: str
    meanings: Tuple[Tuple[str, float], ...]


def meaning_of(value: Any) -> str:
    """The meaning that a value in the contract's form has."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return NUMBER if value else ZERO
    return str(value)


def _meanings(said: Any) -> Tuple[Tuple[str, float], ...]:
    """The meanings of a row in bot/data/people."""
    text = str(said)
    if text in (ASK, "nothing", "ask_or:nothing"):
        return ((ASK, 1.0),)
    if text.startswith("ask_or:"):
        return ((meaning_of(yaml.safe_load(text.split(":", 1)[1])), TAKEN), (ASK, ASKED))
    return ((meaning_of(said), 1.0),)


@lru_cache(maxsize=1)
def answers() -> Tuple[Example, ...]:
    """Every answer in bot/data/people, and every message there that was written while a question was open."""
    rows: List[Example] = []
    for table in tables(likely.ANSWERS, "answers*.yml"):
        for question, listed in table.items():
            rows += [Example(question, plainly(str(text)), _meanings(said)) for text, said, *_ in listed]
    for table in tables(likely.ANSWERS, "facts*.yml"):
        told = (one for listed in table.values() for one in listed if "question" in one and not str(one["question"]).startswith("fractures"))
        rows += [Example(one["question"], plainly(one["text"]), _meanings(ASK if one.get("answer") is None else one["answer"])) for one in told]
    return tuple(rows)


def examples() -> List[Example]:
    """The answers to all questions that the net judges, and what is said instead of an answer."""
    rows = [row for row in answers() if row.question not in NOT_LEARNT]
    asked = sorted({row.question for row in rows})
    return rows + _interruptions(asked) + _amounts_elsewhere(rows)


def _interruptions(questions: Sequence[str]) -> List[Example]:
    """What people ask and say instead of an answer: each while one of `questions` is open, whichever it is."""
    said = [text for kind, text in likely.examples() if kind not in (likely.OTHER, "red_flag")]
    return [_no_answer(text, questions) for text in said[::EVERY]]


def _amounts_elsewhere(rows: Sequence[Example]) -> List[Example]:
    """Some of the amounts that people tell, each while a question is open that asks for none: "174 var det" is no yes."""
    amounts = [row for row in rows if row.meanings[0][0] == NUMBER]
    others = sorted({row.question for row in rows if row.meanings[0][0] in ("true", "false")})
    return [_no_answer(row.text, others) for row in amounts[::AMOUNTS_EVERY]]


def _no_answer(text: str, questions: Sequence[str]) -> Example:
    """`text` while one of `questions` is open, always the same one."""
    return Example(questions[zlib.crc32(text.encode()) % len(questions)], text, ((ASK, 1.0),))
