"""What the readers of all kinds of questions share: yes, no and not knowing, and what a message is about."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, FrozenSet, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.facts import Facts
from bot.danish.normal import words_of
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

UNKNOWN = "unknown"
YES_NO = frozenset({
    "consent", "lifestyle", "family_history", "osteogenesis_imperfecta", "glucocorticoids", "smoking", "aromatase_inhibitor", "unsteady",
    "cancer", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight", "percussion_pain", "known_osteoporosis", "followed_by_doctor",
    "dairy_daily", "calcium_supplement", "vitamin_d_supplement", "small_eater", "fractures", "fractures.low_energy", "fractures.verified",
    "fractures.more", "for_other",
})
CHOICES = frozenset({"role", "sex", "back_pain", "dxa_result", "activity_level"})
NOBODY_REFUSES = frozenset({"role", "consent", "lifestyle", "fractures.more", "for_other"})
#: Yes/no questions about the past too: "tidligere" is a yes.
EVER = frozenset({"cancer", "aromatase_inhibitor", "known_osteoporosis", "osteogenesis_imperfecta", "fractures", "family_history"})
#: A yes or no with more words after it than this may be about something else.
LONGEST_TAIL = 14


@dataclass(frozen=True)
class Answer:
    value: Any = None
    ask_back: Optional[AskBack] = None
    used: Tuple[str, ...] = ()


NOTHING = Answer()


@lru_cache(maxsize=None)
def phrases(name: str) -> FrozenSet[str]:
    """The phrases of one list of content/answers.yml, as the reader sees them."""
    return frozenset(" ".join(words_of(str(phrase))).strip() for phrase in load("answers")[name])


@lru_cache(maxsize=None)
def longest(name: str) -> Tuple[Tuple[str, ...], ...]:
    split = {tuple(phrase.split()) for phrase in phrases(name) if phrase}
    return tuple(sorted(split, key=len, reverse=True))


@lru_cache(maxsize=None)
def polite() -> FrozenSet[str]:
    return frozenset(str(word) for word in load("answers")["polite"]) | frozenset(".,!;:()\"/")


def texts_of(doc: Doc) -> List[str]:
    return [item.text for item in doc._.items]


def begins(texts: Sequence[str], name: str) -> int:
    """How many words at the start are the longest phrase of `name`; 0 if none."""
    for phrase in longest(name):
        if tuple(texts[:len(phrase)]) == phrase:
            return len(phrase)
    return 0


def bare(texts: Sequence[str]) -> List[str]:
    """Without marks at either end and greetings of no weight at the start."""
    words = [text for text in texts if text not in (",", ".", "!", ";", ":", '"', "(", ")")]
    while words and words[0] in ("øh", "øhm", "hm", "hmm", "tja", "altså", "jamen", "nå", "men", "og", "uha", "åh", "arh", "ej", "ah", "hej", "så") and len(words) > 1:
        words = words[1:]
    while words and words[-1] in ("tak", "venligst", "da", "nu", "altså", "vel", "mvh", "du", "desværre", "heldigvis", "jo", "sgu", "egentlig", "faktisk", "lige", "bare", "dog") and len(words) > 1:
        words = words[:-1]
    return words


def verdict(doc: Doc) -> Tuple[Optional[str], List[str], bool]:
    """(yes, no, unknown, maybe_yes, maybe_no or None; the words after it; whether the whole message is it)."""
    words = bare(texts_of(doc))
    whole = " ".join(words)
    for name in ("exclaims",):
        if begins(words, name) and whole not in phrases("yes") and whole not in phrases("no"):
            return None, words, False
    for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes"):
        if whole in phrases(name):
            return name, [], True
    stripped = words
    lengths = {name: begins(stripped, name) for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes")}
    if lengths["unknown"] == 1:
        lengths["unknown"] = 0  # "næste", "pas": only as the whole message
    best = max(lengths, key=lambda name: lengths[name])
    if not lengths[best]:
        return _ends(words)
    rest = stripped[lengths[best]:]
    if best in ("yes", "no") and rest:
        following = {name: begins(rest, name) for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes")}
        second = max(following, key=lambda name: following[name])
        tail = rest[following[second]:] if following[second] else rest
        if following[second] and not [word for word in tail if word not in polite()]:
            if second == best:
                return best, [], True
            if best == "yes" and second == "no" and words[0] in ("ja", "jo") or best == "no" and second == "yes":
                if words[:1] != ["ikke"]:
                    return "mixed", tail, True
            if best == "no" and second == "maybe_no" or best == "yes" and second == "maybe_yes":
                return second, [], True
            if second == "unknown":
                return "unknown", [], True
            if best == "no" and second == "no":
                return "no", [], True
            return "mixed", tail, True
    only_polite = not [word for word in rest if word not in polite()]
    return best, rest, only_polite


def _ends(words: List[str]) -> Tuple[Optional[str], List[str], bool]:
    """ "det er så længe siden, det kan jeg ikke huske": a message that ends with not knowing."""
    for name in ("unknown",):
        for phrase in longest(name):
            if len(phrase) > 1 and tuple(words[-len(phrase):]) == phrase:
                return name, words[:-len(phrase)], False
    return None, words, False


#: How many of its words a message may have that the reader does not know: of itself, and where it speaks of the writer.
FOREIGN_WORDS, FOREIGN_SHARE, FOREIGN_SHARE_OF_OWN = 1, 0.15, 0.4


def is_near(doc: Doc) -> bool:
    """Whether the message can be an answer at all: most of it is of words that belong to health, time and talk."""
    from bot.danish.pipeline import is_own_word

    texts = [text for text in texts_of(doc) if text[0].isalpha() or text[0] in "#@%"]
    foreign = sum(1 for text in texts if text[0].isalpha() and not is_own_word(text))
    if foreign <= FOREIGN_WORDS or foreign / len(texts) < FOREIGN_SHARE:
        return True
    own = any(text in scope.words("self_words") or text in scope.words("own_words") for text in texts) or texts[0] in ("ja", "nej", "jo", "næ")
    return own and foreign / len(texts) <= FOREIGN_SHARE_OF_OWN


def not_known(question: str) -> Answer:
    return NOTHING if question in NOBODY_REFUSES else Answer(UNKNOWN)


#: Up to so many words, a message is taken to be about the question; a longer one must show it.
SHORT = 12


def length(doc: Doc) -> int:
    return sum(1 for text in texts_of(doc) if text not in (",", ".", "!", ";", ":"))


_NOT_KNOWING_WHAT = frozenset({"om", "hvad", "hvorfor", "hvordan", "hvornår", "hvilken", "hvilke", "at", "hvor", "med", "nok", "hvem"})


def is_about_not_knowing(rest: Sequence[str]) -> bool:
    """ "ved ikke, jeg er adopteret" is an answer; "jeg ved ikke, om jeg keder mig" is not."""
    words = [word for word in rest if word not in (",", ".", "!")]
    return len(words) <= LONGEST_TAIL and not (words and words[0] in _NOT_KNOWING_WHAT)


def asked_anything(doc: Doc) -> bool:
    return any(segment.question for segment in doc._.segments)


def about_patient(context: Context) -> bool:
    return context.third_person or context.known.get("role") in ("physiotherapist", "reception") or context.known.get("for_other") is True


def other_fact(facts: Facts, question: str) -> bool:
    return bool(facts.fractures) or any(name != question for name in facts.values)


def options(name: str) -> Tuple[Tuple[Any, str], ...]:
    return tuple((value, label) for value, label in load("answers")["options"][name])


def first_is_plain(doc: Doc) -> bool:
    words = bare(texts_of(doc))
    return bool(words) and words[0] in ("ja", "jo", "jep", "nej", "næ", "nej tak")


_AFTER = re.compile(r"^(?:nu|tror|vil|cirka|høj|tak|sidst|jo|da|vist|nok|i|uden|med|for|og|men|desværre|lige|på|siger|er|jeg|gammel|var|omkring|tænker|måske|fyldt|eller|der|som|det|nej|ja|da|efter|om|styk|gamle|da|højt|hvis|så|ialt|altså|ved|sådan|ca|hver|tung|tror|at|plejer|\.|,|!|;|:|\)|\(|%.*|alt|gennemsnitligt|i gennemsnit|gennemsnit|mener|skal|heldigvis|cirka|kunne|har|vejer|måler|ung|vin|øl|rødvin|stykker|glas|-)$")


def lone_number(doc: Doc, spent: Set[str]) -> Optional[Tuple[Number, Optional[str], Segment, str]]:
    """The only number of the message that is free: (number, its unit, its segment, its mark)."""
    free = free_numbers(doc, spent)
    return free[0] if len(free) == 1 else None


def free_numbers(doc: Doc, spent: Set[str]) -> List[Tuple[Number, Optional[str], Segment, str]]:
    found = []
    units = {unit for told in load("answers")["numbers"].values() for unit in told["units"]} | {"måneder", "uger", "dage"}
    for segment in doc._.segments:
        if segment.hypothetical:
            continue
        texts = [item.text for item in segment.items]
        for index, text in enumerate(texts):
            if text[0] != "#" or text in spent:
                continue
            number: Number = segment.items[index].thing
            following = texts[index + 1] if index + 1 < len(texts) else None
            unit = number.unit or (following if following in units else None)
            if unit is None and following is not None and not _AFTER.match(following):
                unit = "other"
            if set(texts[max(0, index - 2):index]) & {"klokken", "nummer", "side", "kapitel", "telefon", "tlf", "kanal", "spørgsmål"}:
                unit = "other"
            if segment.negated is not False and re.search(rf" (?:ikke|aldrig|ingen) (?:\w+ )?{text} ", segment.line):
                continue
            found.append((number, unit, segment, text))
    return found
