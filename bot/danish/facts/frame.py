"""Which stretches of a message are told about the person whose answers these are, and what each of them says in full.

A fact needs a frame: "jeg", a relative that the message is written for, "hun" where staff writes, or the shorthand of a note.
Without one nothing is told: in the news, in a story and in a recipe the same words are about somebody else.
"""
from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import FrozenSet, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.facts.words import compiled, named, said, word_class
from bot.danish.reading import Context
from bot.danish.view import Item, Segment
from bot.danish.when import When

#: How many words that the reader does not know a clause without a subject may hold: of itself, and as a share of its words.
FOREIGN_WORDS, FOREIGN_SHARE = 1, 0.2
#: One that begins with its verb is more likely the writer's own.
FOREIGN_SHARE_OF_OWN = 0.3
#: A quotation of fewer words is a word in quotation marks, not somebody's speech.
SHORTEST_SPEECH = 3
#: So many words of the governing clause are taken over by one without a verb.
TAKEN_OVER = 3
#: What stands before a colon is a label when it has no more words: "vægt: 62".
LABEL = 3
#: An object that stands before its verb has no more words.
SHORT_OBJECT = 4
STAFF = ("physiotherapist", "reception")


@dataclass
class Clause:
    """One segment with what it takes over from the clause before it."""

    segment: Segment
    index: int
    own: str
    """Its own line."""
    line: str
    """Its own line after the verb that governs it: " tager dvitamin " in "jeg tager kalk og dvitamin"."""
    about: bool = False
    """Told as a fact about the person."""
    denied: Optional[bool] = False
    """None when it cannot be told how far a denial reaches."""
    words: FrozenSet[str] = frozenset()

    @property
    def nominal(self) -> bool:
        """Without a verb of its own."""
        return not self.words & word_class("verbs")

    @property
    def ends_in_no(self) -> bool:
        """ "prednisolon nej": a name, and "nej" after it as in a form."""
        texts = [item.text for item in self.segment.items]
        return 1 < len(texts) <= LABEL and texts[-1] == "nej" and not self.words & word_class("verbs")

    @property
    def sure(self) -> bool:
        return not (self.segment.hedged or self.segment.doubtful or self.segment.not_quite)

    def denies_after(self, place: int) -> bool:
        """Whether what is denied comes only in a clause of its own after `place`: "mand på 63, der aldrig har røget"."""
        words = self.line[place:].split()
        before = self.line[:place].split()
        if not self.denied or any(word in scope.words("negators") for word in before):
            return False
        first = next((at for at, word in enumerate(words) if word in scope.words("negators")), None)
        return first is not None and any(word in word_class("subordinate") for word in words[:first])

    def denies_before(self, mark: str) -> bool:
        """Whether the number or time `mark` stands within a denial: "jeg er ikke 67", but not "jeg er 67 og har ikke ..."."""
        if self.denied is False:
            return False
        before = self.own.partition(f" {mark} ")[0].split()
        if not any(word in scope.words("negators") for word in self.own.split()):
            return True
        last = max((place for place, word in enumerate(before) if word in scope.words("negators")), default=None)
        return last is not None and not any(word in word_class("topics") for word in before[last + 1:])


@dataclass
class Scene:
    """Everything that the readers of facts need to know of a message."""

    segments: List[Segment]
    clauses: List[Clause] = field(default_factory=list)
    third: bool = False
    """Staff or a relative writes about somebody."""
    any_relative: bool = False
    """Somebody answers for another and did not say for whom: any relative may be the person."""
    role: Optional[str] = None
    """The role that the message tells."""
    shorthand: bool = False
    """Written as notes are: no subjects, no verbs."""
    obituary: bool = False
    """Somebody is dead, in a message that names nobody who writes."""

    @property
    def about(self) -> List[Segment]:
        return [clause.segment for clause in self.clauses if clause.about]


@lru_cache(maxsize=None)
def known_words() -> FrozenSet[str]:
    """Words that may stand in a clause that names nobody."""
    from bot.danish.pipeline import pattern_words

    return scope.words("small_words") | pattern_words() | scope.words("finite_verbs") | scope.words("negators")


def is_covered(segment: Segment) -> bool:
    """Every word is one that the reader knows."""
    return foreign_words(segment) == 0


def foreign_words(segment: Segment, names: "Optional[re.Pattern[str]]" = None) -> int:
    """How many words of the segment the reader does not know; `names`: what else it knows here, each word as a line of its own."""
    known = known_words()
    texts = (item.text for item in segment.items if item.text[0] not in "#@%" and item.text not in known)
    return sum(1 for text in texts if names is None or not names.search(f" {text} "))


def was_never_said(clause: Clause, scene: Scene) -> bool:
    """ "lægen har aldrig sagt, | at jeg har det": what the clause before denies that anybody has said."""
    before = scene.clauses[clause.index - 1] if clause.index else None
    goes_on = before is not None and before.segment.sentence == clause.segment.sentence and clause.own.startswith(" at ")
    return before is not None and goes_on and bool(before.denied) and said("has_said", before.own)


#: What stands in brackets, and what they belong to.
BEFORE_BRACKETS = 2


def is_of_a_disease(clause: Clause, scene: Scene) -> bool:
    """ "Leddegigt (seropositiv) 22 år": so long, and not so old."""
    before = scene.clauses[max(0, clause.index - BEFORE_BRACKETS):clause.index]
    return clause.segment.lead == ")" and any("@disease:" in one.own for one in before)


def times_of(segment: Segment) -> List[Tuple[str, When]]:
    return [(item.text, item.thing) for item in segment.items if item.text[0] == "%"]


def is_patient(segment: Segment, third: bool) -> bool:
    """Whether the segment is about the person whose answers these are."""
    if segment.person == "self":
        return not third or not segment.explicit
    return segment.person == "patient" and third


# --- the scene ---


