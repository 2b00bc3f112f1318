"""The age of somebody who tells a birthday, a year of birth, or what age is next."""
from __future__ import annotations

import re
from typing import List, Optional, Sequence

from spacy.tokens import Doc

from bot.danish import checks
from bot.danish.answers.clauses import FEW_MORE, FEW_WORDS, LONG_NUMBER, Told, any_of, has, whole_line
from bot.danish.answers.common import Answer, length
from bot.danish.facts import times_of
from bot.danish.reading import AskBack, Context
from bot.danish.when import When, age_now

#: An age told with one of these is that of something that happened.
_ONCE = frozenset({"da", "dengang", "som", "mens", "før", "efter", "inden", "til", "indtil", "fik", "gik", "blev", "var"})

_BORN = re.compile(r" (?:født|fødselsdag|fødselsår|verden|årgang|fødselsdato|cpr) ")


def age_by_birth(doc: Doc, context: Context) -> Optional[Answer]:
    """The age of somebody who tells a birthday or a year of birth."""
    births: List[When] = []
    of_birth = length(doc) <= FEW_MORE or _BORN.search(whole_line(doc)) is not None
    for segment in doc._.segments:
        if segment.hypothetical or segment.question or segment.person not in ("self", "patient", None):
            continue
        for _, time in times_of(segment):
            told = time.kind in ("year", "month") and time.year and of_birth
            if time.kind == "birth" or told:
                births.append(time)
            elif time.kind == "age" and time.word is None and len(doc._.items) <= FEW_WORDS and not _ONCE & {token.text for token in doc}:
                return Answer(*checks.check("age", time.low)) if time.low == time.high else Answer(None, AskBack("age", "across_limit"))
    for token in doc:
        day = _date_of(token.text) if len(doc) <= FEW_WORDS else None
        if day:
            births.append(day)
    births = births or _born_in(doc)
    found = {age_now(birth, context.today) for birth in births} - {None}
    if len(found) != 1:
        return None
    age, exact = next(iter(found))  # type: ignore[misc]
    waits = _BIRTHDAY.search(whole_line(doc))
    if waits and not exact:
        age, exact = (age - 1 if waits["not"] else age), True
    value, ask = checks.check("age", age)
    if value is not None and not exact and age in checks.rules_of("age")["limits"]:
        return Answer(None, AskBack("age", "confirm_value", value))
    return Answer(value, ask)


def _born_in(doc: Doc) -> List[When]:
    """ "født det år krigen sluttede, 45, i maj": two bare digits beside "født" are a year."""
    numbers = [number for number in doc._.numbers if not (number.is_range or number.unit or number.decade or number.signed)]
    line = whole_line(doc)
    if len(numbers) != 1 or len(doc._.numbers) != 1 or not re.search(r" (?:født|årgang|kom til verden|fødselsår) ", line):
        return []
    if re.search(r" (?:er|fylder|fyldte|blev|bliver|var|rundede) (?:(?:jeg|hun|han|lige|nu|snart|altså) )*#0 ", line):
        return []  # "jeg er 74, født samme dag som kongen"
    year = numbers[0].low
    if not FIRST_OF_CENTURY <= year < 100 or year != int(year) or re.search(r" #0 (?:år|årig|børn|gange|timer|kg|gram|cm) ", line):
        return []
    months = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "month" and not time.year]
    return [When("birth", year=1900 + int(year), month=months[0].month if len(months) == 1 else None)]


#: Nobody who writes was born before this year of the last century.
FIRST_OF_CENTURY = 20
#: "har ikke haft fødselsdag endnu i år"; without "ikke" it has been.
_BIRTHDAY = re.compile(r" (?:har|mangler|haft|fyldt|holdt)(?P<not> (?:endnu )?(?:ikke|ej))? (?:endnu |allerede |lige |jo |nu )*(?:haft |holdt |fejret |at holde )(?:min |sin )?(?:\w+ )?fødselsdag ")
#: "to år fra de firs", "tre måneder til jeg fylder 75".
_UNTIL_AGE = re.compile(
    r" (#\d+|et|en) (år|måneder|måned|uger|uge|dage|dag) (?:fra|til|før|fra at|til at) (?:(?:jeg|hun|han|min|mine|at|de|fylder|runder|bliver|fylde|runde|blive|den) )*(#\d+)(?= (?:år |års fødselsdag )?(?:$|[.,;!]))"
)


