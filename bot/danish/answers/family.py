"""Osteoporosis in the family: who had what. Only the direct line counts, and of broken hips only a parent's."""
from __future__ import annotations

import re
from typing import FrozenSet, List, Sequence, Set

from spacy.tokens import Doc

from bot.danish.answers import heads
from bot.danish.answers.claims import general, general_words, is_denied
from bot.danish.answers.common import ALL_ELSE_DENIED
from bot.danish.answers.statements import CLAIM, LIMIT, VAGUE, Statement
from bot.danish.view import Segment

DIRECT = frozenset({"parent", "grand", "child"})
INDIRECT = frozenset({"sibling", "relative", "spouse", "friend"})
_BONES = re.compile(r" (?:@osteoporosis:osteoporosis|knogleskør\w*|osteoporo\w*|op|@osteoporosis:congenital|skøre knogler|sygdommen) ")
_HIP = re.compile(r" (?:@fracture_name:hip|lårbenshals\w*) |(?: hofte\w*| lårben\w*| lårbenshals\w*) (?:.* )?(?:bræk\w+|knæk\w+|brud\w*|røg|gik) | (?:bræk\w+|knæk\w+|brud\w*) (?:.* )?(?:hofte\w*|lårben\w*) ")
_HAD = re.compile(r" (?:havde|har|fik|haft|fået|led|lider|døde|fejlede)(?= )")
_IT = re.compile(r" (?:det|den|sygdommen|samme|lidelsen|slemt|grad)(?= )")
_BENT = re.compile(r" (?:krum\w*|pukkel\w*|rundrygget|sammensunken|sank|sunket|lille|foroverbøjet|bøjet|skrumpe\w*)(?= )")
_NOBODY = re.compile(r" (?:ingen|ikke|aldrig|intet|hverken|uden) (?:[^ ]+ ){0,4}?(?:familie\w*|slægt\w*|@person:family|disp\w*|arvelig\w*|dem|nogen|nogle|generation\w*|aner|side|sider|@person:parent .*@person:\w+)(?= )| ingen af (?:mine|hendes|hans|vores) ")
#: "min kones mor" is no ancestor; "min fars mor" is a grandmother.
_IN_LAW = re.compile(r" @person:(?:spouse|friend|sibling|relative|child) @person:\w+ ")
#: "mors søster", "farmors bror": on the side line.
_AUNT = re.compile(r" @person:(?:parent|grand) @person:(?:sibling|relative|spouse|friend) ")
#: "Min afdøde mand havde det efter sin mor".
_OWN_OF_OTHER = re.compile(r"( @person:(?:spouse|friend|relative) (?:[^ ]+ )*?)sin @person:parent ")
_GRAND = re.compile(r" @person:parent @person:parent ")


#: Both of them: "forældrene havde det ikke".
_BOTH = re.compile(r" (?:begge|forældre|forældrene|hverken) ")
#: "det gjorde min far": the same as was told before.
_SO_DID = re.compile(r" det (?:gjorde|har|havde|fik)(?= (?:[^ ]+ )?@person:\w+(?: (?:så|til gengæld|også|derimod|dog))* $)")

_ONLY = re.compile(r" (?:kun|bare|blot|udelukkende|alene) ")


def _what(told: str) -> str:
    """What was told of somebody, without who and without a denial."""
    return " ".join(word for word in told.split() if not word.startswith("@person:") and word not in _LEFT_OUT)


_LEFT_OUT = frozenset({"ikke", "aldrig", "ingen", "hverken", "min", "mit", "mine", "hendes", "hans"})


def _kinds(text: str) -> Set[str]:
    return set(re.findall(r" @person:(\w+)(?= )", text))


def names_side_line_only(doc: Doc) -> bool:
    """Whether relatives are named, and none of them in the direct line: "min mands mor havde det"."""
    named = _kinds(_with_lines(f" {' '.join(item.text for item in doc._.items)} "))
    return bool(named & INDIRECT) and not named & DIRECT


def _with_lines(text: str) -> str:
    """`text` with the mark of the line that each relative belongs to: "min kones mor" is on the side line, "min fars mor" is a grandmother."""
    text = _OWN_OF_OTHER.sub(r"\1 @person:relative ", _AUNT.sub(r" @person:relative ", text))
    return _IN_LAW.sub(r" @person:relative ", _GRAND.sub(" @person:grand ", text))


