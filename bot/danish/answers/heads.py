"""Yes and no at the head or the end of an answer, put together of small words in any order.

A short answer is a yes or no where all of it is small words: a verb that stands for the verb of the question, its subject,
perhaps a denial, and fillers. "Det gør han ikke selv" and "overhovedet ikke" are a no, "jo da" and "det har jeg skam" a yes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, NamedTuple, Optional, Sequence, Tuple

from bot.danish.content import load

_STOPS = frozenset({".", ",", "!", "?", ";", ":", "(", ")", '"', "/"})
#: A clause of small words has at most so many.
LONGEST_CLAUSE = 14
#: What a clause of small words may be followed by.
_NEXT = frozenset({"men", "og", "for", "fordi", "så", "siden", "da", "eller", "selvom", "hvis"})


class Unit(NamedTuple):
    """One yes or no: its words end before `end`."""

    said: str
    """yes, no, maybe_yes or maybe_no."""
    end: int
    kind: str
    """word ("ja"), clause ("det gør jeg") or phrase."""


@lru_cache(maxsize=None)
def _set(name: str) -> FrozenSet[str]:
    return frozenset(str(word) for word in load("heads")[name])


@lru_cache(maxsize=None)
def _word(name: str) -> "re.Pattern[str]":
    return re.compile(rf"(?:{load('heads')[name]})\Z")


@lru_cache(maxsize=None)
def _phrases(name: str) -> Tuple["re.Pattern[str]", ...]:
    return tuple(re.compile(re.sub(r" $", "(?= )", pattern)) for pattern in load("heads")[name])


@lru_cache(maxsize=20_000)
def plain_word(text: str) -> Optional[str]:
    """Whether one word is a yes or a no, however it is drawn out."""
    if _word("no_words").match(text):
        return "no"
    return "yes" if _word("yes_words").match(text) else None


@lru_cache(maxsize=None)
def _small() -> FrozenSet[str]:
    names = ("verbs", "participles", "subjects", "objects", "fillers", "denials", "hedges", "hedge_fillers", "tags")
    return frozenset(word for name in names for word in _set(name))


def unit_at(texts: Sequence[str], at: int) -> Optional[Unit]:
    """The yes or no that begins at word `at`, the longest reading first."""
    found = [unit for unit in (_phrase(texts, at), _clause(texts, at), _plain(texts, at), _listed(texts, at)) if unit]
    return max(found, key=lambda unit: unit.end) if found else None


@lru_cache(maxsize=None)
def _lists() -> Dict[str, Tuple[Tuple[Tuple[str, ...], str], ...]]:
    """The whole phrases of content/answers.yml by their first word, the longest first; a doubt before a plain word."""
    from bot.danish.normal import words_of

    found: Dict[str, List[Tuple[Tuple[str, ...], str]]] = {}
    for said in ("maybe_no", "maybe_yes", "no", "yes"):
        for phrase in load("answers")[said]:
            words = tuple(word for word in words_of(str(phrase)) if word not in _STOPS)
            if words:
                found.setdefault(words[0], []).append((words, said))
    return {first: tuple(sorted(phrases, key=lambda one: -len(one[0]))) for first, phrases in found.items()}


def _listed(texts: Sequence[str], at: int) -> Optional[Unit]:
    """A whole phrase, whatever follows it."""
    for words, said in _lists().get(texts[at], ()):
        if tuple(texts[at : at + len(words)]) == words:
            return Unit(said, at + len(words), "listed")
    return None


def _plain(texts: Sequence[str], at: int) -> Optional[Unit]:
    said = plain_word(texts[at])
    if said is None:
        return None
    return Unit(said, at + 2 if texts[at + 1 : at + 2] == ["tak"] else at + 1, "word")


def _phrase(texts: Sequence[str], at: int) -> Optional[Unit]:
    line = " " + " ".join(texts[at : at + LONGEST_CLAUSE]) + " "
    for said, name in (("no", "no_phrases"), ("yes", "yes_phrases")):
        for pattern in _phrases(name):
            match = pattern.match(line)
            if match:
                return Unit(said, at + len(match.group().split()), "phrase")
    return None


def _clause(texts: Sequence[str], at: int) -> Optional[Unit]:
    """A clause of small words only, up to a mark, a "men" or the end."""
    end = at
    while (
        end < len(texts) and end - at <= LONGEST_CLAUSE and (texts[end] in _small() or texts[end] == "eller" and "hverken" in texts[at:end])
    ):
        if (
            end > at
            and texts[end] in _NEXT
            and "hverken" not in texts[at:end]
            and (
                texts[end] in ("men", "fordi", "selvom", "hvis", "eller")
                or _told(texts[at:end])
                and texts[end + 1 : end + 2]
                and texts[end + 1] not in _small()
            )
        ):
            break
        end += 1
    if end == at or end < len(texts) and texts[end] not in _STOPS and texts[end] not in _NEXT or texts[end : end + 1] == ["?"]:
        return None
    said = _told(texts[at:end])
    return Unit(said, end, "clause") if said else None


def _told(words: Sequence[str]) -> Optional[str]:
    """What a clause of small words says, or None when it says nothing by itself."""
    said = set(words)
    if not words or words[0] in _set("tags") or said & _KNOWING and not said & _AS_FAR_AS:
        return None
    denied = sum(word in _set("denials") for word in words)
    verb = bool(said & _set("verbs"))
    hedge = _hedged(words)
    if hedge:
        if not (denied or verb or hedge in ("tror", "mener") or len(words) <= 2):
            return None
        return "maybe_no" if denied or hedge == "næppe" else "maybe_yes"
    if denied:
        return "no" if denied == 1 or "hverken" in said else None
    if not verb or "det godt" in " ".join(words):
        return None
    if words[0] in _set("subjects") and not said & _set("objects"):
        return None  # "jeg er" without more is the beginning of something else: "jeg er 67"
    if said & _set("subjects"):
        first = _set("verbs") | _set("objects") | _set("subjects") | _FIRST
        return "yes" if words[0] in first and not (words[-1] in ("er", "var") and len(words) > 2) else None
    return "yes" if said & _set("participles") and len(words) >= 2 else None


#: "Det ved jeg ikke" is no no; "ikke hvad jeg ved" is a doubt.
_KNOWING, _AS_FAR_AS = frozenset({"ved", "husker", "huske", "mindes"}), frozenset({"hvad", "vidt", "som"})
#: A clause that says yes may begin with these too.
_FIRST = frozenset({"og", "så", "jo", "da", "sgu", "skam", "selvfølgelig", "naturligvis"})


def _hedged(words: Sequence[str]) -> Optional[str]:
    """The word that makes a clause uncertain, or None."""
    if {"kan", "kunne"} & set(words) and "være" in words:
        return "kan"
    sure = load("heads")["sure_before"]
    for place, word in enumerate(words):
        if word in _set("hedges") and not (place and words[place - 1] in sure.get(word, ())):
            return word
    return None


def _last_of_weight(texts: Sequence[str]) -> int:
    """Where the last word stands that is neither a mark nor polite; -1 where there is none."""
    return next((at for at in range(len(texts) - 1, -1, -1) if texts[at] not in _weightless()), -1)


@lru_cache(maxsize=None)
def _weightless() -> FrozenSet[str]:
    return _STOPS | {str(word) for word in load("answers")["polite"]}


class Head(NamedTuple):
    """What a message says in the way of yes and no, and what is left of it."""

    said: Optional[str]
    rest: List[str]
    units: Tuple[Unit, ...] = ()


def head(texts: Sequence[str]) -> Head:
    """The yes or no that the message begins with; one that is taken back gives way to the one after it."""
    units: List[Unit] = []
    at = 0
    said: Optional[str] = None
    last = _last_of_weight(texts)
    while at < len(texts):
        place = at
        between: List[str] = []
        while place < len(texts) and (
            texts[place] in _STOPS
            or units
            and texts[place] in _set("turns")
            and plain_word(texts[place]) is None
            or units
            and texts[place] in ("og", "så")
        ):
            between.append(texts[place])
            place += 1
        found = unit_at(texts, place) if place < len(texts) else None
        if found is None or units and found.kind == "listed" and found.end <= last:
            break
        said = found.said if said is None else _together(said, units[-1], found, between, texts[place])
        units.append(found)
        at = found.end
        if said == "mixed":
            break
    rest = list(texts[at:])
    while rest and rest[0] in _STOPS:
        rest = rest[1:]
    return Head(said, rest, tuple(units))


def _together(said: str, before: Unit, after: Unit, between: Sequence[str], first: str) -> str:
    """Two of them in a row: a doubt stays one, a turn makes the later one count, else they contradict each other."""
    if after.said == said:
        return said
    if after.said.startswith("maybe"):
        return after.said
    if said.startswith("maybe"):
        return after.said if after.kind == "word" and set(between) & _set("turns") else said
    if (
        set(between) & (_set("turns") - {"men"})
        or "." in between
        and after.kind != "word"
        or said == "no"
        and after.said == "yes"
        and first in ("jo", "joh", "joo")
        and after.kind == "word"
    ):
        return after.said
    if said == "no" and after.said == "yes" and before.kind == "word" and after.kind == "clause" and first == "jo":
        return after.said
    return "mixed"


def concluded(texts: Sequence[str]) -> Optional[str]:
    """ "..., så nej", "svaret er ja": the yes or no that a message comes to in the end."""
    words = [text for text in texts if text not in (".", "!", "tak", '"', ")", ";")]
    if len(words) < 2 or plain_word(words[-1]) is None:
        return None
    before = words[-2]
    if (
        before in _set("concludes")
        or before in ("et", "er", "bliver")
        and set(words[-4:-1]) & {"svaret", "bliver", "derfor"}
        or before == ","
        and words[-3:-2]
        and words[-3] in _set("concludes")
    ):
        return plain_word(words[-1])
    return None


def own_clause(texts: Sequence[str]) -> Optional[Tuple[str, List[str]]]:
    """ "Hans kone ryger, det gør han ikke selv": a later clause of small words about the person; (yes or no, the other words)."""
    for at in range(1, len(texts)):
        if texts[at - 1] not in _STOPS and texts[at - 1] not in ("men", "og"):
            continue
        found = _clause(texts, at)
        if found is None:
            continue
        words = texts[at : found.end]
        if not set(words) & {"jeg", "hun", "han", "patienten"} or found.said.startswith("maybe") or not set(words) & (_set("verbs")):
            continue
        if set(words) & {"det", "den", "dem", "slags", "nogen", "noget", "selv"}:
            return found.said, [*texts[:at], *texts[found.end :]]
    return None
