"""Facts that no rule found, where the net is sure that the message tells the field: the part that most likely tells it is read as its answer.

The rules of ``facts`` and ``by_topic.py`` want words that they know. People have more of them: "jeg runder de 70 til maj". What an answer
means is read by the rules of ``answers`` and the second opinion, as if the field had been asked for; the net only says where to look.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from bot.danish import checks, scope
from bot.danish.answers import UNKNOWN
from bot.danish.by_topic import text_of
from bot.danish.content import load
from bot.danish.facts import Clause, Scene, bones_named, is_patient, scene_of
from bot.danish.facts.frame import KIN
from bot.danish.facts.rules import is_likely_age
from bot.danish.facts.words import said
from bot.danish.fracture_clauses import raw_line
from bot.danish.fracture_words import phrases
from bot.danish.fractures import is_childhood
from bot.danish.pipeline import doc_of
from bot.danish.reader import as_read, for_whom, read
from bot.danish.reading import Context, Reading
from bot.danish.second_opinion import weighed
from bot.danish.told_net import fields_likely
from bot.danish.view import Segment
from bot.danish.withheld import withheld

#: How likely the whole message must tell a field, or one of its parts where the whole may tell it; and how likely the part that is read must
#: tell it, by itself and against the likeliest. Of 45 facts found so in messages of two authors not learnt from, one was wrong; of 55 without
#: the least for a part, and with what the second opinion alone read taken everywhere, eight.
TOLD, MAY_TELL, TOLD_BY_PART, LEAST_BY_PART, LESS_LIKELY = 0.35, 0.05, 0.5, 0.1, 0.6
#: A longer message is a story.
LONGEST = 1000
#: What is told of a broken bone besides its place.
PARTS = ("low_energy", "months_ago", "age_at", "verified")
#: What is taken where it is asked for alone: that no picture showed it ("kan ikke se skærmen"), and youth for an age ("175 som ung").
UNTOLD = (("verified", False), ("age_at", "under_40"), ("age_at", "over_40"))
#: Broken bones are read apart; of what may be urgent no likelihood says that it is not so; a
#: disease that one is born with is named.
NOT_READ = frozenset({"fractures", "neuro_symptoms", "back_pain_fever", "cannot_bear_weight", "osteogenesis_imperfecta"})
URGENT = ("back_pain", "sudden")
#: A medicine for the bones follows nobody whose bones nobody has called ill.
FOLLOWED = ("followed_by_doctor", True)
#: While a broken bone is asked about, an age is the age then.
AGES = frozenset({"age", "menopause_age"})
#: So many parts of a message are looked at.
MOST_PARTS = 16


def told_besides(reading: Reading, text: str, question: Optional[str], context: Context) -> Reading:
    """`reading` of `text`, written while `question` was open, with the facts that are likely told and were not found."""
    if reading.correction or context.pending is not None or len(text) > LONGEST:
        return reading
    if reading.facts.get("for_other") is True:
        text, context = for_whom(text, question, context)
    text = as_read(text, context)
    shares = fields_likely(text)
    settled = {*reading.facts, *reading.in_doubt, *context.known, *NOT_READ, question} | (AGES if (question or "").startswith("fractures") else set())
    possible = [field for field, share in shares.items() if share >= MAY_TELL and (field not in settled or field == "fractures")]
    if not possible:
        return reading  # so it is with most answers
    scene = scene_of(doc_of(text), text, context)
    if scene.obituary:
        return reading
    parts = _parts(scene)
    if question is not None and len(parts) < 2 or not _is_of_somebody(scene, reading) and not _is_surely_of_somebody(shares, possible):
        return reading
    of_family = _parts(scene, of_family=True) if "family_history" in possible else ()
    message = Message(text, scene, shares, parts, of_family, reading, question, context)
    likely = [field for field in possible if shares[field] >= TOLD or any(fields_likely(part)[field] >= TOLD_BY_PART for part in parts)]
    found = {field: value for field in likely if field not in settled and "." not in field for value in [_value(field, message)] if value is not None}
    found = _each_once(found, message)
    message = message._replace(reading=replace(reading, facts={**reading.facts, **found}))
    for field, only in ONLY.items():
        value = only(message) if field not in {*settled, *found} and shares.get(field, 0.0) >= SURELY else None
        found.update({} if value is None else {field: value})
    reading = replace(reading, facts={**reading.facts, **found}) if found else reading
    return _with_fractures(reading, message, likely) if not (question or "").startswith("fractures") else reading


class Message(NamedTuple):
    """What is looked at: how likely each field is told, the parts that may tell of the person, those that may tell of the family, and what was found of it."""

    text: str
    scene: Scene
    shares: Mapping[str, float]
    parts: Sequence[str]
    of_family: Sequence[str]
    reading: Reading
    question: Optional[str]
    context: Context


def _each_once(found: Dict[str, Any], message: Message) -> Dict[str, Any]:
    """`found` without a number that is said once and that several fields would have: it is one of them, and which one was not understood.

    A birthday that is coming tells the age: "runder de 80 til jul".
    """
    values = [value for value in found.values() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    told = [number.low for number in doc_of(message.text)._.numbers]
    shared = {value for value in values if values.count(value) > max(1, told.count(value))}
    age = {**message.reading.facts, **found}.get("age")
    if isinstance(age, int) and age not in told:
        shared.add(age + 1)
    return {field: value for field, value in found.items() if isinstance(value, bool) or not isinstance(value, (int, float)) or value not in shared}


def _with_fractures(reading: Reading, message: Message, likely: Sequence[str]) -> Reading:
    """`reading` with the broken bone that was not found, or what is told of the only one."""
    if "fractures" in likely and not reading.fractures and "fractures" not in {*reading.facts, *reading.in_doubt, *message.context.known}:
        told = _value("fractures", message)
        if told == ():
            return replace(reading, facts={**reading.facts, "fractures": []})
        named = _bones_named(message)
        if len(named) > 1:
            return replace(reading, fractures=named)
        reading = replace(reading, fractures=told or named)
    if len(reading.fractures) != 1:
        return reading
    record = dict(reading.fractures[0])
    for part in PARTS:
        if f"fractures.{part}" in likely and part not in record and (part != "verified" or record.get("site") in ("spine", "hip")):
            value = _value(f"fractures.{part}", message)
            record.update({part: value} if value is not None and (part, value) not in UNTOLD else {})
    return replace(reading, fractures=(record,))


def _bones_named(message: Message) -> Tuple[Mapping[str, Any], ...]:
    """ "Højre håndled i 2011, faldt på fortovet. Venstre skulder for fem år siden": bones without a word of breaking, each with its time, cause or proof."""
    among = {clause.index for clause in _told(message.scene) if _MAY_HURT.isdisjoint(item.said for item in clause.segment.items) or _tells_fracture(clause)}
    found = bones_named(doc_of(message.text), message.scene, among, message.context)
    return tuple(found) if all(len(record) > 1 for record in found) else ()


#: "Ryggen har knirket i 15 år", "støtter på begge ben": what is named for more than breaking.
_MAY_HURT = frozenset({"ryg", "ryggen", "lænd", "lænden", "nakken", "rygsøjlen", "columna"}) | phrases("limbs")


def _tells_fracture(clause: Clause) -> bool:
    return fields_likely(text_of([clause]))["fractures"] >= TOLD


# --- told for all but sure, and one thing only that it can be ---

#: So likely a field is told that the only words that may tell it do.
SURELY = 0.4
#: What may follow a number that is an age, in its clause.
_AFTER_AGE = frozenset({"år", "årig", "gammel", "her", "nu", "begge", "og"})
#: Before a number that is no age of today: "jeg var 52", "i mit 74. år".
_NO_AGE_AFTER = frozenset({"var", "mit", "sit"})


def _only_age(message: Message) -> Optional[int]:
    """The only number of the message that may be an age, where nobody else has one: "ex-frisør, 65, stod op i 44 år", "man er jo 83"."""
    if message.question is not None:
        return None
    numbers = [
        (clause, item.thing, [one.text for one in clause.segment.items[place + 1:place + 2]], [one.text for one in clause.segment.items[:place]])
        for clause in message.scene.clauses for place, item in enumerate(clause.segment.items) if item.text[0] == "#"
    ]
    ages = [(clause, number) for clause, number, after, before in numbers if is_likely_age(number) and set(after) <= _AFTER_AGE and _NO_AGE_AFTER.isdisjoint(before)]
    if len(ages) != 1 or sum(is_likely_age(number) for _, number, _, _ in numbers) != 1:
        return None
    clause, number = ages[0]
    before = message.scene.clauses[clause.index - 1].segment if clause.index else None
    goes_on = before is not None and before.explicit and before.sentence == clause.segment.sentence and before.person == clause.segment.person
    of_another = clause.segment.person in KIN and (clause.segment.explicit or goes_on) or message.scene.third and clause.segment.explicit and not clause.about
    return None if of_another or not clause.segment.plain or int(number.low) in message.reading.facts.values() else int(number.low)


def _only_sex(message: Message) -> Optional[str]:
    """The only sex that the message names as somebody's own: "man er jo 83 og enke", "farmor til syv"."""
    line = raw_line(doc_of(message.text))
    heard_of = "".join(raw_line(doc_of(text_of([clause]))) for clause in message.scene.clauses if clause.segment.person == "other" and clause.segment.explicit)
    told = [sex for sex, pattern in _own_sex().items() if pattern.search(line) and not pattern.search(heard_of)]
    return told[0] if len(told) == 1 else None


