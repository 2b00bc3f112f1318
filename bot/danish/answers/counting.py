"""How often and how much a message says: its clauses, the amounts and times in each, and what they come to.

A clause is a stretch between commas, "og" and "men". Each is about somebody, now or earlier, sure or not; only what the
person says of himself and of now is counted. The clauses are put together to counts ("to øl om dagen", "en snaps søndag"),
and the counts added up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Dict, FrozenSet, Iterator, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.normal import words_of
from bot.danish.numbers import Number
from bot.danish.view import Item, Segment
from bot.danish.when import When

DAILY, WEEKLY = 7.0, 1.0
#: How many days a weekend has.
WEEKEND_DAYS = 2
#: A number without a unit is taken where no more than so many words come before it in its clause.
LONGEST_LEAD = 7
#: What joins one count to another, and not an amount to its frequency.
ADDS = frozenset({"og", "men", "samt", "dog"})
#: An amount of each time, and not told how many times: "25 minutter hver vej".
EACH_TIME = "hver gang"
#: A feast or a season, of which there are few.
OCCASION = "fest"
#: Less than daily, and not told how much less.
NOT_DAILY = "ikke hver dag"
#: The mark of "den ene gang".
THE_ONE = "one"
_ARTICLES = frozenset({"en", "et", "én", "ét", "een", "eet"})


@lru_cache(maxsize=None)
def content(name: str) -> FrozenSet[str]:
    """One list of content/amounts.yml, as a set."""
    return frozenset(str(word) for word in load("amounts")[name])


@lru_cache(maxsize=None)
def said(name: str, of: Optional[str] = None) -> "re.Pattern[str]":
    """Any of the phrases of one list of content/amounts.yml as whole words of a line."""
    told = load("amounts")[name]
    lines = sorted({_as_line(str(phrase)) for phrase in (told[of] if of else told)}, key=len, reverse=True)
    return re.compile(r"(?<= )(?:" + "|".join(re.escape(line) for line in lines) + r")(?= )") if lines else re.compile(r"(?!)")


def _as_line(phrase: str) -> str:
    return phrase if "@" in phrase or "#" in phrase or "%" in phrase else " ".join(words_of(phrase))


@lru_cache(maxsize=None)
def _often() -> Dict[str, Tuple[Tuple[Tuple[str, ...], float], ...]]:
    """First word -> (the words, times a week), longest first."""
    table: Dict[str, List[Tuple[Tuple[str, ...], float]]] = {}
    for times, phrases in load("amounts")["often"].items():
        for phrase in phrases:
            split = tuple(words_of(phrase))
            table.setdefault(split[0], []).append((split, float(times)))
    return {first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in table.items()}


@lru_cache(maxsize=None)
def _vague() -> Dict[str, Tuple[Tuple[str, ...], ...]]:
    """First word -> the vague phrases that begin with it, longest first."""
    table: Dict[str, List[Tuple[str, ...]]] = {}
    for phrase in load("amounts")["vaguely"]:
        split = tuple(_as_line(str(phrase)).split())
        table.setdefault(split[0], []).append(split)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


@lru_cache(maxsize=None)
def _the_one() -> Dict[str, Tuple[Tuple[str, ...], ...]]:
    """First word -> "den ene gang" and the like."""
    table: Dict[str, List[Tuple[str, ...]]] = {}
    for phrase in load("amounts")["the_one"]:
        table.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


@lru_cache(maxsize=None)
def weekdays() -> Dict[str, int]:
    """Every form of a day's name, with its place in the week."""
    told = load("amounts")
    days = {day + ending: place for place, day in enumerate(told["weekdays"]) for ending in told["weekday_endings"]}
    return {**days, **{short: place for short, place in told["weekdays_short"].items()}}


@lru_cache(maxsize=None)
def grammar() -> FrozenSet[str]:
    """Words that may stand beside a bare number: it counts what the question asks for."""
    lists = ("finite_verbs", "subordinators", "self_words", "own_words", "patient_words", "negators")
    return content("grammar") | frozenset(word for name in lists for word in scope.words(name) if " " not in word)