def scene_of(doc: Doc, raw: str, context: Context) -> Scene:
    """The message with its persons, its writer and its clauses."""
    scene = Scene([copy.copy(segment) for segment in doc._.segments])
    if not scene.segments:
        return scene
    if is_story(raw):
        for segment in scene.segments:
            segment.person, segment.explicit = "other", True
        return scene
    scene.segments = [piece for segment in scene.segments for piece in _dictated(segment)]
    _born(doc, scene.segments)
    _quotations(doc, scene.segments)
    _release(scene.segments)
    _unmarked_questions(scene.segments)
    _taken_back(scene.segments)
    _writer(scene, context)
    _persons(scene)
    _relative_objects(scene)
    _animals(scene.segments)
    _clauses(scene, context)
    return scene


def _relative_objects(scene: Scene) -> None:
    """ "... af de prednisolontabletter, jeg har taget i to år?": what is asked is not whether they were taken."""
    for before, segment in zip(scene.segments, scene.segments[1:]):
        last = before.items[-1]
        if segment.sentence == before.sentence and segment.lead in (",", "") and last.text.startswith("@drug:") and named("taken_by_me").search(segment.line):
            segment.items = [*segment.items, last]
            segment.render()
            segment.question = segment.hypothetical = False


_DIALOGUE = re.compile(r"(?:^|\n)\s*[-–—]\s*[A-ZÆØÅ][^\n]*[,.!?]\s*(?:siger|sagde|svarede|spurgte|fortsatte|mente|råbte|hviskede|lo|løj|brummede|sukkede|nikkede)\b")


def is_story(raw: str) -> bool:
    """Speech that is told again, as in a novel."""
    return bool(_DIALOGUE.search(raw[:2000]))


def _quotations(doc: Doc, segments: Sequence[Segment]) -> None:
    """What stands between quotation marks is somebody else's, and so is the rest when only the quotation says "jeg"."""
    items: Sequence[Item] = doc._.items
    marks = [place for place, item in enumerate(items) if item.text == '"']
    if len(marks) < 2:
        return
    quoted: Set[int] = set()
    for start, end in zip(marks[::2], marks[1::2]):
        if end - start > SHORTEST_SPEECH and end - start < len(items) - 2:
            quoted |= {id(item) for item in items[start:end]}
    if not quoted:
        return
    own = scope.words("self_words") | scope.words("own_words")
    is_speech = any(item.text in own for item in items if id(item) in quoted)
    is_mine = any(item.text in own for item in items if id(item) not in quoted)
    for segment in segments:
        if id(segment.items[0]) in quoted or is_speech and not is_mine:
            segment.person, segment.explicit = "other", True


def _born(doc: Doc, segments: Sequence[Segment]) -> None:
    """ "jeg er født ...": the time has taken the "jeg" with it."""
    words = [token.text for token in doc]
    for place, word in enumerate(words):
        if word == "født" and set(words[max(0, place - 3):place]) & scope.words("self_words"):
            for segment in segments:
                if any(item.text.startswith("%birth") for item in segment.items) and segment.person == "self":
                    segment.explicit = True


#: "jeg er 65 år har ikke haft kræft har aldrig brækket noget": where a new statement begins with "har".
_GOES_ON, _ENDS = frozenset({"ikke", "aldrig", "haft", "fået", "brækket", "ondt"}), frozenset({"år", "årig", "kg", "cm", "noget", "ryggen", "dagligt", "gange"})


#: Participles that begin a statement of their own after "ikke".
_GONE = frozenset({"faldet", "røget", "brækket", "haft", "fået", "usikker"})


def _dictated(segment: Segment) -> List[Segment]:
    """ "mand 71 ryger ikke vejer 93 kg": without marks each statement begins with its verb or its name."""
    items = segment.items
    starts = [0]
    for place in range(1, len(items)):
        word, previous = items[place].text, items[place - 1].text
        following = items[place + 1].text if place + 1 < len(items) else ""
        if word == "det" and place > 2 and following in word_class("verbs") and place + 2 < len(items) and items[place + 2].text in ("jeg", "man", "jo", "hun", "han"):
            starts.append(place)
            continue
        if word == "det" and following in word_class("verbs") and previous not in scope.words("small_words") and (previous[0] != "@" or previous.startswith("@drug")):
            starts.append(place)
            continue
        if word == "de" and following in ("er", "var", "kom", "blev", "skete") and place > 2 and previous[0] in "@%#":
            starts.append(place)  # "med to sammenfald i ryggen | de er kommet af sig selv"
            continue
        if word == "er" and following[:1] == "#" and previous[0] in "@%" and not previous.startswith("@person"):
            starts.append(place)
            continue
        if place < 2:
            continue
        if word in word_class("states") and following not in scope.words("self_words") and said("begins_with_sex_and_age", " " + " ".join(item.text for item in items[:place]) + " "):
            starts.append(place)
            continue
        if word == "ingen" and "ingen" in [item.text for item in items[starts[-1]:place]] and place - starts[-1] >= 2:
            starts.append(place)
            continue
        if word in ("ingen", "aldrig") and (previous[0] in "%#" or word == "aldrig" and previous in ("år", "årig", "cm", "kg")) and place - starts[-1] >= 2:
            starts.append(place)
            continue
        if word in word_class("labels") and (previous[0] in "#%@" or previous in ("gange", "kg", "cm", "år", "genstande")) and (following[:1] == "#" or following in word_class("deny") or following in ("nej", "ja", "nul")):
            starts.append(place)
            continue
        if word == "er" and following in ("ikke", "aldrig", "usikker") and previous[0] in "%#" and place - starts[-1] >= 2:
            starts.append(place)  # "er ikke faldet det sidste år | er ikke usikker"
            continue
        if word == "ikke" and following in _GONE and previous[0] in "@%" and not previous.startswith("@person") and place - starts[-1] >= 2:
            starts.append(place)  # "aldrig haft kræft | ikke faldet det sidste år"
            continue
        if word in ("har", "er") and previous in ("ikke", "aldrig") and items[place - 2].text in word_class("verbs") or word == "har" and following in _GOES_ON and (previous[0] in "#%@" and not previous.startswith("@person") or previous in _ENDS):
            starts.append(place)
            continue
        if word == "røg" and (previous.startswith("@bone") or previous in word_class("limbs")):
            continue  # "min arm røg"
        if word not in word_class("dictated") or place - starts[-1] < 2 or following in scope.words("self_words") | {"hun", "han", "patienten", "det", "der"}:
            continue
        if previous in ("ikke", "aldrig") and items[place - 2].text not in word_class("dictated"):
            continue
        if previous[0] in "#%@" and not previous.startswith("@person") or previous in ("ikke", "år", "årig", "cm", "kg", "kvinde", "mand", "aldrig", "høj", "dagligt", "ikkeryger", "gange", "mere", "længere"):
            starts.append(place)
    if len(starts) == 1:
        return [segment]
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(items)]):
        piece = copy.copy(segment)
        piece.items = list(items[start:end])
        piece.render()
        piece.negated = any(item.text in scope.words("negators") for item in piece.items)
        if start:
            piece.lead, piece.explicit = ",", False
        elif segment.person == "other":
            piece.person, piece.explicit = _of_piece(piece)
        _own_person(piece)
        pieces.append(piece)
    return pieces


