"""The words of content/fractures.yml: lists of phrases as patterns on a line of the reader, and what they say of a cause."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import AbstractSet, Dict, FrozenSet, Optional, Set

from bot.danish.content import load

#: A gap ("..") in a phrase of content/fractures.yml is at most so many words.
GAP = 4


@lru_cache(maxsize=None)
def said(name: str) -> "re.Pattern[str]":
    """Any phrase of one list of content/fractures.yml, as whole words of a line."""
    return re.compile(" (?:" + "|".join(_as_pattern(phrase) for phrase in sorted(phrases(name), key=len, reverse=True)) + ")(?= )")


def may_say(name: str, words: AbstractSet[str]) -> bool:
    """Whether one of `words` begins a phrase of a list: a test that costs next to nothing, for the many lines where none does."""
    first = _first_words(name)
    return not first or not first.isdisjoint(words)


@lru_cache(maxsize=None)
def _first_words(name: str) -> FrozenSet[str]:
    """The words that the phrases of one list begin with; none where one of them may begin with any."""
    first = {phrase.split()[0] for phrase in phrases(name)}
    return frozenset() if any(word == ".." or word == "#" or word[0] in _ENDS for word in first) else frozenset(first)


@lru_cache(maxsize=None)
def phrases(name: str) -> FrozenSet[str]:
    found: Set[str] = set()
    for told in load("fractures")[name]:
        found.update([told] if isinstance(told, str) else told)
    return frozenset(found)


#: "~gulv" is any word that ends so, "+træet" only a longer one.
_ENDS = {"~": r"\w*", "+": r"\w+"}


def _as_pattern(phrase: str) -> str:
    words = []
    for word in phrase.split():
        if word == "..":
            words.append(rf"(?:\S+ ){{0,{GAP}}}")
        elif word == "#":
            words.append(r"#\d+ ")
        else:
            words.append((_ENDS[word[0]] + re.escape(word[1:]) if word[0] in _ENDS else re.escape(word)) + " ")
    return "".join(words)[:-1] if words[-1] != ".." else "".join(words)


@lru_cache(maxsize=None)
def bone_words() -> Dict[str, str]:
    """Site by bone, to take compounds apart that the lexicon does not hold."""
    return {str(word): site for site, told in load("lexicon")["bone"].items() for word in told["words"] if " " not in str(word)}


# --- cause ---


def cause_words(line: str) -> FrozenSet[str]:
    """Which kinds of cause a line names: high, vehicle, low, unclear."""
    rest = said("like_floor").sub(" gulvet", _WITH_AN_AID.sub(" ", line))
    kinds = {kind for kind in ("high", "low", "unclear") if said(kind).search(rest)}
    if said("like_floor").search(line):
        kinds.add("low")
    if _EVERYDAY.search(rest):
        kinds.add("low")
    if not kinds and said("vague_event").search(rest):
        kinds.add("event")
    apart = _STEPS.sub(" ", said("beside_vehicle").sub(" ", rest))
    if said("vehicle").search(apart):
        kinds.add("high" if _riding().search(apart) or re.search(r" (?:ramt|ramte|væltet|skubbet|revet) ", apart) else "vehicle")
    return frozenset(kinds)


#: "på vej op i bussen": on foot.
_STEPS = re.compile(r" (?:vej|op|ind|ud|hen|over|ned) (?:i|af|til|fra|mod|ad) (?:min |en |et |den |sin |det )?\w*(?:bil|bilen|bus|bussen|tog|toget|taxa|taxaen|traktoren|vognen)(?= )")

#: "Har gået med stok siden": an aid that came after, and no cause.
_WITH_AN_AID = re.compile(r" (?:går|gik|gået|gå) (?:\w+ ){0,3}?med (?:en |min |to )?(?:stok|stokken|stokke|rollator|rollatoren|krykke|krykker|gangstativ|kørestol)(?= )")

#: "ved at åbne et glas": whatever it was, it was small, unless it is of another kind by its own words.
_EVERYDAY = re.compile(r" (?<!er )(?<!var )(?:bare )?ved at (?!falde|blive|køre|styrte|være|få|komme|ramle|hoppe|springe|sparke|slå|cykle|løbe|ride|danse|sprinte|vælte|klatre)\w+ ")


@lru_cache(maxsize=1)
def _riding() -> "re.Pattern[str]":
    """On, in or with a vehicle, not beside one."""
    vehicles = "|".join(_as_pattern(word) for word in sorted(phrases("vehicle"), key=len, reverse=True) if word != "kørte")
    return re.compile(rf" (?:på|med|i|under|af|fra|bag på) (?:min |en |et |den |sin |det |vores )?(?:{vehicles})(?= )")


_CLEARLY_LOW = re.compile(r" (?:egen højde|lavenergi\w*|stående|hostede|hoste|nysede|nyste|over (?:stigen|en stige)) ")


def cause_of(line: str) -> Optional[bool]:
    """True for a small accident, False for traffic or a fall from a height, None when not told or told both ways."""
    kinds = cause_words(line)
    if "high" in kinds:
        return None if _CLEARLY_LOW.search(line) else False
    if "unclear" in kinds:
        return None
    if "low" in kinds:
        return None if "vehicle" in kinds and not _CLEARLY_LOW.search(line) else True
    return False if "vehicle" in kinds else None