@lru_cache(maxsize=1)
def _own_sex() -> Mapping[str, "re.Pattern[str]"]:
    """What names the sex of whoever is told of, by sex."""
    return {sex: re.compile(pattern) for sex, pattern in load("words")["own_sex"].items()}


#: What finds the value of each field that is told so.
ONLY: Mapping[str, Callable[[Message], Any]] = {"age": _only_age, "sex": _only_sex}


#: Who tells so many fields so surely tells of himself or herself: "ex-frisør, 65, stod op i 44 år, ryger ikke".
SURELY_TOLD, FIELDS_OF_SOMEBODY = 0.9, 2
#: Of anybody in the news: "en 43-årig mand fra Holbæk er blevet dømt".
_OF_ANYBODY = frozenset({"age", "sex"})


def _is_surely_of_somebody(shares: Mapping[str, float], possible: Sequence[str]) -> bool:
    """Whether the net is so sure of several fields, and not only of what the news tell of anybody, that somebody is told of."""
    surely = {field for field in possible if shares[field] >= SURELY_TOLD}
    return len(surely) >= FIELDS_OF_SOMEBODY and bool(surely - _OF_ANYBODY)


def _is_of_somebody(scene: Scene, reading: Reading) -> bool:
    """Whether the message tells of the person at all: of prose the same words say nothing."""
    return scene.third or bool(reading.facts or reading.fractures) or any(clause.about and clause.segment.explicit for clause in scene.clauses)


