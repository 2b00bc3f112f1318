"""The numbers of a message one by one, each read by itself as an answer to the open question."""
from __future__ import annotations

import re
from typing import List, Optional, Sequence, Union

from bot.danish.content import load
from bot.danish.facts.frame import KIN
from bot.danish.pipeline import doc_of
from bot.danish.reader import read
from bot.danish.reading import Context
from bot.danish.view import Item

Number = Union[int, float]
#: The marks of a number and of a time among the items of a message.
NUMBER_MARK, TIME_MARK = "#", "%"


def read_at(items: Sequence[Item], at: int, question: str, context: Context) -> Optional[Number]:
    """The number or time at a place of `items`, read with the word after it, which may be its unit; else alone. None where it is no answer.

    Times that follow each other are one: "sidste år i marts".
    """
    end = next((place for place in range(at + 1, len(items)) if items[place].text[0] != TIME_MARK), len(items)) if items[at].text[0] == TIME_MARK else at + 1
    # "En flaske" is not one of anything else.
    holds_more = items[end:end + 1] and items[end].text in load("answers")["drinks_estimated"]
    for last in (end + 1,) if holds_more else (end + 1, end):
        told = read(" ".join(item.said for item in items[at:last]), question, context).answer
        if isinstance(told, (int, float)) and not isinstance(told, bool):
            return told
    return None


#: "Lægen siger, jeg skal ned på 85", "jeg var oppe på 83", "ikke engang to": wished for, over, or not reached.
_NOT_NOW = re.compile(r" ikke (?:en ?gang|helt) $| (?:skal|skulle|må|vil|ville) (?:[^ ]+ ){0,3}(?:ned|op) på $| var (?:[^ ]+ ){0,2}(?:oppe|nede) på $")
#: So many words before a number tell whether it is wished for.
_BEFORE = 7


def _not_now(items: Sequence[Item], at: int) -> bool:
    return _NOT_NOW.search(" " + " ".join(item.text for item in items[max(0, at - _BEFORE):at]) + " ") is not None


def numbers_told(text: str, question: str, context: Context) -> List[Number]:
    """Every different answer that one of the numbers or times of `text` gives by itself, in their order; a relative's is none."""
    doc = doc_of(text)
    items = doc._.items
    of_kin = {item.text for segment in doc._.segments if segment.explicit and segment.person in KIN for item in segment.items}
    places = [
        at for at, item in enumerate(items)
        if item.text[0] in (NUMBER_MARK, TIME_MARK) and not (at and item.text[0] == TIME_MARK == items[at - 1].text[0])
        and not (item.text[0] == NUMBER_MARK and (item.text in of_kin or _not_now(items, at)))
    ]
    told = (read_at(items, at, question, context) for at in places)
    return list(dict.fromkeys(one for one in told if one is not None))
