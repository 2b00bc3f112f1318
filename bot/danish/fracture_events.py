"""Which of the broken bones of a message each clause speaks of: several fractures, each with its own time and cause.

A clause speaks of the bone that it stands by; "det ene ... det andet" and "første gang ... anden gang" speak of two, "året efter" of the next, "begge" of all.
"""
from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Set

from bot.danish import scope
from bot.danish.fracture_bones import Anchor
from bot.danish.fracture_clauses import ONE, OTHER, Clause
from bot.danish.fracture_details import CHILDHOOD, LATER, details_of, is_off_topic, same_time, spoken_age
from bot.danish.fracture_words import cause_words, phrases
from bot.danish.reading import Context

#: How far from the broken bone, in segments, its cause and time are looked for.
REACH = 4
#: What is said of all of them may stand so many sentences after the first.
FAR = 3
_ANAPHOR = re.compile(r"^ (?:(?:og|men|ja|nej|altså|jo|nok|vist) )*(?:det|den|dette|de (?:kom|gik|røg|knækkede|brækkede|skete|opstod|blev|er|var)|begge|begge dele|alle|alt|dengang|da|der|hvor|fordi|idet|mens|efter|ved|på grund af|bare|blot|og|som|i forbindelse|under) ")
_SUBORDINATE = re.compile(r"^ (?:(?:og|men|ja|bare|vist|nok|netop|lige|kun) )*(?:da|fordi|idet|hvor|mens|dengang|efter|ved|efter at|som|under|i forbindelse|på grund af|det|den|dette|%|#\d+ år) ")
_PLAIN_WORDS = frozenset({"det", "var", "er", "i", "for", "på", "den", "der", "da", "så", "og", "siden", "nu", "cirka", "omkring", "vist", "nok", "tror", "jeg", "igen", "også", "sidst", "tilbage", "lige", "engang", "helt", "altså", "har", "været", "skete", "sket", "begge", "alt", "sammen", "alle", "hver", "sådan", "noget", "vel", "jo", "men", "ja", "gang", "med", "ved", "til", "en", "et", "år", "dele", "dem", "de", "samme", "vistnok", "mener", "hun", "han", "selv", "først", "bare", "kun", "dengang", "gammel", "snart", "allerede", "efterhånden", "ret", "meget"})


def _is_bare(clause: Clause) -> bool:
    return all(text[0] in "%#" or text in _PLAIN_WORDS for text in clause.texts)


def _announces(clause: Clause, anchors: Sequence[Anchor]) -> bool:
    """ "sidst jeg brækkede noget var i 2012, det var albuen": a break whose bone stands in the next clause alone."""
    following = [anchor for anchor in anchors if anchor.clause.index > clause.index]
    return clause.tells() and not clause.bones and clause.segment.negated is False and len(following) == 1 and following[0].clause.index == clause.index + 1 and following[0].listed


#: "Er 80 i dag": when somebody is so old, and not when a bone broke.
_SO_OLD = re.compile(r" er (?:jeg |hun |han )?#\d+ (?:år )?(?:gammel )?%ago\d+ ")


def _may_tell(clause: Clause, own: Set[int]) -> bool:
    """Whether a clause without a broken bone can say something of one."""
    segment = clause.segment
    if segment.hypothetical or segment.question or clause.tells() or is_off_topic(clause) or _SO_OLD.search(clause.line):
        return False
    return clause.index in own or segment.person in ("self", "patient", "other", None) or clause.line.startswith(" @person:staff")


def _in_brackets(clauses: Sequence[Clause]) -> Set[int]:
    """The clauses within brackets: they say something of what stands before."""
    inside: Set[int] = set()
    within = False
    for clause in clauses:
        within = clause.lead == "(" or within and clause.lead != ")"
        if within:
            inside.add(clause.index)
    return inside


#: "For fem år siden, da jeg vandede blomster".
_WHEN_I = re.compile(r"^ %\w+ (?:da|hvor|mens|idet) ")


