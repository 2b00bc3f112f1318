"""The broken bones that a message tells of, in order, and the clauses in which they stand."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

from bot.danish import scope
from bot.danish.content import load
from bot.danish.fracture_clauses import Bone, Clause, is_hedged, is_unreal, known_words
from bot.danish.fracture_words import phrases, said
from bot.danish.reading import AskBack

#: How many words may stand between a bone and the word that says that it broke, after and before it.
BONE_AFTER, BONE_BEFORE = 7, 6
#: A clause of more words than this names more than a bone in a list.
LONGEST_IN_LIST = 9


@dataclass
class Anchor:
    """A broken bone and where it is told."""

    clause: Clause
    bone: Bone
    listed: bool = False
    """One of several, without a word of its own that says that it broke."""
    ahead: bool = False
    """Listed before the word that says that they broke."""
    again: bool = False
    """The same bone once more: "igen i 2022"."""
    details: Dict[str, Any] = field(default_factory=dict)
    told_last: Optional[Clause] = None
    """The clause after it that told the latest of its details: what comes next may go on from there."""


def told_bones(clause: Clause) -> List[Bone]:
    """The bones of a clause that are told of, without those that only say where a smaller one lies."""
    found: List[Bone] = []
    for bone in clause.bones:
        before = found[-1] if found else None
        between = " ".join(clause.texts[before.at + 1:bone.at]) if before else ""
        joined = before is not None and _joins(between)
        if joined and (before.word in phrases("vague_limbs") and bone.word not in phrases("carriers") or before.word.startswith("lår") and bone.site == "hip"):
            found[-1] = bone
        elif before is not None and not between and before.word in phrases("carriers"):
            found[-1] = bone
        elif joined and (bone.word in phrases("carriers") or bone.site == before.site or bone.site == "other"):
            continue
        else:
            found.append(bone)
    return found


_BETWEEN = frozenset({"min", "mit", "den", "det", "højre", "venstre", "en", "et", "helt", "oppe", "nede", "lige", "inde", "ude", "selve", "side", "tæt", "som", "de", "af", "på", "i", "ene"})


def _joins(between: str) -> bool:
    words = between.split()
    return bool(words) and words[0] in phrases("joins_part") | {"helt", "oppe", "nede", "lige", "tæt", "inde", "ude"} and all(word in _BETWEEN or word in phrases("joins_part") for word in words)


def _broken(clause: Clause) -> List[Bone]:
    """The bones that a clause says are broken."""
    bones = told_bones(clause)
    named = [bone for bone in bones if bone.named]
    if not clause.breaks:
        return named
    found = []
    for bone in bones:
        if bone.named and not any(text in phrases("broke_verbs") for text in clause.texts):
            found.append(bone)
        elif named and bone.site == named[0].site:
            continue
        elif bone.named or _is_near(clause, bone):
            found.append(bone)
    return found


def _is_near(clause: Clause, bone: Bone) -> bool:
    """The bone that broke, not one that hurts or that was fallen on."""
    leading = " " + " ".join(clause.texts[max(0, bone.at - 3):bone.at]) + " "
    pained = said("ordinary_pain").search(leading) and not any(at in clause.breaks for at in range(max(0, bone.at - 3), bone.at))
    for at in clause.breaks:
        if at < bone.at and bone.at - at <= BONE_AFTER and not pained:
            return True
        if at > bone.at and at - bone.at <= BONE_BEFORE:
            pronoun = clause.texts[at + 1:at + 2] in (["den"], ["det"], ["dem"])
            if not pained or pronoun:
                return True
    return any(-2 <= at - bone.at <= 0 for at in clause.breaks)


#: What comes after these tells how the bone broke: "og i 2023 håndleddet, da jeg faldt på en glat sti i skoven".
_HOW_IT_HAPPENED = frozenset({"da", "fordi", "idet", "hvor", "mens", "efter", "ved"})


def is_light(clause: Clause) -> bool:
    """A clause with little more than a bone: "og et ribben for to år siden"."""
    how = next((at for at, text in enumerate(clause.texts) if at and text in _HOW_IT_HAPPENED and any(bone.at < at for bone in clause.bones)), len(clause.texts))
    texts = clause.texts[:how]
    if len(texts) > LONGEST_IN_LIST or said("ordinary_pain").search(f" {' '.join(texts)} "):
        return False
    if clause.segment.negated is not False or clause.segment.hypothetical or clause.segment.question:
        return False
    return not any(text in scope.words("finite_verbs") and text not in _OF_A_FALL for text in texts)


#: Verbs that may stand beside a bone in a list of those that broke.
_OF_A_FALL = frozenset({"var", "er", "har", "fik", "blev", "havde", "faldt", "gled", "snublede", "kom", "tror", "røg", "væltede", "styrtede", "slog", "gik", "ved"})


def anchors_in(clauses: Sequence[Clause], own: Set[int], bare: bool, asks: List[AskBack], denials: List[Clause]) -> List[Anchor]:
    """The broken bones of a message in order. `bare`: the open question is of fractures, so a bone alone is one."""
    found: List[Anchor] = []
    after_denial = open_list = False
    contrasted: Optional[Clause] = None
    for clause in clauses:
        segment = clause.segment
        excepted = segment.exceptive and after_denial and segment.plain
        if is_denied_label(clause):
            open_list = False  # "frakturer: nej. Ryg: smertefri"
        if clause.index not in own and not excepted:
            after_denial = after_denial and segment.exceptive
            open_list = False
            continue
        if clause.tells() and clause.denied:
            if not clause.bones or is_any_at_all(clause) or _NONE_OF_ANY.search(clause.line):
                denials.append(clause)
                after_denial = True
            contrasted = clause if clause.bones else None
            open_list = False
            continue
        instead = contrasted is not None and clause.lead == "men" and clause.index == contrasted.index + 1 and len(clause.texts) <= FIRST_WORDS
        bones = _bones_of(clause, clauses, found, bare, excepted or instead, open_list)
        if not clause.tells() and segment.negated is False and clause.index in own:
            _operated(clause, clauses, asks)
        if clause.tells():
            after_denial = False
            open_list = clause.denied is False
        elif not bones and not (clause.lead in ("og", ",") and open_list):
            open_list = open_list and len(clause.texts) <= LONGEST_IN_LIST
        ahead = _listed_before(clause, clauses, own, found)
        if not (bones or ahead) or clause.denied is not False:
            continue
        if segment.not_quite or is_unreal(clause, clauses):
            continue
        if is_hedged(clause) or clause.says("vague_tale"):
            asks.append(AskBack("fractures", "confirm_value", True))
            continue
        found += [Anchor(before, bone, listed=True, ahead=True) for before in ahead for bone in told_bones(before)]
        found += [Anchor(clause, bone, listed=not clause.tells()) for bone in bones]
    return found


def _listed_before(clause: Clause, clauses: Sequence[Clause], own: Set[int], found: Sequence[Anchor]) -> List[Clause]:
    """ "Ankel, hofte og et ribben har jeg brækket", "håndled og brystben, begge brækket": the clauses with the bones that stand before the verb."""
    first = min(clause.breaks, default=0)
    if not clause.tells() or clause.bones and clause.bones[0].at > first or not clause.bones and clause.texts[0] not in _ALL_OF_THEM:
        return []
    taken = {anchor.clause.index for anchor in found}
    listed: List[Clause] = []
    at = clause.index
    while at and clauses[at].lead in ("og", ",", "samt") and clauses[at - 1].sentence == clause.sentence:
        at -= 1
        before = clauses[at]
        if not before.bones or before.index in taken or before.index not in own or before.tells() or not is_light(before) or _has_statement(before):
            break
        listed.append(before)
    return listed[::-1]


_ALL_OF_THEM = frozenset({"alle", "begge", "alt", "dem"})


def is_denied_label(clause: Clause) -> bool:
    """The value of a label that says no: "brud: ingen", "fx: 0"."""
    first = clause.segment.items[0]
    return clause.lead == ":" and (first.text in _NO_AFTER_LABEL or first.text[0] == "#" and first.thing.high == 0)


_NO_AFTER_LABEL = frozenset({"ingen", "nej", "nul", "aldrig", "negativ", "benægtes", "benægter", "intet"})


#: "Jeg har ikke brækket noget, hverken arme eller ben".
_NONE_OF_ANY = re.compile(r" (?:brækket|brækkede) (?:noget|nogen knogle|nogen knogler|nogle knogler)(?: som helst)? (?:hverken )?@bone:")
_NO_OTHER = re.compile(r" (?:andet|ellers|mere|flere) .*(?:aldrig|ikke|ingen) ")


def tells_of_no_other(clause: Clause) -> bool:
    """ "Andet har jeg aldrig brækket": besides the bones that were told, which so did break."""
    return clause.tells() and not clause.bones and bool(clause.denied) and _NO_OTHER.match(clause.line) is not None


def is_any_at_all(clause: Clause) -> bool:
    """ "ikke brækket så meget som en lilletå" denies every bone."""
    return bool(re.search(r" (?:så meget som|end ikke|ikke engang|overhovedet) ", clause.line))


def _bones_of(clause: Clause, clauses: Sequence[Clause], found: Sequence[Anchor], bare: bool, excepted: bool, open_list: bool) -> List[Bone]:
    """Which bones broke, by this clause and the ones it goes on from."""
    if clause.tells():
        bones = _broken(clause)
        return bones if bones or clause.denied is not False else _looked_back(clause, clauses)
    bones = told_bones(clause)
    if not bones or not is_light(clause):
        return []
    previous = found[-1] if found else None
    follows = previous is not None and previous.clause.index == clause.index - 1 and previous.clause.sentence == clause.sentence and clause.lead in ("og", ",", "samt", "/", "", ")")
    goes_on = follows and not _has_statement(clause) or excepted or open_list and not _has_statement(clause) or _is_next_one(clause, previous)
    nothing_else = any(0 <= one.sentence - clause.sentence <= 1 and tells_of_no_other(one) for one in clauses[clause.index + 1:])
    alone = (bare or nothing_else) and _is_covered(clause) and not said("like_ordinary").search(clause.line) and not re.search(r" (?:min|mit|mine) @bone:\w+ (?:er|har|kan|gør|driller) ", clause.line)
    return bones if goes_on or alone else []


#: "Denne gang skulderen", "nu er det så hoften", "men som voksen er det kun hoften".
_NEXT_ONE = re.compile(r"^ (?:(?:og|men|så|også) )*(?:(?:denne|anden|næste|sidste|seneste) gang (?:var det |blev det )?|(?:som voksen |nu |senest |sidst |%\w+ )*(?:er|var|blev) det )(?:(?:så|kun|også|bare|nu) )*(?:\w+ ){0,2}?@bone:\w+ (?!\w+ (?:gør|driller|smerter))")


def _is_next_one(clause: Clause, previous: Optional[Anchor]) -> bool:
    """Whether the bone of a clause is the next one in a row of events."""
    return previous is not None and clause.sentence - previous.clause.sentence <= 1 and _NEXT_ONE.match(clause.line) is not None


#: How many words that the reader does not know may stand beside a bone that is told of alone, and where the bone comes first.
BARE_FOREIGN, BARE_FOREIGN_AFTER = 1, 4
#: "et par fingre", "ja, venstre håndled": so near the start a bone is the answer itself.
FIRST_WORDS = 4


def _is_covered(clause: Clause) -> bool:
    known = known_words()
    foreign = [at for at, text in enumerate(clause.texts) if text[0].isalpha() and text not in known]
    first = clause.bones[0].at
    if first < FIRST_WORDS and not any(at < first for at in foreign) and not any(text in scope.words("finite_verbs") for text in clause.texts):
        return len(foreign) <= BARE_FOREIGN_AFTER
    return len(foreign) <= BARE_FOREIGN


def _has_statement(clause: Clause) -> bool:
    """A verb of its own that says something else of the bone."""
    return any(text in ("er", "har", "blev", "gik", "havde", "fik") for text in clause.texts[:4]) and not re.search(r" (?:det|der|først) (?:var|er) ", clause.line)


def _looked_back(clause: Clause, clauses: Sequence[Clause]) -> List[Bone]:
    """ "det var bækkenet, jeg brækkede": the bone stands in the clause before."""
    if clause.index == 0 or not any(text in phrases("broke_verbs") for text in clause.texts):
        return []
    before = clauses[clause.index - 1]
    if clause.index > 1 and not before.bones and _ONLY_SIDE.match(before.line):
        before = clauses[clause.index - 2]  # "lilletåen, den venstre, brækket i 2011"
    if before.sentence != clause.sentence or before.segment.negated is not False or before.tells() or not before.bones or not is_light(before):
        return []
    relative = clause.lead in ("", ",") and clause.texts[0] in ("jeg", "som", "der", "hun", "han", "brækket") or any(text in ("den", "det") for text in clause.texts)
    return told_bones(before) if relative else []


_ONLY_SIDE = re.compile(r" (?:den|det|i|på|min|mit)? ?(?:højre|venstre)(?: side)? $")
_OPERATED = re.compile(r" (?:(?:fået |fik |har |opereret |skiftet |have |indsat |ny |nyt |kunstig |kunstigt |ind |kunst )+@bone:hip|@bone:hip (?:operation|opereret|protese|udskiftet|skiftet)|hofteoperation|hofteopereret|hofteprotese|kunstig hofte|hoftealloplastik|tha|opereret (?:i |for |min |min venstre |min højre )*@bone:hip|udskiftet (?:\w+ )?@bone:hip|operation i @bone:hip|skiftet (?:\w+ )?@bone:hip|alloplastik|totalalloplastik) ")
_WORN = re.compile(r" (?:@other:other_joint|@other:hip_joint|slid|slidt|slitage|opslidt|udslidt|nedslidt) ")


def _operated(clause: Clause, clauses: Sequence[Clause], asks: List[AskBack]) -> None:
    """A new hip may have been broken or worn: asked back, unless it is told."""
    if "@bone:hip" not in clause.line and "hofte" not in clause.line and "alloplastik" not in clause.line and " tha " not in clause.line:
        return
    if _OPERATED.search(clause.line):
        near = [one for one in clauses if abs(one.sentence - clause.sentence) <= 1]
        if not any(_WORN.search(one.line) for one in near) and not any(one.tells() for one in near):
            asks.append(AskBack("fractures", "prosthesis_or_fracture", None, prosthesis_options()))


def prosthesis_options() -> Tuple[Tuple[Any, str], ...]:
    return tuple((value, label) for value, label in load("answers")["options_hip"])