def _of_piece(piece: Segment) -> Tuple[str, bool]:
    """Whom the first of several statements is about: somebody else may be named in those after it alone."""
    found = scope.person_named(piece)
    return found or "self", found is not None


def _own_person(piece: Segment) -> None:
    """ "jeg er 63 ingen i familien har knogleskørhed": a relative is named in another statement than this one."""
    if piece.person not in ("self", "patient", None) and "@person:" not in piece.line and (said("says_own_age", piece.line) or said("begins_with_sex_and_age", piece.line)):
        piece.person, piece.explicit = "self", " jeg " in piece.line


_POLITE_START = re.compile(r"^ (?:\w+ ){0,2}?(?:må|skal|kan|vil) jeg (?:lige |så |først |hellere |nok |bare |jo )*(?:sige|tilføje|nævne|fortælle|indskyde|oplyse|rette|skyde ind|starte med at sige|give dig) ")


def _release(segments: Sequence[Segment]) -> None:
    """A supposition or question does not reach a main clause that stands by itself: "hvis jeg vandt ..., jeg drikker ikke"."""
    for number in sorted({segment.sentence for segment in segments}):
        sentence = [segment for segment in segments if segment.sentence == number]
        supposing = [bool(scope.phrase_pattern("hypothesis").search(segment.line)) for segment in sentence]
        polite = bool(_POLITE_START.search(sentence[0].line))
        unreal = False
        for place, segment in enumerate(sentence):
            follows = place > 0 and said("unreal", sentence[place - 1].line)
            unreal = unreal and segment.lead not in ("men", ";") and (follows or not (segment.lead == "," and _stands_alone(segment)))
            segment.hypothetical = segment.hypothetical or unreal
            unreal = unreal or said("unreal", segment.line)
            if said("polite_if", segment.line):
                supposing = [False] * len(sentence)
                for one in sentence:
                    one.hypothetical = False
            if place and _is_relative_clause(segment) and sentence[place - 1].items[-1].text.startswith("@person:") and not said("modal", segment.line):
                segment.question = segment.hypothetical = False  # what a relative has had is not what is asked
            if polite and (segment.question or segment.hypothetical):
                segment.question = segment.hypothetical = False
            if segment.hypothetical and not supposing[place] and not unreal:
                later = not any(supposing[:place])
                if segment.lead == "men" or _stands_alone(segment) and (segment.lead == "," or later) or later and _is_plain_statement(segment):
                    segment.hypothetical = False
            if segment.question and place and not sentence[place - 1].question and segment.lead == "og" and segment.items[0].text in word_class("states"):
                segment.question = False  # "hvor meget må jeg løfte, jeg er 76 og har haft et sammenfald"
            if segment.question and place and sentence[-1].question is not segment and _stands_alone(segment) and segment.lead in (",", "men"):
                if not said("mental", sentence[place - 1].line) and not (segment is sentence[-1] and sentence[0].question is False):
                    segment.question = False


def _unmarked_questions(segments: Sequence[Segment]) -> None:
    """ "brystkræft og knogleskørhed hænger det sammen": asked without a mark, so that what is only named is nobody's."""
    for number in sorted({segment.sentence for segment in segments}):
        sentence = [segment for segment in segments if segment.sentence == number]
        asking = [said("asks_unmarked", segment.line) for segment in sentence]
        if not any(asking):
            continue
        of_somebody = any(segment.explicit and segment.person in ("self", "patient") for segment in sentence)
        for segment, asks in zip(sentence, asking):
            begins = said("asks_first", segment.line) if of_somebody else asks
            segment.question = segment.question or begins or _only_names(segment)


def _taken_back(segments: Sequence[Segment]) -> None:
    """ "jeg skrev, at jeg aldrig har røget, men det passer ikke helt": what was told just before is no fact."""
    for before, segment in zip(segments, segments[1:]):
        if said("taken_back", segment.line):
            before.hypothetical = True


def _only_names(segment: Segment) -> bool:
    words = [item.text for item in segment.items]
    return not segment.explicit and not word_class("verbs") & set(words) and not any(word[0] == "#" for word in words)


def _stands_alone(segment: Segment) -> bool:
    """Begins with its subject, then a verb that states something."""
    texts = [item.text for item in segment.items if item.text not in ("for", "altså", "nu", "jo")]
    start = 1 if texts and texts[0] in scope.words("own_words") and len(texts) > 1 else 0
    if len(texts) < start + 2:
        return False
    subject = texts[start]
    named = subject in scope.words("self_words") or subject in ("hun", "han", "patienten") or subject.startswith("@person:") or start == 1
    return named and texts[start + 1] in word_class("states")


