"""Osteoporosis in the direct line, or a parent's broken hip."""
from __future__ import annotations

import re
from typing import FrozenSet, Optional, Set

from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import Clause, Scene
from bot.danish.facts.words import said
from bot.danish.reading import AskBack

DIRECT_LINE = frozenset({"parent", "grand", "child"})
OTHERS = frozenset({"sibling", "relative", "spouse", "friend"})


def read(clause: Clause, scene: Scene, facts: Facts, question: Optional[str] = None) -> None:
    """What the clause tells of the family."""
    segment, line = clause.segment, clause.line
    if not segment.plain and not said("like_kin", line):
        return
    line = _with_predicate(clause, scene)
    if said("kin_has_it", clause.own) and (question == "known_osteoporosis" or clause.index and said("bones", scene.clauses[clause.index - 1].own)):
        line += "@osteoporosis:osteoporosis "
    bones, hip = said("bones", line), said("hip_broken", line)
    if not bones and clause.denied and said("straight_line", clause.own) and any(said("bones", one.own) for one in scene.clauses[:clause.index] if one.segment.sentence == segment.sentence):
        facts.take("family_history", False)
        return
    if not bones and not hip or _REPORTED.search(line):
        return
    kinds = _kinds(clause, scene)
    if not kinds and said("family_matter", " ".join(one.own for one in scene.clauses if one.segment.sentence == clause.segment.sentence)):
        kinds = {"direct"} if said("straight_line", " ".join(one.own for one in scene.clauses)) else {"family"}
        if clause.denied and bones:
            facts.take("family_history", False)
        elif clause.denied is False and bones and "direct" in kinds and not segment.question:
            facts.take("family_history", True)
        elif clause.denied is False and bones and not said("sick", clause.own):
            facts.asks.append(AskBack("family_history", "family_line", True))
        return
    if not kinds or segment.question or said("your_kin", clause.own):
        return
    if said("not_having", clause.own) and not said("like_kin", line) and clause.denied is False and not said("disposed", line):
        return
    if said("like_kin", line):
        if kinds & DIRECT_LINE and not kinds & OTHERS and (bones or hip and "parent" in kinds):
            facts.take("family_history", True)
        return
    if said("contrasted", line) and kinds & DIRECT_LINE and not kinds & OTHERS and (bones or "parent" in kinds):
        facts.take("family_history", bool(clause.denied))
        return
    if segment.hedged or segment.doubtful or segment.not_quite:
        if kinds & DIRECT_LINE and not said("not_only", line):
            facts.asks.append(AskBack("family_history", "confirm_value", not clause.denied))
            return
        if not said("not_only", line):
            return
    if kinds & OTHERS and not kinds & DIRECT_LINE:
        return
    if "family" in kinds and not kinds & DIRECT_LINE:
        if (clause.denied or _begins_with_nobody(clause, scene) or _is_of_nobody(clause, scene)) and bones:
            facts.take("family_history", False)
        elif clause.denied is False and bones:
            facts.asks.append(AskBack("family_history", "family_line", True))
        return
    if clause.denied is not False:
        if clause.denied and _denies_all_kin(clause, scene):
            facts.take("family_history", False)
        return
    if kinds & OTHERS and not _subject_is_direct(clause):
        return
    if bones or hip and "parent" in kinds:
        facts.take("family_history", True)
    elif hip and "grand" in kinds:
        facts.asks.append(AskBack("family_history", "grandparents_hip", True))  # only a parent's broken hip counts by itself


#: "Min datter siger, det er knogleskørhed", "min søn mener, jeg har det": of the one they speak to.
_REPORTED = re.compile(
    r" (?:@person:(?!staff)\w+ (?:siger|sagde|mener|mente|tror|troede|synes|påstår|spørger|spurgte|gætter på|er bange for|frygter)"
    r"|(?:siger|sagde|mener|mente|tror|troede|påstår|spørger|gætter) (?:min |mine )?@person:(?!staff)\w+) "
    r"(?:nu |også |altid |bestemt |på )*(?:at |om )?(?:jeg|det (?:nok |sikkert |måske |vist )?(?:er|var|kan|må)|mine|min|vi) (?!.*(?:hun|han|selv) (?:har|havde|fejle\w*|led|lider)\b)"
)


def _kinds(clause: Clause, scene: Scene) -> Set[str]:
    """The kinds of relatives that the clause is about."""
    line = clause.own
    kinds = set(re.findall(r"@person:(\w+)", line)) - {"staff"}
    if not kinds and clause.segment.person in (*DIRECT_LINE, "family", *OTHERS):
        kinds = {str(clause.segment.person)}
    if scene.third and not scene.any_relative and re.search(r" (?:min|mit|mine) (?:\w+ )?@person:", line) and not re.search(r" (?:hans|hendes) ", line):
        return set()
    return kinds


def _with_predicate(clause: Clause, scene: Scene) -> str:
    """ "min mor og min søster har knogleskørhed": a list of relatives shares what comes after it, "det" is what came before."""
    if clause.nominal and "@person:" in clause.own:
        for following in scene.clauses[clause.index + 1:]:
            if following.segment.sentence != clause.segment.sentence or following.segment.lead not in ("og", ",", "samt"):
                break
            if not following.nominal:
                return clause.line + following.own.lstrip() if following.denied is False and following.sure else clause.line
    if clause.nominal and "@person:" in clause.own and clause.index:
        before = scene.clauses[clause.index - 1]
        if before.segment.sentence == clause.segment.sentence and before.denied is False and said("bones", before.own) and said("everybody", before.own):
            return clause.line + "@osteoporosis:osteoporosis "
    if "@person:family" in clause.own and said("has_it", clause.own) and clause.index and said("bones", scene.clauses[clause.index - 1].own):
        return clause.line + "@osteoporosis:osteoporosis "
    return clause.line


def _begins_with_nobody(clause: Clause, scene: Scene) -> bool:
    """ "ingen i hele | min slægt har haft ...": the denial stands in the piece before."""
    before = scene.clauses[clause.index - 1] if clause.index else None
    return before is not None and clause.segment.lead == "" and before.segment.sentence == clause.segment.sentence and before.own.split()[0] in ("ingen", "hverken")


def _is_of_nobody(clause: Clause, scene: Scene) -> bool:
    """ "Der er ingen i min familie, | der har knogleskørhed"."""
    before = scene.clauses[clause.index - 1] if clause.index else None
    relative = clause.own.split()[0] in ("der", "som") and before is not None and before.segment.sentence == clause.segment.sentence
    return relative and bool(before and before.denied and "@person:" in before.own)


def _subject_is_direct(clause: Clause) -> bool:
    first = re.search(r"@person:(\w+)", clause.own)
    return bool(first) and first[1] in DIRECT_LINE


def _denies_all_kin(clause: Clause, scene: Scene) -> bool:
    """ "hverken mor, far eller bedsteforældre": both parents are denied, or the whole family."""
    told = " ".join(one.own for one in scene.clauses if one.segment.sentence == clause.segment.sentence)
    kinds = set(re.findall(r"@person:(\w+)", told))
    parents = len(re.findall(r"@person:parent", told)) >= 2 or {"parent", "grand"} <= kinds or said("both_parents", told)
    return bool(parents and said("bones", told) and re.search(r" (?:hverken|ingen) ", told))


def kin() -> FrozenSet[str]:
    return DIRECT_LINE
