"""Glucocorticoids: tablets or injections now, or for three months or more earlier. What is inhaled or smeared on does not count."""
from __future__ import annotations

import re
from typing import List, Sequence

from bot.danish.answers.claims import general, general_words, is_denied
from bot.danish.answers.statements import CLAIM, LIMIT, VAGUE, Statement
from bot.danish.view import Segment

_SYSTEMIC = re.compile(r" (?:@drug:steroid|prednisolon\w*|predni\w*|medrol|hydrokortison\w*|binyrebarkhormon\w*) ")
_ANY = re.compile(r" @drug:steroid_any ")
_TABLETS = re.compile(r" (?:tablet\w*|tabl|pille\w*|piller|sprøjte\w*|indsprøjtning\w*|injektion\w*|drop|kapsler|systemisk|peroral\w*|mg|milligram|tabletform|pilleform)(?= )")
_LOCAL = re.compile(r" (?:@drug:steroid_local|\w*creme\w*|\w*salve\w*|\w*spray\w*|\w*inhalator\w*|\w*puster\w*|pust|puff|\w*dråber|inhalation\w*|turbuhaler|discus|diskos|i næsen|i øjnene|på huden|lokalt|symbicort|skum|shampoo)(?= )")
_ONCE = re.compile(r" (?:blokade\w*|ledinjektion\w*|i (?:knæet|skulderen|albuen|hoften|leddet|hælen|tommelfingeren)|kur|kure|hestekur|enkelt|enkelte)(?= )")
_SLAGS = re.compile(r" (?:systemisk\w*|piller|pille|tabletter|tablet|sprøjter|sprøjte|slags|medicin|hormon\w*|@drug:\w+|prednisolon\w*|kure)(?= )")
_LONG = re.compile(r" %(?:long|since)(?= )| fra (?:%past|#|%since)| efter # (?:år|årig)(?= )| (?:år|årevis|månedsvis|måneder i træk|i perioder|fast|hele tiden|livsvarigt)(?= )")
_LONG_TIME, _DOSE = re.compile(r" %long(?= )"), re.compile(r" # (?:mg|milligram)(?= )")
_NOW = re.compile(r" (?:får|tager|bruger|er|spiser|%daily|dagligt|stadig|nu|fast|mg|milligram|kører|trapper|x|siden)(?= )")


#: "fik det i halvandet år for min tarm": what was asked about, and for long.
_HAD_IT = re.compile(r" (?:fik|fået|tog|taget|får|tager|haft|spiste|spist) (?:(?:jeg|hun|han) )?(?:det|dem|den|sådan noget|sådan nogle) (?:[^ ]+ ){0,4}?%long(?= )|^ (?:det|dem|den) (?:har|fik|tog) (?:jeg|hun|han) (?:fået |taget |haft )?(?:[^ ]+ ){0,2}?%long(?= )")
#: Only what is inhaled or smeared on: "kun næsespray om foråret".
_ONLY = re.compile(r" (?:kun|bare|blot|alene|udelukkende|ikke andet end|intet andet end|aldrig andet end|det eneste) ")
_THAT_IS_ALL = re.compile(r" (?:det er|det var|og det er) (?:alt|det hele|det eneste)(?: (?:jeg|hun|han|der|jeg|hvad) .*)? ?$")
#: Not taken any more: then it counts how long it was.
_ENDED = frozenset({"seponeret", "aftrappet", "udtrappet", "ophørt", "afsluttet", "stoppet"})


def steroid_statements(segments: Sequence[Segment], texts: Sequence[str], others: Sequence[bool]) -> List[Statement]:
    """What each segment states about tablets and injections; how long is looked for in the whole message."""
    mine = [text for text, other in zip(texts, others) if not other]
    whole = " ".join(mine)
    long, tablets, local = bool(_LONG.search(whole)), bool(_TABLETS.search(whole)), bool(_LOCAL.search(whole))
    found: List[Statement] = []
    for index, (segment, text) in enumerate(zip(segments, texts)):
        if others[index] or not text or segment.question or segment.hypothetical or general("planned").found(text) or general("unknown").found(text):
            continue
        turn = index > 0 and segment.lead in ("men", "eller")
        hedged = general("hedge").found(text) or segment.doubtful
        named = _SYSTEMIC.search(text) or _ANY.search(text) or _TABLETS.search(text) and not _LOCAL.search(text)
        if is_denied(text):
            if _SLAGS.search(text) or _ANY.search(text):
                found.append(Statement(False, not hedged, CLAIM, index, turn))
            continue
        if _is_bare(text) and (_LONG_TIME.search(text) or _DOSE.search(text) and _NOW.search(text)):
            found.append(Statement(True, not hedged, CLAIM, index, turn))
        elif _HAD_IT.search(text) and not named and not _LOCAL.search(text):
            found.append(Statement(True, not hedged, CLAIM, index, True))
        elif _LOCAL.search(text) and (_ONLY.search(text) or _THAT_IS_ALL.search(whole)) and not _TABLETS.search(whole) and not _SYSTEMIC.search(whole):
            found.append(Statement(False, not hedged, CLAIM, index, turn))
        elif _LOCAL.search(text) and not _TABLETS.search(text):
            found.append(Statement(False, False, LIMIT, index, turn, narrow=False))
        elif (_ONCE.search(text) or " %short" in text) and not long:
            found.append(Statement(True, False, LIMIT, index, turn))
        elif named:
            found += _taken(text, index, turn, hedged, long, tablets, local)
    return found


def _is_bare(text: str) -> bool:
    """Nothing but how much, how often or how long of what was asked about."""
    return all(word in general_words("light") or word[0] in "%#" or word in ("mg", "milligram", "tabletter", "piller", "tablet", "pille") for word in text.split())


def _taken(text: str, index: int, turn: bool, hedged: bool, long: bool, tablets: bool, local: bool) -> List[Statement]:
    """A steroid, or tablets, that the person takes or has taken."""
    sure = bool(_SYSTEMIC.search(text)) or tablets
    if not _SYSTEMIC.search(text) and not _ANY.search(text) and not long:
        return [Statement(True, False, VAGUE, index)]
    if not sure or local and not tablets:
        return [Statement(True, False, LIMIT, index, turn)]
    words = set(text.split())
    if words & _ENDED and not long:
        return [Statement(True, False, LIMIT, index, turn)]
    past = bool(words & {"fik", "tog", "havde", "var", "fået", "taget", "tidligere", "engang", "dengang", "%past", "%until"}) and not _NOW.search(text)
    if long or not past and "%short" not in words:
        return [Statement(True, not hedged, CLAIM, index, True)]
    return [Statement(True, False, LIMIT, index, turn)]
