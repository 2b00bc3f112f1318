"""Broken bones told of: where, how, when and whether seen on pictures, each as one record; several in one sentence too."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish.content import load
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import When, months_range

#: The rules ask whether a fracture is at most six months old.
RECENT_MONTHS = 6
#: How far from the broken bone, in segments, its cause and time are looked for.
REACH = 3
#: How many words that the reader does not know a note in shorthand may hold.
SHORTHAND_FOREIGN = 2

_BROKE = re.compile(r" (?:brækkede|brækket|brækkes|brak|brud|bruddet|brude|knækkede|knækket|fraktur|frakturer|frakturen|frakturerede|knoglebrud|brækked|brækkedede|revne|revnet|revnede|smadrede|smadret|kvæstede|brækk|brækkedes|brækkers|sprækket|splintret|splintrede|faldet sammen|fx) ")
_NAMED = re.compile(r" @fracture_name:(\w+)(?= )")
_BONE = re.compile(r" @bone:(\w+)(?= )")
_IDIOM = re.compile(r" (?:brækkede|brækket|brækker) (?:mig|sig|os) (?!(?:i|på) @bone)| brud (?:på|med) (?:loven|reglerne|aftalen|traditionen|kontrakten|familien|ham|hende|tilliden|fortiden)| revne (?:i )?(?:væg|vægge|muren|huden|menisk|sene|ledbånd|akillessene|muskel)")
_OPERATED = re.compile(r" (?:(?:fået |fik |har |opereret |skiftet |have |indsat |ny |nyt |kunstig |kunstigt |ind |kunst )+@bone:hip|@bone:hip (?:operation|opereret|protese|udskiftet|skiftet)|hofteoperation|hofteopereret|hofteprotese|kunstig hofte|hoftealloplastik|tha|opereret (?:i |for |min |min venstre |min højre )*@bone:hip|udskiftet (?:\w+ )?@bone:hip|operation i @bone:hip|skiftet (?:\w+ )?@bone:hip|alloplastik) ")
_PROSTHESIS = re.compile(r" (?:@other:other_joint|slid|slidt|slitage) ")
_SEEN = re.compile(r" (?:røntgen|røntgenbillede|røntgenbilleder|røntgenfotograferet|røntgenundersøgelse|scanning|scannet|scanningen|mr|mrscanning|ct|ctscanning|mrscannet|billeder|verificeret|røntgenverificeret|mrverificeret|ctverificeret|påvist|skadestuen konstaterede|fotograferet|billeddiagnostisk|mri) ")
_NOT_SEEN = re.compile(r" (?:ikke (?:blevet |\w+ )?(?:røntgenfotograferet|scannet|set på|verificeret|fotograferet|undersøgt)|aldrig (?:blevet |\w+ )?(?:røntgenfotograferet|scannet|set på|verificeret|fotograferet|undersøgt)|uden røntgen|uden scanning|ingen røntgen|ikke verificeret|ikke taget (?:røntgen|billeder)|aldrig taget (?:røntgen|billeder)|uverificeret|ikke røntgen|ikke på røntgen|ingen billeder) ")
_CHILD = re.compile(r" (?:barn|barnsben|skolen|lille|dreng|pige|teenager) ")
_NOTHING = re.compile(r" (?:noget|nogen|nogle|knogle|knogler|nogen knogler|noget som helst|nogensinde|ingenting) ")


def find(doc: Doc, segments: Sequence[Segment], about: Sequence[Segment], facts: Any, context: Context, question: Optional[str]) -> None:
    """Put the fractures of the message into `facts`."""
    anchors: List[Tuple[int, List[str]]] = []
    denied_all = False
    own = {id(segment) for segment in about}
    own |= {id(segment) for segment in segments if _is_shorthand(segment, segments)}
    after_denial = False
    open_question = (question or "").startswith("fractures")
    for index, segment in enumerate(segments):
        mine = id(segment) in own or segment.plain and segment.exceptive and after_denial
        if not mine:
            after_denial = False if not segment.exceptive else after_denial
            continue
        if _IDIOM.search(segment.line):
            continue
        sites = _sites(segment, anchors, segments, index, after_denial, open_question)
        broke = bool(_BROKE.search(segment.line)) or bool(_NAMED.search(segment.line))
        if broke and segment.negated:
            if not sites or not _BONE.search(segment.line) and not _NAMED.search(segment.line):
                if _denies_all(segment.line) and not segment.not_quite and not segment.hedged and not _CHILD.search(segment.line):
                    denied_all = True
                after_denial = True
            continue
        after_denial = False
        if sites and segment.negated is False and not segment.hedged and not segment.doubtful and not segment.not_quite:
            anchors.append((index, sites))
        elif _OPERATED.search(segment.line) and segment.negated is False and not broke:
            if not _PROSTHESIS.search(" ".join(one.line for one in segments if one.sentence == segment.sentence)):
                facts.asks.append(AskBack("fractures", "prosthesis_or_fracture", None, prosthesis_options()))
    for place, (index, sites) in enumerate(anchors):
        first = max(anchors[place - 1][0] + 1 if place else 0, index - REACH)
        last = min(anchors[place + 1][0] - 1 if place + 1 < len(anchors) else len(segments) - 1, index + REACH)
        around = [segment for segment in segments[first:last + 1] if _belongs(segment, segments[index], own)]
        details = details_of(segments[index], around, context)
        for site in sites:
            record = {"site": site, **details}
            if record not in facts.fractures:
                facts.fractures.append(record)
    if denied_all and not facts.fractures and not any(ask.field == "fractures" for ask in facts.asks):
        facts.take("fractures", [])
    _share(facts.fractures, anchors, segments)


def _is_shorthand(segment: Segment, segments: Sequence[Segment]) -> bool:
    """A fracture told without a subject ("hoftefraktur 2021 efter fald i hjemmet"), in a message that names nobody else."""
    if not segment.plain or segment.explicit or segment.person != "self" or not tells_of_fracture(segment.line):
        return False
    from bot.danish.facts import foreign_words

    return foreign_words(segment) <= SHORTHAND_FOREIGN and all(one.person in ("self", "patient") for one in segments if one.sentence == segment.sentence)


def _denies_all(line: str) -> bool:
    """ "aldrig brækket noget", "ingen brud"; not "den var ikke brækket" or what an X-ray did not show."""
    if re.search(r" (?:røntgen|scanning|scanningen|viste|billeder|billedet|den|det|alligevel) ", line):
        return False
    return bool(re.search(r" (?:aldrig|ingen|hverken) ", line) or _NOTHING.search(line))


def tells_of_fracture(line: str) -> bool:
    return bool(_BROKE.search(line) or _NAMED.search(line))


def prosthesis_options() -> Tuple[Tuple[Any, str], ...]:
    from bot.danish.content import load

    return tuple((value, label) for value, label in load("answers")["options_hip"])


def _share(records: List[Dict[str, Any]], anchors: Sequence[Tuple[int, List[str]]], segments: Sequence[Segment]) -> None:
    """ "brækkede hofte og håndled i 2019": a list of bones shares the time that stands at its end."""
    if len(anchors) < 2 or len(records) != sum(len(sites) for _, sites in anchors):
        return
    flat = [index for index, sites in anchors for _ in sites]
    for place in range(len(records) - 1, 0, -1):
        before, after = flat[place - 1], flat[place]
        bare = not _BROKE.search(segments[after].line) and not _NAMED.search(segments[after].line)
        if bare and after - before == 1 and segments[before].sentence == segments[after].sentence:
            for key, value in records[place].items():
                records[place - 1].setdefault(key, value)
            for key, value in records[place - 1].items():
                records[place].setdefault(key, value)


def _belongs(segment: Segment, anchor: Segment, own: Any) -> bool:
    """Whether what `segment` says can be about the fracture of `anchor`."""
    if segment is anchor:
        return True
    if segment.hypothetical or segment.question:
        return False
    if segment.person not in ("self", "patient", anchor.person, "other", None):
        return False
    return abs(segment.sentence - anchor.sentence) <= 1


def _sites(segment: Segment, anchors: Sequence[Tuple[int, List[str]]], segments: Sequence[Segment], index: int, after_denial: bool, open_question: bool) -> List[str]:
    """The broken bones that a segment names, in order."""
    line = segment.line
    named = [name for name in _NAMED.findall(line)]
    bones = [found for found in _BONE.finditer(line)]
    if named:
        return list(dict.fromkeys(named))
    if not bones:
        return []
    broke = _BROKE.search(line)
    if broke:
        return list(dict.fromkeys(found[1] for found in bones if _is_broken(line, found, broke)))
    follows = bool(anchors) and anchors[-1][0] == index - 1 and segments[anchors[-1][0]].sentence == segment.sentence
    listed = (follows or segment.exceptive and after_denial) and not re.search(r" (?:ondt|smerter|smerte|faldt|slog|opereret|har|er) ", line) and len(segment.items) <= 6
    return list(dict.fromkeys(found[1] for found in bones)) if listed else []


def _is_broken(line: str, bone: "re.Match[str]", broke: "re.Match[str]") -> bool:
    """The bone that broke, not one that hurts or that was fallen on."""
    before = line[:bone.start()].split()[-3:]
    if any(word in ("ondt", "smerter", "smerte", "faldt", "slog", "hen", "gigt", "opereret", "operation") for word in before) and not _BROKE.search(" " + " ".join(before) + " "):
        return False
    if broke.end() <= bone.start() + 1:
        return len(line[broke.end():bone.start()].split()) <= 6
    return len(line[bone.end():broke.start()].split()) <= 5


def details_of(anchor: Segment, around: Sequence[Segment], context: Context) -> Dict[str, Any]:
    """Cause, time and proof of one fracture, from its own segment first, then from those around it."""
    ordered = [anchor, *[segment for segment in around if segment is not anchor]]
    found: Dict[str, Any] = {}
    cause = cause_of(" ".join(segment.line for segment in ordered))
    if cause is not None:
        found["low_energy"] = cause
    for segment in ordered:
        times = [item.thing for item in segment.items if item.text[0] == "%"]
        if segment is not anchor and _BROKE.search(segment.line):
            continue
        for time in times:
            for key, value in time_parts(time, context).items():
                found.setdefault(key, value)
        if segment is not anchor and found.get("months_ago") is not None:
            break
    seen = seen_in(" ".join(segment.line for segment in ordered))
    if seen is not None:
        found["verified"] = seen
    return found


@lru_cache(maxsize=None)
def _causes(kind: str) -> "re.Pattern[str]":
    """The causes of the lexicon; where a bone is named ("ondt i ryggen") its mark stands instead of the word."""
    words = sorted({str(word) for word in load("lexicon")["cause"][kind]["words"]}, key=len, reverse=True)
    return re.compile(" (?:" + "|".join(re.escape(word) for word in words) + ")(?= )")


def _has_cause(line: str) -> bool:
    return any(_causes(kind).search(line) for kind in ("high", "low", "unclear"))


def cause_of(line: str) -> Optional[bool]:
    """True for a small accident, False for traffic or a fall from a height, None when not told or told both ways."""
    high, low, unclear = (bool(_causes(kind).search(line)) for kind in ("high", "low", "unclear"))
    if high:
        return None if low and not re.search(r" (?:trafik|bil|påkørt) ", line) and _both(line) else False
    if low and not unclear:
        return True
    return None


def _both(line: str) -> bool:
    return True


def seen_in(line: str) -> Optional[bool]:
    """Whether pictures showed the fracture; None when not told."""
    if _NOT_SEEN.search(line):
        return False
    if _SEEN.search(line) and not re.search(r" (?:tscore|dxa|dexa|knoglescanning) ", line):
        return True
    return None


def time_parts(time: When, context: Context) -> Dict[str, Any]:
    """`months_ago` or `age_at`, as far as `time` tells; a time that straddles half a year tells nothing yet."""
    if time.kind == "age":
        if time.word:
            return {"age_at": time.word}
        if time.low == time.high and time.low == int(time.low):
            return {"age_at": int(time.low)}
        if time.sure and time.low >= 40:
            return {"age_at": "over_40"}
        if time.sure and time.high < 40:
            return {"age_at": "under_40"}
        return {}
    if time.kind == "before" and time.high <= 40:
        return {"age_at": "under_40"}
    if time.kind == "after" and time.low >= 40:
        return {"age_at": "over_40"}
    if time.kind == "ago" and time.word in ("over_6", "under_6"):
        return {"months_ago": time.word}
    months = months_of(time, context)
    return {"months_ago": months} if months is not None else {}


def months_of(time: When, context: Context) -> Any:
    """Months ago as one number, or under_6 / over_6 where only the side is sure, or None."""
    span = months_range(time, context.today)
    if span is None:
        return None
    low, high = span
    if low <= RECENT_MONTHS < high:
        return None
    middle = (low + high) / 2
    value = round(middle, 1)
    return int(value) if float(value).is_integer() else value


def straddles(time: When, context: Context) -> bool:
    """Whether `time` may be either within half a year or longer ago."""
    span = months_range(time, context.today)
    return time.kind == "ago" and time.word == "unclear" or span is not None and span[0] <= RECENT_MONTHS < span[1]