def _is_plain_statement(segment: Segment) -> bool:
    return not said("modal", segment.line) and _stands_alone(segment)


# --- who writes ---


def _writer(scene: Scene, context: Context) -> None:
    """Who writes, and for whom."""
    patterns = load("patterns")
    for segment in scene.segments:
        if not segment.plain or segment.person == "other" and segment.explicit and '"' in segment.lead:
            continue
        for told in patterns["roles"]:
            if scene.role is None and compiled(told["line"]).search(segment.line) and not (told.get("unless") and compiled(told["unless"]).search(segment.line)):
                if not segment.negated:
                    scene.role = told["is"]
    known_role = context.known.get("role")
    scene.third = bool(context.third_person or known_role in STAFF or context.known.get("for_other") is True or scene.role in STAFF)
    scene.any_relative = context.may_be_any_relative and known_role in (None, "patient") and scene.role is None
    scene.shorthand = scene.third or bool(compiled(patterns["shorthand"]).search(" ".join(segment.line for segment in scene.segments)))


# --- who each segment is about ---


def _persons(scene: Scene) -> None:
    """Finish what the scope says of persons: subjects that the reader does not know are somebody else."""
    for segment in scene.segments:
        if said("sure_indeed", segment.line) and not scope.phrase_pattern("hedge").search(named("sure_indeed").sub(" ", segment.line)):
            segment.hedged = segment.doubtful = False
    if scene.third and not scene.any_relative:
        _the_man(scene)
    names_writer = any(segment.explicit and segment.person == "self" for segment in scene.segments) or said("greeting", scene.segments[0].line)
    other_in: Optional[int] = None
    before: Optional[Segment] = None
    changed: Optional[str] = None
    writing = False
    generic = _generic_sentences(scene)
    for place, segment in enumerate(scene.segments):
        if before is None or before.sentence != segment.sentence or segment.explicit:
            changed, writing = None, False
        if other_in is not None and other_in != segment.sentence:
            # After a sentence about somebody else, one without a subject may be about the same.
            asked = before is not None and before.question and before.person == "other"  # "hvor meget kalk skal man have?" tells of nobody
            carried = before is not None and segment.sentence - before.sentence == 1 and not scene.shorthand and not asked and (before.explicit or _has_verb(before))
            other_in = segment.sentence if carried and not segment.explicit and _is_about_others(before, scene) and _lacks_subject(segment) else None
        if segment.lead == ":" and any(said("here_they_are", one.line) for one in scene.segments[:place] if one.sentence == segment.sentence):
            other_in = changed = None
            segment.person = changed = "patient" if scene.third else "self"
        if segment.explicit:
            person = segment.person
            _settle_explicit(segment, scene)
            changed = segment.person if segment.person != person else None
            writing = segment.person == "self" and scene.third
            other_in = segment.sentence if segment.person == "other" else None
        elif before is not None and before.sentence == segment.sentence and _is_relative_clause(segment) and before.items[-1].text.startswith("@person:") and not scene.any_relative:
            segment.person = changed = before.items[-1].text[8:]
        elif before is not None and before.sentence == segment.sentence and said("they_say_that", before.line) and said("bones_named", segment.line) and not _of_kin(scene, place):
            segment.person = changed = "patient" if scene.third else "self"
        elif before is not None and before.sentence == segment.sentence and _tells_of_them(before, segment, scene):
            segment.person = changed = "patient"
        elif (changed or before is not None and _is_noted_of_kin(before)) and _lists_on(before, segment, scene):
            segment.person = changed = "patient" if scene.third else "self"
        elif changed is None and before is not None and _goes_on_after_kin(before, segment, scene):
            segment.person = changed = "self"
        elif changed:
            segment.person = changed
        elif scene.third and writing and segment.person == "self" and segment.items[0].text in word_class("verbs"):
            segment.person = changed = "patient" if compiled(load("patterns")["introduces"]).search(" jeg" + segment.line) else "writer"
        elif scene.third and segment.items[0].text in ("fru", "hr", "frøken") or _is_the_patient(segment, scene):
            segment.person = changed = "patient"
        elif segment.person == "self" and (other_in == segment.sentence or segment.sentence in generic or has_foreign_subject(segment, scene, names_writer)):
            segment.person = "other"
            other_in = segment.sentence
            if segment.lead == "" and before is not None and before.sentence == segment.sentence and not before.explicit:
                before.person = "other"
        elif segment.person == "self" and _is_relative_clause(segment) and place and not scene.shorthand and _is_foreign_noun(scene.segments[place - 1]):
            segment.person = scene.segments[place - 1].person = "other"
            other_in = segment.sentence
        elif segment.person == "self" and _is_relative_clause(segment) and place and scene.segments[place - 1].person not in ("self", "patient", None):
            segment.person = scene.segments[place - 1].person
        before = segment
    return


def _the_man(scene: Scene) -> None:
    """ "manden siger, ryggen er god": to staff the man is the one who stands there, not somebody's husband."""
    told: Optional[int] = None
    for segment in scene.segments:
        for place, item in enumerate(segment.items):
            if item.text == "@person:spouse" and item.said == "manden" and not (place and segment.items[place - 1].text in _OWNERS):
                segment.items = [*segment.items[:place], Item("manden", None, item.said), *segment.items[place + 1:]]
                segment.render()
                segment.person, told = "patient" if segment.person in ("spouse", "unclear", None) else segment.person, segment.sentence
        if segment.person == "spouse" and not segment.explicit and told == segment.sentence:
            segment.person = "patient"


_OWNERS = frozenset({"min", "hendes", "til", "hvis", "patientens", "fra", "som", "hos", "med"})