def _owner(clause: Clause, before: Optional[Anchor], after: Optional[Anchor], bracketed: bool) -> Optional[Anchor]:
    """The broken bone that a clause between two of them speaks of."""
    last = before.told_last or before.clause if before else None
    if last and (clause.index - last.index > REACH or clause.sentence - last.sentence > 1):
        before = None
    if after and (after.clause.index - clause.index > REACH or after.clause.sentence - clause.sentence > 1):
        after = None
    event = clause.says("happening") or _is_bare(clause) or bool(cause_words(clause.line)) or _WHEN_I.match(clause.line) is not None
    if before and not (event or _ANAPHOR.match(clause.line) or clause.says("pictures")):
        before = None
    if after and not (event or clause.says("pictures")):
        after = None
    if bracketed:
        return before  # "ankel -09 (ski). Costa x2 (hoste)"
    if not before or not after:
        return before or after
    breaks_there = any(text in phrases("broke_verbs") for text in after.clause.texts)
    if clause.index == last.index + 1 and clause.lead == "," and _has_own_time(after) and not breaks_there and not any(text[0] == "%" for text in clause.texts):
        return before  # "brækkede anklen i 2008, væltede på ski, og en tå for to år siden"
    if clause.sentence != after.clause.sentence:
        return before
    if _SUBORDINATE.match(clause.line) and clause.sentence == before.clause.sentence or _ANAPHOR.match(clause.line) and not clause.texts[0].startswith("%"):
        return before
    if clause.sentence != before.clause.sentence:
        return after
    if _is_bare(clause) and clause.lead not in ("og", "men"):
        return before
    return after


def tell_apart(clauses: Sequence[Clause], anchors: List[Anchor], own: Set[int], context: Context) -> None:
    """Give each broken bone the details that the message tells of it; `own`: the clauses that may tell of the person."""
    _give_details(clauses, anchors, own, context)
    _share(anchors)
    _place_later_ones(anchors)


def _give_details(clauses: Sequence[Clause], anchors: List[Anchor], own: Set[int], context: Context) -> None:
    """What each clause says of time, cause and proof, to the bone that it belongs to; the bone's own clause comes first.

    A bone that is told to have broken once more becomes an anchor of its own.
    """
    by_clause: Dict[int, List[Anchor]] = {}
    for anchor in anchors:
        by_clause.setdefault(anchor.clause.index, []).append(anchor)
    for index, ones in by_clause.items():
        _own_details(clauses[index], ones, context)
    looked: Set[int] = set()
    brackets = _in_brackets(clauses)
    for anchor in anchors:
        if anchor.bone not in anchor.clause.bones:
            looked.add(anchor.clause.index - 1)
    dealt = _deal_out_times(clauses, anchors, own, context)
    of_two = _one_and_other(clauses, anchors, by_clause)
    timed_in: Dict[int, int] = {}  # by anchor: the sentence before it that told its time
    for clause in clauses:
        if clause.index in by_clause or clause.index in dealt or _TELLS_LENGTH.search(clause.line) or _NOT_FALLEN.search(clause.line) or not (_may_tell(clause, own) or _announces(clause, anchors)):
            continue
        before = next((anchor for anchor in reversed(anchors) if anchor.clause.index < clause.index), None)
        after = next((anchor for anchor in anchors if anchor.clause.index > clause.index), None)
        if clause.index in looked:
            before = None
        owner = of_two.get(clause.index) or _owner(clause, before, after, clause.index in brackets)
        before = owner if clause.index in of_two else before
        if owner is None:
            continue
        told = details_of(clause, 0, len(clause.texts), context, aged=owner is before)
        if owner is not before and _has_time(told):
            if id(owner) not in timed_in and clause.sentence != owner.clause.sentence and _has_time(owner.details):
                continue  # "faldt i tirsdags. Brækkede et ribben som 62-årig": not that time
            if timed_in.setdefault(id(owner), clause.sentence) != clause.sentence:
                owner.details = {key: value for key, value in owner.details.items() if key not in _TIMES}  # "var på ferie i marts. For to år siden faldt jeg ..."
                timed_in[id(owner)] = clause.sentence
        if told and owner is before:
            owner.told_last = clause
        if re.search(r" (?:begge|alle|alt sammen|hver gang) ", clause.line) and owner is before:
            for anchor in anchors:
                if anchor.clause.index < clause.index and clause.sentence - anchor.clause.sentence <= FAR:
                    for key, value in told.items():
                        anchor.details.setdefault(key, value)
            continue
        if owner is before and _is_once_more(clause, told, owner):
            # What comes next tells of this time.
            anchors.insert(anchors.index(owner) + 1, Anchor(clause, owner.bone, again=True, details=told))
            continue
        if owner is before and clause.sentence != owner.clause.sentence and _has_time(owner.details):
            told = {key: value for key, value in told.items() if key not in _TIMES}  # "en fod da jeg var 34. I dag står jeg fast"
        for key, value in told.items():
            owner.details.setdefault(key, value)


