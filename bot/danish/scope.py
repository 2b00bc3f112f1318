"""Who each stretch of a message is about, and whether it is denied, supposed, hedged, feared or asked.

There is no parser: a sentence is cut where a new statement can begin, and each piece takes over from the one before
what it does not say itself. Where it cannot be told how far a denial or a person reaches, nothing firm is read.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, List, Optional, Sequence

from bot.danish.content import load
from bot.danish.view import Item, Segment

_STOPS = frozenset({".", "!", "?", ";"})
_CUTS = frozenset({",", ":", "(", ")", "/", "og", "men", "eller", "samt", '"', "dog", "hvorimod", "mens"})
_QUOTED = re.compile(r"(?:^|\s)[-–] [A-ZÆØÅ]|[\"“”„»].*(?:\s(?:siger|sagde|svarede|spurgte|fortsatte|mente|fortæller|forklarer|tilføjer|råbte|hviskede)\b)", re.DOTALL)


@lru_cache(maxsize=None)
def words(name: str) -> frozenset:
    return frozenset(load("words")[name])


@lru_cache(maxsize=None)
def phrase_pattern(name: str) -> "re.Pattern[str]":
    """Any of the phrases of `name`, as whole words of a line."""
    from bot.danish.normal import words_of

    phrases = sorted({" ".join(words_of(phrase)) for phrase in load("words")[name]}, key=len, reverse=True)
    return re.compile(r"(?<= )(?:" + "|".join(re.escape(phrase) for phrase in phrases if phrase) + r")(?= )")


def _pieces(items: Sequence[Item]) -> List[List[Item]]:
    """Sentences: stretches that end with a full stop, or at a new line."""
    sentences: List[List[Item]] = [[]]
    for item in items:
        sentences[-1].append(item)
        if item.text in _STOPS:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _begins_statement(items: Sequence[Item], at: int, start: int) -> bool:
    """Whether a new statement begins at `at` without any mark, as in dictation."""
    word = items[at].text
    if at > start and items[at - 1].text in _MEASURES and (word[0] == "#" and at + 1 < len(items) and items[at + 1].text in _MEASURES or word in _LISTED):
        return True
    if at - start < 2 or at + 1 >= len(items):
        return False
    before, after = items[at - 1].text, items[at + 1].text
    if word == "så":
        return after in words("finite_verbs") and before not in words("negators") or _concludes(items[at + 1:at + 3])
    if word == "det" and after in ("gør", "er", "har") and at - start >= 3 and at + 2 < len(items) and items[at + 2].text in ("jeg", "a"):
        return before not in _SAID and before not in words("subordinators")  # "min mand ryger det gør jeg ikke"
    if word == "selv" and after in words("finite_verbs") and at + 2 < len(items) and items[at + 2].text in words("self_words"):
        return True  # "lægen sagde det var knogleskørhed selv er jeg 76"
    if word == "ellers" and after in words("negators"):
        return True  # "brækkede anklen ellers ikke noget"
    if word in _YES_NO and after in _AFTER_YES and before not in _BEFORE_YES:
        return True
    if word in words("self_words") or word in ("hun", "han", "patienten"):
        return before not in _SAID and not (word == "patienten" and before in ("til", "for")) and after in words("finite_verbs") and before not in words("subordinators") and before not in words("finite_verbs") and before not in ("at", "både")
    if (word in words("own_words") or word in ("hendes", "hans")) and after.startswith("@person:"):
        return before not in words("subordinators") and before not in _BEFORE_NOUN and before not in words("finite_verbs")
    return False


def _concludes(after: Sequence[Item]) -> bool:
    """ "Kan ikke tåle mælk så jeg tager kalk", "... så derfor får jeg kalk"; but "aldrig faldet, så jeg brækkede noget" is denied as a whole."""
    texts = [item.text for item in after]
    return texts[:1] == ["derfor"] or len(texts) == 2 and texts[0] in words("self_words") and texts[1] in words("done_instead")


#: "ingen har sagt jeg havde det": what was said goes on.
_SAID = frozenset({"sagt", "fortalt", "ment", "troet", "oplyst", "konstateret", "nævnt", "påstået", "antydet", "vide"})
#: "oven i hinanden ja det er ikke sjovt": in dictation a yes or no begins anew.
_YES_NO, _AFTER_YES = frozenset({"ja", "jo", "nej"}), frozenset({"det", "den", "der", "så"})
_BEFORE_YES = frozenset({"siger", "sagde", "svarer", "svarede", "sige", "til", "et", "er", "bliver", "blev", "jeg", "men", "og", "så", "sagt", "jo", "kan", "vil", "har", "var", "det"})
_MEASURES = frozenset({"år", "årig", "cm", "kg", "m"})
_LISTED = frozenset({"ikkeryger", "ryger", "eksryger", "kvinde", "mand"})
_BEFORE_NOUN = frozenset({"med", "til", "for", "hos", "af", "fra", "om", "ved", "på", "i", "som", "både", "efter", "uden", "end", "også", "både", "især", "kun", "selv", "ligesom"})


@lru_cache(maxsize=None)
def _exceptive_beginnings() -> FrozenSet[str]:
    return frozenset(phrase.split()[0] for phrase in words("exceptive"))


def _exceptive_at(items: Sequence[Item], at: int) -> int:
    """How many items at `at` say "ud over", "bortset fra" ...; 0 if none."""
    if items[at].text not in _exceptive_beginnings():
        return 0
    for length in (3, 2, 1):
        phrase = " ".join(item.text for item in items[at:at + length])
        if len(items) - at >= length and phrase in words("exceptive"):
            return length
    return 0


def segments_of(items: Sequence[Item]) -> List[Segment]:
    """The segments of a message, each with its scope."""
    segments: List[Segment] = []
    for number, sentence in enumerate(_pieces(items)):
        segments.extend(_sentence(sentence, number, segments[-1] if segments else None))
    return segments


def _cut(sentence: Sequence[Item]) -> List[Segment]:
    found: List[Segment] = []
    start, lead, at = 0, "", 0
    exceptive = False

    def close(end: int) -> None:
        if end > start:
            found.append(Segment(list(sentence[start:end]), 0, lead=lead, exceptive=exceptive))

    while at < len(sentence):
        word = sentence[at].text
        length = _exceptive_at(sentence, at)
        if word == "kun" and length == 1 and not any(item.text in words("negators") or item.text in ("nej", "næ") for item in sentence[:at]):
            length = 0
        if word == "kun" and length == 1 and _only_so_many(sentence, at):
            length = 0
        if length and (at > start or start and word != "kun") or length > 1:
            close(at)
            at += length
            start, lead, exceptive = at, "exceptive", True
            continue
        if word in _CUTS or word in _STOPS:
            close(at)
            lead = word if at > start or not lead or word in ("men", "eller") else lead
            start, exceptive = at + 1, False
        elif _begins_statement(sentence, at, start):
            close(at)
            start, lead, exceptive = at, "", False
        at += 1
    close(len(sentence))
    return found


#: "Havde jeg haft den, var det vel blevet opdaget": an "if" told by the order of the words alone.
_HAD_IT_BEEN = re.compile(r" (?:havde|var|fik|kunne) (?:jeg|hun|han|det|den|@person:\w+) (?:[^ ]+ ){1,8}(?:, (?:så )?(?:var|havde|ville|vidste|kunne|skulle|fik) |(?:så )?(?:var|havde|ville|kunne|skulle) (?:det|jeg|den|hun|han|der|man|vi) )")


#: "Bliver den dårligere, er det osteoporose": the same of what may come.
_SHOULD_IT_BE = re.compile(r"^ (?:bliver|falder|viser|kommer|stiger) (?:jeg|hun|han|den|det|de|prøven|scanningen|tallet|tallene) (?:[^ ]+ ){0,5}(?:, )?(?:så )?(?:er|bliver|skal|har|får|kan|må) (?:det|jeg|hun|han|man|vi|den|der) ")


def _only_so_many(sentence: Sequence[Item], at: int) -> bool:
    """ "jeg er kun 44": no exception from what was denied before, but a number of its own."""
    numbered = at + 1 < len(sentence) and sentence[at + 1].text[0] == "#"
    return numbered and at > 1 and sentence[at - 1].text in ("er", "vejer", "måler") and sentence[at - 2].text in words("self_words")


def _sentence(sentence: Sequence[Item], number: int, before: Optional[Segment]) -> List[Segment]:
    segments = _cut(sentence)
    line = " " + " ".join(item.text for item in sentence) + " "
    asked = sentence[-1].text == "?"
    first = " ".join(item.text for item in sentence[:2])
    interrogative = _is_interrogative(line, first, asked)
    had_it_been = _HAD_IT_BEEN.match(line) is not None
    supposed = bool(phrase_pattern("hypothesis").search(line) or had_it_been or _SHOULD_IT_BE.match(line)) and not phrase_pattern("not_hypothesis").search(line)
    denied: Optional[bool] = False
    neither = False
    person: Optional[str] = "self"
    for index, segment in enumerate(segments):
        segment.sentence = number
        segment.hypothetical = supposed and not (had_it_been and index and segment.items[0].text == "nu")  # "..., nu blev det lårbenshalsen"
        segment.question = interrogative or (asked and index == len(segments) - 1)
        segment.pending = bool(phrase_pattern("not_yet").search(segment.line.replace(" selv om ", " selvom "))) or _is_indirect(segment)
        segment.hedged = bool(phrase_pattern("hedge").search(_SHOWN.sub(" ", segment.line))) or (index + 1 < len(segments) and _is_hedge_alone(segments[index + 1]))
        segment.doubtful = bool(phrase_pattern("strong_hedge").search(segment.line))
        named = person_named(segment)
        if named is None:
            segment.person = person
            segment.explicit = False
        else:
            segment.person, segment.explicit = named, True
            person = named
        goes_on = index > 0 and not any(item.text in words("finite_verbs") for item in segments[index - 1].items)
        denied = True if index and _is_of_nobody(segments[index - 1], segment) else _denial(segment, denied, neither, goes_on)
        neither = neither or " hverken " in segment.line
    _deny_lists(segments)
    return segments


def _is_of_nobody(before: Segment, segment: Segment) -> bool:
    """ "Der er ingen, der har haft det"; sets `segment.negated`."""
    found = before.items[-1].text in ("ingen", "nogen") and before.negated is True and segment.items[0].text in ("der", "som")
    if found:
        segment.negated, segment.not_quite = True, False
    return found


#: "fik vist billederne" was shown them, and is no doubt.
_SHOWN = re.compile(r" (?:fik|fået|får|blev|blevet|bliver) vist (?!nok|ikke|aldrig|kun|bare|noget )(?=\S)")


def _is_indirect(segment: Segment) -> bool:
    """ "men om det var kræft, det fik jeg aldrig at vide": a question that is told, not an answer to it."""
    texts = [item.text for item in segment.items]
    return texts[0] in ("om", "hvorvidt") and len(texts) > 2 and texts[1][0].isalpha() and any(text in words("finite_verbs") for text in texts[2:])


def _deny_lists(segments: Sequence[Segment]) -> None:
    """ "ikke leddegigt, cøliaki eller kræft": the "eller" at the end shows that the denial reaches all of the list."""
    for index, segment in enumerate(segments):
        if segment.lead == "eller" and segment.negated is not False:
            at = index
            while at > 0 and segments[at].negated is None:
                segments[at].negated = True
                at -= 1


def _is_hedge_alone(segment: Segment) -> bool:
    """", tror jeg": a segment that only doubts what went before."""
    rest = phrase_pattern("hedge").sub("", segment.line)
    return rest != segment.line and not re.sub(r"\b(?:jeg|det|er|det er|vel|at|nok|så)\b", "", rest).strip()


def _is_interrogative(line: str, first: str, asked: bool) -> bool:
    start = _without_greeting(line)
    if re.match(r" (?:" + "|".join(sorted(words("interrogatives"), key=len, reverse=True)) + r")(?= )", start):
        return True
    return asked and not tells_before_asking(line) and start.split()[:1] != [] and start.split()[0] in words("finite_verbs") and len(start.split()) > 3


def _without_greeting(line: str) -> str:
    return re.sub(r"^ (?:(?:men|og|jamen|okay|ok|hej|hejsa|nå|øh|undskyld|sig mig|tak|jo|ja|nej|altså|goddag|,|\") )+", " ", line)


def tells_before_asking(line: str) -> bool:
    """Whether a sentence tells something of its writer without "jeg", and asks after the comma."""
    return _TELLS_BEFORE.match(_without_greeting(line)) is not None


#: "Er 74 og får prednisolon, bliver mine knogler dårlige af det?": told without "jeg", and asked after the comma.
_TELLS_BEFORE = re.compile(
    r" (?:er (?:#\d+|kvinde|mand|lige|snart|nu|fyldt|på|usikker|faldet|opereret)|(?:har|får|tager|fik|havde|spiser|drikker|ryger|vejer|bruger) (?!jeg|du|man|det|den|de|der|vi|i|hun|han|min|mit|mine|en|et|alle|folk)\S+) "
    r"[^?]*, (?:og |men |så )?(?:hvad|hvor\w*|hvem|hvilke\w*|(?:er|bliver|kan|må|skal|bør|har|hjælper|gør|går|betyder|gælder) (?:det|jeg|man|min|mit|mine|der|de|den|vi|du|nogen|noget)) "
)


def is_quoted(raw: str) -> bool:
    """Speech that is told again, as in a story: not the writer's own answer."""
    return bool(_QUOTED.search(raw[:2000]))