def _of_kin(scene: Scene, place: int) -> bool:
    """ "min mor gik krum, og lægen sagde, det var knogleskørhed": what they say of the relative that the sentence begins with."""
    sentence = [one for one in scene.segments[:place] if one.sentence == scene.segments[place].sentence]
    return any(one.explicit and one.person in KIN for one in sentence) and not named("self_named").search(scene.segments[place].line)


def _tells_of_them(before: Segment, segment: Segment, scene: Scene) -> bool:
    """ "jeg svarer for ham, som er 79 og vejer 70 kilo": the one who is written for goes on being meant."""
    return scene.third and _is_relative_clause(segment) and before.items[-1].text in ("ham", "hende")


def _lists_on(before: Optional[Segment], segment: Segment, scene: Scene) -> bool:
    """ "mor hoftebrud, småtspisende, 48 kg": in a note what comes after a relative, without a verb, is the patient's again."""
    verbs = word_class("verbs")
    if before is not None and segment.lead in (",", ";") and _is_noted_of_kin(before) and not segment.items[0].text.startswith("@person:"):
        if any(one.explicit and one.person in KIN and any(item.text in verbs for item in one.items) for one in scene.segments if one.sentence == before.sentence and one is not segment):
            return False  # "min far fik det hele at vide: knogleskørhed, T-score -3,8"
        return not any(item.text[0] == "%" or item.text in ("år", "årig") or item.text.startswith(("@bone", "@fracture", "@osteoporosis", "@disease", "@cancer")) for item in segment.items)
    in_list = scene.shorthand or len(scene.segments) > 2 and not any(item.text in verbs for one in scene.segments[:2] for item in one.items)
    if not in_list or before is None or before.person not in KIN or segment.lead not in (",", ";"):
        return False
    bare = not any(item.text in verbs for item in (*before.items, *segment.items))
    return bare and not any(item.text[0] == "%" or item.text in ("år", "årig") or item.text.startswith(("@bone", "@fracture", "@osteoporosis", "@disease", "@cancer")) for item in segment.items)


def _goes_on_after_kin(before: Segment, segment: Segment, scene: Scene) -> bool:
    """ "kvinde 68, mor havde knogleskørhed, vejer 58 kilo": who introduces herself so goes on about herself."""
    if scene.third or before.person not in KIN or not before.explicit or before.sentence != segment.sentence or segment.lead not in (",", ";"):
        return False
    first = next(one for one in scene.segments if one.sentence == segment.sentence)
    owned = any(item.text in ("min", "mit", "mine") for item in before.items)
    return not owned and said("begins_with_sex_and_age", first.line) and segment.items[0].text in word_class("states")


def _is_noted_of_kin(segment: Segment) -> bool:
    """ "Mor med knogleskørhed", "far hoftebrud": a note of what a relative had, whole in itself."""
    texts = [item.text for item in segment.items]
    told = any(text.startswith(("@osteoporosis", "@fracture", "@disease", "@cancer")) for text in texts)
    return segment.person in KIN and told and not any(text in word_class("verbs") for text in texts) and not any(text in ("min", "mine", "mit", "hendes", "hans") for text in texts)


def _generic_sentences(scene: Scene) -> Set[int]:
    """Sentences that say something of everybody; a note says it of its patient."""
    if scene.third:
        return set()
    named_in = {segment.sentence for segment in scene.segments if segment.explicit and segment.person == "self"}
    return {segment.sentence for segment in scene.segments if said("generic", segment.line)} - named_in


def _is_about_others(segment: Segment, scene: Scene) -> bool:
    return not is_patient(segment, scene.third) and segment.person != "self"


def _has_verb(segment: Segment) -> bool:
    return any(item.text in word_class("verbs") for item in segment.items)


def _lacks_subject(segment: Segment) -> bool:
    """Begins with its verb: "Ryger som en skorsten."."""
    texts = [item.text for item in segment.items]
    return bool(texts) and texts[0] in word_class("verbs") and texts[0] not in ("er", "har")


def _is_foreign_noun(segment: Segment) -> bool:
    """ "nabokonen, der er 77"."""
    texts = [item.text for item in segment.items]
    return not any(text in word_class("verbs") for text in texts) and texts[-1][0].isalpha() and texts[-1] not in known_words()


def _is_relative_clause(segment: Segment) -> bool:
    return segment.items[0].text in ("der", "som")


#: Whoever is told of besides the person and staff.
KIN = ("parent", "grand", "child", "sibling", "relative", "spouse", "friend", "family")
_ONLY_OBJECT = re.compile(r" (?:mig|os) ")