def _value(field: str, message: Message) -> Any:
    """What the likeliest parts say of `field`, or None where they say nothing, or nothing sure, or different things."""
    parts = message.of_family if field == "family_history" else message.parts
    shares = {part: fields_likely(part)[field] for part in parts}
    least = max(LEAST_BY_PART, LESS_LIKELY * max(shares.values(), default=1.0))
    answers = {part: answer for part in parts if shares[part] >= least for answer in [_answer(field, part, message)] if answer is not None}
    told = [answer for part, answer in answers.items() if not any(part != other and part in other for other in answers)]
    return told[0] if told and all(answer == told[0] for answer in told) else None


def _answer(field: str, part: str, message: Message) -> Any:
    """What `part` says of `field`; nothing where it says what was asked."""
    said_of_it = _said(field, part, message)
    # Last: most parts say nothing of the field, and need not be read for the question as well.
    answers_question = said_of_it is not None and message.question is not None and _read(message.question, part, message.context).answer is not None
    return None if answers_question else said_of_it


def _said(field: str, part: str, message: Message) -> Any:
    """What `part` says of `field`, surely; nothing where it is a number that tells another field."""
    found = _read(field, part, message.context)
    if field == "fractures":
        told_of_all = not _SINCE_OR_BEFORE.search(part) and not any(item.text.startswith("@bone") for item in doc_of(part)._.items)
        grown_up = tuple(record for record in found.fractures if not is_childhood(record, f" {part.lower()} "))
        return grown_up or (() if found.answer is False and told_of_all and not found.fractures else None)
    if found.answer in (None, UNKNOWN) or (field, found.answer) == URGENT or found.learnt and message.shares[field] < TOLD:
        return None
    if any((field, found.answer) == denied and not named.search(part) for denied, named in NAMED_WHERE_DENIED):
        return None
    if (field, found.answer) == ("sex", "male") and _AND_A_HUSBAND.search(part):
        return None
    if field == "menopause_age" and not any(said("menopause", clause.own) for clause in message.scene.clauses):
        return None  # "jeg var 58, da det hele stod på"
    if field == "family_history" and found.answer is False and _read(field, message.text, message.context).answer is not False:
        return None  # "farmor brækkede hoften, mor og far fejlede intet"
    if (field, found.answer) == FOLLOWED and not {**message.context.known, **message.reading.facts}.get("known_osteoporosis"):
        return None
    others = {**message.reading.facts, **found.facts}
    others.pop(field, None)
    return None if checks.is_number_field(field) and found.answer in [told for told in others.values() if not isinstance(told, bool)] else found.answer