def _deal_out_times(clauses: Sequence[Clause], anchors: Sequence[Anchor], own: Set[int], context: Context) -> Set[int]:
    """ "Anklen, håndleddet og skulderen. 2010, 2016 og 2024.": as many times as bones stand in the sentence before, each to its own; the clauses dealt out."""
    dealt: Set[int] = set()
    for sentence in {anchor.clause.sentence for anchor in anchors}:
        bones = [anchor for anchor in anchors if anchor.clause.sentence == sentence]
        if len(bones) < 2 or any(_has_time(anchor.details) for anchor in bones):
            continue
        times = [clause for clause in clauses if clause.sentence == sentence + 1]
        single = all(clause.index in own and _is_bare(clause) and sum(text[0] == "%" for text in clause.texts) == 1 for clause in times)
        if len(bones) != len(times) or not single:
            continue
        for anchor, clause in zip(bones, times):
            anchor.details.update(details_of(clause, 0, len(clause.texts), context, aged=True))
            dealt.add(clause.index)
    return dealt


def _one_and_other(clauses: Sequence[Clause], anchors: List[Anchor], by_clause: Mapping[int, Sequence[Anchor]]) -> Dict[int, Anchor]:
    """Which of two each clause speaks of, after "det ene ... det andet" or "første gang ... anden gang"; a bone that is told once becomes two."""
    one = next((clause.index for clause in clauses if ONE.match(clause.line) and clause.index not in by_clause), None)
    other = next((clause.index for clause in clauses if one is not None and clause.index > one and OTHER.match(clause.line) and clause.index not in by_clause), None)
    if one is None or other is None:
        return {}
    told = [anchor for anchor in anchors if anchor.clause.index < one and clauses[one].sentence - anchor.clause.sentence <= FAR]
    if len(told) == 1:
        told.append(Anchor(clauses[other], told[0].bone, again=True, details=dict(told[0].details)))
        anchors.insert(anchors.index(told[0]) + 1, told[1])
    if len(told) != 2 or told[0].bone.site != told[1].bone.site:
        return {}
    end = next((clause.index for clause in clauses if clause.index > other and (clause.index in by_clause or clause.sentence > clauses[other].sentence)), len(clauses))
    return {index: told[index >= other] for index in range(one, end)}


#: "Jeg var 1,72 som ung": so tall, and not so old when a bone broke.
_TELLS_LENGTH = re.compile(r" (?:var|målte|måler|vejede) (?:jeg |hun |han )?#\d+ (?:cm |m |kg |høj )*%age\d+ | %age\d+ (?:var|målte|vejede) (?:jeg |hun |han )?#\d+ ")
#: "Jeg er ikke faldet det sidste år, men jeg brækkede en tå": of falls, and of no break.
_NOT_FALLEN = re.compile(r" er (?:jeg |hun |han )?(?:heldigvis |heller )?(?:ikke|aldrig) (?:\w+ )?faldet ")
_ONE_OF_THEM = frozenset({"højre", "venstre", "den", "anden", "andet", "siden", "sidst", "senest"})


