"""What a message tells beside its question: "ja, min mor brækkede hoften. Får jeg det så også?", "47, er det ikke alt for tidligt?".

The question is answered, and what is told beside it answers what is open: it need not be told again. What is told is a sentence of its own, or
what stands before a comma where it is more than a "nej": that one before a question may be about anything.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Optional, Tuple

from bot.danish import scope
from bot.danish.answers import verdict
from bot.danish.answers.clauses import set_of
from bot.danish.asking import has_form_of_question, ways_of_asking
from bot.danish.concepts import words_in
from bot.danish.kind import looks_like_question
from bot.danish.pipeline import doc_of

_SENTENCES = re.compile(r"(?<=[.!?\n])\s+")
#: Where a question may begin within a sentence.
_BREAKS = re.compile(r"\s*[,;]\s+|\s[-–]\s|\s(?=(?:og|men)\s)")
_JOINS = re.compile(r"^(?:og|men)\s+", re.I)
#: A longer text is a story.
LONGEST = 400


@lru_cache(maxsize=64)
def told_beside_question(text: str) -> Optional[str]:
    """What `text` tells beside what it asks; None where it asks nothing, or tells nothing."""
    if len(text) > LONGEST:
        return None
    sentences = [sentence for sentence in _SENTENCES.split(text.strip()) if sentence.strip()]
    parts = [_parted(sentence) for sentence in sentences]
    told = " ".join(one for one, _ in parts if one)
    asked = " ".join(one for _, one in parts if one)
    return told if told and asked and not (_WHAT_IT_IS.search(asked) and _only_names(told)) else None


#: "Bechterew, hvad er det for en fætter?": it is asked about, and not told.
_WHAT_IT_IS = re.compile(r"\b(?:hvad (?:er|betyder|menes|var|vil)|hva er|kender I|hvordan)\b", re.I)


def _only_names(told: str) -> bool:
    """Whether words are told without a number, a time, a verb or a yes or no."""
    texts = [item.text for item in doc_of(told)._.items]
    return not any(text[0] in "#%" or text in scope.words("finite_verbs") for text in texts) and verdict(doc_of(told))[0] is None


def is_number(told: str) -> bool:
    """Whether `told` is a number with no more than its unit or its place."""
    texts = [item.text for item in doc_of(told)._.items]
    beside = [text for text in texts if text[0] not in "#%.," and text not in ("i", "på", "om", "kun")]
    return sum(text[0] == "#" for text in texts) == 1 and all(text.startswith("@bone") or text in set_of("units") | set_of("around") | set_of("counted") for text in beside)


def _parted(sentence: str) -> Tuple[Optional[str], Optional[str]]:
    """(what a sentence tells, what it asks): the question is all of it, or what stands after a comma."""
    if not sentence.endswith("?") and not has_form_of_question(words_in(sentence)):
        return sentence, None
    breaks = list(_BREAKS.finditer(sentence))
    if breaks and is_number(sentence[:breaks[0].start()]):
        return sentence[:breaks[0].start()].strip(), sentence[breaks[0].end():]
    for found in reversed(breaks):
        told, asked = sentence[:found.start()].strip(), _JOINS.sub("", sentence[found.end():])
        asks = has_form_of_question(words_in(asked.rstrip("? "))) or sentence.endswith("?") and is_number(told)
        if asks and not (looks_like_question(told) or ways_of_asking(words_in(told)) or _is_bare_verdict(told) or _only_names(told)):
            return told, asked
    return None, sentence


def _is_bare_verdict(text: str) -> bool:
    said, _, whole = verdict(doc_of(text))
    return whole and said in ("yes", "no", "mixed", "maybe_yes", "maybe_no")


#: A yes or no in front: "ja en del, især om natten", "aldrig".
_VERDICT = re.compile(r"\W*(?:ja|jo|jow|jada|jep|nej|næ|næh|nix|nope|aldrig|ingen(?! i)|intet|nul)\b", re.I)


def begins_with_verdict(told: str) -> bool:
    """Whether `told` begins with a yes or no."""
    return _VERDICT.match(told) is not None
