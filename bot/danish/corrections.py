"""Something said earlier is taken back: "nej vent, 76", "det var min mor, ikke mig", "min højde er 162, ikke 172"."""
from __future__ import annotations

import re
from typing import List, NamedTuple, Optional

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load

_NOT_ME = re.compile(r" (?:det (?:var|er|gjaldt) (?:altså )?(?:ikke mig|min|hende|ham)|det var min|ikke mig selv|,? ?ikke mig) ")
_NOT_BUT = re.compile(r" (?:,|og)? ?ikke (\S+)(?: cm| kg| år)? $")


_LEADING = re.compile(r"^\s*(?:(?:nej|ja|,|\.|vent|lige|altså|at|undskyld|jo|så|lidt|hov|til|:|;|det er|det var|det skal være|det skulle være|jeg mente|jeg mener|er|var|det) )+(?=\S)")


class Told(NamedTuple):
    is_correction: bool
    rest: str = ""
    """The message without the words that take back and without what is denied."""
    field: Optional[str] = None
    not_me: bool = False
    within: bool = False
    """Said and taken back in one message: "jeg er 67, nej vent, 68"."""


def in_text(doc: Doc) -> Told:
    """Whether the message takes something back, and what is left of it to read."""
    words = [token.text for token in doc if not token.text == '"']
    line = " " + " ".join(words) + " "
    marked = scope.phrase_pattern("correction").search(line)
    plain = re.sub(r" [.!;] $", " ", line)
    contrast = re.search(r" (?:, |og )?(?:altså )?ikke (?=(?:minus )?[\d])[^ ]+(?: \d+)?(?: (?:cm|kg|år|m|kilo|centimeter|gange|genstande))? $", plain) and re.search(r"\d", plain.split(" ikke ")[0])
    not_me = bool(re.search(r" (?:ikke mig|ikke mig selv) ", line)) and bool(re.search(r" (?:det (?:var|er|gjaldt)|var) ", line))
    if not marked and not contrast and not not_me:
        return Told(False)
    rest = scope.phrase_pattern("correction").sub("", line)
    if marked and not re.search(r"\w", re.sub(r"\b(?:det|jeg|er|var|nej|ja|men)\b", "", rest)):
        return Told(bool(re.search(r"forkert|fejl|rettelse|mente|ret |ændre|passer", marked.group())), "", _field(line))
    rest = re.sub(r" (?:, |og )?(?:altså )?ikke (?:minus )?\d[^ ]*(?: \d+)?(?: (?:cm|kg|år|m|kilo|centimeter|gange|genstande))? ", " ", rest)
    within = False
    if marked:
        before, after = line[:marked.start()], line[marked.end():]
        if re.search(r"\d", before) and re.search(r"\d", after) and not re.search(r" ikke ", before) and _same_shape(before, after):
            within = True
            rest = re.sub(r"\b\d[\d,]*\b", re.search(r"\d[\d,]*", after).group(), before)
        else:
            rest = _LEADING.sub(" ", rest)
    return Told(True, rest.strip(" ,.;"), _field(line), not_me, within)


def _same_shape(before: str, after: str) -> bool:
    """ "jeg er 67, nej vent, 68": the number before gives way to the one after."""
    return len(re.findall(r"\d+", before)) == 1 and len(re.findall(r"\d+", after)) == 1


def _field(line: str) -> Optional[str]:
    """The field that the words name, when they name one."""
    found: List[str] = [field for field, pattern in load("answers")["named"].items() if re.search(pattern, line)]
    return found[0] if len(found) == 1 else None