@dataclass
class Term:
    """One amount, count, frequency or time of a clause."""

    kind: str
    """amount, times, length, per, vague, time or other."""
    low: float = 1.0
    high: float = 1.0
    word: Optional[str] = None
    """What is counted; of a frequency which part of the week ("day", "days", "part", "weekend", "week")."""
    bound: Optional[str] = None
    estimate: bool = False
    bare: bool = False
    when: Optional[When] = None
    mark: str = ""


@dataclass
class Clause:
    """A stretch that says one thing: its words, and whether it is the person's own, of now, and sure."""

    items: List[Item]
    segment: Segment
    lead: str
    terms: List[Term] = field(default_factory=list)
    loose: List[str] = field(default_factory=list)
    """Its words that belong to no term."""
    line: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.line = " " + " ".join(item.text for item in self.items) + " "

    @property
    def words(self) -> List[str]:
        return [item.text for item in self.items]

    @property
    def spoken(self) -> str:
        """The line with names as they were said: "fysioterapeuten", and not only that it is a person."""
        return " " + " ".join(item.thing.text if item.text[0] == "@" else item.text for item in self.items) + " "

    def says(self, name: str, of: Optional[str] = None) -> bool:
        return bool(said(name, of).search(self.line))

    def of(self, kind: str) -> List[Term]:
        return [term for term in self.terms if term.kind == kind]


@dataclass(frozen=True)
class Measure:
    """What a question counts."""

    question: str
    units: Dict[str, float]
    """Words for what is counted, and how much one of it is."""
    estimated: FrozenSet[str] = frozenset()
    counts_times: bool = False
    """ "Gange" is what is asked for, and no factor."""


# --- clauses ---


def clauses_of(doc: Doc, measure: Measure) -> List[Clause]:
    """The clauses of a message, in order, with their terms."""
    found = [Clause(items, segment, lead) for segment in doc._.segments for items, lead in _parted(segment)]
    _join_lengths(found)
    for clause in found:
        clause.terms = _terms(clause, doc, measure)
    return found


def _parted(segment: Segment) -> Iterator[Tuple[List[Item], str]]:
    """A segment, cut where "nu" or "førhen" begins a new statement after an amount."""
    start = 0
    items = segment.items
    for at, item in enumerate(items):
        if at > start and (
            item.text == "så"
            and _concludes(items, at)
            or item.text in content("turns")
            and _has_amount(items[start:at])
            and _says_how_much(items[at:])
        ):
            yield items[start:at], segment.lead if start == 0 else ","
            start = at
        elif at > start and item.text == "fordelt":
            # What comes after only tells how a number told before is spread.
            yield items[start:at], segment.lead if start == 0 else ","
            return
    yield items[start:], segment.lead if start == 0 else ","


def _concludes(items: Sequence[Item], at: int) -> bool:
    """ "går med rollator, så jeg falder ikke": what comes after is what it comes to."""
    return at + 1 < len(items) and items[at + 1].text in content("after_so") and items[at - 1].text not in content("before_so")


def _has_amount(items: Sequence[Item]) -> bool:
    return any(one.text[0] in "#%" for one in items)


def _says_how_much(items: Sequence[Item]) -> bool:
    return _has_amount(items) or any(one.text in content("nothing") for one in items)


def _join_lengths(clauses: List[Clause]) -> None:
    """ "en time og et kvarter": hours and minutes that are one length are one clause."""
    at = 0
    while at + 1 < len(clauses):
        first, second = clauses[at], clauses[at + 1]
        head = second.words[:2]
        if (
            first.words[-1] in content("hours")
            and second.lead in ("og", ",")
            and len(head) > 1
            and head[0][0] == "#"
            and head[1] in content("minutes") | content("quarters")
        ):
            first.items = first.items + second.items
            first.__post_init__()
            del clauses[at + 1]
            continue
        at += 1


# --- terms ---


