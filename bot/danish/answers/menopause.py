"""The age at which the periods ended: a number, or before or after 45. The womb alone says nothing of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, List, Optional, Tuple

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    is_about_not_knowing,
    length,
    options,
    texts_of,
    verdict,
)
from bot.danish.answers.counting import Clause, content, grammar, said, standing
from bot.danish.content import load
from bot.danish.facts import Facts
from bot.danish.normal import words_of
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.when import months_range

QUESTION = "menopause_age"
#: Before this age it is a risk.
LIMIT = 45
#: No one is asked whose periods ended before this age; it is when they began.
YOUNGEST = 20
#: A message longer than this must name what its number is of.
LONGEST_BARE = 14
#: So many words before a number may say that it was later or sooner.
LEAD = 6
#: How surely a number is the answer: the last bleeding, the change of life, and a number that says nothing of what it is.
LAST, CHANGE, BARE = 3, 2, 1


@dataclass(frozen=True)
class Age:
    """One age told: from `low` to `high`, or only before or after it."""

    low: float
    high: float
    bound: Optional[str] = None
    rank: int = BARE
    place: int = 0
    hedged: bool = False


@lru_cache(maxsize=None)
def _says(name: str) -> "re.Pattern[str]":
    phrases = {phrase if "#" in str(phrase) else " ".join(words_of(str(phrase))) for phrase in load("amounts")["menopause"][name]}
    return re.compile(r"(?<= )(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) + r")(?= )")


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to the question of the menopause."""
    about = about_patient(context)
    clauses = [Clause(segment.items, segment, segment.lead) for segment in doc._.segments]
    line = " " + " ".join(texts_of(doc)) + " "
    stands = _standings(clauses, about)
    own = [clause for clause, how in zip(clauses, stands) if how == "own"]
    unsure = any(how == "unsure" for how in stands)
    ages = _ages(clauses, [how in ("own", "unsure") for how in stands])
    womb = any(_says("womb").search(clause.line) for clause in own)
    ovaries = _ovaries_removed(own)
    bare = all(age.rank == BARE and age.bound is None for age in ages)
    if bare and _not_yet(own, clauses):
        return Answer("not_yet")
    best = [age for age in ages if age.rank == max(one.rank for one in ages)]
    best = _agreeing(best)
    if best is not None:
        if womb and not ovaries and best.rank < CHANGE:
            return Answer(None, AskBack(QUESTION, "womb_or_ovaries", _value(best).value))
        if best.rank == BARE and length(doc) > LONGEST_BARE and not _is_told_short(best, clauses):
            return NOTHING
        found = _value(best)
        if unsure and found.value is not None:
            return Answer(None, AskBack(QUESTION, "confirm_value", found.value))
        return found
    if ages:
        return Answer(None, AskBack(QUESTION, "across_limit", None, options("menopause_limit")))
    told, rest, whole = verdict(doc)
    if told == "unknown" and (whole or is_about_not_knowing(rest)) or said("not_known").search(line) and not asked_anything(doc):
        return Answer(UNKNOWN)
    return _by_years(own, facts, context) or _vague(line, doc, womb)


#: What a doctor says is of the person.
_DOCTOR_SAID = re.compile(r"^ (?:\w+ )?@person:staff (?:sagde|siger|mente|mener|skrev|sagde jo) (?!@person)")


def _standings(clauses: List[Clause], about: bool) -> List[str]:
    """How each clause stands; "de tog æggestokkene" is of the doctors, and tells of the person."""
    found: List[str] = []
    doctors = False
    for clause in clauses:
        how = standing(clause, about, ever=True)
        doctors = " de " in clause.line and "@person" not in clause.line if clause.segment.explicit else doctors
        if how == "past" or how == "other" and doctors or how == "reported" and about or _DOCTOR_SAID.search(clause.line):
            how = "own"
        found.append(how)
    return found


# --- ages ---


def _ages(clauses: List[Clause], own: List[bool]) -> List[Age]:
    """The ages that may be the answer, each with how surely it is."""
    found: List[Age] = []
    for place, clause in enumerate(clauses):
        if not own[place]:
            continue
        for age in _ages_in(clause, place):
            rank = _rank(clauses, own, place)
            if rank:
                found.append(Age(age.low, age.high, age.bound, rank, place))
    exact = [age for age in found if age.bound is None]
    if exact and any(age.bound for age in found):
        # "året efter jeg fyldte 47, så 48": the number itself counts.
        return [age for age in found if age.bound is None or age.rank > max(one.rank for one in exact)]
    return found


