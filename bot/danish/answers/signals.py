"""What the segments of a message show of the choices of a question: the signals of content/choices.yml."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from bot.danish import scope
from bot.danish.content import load
from bot.danish.view import Item, Segment
from bot.danish.when import TODAY

RELATIVES = frozenset({"parent", "grand", "child", "sibling", "relative", "spouse", "friend", "family"})
#: A denial reaches so many words on, and so many words back ("træner gør jeg ikke").
REACH_ON, REACH_BACK = 6, 3
#: What may follow a denial that stands behind what it denies: "træner ikke mere", not "går tur, ikke noget hårdt".
_AFTER_DENIAL = frozenset({
    "mere", "længere", "så", "ret", "særlig", "særligt", "meget", "tit", "ofte", "rigtig", "rigtigt", "helt", "for", "i", "på", "nu", "altid", "hver", "endnu",
    "der", "det", "jeg", "hun", "han", "noget", "nogensinde", "overhovedet", "da", "jo", "dog", "desværre", "heldigvis", "tak", "selv", "alene",
})
#: A denial of a denial, or of "only".
_NOT_ONLY = frozenset({"kun", "bare", "blot", "alene", "udelukkende"})
#: Signals whose patterns hold their own denial begin so.
OWN_DENIAL = "no_"


@dataclass(frozen=True)
class Signal:
    """One pattern found: which signal it shows, and where."""

    name: str
    at: int
    """Index of its segment."""
    segment: Segment
    start: int
    end: int
    denied: Optional[bool]
    """None: it cannot be told."""

    @property
    def text(self) -> str:
        return self.segment.line[self.start:self.end]


@lru_cache(maxsize=None)
def _alternatives(name: str) -> str:
    words = sorted((str(word) for word in load("choices")["words"][name]), key=len, reverse=True)
    return "(?:" + "|".join(dict.fromkeys(words)) + ")"


def _macro(match: "re.Match[str]") -> str:
    name = match[1]
    if name == "gap":
        return r"(?:\S+ ){0,3}"
    return "(?:" + _alternatives(name) + " )*" if name == "fill" else _alternatives(name)


def _expanded(pattern: str) -> str:
    """`pattern` with its word lists filled in, from word to word of a line."""
    full = re.sub(r"\{([a-z]+)\}", _macro, pattern)
    if full.endswith(" $"):
        full = full[:-2] + "(?= $)"
    return full if full.startswith("^ ") else "(?<= )" + full


@lru_cache(maxsize=None)
def patterns_of(question: str) -> Tuple[Tuple[str, "re.Pattern[str]"], ...]:
    """(signal, its patterns as one) for every signal of the question."""
    return tuple((name, re.compile("(?:" + "|".join(_expanded(one) for one in patterns) + ")(?= )")) for name, patterns in load("choices")[question].items())


@lru_cache(maxsize=None)
def word_list(name: str) -> FrozenSet[str]:
    return frozenset(load("choices")["words"][name])


def is_denied(segment: Segment, start: int, end: int) -> Optional[bool]:
    """Whether what stands at start:end of the segment's line is denied there; None when it cannot be told."""
    negators = scope.words("negators")
    before, after = segment.line[:start].split(), segment.line[end:].split()
    if segment.exceptive:
        return False
    if _UNABLE_FOR.search(segment.line[:start]):
        return False
    near = before[-REACH_ON:]
    for place, word in enumerate(near):
        following = near[place + 1] if place + 1 < len(near) else segment.line[start:end].split()[0]
        if word in negators and following not in _NOT_ONLY and not _begins_anew(near[place + 1:]):
            return True
    for place, word in enumerate(after[:REACH_BACK]):
        if word in negators and all(one in _AFTER_DENIAL or one[0] == "%" for one in after[place + 1:place + 2]):
            return True
    own = any(word in negators for word in segment.line.split())
    return False if own or segment.line.split()[0] in _CONTRASTS else segment.negated


