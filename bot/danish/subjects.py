"""What a question is about: the subjects of the entries, the themes they share, and subjects of others (content/topics.yml).

A term is compared word by word, as `fold` writes it: with an open end ("epilepsi-"), an open beginning ("-plaster"), both, or
else with any Danish ending. One slip is forgiven in a long word that is no other Danish word.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, Iterator, List, NamedTuple, Sequence, Set, Tuple

from rapidfuzz.distance import OSA

from bot.danish import pipeline
from bot.danish.concepts import words_in
from bot.danish.content import load
from bot.danish.folding import fold, folded_word

#: Beyond this a message is a story, and its end says no more about what it asks.
LONGEST = 400
#: How a Danish word may end, folded.
_INFLECTED = ("", "e", "n", "en", "t", "et", "r", "er", "ne", "ene", "erne", "rne", "ede", "te", "de")
ENDINGS = tuple(inflected + genitive for inflected in _INFLECTED for genitive in ("", "s"))
#: Shorter words take no ending: "te" is not "ten".
SHORTEST_WITH_ENDING = 3
#: From this length on a word may have one slip.
ONE_SLIP = 7
#: How many words may stand within ".." of a term.
APART = 5
#: The kinds of concept: an entry's subject, a theme of several, a subject of others.
SUBJECT, THEME, OTHER = "subjects", "themes", "other"

Concept = Tuple[str, str]


class _Term(NamedTuple):
    """The parts of a term in order, each with how many words may stand before it, and the concept it names."""

    parts: Tuple[Tuple[str, int], ...]
    concept: Concept


class _Terms(NamedTuple):
    """The parts by how they are looked up; what each names alone, and the terms of several parts by their first."""

    words: Dict[str, FrozenSet[str]]
    starts: Dict[str, str]
    ends: Dict[str, str]
    inside: Tuple[Tuple[str, str], ...]
    written: FrozenSet[str]
    by_length: Dict[Tuple[str, int], List[str]]
    alone: Dict[str, FrozenSet[Concept]]
    longer: Dict[str, List[_Term]]


def _parts(text: str) -> Iterator[Tuple[str, int]]:
    """(part, the most words before it) of a term; the parts keep their marks."""
    gap = 0
    for word in text.split():
        if word == "..":
            gap = APART
            continue
        if word[0] == "=":
            yield word, gap
        else:
            opened, closed = word[0] == "-" and len(word) > 2 and not word[1].isdigit(), word[-1] == "-"
            pieces = fold(word.strip("-")).replace("-", " ").replace(",", " ").split()
            for at, piece in enumerate(pieces):
                yield ("-" if opened and not at else "") + piece + ("-" if closed and at == len(pieces) - 1 else ""), gap if not at else 0
        gap = 0


@lru_cache(maxsize=1)
def _terms() -> _Terms:
    words: Dict[str, Set[str]] = {}
    starts: Dict[str, str] = {}
    ends: Dict[str, str] = {}
    inside: Dict[str, str] = {}
    terms: Dict[str, List[_Term]] = {}
    for kind, concepts in ((kind, load("topics")[kind]) for kind in (SUBJECT, THEME, OTHER)):
        for name, listed in concepts.items():
            for text in listed:
                parts = tuple(_parts(str(text)))
                terms.setdefault(parts[0][0], []).append(_Term(parts, (kind, name)))
    for part in sorted({part for listed in terms.values() for term in listed for part, _ in term.parts if part[0] != "="}):
        bare = part.strip("-")
        if part[0] == "-" and part[-1] == "-":
            inside[bare] = part
        elif part[0] == "-":
            ends[bare] = part
        elif part[-1] == "-":
            starts[bare] = part
        else:
            for ending in ENDINGS if len(bare) >= SHORTEST_WITH_ENDING else ("",):
                words.setdefault(bare + ending, set()).add(part)
    by_length: Dict[Tuple[str, int], List[str]] = {}
    for word in sorted({*words, *starts}):
        if len(word) >= ONE_SLIP - 1:
            by_length.setdefault((word[0], len(word)), []).append(word)
    written = frozenset(part for listed in terms.values() for term in listed for part, _ in term.parts if part[0] == "=")
    alone = {part: frozenset(term.concept for term in listed if len(term.parts) == 1) for part, listed in terms.items()}
    longer = {part: [term for term in listed if len(term.parts) > 1] for part, listed in terms.items()}
    known = {word: frozenset(found) for word, found in words.items()}
    return _Terms(known, starts, ends, tuple(inside.items()), written, by_length, alone, longer)


@lru_cache(maxsize=20_000)
def _parts_of(word: str) -> FrozenSet[str]:
    """The parts of terms that a folded word fits."""
    terms = _terms()
    found = set(terms.words.get(word, ()))
    found.update(terms.starts[word[:size]] for size in range(2, len(word) + 1) if word[:size] in terms.starts)
    stems = {word[:len(word) - len(ending)] for ending in ENDINGS if word.endswith(ending)}
    found.update(terms.ends[stem[at:]] for stem in stems for at in range(len(stem) - 2) if stem[at:] in terms.ends)
    found.update(part for text, part in terms.inside if text in word)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _with_slip(word: str) -> FrozenSet[str]:
    """The parts that a long word fits with one slip."""
    terms = _terms()
    for length in (len(word), len(word) - 1, len(word) + 1):
        for known in terms.by_length.get((word[0], length), ()):
            if OSA.distance(word, known, score_cutoff=1) <= 1:
                return _parts_of(known) | ({terms.starts[known]} if known in terms.starts else set())
    return frozenset()


def lines_of(text: str) -> List[List[str]]:
    """The words of `text` in the folded spelling: as they are written, and as the pipeline spells them right."""
    written = [word for word in words_in(text[:LONGEST]) if word not in "?!"]
    spelled = (folded_word(word).replace("-", " ") for word in pipeline.spelled(text[:LONGEST]))
    right = [part for word in spelled for part in word.split() if part[0].isalnum()]
    return [written] if right == written else [written, right]


def _seen(words: Sequence[str], known: FrozenSet[str]) -> List[FrozenSet[str]]:
    seen = [_parts_of(word) for word in words]
    return [parts or (_with_slip(word) if len(word) >= ONE_SLIP and word not in known else parts) for word, parts in zip(words, seen)]


def _follows(term: _Term, seen: Sequence[FrozenSet[str]], at: int) -> bool:
    """Whether the rest of a term stands behind its first part."""
    for part, gap in term.parts[1:]:
        places = range(at + 1, min(at + 2 + gap, len(seen)))
        at = next((place for place in places if part in seen[place]), -1)
        if at < 0:
            return False
    return True


def _written_words(text: str) -> Set[str]:
    """The words as they are written, for terms that must be so: "øl" is not "ol"."""
    return {"=" + word for word in pipeline.spelled(text[:LONGEST])}


@lru_cache(maxsize=1_024)
def concepts_of(text: str) -> FrozenSet[Concept]:
    """(kind, name) of everything that `text` names."""
    terms = _terms()
    speller = pipeline.nlp().tokenizer.speller
    known = frozenset(folded_word(word) for word in pipeline.spelled(text[:LONGEST]) if speller.is_known(word))
    found = {concept for part in _written_words(text) & terms.written for concept in terms.alone.get(part, ())}
    for words in lines_of(text):
        seen = _seen(words, known)
        anywhere = frozenset().union(*seen)
        for at, parts in enumerate(seen):
            for part in parts:
                found.update(terms.alone.get(part, ()))
                # Most terms lack their second part: that is looked for first, because it costs next to nothing.
                begun = (term for term in terms.longer.get(part, ()) if term.parts[1][0] in anywhere and term.concept not in found)
                found.update(term.concept for term in begun if _follows(term, seen, at))
    return frozenset(found)


def names_of(kind: str, text: str) -> FrozenSet[str]:
    """The subjects, themes or subjects of others that `text` names."""
    return frozenset(name for one, name in concepts_of(text) if one == kind)