_SOME = frozenset({"de", "dem", "nogle", "mange", "alle"})
_COUNTED = frozenset({"år", "gange", "måneder", "uger", "dage", "timer", "minutter", "fald", "genstande", "af", "sidste", "seneste", "slags", "smerter", "ting", "knogler", "brud", "niveauer", "hvirvler", "ryghvirvler", "ryghvirvel", "planer", "retninger", "steder", "sider", "led", "bevægelser", "måltider", "dele", "tre"})
#: Before somebody who only says so: "2 gange ifølge sønnen".
_SOURCES = frozenset({"ifølge", "iflg", "siger", "sagde", "oplyser", "fortæller", "mener", "påstår", "angiver"})
#: "Det kan du bande på" is about nobody.
_SURE_OF = frozenset({"bande", "tro", "bide", "regne", "være", "lige", "sgu", "godt", "stole", "sværge", "selv", "vide"})
_OWN_BEFORE = re.compile(r"(?<= )(?:min|mit|mine) (?:(?:egen|gamle|kære|afdøde|nu afdøde|stakkels|ældste|yngste|store|lille|#\d+ årige?) )*$")


_SOMEBODY = r"(?:kvinde|mand|dame|herre|pige|dreng|person|fyr|kone|fru \w+|nogen|nogle|kvinder|mænd|folk|mennesker|@person:\w+)"
#: "Jeg læste om en kvinde, der ...", "i går mødte jeg en mand på 95": what comes after is of her or him.
_HEARD_OF = re.compile(
    rf" (?:om|med|kender|kendte|så|set|mødte) (?:en|et|nogen|nogle|#\d+) (?:\w+ ){{0,2}}?{_SOMEBODY} (?:på #\d+ (?:år )?)?(?:der|som) "
    rf"| (?:mødte|traf|så|hilste på|talte med|snakkede med) (?:jeg |vi )?(?:en|et|nogen|nogle) (?:\w+ ){{0,2}}?{_SOMEBODY} "
    rf"| (?:sad|stod|kom|lå|boede|var) (?:der |jo |også |så )*en (?:\w+ ){{0,2}}?{_SOMEBODY} "
)