#: "ikke ondt, bare træt": what begins so is told against the denial before it.
_CONTRASTS = frozenset({"bare", "kun", "blot", "men", "derimod", "snarere", "tværtimod"})

#: "kunne ikke komme op for smerter": the denial is of what the pain hinders.
_UNABLE_FOR = re.compile(r" (?:kan|kunne|kommer|kom|sover|sov) (?:\S+ ){0,3}ikke (?:\S+ ){0,5}(?:for|af) (?:bare |lutter )?$")


def _begins_anew(words: Sequence[str]) -> bool:
    """ "ikke i ryggen det er knæet": a new statement stands between the denial and the word."""
    return any(first in _SUBJECTS and second in scope.words("finite_verbs") for first, second in zip(words, words[1:]))


_SUBJECTS = frozenset({"det", "den", "jeg", "a", "hun", "han", "vi", "der", "de"})


#: Signals whose words a denial may part: "det gør jeg ikke selv".
_DENIED_WITHIN = frozenset({"everyday", "weak_everyday", "training", "maybe", "patient", "self", "female", "male"})


def signals_in(question: str, segments: Sequence[Segment]) -> List[Signal]:
    """Every signal of `question` in the segments, in order of the segments."""
    found: List[Signal] = []
    for at, segment in enumerate(segments):
        for name, pattern in patterns_of(question):
            for match in pattern.finditer(segment.line):
                denied = False if name.startswith(OWN_DENIAL) else is_denied(segment, match.start(), match.end())
                if denied is False and name in _DENIED_WITHIN and set(match.group().split()[1:]) & scope.words("negators"):
                    denied = True
                found.append(Signal(name, at, segment, match.start(), match.end(), denied))
    return found


@lru_cache(maxsize=None)
def _familiar(question: str) -> FrozenSet[str]:
    return word_list("fill") | scope.words("small_words") | word_list(f"near_{question}")


def foreign_words(question: str, segment: Segment, signals: Iterable[Signal]) -> List[str]:
    """The words of a segment that neither a signal nor plain talk of the question explains; numbers and other names are among them."""
    spans = [(signal.start, signal.end) for signal in signals if signal.segment is segment]
    found: List[str] = []
    place = 1
    for item in segment.items:
        word = item.text
        inside = any(start <= place and place + len(word) <= end for start, end in spans)
        if not (inside or word[0] == "%" or word in _familiar(question) or word[:1] in ",.!?;:()" or word.startswith("@person:staff")):
            found.append(word)
        place += len(word) + 1
    return found


def by_name(signals: Iterable[Signal]) -> Dict[str, List[Signal]]:
    table: Dict[str, List[Signal]] = {}
    for signal in signals:
        table.setdefault(signal.name, []).append(signal)
    return table


_HE_OR_SHE = re.compile(r" (?:hun|han|hende|ham|hendes|hans) ")
#: "passer mine børnebørn": the relative is whom it is done to.
_LOOKED_AFTER = re.compile(r"(?: jeg| og|^)(?: \S+)? (?:passer|henter|besøger|hjælper|plejer|ser|afleverer|leger|kører|underviser) (?:\S+ ){0,3}@person:\w+ ")


#: "da jeg løftede min mand": what somebody does to a relative; "jeg har en søster" tells of the sister.
_DONE_TO = re.compile(r" (?P<who>jeg|a|vi|hun|han|patienten) (?!har |havde |kender |tror |ved |synes |siger |mener |er |var |fik |bor |mistede |hører |læste )(?:\S+ ){1,3}@person:\w+ (?!(?:har|er|havde|var|fik|siger|ryger|går|kan|tror) )")


#: "går tur med min veninde": nobody is named but the one who goes along.
_TOGETHER = re.compile(r"^ (?!hun |han |@person)(?:\S+ ){1,8}(?:med|hos|til|for|efter) (?:(?:min|mine|mit|vores|en|et) )?(?:\S+ )?@person:\w+ (?!(?:har|er|havde|var|fik|siger|kan|tror) )")