def _terms(clause: Clause, doc: Doc, measure: Measure) -> List[Term]:
    """What a clause says of how much and how often."""
    terms: List[Term] = []
    words = clause.words
    at = 0
    while at < len(words):
        term, end = _term_at(clause, words, at, doc, measure)
        if (
            term is not None
            and term.kind == "per"
            and term.low == DAILY
            and any(word in content("denies") for word in words[max(0, at - 2) : at])
        ):
            terms.append(Term("vague", word=NOT_DAILY))
        elif term is not None:
            terms.append(term)
        else:
            clause.loose.extend(words[at:end])
        at = end
    passed_over = {EACH_TIME if measure.counts_times else "", OCCASION if measure.question == "falls_last_year" else ""}
    terms = [term for term in terms if term.word not in passed_over]
    return _without_clock(_lengths_merged(terms), clause)


def _term_at(clause: Clause, words: Sequence[str], at: int, doc: Doc, measure: Measure) -> Tuple[Optional[Term], int]:
    """The term that begins at `at`, if any, and where to go on."""
    word = words[at]
    if word[0] == "#":
        return _number(clause, at, doc, measure)
    if word[0] == "%":
        when: When = clause.items[at].thing
        if (
            not measure.units
            and when.kind == "year"
            and when.word is None
            and any(number.value == (when.year or 0) % 100 for number in doc._.numbers)
        ):
            # "gymnastik i 10" is of minutes, and not of 2010.
            return Term("amount", float((when.year or 0) % 100), float((when.year or 0) % 100), bare=True, mark=word), at + 1
        return (
            Term("per", when.low, when.high, when.word, mark=word) if when.kind == "per" else Term("time", when=when, mark=word)
        ), at + 1
    length, term = _phrase(words, at)
    if length:
        return term, at + length
    if word in _ARTICLES:
        return _article(words, at, measure)
    return _loose(words, at), at + 1


#: "Den eneste gang" counts one; "den eneste balance, jeg holder øje med" does not.
_COUNTED = frozenset({"gang", "fald"})


def _may_follow_one(word: str) -> bool:
    return word in content("after_one") or word in scope.words("finite_verbs") or word in scope.words("self_words")


def _phrase(words: Sequence[str], at: int) -> Tuple[int, Optional[Term]]:
    """A frequency in words at `at`: (how many words it is, the term)."""
    word = words[at]
    days = weekdays()
    for one in _the_one().get(word, ()):
        following = words[at + len(one)] if at + len(one) < len(words) else ""
        if tuple(words[at : at + len(one)]) == one and (one[-1] in _COUNTED or not following.isalpha() or _may_follow_one(following)):
            return len(one), Term("amount", word="gang", mark=THE_ONE)
    if word in days:
        for length in (3, 5):
            last = words[at + length - 1] if at + length <= len(words) else ""
            if last in days and words[at + 1] in ("til", "-"):
                return length, Term("per", (days[last] - days[word]) % 7 + 1.0, 0, "days")
        return 2 if words[at + 1 : at + 2] and words[at + 1] in content("parts_of_day") else 1, Term("per", WEEKLY, WEEKLY, "day")
    for phrase in _vague().get(word, ()):
        if tuple(_numberless(words[at : at + len(phrase)])) == phrase:
            return len(phrase), Term("vague", word=" ".join(phrase))
    if any(word.startswith(one) for one in content("occasions")):
        return 1, Term("vague", word=OCCASION)
    if " ".join(words[at : at + 2]) in content("each_time"):
        return 2, Term("vague", word=EACH_TIME)
    for often, times in _often().get(word, ()):
        if tuple(words[at : at + len(often)]) == often:
            return len(often), Term("per", times, times, "week" if times == WEEKLY else "days" if times == 5 else None)
    if word in content("weekend"):
        return 1, Term("per", WEEKLY, WEEKLY, "weekend")
    if word in content("parts_of_day"):
        return 1, Term("per", DAILY, DAILY, "part")
    return 0, None


def _numberless(words: Sequence[str]) -> List[str]:
    return ["#" if word[0] == "#" else word for word in words]