#: "... at en dame på 53 var faldet sammen": what is said of somebody whom nobody names.
_SOMEBODY_HEARD_OF = re.compile(r"^ at (?:en|et|hver|#\d+) (?:\S+ )?(?:dame|kvinde|mand|herre|pige|person|fyr|ældre|kvinder|mænd) ")


def person_named(segment: Segment) -> Optional[str]:
    """Who the segment names as the one it is about, or None when it names nobody."""
    if _SOMEBODY_HEARD_OF.match(segment.line):
        return "other"
    found: Optional[str] = None
    unclear = False
    texts = [item.text for item in segment.items]
    for index, text in enumerate(texts):
        previous = texts[index - 1] if index else ""
        if text.startswith("@person:"):
            kind = text[8:]
            before = " " + " ".join(texts[:index]) + " "
            if _IS_ONE.search(before) or _LIFTED.search(before) or kind in _WHAT_ONE_IS and _ONCE_OR_MARRIED.match(before):
                continue
            if previous in _SOURCES or previous in words("own_words") and texts[max(0, index - 2):index - 1] and texts[index - 2] in _SOURCES:
                continue
            if previous[:1] == "#" and all(one[0] in "#@" or one in words("of_ones_children") for one in texts):
                continue  # "tre børn og syv børnebørn": what one has
            if previous in ("sin", "sit", "sine") and texts[max(0, index - 2):index - 1] in (["med"], ["hos"]):
                continue  # "kom ind med sin datter"
            if kind == "staff":
                if index + 1 < len(texts) and texts[index + 1] in ("siger", "sagde", "har", "mener", "fandt", "konstaterede", "gav", "fortalte") or previous in _BEFORE_NOUN or found:
                    continue
                if previous in words("own_words") and texts[max(0, index - 2):index - 1] and texts[index - 2] in _BEFORE_NOUN:
                    continue  # "går til kontrol hos min læge"
                found = found or "other"
                continue
            if found is None and texts[0] in words("finite_verbs") and previous in ("fra", "ved") and index > 1 and segment.items[index].said.endswith("s"):
                continue  # "får mælk hver dag fra naboens køer"
            governed = any(word in _BEFORE_NOUN for word in texts[max(0, index - 3):index]) and found in ("self", "patient")
            if found == "self" and texts[index - 2:index - 1] in (["hos"], ["med"]) and texts[1:2] and texts[1] in words("being_somewhere"):
                continue  # "jeg faldt hos min datter", "på legepladsen med mine børnebørn"
            if governed and not any(word in ("der", "som") for word in texts[index + 1:index + 2]):
                if texts[max(0, index - 2):index] and kind in ("parent", "grand", "child", "family"):
                    found, unclear = kind, False
                else:
                    unclear = index + 1 < len(texts)
                continue
            found = kind
        elif text in words("self_words"):
            if text in ("a", "æ", "je") and index + 1 < len(texts) and texts[index + 1] not in words("finite_verbs"):
                continue
            found = "self"
        elif text in words("patient_words"):
            if text in ("manden", "kvinden", "damen") and found is not None or _is_of_kin(texts, index, found):
                continue
            found = "patient"
        elif text in words("own_words") and not (index + 1 < len(texts) and texts[index + 1].startswith("@person:")):
            thing = texts[index + 1] if index + 1 < len(texts) else ""
            acts = index + 2 < len(texts) and texts[index + 2] in words("finite_verbs")
            found = found or ("other" if acts and thing[:1].isalpha() and thing not in words("own_things") else "self")
        elif text in ("hendes", "hans") and not (index + 1 < len(texts) and texts[index + 1].startswith("@person:")):
            found = found or "patient"
        elif text in words("other_words"):
            following = texts[index + 1] if index + 1 < len(texts) else ""
            if text == "man" and _ONESELF.match(" " + " ".join(texts[index:]) + " "):
                found = "self"
                continue
            if text in ("du", "i", "de") and previous in ("kan", "kunne", "må") and following in _SURE_OF:
                continue
            if text == "de" and previous in _BEFORE_NOUN and following[:1].isalpha() and following not in words("finite_verbs"):
                continue  # "svært ved de daglige ting"
            if text == "i" and following not in words("finite_verbs") or text in _SOME and (found is not None or following in _COUNTED or following[:1] == "#"):
                continue
            if found is None:
                found = "other"
    if found in (None, "self") and _HEARD_OF.search(segment.line) and not _IS_SOMEBODY.search(segment.line):
        return "other"
    return "unclear" if unclear else found


