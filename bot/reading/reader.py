"""Read a Danish message: the facts it tells, the answer to the open question, and what must be asked back."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, Mapping, Optional

from bot.reading.facts import Facts, facts_in
from bot.reading.reading import AskBack, Context, Reading
from bot.reading.text import fold, with_digits
from bot.reading.values import NOTHING, UNKNOWN, Read, answer_to, yes_no

__all__ = ["AskBack", "Context", "Reading", "read"]

#: Text beyond this is not read; the server refuses it before.
MAX_CHARACTERS = 10_000
#: From so many words on, a text is a story: its first word alone does not answer a yes/no question.
STORY_WORDS = 9
_CORRECTION = re.compile(r"\b(nej vent|vent|jeg mente|mente jeg|jeg mener|rettelse|jeg skrev forkert|forkert|hov|ups|det var (ikke|min|mit))\b|,? ikke \d")
_FAMILY_NOT_ME = re.compile(r"\bdet var min (mor|far|mormor|farmor|soester|mand)\b.*\b(ikke mig)\b|\bikke mig\b.*\bmin (mor|far)\b")
#: Questions whose answer may be a story with the fact inside; a bare number or word in it must not answer them by chance.
WORDED = ("fractures.site", "fractures.low_energy", "fractures.months_ago", "conditions", "back_pain")


def read(text: str, question: Optional[str], context: Context) -> Reading:
    """What `text` says. `question` is the open question's id, or None when only the facts are wanted."""
    text = text[:MAX_CHARACTERS]
    folded = fold(text)
    if context.pending and question == context.pending.field:
        return _for_pending(text, folded, question, context)
    correction = bool(_CORRECTION.search(folded))
    facts = facts_in(text, context)
    answer = _answer(text, folded, question, facts, context) if question else NOTHING
    return _reading(question, answer, facts, correction, context.known)


def _answer(text: str, folded: str, question: str, facts: Facts, context: Context) -> Read:
    """The answer to the open question; a fact of another field in the text keeps its number for itself."""
    if question in facts.values:
        return Read(facts.values[question])
    if facts.ask_back and facts.ask_back.field == question:
        return Read(ask_back=facts.ask_back)
    if question == "fractures" and facts.fractures:
        return Read(True)
    if question.startswith("fractures.") and facts.fractures:
        part = facts.fractures[-1].get(question.split(".")[1])
        return NOTHING if part is None else Read(part)
    found = answer_to(question, text, context)
    is_story = len(folded.split()) >= STORY_WORDS and question not in WORDED
    if (is_story or facts.values) and isinstance(found.value, bool) and not _clear_start(folded):
        return NOTHING
    if facts.values and not isinstance(found.value, (bool, str)):
        return NOTHING
    return found


def _clear_start(folded: str) -> bool:
    """The message begins with a yes or no that stands by itself: "ja, ..." or "nej. ..."."""
    return bool(re.match(r"^(ja|jo|jep|nej|naeh?)\b\s*([,.!-]|$|det |jeg )", folded))


def _still_open(ask_back: Optional[AskBack], values: Dict[str, Any], known: Mapping[str, Any]) -> Optional[AskBack]:
    """What a fact leaves to be asked back, unless the person has told that already."""
    return ask_back if ask_back and ask_back.field not in values and known.get(ask_back.field) is None else None


def _reading(question: Optional[str], answer: Read, facts: Facts, correction: bool, known: Mapping[str, Any]) -> Reading:
    values: Dict[str, Any] = dict(facts.values)
    if question and answer.value is not None:
        values[question] = answer.value
    values.update(answer.more)
    ask_back = answer.ask_back or _still_open(facts.ask_back, values, known)
    return Reading(
        facts=values,
        fractures=tuple(facts.fractures),
        answer=answer.value,
        ask_back=ask_back,
        correction=correction,
        corrects=next(iter(facts.values), None) if correction else None,
    )


def _for_pending(text: str, folded: str, question: str, context: Context) -> Reading:
    """The answer to what was asked back: yes takes the value, no takes nothing, anything else is read anew."""
    pending = context.pending
    assert pending is not None
    for value, label in pending.options:
        if fold(label) == folded.strip(" .!") or (len(folded) > 4 and fold(label).startswith(folded.strip(" .!"))):
            return Reading(facts={question: value}, answer=value)
    reply = yes_no(folded)
    instead = re.match(r"^(?:nej|naeh?|jo|ja)\b[ ,.]*(.*\d.*)$", with_digits(folded))
    if instead:
        return read(instead[1], question, replace(context, pending=None))
    if pending.value is not None and reply is True and len(folded.split()) <= 6:
        return Reading(facts={question: pending.value}, answer=pending.value)
    if pending.value is not None and reply is False and len(folded.split()) <= 3:
        opposite = (not pending.value) if isinstance(pending.value, bool) else None
        return Reading(facts={question: opposite}, answer=opposite) if opposite is not None else Reading()
    if reply == UNKNOWN:
        return Reading(facts={question: UNKNOWN}, answer=UNKNOWN)
    facts = facts_in(text, context)
    return _reading(question, _answer(text, folded, question, facts, context), facts, False, context.known)