def _ages_in(clause: Clause, place: int) -> List[Age]:
    found: List[Age] = []
    line = clause.line
    for index, item in enumerate(clause.items):
        text = item.text
        before = " " + " ".join(clause.words[max(0, index - LEAD) : index]) + " "
        if text[0] == "%":
            when = item.thing
            if when.kind == "age" and when.word is None and when.high >= YOUNGEST and not before.endswith(" som "):
                found.append(Age(when.low, when.high))
            elif (
                when.kind == "before"
                and re.search(r" (?:ikke|først) $", before)
                or when.kind in ("since", "until")
                and when.low >= YOUNGEST
            ):
                found.append(Age(when.low, when.high))
            elif when.kind in ("before", "after"):
                found.append(Age(when.low, when.high, when.kind))
        elif text[0] == "#":
            number: Number = item.thing
            following = clause.words[index + 1] if index + 1 < len(clause.words) else ""
            age = _number(number, before, following, line, text)
            if age is not None:
                found.append(age)
    return found


_NOT_YEARS = re.compile(r"^(?:cm|kg|måneder|uger|dage|gange|timer|minutter|børn|procent|m|kr)$")


#: "Et pænt stykke efter, at jeg var fyldt ...".
_LATER = re.compile(
    r" (?:efter|forbi|på den anden side af|passeret|rundet)(?: at| jeg| hun| de| mine| mit| fyldte| fyldt| blev| blevet| var)* $"
)


def _number(number: Number, before: str, following: str, line: str, mark: str) -> Optional[Age]:
    """A number without a time about it, where it can be an age."""
    if number.signed or number.unit or _NOT_YEARS.match(following) or number.high < YOUNGEST or number.high > 110 and number.high < 1900:
        return None
    if (
        following
        and following not in ("år", "årig", "årige")
        and not (
            following in grammar()
            or following[0] == "%"
            or following in ("gammel", "ung", "da", "stykker", "styk", "tak", "fyldt", "et", "en")
        )
    ):
        return None
    if re.search(
        r" (?:er|bliver) (?:kun |nu |selv |lige |blevet |fyldt |snart |jeg |jo |i dag |ikke mere end |først )*$", before
    ) and not re.search(r" (?:det|alderen|den|overgangsalder|menopause|svaret) (?:er|bliver) ", before):
        return None
    if re.search(r" siden ", line) and following in ("år",):
        return None
    if number.decade:
        part = _decade(number, before)
        return Age(part[0], part[1])
    bound = number.bound
    if re.search(
        r" (?:før|inden|(?:endnu )?ikke (?:engang |var )?(?:fyldt|blevet)|ikke(?: engang)?)"
        r"(?: jeg| de| mine| mit| fyldte| blev| var| det fyldte)* $",
        before,
    ):
        bound = "before"
    elif _LATER.search(before):
        bound = "after"
    elif bound and before.endswith(" min "):
        # "min 52-års fødselsdag", and no minimum.
        bound = None
    elif bound:
        bound = "before" if bound == "under" else "after"
    return Age(number.low, number.high, bound)


def _decade(number: Number, before: str) -> Tuple[float, float]:
    if _says("early_part").search(before):
        return number.low, number.low + 3
    if _says("late_part").search(before):
        return number.low + 7, number.high
    if _says("middle_part").search(before):
        return number.low + 4, number.low + 6
    return number.low, number.high


def _rank(clauses: List[Clause], own: List[bool], place: int) -> int:
    """How surely an age in this clause is the answer; 0 where it is of something else."""
    for at in (place, place - 1, place + 1):
        if (
            not 0 <= at < len(clauses)
            or not own[at]
            or clauses[at].segment.sentence != clauses[place].segment.sentence
            and abs(at - place) > 0
            and clauses[at].lead == "."
        ):
            continue
        if at == place - 1 and clauses[place].words[0] == "så":
            continue
        if at != place and any(True for _ in _ages_in(clauses[at], at)):
            continue
        event = _event(clauses[at].line)
        if event is not None:
            return event
    return BARE


