"""Something said earlier is taken back: "nej vent, 76", "det var min mor, ikke mig", "min højde er 162, ikke 172"."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.facts.words import compiled, named, said

#: A message of more clauses is a story; what it says of "forkert" is seldom about an answer.
MOST_CLAUSES = 12

_NUMBER = r"(?:minus )?\d[\d,]*(?: (?:cm|kg|år|årig|m|gange|gang|genstande|genstand|fingre|mg|glas|kilo|centimeter))?"
_NOT_OLD = re.compile(rf" (?:, |og )?(?:altså |jo |bestemt )?(?:ikke|i stedet for|istedet for|frem for|fremfor) (?:de |den )?(?P<old>{_NUMBER})(?! (?:mere|over|under|mindre|til|dag|dage|minut|øre))(?= (?:[,.;!]|$|da|som|om|og|jeg|det|for|fordi|der|hvor|men|\w+ )|$)")
_NOT_OFTEN = re.compile(r" (?:, |og )?(?:altså )?ikke (?:om|pr|hver) (?:dagen|ugen|dag|uge|måneden|måned)(?= |$)")
_SHOULD_BE = re.compile(r" (?:men )?(?:det |der |den )?(?:skulle|skal|skulle have|burde|rettes til|skal rettes til|mente|skulle der|blev til men) ?(?:have )?(?:været|være|stå|stået|have stået|vel være)? ?(?=(?:minus )?\d|(?:ja|nej) )")
_DIGITS = re.compile(r"(?:minus )?\d[\d,]*")
_LEADING = re.compile(r"^\s*(?:(?:nej|ja|,|\.|vent|lige|altså|at|undskyld|jo|så|lidt|hov|til|:|;|det er|det var|det skal være|det skulle være|det skulle have været|skal være|skulle være|jeg mente|jeg mener|er|var|det|men|om|ups) )+(?=\S)")
#: Praise, not a correction: "alt er, som det skal være".
_AS_IT_SHOULD = re.compile(r" som (?:det|den|de|alt) (?:skal|skulle) (?:have )?være(?:t)? ")
_BREAKS = re.compile(r" (?:[,.;!?:]|men) ")


class Told(NamedTuple):
    is_correction: bool
    rest: str = ""
    """The message without the words that take back and without what is denied."""
    field: Optional[str] = None
    not_me: bool = False
    within: bool = False
    """Said and taken back in one message: "jeg er 67, nej vent, 68"."""
    contrast: bool = False
    """Only a number set against a wrong one, "162, ikke 172": it may be the answer to what is asked."""


def in_text(doc: Doc, known: Optional[Mapping[str, Any]] = None) -> Told:
    """Whether the message takes something back, and what is left of it to read."""
    line = _AS_IT_SHOULD.sub(" som den plejer ", _line(doc))
    if not said("may_correct", line):
        return Told(False)
    known = known or {}
    marked = scope.phrase_pattern("correction").search(line)
    not_me = said("not_me", line) and not said("writes_for", line)
    without, olds = _without_old(scope.phrase_pattern("correction").sub(_as_break, line))
    if marked and not olds and not not_me and _is_within(line, marked):
        before, after = line[:marked.start()], line[marked.end():]
        return Told(True, _DIGITS.sub(_digits_in(after)[0], before).strip(" ,.;"), _field(line, [], known), False, True)
    kept, dropped = _split(without)
    if not (marked or olds or not_me or dropped):
        return Told(False)
    contrast = bool(olds) and not (marked or not_me or dropped)
    olds += [number for clause in dropped for number in _digits_in(clause)]
    rest = scope.phrase_pattern("correction").sub(" ", " " + " , ".join(kept) + " ")
    rest = re.sub(r" +", " ", re.sub(r"(?:^|(?<= ),)[ ,]+(?=,)", " ", rest))
    if not re.search(r"\w", re.sub(r"\b(?:det|jeg|er|var|nej|ja|men|hov|ups|lige|undskyld|altså|om|kan|du|lave)\b", "", rest)):
        taken_back = bool(dropped) or bool(marked and re.search(r"forkert|fejl|rettelse|mente|ret |ændre|passer", marked.group()))
        return Told(taken_back or not_me, "", _field(line, olds, known), not_me)
    if marked or dropped:
        rest = _LEADING.sub(" ", rest)
    return Told(True, rest.strip(" ,.;"), _field(line, olds, known), not_me, contrast=contrast)


def _line(doc: Doc) -> str:
    """The message in words spelled right, with every number in digits."""
    starts = {number.start: number for number in doc._.numbers if not number.decade and not number.is_range}
    words: List[str] = []
    at = 0
    while at < len(doc):
        number = starts.get(at)
        if number is None or number.in_words and number.low == 1 and number.end == at + 1:
            if doc[at].text != '"':
                words.append(doc[at].text)
            at += 1
            continue
        value = abs(number.low)
        text = str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0").replace(".", ",")
        words += [*(["minus"] if number.low < 0 else []), text, *([number.unit] if number.unit else [])]
        at = number.end
    return " " + " ".join(words) + " "


def _as_break(match: "re.Match[str]") -> str:
    """ "ups", "jeg skrev forkert": said by itself, whatever comes next."""
    reported = match.string[match.end():].startswith(" at ")
    return " , " if said("by_itself", f" {match.group()} ") and not reported else match.group()


def _without_old(line: str) -> Tuple[str, List[str]]:
    """The line without the numbers that it says are wrong: "162, ikke 172", "48 kg i stedet for 84"."""
    olds: List[str] = []
    if len(_digits_in(line)) > 1:
        for match in _NOT_OLD.finditer(line):
            olds += _digits_in(match["old"])
        rest = _NOT_OLD.sub(" ", line)
        if not _digits_in(rest):
            return line, []
        line = rest
    if _NOT_OFTEN.search(line):
        line, olds = _NOT_OFTEN.sub(" ", line), olds or [""]
    return re.sub(r" +", " ", line), [old for old in olds]


def _digits_in(text: str) -> List[str]:
    return _DIGITS.findall(text)


def _is_within(line: str, marked: "re.Match[str]") -> bool:
    """ "jeg er 67, nej vent, 68": the number before gives way to the one after."""
    before, after = line[:marked.start()], line[marked.end():]
    if said("said_before", before) or re.search(r" ikke ", before) or said("should_be", marked.group()):
        return False
    bare_after = not re.search(r"[a-zæøå]{2,}", re.sub(r"\b(?:cm|kg|år|gange|genstande|det|er|altså|jeg|mener|mente|skal|være|skulle|om|ugen|dagen|nej|undskyld|vent|tak)\b", "", after))
    return len(_digits_in(before)) == 1 and len(_digits_in(after)) == 1 and bare_after


def _split(line: str) -> Tuple[List[str], List[str]]:
    """(what stands, what is taken back) of the clauses of the line."""
    clauses = [f" {clause.strip()} " for clause in _BREAKS.split(line) if clause.strip()]
    if len(clauses) > MOST_CLAUSES:
        return clauses, []
    retracted = said("wrong", line) or said("should_be", line) or bool(scope.phrase_pattern("correction").search(line))
    kept: List[str] = []
    dropped: List[str] = []
    for place, clause in enumerate(clauses):
        should = _SHOULD_BE.search(clause)
        if should and (said("said_before", clause[:should.start() + 1]) or not clause[:should.start()].strip() or "rettes til" in should.group()):
            dropped.append(clause[:should.start() + 1])
            kept.append(" " + clause[should.end():])
        elif said("please", clause) and not _digits_in(clause):
            dropped.append(clause)
        elif said("wrong_of", clause):
            dropped.append(clause)
        elif said("said_before", clause) and any(said("not_so", later) for later in clauses[place + 1:]):
            dropped.append(clause)
        elif said("said_before", clause) and not (place + 1 < len(clauses) and clauses[place + 1].startswith(" er ")) and (retracted or _is_answered_later(clauses[place + 1:])):
            dropped.append(clause)
        elif said("wrong", clause) and len(clause.split()) <= _SHORT:
            if kept and place and not dropped and said("said_of", kept[-1]):
                dropped.append(kept.pop())
            dropped.append(clause)
        elif dropped and said("not_so", clause) and said("said_before", dropped[0]):
            kept.append(" " + said_of_it(dropped) + " ikke ")
        elif dropped and clause.startswith((" at ", " jeg ikke ")) and said("said_before", dropped[-1]):
            dropped.append(clause)
        elif _is_old(clause) and place + 1 < len(clauses):
            dropped.append(clause)
        else:
            kept.append(clause)
    return kept, dropped


def said_of_it(dropped: Sequence[str]) -> str:
    """What was said, without that it was said: "jeg fik skrevet, at jeg ryger"."""
    told = " ".join(dropped)
    return told.rpartition(" at ")[2].strip() if " at " in told else named("said_before").sub(" ", told).strip()


_SHORT = 9


def _is_answered_later(clauses: Sequence[str]) -> bool:
    """Whether what was said before is followed by what is right: "jeg skrev 67, men jeg er 76"."""
    return any(said("right_now", clause) for clause in clauses)


def _is_old(clause: str) -> bool:
    """ "det er ikke 172 jeg er høj": what comes next is right."""
    return bool(re.search(r" (?:det er|det var|det skulle|jeg er|jeg vejer) ikke (?:minus )?\d", clause))


def _field(line: str, olds: Sequence[str], known: Mapping[str, Any]) -> Optional[str]:
    """The field that the words name, or the one whose value is taken back, when it is one."""
    found: List[str] = [field for field, pattern in _named() if pattern.search(line)]
    same = [field for field, value in known.items() if isinstance(value, (int, float)) and not isinstance(value, bool) and any(_equals(old, value) for old in olds)]
    if len(found) == 1:
        return found[0]
    if len(same) == 1:
        return same[0]
    both = [field for field in found if field in same]
    return both[0] if len(both) == 1 else None


@lru_cache(maxsize=None)
def _named() -> Tuple[Tuple[str, "re.Pattern[str]"], ...]:
    return tuple((field, compiled(pattern)) for field, pattern in {**load("answers")["named"], **load("patterns")["corrected"]}.items())


def _equals(old: str, value: float) -> bool:
    try:
        number = float(old.replace("minus ", "-").replace(",", "."))
    except ValueError:
        return False
    return abs(number - value) < 0.01 or abs(number * 100 - value) < 0.5 and number < 3