def _settle_explicit(segment: Segment, scene: Scene) -> None:
    """ "naboen fortalte mig, at ...": somebody who is only spoken to is not the one it is about."""
    line = segment.line
    if said("they_tell", line):
        segment.person, segment.explicit = "self", False
        return
    if said("idiom_person", line):
        segment.person = "self" if " jeg " in line else "patient" if re.search(r" (?:hun|han) ", line) else segment.person
    role = named("is_kin").search(line)
    if role and segment.person in KIN:
        segment.person = "patient" if (role[2] or role[1]) in ("hun", "han") else "self"
    if scene.third and segment.person == "self" and named("patient_beside").search(line):
        segment.person = "patient"
    if segment.person == "self" and " jeg " not in line and " min " not in line and " mit " not in line and _ONLY_OBJECT.search(line):
        kinds = [kind for kind in re.findall(r"@person:(\w+)", line.split(" mig ")[0]) if kind != "staff"]
        if kinds and not scene.any_relative:
            segment.person = kinds[0]
    if scene.third and said("their_kin", line):
        segment.person = "other"
    if segment.person in ("other", *KIN) and scene.third and said("kin_reports", line) and not re.search(r" (?:han|hun) selv ", line):
        segment.person = "patient"
    if segment.person == "patient" and not scene.third and " jeg " in line and not re.search(r" (?:hun|han|patienten) ", line):
        segment.person = "self"  # "hos ham", "for hende"
    if segment.person == "self" and not scene.third and said("mentions_other", line):
        segment.person = "other"
    kin = re.search(r"^ (?:en|min|mit|vores) (?:[^ ]+ )?@person:(?!staff)(\w+)(?: på #\d+(?: år)?)? (\w+) ", line)
    if kin and segment.person == "self" and kin[2] in word_class("verbs") and not scene.any_relative:
        segment.person = kin[1]
    if segment.person == "other" and said("polite_if", line) and not said("others_named", named("polite_if").sub(" ", line)):
        segment.person, segment.explicit = ("patient" if scene.third else "self"), False
    if segment.person == "other" and said("staff_follows", line):
        segment.person = "patient" if scene.third else "self"
    if segment.person == "other" and said("they_say", line) and not re.search(r" (?:du|man|vi) ", line):
        segment.person = "self"
    if scene.third and segment.person in ("self", "other") and compiled(load("patterns")["introduces"]).search(line):
        segment.person = "patient"
    if segment.person == "patient" and scene.third and compiled(load("patterns")["another_patient"]).search(line):
        segment.person = "other"
    if segment.person == "other" and re.search(r" (?:mit|hendes|hans) navn (?:er|var) ", line):
        segment.person = "self" if " mit " in line else "patient"
    if segment.person == "other" and re.search(r" @person:\w+ og jeg ", line):
        segment.person = "self"
    if said("none_of_us", line):
        segment.person = "self"
    if segment.person in KIN and not scene.any_relative and said("by_the_way", line):
        segment.person, segment.explicit = "self", " jeg " in line
    if segment.person in KIN and not scene.any_relative and said("only_mentions", line):
        segment.person = "self"
    if segment.person == "spouse" and re.search(r" (?:@person:\w+ og jeg|jeg og min @person:\w+|jeg og @person:\w+) ", line):
        segment.person = "self"


def _is_the_patient(segment: Segment, scene: Scene) -> bool:
    """ "den ældre herre er 90", "dagens første patient har ...": whom staff writes about."""
    return scene.third and said("the_patient", segment.line)


def has_foreign_subject(segment: Segment, scene: Scene, names_writer: bool) -> bool:
    """Whether the segment is about something or somebody that the reader does not know: "cykelrytteren brækkede armen"."""
    if not scene.third and segment.sentence == scene.segments[0].sentence and said("introduction", segment.line):
        return False
    texts = [item.text for item in segment.items]
    if _staff_acts(texts):
        return False
    if len(texts) <= 3 and texts[-1] == "her":
        return False  # "fru Jensen her"
    known, verbs = known_words(), word_class("verbs")

    def is_foreign(word: str) -> bool:
        return word[0].isalpha() and word not in known

    verb = next((place for place, word in enumerate(texts) if word in verbs), None)
    if verb is None:
        if scene.shorthand:
            return False
        if _SO_OLD_WORKER.match(segment.line):
            return False  # "lastbilchauffør 58 år", "tømrermester på 61 her"
        if said("somebody", segment.line) and _name_follows(segment, scene):
            return True
        content = [word for word in texts if word not in word_class("adverbs") and word[0] not in "%"]
        if texts[0] in ("et", "en", "den", "det", "de") and any(is_foreign(word) for word in texts[1:3]):
            return True
        return len(texts) > 1 and bool(content) and is_foreign(content[0]) and not names_writer
    start = texts[:verb]
    if re.match(r"^ (?:en|et|den|det|de|to|tre|flere|#\d+) (?:[^ ]+ ){0,3}(?:kvinde|mand|dame|herre|pige|dreng|kvinder|mænd|fyr|patient|patienter|person|personer|barn|pensionist) ", segment.line) and not scene.third:
        return True
    if not scene.shorthand and not names_writer and texts[verb] not in word_class("dictated") and re.match(r"^ (?:kvinde|mand|dame|herre|pige|dreng|kvinder|mænd) (?:på )?(?:#\d+ )?(?:år |årig )?$", " " + " ".join(start) + " "):
        return True
    if start[:1] and start[0] in ("den", "det", "de", "en", "denne", "enhver", "alle", "ingen") and (verb > 1 and is_foreign(start[-1]) or len(texts) > 1 and texts[1] in word_class("adjectives")):
        return True
    if _is_relative_clause(segment) and len(scene.segments) > 1 and _head_is_anybody(segment, scene):
        return True
    adverbial = _leading_adverbial(start)
    if any(is_foreign(word) for word in start[adverbial:]):
        return True
    if adverbial == verb and start:
        following = [word for word in texts[verb + 1:verb + 4] if word not in word_class("adverbs")]
        if following and (is_foreign(following[0]) or following[0][0] == "#" and len(following) > 1 and is_foreign(following[1])):
            return True
        if len(following) > 1 and following[0] in ("en", "et", "den", "det", "de", "to", "tre") and is_foreign(following[1]):
            return True
    return False


_SO_OLD_WORKER = re.compile(r" [^ #%@]+ (?:#\d+ år|på #\d+(?: år)?(?: her)?) $")


def _name_follows(segment: Segment, scene: Scene) -> bool:
    """ "en dreng, Kenneth, ...": a single word that the reader does not know."""
    place = next(index for index, one in enumerate(scene.segments) if one is segment)
    after = scene.segments[place + 1] if place + 1 < len(scene.segments) else None
    return after is not None and after.sentence == segment.sentence and len(after.items) == 1 and foreign_words(after) == 1


def _staff_acts(texts: Sequence[str]) -> bool:
    """ "sagde den unge læge", "lægen fandt": somebody who tells of the person."""
    place = next((index for index, text in enumerate(texts) if text == "@person:staff"), None)
    return place is not None and not any(word in word_class("prepositions") for word in texts[max(0, place - 2):place])


def _head_is_anybody(segment: Segment, scene: Scene) -> bool:
    """ "Den, der har brækket håndleddet, ...": whoever it is."""
    place = next(index for index, one in enumerate(scene.segments) if one is segment)
    return place > 0 and scene.segments[place - 1].sentence == segment.sentence and scene.segments[place - 1].line.split()[-1] in ("den", "dem", "de", "en", "alle", "enhver", "nogen", "folk")


