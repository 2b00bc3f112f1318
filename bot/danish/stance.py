"""Not knowing and not wanting to say, in whatever words: by verbs and denials in any order, not by sentences.

"Det kan hun desværre ikke rigtig svare på", "aner det ikke", "kan ikke erindres", "den springer vi over" are one thing.
"Jeg ved ikke, om jeg gider mere" is another, and so is "det er 165, mere ved jeg ikke".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from bot.danish.content import load
from bot.danish.needles import Sieve, needles

#: So many words may stand between a verb, its denial and what is denied.
WIDEST_GAP = 9
#: In so few words "ukendt" is of all that is said.
SHORTEST_SENTENCE = 3
MARKS = frozenset({".", ",", "!", "?", ";", ":", "(", ")", '"', "/"})
_ENDS = frozenset({".", "!", "?", ";"})


class Unknowing(NamedTuple):
    """Words `start` to `end` (not included) say that something is not known or told."""

    start: int
    end: int
    kind: str
    """know (does not know), say (cannot or will not say), idiom, skip, or undone (was not measured)."""
    complement: Tuple[str, ...] = ()
    """What is not known, where it is said after it: "ved ikke, hvordan det skete"."""


@lru_cache(maxsize=None)
def words(name: str) -> FrozenSet[str]:
    return frozenset(str(word) for word in load("stance")[name])


@lru_cache(maxsize=None)
def _phrases() -> Tuple[Sieve, Tuple[Tuple[str, "re.Pattern[str]"], ...]]:
    """What each phrase means and its pattern, and what tells which of them may be there."""
    told = [(kind, re.sub(r" $", "(?= )", pattern)) for name, kind in (("phrases", "idiom"), ("skip", "skip")) for pattern in load("stance")[name]]
    return Sieve([needles(pattern) for _, pattern in told]), tuple((kind, re.compile(pattern)) for kind, pattern in told)


@lru_cache(maxsize=None)
def _about(question: str) -> Optional["re.Pattern[str]"]:
    pattern = load("stance")["about"].get(question)
    return re.compile(pattern) if pattern else None


@lru_cache(maxsize=None)
def _gap() -> FrozenSet[str]:
    return words("subjects") | words("particles")


def unknowings(texts: Sequence[str]) -> Tuple[Unknowing, ...]:
    """Every place in the line of words where something is not known or not told, in order."""
    return _unknowings(tuple(texts))


@lru_cache(maxsize=64)
def _unknowings(said: Tuple[str, ...]) -> Tuple[Unknowing, ...]:
    texts = list(said)
    found = [*_by_verbs(texts), *_by_nouns(texts), *_by_words(texts), *_by_phrases(texts)]
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def without(found: Iterable[Unknowing], texts: Sequence[str]) -> List[str]:
    """The line of words without what says that something is not known."""
    places = {at for one in found for at in range(one.start, one.end)}
    return [text for at, text in enumerate(texts) if at not in places]


def _by_verbs(texts: Sequence[str]) -> Iterator[Unknowing]:
    for at, text in enumerate(texts):
        if text in words("know"):
            found = _denied(texts, at)
            if found and not _not_of_knowing(texts, found[0], found[1]):
                yield Unknowing(found[0], found[1], "know", _complement(texts, found[1]))
        if text in words("say"):
            found = _not_possible(texts, at)
            if found:
                yield Unknowing(found[0], found[1], "say", _complement(texts, found[1]))


def _reach(texts: Sequence[str], at: int, step: int) -> Iterator[int]:
    """The places around `at` in one direction, as long as only small words stand between."""
    place = at + step
    for _ in range(WIDEST_GAP):
        if not 0 <= place < len(texts) or texts[place] in MARKS:
            return
        yield place
        if texts[place] not in _gap() and not texts[place].startswith("@person"):
            return
        place += step


def _denied(texts: Sequence[str], at: int) -> Optional[Tuple[int, int]]:
    """(start, end) of a verb of knowing with its denial, or None."""
    for place in _reach(texts, at, 1):
        if texts[place] in words("negators"):
            return at, place + 1
    for place in _reach(texts, at, -1):
        if texts[place] in words("negators"):
            return None if texts[at] == "ved" and _is_preposition(texts, place) else (place, at + 1)
    return None


#: What begins a clause in which the denial stands before the verb: "så hun ikke ved det".
_CLAUSES = frozenset({"at", "som", "så", "hvis", "fordi", "hvad", "der", "da", "når", "om", "og", "men", "hvor", "det"})


def _is_preposition(texts: Sequence[str], denial: int) -> bool:
    """ "Alkohol rører jeg ikke ved": a verb before the subject and the denial makes "ved" a preposition."""
    after = texts[denial + 2 : denial + 3]
    if denial + 1 < len(texts) and texts[denial + 1] == "ved" and after and after[0][0].isalpha():
        starts = denial == 0 or texts[denial - 1] in MARKS or texts[denial - 1] in ("men", "og")
        if starts and after[0] not in _CLAUSES and after[0] not in words("subjects") and after[0] not in words("particles"):
            return True
    before = texts[denial - 2] if denial >= 2 and texts[denial - 1] in words("subjects") else texts[denial - 1] if denial else ","
    return before not in MARKS and before not in _CLAUSES and before not in words("subjects")


#: After "ved ikke" these make it something else: "ved ikke af at jeg er syg", "ved ikke andet end".
_NOT_AFTER = frozenset({"af", "andet", "end", "bedre", "nok"})
#: Before "ikke hvad jeg ved" there is a hedge, not a denial of knowing.
_NOT_BEFORE = frozenset({"hvad", "som", "vidt"})


def _not_of_knowing(texts: Sequence[str], start: int, end: int) -> bool:
    after = texts[end : end + 2]
    if (
        after[:1]
        and after[0] in _NOT_AFTER
        or texts[start] == "ved"
        and set(texts[start + 1 : start + 2]) & words("things")
        or texts[start] == "kender"
        and set(after) & {"nogen", "nogle"}
        or set(texts[start:end]) & {"du", "i"}
        and texts[start + 1 : start + 2] in (["du"], ["i"])
    ):
        return True
    inner = set(texts[start:end])
    return bool(inner & {"mere", "andet"} and not inner & {"det"}) or texts[start - 1 : start] in (["mere"], ["andet"], ["resten"])


#: "Kan ikke sige nej", "kan ikke sige andet end": something is said all the same.
_NOT_SAID = frozenset({"nej", "ja", "andet", "nok", "imod", "fra", "mig", "sig"})
#: "Ikke det jeg har fået at vide" is a doubt, and no not knowing.
_RELATIVE = frozenset((first, second) for first in ("det", "hvad", "som") for second in ("jeg", "hun", "han", "vi"))
#: "Du må ikke sige det til naboen" is about what the assistant may do.
_TO_THE_ASSISTANT = frozenset({"du", "i", "de"})


def _not_possible(texts: Sequence[str], at: int) -> Optional[Tuple[int, int]]:
    """(start, end) of a verb of saying or remembering that is denied as possible or wanted, or None."""
    wanted = load("stance")["say_with"].get(texts[at])
    end = at + 1
    if wanted:
        follows = [place for place in range(at + 1, min(at + 4, len(texts))) if texts[place] in wanted]
        if not follows:
            return None
        end = follows[0] + 1
    negated: Optional[int] = None
    helper: Optional[int] = None
    for place in _wide_reach(texts, at):
        if texts[place] in words("negators"):
            negated = place
        elif texts[place] in words("can"):
            helper = place
    if negated is None or helper is None:
        return None
    start = min(negated, helper)
    if texts[at] == "vide" and texts[helper] in ("vil", "ville", "ønsker"):
        return None
    if any(tuple(texts[place : place + 2]) in _RELATIVE for place in range(negated + 1, at)):
        return None
    if (
        texts[end : end + 1]
        and texts[end] in _NOT_SAID
        or start
        and texts[start - 1] in _TO_THE_ASSISTANT
        or set(texts[start:at]) & _TO_THE_ASSISTANT
    ):
        return None
    return start, max(end, negated + 1)


def _wide_reach(texts: Sequence[str], at: int) -> Iterator[int]:
    """Back over small words, denials and helping verbs, to where the clause began."""
    place = at - 1
    for _ in range(WIDEST_GAP):
        if place < 0 or texts[place] in MARKS:
            return
        if texts[place] == "og" and place and texts[place - 1] in _POSTURES:
            place -= 2
            continue
        if (
            texts[place] not in _gap()
            and texts[place] not in words("negators")
            and texts[place] not in words("can")
            and not texts[place].startswith("@person")
        ):
            return
        yield place
        place -= 1


#: "Kan ikke gå og huske".
_POSTURES = frozenset({"gå", "sidde", "stå", "ligge"})


def _complement(texts: Sequence[str], end: int) -> Tuple[str, ...]:
    """The question of its own that follows: its words to the end of the sentence."""
    place = end
    while place < len(texts) and place - end < 5 and (texts[place] in _gap() or texts[place] == ",") and texts[place] not in ("om", "at"):
        place += 1
    if place >= len(texts) or texts[place] not in words("asks"):
        return ()
    if texts[place] == "om" and (
        place + 1 >= len(texts)
        or texts[place + 1] in MARKS
        or texts[place + 1] in ("det", "dem", "den")
        and (place + 2 >= len(texts) or texts[place + 2] in MARKS)
    ):
        return ()
    rest: List[str] = []
    for at, text in enumerate(texts[place:], place):
        if (
            text in _ENDS
            or text in (",", "men", "fordi")
            or text == "for"
            and texts[at + 1 : at + 2]
            and texts[at + 1] in words("subjects") | {"det", "den", "der"}
        ):
            break
        rest.append(text)
    return tuple(rest)


def _by_nouns(texts: Sequence[str]) -> Iterator[Unknowing]:
    for at, text in enumerate(texts):
        if text not in words("no_idea"):
            continue
        place = at - 1
        while place >= 0 and at - place < 8 and texts[place] in words("least"):
            place -= 1
        if place >= 0 and (
            texts[place] in words("none") or texts[place] in words("negators") or texts[place][0] == "#" and place == at - 1
        ):
            yield Unknowing(place, at + 1, "know", _complement(texts, at + 1))


def _by_words(texts: Sequence[str]) -> Iterator[Unknowing]:
    """ "Traumemekanisme ukendt", "det har jeg glemt": words that end what is said."""
    for at, text in enumerate(texts):
        if text not in words("alone") and text not in words("forgotten"):
            continue
        complement = _complement(texts, at + 1)
        after = [one for one in texts[at + 1 : at + 4] if one not in _gap() and one != "alt"]
        if not complement and after and after[0] not in MARKS and len(texts) > SHORTEST_SENTENCE:
            continue
        if text in words("forgotten") and texts[at + 1 : at + 2] and texts[at + 1] in _WHOM:
            continue
        if text in words("forgotten") and (set(texts[max(0, at - 3) : at]) & words("almost") or set(texts[at + 1 : at + 3]) & {"at", "på"}):
            continue
        yield Unknowing(at, at + 1, "know", complement)


#: "De har glemt mig": nothing that the person does not know.
_WHOM = frozenset({"mig", "os", "hende", "ham", "min", "mit", "mine"})


def _by_phrases(texts: Sequence[str]) -> Iterator[Unknowing]:
    line = " " + " ".join(texts) + " "
    sieve, phrases = _phrases()
    for place in sieve.possible(line):
        kind, pattern = phrases[place]
        for match in pattern.finditer(line):
            start = line.count(" ", 0, match.start() + 1) - 1
            yield Unknowing(start, start + len(match.group().split()), kind, ())


def is_not_measured(texts: Sequence[str]) -> bool:
    """ "ikke målt", "ingen målebånd": nothing was measured or looked at."""
    denial = [at for at, text in enumerate(texts) if text in words("negators") or text == "uden"]
    return any(
        text in words("not_done") or text in words("no_means") for at in denial for text in texts[at + 1 : at + 7] if text not in MARKS
    )


#: "Har en læge sagt, at ...": that nobody has said so is an answer, and no not knowing.
_TOLD_BY_A_DOCTOR = frozenset({"sagt", "fortalt", "hørt", "vide", "sige", "oplyst", "fortælle", "nævnt", "udtale", "snakket", "talt"})


def will_not(texts: Sequence[str]) -> bool:
    """ "Det tør jeg ikke", "kan hun desværre ikke": what the question asks for is not done."""
    plain = [text for text in texts if text not in MARKS]
    for at, text in enumerate(plain):
        if text in words("will_not") or text == "har" and "lyst" in plain[at : at + 6]:
            after = plain[at + 1 :]
            denied = next((place for place, one in enumerate(after[:5]) if one in words("negators")), None)
            if (
                denied is not None
                and all(one in _gap() or one in words("negators") for one in after[: denied + 3])
                and (len(after) <= denied + 3 or texts[-1] in MARKS or len(plain) <= 12)
            ):
                return True
    return False


def is_about(one: Unknowing, question: str, said: Sequence[str] = ()) -> bool:
    """Whether what is not known is what was asked; `said`: the words that say so."""
    if question == "known_osteoporosis" and set(said) & _TOLD_BY_A_DOCTOR:
        return False
    if not one.complement:
        return True
    if set(one.complement) & words("answering"):
        return True
    if one.complement[0] == "at":
        return False  # "husker ikke at have gjort det" is a doubtful no
    if asks_meaning(one):
        return question == "conditions"
    line = " ".join(one.complement)
    pattern = _about(question)
    if pattern and pattern.search(line):
        return True
    told = set(one.complement)
    return not [word for word in one.complement if word[0].isalpha() and word not in words("empty")] and not told & words("elsewhere")


def tells_beside(question: str, texts: Sequence[str]) -> bool:
    """Whether something of what was asked is told beside what is not known: "noget hormon, navnet husker jeg ikke"."""
    found = [one for one in unknowings(texts) if one.kind != "skip"]
    if not found:
        return False
    around = {at for one in found for at in range(one.start, one.end)}
    rest = " " + " ".join(text for at, text in enumerate(_without_complements(texts, found)) if at not in around and text) + " "
    pattern = load("stance")["beside"].get(question)
    if pattern and re.search(pattern, rest):
        return True
    if question not in load("stance")["detail_of"] or not re.search(load("stance")["detail"], " " + " ".join(texts) + " "):
        return False
    weightless = MARKS | _gap() | words("empty") | words("negators")
    told = [text for text in rest.split() if text not in weightless and not re.match(load("stance")["detail"], f" {text} ")]
    return len(told) >= FEWEST_BESIDE


#: So many words of weight beside a name that is not known tell something.
FEWEST_BESIDE = 2


def _without_complements(texts: Sequence[str], found: Sequence[Unknowing]) -> List[str]:
    """The words, with "" for those of the questions that are not known the answer to."""
    left = list(texts)
    for one in found:
        size = len(one.complement)
        for at in range(one.end, len(texts) - size + 1) if size else ():
            if tuple(texts[at : at + size]) == one.complement:
                left[at : at + size] = [""] * size
                break
    return left


def asks_meaning(one: Unknowing) -> bool:
    """ "Jeg ved ikke, hvad binyrebarkhormon er": the word is not understood, so the question is to be explained."""
    return (
        one.complement[:1] == ("hvad",)
        and len(one.complement) <= 6
        and bool(set(one.complement[-1:]) & _MEANS or set(one.complement) & (_MEANS - {"er"}))
    )


#: What a word is or means.
_MEANS = frozenset({"er", "betyder", "dækker", "indebærer"})


#: After not knowing these tell nothing more.
_WEIGHTLESS = frozenset({"tak", "men", "desværre", "alt", "der", "hele", "siden", "dengang"})


def is_last(one: Unknowing, texts: Sequence[str]) -> bool:
    """Whether nothing of weight follows."""
    return not [
        text for text in texts[one.end + len(one.complement) :] if text not in MARKS and text not in _gap() and text not in _WEIGHTLESS
    ]