def _number(clause: Clause, at: int, doc: Doc, measure: Measure) -> Tuple[Optional[Term], int]:
    """The term of the number at `at`, and where the next begins."""
    words, mark = clause.words, clause.words[at]
    number: Number = clause.items[at].thing
    for phrase in _vague().get("#", ()):
        if tuple(_numberless(words[at : at + len(phrase)])) == phrase:
            return Term("vague", word=" ".join(phrase)), at + len(phrase)
    if any(word in content("denies") for word in words[:at]):
        return Term("other", number.low, number.high, "denied", mark=mark), at + 1
    couple = number.in_words and number.low == 2 and any(token.text == "par" for token in doc[number.start : number.end])
    if number.decade or number.signed and number.low < 0 or number.unit or set(words[max(0, at - 2) : at]) & content("clock"):
        return Term("other", number.low, number.high, "clock", mark=mark), at + 1
    if _is_age(words, at) or at == 1 and len(words) == 2 and words[0] == "er" and number.low >= LEAST_AGE:
        return Term("other", number.low, number.high, "år", mark=mark), at + 1
    if words[at + 1 : at + 2] == ["til"] and words[at + 2 : at + 3] and words[at + 2][0] == "#":
        return None, at + 1
    low = _from(clause, at, number)
    made, end = _with_unit(low, number.high, words, at, measure)
    if made is not None:
        made.bound, made.mark, made.estimate = number.bound, mark, made.estimate or couple
        return made, end
    if at and words[at - 1] in ("gange", "x"):
        return Term("amount" if measure.counts_times else "times", number.low, number.high, "gange", number.bound, mark=mark), at + 1
    following = words[at + 1] if at + 1 < len(words) else None
    if _is_bare(clause, at, following):
        return Term("amount", low, number.high, None, number.bound, couple, bare=True, mark=mark), at + 1
    return Term("other", number.low, number.high, following, mark=mark), at + 1


#: "Er 65 og går 40 minutter": so old is who leaves himself or herself out.
LEAST_AGE = 40


def _is_age(words: Sequence[str], at: int) -> bool:
    """ "jeg er 92": no number of anything."""
    end = at
    while end and words[end - 1] in ("nu", "kun", "jo", "snart", "over", "næsten", "selv", "da", "altså", "trods", "alt"):
        end -= 1
    return end > 1 and words[end - 1] == "er" and words[end - 2] in ("jeg", "hun", "han", "patienten")


def _from(clause: Clause, at: int, number: Number) -> float:
    """The lower end of "en til to", "20 til 30"; after "ned fra 20 til 8" only the eight counts."""
    words = clause.words
    if at < 2 or words[at - 1] != "til":
        return number.low
    before = 1.0 if words[at - 2] in _ARTICLES else clause.items[at - 2].thing.low if words[at - 2][0] == "#" else number.low
    return before if before < number.low and not clause.says("changed") else number.low


def _with_unit(low: float, high: float, words: Sequence[str], at: int, measure: Measure) -> Tuple[Optional[Term], int]:
    """The amount whose number or article is at `at`, its unit at most two adjectives away; and where it ends."""
    end = at + 1
    while end < len(words) and words[end] in content("adjectives") and end - at < 3:
        end += 1
    for place in (end, at + 1):
        made = _counted(low, high, words, place, measure) if place < len(words) else None
        if made is not None:
            return made, place + 1
    return None, at + 1


def _counted(low: float, high: float, words: Sequence[str], at: int, measure: Measure) -> Optional[Term]:
    """`low` to `high` of the unit at `at`, where it is something that counts here."""
    unit = words[at]
    if unit in measure.units:
        around = set(words[at + 1 : at + 4]) | set(words[max(0, at - 2) : at])
        if around & content("no_alcohol") and not measure.counts_times:
            return Term("other", low, high, unit)
        if unit in measure.estimated and set(words[at + 1 : at + 3]) & content("strong_drinks"):
            return Term("other", low, high, unit)
        size = measure.units[unit]
        return Term("amount", low * size, high * size, unit, estimate=unit in measure.estimated)
    if unit in content("pieces") and measure.units:
        return Term("amount", low, high, unit, bare=True)
    if unit in content("times_units"):
        return Term("times", low, high, unit)
    for name, size in (("minutes", 1.0), ("hours", 60.0), ("quarters", 15.0), ("half_hours", 30.0)):
        if unit in content(name):
            return Term("length", low * size, high * size, unit)
    return None


