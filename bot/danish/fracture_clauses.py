"""A message as clauses that may tell of a broken bone: which bones they name, whether one broke, whose it is, and whether it happened."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import FrozenSet, Iterable, Iterator, List, Optional, Sequence, Set

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.fracture_words import bone_words, may_say, phrases, said
from bot.danish.view import Item, Segment

_BONE, _NAME = "@bone:", "@fracture_name:"
_COMPOUND = re.compile(r"^(\w{3,}?)(?:s|e|es)?(?:brud|bruddet|bruddene|fraktur|frakturen|frakturer|frakturerne)$")


@dataclass
class Bone:
    """A bone named in a clause: which word of it, and whether the word itself says that it broke (hoftebrud)."""

    at: int
    site: str
    word: str
    named: bool = False


@dataclass
class Clause:
    """A segment, as far as it may tell of fractures."""

    index: int
    segment: Segment
    texts: List[str]
    bones: List[Bone]
    breaks: List[int] = field(default_factory=list)
    """Which words say that a bone broke."""

    @property
    def line(self) -> str:
        return " " + " ".join(self.texts) + " "

    @property
    def sentence(self) -> int:
        return self.segment.sentence

    @property
    def lead(self) -> str:
        return self.segment.lead

    @property
    def denied(self) -> Optional[bool]:
        """Whether the break is denied here; a denial in a clause of its own ("... som ingen har set") does not reach back to it."""
        negated = self.segment.negated
        if negated is None and self.breaks and self.bones and any(text.startswith(_DATES) for text in self.texts):
            return False  # "ikke ryger, brud på håndled 2021": what has its time is one event, and no part of a denied list
        if not negated or not (self.breaks or self.bones):
            return negated
        last = max([*self.breaks, *(bone.at for bone in self.bones)])
        at = next((at for at, text in enumerate(self.texts) if text in scope.words("negators")), -1)
        return False if at > last and any(text in _NEW_CLAUSE for text in self.texts[last + 1:at + 1]) else negated

    def says(self, name: str) -> bool:
        return bool(said(name).search(self.line))

    def tells(self) -> bool:
        """Whether a bone breaks here, whichever."""
        return bool(self.breaks) or any(bone.named for bone in self.bones)


#: Times of one event.
_DATES = ("%year", "%ago", "%month", "%age")
_NEW_CLAUSE = frozenset({"som", "der", "hvor", "hvad", "uden", "fordi", "da", "så", "selvom"})


def _word_at(line: str, place: int) -> int:
    """Which word of a line begins after `place`."""
    return line.count(" ", 0, place + 1) - 1


def clause_of(segment: Segment, index: int) -> Clause:
    texts, bones = [], []
    for at, item in enumerate(segment.items):
        text = item.text
        compound = _COMPOUND.match(text) if text[0] not in "#@%" and len(text) > 6 else None
        if compound and compound[1] in bone_words():
            text = _NAME + bone_words()[compound[1]]
        texts.append(text)
        if text.startswith(_NAME) or text.startswith(_BONE) and not _is_no_bone_of_its_own(texts[:at], segment.items[at + 1:at + 2]):
            bones.append(Bone(at, text.split(":")[1], _written(item), text.startswith(_NAME)))
    clause = Clause(index, segment, texts, bones)
    clause.breaks = _breaks(clause)
    if not clause.breaks:
        clause.bones = [bone for bone in bones if bone.named or texts[max(0, bone.at - 1)] != "samme"]  # "samme hånd!"
    if not clause.breaks and _is_measured(segment):
        clause.bones = [bone for bone in bones if bone.named]
    return clause


def _is_no_bone_of_its_own(before: Sequence[str], following: Sequence[Item]) -> bool:
    """ "Faldt over mine egne fødder", "gips fra tå til lyske": named, and not broken by what is said."""
    if before[-1:] == ["fra"]:
        return bool(following) and following[0].text == "til"
    return before[-1:] == ["egne"]


#: What is measured in a bone that need not have broken.
_MEASURED = frozenset({"tscore", "tscoren", "ts", "bmd"})


def _is_measured(segment: Segment) -> bool:
    """ "-2,9 i lårbenshalsen": where a T-score was measured."""
    return any(item.text in _MEASURED or item.text[0] == "#" and item.thing.signed for item in segment.items)


def _written(item: Item) -> str:
    """The word as it stands in the message, spelled right."""
    return item.thing.text if hasattr(item.thing, "text") else item.text


def clauses_of(doc: Doc) -> List[Clause]:
    """The clauses of a message, read once; a bone that is only referred to stands in them like one that is named."""
    clauses = [_without_spared(clause_of(segment, index)) for index, segment in enumerate(doc._.segments)]
    for at, clause in enumerate(clauses):
        if not clause.bones and any(text in _REFERRING for text in clause.texts):
            _name_what_is_meant(clause, clauses[max(0, at - MEANT_WITHIN):at])
    return clauses


#: "Hoften slap", "anklen holdt": the bone that did not break.
_SPARED = re.compile(r" (?:holdt(?! (?:op|i|på|fast|til|øje|mig|sig))|slap(?! (?:i|og|ned|op))|klarede (?:sig|den)|fejlede (?:ikke noget|intet)|tog ikke skade) ")


#: "Costa-crista 2 fingre": the fingers that measure.
_MEASURES = re.compile(r" (?:costacrista|ribbenbækken|ribpelvis|costopelvi\w*|plads til) (?:\S+ ){0,2}?#\d+ @bone:minor ")


def _without_spared(clause: Clause) -> Clause:
    """The clause without bones that it only says were spared, or measured with."""
    if clause.bones and not clause.tells() and (_SPARED.search(clause.line) or _MEASURES.search(clause.line)):
        clause.bones.clear()
    return clause


#: So many clauses before a reference to a bone its name is looked for.
MEANT_WITHIN = 4
#: "Den højre kom to år efter", "og venstre i 2019": the bone named before, at the other side.
_OTHER_SIDE = re.compile(
    r"^ (?:(?:og|men|så|nu|derefter|senere|samt|siden) )*(?:den |det |i |på )?(højre|venstre|anden(?! gang)|andet|modsatte)(?: side)? (?:.*? )?(?:%\w+|kom|røg|gik|fulgte|efter|senere) "
    r"|^ (?:(?:og|så|så var) )*%\w+ (?:var |brækkede |knækkede |røg )?(?:jeg |hun |han )?(?:den|det) (højre|venstre|anden|andet|modsatte|selvsamme|samme)(?: side| igen)? "
)
_SIDE_FIRST = re.compile(r" (?:(?:og|men|så) )*(?:den |det )?(højre|venstre) ")
_ONE_OF_TWO = frozenset({"anden", "andet"})
#: Of two bones, or of two times: "det ene i 2012 og det andet i 2020", "første gang gled jeg, anden gang ...".
ONE = re.compile(r"^ (?:(?:og|men|så|ja) )*(?:(?:den|det) )?(?:ene|første)(?: gang)? ")
OTHER = re.compile(r"^ (?:(?:og|men|så) )*(?:(?:den|det) (?:anden|andet|sidste|seneste)|andet|anden(?! @)|sidste gang|sidst)(?: gang)? ")
#: "Min mor brækkede hoften, og nu har jeg selv gjort det", "... selv brækket det".
_THE_SAME = re.compile(
    r" (?:jeg|hun|han) (?:nu )?(?:selv|også) (?:gjort|prøvet|oplevet|brækket) (det|den) | (?:har|brækkede) (?:jeg|hun|han) (?:selv|også) (?:gjort |prøvet |brækket )?(det|den) "
    r"|^ (?:og |men |så |nu )?(den|det) (?:brækkede|knækkede) (?:jeg|hun|han) | (?:mit|min|mine) (eget|egen|egne) (?:brækkede|knækkede|har|røg|blev) "
)
_REFERRING = frozenset({"højre", "venstre", "anden", "andet", "modsatte", "selvsamme", "samme", "det", "den", "eget", "egen", "egne"})


def _name_what_is_meant(clause: Clause, before: Sequence[Clause]) -> None:
    """Give a clause the bone of those before that it refers to."""
    named = next((one for one in reversed(before) if one.bones), None)
    sided = _OTHER_SIDE.match(clause.line) or clause.breaks and _SIDE_FIRST.match(clause.line)
    if sided and sided.lastindex and sided[sided.lastindex] in _ONE_OF_TWO and any(ONE.match(one.line) for one in before):
        return  # "det ene i 2012 og det andet i 2020"
    found = sided or _THE_SAME.search(clause.line)
    if named is None or not found or clause.sentence - named.sentence > 1 or clause.segment.negated is not False:
        return
    if not clause.breaks and not named.tells() and not any(one.tells() for one in before):
        return
    place = next(at for at, text in enumerate(found.groups(), 1) if text)
    at = _word_at(clause.line, found.start(place) - 1)
    clause.bones = [Bone(at, named.bones[-1].site, named.bones[-1].word)]
    clause.breaks = clause.breaks or [at]


def is_relevant(doc: Doc) -> bool:
    """A cheap test: whether the message can tell of a fracture at all."""
    return any(item.text[0] == "@" and item.text.startswith((_BONE, _NAME)) or item.text in _stems() or item.text.startswith("hofte") or item.text == "tha" or "alloplastik" in item.text or len(item.text) > 6 and _COMPOUND.match(item.text) for item in doc._.items)


@lru_cache(maxsize=None)
def _stems() -> FrozenSet[str]:
    return phrases("broke_verbs") | phrases("broke_nouns") | phrases("infinitives")


def _breaks(clause: Clause) -> List[int]:
    words = frozenset(clause.texts)
    if not any(may_say(name, words) for name in ("broke_verbs", "broke_nouns", "infinitives")) and not clause.bones:
        return []
    line = clause.line
    if said("idioms").search(line):
        return []
    soft = bool(said("soft_tissue").search(line))
    found = [_word_at(line, match.start()) for match in said("broke_verbs").finditer(line)]
    if not soft:
        found += [_word_at(line, match.start()) for match in said("broke_nouns").finditer(line)]
    for match in said("infinitives").finditer(line):
        if said("happened").search(line[:match.start() + 1]):
            found.append(_word_at(line, match.start()))
    if clause.bones and not soft:
        found += [_word_at(line, match.start()) for match in said("gave_way").finditer(line) if _is_beside(clause, match)]
        if any(bone.site == "spine" for bone in clause.bones):
            found += [_word_at(line, match.start()) for match in said("collapsed").finditer(line)]
    return sorted(set(found))


_ARTICLES = frozenset({"et", "en", "min", "mit", "mine", "den", "det", "der", "så", "også", "begge", "højre", "venstre", "par", "jo", "sgu", "den", "nogle", "to", "hele", "ene", "anden", "andet", "selve", "er", "var", "har", "havde", "vist", "da", "simpelthen", "bare", "lige", "desværre", "begge", "de", "både"})


#: "Røg ned fra stigen", "benene røg væk under mig": nothing breaks.
_ELSEWHERE = frozenset({"ned", "ud", "af", "ind", "på", "op", "i", "over", "væk", "under", "fra"})


def _is_beside(clause: Clause, match: "re.Match[str]") -> bool:
    """ "så røg hoften", "hoften røg"; not "røg på hoften"."""
    first = _word_at(clause.line, match.start())
    last = first + len(match.group().split()) - 1
    for bone in clause.bones:
        if first < bone.at < last:
            return True  # "slog albuen i stykker"
        between = clause.texts[last + 1:bone.at] if bone.at > last else clause.texts[bone.at + 1:first] if bone.at < first else None
        if between is not None and len(between) <= 3 and all(text in _ARTICLES or text[0] == "#" for text in between):
            after = clause.texts[last + 1:last + 2]
            return bone.at > last or not set(after) & _ELSEWHERE
    return False


def tells_of_fracture(line: str) -> bool:
    """Whether a line says that a bone broke."""
    return _NAME in line or bool(said("broke_verbs").search(line) or said("broke_nouns").search(line))


def raw_line(doc: Doc) -> str:
    """The words of the message, spelled right, without marks."""
    return " " + " ".join(token.text for token in doc) + " "


def words_around(clauses: Iterable[Clause]) -> Iterator[str]:
    """The words of several clauses, one after the other."""
    for clause in clauses:
        yield from clause.texts


# --- whose fracture, and whether it happened ---


def is_foreign(clause: Clause) -> bool:
    """Whether somebody else is said to break something: "min far brækkede", "en buschauffør brækkede armen"."""
    if not clause.breaks:
        return False
    verb = clause.breaks[0]
    before, after = clause.texts[:verb], clause.texts[verb + 1:verb + 4]
    people = [at for at, text in enumerate(before) if text.startswith("@person:") and text != "@person:staff"]
    if people and not any(text in _SELVES for text in before[people[-1] + 1:]):
        return True
    return any(text.startswith("@person:") and text != "@person:staff" for text in after[:2]) and not any(text in _SELVES for text in (*before, *after))


_SELVES = frozenset({"jeg", "mig", "hun", "han", "patienten", "selv", "a", "min", "mit", "mine", "vi"})


#: What goes on from the clause before: "og det kostede et brækket kraveben".
_CONSEQUENCES = frozenset({"det", "så", "hvilket", "hvorved", "derved", "med", "resultatet", "der"})


def _unknown_subject(clause: Clause, known: FrozenSet[str]) -> bool:
    """A noun that the reader does not know stands where the one who broke something stands: "buschaufføren brækkede armen"."""
    if not clause.tells() or clause.segment.explicit and clause.segment.person in ("self", "patient"):
        return False
    if clause.texts[0] in _CONSEQUENCES and clause.index:
        return False
    first = min([*clause.breaks, *(bone.at for bone in clause.bones)])
    before = [text for text in clause.texts[:first] if text[0].isalpha() and text not in known]
    last = max([*clause.breaks, *(bone.at for bone in clause.bones)])
    inside = [text for text in clause.texts[first:last] if text[0].isalpha() and text not in known and text not in _stems()]
    return bool(before or inside) or _has_noun_before_verb(clause)


_IN_GENERAL = re.compile(r" (?:kan|kunne|bør|skal|må|man|anbefales|bruges|kræver|heler|tager|bliver|giver|behandles|ses|opstår|rammer|regnes|koster) ")
_HAPPENS_TO_BONE = frozenset({"var", "er", "skete", "kom", "blev", "røg", "brækkede", "knækkede", "gik", "sad", "faldt", "sprang", "har", "havde", "fik", "ved"})


def _is_general(clause: Clause) -> bool:
    """What is said of fractures in general, or a fracture that does something: "et hoftebrud kan koste livet", "håndledsbruddet holdt ham ude"."""
    if _IN_GENERAL.search(clause.line):
        return True
    first = min([*clause.breaks, *(bone.at for bone in clause.bones)])
    following = [text for text in clause.texts[first + 1:first + 3] if text not in ("det", "den")]
    return bool(following) and following[0] in scope.words("finite_verbs") - _HAPPENS_TO_BONE


def _has_noun_before_verb(clause: Clause) -> bool:
    """ "hesten brækkede benet": whatever stands before the verb, and in no phrase of its own, is the one who broke it."""
    verb = next((at for at in clause.breaks if clause.texts[at] in phrases("broke_verbs")), None)
    if not verb:
        return False
    word, leading = clause.texts[verb - 1], clause.texts[max(0, verb - 4):verb - 1]
    if not word[0].isalpha() or word in _not_nouns():
        return False
    return not any(text in _PREPOSITIONS for text in leading)


_PREPOSITIONS = frozenset({"på", "i", "af", "ved", "over", "med", "fra", "til", "under", "efter", "om", "ad", "for", "hos", "mod", "gennem", "uden"})


@lru_cache(maxsize=None)
def _not_nouns() -> FrozenSet[str]:
    """Small words, verbs and adverbs."""
    return frozenset(scope.words("small_words") | scope.words("finite_verbs") | scope.words("hedge") | _ARTICLES | phrases("broke_verbs") | phrases("happening") | {
        "tidligere", "engang", "dengang", "simpelthen", "pludselig", "straks", "samtidig", "åbenbart", "sørme", "uheldigvis", "igen", "sidst", "først", "senere", "siden", "bagefter",
        "samme", "selv", "begge", "både", "kom", "at", "dér", "her",
    })


def _starts_with_somebody(clause: Clause) -> bool:
    """ "mumien er undersøgt ...": a clause whose subject is nobody that the reader knows."""
    if clause.segment.explicit or clause.bones or clause.says("fell"):
        return False
    verb = next((at for at, text in enumerate(clause.texts) if text in scope.words("finite_verbs")), 0)
    if said("pictures").search(" " + " ".join(clause.texts[:verb]) + " "):
        return False
    return any(text[0].isalpha() and text not in _not_nouns() and text not in known_words() for text in clause.texts[:verb]) and not any(text in _PREPOSITIONS for text in clause.texts[:verb])


@lru_cache(maxsize=None)
def known_words() -> FrozenSet[str]:
    """Words that name nobody."""
    from bot.danish.facts.frame import known_words as words_of_facts

    single = {word for name in load("fractures") if name not in ("vehicle",) for phrase in phrases(name) for word in phrase.split()}
    return frozenset(words_of_facts() | single | scope.words("finite_verbs") | _ARTICLES)


#: "At man kan banke på ryggen for at finde brud", "de siger, min mor har haft to sammenfald", "jeg ved alt om hoftebrud": nobody's, or another's.
_IN_GENERAL = re.compile(r" man (?:kan|skal|bør|må) | (?:ved|vidste|læser|læste|læst|hørt|hørte|lært|undervis\w+|alt|meget) (?:[^ ]+ ){0,2}?om @(?:fracture|bone)| (?:siger|sagde|fortæller|fortalte|mener)(?: at)? min @person:(?!staff)\w+ (?:har|havde|fik) ")


def owned(clauses: Sequence[Clause], about: Sequence[Segment], third: bool) -> Set[int]:
    """Which clauses are about the patient, or about nobody else."""
    accepted = {id(segment) for segment in about}
    own: Set[int] = set()
    known = known_words()
    for clause in clauses:
        segment = clause.segment
        if not (segment.plain or _is_lived(clause)) or is_foreign(clause) or _IN_GENERAL.search(clause.line):
            continue
        listed = clause.index - 1 in own and segment.lead in ("og", ",", "samt") and bool(clause.bones) and clause.bones[0].at <= 2
        if segment.person == "other" and (clause.tells() or listed):
            mine = clause.says("finders") or listed
        elif segment.person in ("self", "patient"):
            mine = segment.person == "self" or third
        else:
            mine = False
        if not mine and id(segment) not in accepted:
            continue
        before = clauses[clause.index - 1] if clause.index and clauses[clause.index - 1].sentence == clause.sentence else None
        subjectless = before is not None and before.index not in own or before is not None and _starts_with_somebody(before)
        if before is not None and _is_relative(clause, before) or not third and clause.tells() and re.search(r" (?:sin|sit|sine|hendes|hans) ", clause.line):
            continue
        if subjectless and not segment.explicit and segment.lead in ("og", ",", "") and _has_other_subject(before):
            continue
        if clause.tells() and not segment.explicit and _is_general(clause):
            continue
        if id(segment) in accepted or not _unknown_subject(clause, known):
            own.add(clause.index)
    return own


def _is_relative(clause: Clause, before: Clause) -> bool:
    """ "den, der har brækket hoften": whoever it is."""
    return clause.texts[0] in ("der", "som") and before.texts[-1] in ("den", "dem", "de", "folk", "personer", "mennesker", "patienter", "kvinder", "mænd", "alle")


def _is_lived(clause: Clause) -> bool:
    """ "jeg knækkede hoften, da jeg ville tage strømper på": what was wanted or planned comes after what happened."""
    segment = clause.segment
    if segment.hypothetical or segment.question or not clause.tells():
        return False
    first = min([*clause.breaks, *(bone.at for bone in clause.bones if bone.named)])
    planned = scope.phrase_pattern("not_yet").search(clause.line)
    return planned is not None and _word_at(clause.line, planned.start() - 1) > first and bool(re.search(r" (?:da|fordi|hvor|mens|idet|efter) ", clause.line[:planned.start()]))


def _has_other_subject(clause: Clause) -> bool:
    """Whether the clause before is about somebody else, so that one without a subject goes on about that person."""
    return clause.segment.person not in ("self", "patient", None) and clause.segment.explicit or _starts_with_somebody(clause)


def _is_believed(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """ "de troede, jeg havde brækket hoften": believed, and not said to be so."""
    until = min(clause.breaks) if clause.breaks else min(bone.at for bone in clause.bones)
    leading = " " + " ".join(clause.texts[:until]) + " "
    if said("believed").search(leading) or re.search(r"^ (?:(?:men|og|så) )?(?:om|hvorvidt) ", leading):
        return True
    if clause.index == 0 or clauses[clause.index - 1].sentence != clause.sentence or clause.lead not in ("", ","):
        return False
    ending = " " + " ".join(clauses[clause.index - 1].texts[-3:]) + " "
    return bool(said("believed").search(ending)) and (clause.lead == "" or clause.texts[0] in ("at", "om", "jeg", "hun", "han"))


def _is_taken_back(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """ "... men det var kun forstuvet": what looked like a break was none."""
    if any(place > max(clause.breaks, default=0) for place in [_word_at(clause.line, match.start()) for match in said("was_none").finditer(clause.line)]):
        return True
    for after in clauses[clause.index + 1:clause.index + 3]:
        if after.sentence - clause.sentence > 1 or after.segment.negated is False and after.bones and after.breaks:
            return False
        if said("was_none").search(after.line) and not after.bones and (after.lead == "men" or after.texts[:1] in (["men"], ["det"], ["den"])):
            return True
    return False


def is_unreal(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Only believed, or taken back."""
    return _is_believed(clause, clauses) or is_disbelieved(clause, clauses) or _is_taken_back(clause, clauses)


def is_disbelieved(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """ "han mener ikke, han har brækket noget"."""
    if clause.index == 0 or clause.lead not in ("", ","):
        return False
    before = clauses[clause.index - 1]
    ending = " " + " ".join(before.texts[-4:]) + " "
    return before.sentence == clause.sentence and bool(re.search(r" (?:mener|tror|mindes|husker|ved|synes|siger|erindrer|oplyser|mente|troede) (?:\w+ )?(?:ikke|aldrig) (?:at )?$| (?:ikke|aldrig) (?:\w+ )?(?:mener|tror|mindes|husker) (?:at )?$", ending))


def is_hedged(clause: Clause) -> bool:
    """Whether the fracture itself is in doubt; "i 2015, tror jeg" doubts the year alone."""
    segment = clause.segment
    if not (segment.hedged or segment.doubtful):
        return False
    times = [at for at, text in enumerate(clause.texts) if text[0] in "%#"]
    hedges = [_word_at(clause.line, match.start() - 1) for match in scope.phrase_pattern("hedge").finditer(clause.line)]
    if not hedges:
        return not (times and times[-1] == len(clause.texts) - 1)
    return not all(any(-3 <= at - time <= 2 for time in times) for at in hedges)