#: "Jeg var en mand på 60 dengang".
_IS_SOMEBODY = re.compile(r" (?:jeg|hun|han|patienten) (?:er|var) ")
#: "jeg er hans datter", "da jeg blev bedstefar": what somebody is, and nobody else.
_IS_ONE = re.compile(r" jeg (?:er|blev|bliver)(?: (?:hans|hendes|deres|en|den|jo|selv|nu|da|også|ældste|yngste|eneste|stolt|snart))* $")
#: "Pensioneret sygeplejerske, 71", "gammel kone på 88": what somebody is, without a word for who.
_WHAT_ONE_IS = frozenset({"staff", "spouse"})
_ONCE_OR_MARRIED = re.compile(r"^ (?:(?:er|en|jeg|jo|bare|nu|hej|goddag|#\d+|år|årig) )*(?:(?:pensioneret|pens|tidligere|tidl|forhenværende|fhv|uddannet|gammel|ældre|gift|skilt|almindelig|efterlønnet) )+$")
#: "Man er jo 83": somebody's own age; "man ryger jo, når man er ung" is said of everybody.
_ONESELF = re.compile(r"^ man (?:er|bliver) (?:(?:jo|da|altså|efterhånden|nu|snart|trods|alt|vel) )+#\d+ ")
#: "Efter løft af barnebarn": somebody who was lifted, and nobody it is about.
_LIFTED = re.compile(r" (?:løft|løftede|løftet|løfte) (?:op )?(?:af )?(?:(?:min|mit|mine|sit|sin|sine|et|en|vores|hendes|hans|det|den|lille|yngste|ældste) )*$")
_KIN = frozenset({"parent", "grand", "child", "sibling", "relative", "spouse", "friend"})