def _leading_adverbial(start: Sequence[str]) -> int:
    """How many words before the verb only tell when or where: "i fjor", "på ferien i Spanien"."""
    at = 0
    while at < len(start):
        word = start[at]
        if word in word_class("adverbs") or word[0] == "%":
            at += 1
        elif word in word_class("prepositions") and at + 1 < len(start):
            at += 2
            while at < len(start) and start[at - 1] in word_class("determiners"):
                at += 1
        else:
            break
    return at


# --- clauses ---


def _clauses(scene: Scene, context: Context) -> None:
    names_writer = any(segment.explicit and segment.person in ("self", "patient") for segment in scene.segments)
    for index, segment in enumerate(scene.segments):
        before = scene.clauses[-1] if scene.clauses and scene.segments[index - 1].sentence == segment.sentence else None
        clause = Clause(segment, index, segment.line, segment.line)
        _take_over(clause, before)
        clause.words = frozenset(segment.line.split())
        clause.denied = clause.ends_in_no or _denied(segment, before, [one for one in scene.clauses if one.segment.sentence == segment.sentence])
        if clause.denied and not clause.words & scope.words("negators") and segment.lead in (",", "eller", "samt"):
            clause.line = " hverken" + clause.line
        _ellipsis(clause, scene)
        if index + 1 < len(scene.segments):
            _shared_subject(clause, scene.segments[index + 1])
        if before is not None and segment.lead in ("", ",") and said("only_thought", before.own):
            segment.doubtful = True  # "lægen tror måske, jeg har knogleskørhed"
        clause.about = segment.plain and _is_about(scene, index, clause, names_writer, context)
        scene.clauses.append(clause)
    _govern_backwards(scene.clauses)
    _labels(scene)
    _writers_own(scene, context)
    scene.obituary = _is_obituary(scene)
    for clause in scene.clauses:
        clause.about = clause.about and not scene.obituary


def _labels(scene: Scene) -> None:
    """ "vægt: 62": the name before the colon tells nothing; of "svigermor: hofte, mand: Prolia" nor does what comes after it."""
    lists_kin = any(segment.explicit and segment.person in KIN for segment in scene.segments)
    for clause, following in zip(scene.clauses, scene.clauses[1:]):
        if following.segment.lead != ":" or not _is_label(clause):
            continue
        is_husband = lists_kin and clause.own in _SPOUSES
        if is_husband or not said("is_patient", clause.own):
            clause.about = False
        if is_husband:
            following.about = False


_SPOUSES = frozenset({" mand ", " kone "})


def _is_obituary(scene: Scene) -> bool:
    """ "Skoleinspektør Thomsen er død, 91 år gammel": somebody is dead, in a message that names nobody who writes."""
    if scene.third or not any(said("obituary", segment.line) for segment in scene.segments):
        return False
    return not any(segment.explicit and segment.person in ("self", "patient") for segment in scene.segments)


def _writers_own(scene: Scene, context: Context) -> None:
    """Where a relative is written for, what the writer tells of himself or herself by the way: "mig: 49 år", "selv er jeg 60"."""
    if context.known.get("for_other") is not True and not any(said("written_for", segment.line) for segment in scene.segments):
        return
    own = {segment.sentence for segment in scene.segments if said("about_writer", segment.line)}
    for clause in scene.clauses:
        if clause.segment.sentence in own:
            clause.about = False
            clause.segment.person = "writer" if clause.segment.person == "self" else clause.segment.person


def _ellipsis(clause: Clause, scene: Scene) -> None:
    """ "konen ryger, det gør jeg ikke": what was said of somebody else, said of oneself."""
    short = named("so_do_i").search(clause.own)
    if not short or clause.index == 0:
        return
    before = scene.clauses[clause.index - 1]
    asked_of_me = before.segment.question and " jeg " in before.own
    if "#" in before.own or before.segment.question and not asked_of_me or before.segment.hypothetical or before.about:
        return
    words = [word for word in before.own.split() if not word.startswith("@person:") and word not in scope.words("negators") | scope.words("own_words") | {"hun", "han", "heller"}]
    if "der" in words:
        words = words[words.index("der") + 1:]  # "hos os er det konen, der ryger"
    clause.line = " jeg " + " ".join(words) + (" ikke " if clause.denied else " ")


def _shared_subject(clause: Clause, following: Segment) -> None:
    """ "hverken jeg eller min kone ryger": the verb comes after the second of the two."""
    if not said("one_of_two", clause.own) or following.lead not in ("og", "eller") or following.sentence != clause.segment.sentence:
        return
    words = [item.text for item in following.items if not item.text.startswith("@person:") and item.text not in scope.words("own_words")]
    if any(word in word_class("verbs") for word in words):
        clause.line = clause.own + " ".join(words) + " "


def _is_about(scene: Scene, index: int, clause: Clause, names_writer: bool, context: Context) -> bool:
    segment = clause.segment
    if compiled(load("patterns")["not_told"]).search(segment.line):
        return False
    if index and segment.line.startswith(" at ") and not segment.explicit and said("read_somewhere", scene.segments[index - 1].line):
        return False
    own = is_patient(segment, scene.third)
    if scene.any_relative and segment.person in ("parent", "grand", "spouse", "sibling", "relative", "friend", "child") and " min " in segment.line:
        own = not ("@osteoporosis" in segment.line or "@bone" in segment.line or "@fracture_name" in segment.line)
    if not own:
        return False
    if segment.explicit or scene.shorthand:
        return True
    foreign = foreign_words(segment)
    share = FOREIGN_SHARE_OF_OWN if segment.items[0].text in word_class("verbs") - {"ved"} else FOREIGN_SHARE
    if foreign <= FOREIGN_WORDS or foreign <= share * len(segment.items):
        return True
    return names_writer and index > 0 and scene.segments[index - 1].sentence == segment.sentence