def is_own(segments: Sequence[Segment], at: int, third: bool, done_to: bool = False) -> bool:
    """Whether a segment is about the person whose answers these are. What doctors and scans say of that person is too.

    `done_to`: also what that person does with a relative.
    """
    segment = segments[at]
    naming = segment
    for earlier in reversed(segments[:at + 1]):
        if earlier.sentence != segment.sentence:
            break
        naming = earlier
        if earlier.explicit:
            break
    if segment.person in RELATIVES or segment.person == "unclear":
        doing = _DONE_TO.search(naming.line) if done_to else None
        if done_to and _TOGETHER.search(naming.line):
            return True
        return bool(_LOOKED_AFTER.search(naming.line)) or bool(doing) and (third or doing["who"] in ("jeg", "a", "vi"))
    if segment.person == "patient":
        return True
    if segment.person == "other":
        return not _HE_OR_SHE.search(naming.line)
    if third and segment.person == "self" and segment.explicit:
        return not any(one.person == "patient" for one in segments)
    return True


#: "sidder og ser fjernsyn": one statement, although "og" stands within.
_POSTURES = frozenset({"sidder", "ligger", "står", "går", "sad", "lå", "stod", "gik", "siddet", "ligget", "gået", "sidde", "ligge"})


def as_written(segments: Sequence[Segment], people: bool = False, today: bool = False) -> List[Segment]:
    """The segments with "nul" and "nakken" as words; `people` and `today`: "min mand" and "i dag" as words too, not as marks.

    Two that are one statement ("jeg sidder og læser") are joined.
    """
    written: List[Segment] = []
    for segment in segments:
        items: List[Item] = []
        for item in segment.items:
            if people and item.text.startswith("@person:") and item.thing is not None:
                items.extend(Item(token.text) for token in item.thing)
            elif item.text == "@bone:spine" and item.thing is not None and item.thing.text.startswith(("nakke", "hals")):
                items.append(Item("nakken"))
            elif item.text[0] == "#" and item.thing.high == 0:
                items.append(Item("nul"))
            elif today and item.text.startswith("%ago") and item.thing.word is None and item.thing.high <= TODAY:
                items.extend((Item("i"), Item("dag")))
            else:
                items.append(item)
        before = written[-1] if written else None
        if before is not None and segment.lead == "og" and before.sentence == segment.sentence and before.items and before.items[-1].text in _POSTURES:
            before.items = [*before.items, Item("og"), *items]
            before.hedged, before.doubtful = before.hedged or segment.hedged, before.doubtful or segment.doubtful
            before.negated = before.negated or segment.negated
            before.render()
            continue
        copied: Any = Segment(items, segment.sentence, segment.lead, segment.person, segment.explicit, segment.negated, segment.hypothetical, segment.question, segment.hedged, segment.doubtful, segment.not_quite, segment.pending, segment.exceptive)
        written.append(copied)
    return written


_SURE = re.compile(r" (?:god|godt|fin|fint|stærk|sandt|rigtigt|mærkeligt|sjovt|underligt|utroligt|stor|slemt|skidt|klart|bare|mere end) nok(?= )| (?:helt|ganske|heldigt) sikkert(?= )| nok (?:så|til|af)(?= )")


def is_hedged(segment: Segment) -> bool:
    """Whether it is told with a doubt: "vist", "tror jeg", but not "god nok" or "helt sikkert"."""
    return segment.doubtful or segment.hedged and bool(scope.phrase_pattern("hedge").search(_SURE.sub(" ", segment.line)) or not scope.phrase_pattern("hedge").search(segment.line))


def is_doubted_after(segments: Sequence[Segment], at: int) -> bool:
    """ "leddegigt, tror jeg nok": the next words only doubt it."""
    following = segments[at + 1] if at + 1 < len(segments) else None
    return following is not None and following.sentence == segments[at].sentence and len(following.items) <= 4 and is_hedged(following) and "@" not in following.line.replace("@person", "")


def is_unsure(segments: Sequence[Segment], at: int) -> bool:
    return is_hedged(segments[at]) or is_doubted_after(segments, at)