def age_to_come(doc: Doc) -> Optional[Answer]:
    """The age of somebody who tells how long it is to the next one, or None."""
    found = _UNTIL_AGE.search(whole_line(doc))
    if not found or any(segment.person not in ("self", "patient", None) for segment in doc._.segments):
        return None
    numbers = {f"#{index}": number for index, number in enumerate(doc._.numbers)}
    left, goal = numbers.get(found[1]), numbers[found[3]]
    if goal.is_range or left is not None and (left.is_range or left.low != int(left.low)):
        return None
    years = int(left.low) if left is not None and found[2] == "år" else 1
    return Answer(*checks.check("age", goal.low - years))


#: "Min mand er 81 og jeg er syv år yngre", "jeg er to år ældre end min mand, han er 75".
_BY_RELATIVE = re.compile(
    r"^ (?:(?:ja|jo|tja|altså|nu|min|mine|vores) )*@person:\w+ (?:er|fylder|fyldte|blev|bliver) (?:lige |nu |netop )?(?P<age>#\d+) (?:år )?(?:, )?(?:(?:og|men|så) )?"
    r"jeg er (?:præcis |kun |bare |lige |nøjagtig )?(?P<years>#\d+|et) år (?P<way>yngre|ældre) (?:end (?:ham|hende) )?(?=$|[.,;!])"
    r"|^ (?:(?:ja|jo|tja|altså) )*jeg er (?:præcis |kun |bare |lige |nøjagtig )?(?P<years2>#\d+|et) år (?P<way2>yngre|ældre) end (?:min |mine )?@person:\w+ (?:, )?"
    r"(?:(?:og|der|som|men) )?(?:(?:hun|han) )?er (?:nu |lige )?(?P<age2>#\d+) (?:år )?(?=$|[.,;!])"
)


def age_by_relative(doc: Doc) -> Optional[Answer]:
    """The age of somebody who tells a relative's and the years between them, or None."""
    found = _BY_RELATIVE.search(whole_line(doc).replace(" , ", " "))
    if not found:
        return None
    numbers = {f"#{index}": number for index, number in enumerate(doc._.numbers)}
    age, between = numbers[found["age"] or found["age2"]], numbers.get(found["years"] or found["years2"])
    if age.is_range or between is not None and between.is_range:
        return None
    years = between.low if between is not None else 1
    return Answer(*checks.check("age", int(age.low + (years if (found["way"] or found["way2"]) == "ældre" else -years))))


_PAPERS = re.compile(
    r" (?:siger|viser|står|stod|fremgår|ifølge|oplyser) (?:[^ ]+ )*%year\d+ "
    r"| %year\d+ (?:[^ ]+ )*(?:på|i) (?:[^ ]+ )?(?:kort\w*|bevis\w*|pas\w*|journal\w*|cpr) "
)
#: Nobody who is asked was born later than so many years ago.
YOUNGEST = 18


def is_disputed(doc: Doc, context: Context) -> bool:
    """ "hun siger 82, men sygesikringsbeviset siger 1942": the age told is not the one on paper."""
    ages = {number.low for number in doc._.numbers}
    for segment in doc._.segments:
        for _, time in times_of(segment):
            born = time.year if time.kind == "year" and time.word is None else None
            if born and born <= context.today.year - YOUNGEST and _PAPERS.search(segment.line):
                return not ages & {context.today.year - born, context.today.year - born - 1}
    return False


def _date_of(word: str) -> Optional[When]:
    """A whole date, or the six digits that a personal number begins with, as a birthday."""
    if word.startswith("dato_"):
        day, month, year = (int(part) for part in word.split("_")[1:])
    elif re.fullmatch(r"\d{6}", word):
        day, month, year = int(word[:2]), int(word[2:4]), int(word[4:])
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return When("birth", year=year if year > LONG_NUMBER else 1900 + year, month=(month, month), day=day)


_WITHIN = re.compile(r" (?:år )?(?:om (?:#\d+|et par|nogle) (?:dage|uger|måneder|år)|(?:til )?næste år) ")
_UNTIL = re.compile(r" (?:år )?(?:på|til)(?= )")