#: "Jeg passer børnebørn, hus og mand".
_AND_A_HUSBAND = re.compile(r"\b(?:hus|hjem|have|hund|børn|børnebørn|job) og mand\b", re.I)
#: What is said not to be must be named: "aldrig brækket noget, hverken arme, ben eller ryg", "kun tamoxifen, aldrig de andre slags".
NAMED_WHERE_DENIED = (
    (("back_pain", "none"), re.compile(r"ondt|smert|pine|gener|spænd|stiv|værk|problem|fejler|har det|fint?\b|ok\b|godt?\b|rask|ryggen er|besvær", re.I)),
    (("cancer", False), re.compile(r"kræft|kraeft|cancer|svulst|tumor|knude|leukæmi|lymfom|melanom|ondartet", re.I)),
)
#: "Og siden har jeg ikke brækket noget", "havde aldrig brækket noget før".
_SINCE_OR_BEFORE = re.compile(r" siden\b|\bhavde .* (?:før|førhen|forinden)\b|\b(?:der|det) (?:var|blev) (?:\w+ )?(?:ikke|ingen|intet)\b|\bviste\b|\blige ved at\b|\bslap med\b|\bda jeg (?:faldt|styrtede|væltede|slog)\b")


def _read(field: str, text: str, context: Context) -> Reading:
    return withheld(weighed(read(text, field, context), text, field, context), text, field, context)


def _parts(scene: Scene, of_family: bool = False) -> List[str]:
    """The message sentence by sentence and clause by clause, without what is asked, supposed or told of others (but `of_family`)."""
    told = [clause for clause in _told(scene, of_family) if not _says_again(clause, scene)]
    sentences: Dict[int, List[Clause]] = {}
    for clause in told:
        sentences.setdefault(clause.segment.sentence, []).append(clause)
    alone = (clause for clause in told if _stands_alone(clause))
    texts = [text_of(clauses) for clauses in (*sentences.values(), *([clause] for clause in alone))]
    return list(dict.fromkeys(text for text in texts if text))[:MOST_PARTS]


#: "Jeg drikker ikke og har aldrig gjort det": only what stands before says what.
_REFERS_BACK = re.compile(r"^ (?:(?:og|men) )?(?:det )?(?:har|gør) (?:jeg )?(?:(?:heller|selv|heldigvis) )*(?:aldrig|ikke|altid)(?: gjort)?(?: det)? $")


def _says_again(clause: Clause, scene: Scene) -> bool:
    before = [one for one in scene.clauses[:clause.index] if one.segment.sentence == clause.segment.sentence]
    return any(one.denied for one in before) and _REFERS_BACK.match(clause.segment.line) is not None


def _stands_alone(clause: Clause) -> bool:
    """Whether the clause says the same without what stands before it: no denial reaches it, and it is no more than the end of a list ("have og mand")."""
    denied_before = clause.denied and clause.words.isdisjoint(scope.words("negators"))
    return not denied_before and not (clause.segment.lead == "og" and len(clause.segment.items) == 1)


def _told(scene: Scene, of_family: bool = False) -> List[Clause]:
    """The clauses that may tell of the person (or `of_family`)."""
    told: List[Clause] = []
    left_out: Set[int] = set()
    for clause in scene.clauses:
        if of_family and clause.segment.plain or _may_tell(clause, scene, clause.segment.sentence in left_out):
            told.append(clause)
        else:
            left_out.add(clause.segment.sentence)
    return told


def _may_tell(clause: Clause, scene: Scene, after_another: bool) -> bool:
    """Whether a clause may be about the person: one that the frame holds for somebody else's only where it names nobody else."""
    segment = clause.segment
    following = scene.clauses[clause.index + 1].segment if clause.index + 1 < len(scene.clauses) else None
    if not segment.plain or clause.denied is None or segment.lead == "/" or following is not None and following.lead == "/":
        return False  # of "158/61" neither is told by itself
    if clause.about or segment.person is None or is_patient(segment, scene.third):
        return True
    return segment.person == "other" and not after_another and _names_nobody(segment)


def _names_nobody(segment: Segment) -> bool:
    """ "ryger kun, når vi er til fest", "knoglescanningen viste osteopeni": no subject, or one that tells of the person."""
    own = any(item.text in scope.words("own_words") for item in segment.items)
    return not said("names_another", segment.line) and (own or said("names_no_subject", segment.line))