def is_beside(word: str) -> bool:
    """Whether a word may stand beside a bare number."""
    return word in grammar() or word[0] in "%#" or word in weekdays() or word in content("parts_of_day") or word in content("weekend")


def _is_bare(clause: Clause, at: int, following: Optional[str]) -> bool:
    """Whether the number at `at` counts what was asked for: nothing else stands beside it."""
    before = clause.words[:at]
    if following is not None and following.startswith("%per"):
        return True
    if following is not None and not (is_beside(following) or following in _ARTICLES or _phrase(clause.words, at + 1)[0]):
        return False
    return len(before) <= LONGEST_LEAD and all(is_beside(word) or word.startswith("@person") for word in before)


def _article(words: Sequence[str], at: int, measure: Measure) -> Tuple[Optional[Term], int]:
    """ "en kold fadøl", "det bliver kun til en": an article that counts one."""
    made, end = _with_unit(1.0, 1.0, words, at, measure)
    if (
        made is not None
        and (made.kind != "other")
        and (made.word not in content("times_units") or made.word in ("gang", "gange") or _is_often(words[end:]))
    ):
        return made, end
    if words[at + 1 : at + 2] == ["til"] and words[at + 2 : at + 3] and words[at + 2][0] == "#":
        return None, at + 1
    small = at + 1 < len(words) and words[at + 1] in ("lille", "enkelt", "eneste", "stor", "ekstra")
    end = at + 2 if small else at + 1
    following = words[end] if end < len(words) else None
    stands_free = following is None or following in content("after_one") or following[0] == "%" or following in weekdays()
    if stands_free and (small or all(word in content("before_one") or word[0] == "%" or word in weekdays() for word in words[:at])):
        return Term("amount", 1.0, 1.0, None, bare=True), end
    return None, at + 1


def _is_often(words: Sequence[str]) -> bool:
    return any(word[0] == "%" or word in weekdays() for word in words)


def _loose(words: Sequence[str], at: int) -> Optional[Term]:
    """A length without a number: "kvarter", "halvtime"."""
    if words[at] in content("half_hours"):
        return Term("length", 30.0, 30.0, words[at])
    if words[at] == "trekvart" and words[at + 1 : at + 2] in (["time"], ["times"]):
        return Term("length", 45.0, 45.0, words[at])
    if at == 0 and words[at] in ("kvarter", "kvarters"):
        return Term("length", 15.0, 15.0, words[at])
    return Term("length", 60.0, 60.0, words[at]) if at == 0 and words[at] == "time" and len(words) <= 3 else None


def _lengths_merged(terms: List[Term]) -> List[Term]:
    """ "en time og et kvarter" is one length."""
    merged: List[Term] = []
    for term in terms:
        last = merged[-1] if merged else None
        if (
            term.kind == "length"
            and last is not None
            and last.kind == "length"
            and last.word in content("hours")
            and term.high < 60
            and term.word not in content("hours")
        ):
            last.low, last.high, last.word = last.low + term.low, last.high + term.high, "minutter"
            continue
        merged.append(term)
    return merged


_CLOCK = re.compile(
    r" (?P<fra>fra |mellem )?(?P<at>klokken )?(?P<half>halv )?(?P<n>#\d+)(?: (?:til|og) (?:klokken )?(?P<half2>halv )?(?P<n2>#\d+))?(?= )"
)


