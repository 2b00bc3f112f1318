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
    """The number or time at a place of `items`, read with the word after it, which may be its unit; else alone. None where it is no answer."""
    for last in (at + 2, at + 1):
        told = read(" ".join(item.said for item in items[at:last]), question, context).answer
        if isinstance(told, (int, float)) and not isinstance(told, bool):
            return told
    return None


def numbers_told(text: str, question: str, context: Context) -> List[Number]:
    """Every different answer that one of the numbers or times of `text` gives by itself, in their order."""
    items = doc_of(text)._.items
    places = [at for at, item in enumerate(items) if item.text[0] in (NUMBER_MARK, TIME_MARK)]
    told = (read_at(items, at, question, context) for at in places)
    return list(dict.fromkeys(one for one in told if one is not None))
