"""The examples of what is urgent, of what only sounds so, and of ordinary messages; and how one example becomes several.

Urgent ones stand by sign in bot/data/urgent, and without one under `red_flag` in bot/data/kinds. What must not be asked about is all
that people answer, ask and tell.
"""
from __future__ import annotations

import re
import zlib
from functools import lru_cache
from random import Random
from typing import Any, Iterator, List, NamedTuple, Optional, Pattern, Sequence

from bot.danish import likely
from bot.danish.content import load
from bot.danish.ranking import questions
from bot.danish.weights import DATA, tables

EXAMPLES = DATA / "urgent"
#: The rows of clinical-spec 3, by the names that `RedFlags.unclear` has for them.
SIGNS = ("neuro_symptoms", "cannot_bear_weight", "chest_pain", "breathlessness", "suicidal_thoughts", "other_acute", "back_pain", "back_pain_fever")
#: In a file of examples: not urgent though it sounds so; and what may be either, which is no example.
NEAR, EITHER = "not_urgent", "either"
#: What an example of this folder counts for; of what people ask and answer, which is much, every so many is learnt from, and counts for them
#: all: which ones, each text tells for itself, so that a new one moves no other. What steers the conversation is learnt from as a whole: "så er det slut" sounds like worse.
COUNTS, ORDINARY_EVERY = 2.0, 5
#: How often an example is told beside something ordinary.
BESIDE = 1
#: So long are the ordinary messages that something urgent is told beside.
SHORTEST_BESIDE, LONGEST_BESIDE = 2, 14
#: How many of the longer words are misspelt.
SLIPS = 0.3


#: The kinds of which there are so many examples, and the one that is urgent.
_MANY, _URGENT = frozenset({likely.OTHER, "ask_question"}), "red_flag"
#: Entries that people ask for when something has just happened: what they ask is no example of what is calm.
MAY_BE_URGENT = frozenset({"acute_at_home", "after_a_fall", "pain"})


class Example(NamedTuple):
    """A message, whether it is urgent, the sign it tells of where that is known, and what it counts for."""

    text: str
    urgent: bool
    sign: Optional[str] = None
    counts: float = 1.0
    near: bool = False
    """Not urgent, and written because it sounds so."""


#: Questions to which a yes is urgent, and the answer that is.
_RED_QUESTIONS = frozenset({"neuro_symptoms", "cannot_bear_weight", "back_pain_fever", "acute_signs"})


#: What is said of the back and is urgent by no reading.
_CALM_BACK_PAIN = ("none", "lasting", "unknown", "nothing")


def _is_red(question: str, meaning: Any) -> bool:
    return question in _RED_QUESTIONS and meaning is not False or question == "back_pain" and meaning not in _CALM_BACK_PAIN


def _urgent_answers() -> Iterator[str]:
    """Answers and facts that may be urgent by what the tables say of them: they are no example of anything else."""
    for table in tables(likely.ANSWERS):
        for question, listed in table.items():
            for row in listed:
                told = row if isinstance(row, dict) else {"text": row[0], "facts": {question: row[1]}}
                facts = {**(told.get("facts") or {}), **({told["question"]: told.get("answer", False)} if "question" in told else {})}
                if any(_is_red(field, value) for field, value in facts.items()):
                    yield str(told["text"])


def examples() -> List[Example]:
    """Every example, each text once. Raises ValueError for a sign that is none."""
    rows: List[Example] = []
    either: List[str] = []
    for table in tables(EXAMPLES):
        for sign, texts in table.items():
            if sign not in (*SIGNS, NEAR, EITHER):
                raise ValueError(f"no sign: {sign}")
            if sign == EITHER:
                either += texts
            else:
                rows += [Example(text, sign != NEAR, None if sign == NEAR else sign, COUNTS, sign == NEAR) for text in texts]
    ordinary = likely.examples()
    rows += [Example(text, True, None, COUNTS) for kind, text in ordinary if kind == _URGENT]
    asked = (question for topic, question in questions() if topic in MAY_BE_URGENT)
    left_out = {*(row.text for row in rows), *either, *_urgent_answers(), *asked}
    steers = [text for kind, text in ordinary if kind not in (*_MANY, _URGENT) and text not in left_out]
    rows += [Example(text, False) for text in steers]
    many = [text for kind, text in ordinary if kind in _MANY and text not in left_out]
    rows += [Example(text, False, counts=float(ORDINARY_EVERY)) for text in many if zlib.crc32(text.encode()) % ORDINARY_EVERY == 0]
    return list({row.text: row for row in reversed(rows)}.values())[::-1]


# --- one example becomes several ---


def varied(rows: Sequence[Example]) -> List[Example]:
    """`rows`, and each that is or sounds urgent again: beside something ordinary, misspelt, and what is urgent as if it were long ago.

    It is what is said that counts, not how long or how well; and what lies many years back is not urgent. The same rows give the same.
    """
    chance = Random(0)
    beside = [row.text for row in rows if not row.urgent and not row.near and SHORTEST_BESIDE <= len(row.text.split()) <= LONGEST_BESIDE]
    more: List[Example] = []
    for row in rows:
        if not (row.urgent or row.near):
            continue
        once = row._replace(counts=1.0)
        more += [once._replace(text=_together(row.text, chance.choice(beside), chance)) for _ in range(BESIDE if beside else 0)]
        more.append(once._replace(text=_misspelt(row.text, chance)))
        if row.urgent and _recent().search(row.text):
            more.append(Example(_long_ago(row.text, chance), False))
    return [*rows, *more]


def _ways(name: str) -> Any:
    return load("urgent")["variations"][name]


def _together(one: str, other: str, chance: Random) -> str:
    first, second = (one, other) if chance.random() < 0.5 else (other, one)
    return first.rstrip(" .") + chance.choice(_ways("between")) + second


def _misspelt(text: str, chance: Random) -> str:
    return " ".join(_slip(word, chance) if len(word) > 3 and chance.random() < SLIPS else word for word in text.split(" "))


def _slip(word: str, chance: Random) -> str:
    """A letter left out, doubled or changed with its neighbour, or a sound written as it is heard."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    heard = [pair for pair in _ways("heard") if pair[0] in word]
    return word.replace(*chance.choice(heard), 1) if heard else word


@lru_cache(maxsize=1)
def _recent() -> Pattern[str]:
    return re.compile("|".join(_ways("recent")), re.I)


def _long_ago(text: str, chance: Random) -> str:
    """`text` with every "since yesterday" as "twenty years ago"."""
    told = _recent().sub(lambda _: " " + chance.choice(_ways("long_ago")), text)
    return f"{told.rstrip(' .')}.{chance.choice(_ways('over'))}"