def _without_clock(terms: List[Term], clause: Clause) -> List[Term]:
    """ "fra klokken 7 til halv 8" is half an hour, and no number of anything."""
    if "#" not in clause.line or not (" fra " in clause.line or " klokken " in clause.line) or clause.says("changed"):
        return terms
    things = {item.text: item.thing for item in clause.items if item.text[0] == "#"}
    for match in _CLOCK.finditer(clause.line):
        first: Number = things[match["n"]]
        last: Number = things[match["n2"]] if match["n2"] else first
        between = match["n2"] is not None or first.is_range
        if not (match["at"] or match["fra"] and between):
            continue
        marks = {match["n"], match["n2"]}
        place = next((index for index, term in enumerate(terms) if term.mark in marks), len(terms))
        terms = [term for term in terms if term.mark not in marks]
        start, end = _minutes_after_midnight(first.low, bool(match["half"])), _minutes_after_midnight(last.high, bool(match["half2"]))
        if between and start is not None and end is not None and 0 < end - start <= 720:
            terms.insert(place, Term("length", float(end - start), float(end - start), "clock"))
    return terms


def _minutes_after_midnight(value: float, half: bool) -> Optional[int]:
    """Of "7", "halv 8", "11.30"."""
    minutes = round((value - int(value)) * 100)
    if not 0 <= value <= 24 or minutes >= 60:
        return None
    return int(value) * 60 + minutes - (30 if half else 0)


# --- whose, and when ---


def standing(clause: Clause, about: bool, ever: bool = False, ours_before: bool = False) -> str:
    """Whether a clause is the person's "own" and of now, or "other", "reported", "past", "advice", "supposed" or "unsure".

    `ever`: what is asked for lies in the past anyway. `ours_before`: the clause it goes on from is of "vi".
    """
    line, segment = clause.line, clause.segment
    if segment.question or segment.hypothetical:
        return "supposed"
    ours = is_ours(line) or ours_before and not segment.explicit
    named = _is_other(segment, _COMPANY.sub(" ", line)) and not (segment.person == "patient" and about)
    if clause.says("says") and not ours and (named or "@person" in line):
        return "reported" if "@person:staff" not in line and not clause.says("advice") else "advice"
    if named and not ours:
        return "other"
    if clause.says("advice") and not clause.says("not_advice"):
        return "advice"
    if ever:
        if clause.says("past_ever"):
            return "past"
    elif (clause.says("past") or _is_long_ago(clause)) and not re.search(r" (?:nu|stadig|stadigvæk|fortsat) |^ %ago\d+ (?!#|%)", line):
        return "past"
    return "unsure" if clause.says("unsure") or segment.doubtful else "own"


#: With whom: "to gange hos fysioterapeuten", "et hos min søster".
_COMPANY = re.compile(
    r" (?:hos|med|ved|sammen med|nede hos|ovre hos|til) (?:min |en |vores |den kommunale )?@person:staff(?= )"
    r"|^ (?:en|et|én|ét|#\d+) (?:\S+ ){0,2}(?:hos|sammen med|med) (?:min|mine|vores) @person:\w+(?= )"
)


def _is_long_ago(clause: Clause) -> bool:
    """ "for længe siden tre gange om ugen"."""
    return any(
        term.when is not None and term.when.kind == "ago" and (term.when.word == "over_6" or term.when.low >= 1) or _is_last_year(term)
        for term in clause.of("time")
    )


def _is_last_year(term: Term) -> bool:
    return term.when is not None and term.when.kind == "year" and term.when.word == "back" and term.when.low >= 1


def is_ours(line: str) -> bool:
    """Whether a line speaks of the writer, alone or with others."""
    return bool(re.search(r" (?:vi|os|jeg|mig) ", line))


def _is_other(segment: Segment, line: str) -> bool:
    """Whether the segment is about somebody else: a person that is named, or "de", "du", "man" who does something."""
    if segment.person in ("self", None) or "@person" not in line and segment.person != "other":
        return False
    compared = re.search(r" (?:ligesom|lige som|præcis som|samme som) ", line)
    if compared and "@person" not in line[: compared.start()]:
        return False
    if segment.person != "other" or "@person" in line:
        return True
    verbs = any(item.text in scope.words("finite_verbs") for item in segment.items)
    return (
        not segment.explicit
        or verbs
        and bool(re.search(r" (?:de|du|man|folk|mennesker|hun|han|hende|ham|andre|i|alle|nogle|mange) ", line))
    )


