"""What kind of message it is: red flags first, then acts and questions; all else is an answer, whatever it tells.

An act is sure by phrase (``acts.py``), or weighed: by the rules over concepts and by what was learnt from examples
(``likely.py``). What changes the course of the conversation must be surer than what only gets a polite sentence.
What is none of them tells something, and is an answer: it is read for the open question, and asked back when it cannot be understood.
"""
from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import FrozenSet, List, Optional

from bot.danish import pipeline
from bot.danish.acts import DESTRUCTIVE, act_of
from bot.danish.asking import asks_in_a_clause, has_form_of_question, turned, wonders_in
from bot.danish.concepts import concepts_in, facts_among, says, words_in
from bot.danish.gate import best_of, likelihood, seen_of_asking, table
from bot.danish.likely import OTHER, Likely, likely
from bot.danish.ranking import ranked
from bot.danish.reader import Context, Reading, read
from bot.danish.red_flags import red_flags_in
from bot.danish.urgent import hardly_urgent, urgent_in

#: "Ja, men jeg vil gerne stoppe" answers the question, and says no word to the assistant.
_ANSWERS_FIRST = re.compile(r"^\W*(?:ja|jo|nej|næ)\W+men\b", re.I)

#: "Hø. crus" and "ses på CT" are no talk.
_TALK = frozenset({"goodbye", "smalltalk"})
_FINDING = re.compile(r"^(?: \S+)? (?:@bone:\w+|@fracture_name:\w+|(?:ses |set )?på (?:ct|mr|røntgen)) $")


def _is_finding(text: str) -> bool:
    """Whether the message is no more than the name of a bone, or of the picture that showed it."""
    return any(_FINDING.match(segment.line) for segment in pipeline.doc_of(text)._.segments[:1])


#: "Nej, nu synes jeg, vi skal videre" says no first.
_NO_FIRST = re.compile(r"^\W*(?:nej|næ)\b\W*(?!tak)\w", re.I)

_WORD = re.compile(r"[^\W\d_]+")

#: A sentence that asks, before others; what asks of "I" may be the open question said again.
_ASKED_FIRST = re.compile(r"^\s*(?P<asked>(?!(?:\S+\s+){0,2}(?:jeg|mi[gnt]|mine)\b)[^?.!\n]+\?)[\s?]*(?=\w)", re.I)

#: These go somewhere else in the conversation.
MOVING = frozenset({"result_now", "continue_form", "start", "foreign_language"})

#: What is said about the answers themselves: what else the message tells is what was answered, and no news.
ABOUT_ANSWERS = frozenset({"correct_answer", "show_answers"})

#: The most that may speak for an answer: where the act only gets a sentence, where it moves the conversation, where answers are lost.
NO_ACT, NO_MOVE, NO_ACT_AT_ALL = 0.4, 0.3, 0.15
#: The least that must speak for a kind.
SURE_TO_MOVE, SURE_TO_UNDO, SURE_TO_DESTROY, SURE_BESIDE_FACTS = 0.4, 0.65, 0.8, 0.8
#: A kind that a rule finds need not be so likely.
SURE_BY_RULE = 0.2
#: What is less likely than this is never meant, even where nothing likelier is sure.
LEAST = 0.15


#: So unlikely a question that no entry need be looked for: that takes a third of the time of reading a message.
HARDLY_ASKS = 0.02


#: Of what is so surely a question, and hardly urgent, the question is answered too.
ASKS_BESIDES = 0.9


#: So likely, the entry that a question means is the one.
ONE_ENTRY = 0.7


#: So surely no act, and without the form of a question, a message only tells, however near it comes to an entry: "jeg svømmer om tirsdagen".
ONLY_TELLS = 0.8


#: A longer text tells something, whatever it is; it is read once, for the open question.
LONGEST_READ_TWICE = 2000


@lru_cache(maxsize=256)
def _told(text: str) -> Reading:
    """What the text tells by itself, whatever question is open."""
    return read(text, None, Context(known={}, today=date.today()))


def told_by(text: str) -> FrozenSet[str]:
    """The fields that the text tells; who writes is told by everybody in passing."""
    return fields_of(_told(text))


def fields_of(told: Reading) -> FrozenSet[str]:
    """The fields that a reading tells, but for who writes."""
    return frozenset(told.facts) - {"role"} | ({"fractures"} if told.fractures else frozenset())


def tells(text: str) -> bool:
    """Whether the text tells or takes back anything by itself, surely or not."""
    told = _told(text)
    return bool(told_by(text)) or told.ask_back is not None or told.correction


def weighed(text: str, found: Likely) -> Optional[str]:
    """The act or question that the message most likely is, or None where it may as well be an answer."""
    words = words_in(text)
    none = found.shares[OTHER]
    if not any(word.isalpha() and len(word) > 1 for word in words):
        return None  # a number, or a letter: "j"
    concepts = concepts_in(words)
    for kind in sorted(found.shares, key=lambda kind: -found.shares[kind]):
        share = found.shares[kind]
        if share < LEAST:
            return None
        if kind == OTHER:
            continue
        least = max(SURE_BY_RULE, none) if kind in MOVING or kind in DESTRUCTIVE else SURE_BY_RULE
        if share >= least and kind in found.ruled and not (kind in DESTRUCTIVE and ("supposed" in concepts or none > NO_ACT_AT_ALL)):
            return kind
        if none > _most_for_answer(kind, words):
            return None
        if _is_sure(kind, share, none, text, concepts):
            return kind
    return None