def _event(line: str) -> Optional[int]:
    """What a clause tells of: the end (LAST), the change (CHANGE), something else (0), or nothing (None)."""
    last, change = _says("last").search(line), _says("change").search(line)
    if last and re.search(r"^ (?:aldrig|ikke) ", line[last.end() :]):
        last = None
    if last and re.search(r" (?:ikke|aldrig) $", line[: last.start()]):
        last = None
    if re.search(r" (?:stadig|stadigvæk|endnu) ", line) and not _says("ovaries").search(line) and not last:
        return 0
    if _says("ovaries").search(line):
        return 0 if _says("kept").search(line) or _says("one_ovary").search(line) else LAST
    if _says("womb").search(line):
        return LAST if last else BARE
    if change and not last:
        return CHANGE
    if last and re.match(r"sidste (?:blødning|menstruation|mens|regel)", last.group()):
        return LAST
    if last and not _says("not_it").search(line.replace(last.group(), "")):
        return LAST
    if _says("not_it").search(line):
        return 0
    return LAST if last else None


def _ovaries_removed(own: List[Clause]) -> bool:
    return any(
        _says("ovaries").search(clause.line) and not _says("kept").search(clause.line) and not _says("one_ovary").search(clause.line)
        for clause in own
    )


def _agreeing(ages: List[Age]) -> Optional[Age]:
    """The one age that they all say, or None."""
    if not ages or len({(age.low, age.high, age.bound) for age in ages}) != 1:
        return None
    return ages[0]


def _is_told_short(age: Age, clauses: List[Clause]) -> bool:
    """The clause with the number says little else: "51, tror jeg nok, men ..."."""
    return len(clauses[age.place].words) <= 6 and age.place == 0 or any(item.text.startswith("%age") for item in clauses[age.place].items)


def _value(age: Age) -> Answer:
    """The age in the contract's form."""
    if age.bound == "before":
        return Answer("before_45") if age.high <= LIMIT else _either()
    if age.bound == "after":
        return Answer("after_45") if age.low >= LIMIT else _either()
    if age.low == age.high:
        return Answer(*checks.check(QUESTION, age.low, age.low))
    if age.high < LIMIT:
        return Answer("before_45")
    return Answer("after_45") if age.low >= LIMIT else _either()


def _either() -> Answer:
    return Answer(None, AskBack(QUESTION, "across_limit", None, options("menopause_limit")))


def _by_years(own: List[Clause], facts: Facts, context: Context) -> Optional[Answer]:
    """ "For 20 år siden", "i 1998": with the age now known, before or after 45."""
    times = [item.thing for clause in own for item in clause.items if item.text[0] == "%" and item.thing.kind in ("ago", "year")]
    if not times:
        return None
    spans = [span for span in (months_range(time, context.today) for time in times) if span]
    age: Any = facts.settled().get("age", context.known.get("age"))
    if (
        len(spans) != 1
        or not isinstance(age, int)
        or len(times) != 1
        or any(_says("womb").search(clause.line) for clause in own)
        and not _ovaries_removed(own)
    ):
        return _either()
    return _value(Age(age - spans[0][1] / 12 - 0.99, age - spans[0][0] / 12 + 0.01))


# --- not yet, and not said ---


def _not_yet(own: List[Clause], clauses: List[Clause]) -> bool:
    """Whether the periods go on."""
    for clause in own:
        line = clause.line
        if (
            clause.segment.hedged
            and re.search(r" (?:måske|tror|vist) ", line)
            or _says("not_it").search(line)
            and not _says("periods").search(line)
        ):
            continue
        if re.search(r" (?:hedeture|hedeturene|hedestigninger|symptomer|svedeture) ", line):
            continue
        if _says("not_yet").search(line) and not _says("womb").search(line) and len(clause.words) <= 12:
            return True
        denied = any(word in content("nothing") for word in clause.words)
        if denied or _says("ovaries").search(line) or _says("womb").search(line):
            continue
        still = _says("still").search(line) or re.search(r"%per\d+", line)
        periods = _says("periods").search(line)
        if still and periods and _says("has").search(line) and not re.search(r" i overgangsalderen | midt i ", line):
            return True
        if re.search(
            r" (?:har|får) (?:min |mine |jo |skam |normal |regelmæssig |almindelig )*(?:menstruation|menstruationer|mens) ", line
        ) and not re.search(r" (?:haft|ikke|efter|siden) ", line):
            return True
        if re.search(r"^ (?:jeg |men |og )*(?:menstruerer|bløder) ", line):
            return True
    return False


def _vague(line: str, doc: Doc, womb: bool) -> Answer:
    if womb:
        return Answer(None, AskBack(QUESTION, "womb_or_ovaries"))
    if _says("vaguely").search(line) and "#" not in line and length(doc) <= 10 and not asked_anything(doc):
        return _either()
    return NOTHING