def standings(clauses: Sequence[Clause], about: bool, ever: bool = False) -> List[str]:
    """How each clause stands; a clause without a verb of its own goes on as the one before it."""
    found: List[str] = []
    ours = False
    for index, clause in enumerate(clauses):
        how = standing(clause, about, ever, ours)
        ours = is_ours(clause.line) if clause.segment.explicit else ours
        if (
            how == "other"
            and not clause.segment.explicit
            and index
            and found[-1] == "own"
            and clauses[index - 1].segment.sentence == clause.segment.sentence
        ):
            # It goes on from a clause that only named somebody beside the person.
            how = "own"
        goes_on = (
            index > 0
            and clause.lead in ("og", ",", "samt", "/", "eller")
            and clauses[index - 1].segment.sentence == clause.segment.sentence
        )
        if goes_on and how == "own" and found[-1] in ("past", "other", "advice") and not _starts_anew(clause):
            how = found[-1]
        found.append(how)
    return found


def _starts_anew(clause: Clause) -> bool:
    """Whether a clause says itself who or when."""
    if any(
        term.when is not None and term.when.kind == "year" and term.when.word == "back" and not term.when.low for term in clause.of("time")
    ):
        return True
    return any(
        word in scope.words("finite_verbs")
        or word in ("jeg", "mig", "nu", "selv", "vi")
        or word.startswith("%ago")
        or word.startswith("%window")
        for word in clause.words
    )


# --- counts ---


@dataclass
class Count:
    """One amount with its frequency, put together from one clause or several."""

    amount: Optional[Term] = None
    times: Optional[Term] = None
    pers: List[Tuple[Term, str]] = field(default_factory=list)
    """Each frequency with what joins it to the one before."""
    vague: bool = False
    lead: str = ""
    clauses: List[Clause] = field(default_factory=list)
    times_first: bool = False
    minus: float = 0.0
    """Days of the week that are left out."""

    @property
    def line(self) -> str:
        return "".join(clause.line for clause in self.clauses)

    def add(self, clause: Clause, terms: Sequence[Term], amounts_too: bool = False) -> None:
        """Take over the frequencies of a clause."""
        for place, term in enumerate(terms):
            if term.kind == "per":
                self.pers.append((term, clause.lead if place == 0 else ""))
            elif term.kind == "times" and self.times is None:
                self.times, self.times_first = term, self.amount is None
            elif term.kind == "vague":
                self.vague = self.vague or term.word not in content("vague_beside") or term.word == "når" and not self.pers
        self.clauses.append(clause)


def counts_of(clauses: Sequence[Clause], wanted: str) -> List[Count]:
    """The counts of the clauses; `wanted` is the kind of term that is an amount here ("amount" or "length")."""
    counts: List[Count] = []
    waiting: Optional[Count] = None
    """Frequencies that came before their amount."""
    for index, clause in enumerate(clauses):
        terms = [term for term in clause.terms if term.kind in (wanted, "times", "per", "vague")]
        if not terms:
            continue
        current = counts[-1] if counts else None
        kinds = {term.kind for term in terms}
        if wanted not in kinds:
            if current is not None and current.pers and (clause.lead == "exceptive" or clause.says("except")) and "per" in kinds:
                current.minus += sum(WEEKEND_DAYS if term.word == "weekend" else term.low for term in terms if term.kind == "per")
            elif current is not None and clause.lead == "eller" and "per" in kinds:
                current.vague = current.vague or not all(term.word == "day" for term in terms)
            elif _waits(clause, clauses[index + 1 : index + 2], current, waiting, wanted):
                waiting = waiting or Count(lead=clause.lead)
                waiting.add(clause, terms)
            elif current is not None and waiting is None:
                # "1 gang balance, 40 minutter om dagen": the minutes may be of something else.
                current.vague = current.vague or wanted == "amount" and current.amount is not None and not current.pers and bool(clause.of("length"))
                current.add(clause, terms)
            else:
                counts.append(waiting or Count(lead=clause.lead))
                counts[-1].add(clause, terms)
                waiting = None
            continue
        if current is not None and current.amount is not None and clause.words[0] in content("takes_back") and kinds == {wanted}:
            # "to gange, nej tre"
            current.amount = next(term for term in terms if term.kind == wanted)
            continue
        if waiting is None and current is not None and current.amount is None and (clause.lead not in ADDS or terms[0].kind == "per"):
            count = current
            count.vague = count.vague and bool(count.pers or count.times)
        else:
            count = waiting or Count(lead=clause.lead)
            counts.append(count)
        waiting = None
        _fill(count, clause, terms, wanted, counts)
    if waiting is not None:
        counts.append(waiting)
    return counts