#: "To måneder fra de 75", "om to år er jeg 70".
_TO_COME = re.compile(
    r" (?:måneder|uger|dage|måned|uge|dag) (?:fra|til) (?:at blive |at fylde |jeg bliver |jeg fylder )?(?:de )?$"
    r"| om (?:#\d+|et par|nogle|få) (?:år|måneder|uger|dage) (?:er|bliver|fylder) (?:jeg|hun|han) $"
)


#: "... det gør jeg til februar".
_SAYS_WHEN = re.compile(r"\b(?:det (?:gør|bliver) (?:jeg|hun|han) )(?:først )?(?:til|på|om|i) ")


def _is_ahead(after: str) -> bool:
    """ "88 på søndag", "73 om en måned": a birthday to come, without a verb."""
    until = _UNTIL.match(after)
    return bool(_WITHIN.match(after) or until and any_of("soon").match(after, until.end() + 1))


#: "83, nej, det er først i morgen jeg har fødselsdag, så 82".
_NOT_YET = re.compile(r" (?:først|endnu ikke|ikke endnu) .*(?:fødselsdag|fylder|bliver|runder) | (?:fødselsdag|fylder|bliver|runder) .*(?:først|ikke endnu) ")


def _now_and_next(free: Sequence[Told], doc: Doc) -> Optional[Answer]:
    """ "69, bliver 70 til jul", "83, nej, det er først i morgen jeg har fødselsdag, så 82": the age, and the next one."""
    if len(free) != 2 or abs(free[1].number.low - free[0].number.low) != 1 or any(one.number.is_range or one.number.bound for one in free):
        return None
    between = f" {whole_line(doc).partition(f' {free[0].mark} ')[2].partition(f' {free[1].mark} ')[0]} "
    if free[1].number.low < free[0].number.low:
        comes, now = _NOT_YET.search(between) is not None, free[1]
    else:
        comes, now = any_of("turning").search(between) is not None and not any_of("turned").search(between), free[0]
    return Answer(*checks.check("age", int(now.number.low)), tuple(one.mark for one in free)) if comes else None


def age_by_birthday(free: Sequence[Told], doc: Doc) -> Optional[Answer]:
    """ "fylder 70 til marts" is 69; "rundede de firs" is 80; "snart 70" is asked."""
    free = [one for one in free if not has(one.before, "nearly")] or free
    now = _now_and_next(free, doc)
    if now is not None:
        return now
    if len({one.value for one in free}) != 1:
        return None
    one = free[0]
    number, before = one.number, one.before
    if has(whole_line(doc).partition(f" {one.mark} ")[0] + " ", "turning") and not has(before, "turning"):
        return Answer(None, AskBack("age", "confirm_value", int(number.low)))
    if number.is_range or number.bound or number.low != int(number.low):
        return None
    age = int(number.low)
    asked = Answer(None, AskBack("age", "confirm_value", age - 1 if age > checks.rules_of("age")["range"][0] else age), (one.mark,))
    # "Ikke fyldt 70 endnu, det gør jeg til februar": it is told when.
    told_when = has(before, "turning") and _SAYS_WHEN.search(whole_line(doc).partition(f" {one.mark} ")[2]) is not None and has(whole_line(doc), "soon")
    if re.match(r" (?:og lidt|og noget|plus|og mere) ", one.after) or has(before, "passed") or has(before, "nearly") and not told_when:
        return asked
    turning, turned = any_of("turning").search(before), any_of("turned").search(before)
    if turned or turning and any(time.kind == "ago" and time.high < 1 for time in one.times):
        old = any(time.kind in ("year", "ago") and not time.high < 1 and time.low for time in one.times)
        return asked if old or any(time.word for time in one.times) else None
    line_before = whole_line(doc).partition(f" {one.mark} ")[0] + " "
    if _TO_COME.search(line_before):
        return asked
    if not turning:
        return asked if _is_ahead(whole_line(doc).partition(f" {one.mark}")[2]) else None
    after = one.after + one.aside
    line = whole_line(doc)
    month_named = any(time.kind in ("month", "ago") for time in one.times)  # "bliver 80 juleaften"
    within = re.search(r" om (?:#\d+|et halvt|et par|nogle) (?:dage|uger|måneder|år) ", line)
    dated = month_named or has(line, "soon") or re.search(r" (?:den #\d+|dato_)", after)
    if dated or within and " år " not in within.group() or " om et halvt år " in after:
        value, ask = checks.check("age", age - 1)
        return Answer(value, ask, (one.mark,))
    return asked