def _is_once_more(clause: Clause, told: Dict[str, Any], anchor: Anchor) -> bool:
    """ "i 2016 og igen i 2022": the same bone again."""
    if not told or not anchor.details:
        return False
    sided = any(text in _ONE_OF_THEM for text in clause.texts[:3])
    clash = any(key in anchor.details and not same_time(anchor.details[key], value) for key, value in told.items() if key in ("months_ago", "age_at"))
    several = re.search(r" (?:#\d+|flere|mange) gange ", anchor.clause.line)
    return clash and bool(_is_bare(clause) and clause.lead in ("og", ",") or clause.says("once_more") or sided or several)


def _own_details(clause: Clause, anchors: Sequence[Anchor], context: Context) -> None:
    """The details told in the very clause of the bones; several bones share it out between them."""
    if len(anchors) == 1:
        anchors[0].details.update(details_of(clause, 0, len(clause.texts), context, aged=True))
        return
    times = [at for at, text in enumerate(clause.texts) if text[0] == "%"]
    places = [anchor.bone.at for anchor in anchors]
    leading = len(times) == len(places) and all(time < place for time, place in zip(times, places)) and all(place < time for place, time in zip(places, times[1:]))
    bounds = [0, *([time for time in times[1:]] if leading else places[1:]), len(clause.texts)]
    if len(times) < 2:
        whole = details_of(clause, 0, len(clause.texts), context, aged=True)
        for anchor in anchors:
            anchor.details.update(whole)
        return
    for anchor, start, end in zip(anchors, bounds, bounds[1:]):
        anchor.details.update(details_of(clause, start, end, context, aged=True))


def _share(anchors: Sequence[Anchor]) -> None:
    """ "hofte og håndled i 2019": a list of bones shares what stands before it or at its end, unless each has its own."""
    for place in range(len(anchors) - 1, 0, -1):
        before, after = anchors[place - 1], anchors[place]
        if not (after.listed or before.ahead) or after.clause.sentence != before.clause.sentence or after.clause.index - before.clause.index > 1:
            continue
        one, other = before.details, after.details
        if _has_time(one) and _has_time(other) or _has_own_time(before) and not _has_time(other) and not _time_leads(before):
            continue
        if _has_own_time(before) and _has_time(other) or "low_energy" in one and "low_energy" in other:
            continue
        for key, value in list(other.items()):
            one.setdefault(key, value)
    for before, after in zip(anchors, anchors[1:]):
        if not (after.listed or _is_of_one_event(before, after)) or after.clause.sentence != before.clause.sentence or after.clause.index - before.clause.index > 1:
            continue
        one, other = before.details, after.details
        if _has_time(one) and (_has_time(other) and one.get("months_ago") != other.get("months_ago") or not _time_leads(before) and not _has_time(other) and _has_own_time(before)):
            continue
        for key, value in one.items():
            if key != LATER:
                other.setdefault(key, value)


def _is_of_one_event(before: Anchor, after: Anchor) -> bool:
    """ "Jeg faldt. Det gav et brud på kravebenet og to brækkede ribben": no more than a bone is told, after one that has its time and cause from elsewhere."""
    verbs = scope.words("finite_verbs").intersection(after.clause.texts) - phrases("broke_verbs")
    alone = after.clause.lead == "og" and not verbs
    return alone and not after.details and not _has_own_time(before) and " også " not in after.clause.line


def _place_later_ones(anchors: Sequence[Anchor]) -> None:
    """ "Brækkede anklen i 2019 og året efter håndleddet": so many months later than the one before, where its time is told."""
    for before, after in zip(anchors, anchors[1:]):
        later, months = after.details.get(LATER), before.details.get("months_ago")
        if later is not None and not _has_time_told(after.details) and isinstance(months, (int, float)) and months > later:
            after.details["months_ago"] = months - later


#: The parts of a record that tell when.
_TIMES = frozenset({"months_ago", "age_at"})


def _has_time(details: Dict[str, Any]) -> bool:
    return _has_time_told(details) or LATER in details


def _has_time_told(details: Dict[str, Any]) -> bool:
    return not _TIMES.isdisjoint(details)


def _has_own_time(anchor: Anchor) -> bool:
    """A time in the very clause of the bone, or something like it that was not understood."""
    return any(text[0] == "%" for text in anchor.clause.texts) or spoken_age(anchor.clause.line) is not None or bool(re.search(r" (?:dengang|engang|gang|\w+årig) ", anchor.clause.line))