def _waits(clause: Clause, ahead: Sequence[Clause], current: Optional[Count], waiting: Optional[Count], wanted: str) -> bool:
    """Whether the frequencies of a clause belong to an amount that is yet to come: "lørdag og søndag bliver det til to"."""
    if any(term.kind != "per" for term in clause.terms if term.kind in ("times", "vague", "per")) or not ahead:
        return False
    if current is not None and (current.amount is None or not current.pers):
        return False
    kinds = [term.kind for term in ahead[0].terms if term.kind in (wanted, "per")]
    return kinds[:2] == ["per", wanted] or kinds[:1] == [wanted] and ahead[0].lead in (",", ":") and current is None


def _fill(count: Count, clause: Clause, terms: Sequence[Term], wanted: str, counts: List[Count]) -> None:
    """Put a clause with an amount into `count`; a second amount in it begins a new one."""
    count.clauses.append(clause)
    for place, term in enumerate(terms):
        if term.kind == wanted:
            if count.amount is not None:
                # "25 + 25" are two; what only stands beside another number may be it in other words.
                count = Count(lead="og" if _is_plus(clause, term) else "", clauses=[clause])
                counts.append(count)
            count.amount, count.times_first = term, count.times is not None
        elif term.kind == "times":
            count.vague = count.vague or count.times is not None
            count.times = term
        elif term.kind == "per":
            if count.amount is not None and count.pers and any(one.kind == wanted for one in terms[place + 1 :]):
                count = Count(clauses=[clause])
                counts.append(count)
            count.pers.append((term, clause.lead if place == 0 and count.pers else ""))
        else:
            count.vague = count.vague or term.word not in content("vague_beside")


def _is_plus(clause: Clause, term: Term) -> bool:
    return any(item.text == term.mark and item.text[0] == "#" and item.thing.signed for item in clause.items)


@dataclass(frozen=True)
class Often:
    """How often in a week, and on how many days by name."""

    times: Optional[float]
    days: float = 0.0
    week: bool = False


def often_of(count: Count) -> Often:
    """The frequencies of a count as one; `times` is None where there are none, or where they cannot be put together."""
    if not count.pers:
        return Often(None)
    terms = [term for term, _ in count.pers]
    kinds = {term.word for term in terms}
    days = sum(term.low for term in terms if term.word in ("day", "days"))
    parts = [term for term in terms if term.word == "part"]
    rest = [term for term in terms if term.word != "part"]
    if days and kinds <= {"day", "days", "part"}:
        return Often(min(days, DAILY), days)
    if days > 1 and count.amount is None and kinds == {"day", "week"}:
        return Often(min(days, DAILY), days)  # "mandag og fredag, hver uge"
    if days and kinds <= {"day", "days", "part", "week"}:
        return Often(WEEKLY, days, week=True)
    if days and kinds == {"days", "weekend"}:
        return Often(None)
    several = len(parts) if len(parts) > 1 and any(lead in ("og", "samt") for _, lead in count.pers[1:]) else 1
    if not rest:
        return Often((DAILY - count.minus) * several)
    if len({term.low for term in rest}) > 1 or len(rest) > 1 and not kinds <= {"week", None, "part"}:
        return Often(None)
    times = rest[0].low
    if times != DAILY and (count.minus or several > 1):
        return Often(None)
    return Often((times - count.minus) * several, week=rest[0].word == "week")
