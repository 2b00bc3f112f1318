"""What the readers of all kinds of questions share: yes, no and not knowing, and what a message is about."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, FrozenSet, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import scope, stance
from bot.danish.answers import heads
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
NOBODY_REFUSES = frozenset({"role", "consent", "lifestyle", "for_other"})
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


def confirm(question: str, value: Any) -> Answer:
    """Understood, but not surely: "Forstod jeg dig rigtigt?" """
    return Answer(None, AskBack(question, "confirm_value", value))


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


#: The beginning of what denies all else: "kalken, ellers ingen piller".
ALL_ELSE_DENIED = re.compile(r" ellers (?:[^ ]+ ){0,3}?(?:ingen|intet|ikke|ingenting|aldrig|nul)(?= )")


def denies_all_else(text: str) -> bool:
    """Whether `text` denies all but what it tells: a no that its place alone tells from one to the question, which no net sees."""
    return ALL_ELSE_DENIED.search(f" {' '.join(words_of(text))} ") is not None


MARKS = frozenset({",", ".", "!", ";", ":", '"', "(", ")"})
#: Sounds and greetings before an answer.
_OPENERS = frozenset({"øh", "øhm", "hm", "hmm", "tja", "altså", "jamen", "nå", "men", "og", "uha", "åh", "arh", "ej", "ah", "hej", "så"})


def bare(texts: Sequence[str]) -> List[str]:
    """Without marks at either end and greetings of no weight at the start."""
    words = [text for text in texts if text not in MARKS]
    while words and words[0] in _OPENERS and len(words) > 1:
        words = words[1:]
    while words and words[-1] in ("tak", "venligst", "da", "nu", "altså", "vel", "mvh", "du", "desværre", "heldigvis", "jo", "sgu", "egentlig", "faktisk", "lige", "bare", "dog") and len(words) > 1:
        words = words[:-1]
    return words


def verdict(doc: Doc) -> Tuple[Optional[str], List[str], bool]:
    """(yes, no, unknown, maybe_yes, maybe_no, mixed or None; the words after it; whether the whole message is it)."""
    texts = texts_of(doc)
    words = bare(texts)
    whole = " ".join(words)
    if begins(words, "exclaims") and whole not in phrases("yes") and whole not in phrases("no"):
        return None, words, False
    for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes"):
        if whole in phrases(name):
            return name, [], True
    first = heads.head(_spoken(texts))
    rest = [text for text in first.rest if text not in MARKS]
    unknown = _unknown(texts, first.said, rest)
    if unknown is not None:
        return unknown
    ends = heads.concluded(texts)
    if first.said is None:
        if ends:
            return ends, [], True
        own = heads.own_clause(texts)
        return (own[0], [text for text in own[1] if text not in MARKS], False) if own else (None, words, False)
    if ends and {ends, first.said} == {"yes", "no"}:
        return "mixed", rest, True
    return first.said, rest, not [word for word in rest if word not in polite()]


def _spoken(texts: Sequence[str]) -> List[str]:
    """The message with its marks, from its first word of weight on."""
    words = list(texts)
    while len(words) > 1 and (words[0] in MARKS or words[0] in _OPENERS):
        words = words[1:]
    return words


def _unknown(texts: Sequence[str], said: Optional[str], rest: Sequence[str]) -> Optional[Tuple[Optional[str], List[str], bool]]:
    """The verdict "unknown", where the message says that something is not known or told."""
    found = stance.unknowings(rest if said else texts)
    if not found or said in ("maybe_no", "maybe_yes", "mixed"):
        return None
    line = rest if said else texts
    last = found[-1]
    if last.complement[:1] == ("at",) and not said:
        return "maybe_no", [], True
    others = stance.without(found, line)
    if said:
        after = _weighty(others)
        return ("unknown", [], True) if not after and not last.complement else None
    after = [text for text in line[last.end:] if text not in MARKS]
    return "unknown", after, not _weighty(others)


def _weighty(texts: Sequence[str]) -> List[str]:
    return [text for text in texts if text not in MARKS and text not in polite()]


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


#: After "det ved jeg ikke, men", so many words of weight tell something all the same.
LONG_TAIL = 3
#: Words that make a doubt of it: "det ved jeg ikke, men jeg tror det".
_DOUBTS = frozenset({"tror", "mener", "vist", "vistnok", "måske", "nok", "formentlig", "sikkert", "muligvis", "cirka", "omkring", "gætter", "gæt", "gætte", "sandsynligvis", "regner", "næppe", "nærmest", "være"})


def or_not_known(question: str, doc: Doc, answer: Answer) -> Answer:
    """`answer`, or that it is not known, where the message says so of what was asked, in whatever words."""
    if question in NOBODY_REFUSES:
        return answer
    if answer.value == UNKNOWN:
        said = stance.unknowings(texts_of(doc))
        unclear = question != "conditions" and said and all(stance.asks_meaning(one) for one in said)
        return NOTHING if unclear else answer
    if answer == NOTHING and doc._.segments and all(segment.hypothetical for segment in doc._.segments):
        return answer
    texts = texts_of(doc)
    asked = {item.text for segment in doc._.segments if segment.question for item in segment.items} if "?" in texts else set()
    found = [one for one in stance.unknowings(texts) if stance.is_about(one, question, texts[one.start:one.end]) and (one.kind == "skip" or not set(texts[one.start:one.end]) <= asked)]
    if not found:
        if answer.value is None and answer.ask_back is None and not asked and _is_undone(question, texts):
            return Answer(UNKNOWN)
        return answer
    rest = stance.without(found, texts)
    told = answer.ask_back is not None and any(text[0] == "#" for text in rest)
    if told or set(rest) & _DOUBTS or first_is_plain(doc) and answer != NOTHING:
        return answer
    last = found[-1]
    if answer.value is None:
        tail = texts[last.end:]
        goes_on = "men" in tail and question not in load("answers")["numbers"] and len(_weighty(tail[tail.index("men"):])) >= LONG_TAIL
        return answer if goes_on else Answer(UNKNOWN)
    firm = isinstance(answer.value, (int, float)) and not isinstance(answer.value, bool) and answer.value != 0
    firm = firm or question.startswith("fractures.") and answer.value in ("over_6", "under_6", "over_40", "under_40")
    firm = firm or (question in CHOICES or question == "conditions") and answer.value not in ("none", [])
    return answer if firm or not stance.is_last(last, texts) or last.complement[:1] not in ((), ("om",)) else Answer(UNKNOWN)


def or_not_measured(question: str, doc: Doc, answer: Answer) -> Answer:
    """`answer`, or that it is not known, where a test that the question is about was not done: "har ikke målt min temperatur"."""
    undone = answer.value is False and question in _TESTS and not first_is_plain(doc) and stance.is_not_measured(texts_of(doc))
    return Answer(UNKNOWN) if undone else answer


#: Yes/no questions whose answer comes of a measurement or a test.
_TESTS = frozenset({"back_pain_fever", "percussion_pain"})


def _is_undone(question: str, texts: Sequence[str]) -> bool:
    """Nothing was measured, or what the question asks for is not done."""
    number = question in load("answers")["numbers"]
    return question in stance.words("measured") and stance.is_not_measured(texts) or (number or question == "sex") and stance.will_not(texts)


def is_belittled(doc: Doc) -> bool:
    """ "brækket og brækket, det var vist mere en forstuvning": a word said twice is not quite meant."""
    texts = texts_of(doc)
    return any(
        texts[at] == texts[at + 2] and texts[at + 1] == "og" and texts[at] in phrases("said_twice") for at in range(len(texts) - 2)
    )


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
    if words[:1] == ["men"] and len(_weighty(words)) >= LONG_TAIL:
        return False
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