def _is_of_kin(texts: Sequence[str], index: int, found: Optional[str]) -> bool:
    """ "mor til patienten", "ægtefællen oplyser, at han selv": the relative who was named, and not the patient."""
    if found not in _KIN:
        return False
    return texts[index] == "patienten" and texts[index - 1] in ("til", "for") or texts[index] in ("han", "hun") and texts[index + 1:index + 2] == ["selv"]


def _denial(segment: Segment, before: Optional[bool], neither: bool = False, subject_goes_on: bool = False) -> Optional[bool]:
    """Sets `segment.negated` and `not_quite`; returns what the next segment may take over.

    `neither`: "hverken" was said; `subject_goes_on`: the segment before has no verb yet.
    """
    segment.not_quite = bool(phrase_pattern("not_quite").search(segment.line))
    own = any(item.text in words("negators") for item in segment.items)
    has_verb = any(item.text in words("finite_verbs") for item in segment.items)
    if segment.exceptive:
        segment.negated = False
        return False
    if own:
        segment.negated = True
        return True
    if segment.lead == "eller" and before and neither:
        segment.negated = True
        return True
    starts_anew = any(item.text[0] == "#" for item in segment.items[:1]) or segment.lead in ("men", ":", ";", ".") or len(segment.items) > 1 and segment.items[0].text in ("ja", "jo", "tidligere", "kendt")
    named = segment.explicit and (has_verb or segment.lead != "eller")  # "ingen knogleskørhed eller hoftebrud hos forældre"
    if segment.lead == "eller" and before and subject_goes_on and segment.items[0].text.startswith("@person:"):
        segment.negated = True  # "ingen af mine forældre | eller bedsteforældre har haft det"
        return True
    if has_verb and segment.lead not in ("eller",) or starts_anew or named:
        segment.negated = False
        return False
    if before and segment.lead == "eller":
        segment.negated = True
        return True
    segment.negated = None if before or before is None else False
    return segment.negated
