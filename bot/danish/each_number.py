"""The numbers of a message one by one, each read by itself as an answer to the open question."""
from __future__ import annotations

from typing import List, Optional, Sequence, Union

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
    for last in (end + 1, end):
        told = read(" ".join(item.said for item in items[at:last]), question, context).answer
        if isinstance(told, (int, float)) and not isinstance(told, bool):
            return told
    return None


def numbers_told(text: str, question: str, context: Context) -> List[Number]:
    """Every different answer that one of the numbers or times of `text` gives by itself, in their order."""
    items = doc_of(text)._.items
    places = [at for at, item in enumerate(items) if item.text[0] in (NUMBER_MARK, TIME_MARK) and not (at and item.text[0] == TIME_MARK == items[at - 1].text[0])]
    told = (read_at(items, at, question, context) for at in places)
    return list(dict.fromkeys(one for one in told if one is not None))