def _animals(segments: Sequence[Segment]) -> None:
    """ "hunden er 12 og har brækket benet": what is told of an animal, and goes on in its sentence without another subject."""
    before: Optional[Segment] = None
    for segment in segments:
        goes_on = before is not None and before.sentence == segment.sentence and not segment.explicit and segment.items[0].text in word_class("verbs")
        before = segment if _is_about_animal(segment) and " mig " not in segment.line or goes_on else None
        if before:
            segment.person, segment.explicit = "other", True


def _is_about_animal(segment: Segment) -> bool:
    """ "Hunden får prednisolon": what it has is no fact of the writer's."""
    texts = [item.text for item in segment.items if item.text not in scope.words("own_words")]
    return texts[:1] != [] and texts[0] in load("yes_no")["sets"]["animals"]


def _take_over(clause: Clause, before: Optional[Clause]) -> None:
    """A clause without a verb is governed by the one before it."""
    if before is None or clause.segment.lead == ";":
        return
    if clause.segment.lead == ":":
        if _is_label(before):
            clause.line = before.own + clause.own.lstrip()
        return
    words = clause.own.split()
    if clause.segment.lead == "dog":
        clause.line = before.line + clause.own.lstrip()
        return
    subordinate = next((place for place, word in enumerate(words) if place and word in word_class("subordinate")), len(words))
    if any(word in word_class("verbs") for word in words[:subordinate]) or subordinate == len(words) and clause.segment.explicit and clause.segment.person in ("self", "patient") and len(words) > 3:
        return
    governing = [word for word in before.line.split() if word in word_class("governing")][:TAKEN_OVER]
    if governing:
        clause.line = " " + " ".join(governing) + clause.own


def _is_label(clause: Clause) -> bool:
    """ "Ryger: nej", "vægt: 62"."""
    words = clause.own.split()
    return len(words) == 1 or clause.nominal and len(words) <= LABEL


_HARMLESS = re.compile(r" (?:(?:mere|flere|længere|værre|andet) (?:bliver|er|var|blev|end det er) det (?:heller |jo |så )?ikke|uden (?:for|om|over|på|at)|hvorfor ikke|ikke (?:kun|bare|alene|mindst|sandt|i tvivl)|ingen tvivl|intet mindre|ikke desto mindre|ikke fordi|for ikke at|ej heller|ikke andet end) ")


def _denied(segment: Segment, before: Optional[Clause], sentence: Sequence[Clause]) -> Optional[bool]:
    """Whether the clause is denied; a bare "nej" or "negativ" before it is an answer and reaches no further."""
    if segment.lead == ":" and segment.items[0].text in word_class("no_after_label"):
        return True
    nominal = not any(item.text in word_class("verbs") for item in segment.items)
    in_list = segment.lead in (",", "samt") and not _stands_alone(segment) and segment.items[0].text[0] != "#" or segment.lead in ("og", "/") and nominal
    if (segment.lead == "eller" or in_list) and _is_in_list(sentence):
        return True
    if segment.negated is True:
        rest = _HARMLESS.sub(" ", segment.line)
        own = any(word in scope.words("negators") for word in segment.line.split())
        if own and not any(word in scope.words("negators") for word in rest.split()):
            return False
        if said("double_denial", segment.line):
            return None
        return True
    if segment.negated is None:
        first = segment.items[0].text
        before_negators = {word for word in before.own.split() if word in scope.words("negators")} if before is not None else set()
        if before_negators == {"negativ"} or "#" in segment.line and any(word in word_class("topics") for word in segment.line.split()):
            return False
        if "%" in segment.line or "#" in segment.line or first in ("kun", "men", "derimod", "blot", "bare", "til") or before is not None and (len(before.own.split()) == 1 and before.denied is not None or before.denied is False):
            return False
    return segment.negated


def _is_in_list(sentence: Sequence[Clause]) -> bool:
    """Whether the clauses before are a list that "hverken" denies: "hverken mor, far eller ..."."""
    for clause in reversed(sentence):
        if "hverken" in clause.own:
            return True
        if clause.segment.lead not in (",", "eller", "/") or not clause.denied:
            return False
    return False


def _govern_backwards(clauses: Sequence[Clause]) -> None:
    """ "kalk og dvitamin tager jeg ikke": what stands first is governed, and denied, by the verb that comes after."""
    for clause, following in zip(clauses, clauses[1:]):
        if len(clause.own.split()) == 1 and re.search(r" \w+ gør (?:jeg|hun|han|patienten) ", following.own) and following.segment.lead in ("og", "eller"):
            clause.denied = following.denied
            clause.line = clause.line if not following.denied else clause.line + "ikke "
        before = clauses[clause.index - 1] if clause.index else None
        first = before is None or before.segment.sentence != clause.segment.sentence
        # "Jeg bruger inhalator, tabletter eller sprøjter har jeg aldrig fået": what an "eller" joins stands behind a whole statement.
        first = first or before is not None and clause.segment.lead == "," and following.segment.lead == "eller" and not before.nominal
        same = following.segment.sentence == clause.segment.sentence and following.segment.lead in ("og", "eller", "samt")
        if not (first and same and clause.nominal) or following.nominal or clause.segment.explicit or "@" not in clause.own and len(clause.own.split()) > SHORT_OBJECT:
            continue
        words = following.own.split()
        verb = next((place for place, word in enumerate(words) if word in word_class("verbs")), None)
        if verb is None or verb == 0 or verb + 1 >= len(words) or words[verb + 1] not in scope.words("self_words") | {"hun", "han", "patienten"}:
            continue
        governing = [word for word in words if word in word_class("governing")][:TAKEN_OVER]
        clause.line = " " + " ".join([*governing, *clause.own.split()]) + " "
        clause.denied = following.denied
