"""Answers in words to the tests of the body: positive, negative, contact with the wall, no room for a finger."""
from __future__ import annotations

import re
from typing import Any, List, Optional, Sequence

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.clauses import FEW_MORE, FEW_WORDS, Told, has, line_of, set_of, whole_line
from bot.danish.answers.common import UNKNOWN, Answer, bare, first_is_plain, length, texts_of
from bot.danish.answers.which_number import is_free
from bot.danish.reading import AskBack
from bot.danish.view import Segment


def told_in_words(question: str, doc: Doc, told: Sequence[Told], said: Optional[str], whole: bool) -> Optional[Answer]:
    """Answers in words to the tests of the body and to the T-score."""
    if question == "t_score":
        about_it = length(doc) <= FEW_MORE or has(whole_line(doc), "about", question)
        refused = said == "no" and (whole or first_is_plain(doc) and about_it)
        return Answer(UNKNOWN) if refused and not told and not any(segment.question for segment in doc._.segments) else None
    if question not in ("rib_pelvis_fingers", "wall_occiput_cm"):
        return None
    if any(segment.question or segment.hypothetical for segment in doc._.segments):
        return None
    line = whole_line(doc)
    sign = _sign(line)
    if sign is not None:
        return Answer(sign)
    if " ".join(bare(texts_of(doc))) in ("ingen", "nul", "ingenting", "intet", "slet ingen", "ingen overhovedet", "ingen cm"):
        return Answer(0)
    numbers = [one for one in told if one.number.low != 1 and is_free(question, one, doc)]
    if question == "wall_occiput_cm" and any(one.number.low for one in numbers) and _touches_now(doc, numbers):
        return Answer(None, AskBack(question, "across_limit"))
    if numbers or has(line, "almost"):
        return None
    if question == "rib_pelvis_fingers" and not set(line.split()) - set_of("one_finger"):
        return Answer(1)
    return _no_room(doc) if question == "rib_pelvis_fingers" else _contact(doc)


def _sign(line: str) -> Optional[str]:
    """ "positiv" or "negativ", with no more than what belongs to it."""
    signs = {sign for sign in ("positive", "negative") if set(line.split()) & set_of(sign)}
    if len(signs) != 1:
        return None
    sign = next(iter(signs))
    rest = [word for word in line.split() if word not in set_of(sign) and word not in set_of("beside")]
    denied = re.search(r" ikke (?:\w+ )?(?:" + "|".join(set_of(sign)) + ") ", line)
    return None if rest or denied else sign


def denies(segment: Segment) -> bool:
    return any(item.text in scope.words("negators") and item.text not in ("uden", "negativ") for item in segment.items)


#: "Mere er der ikke plads til" tells of something that has room.
_NOT_OF_ROOM = re.compile(r" (?:problemer?|hjælp|hjælpe|mærke|finde|her|hjemme|mere|flere|andet|andre|resten) ")


#: "Der kan ikke være to, kun én".
_ONLY_ONE = re.compile(r" (?:kun|bare|men) (?:lige |cirka |plads til )*(?:en|én|et|ét|#\d+) (?:finger |enkelt )?$")


def _no_room(doc: Doc) -> Optional[Answer]:
    """ "der er ikke plads til en eneste", "de støder sammen": no finger."""
    if _ONLY_ONE.search(whole_line(doc).replace(" . ", " ")):
        return None
    short = length(doc) <= FEW_WORDS
    for segment in doc._.segments:
        line, denied = segment.line, denies(segment)
        none = has(line, "no_room") or short and has(line, "no_room_short")
        if denied and none and not _NOT_OF_ROOM.search(line):
            return Answer(0)
        if not denied and has(line, "touching") and (short or re.search(r" (?:@bone:rib|@bone:hip|de|hinanden) ", line)):
            return Answer(0)
    return None


def own_words(segment: Segment) -> str:
    """The segment with the names of bones as they were written, and without "når" and "nå" that are no verbs."""
    line = line_of([str(item.thing) if item.text.startswith("@bone") else item.text for item in segment.items])
    return re.sub(r" når (?=(?:jeg|hun|han|det|man|vi|du|der|han) )|^ nå (?!den |væggen |helt |ind |derhen )", " ", line)


#: "Min mand kunne ikke få sit hoved til at røre" is of his own head.
_KIN = frozenset({"parent", "spouse", "grand", "sibling", "relative", "friend", "child"})


#: "3 cm, før hovedet rører": the contact is still to come.
_NOT_YET = re.compile(r" (?:før|inden|til|mangler|fra|når|hvis|næsten) ")


def _touches_now(doc: Doc, numbers: Sequence[Told]) -> bool:
    """ "Rører væggen nu, i foråret var der 4 cm": a contact told beside a number, in a clause of its own."""
    with_number = {one.place for one in numbers}
    return any(
        place not in with_number and has(segment.line, "touch") and not denies(segment) and not _NOT_YET.search(segment.line) and segment.person not in _KIN
        for place, segment in enumerate(doc._.segments)
    )


def _contact(doc: Doc) -> Optional[Answer]:
    """The head touches the wall, or cannot reach it."""
    found: List[Any] = []
    for segment in doc._.segments:
        line, denied = own_words(segment), denies(segment)
        if re.search(r" (?:stå|stille|holde) ", line) or segment.person in _KIN and re.search(r" (?:sit|sin|sine|hans) ", line):
            continue
        touches, named = has(line, "contact"), has(line, "wall") or has(line, "head")
        if denied and has(line, "no_gap") and not touches:
            found.append(0)
        elif denied and has(line, "head") and len(segment.items) <= FEW_MORE:
            found.append("positive")
        elif touches and named or length(doc) <= FEW_WORDS and has(line, "touch"):
            found.append("positive" if denied else 0)
    return Answer(found[0]) if len(set(found)) == 1 else None