def _time_leads(anchor: Anchor) -> bool:
    """The time stands before the bone, or in a clause before: it is then of the whole list."""
    times = [at for at, text in enumerate(anchor.clause.texts) if text[0] == "%"]
    return not times or times[0] < anchor.bone.at


def records_of(anchors: Sequence[Anchor]) -> List[Dict[str, Any]]:
    """One record a fracture: a bone that is named twice is one, unless it broke at different times or sides."""
    found: List[Dict[str, Any]] = []
    sides: List[Optional[str]] = []
    more_than_once = {id(anchor.bone) for anchor in anchors if anchor.again}
    for anchor in anchors:
        record = {"site": anchor.bone.site, **{key: value for key, value in anchor.details.items() if key not in (LATER, CHILDHOOD)}}
        anew = anchor.again or LATER in anchor.details  # "det højre året efter": another, however near in time
        side = None if anchor.again else _side(anchor)
        same = None if anew else next((at for at, one in enumerate(found) if _is_same(one, record, sides[at], side, anchor)), None)
        if same is None:
            number = 1 if id(anchor.bone) in more_than_once else _how_many(anchor)
            found += [dict(record) for _ in range(number)]
            sides += [side] * number
        else:
            found[same].update({key: value for key, value in record.items() if key not in found[same]})
    return found


#: More bones than this of one site are not counted one by one.
MOST_AT_ONCE = 4
#: Bones of which several break at once.
_BREAK_TOGETHER = frozenset({"rib", "spine"})
#: What may stand between a number and the bones it counts.
_BEFORE_BONES = frozenset({"højre", "venstre", "gamle", "nye", "friske", "brækkede", "tidligere", "små", "sammenfaldne"})


def _how_many(anchor: Anchor) -> int:
    """ "To ribben", "begge håndled", "sammenfald x 2": so many bones, and each is a record; 1 where no number is told."""
    texts, at = anchor.clause.texts, anchor.bone.at
    before = next((text for text in reversed(texts[:at]) if text not in _BEFORE_BONES), "")
    if before == "begge" or any(text.startswith("bilat") for text in texts[at + 1:at + 3]):
        return 2
    number = next((text for text in texts[at + 1:at + 3] if text[0] == "#"), "")
    return _counted(anchor.clause, before) or (_counted(anchor.clause, number) if _is_counted_after(texts[at + 1:at + 4], anchor) else None) or 1


def _is_counted_after(after: Sequence[str], anchor: Anchor) -> bool:
    """ "Kompressionsfraktur 2 ryghvirvler", "costafraktur x 2"; a wrist that broke twice did so at two times, which are asked for one by one."""
    after = after[1:] if after[:1] == ["i"] else after  # "sammenfald i to hvirvler"
    if len(after) < 2 or after[0][0] != "#":
        return False
    return after[1] == f"@bone:{anchor.bone.site}" or after[1] == "gange" and anchor.bone.site in _BREAK_TOGETHER


def _counted(clause: Clause, mark: str) -> Optional[int]:
    """The number of bones that `mark` tells, where it is a whole one and not too large."""
    told = next((item for item in clause.segment.items if item.text == mark and mark[0] == "#"), None)
    if told is None or told.said.endswith(" par") or told.thing.is_range or told.thing.low not in range(2, MOST_AT_ONCE + 1):
        return None
    return int(told.thing.low)


def _side(anchor: Anchor) -> Optional[str]:
    near = anchor.clause.texts[max(0, anchor.bone.at - 2):anchor.bone.at + 4]
    return next((text for text in near if text in ("højre", "venstre")), None)


def _is_same(one: Dict[str, Any], other: Dict[str, Any], side: Optional[str], other_side: Optional[str], anchor: Anchor) -> bool:
    if one["site"] != other["site"] or side and other_side and side != other_side:
        return False
    if anchor.clause.says("once_more") and len(other) > 1:
        return False
    return all(key not in other or (value == other[key] or key in ("months_ago", "age_at") and same_time(value, other[key])) for key, value in one.items())
