"""A number that is not told: not known, never measured, not to be measured, or nobody else's business."""
from __future__ import annotations

import re
from typing import Sequence

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers.body_tests import denies, own_words
from bot.danish.answers.clauses import FEW_WORDS, Told, has, set_of, whole_line
from bot.danish.answers.common import length
from bot.danish.answers.which_number import HELPED, SMALL, STANDING
from bot.danish.view import Segment


def is_not_known(question: str, doc: Doc, told: Sequence[Told]) -> bool:
    """The person does not know, was never measured, cannot, has nobody to help, or will not say."""
    line = whole_line(doc)
    if not is_own_message(question, doc):
        return False
    if has(line, "not_known", "refuses"):
        return True
    if any(segment.question for segment in doc._.segments) and length(doc) > 4:
        return False
    if has(line, "not_known", "drops"):
        return True
    if question in HELPED | STANDING and has(line, "not_known", "alone"):
        return True
    least, most = checks.rules_of(question)["likely"]
    near = length(doc) <= FEW_WORDS or _speaks_of(question, doc)
    if any(least <= one.number.low <= most for one in told if question not in SMALL):
        near = False
    denials = [segment.line for segment in doc._.segments if denies(segment) and _is_told_by_self(segment)]
    return any(_is_not_known_in(question, line, near) for line in denials)


def is_own_message(question: str, doc: Doc) -> bool:
    """Short, spoken of oneself, or about what was asked; no supposition."""
    if any(segment.hypothetical for segment in doc._.segments):
        return False
    own = any(segment.explicit and segment.person in ("self", "patient") for segment in doc._.segments)
    return own or length(doc) <= FEW_WORDS or _speaks_of(question, doc)


def _speaks_of(question: str, doc: Doc) -> bool:
    """Whether the message has a word that belongs to the question, under the name of a bone too."""
    return has(whole_line(doc), "about", question) or any(has(own_words(segment), "about", question) for segment in doc._.segments)


def _is_told_by_self(segment: Segment) -> bool:
    return segment.person in ("self", "patient", None, "unclear") or bool(re.search(r" (?:vi|os|man|@person:staff) ", segment.line))


def _is_not_known_in(question: str, line: str, near: bool) -> bool:
    """`near`: the message is short or speaks of what was asked; a longer one must say that it does not know it."""
    if has(re.sub(r" (hørt|læst|talt) om (?:det|den) ", r" \1 ", line), "not_knowing_what"):
        return False
    if has(line, "not_known", "verbs"):
        return near or bool(re.search(r" (?:det|den|tallet) ", line))
    if not near:
        return False
    heard = has(line, "not_known", "heard") and (question == "t_score" or has(line, "about", question))
    if heard or has(line, "not_known", "measured") or has(line, "not_known", "tools"):
        return True
    if not set(line.split()) - set_of("not_known", "short"):
        return True
    if has(line, "not_known", "unwilling"):
        return True
    able = has(line, "not_known", "able")
    return bool(able) and has(line, "not_known", "deeds")