def family_statements(segments: Sequence[Segment], texts: Sequence[str], said_yes: bool) -> List[Statement]:
    """What each segment states about the family; who it is about goes on until somebody else is named."""
    found: List[Statement] = []
    kinds: FrozenSet[str] = frozenset()
    denied_kin = 0
    denied = False
    told = ""
    for index, (segment, text) in enumerate(zip(segments, texts)):
        if segment.question or segment.hypothetical or not text or general("unknown").found(text):
            continue
        text = _with_lines(text)
        if _SO_DID.search(text) and (_HIP.search(told) or _BONES.search(told)):
            text = _SO_DID.sub(f" {_what(told)} ", text)  # "mor brækkede aldrig hoften, men det gjorde far"
        told = text
        named = _kinds(text) - {"staff"}
        goes_on = not named and kinds and not re.search(r" (?:jeg|mig) ", text)
        kinds = frozenset(named) if named else kinds
        listed = denied and segment.lead in (",", "og", "eller") and bool(named) and _is_bare(text)
        denied = is_denied(text) or segment.negated is True or listed
        turn = index > 0 and segment.lead in ("men", "eller")
        hedged = general("as_far").found(text) or general("hedge").found(text) and not general("no_hedge").found(text) or segment.doubtful
        if _NOBODY.search(text) and not _HIP.search(text):
            found.append(Statement(False, not hedged, CLAIM, index, turn))
            continue
        if not denied and _all_fine(text) and not _BONES.search(text):
            found.append(Statement(False, not hedged, CLAIM, index, turn))
            continue
        if not kinds or not (named or goes_on):
            continue
        if denied:
            denied_kin += len(named & DIRECT) + bool(_BOTH.search(text))
            if named & DIRECT or goes_on:
                found.append(Statement(False, denied_kin >= 2 and not hedged, VAGUE if denied_kin < 2 else CLAIM, index, turn))
            continue
        alone = _ONLY.search(text) is not None or any(ALL_ELSE_DENIED.match(later) for later in texts[index + 1:])
        found += _told_of(kinds, text, named, index, hedged, said_yes or alone)
    return found


def _told_of(kinds: FrozenSet[str], text: str, named: Set[str], index: int, hedged: bool, said_yes: bool) -> List[Statement]:
    """What is told, without a denial, of these kinds of relatives."""
    bones = bool(_BONES.search(text)) or bool(_HAD.search(text) and _IT.search(text) and not re.search(r" hofte\w*| ny ", text))
    hip = bool(_HIP.search(text))
    bare = bool(named) and _is_bare(text)
    if not (bones or hip or bare):
        return [Statement(True, False, VAGUE, index)] if kinds & DIRECT and _BENT.search(text) else []
    if not kinds & DIRECT:
        if kinds & INDIRECT:
            return [Statement(False, not hedged, CLAIM, index)] if _ONLY.search(text) else [Statement(False, False, LIMIT, index, narrow=True)]
        return [Statement(True, False, LIMIT, index)] if kinds == {"family"} and (bones or hip) else []
    if bones:
        return [Statement(True, not hedged, CLAIM, index, True)]
    if hip:
        return [Statement(True, "parent" in kinds and not hedged, CLAIM, index, True)]
    return [Statement(True, said_yes and not hedged, CLAIM, index, True)]


def _is_bare(text: str) -> bool:
    """Nothing but who: "ja, min mor og mormor"."""
    light = general_words("light") | {"side", "vist", "nok", "begge", "sider", "altid"}
    return all(word in light or word[0] in "@%#" or heads.plain_word(word) for word in text.split())


def _all_fine(text: str) -> bool:
    return bool(re.search(r" (?:stærke|gode|sunde|fine) knogler |(?: )(?:alle|begge|allesammen) (?:[^ ]+ ){0,4}?(?:raske|ranke|stærke|sunde|gamle)(?= )", text))


def denies_all(text: str) -> bool:
    """Whether a line says that nobody in the family has it."""
    return bool(_NOBODY.search(text))
