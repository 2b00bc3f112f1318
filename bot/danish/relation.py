"""Who somebody writes about: whom they answer for, so that the sex is known and the person is called she or he, and whether it is another altogether."""
from __future__ import annotations

import re
from typing import Optional

from bot.danish.content import load
from bot.danish.pipeline import doc_of


#: "jeg svarer for ham", "på hendes vegne": surer than who is named besides.
_ON_BEHALF = {"male": re.compile(r"\bfor ham\b|\bpå hans vegne\b"), "female": re.compile(r"\bfor hende?\b|\bpå hendes vegne\b")}


def sex_of_relation(text: str) -> Optional[str]:
    """ "det er for min mor", "jeg svarer for ham": female, male; None where no word tells, or two differ."""
    line = " ".join(text.lower().split())
    kin = load("words")["relations"]
    found = {sex for sex, pattern in _ON_BEHALF.items() if pattern.search(line)} or {
        sex for sex, names in kin.items() if re.search(rf"\b(?:min|mit|vores|for) (?:gamle |kære |lille )?(?:{'|'.join(names)})\b", line)
    }
    return found.pop() if len(found) == 1 else None


#: "jeg svarer for min kone på 67": whom it is about, with the age.
_AGED = re.compile(r"\b(?:for|af) (?:min|mit|vores) (?:[a-zæøå]+ )?[a-zæøå]+ p(?:å|aa) (\d{2,3})(?= år|\s*[.,;!]|$)", re.I)
YOUNGEST, OLDEST = 18, 110


def age_of_relation(text: str) -> Optional[int]:
    """The age that is told with whom somebody answers for; None where none is."""
    found = _AGED.search(text)
    return int(found[1]) if found and YOUNGEST <= int(found[1]) <= OLDEST else None


def about_another(text: str) -> bool:
    """ "min kone er faldet og kan ikke rejse sig": a relative, friend or neighbour is named first, and the writer nowhere."""
    told = load("words")["about_another"]
    asked = re.search(told["what_to_do"], text.lower())
    texts = [item.text for item in doc_of(text[:asked.start()] if asked else text)._.items]
    named = [word.startswith("@person:") and word != "@person:staff" for word in texts]
    own = any(word in told["owner"] and not after for word, after in zip(texts, [*named[1:], False]))
    if own or any(word in told["writer"] for word in texts):
        return False
    first = next((at for at, word in enumerate(texts) if word.isalpha() and word not in (*told["before"], *told["owner"]) or word[0] == "@"), None)
    return first is not None and named[first]