def _most_for_answer(kind: str, words: List[str]) -> float:
    """The most that may speak for an answer where the message is to be of this kind."""
    if kind == "ask_question":
        return NO_ACT if has_form_of_question(words) else NO_ACT_AT_ALL
    return NO_MOVE if kind in MOVING or kind in DESTRUCTIVE else NO_ACT


def _is_sure(kind: str, share: float, none: float, text: str, concepts: FrozenSet[str]) -> bool:
    """Whether so much speaks for the kind that what it does may be done; if not, the next likely one is."""
    if kind in DESTRUCTIVE:
        undoes = kind == "go_back"
        least = SURE_BESIDE_FACTS if facts_among(concepts) else SURE_TO_UNDO if undoes else SURE_TO_DESTROY
        said = says(kind, concepts) and (undoes or _are_several(text))
        return said and none <= NO_ACT_AT_ALL and share >= least and "supposed" not in concepts
    if kind == "foreign_language":
        return share >= (SURE_TO_MOVE if _are_several(text) and not _is_danish(text) else SURE_BESIDE_FACTS)
    return kind not in MOVING or share >= SURE_TO_MOVE


def _are_several(text: str) -> bool:
    """One word that no phrase holds may be the answer to anything: "slut"."""
    return len(_WORD.findall(text)) > 1


def _is_danish(text: str) -> bool:
    """Whether the pipeline knows every word; many foreign words look like Danish ones."""
    speller = pipeline.nlp().tokenizer.speller
    return all(word in speller.vocabulary or speller.is_known(word) for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=256)
def asking(text: str) -> float:
    """How likely `text` asks something, from 0 to 1, whatever else it tells. One word alone only names something: "kalk"."""
    if not _are_several(text) and "?" not in text or likely(text).shares["ask_question"] < HARDLY_ASKS:
        return 0.0
    if likely(text).shares[OTHER] >= ONLY_TELLS and not has_form_of_question(words_in(text)):
        return 0.0
    return may_ask(text)


def may_ask(text: str) -> float:
    """The same of a message that is no answer to what is open, and so may be a question even where it looks like none."""
    told = len(told_by(text))  # first: what is ranked then needs no parsing of its own
    seen = seen_of_asking(text, likely(text), best_of(ranked(text)), told)
    return likelihood(seen)


def looks_like_question(text: str) -> bool:
    """Whether anything of a question is in the form of `text`."""
    words = words_in(text)
    return "?" in text or bool(has_form_of_question(words) or asks_in_a_clause(text) or wonders_in(words) or turned(text))


def _only_tells(text: str) -> bool:
    """ "Jeg tager D-vitamin om vinteren": a fact, and nothing of a question in its form."""
    return bool(told_by(text)) and not looks_like_question(text)


def surely_asks(text: str) -> bool:
    """Whether `text` asks something, even if it might answer the open question."""
    return asking(text) >= table()["surely"]


def asks_besides(text: str) -> bool:
    """Whether `text` so surely asks that it is answered, and the calm question about what may be urgent is put after that."""
    return hardly_urgent(text) and asking(text) >= ASKS_BESIDES


def _is_about_answers(text: str, share: float) -> bool:
    """What is asked or denied is what was noted: "har jeg svaret ja til gigt", "der står, jeg ryger, det er forkert"."""
    return share >= (SURE_TO_MOVE if has_form_of_question(words_in(text)) else SURE_BESIDE_FACTS)


def kind_of(text: str) -> str:
    """The intent of `text` (domain.yml)."""
    if red_flags_in(text):
        return "red_flag"
    act = act_of(text)
    if act and not (act in DESTRUCTIVE and _ANSWERS_FIRST.match(text)) and not (act == "continue_form" and _NO_FIRST.match(text)):
        return act
    if urgent_in(text).unclear:
        return "ask_question" if asks_besides(text) else "red_flag"
    if len(text) > LONGEST_READ_TWICE:
        return "answer"
    found = likely(text)
    act = weighed(text, found)
    if act in DESTRUCTIVE and _ANSWERS_FIRST.match(text):
        act = None
    if act == "continue_form" and _NO_FIRST.match(text) or act in _TALK and _is_finding(text):
        act = None
    if act in (None, "ask_question"):
        return "ask_question" if _is_question(text) else "answer"
    told = _told(text)
    if act in ABOUT_ANSWERS and not told.correction and _is_about_answers(text, found.shares[act]):
        return act
    if act == "correct_answer" and told.correction and found.shares[act] < SURE_TO_UNDO:
        return "answer"  # "det var min mor, ikke mig": the correction itself is told
    values = told_by(text) | (set(told.facts) & {"role"} if act in MOVING or act == "greet" else set())
    return "answer" if values else act


@lru_cache(maxsize=256)
def asked_first(text: str) -> Optional[str]:
    """The question that a message begins with and tells facts after, where it stands by itself: "hvad koster det? jeg er 71"; else None.

    A heading that is answered at once is none: "ondt i ryggen? nej", "hvad jeg vejer? 72".
    """
    found = _ASKED_FIRST.match(text)
    if not found or not has_form_of_question(words_in(found["asked"])[:-1]) or not surely_asks(found["asked"]):
        return None
    surely_one = best_of(ranked(found["asked"])).share >= ONE_ENTRY
    return found["asked"] if surely_one and told_by(text[found.end():]) else None


def _is_question(text: str) -> bool:
    """Whether `text` asks something; what only tells must do so surely, and is not read to see that where it hardly asks."""
    asks = asking(text)
    return asks >= table()["least"] and (asks >= table()["surely"] or not _only_tells(text)) or bool(asked_first(text))
