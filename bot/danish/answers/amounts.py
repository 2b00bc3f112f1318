"""Questions on how often and how much: alcohol, falls, minutes of activity, and how many times a week something is trained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, FrozenSet, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks, reckoned
from bot.danish.answers import menopause
from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    about_patient,
    asked_anything,
    is_about_not_knowing,
    phrases,
    texts_of,
    verdict,
)
from bot.danish.answers.counting import (
    ADDS,
    DAILY,
    NOT_DAILY,
    THE_ONE,
    Clause,
    Count,
    Measure,
    clauses_of,
    content,
    counts_of,
    grammar,
    is_beside,
    often_of,
    said,
    standings,
    weekdays,
)
from bot.danish.content import load
from bot.danish.facts import Facts
from bot.danish.reading import AskBack, Context
from bot.danish.when import months_range

QUESTIONS = frozenset(
    {
        "menopause_age",
        "alcohol_units_per_week",
        "falls_last_year",
        "active_minutes_per_day",
        "strength_sessions_per_week",
        "balance_sessions_per_week",
    }
)
TRAINING = frozenset({"strength_sessions_per_week", "balance_sessions_per_week"})
MONTHS_A_YEAR = 12
YEARLY = 1 / 52
#: A number of minutes without its unit is no likely answer up to this; it may count hours or times.
FEW_MINUTES = 3
#: More times a day than this are not trainings, but repetitions of one.
MOST_A_DAY = 3
#: Longer than this once a week, it may be several trainings.
LONGEST_SESSION = 60
#: How many words of something else may stand beside a frequency that names no training.
FOREIGN_WORDS = 1
#: Two sums are the same when they differ by less.
SAME = 0.01

Span = Tuple[float, float]


@dataclass
class Message:
    """A message as the questions of amounts see it."""

    question: str
    doc: Doc
    context: Context
    clauses: List[Clause]
    stands: List[str]
    """How each clause stands: counting.standing."""
    own: List[Clause]
    denials: List[Clause]
    counts: List[Count]

    @property
    def line(self) -> str:
        return " " + " ".join(texts_of(self.doc)) + " "

    @property
    def firm(self) -> List[Count]:
        """Counts that tell how many, or how often where that is what is asked."""
        return [count for count in self.counts if count.amount is not None or count.pers and self.question in TRAINING]

    def place(self, clause: Clause) -> int:
        return next(index for index, one in enumerate(self.clauses) if one is clause)

    def is_denial(self, clause: Clause) -> bool:
        return any(one is clause for one in self.denials)

    def ask(self) -> Answer:
        return Answer(None, AskBack(self.question, "how_many"))


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to one of QUESTIONS; what was read as a fact by the way gives way to it."""
    told = facts.settled().get(question)
    found = menopause.answer(question, doc, facts, context) if question == "menopause_age" else _amount(question, doc, context)
    if told is not None and found.value != told:
        facts.contradicted.add(question)
        if found.value is None and found.ask_back is None:
            return Answer(None, AskBack(question, "confirm_value", told))
    return found


def _amount(question: str, doc: Doc, context: Context) -> Answer:
    """How many or how much, of the person's own clauses; none where that is what they say."""
    message = _message(question, doc, context)
    doubts = [
        clause
        for clause, how in zip(message.clauses, message.stands)
        if how in ("unsure", "reported", "supposed") and any(term.kind != "time" for term in clause.terms)
    ]
    found: Optional[Answer] = None
    if question == "falls_last_year" and not message.firm and not message.denials and not doubts:
        events = _events(message)
        if events:
            return Answer(events)
    if message.firm and _is_unclear(message):
        return message.ask()
    if message.firm and not doubts and not _contradicts(message):
        found = _READERS[question](message)
    elif message.denials and not message.firm and not doubts:
        found = _none(message)
    if found is not None:
        return found
    unknown = None if message.firm or message.denials and not said("not_known").search(message.line) else _unknown(message)
    if unknown is not None:
        return unknown
    return message.ask() if (doubts or _is_vague(message)) and not asked_anything(doc) else NOTHING


def _is_vague(message: Message) -> bool:
    """Whether something was said of what is asked, but not how much."""
    if message.line.split()[:1] in (["ja"], ["jo"], ["jep"]) or message.denials:
        return True
    if (
        message.question == "alcohol_units_per_week"
        and not message.firm
        and any(term.word for clause in message.own for term in clause.of("other"))
    ):
        # "en kop kaffe om dagen"
        return False
    if message.counts or any(clause.of("vague") or clause.says("not_denial") for clause in message.own):
        return True
    return message.question == "falls_last_year" and any(clause.says("fell") or clause.says("fallen") for clause in message.own)


def _is_unclear(message: Message) -> bool:
    """Whether "nu" brings something that was not understood, or the amount stands among words of something else."""
    if not message.own:
        return False
    last = message.own[-1]
    counted = [clause for count in message.firm for clause in count.clauses]
    if last.words[:1] == ["nu"] and len(last.words) > 1 and not last.terms and not message.is_denial(last) and last is not message.own[0]:
        return True
    if message.question not in TRAINING or any(_does(message.question, "own", clause.spoken) for clause in message.clauses):
        return False
    loose = all(count.amount is None or count.amount.bare for count in message.firm)
    return loose and any(
        sum(1 for word in clause.loose if word[0].isalpha() and not is_beside(word) and word not in content("adjectives")) > FOREIGN_WORDS
        for clause in counted
    )


@lru_cache(maxsize=None)
def measure_of(question: str) -> Measure:
    """What the question counts."""
    if question == "alcohol_units_per_week":
        drinks, estimated = load("answers")["drinks"], load("answers")["drinks_estimated"]
        return Measure(question, {**drinks, **estimated}, frozenset(estimated))
    if question == "active_minutes_per_day":
        return Measure(question, {})
    units = content("falls_units") if question == "falls_last_year" else content("times_units") | content("pieces")
    return Measure(question, dict.fromkeys(units, 1.0), counts_times=True)


def _message(question: str, doc: Doc, context: Context) -> Message:
    falls = question == "falls_last_year"
    clauses = clauses_of(doc, measure_of(question))
    stands = standings(clauses, about_patient(context), falls)
    own = [
        clause
        for clause, how in zip(clauses, stands)
        if how == "own" and _concerns(question, clause) and not (falls and _is_near_fall(clause)) and not _says_nothing(clause)
    ]
    denials = [
        clause
        for clause, how in zip(clauses, stands)
        if how in ("own", "past")
        and (clause.lead != "eller" or any("hverken" in one.line for one in clauses))
        and _denies(question, clause, how == "own")
    ]
    _same_unit(clauses, measure_of(question))
    wanted = "amount"
    if question == "active_minutes_per_day":
        wanted = "length"
        for term in [term for clause in own for term in clause.terms if term.kind == "amount"]:
            term.kind = "length"
    positive = [clause for clause in own if not any(clause is denial for denial in denials)]
    if any(term.kind in ("amount", "length") for clause in positive for term in clause.terms):
        positive = [clause for clause in positive if not _says_mostly_when(clause)]
    counts = _of_now([count for count in counts_of(positive, wanted) if count.amount or count.pers or count.vague or count.times])
    return Message(question, doc, context, clauses, stands, own, denials, counts)


def _says_mostly_when(clause: Clause) -> bool:
    """ "fem om ugen, mest i weekenden": when, and no more of them."""
    return clause.words[0] in content("mostly") and not any(term.kind in ("amount", "length", "times") for term in clause.terms)


def _says_nothing(clause: Clause) -> bool:
    """When nothing is done, and the charm "7-9-13"."""
    return (
        clause.says("rests")
        or [term.low for term in clause.terms] in ([7, 9, 13], [7, 13], [13])
        and not clause.of("per")
        and len(clause.words) > 1
    )


def _of_now(counts: List[Count]) -> List[Count]:
    """What is told of now takes the place of what was told before it: "to gange før ferien, nu er det en"."""
    # "to gange, den ene gang dans": of those told before.
    counts = [
        count
        for index, count in enumerate(counts)
        if not (
            index and count.amount is not None and count.amount.mark == THE_ONE and not any(clause.of("time") for clause in count.clauses)
        )
    ]
    now = [index for index, count in enumerate(counts) if index and re.search(r"^ (?:men )?nu ", count.clauses[0].line)]
    return counts[now[-1] :] if now else counts


def _same_unit(clauses: Sequence[Clause], measure: Measure) -> None:
    """ "En halv time om morgenen og en halv om aftenen": a bare number after one with a unit is of the same."""
    size, estimate = 1.0, False
    for term in [term for clause in clauses for term in clause.terms if term.kind in ("amount", "length")]:
        if term.bare and term.high <= FEW_MINUTES:
            term.low, term.high, term.estimate = term.low * size, term.high * size, term.estimate or estimate
        elif term.kind == "length" and not measure.counts_times:
            size = 60.0 if term.word in content("hours") else 1.0
        elif term.word in measure.estimated:
            size, estimate = measure.units[term.word], True
        else:
            size, estimate = 1.0, False


def _unknown(message: Message) -> Optional[Answer]:
    """Not knowing, or not wanting to say."""
    told, rest, whole = verdict(message.doc)
    if told == "unknown":
        return Answer(UNKNOWN) if whole or is_about_not_knowing(rest) else None
    return Answer(UNKNOWN) if said("not_known").search(message.line) and not asked_anything(message.doc) else None


# --- none ---


#: "Tre øl om dagen, siden jeg stoppede på værftet": that is when, and no end of what is told.
_SINCE = re.compile(r" siden (?:jeg|hun|han|vi) .*$")


def _denies(question: str, clause: Clause, now: bool) -> bool:
    """Whether a clause says that there is none at all of what the question asks for."""
    line = clause.line.replace(" så meget som ", " ")
    if said("not_denial").search(line) or clause.segment.doubtful or line.strip() in phrases("exclaims"):
        return False
    if any(term.word == NOT_DAILY for term in clause.of("vague")):
        return False
    if said("stopped").search(_SINCE.sub(" ", line)) and not clause.says("not_stopped") and not re.search(r" (?:ikke|aldrig) ", line):
        return question != "falls_last_year"
    if not now and not re.search(r" (?:siden|mere|længere|nu) ", line):
        return False
    if clause.says("none_told", question):
        return not re.search(r" (?:ikke (?!andet)|måske|næsten|mest) ", line)
    words = _without_reason(line).split()
    if _starts_denied(words):
        return not any(term.kind in ("amount", "length", "times") for term in clause.terms)
    if clause.segment.hedged and re.search(r" (?:tror|vist|vistnok|nok|måske|formentlig|sikkert|næppe) ", line):
        return False
    amounts = [term for term in clause.terms if term.kind in ("amount", "length")]
    if any(term.high for term in amounts) or not amounts and not any(word in content("nothing") for word in words):
        return False
    allowed = content("denial") | content("nothing") | frozenset(load("amounts")["denial_of"][question])
    return all(word in allowed or word[0] in "%#" or word.startswith("@person") or word == "balance" and "træn" in line for word in words)


@lru_cache(maxsize=None)
def _starts() -> Tuple[Tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in content("denial_starts")), key=len, reverse=True))


def _starts_denied(words: Sequence[str]) -> bool:
    """ "nej, ...", "aldrig ...", "slet ikke ...": a denial in itself, with its story after it."""
    rest = list(words)
    while len(rest) > 1 and (rest[0] in content("before_denial") or rest[0][0] == "%"):
        rest = rest[1:]
    for start in _starts():
        if tuple(rest[: len(start)]) == start:
            after = rest[len(start) :]
            return not after or after[0] in content("may_follow_denial") or after[0][0] == "%" or start[-1] in ("efter", "siden")
    return False


def _without_reason(line: str) -> str:
    """The line up to where it only tells why."""
    found = said("because").search(line)
    return line[: found.start()] if found and found.start() > 1 else line


def _contradicts(message: Message) -> bool:
    """Whether a denial and an amount cannot both be: "nej, to gange" may be either, "nej, kun to gange" is two."""
    first = min(message.place(clause) for count in message.firm for clause in count.clauses)
    begins = message.clauses[first]
    for denial in message.denials:
        if denial.says("denial_of_part") or message.question == "falls_last_year" and re.search(r" (?:siden|flere|mere) ", denial.line):
            continue
        if message.question == "alcohol_units_per_week" and _is_of_another_drink(denial, message):
            continue
        if message.place(denial) > first:
            return not re.search(r" (?:flere|mere|yderligere) ", denial.line)
        if not (begins.lead in ("men", "exceptive") or begins.says("only") or begins.says("denial_of_part")):
            return True
    return False


def _is_of_another_drink(denial: Clause, message: Message) -> bool:
    """ "to glas rødvin om dagen, ingen øl eller spiritus"."""
    denied = content("drinks_by_name").intersection(denial.words)
    counted = {word for count in message.firm for clause in count.clauses for word in clause.words}
    return bool(denied) and denied.isdisjoint(counted) and not _starts_denied(denial.words)


#: "jeg sidder i stolen dagen lang": how much of nothing.
_RESTS = re.compile(r" (?:sidder|ligger|sover|hviler|slapper af) ")


def _none(message: Message) -> Answer:
    """None at all, where no other clause makes it doubtful."""
    if message.question == "falls_last_year":
        return _no_falls(message)
    if all(clause.says("denial_of_part") and not _starts_denied(clause.words) for clause in message.denials):
        return message.ask()
    if message.question not in TRAINING and any(count.vague and not all(_RESTS.search(clause.line) for clause in count.clauses) for count in message.counts):
        return message.ask()
    if any(term.kind == "other" and term.word is None for clause in message.clauses for term in clause.terms):
        return message.ask()
    if any(
        clause.lead in ("men", "exceptive") and (clause.terms or clause.segment.hedged)
        for clause in message.own
        if not message.is_denial(clause)
    ):
        return message.ask()
    return Answer(0)


# --- what concerns the question ---


def _concerns(question: str, clause: Clause) -> bool:
    """Whether a clause is about what was asked, and not only about another kind of exercise."""
    return question not in TRAINING or _does(question, "own", clause.spoken) or not _does(question, "other", clause.spoken)


@lru_cache(maxsize=None)
def _activity(question: str, which: str) -> "re.Pattern[str]":
    words = sorted(map(str, load("amounts")["activities"][question][which]), key=len, reverse=True)
    return re.compile(r"(?<= )(?:" + "|".join(map(re.escape, words)) + r")(?:e?n|e?t|ene|erne|er|ne|s)?(?= )")


def _does(question: str, which: str, line: str) -> bool:
    return bool(_activity(question, which).search(line))


def _without_company(line: str) -> str:
    """The line up to "sammen med": what comes after is only what the training goes with."""
    found = said("beside_it").search(line)
    return line[: found.start()] if found else line


def _is_near_fall(clause: Clause) -> bool:
    """A stumble that was caught, or what only sounds like a fall."""
    return clause.says("sounds_like_fall") or _COLLAPSES.search(clause.line) is not None or clause.says("near_fall") and not clause.says("fell")


#: "I sommer faldt to ryghvirvler sammen": bones, and nobody.
_COLLAPSES = re.compile(r" (?:faldt|faldet|falder) (?:\S+ ){0,3}sammen (?!om )")


# --- sums ---


def _sum(message: Message, counts: Sequence[Count], worth: Callable[[Count], Optional[Span]]) -> Optional[Span]:
    """What the counts come to: added up, or the same said again in other words, or the one replaced in part by the other."""
    values: List[Span] = []
    for count in counts:
        value = worth(count)
        if value is None:
            return None
        values.append(value)
    if len(values) == 1:
        return values[0]
    rest = (sum(value[0] for value in values[1:]), sum(value[1] for value in values[1:]))
    if len(counts) > 2 and not counts[0].pers and not _days_named(counts[0]) and all(count.pers for count in counts[1:]) and _are_same(rest, values[0]):
        return values[0]  # "fire øl, to om onsdagen til kort og to om søndagen"
    whole = reckoned.whole_of(message.doc, values) if len(counts) > 2 or not _on_other_days(*counts) else None
    if whole is None and reckoned.says_in_all(counts[-1].line) and values[-1] == max(values):
        whole = values[-1]
    if whole is not None:
        return whole
    if len(counts) == 2 and reckoned.says_again(counts[1].line):
        return values[0] if _are_same(rest, values[0]) else None
    again = (counts[1].lead not in ADDS or bool(re.search(r" (?:altså|nemlig) ", counts[1].line))) and not _on_other_days(*counts[:2])
    if again and _is_plain(counts[0]) and _are_same(rest, values[0]):
        return values[0]
    if len(counts) == 2 and often_of(counts[0]).times == DAILY and " bliver det " in counts[1].line:
        return None  # "et glas hver dag, og lørdag bliver det til to": that day, or besides
    if len(counts) == 2 and often_of(counts[0]).times == DAILY and often_of(counts[1]).days and counts[1].amount is not None:
        if counts[1].lead == "men":
            kept = (DAILY - often_of(counts[1]).days) / DAILY
            return values[0][0] * kept + rest[0], values[0][1] * kept + rest[1]
        if counts[1].amount.bare and not counts[1].clauses[0].says("besides"):
            return None
    if (
        any(count.lead in ("men", "eller") for count in counts[1:])
        or again
        and not counts[0].pers
        and any(count.pers for count in counts[1:])
    ):
        return None
    if not all(count.pers for count in counts) and not _is_list(counts):
        return None
    return values[0][0] + rest[0], values[0][1] + rest[1]


def _are_same(one: Span, other: Span) -> bool:
    return abs(one[0] - other[0]) < SAME and abs(one[1] - other[1]) < SAME


def _on_other_days(one: Count, other: Count) -> bool:
    """ "To glas om fredagen, to om lørdagen"."""
    days, others = _days_named(one), _days_named(other)
    return bool(days and others) and days.isdisjoint(others)


def _days_named(count: Count) -> FrozenSet[int]:
    return frozenset(weekdays()[word] for word in _said(count).split() if word in weekdays())


def _is_plain(count: Count) -> bool:
    """Whether a count says no more than how many: what comes after may tell it again in other words."""
    unit = count.amount.word if count.amount is not None else None
    if any(term.kind == "time" for clause in count.clauses for term in clause.terms):
        return False
    return all(word in grammar() or word[0] in "#%" or word == unit for clause in count.clauses for word in clause.words)


def _is_list(counts: Sequence[Count]) -> bool:
    """ "to ude og en i køkkenet": each with its place."""
    return all(len(count.line.split()) > 1 for count in counts) and all(count.lead in ("og", ",", "", "samt", ";") for count in counts[1:])


def _checked(message: Message, span: Optional[Span], counts: Sequence[Count], rounded: int = 2) -> Answer:
    """The value, when it is a possible one."""
    if span is None or any(count.vague for count in counts):
        return message.ask()
    amounts = [count.amount for count in counts if count.amount is not None]
    bound = next((amount.bound for amount in amounts if amount.bound), None)
    estimate = message.question == "alcohol_units_per_week" and any(amount.estimate for amount in amounts)
    value, ask = checks.check(message.question, round(span[0], rounded), round(span[1], rounded), bound, estimate)
    return Answer(value, ask)


# --- alcohol, training, activity ---


def _alcohol(message: Message) -> Answer:
    """Units a week."""
    told = [count for count in message.firm if count.amount is not None]
    if any(clause.says("shares") for clause in message.clauses) or _is_more(message, told):
        return message.ask()
    if any(not count.pers and re.search(r" når (?:der|vi|de|man|jeg|hun|han) | hvis (?:der|vi|de|man) ", count.line) for count in told):
        return message.ask()  # "to øl, når der er fodbold"
    told = _without_parts(told)
    shared = _shared_often(told)
    replaces = len(told) == 2 and told[1].lead == "men" and often_of(told[0]).times == DAILY

    def worth(count: Count) -> Optional[Span]:
        amount = count.amount
        often = shared if shared is not None and not count.pers else often_of(count)
        if amount is None or count.pers and often.times is None:
            return None
        if often.times is None and (count.times is not None or not (amount.bare or _is_weekly(amount.word, amount.high, len(told)))):
            return None
        if often.days > 1 and amount.high > 1 and not often.week and not replaces and not _EACH_DAY.search(_said(count)):
            # "2 øl fredag og lørdag": two each, or two in all?
            return None
        low, high = (count.times.low, count.times.high) if count.times is not None else (1.0, 1.0)
        times = 1.0 if often.times is None else often.times
        return amount.low * low * times, amount.high * high * times

    return _checked(message, _sum(message, told, worth), told)


#: "To glas både fredag og lørdag": two each.
_EACH_DAY = re.compile(r"\b(?:både|hver) (?:eneste )?(?:om )?(?:man|tirs|ons|tors|fre|lør|søn)dag")


def _said(count: Count) -> str:
    return " ".join(item.said for clause in count.clauses for item in clause.segment.items)


def _without_parts(counts: Sequence[Count]) -> List[Count]:
    """ "To øl om dagen, en til frokost og en til aften": the first alone, where those after it only say when they are drunk."""
    first, *parts = [count.amount for count in counts if count.amount is not None] or [None]
    if len(parts) < 2 or first is None or not counts[0].pers or _days_named(counts[0]) or not all(part.bare for part in parts):
        return list(counts)
    return list(counts[:1] if sum(part.high for part in parts) == first.high else counts)


def _is_more(message: Message, told: Sequence[Count]) -> bool:
    """Whether more is told than what was counted: how often something is that has no number, or a number of something else."""
    if any(count.vague or count.pers or count.times is not None for count in message.counts if not any(count is one for one in told)):
        return True
    others = [term for clause in message.own if not message.is_denial(clause) for term in clause.of("other")]
    return any(term.word not in content("no_matter") for term in others)


def _is_weekly(unit: Optional[str], amount: float, counts: int) -> bool:
    """Whether so many of the unit are told of a week, with no word of how often: "fem øl", but not "et glas vin"."""
    return (
        unit in ("genstande", "genstand", "enheder")
        or unit not in measure_of("alcohol_units_per_week").estimated
        and (amount > 1 or counts > 1)
    )


def _shared_often(counts: Sequence[Count]) -> Optional[object]:
    """ "en øl og en snaps om dagen": the frequency at the end is of both."""
    if (
        len(counts) < 2
        or any(count.pers for count in counts[:-1])
        or not counts[-1].pers
        or any(count.lead != "og" for count in counts[1:])
    ):
        return None
    return None if any(count.amount is None or count.amount.bare for count in counts) else often_of(counts[-1])


def _training(message: Message) -> Answer:
    """Times a week."""
    question = message.question
    other = any(_does(question, "other", _without_company(clause.spoken)) for clause in message.clauses)
    if (
        any(count.vague for count in message.counts)
        or other
        and not any(_does(question, "own", clause.spoken) for clause in message.clauses)
    ):
        return message.ask()

    def worth(count: Count) -> Optional[Span]:
        often, amount = often_of(count), count.amount
        if count.pers and often.times is None:
            return None
        if amount is None:
            if any(
                term.kind == "other" and (term.word is None or often.week and term.word not in content("no_matter"))
                for clause in count.clauses
                for term in clause.terms
            ):
                return None
            hours = any(term.kind == "length" and term.high > LONGEST_SESSION for clause in count.clauses for term in clause.terms)
            return (often.times, often.times) if often.times is not None and not (hours and often.week) else None
        if not count.pers and any(clause.says("in_all") for clause in count.clauses):
            return None
        if often.days:
            return (often.days, often.days) if amount.low == amount.high == often.days else None
        if often.times is not None and often.times < 1 and amount.low == amount.high == often.times:
            return often.times, often.times
        times = 1.0 if often.times is None else often.times
        if (
            times == DAILY
            and amount.low > 1
            and (amount.low > MOST_A_DAY or any(term.kind == "other" for clause in count.clauses for term in clause.terms))
        ):
            return (DAILY, DAILY) if _is_repetition(count) else None
        return amount.low * times, amount.high * times

    return _checked(message, _sum(message, message.firm, worth), message.firm)


def _is_repetition(count: Count) -> bool:
    """ "Hver dag rejser jeg mig ti gange fra stolen": once a day, and ten times over."""
    amount, often = count.amount, count.pers[0][0]
    if amount is None or amount.word != "gange" or not often.mark:
        return False
    return count.line.find(often.mark) < count.line.find(amount.mark) and len(count.line.split()) > 4


def _minutes(message: Message) -> Answer:
    """Minutes a day."""
    told = [count for count in message.firm if count.amount is not None]
    if _is_more(message, told) or any(
        clause.says("between") and not any(term.low != term.high for term in clause.terms) for clause in message.own
    ):
        return message.ask()

    def worth(count: Count) -> Optional[Span]:
        often, amount = often_of(count), count.amount
        if amount is None or count.pers and often.times is None or amount.bare and 0 < amount.high <= FEW_MINUTES and count.times is None:
            return None
        times = DAILY if often.times is None else often.times
        if count.times is not None:
            if not count.pers and not count.times_first or often.days and not count.times.low == count.times.high == often.days:
                return None
            times = count.times.low if often.days else times * count.times.low
        return amount.low * times / DAILY, amount.high * times / DAILY

    return _checked(message, _sum(message, told, worth), told, 1)


# --- falls ---


def _age_of(clause: Clause, context: Context) -> Optional[str]:
    """Whether a clause speaks of the last year ("within"), of before it ("before"), or of what may be either ("across")."""
    found: Optional[str] = None
    for term in clause.of("time"):
        when = term.when
        if when is None or when.kind in ("window", "duration"):
            continue
        if when.word in ("over_6", "unclear") or when.kind in ("age", "before", "after", "until"):
            return "across"
        span = (0.0, 6.0) if when.word == "under_6" else months_range(when, context.today)
        if span is None:
            continue
        if span[0] > MONTHS_A_YEAR:
            return "before"
        found = "within" if span[1] <= MONTHS_A_YEAR else "across"
    return found


def _ages(message: Message) -> List[Optional[str]]:
    """Of which time each clause speaks: "det var i 2019", and then "jeg faldt fem gange", are of one time."""
    ages = [_age_of(clause, message.context) for clause in message.clauses]
    for index in range(len(ages) - 1):
        clause, following = message.clauses[index], message.clauses[index + 1]
        only_when = ages[index] and all(word in content("grammar") or word[0] == "%" for word in clause.words) and not clause.of("amount")
        if only_when and ages[index + 1] is None and following.lead in ("", ","):
            ages[index + 1] = ages[index]
    return ages


def _falls(message: Message) -> Answer:
    """Falls within the last twelve months."""
    ages = _ages(message)
    told: List[Count] = []
    for count in message.firm:
        of = {ages[message.place(clause)] for clause in count.clauses} - {None}
        if "across" in of or len(of) > 1:
            return message.ask()
        if "before" not in of:
            told.append(count)
        elif count.amount is not None and count.amount.mark == THE_ONE:
            # "to gange, men den ene var for to år siden"
            return message.ask()
    if not told:
        return _no_falls(message) if message.denials else message.ask()
    if any(count.vague for count in message.counts):
        return message.ask()
    counted = {id(clause) for count in message.firm for clause in count.clauses}
    events = 0
    for clause, how, age in zip(message.clauses, message.stands, ages):
        if id(clause) in counted or message.is_denial(clause) or how not in ("own", "past"):
            continue
        if clause.lead in ("og", ",") and clause.words[0] in ("så", "igen", "nu") and age in ("within", None):
            if age is None and len(clause.words) > 2:
                return message.ask()
            events += age is not None
        elif (
            age is not None
            and clause.lead in ("men", ",", "og", "så")
            and not _is_near_fall(clause)
            and not (age == "within" and clause.lead == ",")
        ):
            return message.ask()

    def worth(count: Count) -> Optional[Span]:
        often, amount = often_of(count), count.amount
        if amount is None or count.pers and (often.times is None or abs(often.times - YEARLY) > 0.001):
            return None
        return amount.low, amount.high

    span = _sum(message, told, worth)
    events = 0 if reckoned.says_in_all(message.line) else events
    return _checked(message, (span[0] + events, span[1] + events) if span else None, told)


def _is_heading(message: Message, index: int) -> bool:
    """ "fald: 0"."""
    return len(message.clauses[index].words) <= 2 and index + 1 < len(message.clauses) and message.clauses[index + 1].lead == ":"


def _events(message: Message) -> int:
    """How many falls are told with their times, one after the other: "jeg faldt i marts og igen i september"."""
    ages = _ages(message)
    if not ages:
        return 0
    first = message.clauses[0]
    rest = list(zip(message.clauses, ages))[1:]
    if not rest or ages[0] != "within" or not first.says("fell") or message.stands[0] != "own":
        return 0
    return (
        len(ages)
        if all(age == "within" and clause.lead in ("og", ",") and clause.words[0] in ("igen", "så") for clause, age in rest)
        else 0
    )


def _no_falls(message: Message) -> Answer:
    """No fall within the last twelve months; "ikke siden" is from the time told, and "ellers ikke" besides those told."""
    ages = _ages(message)
    if any(term.kind == "other" and term.word is None for clause in message.clauses for term in clause.terms):
        return message.ask()
    fell = [
        "before" if how == "past" else age
        for index, (clause, how, age) in enumerate(zip(message.clauses, message.stands, ages))
        if not message.is_denial(clause)
        and how in ("own", "past", "unsure")
        and not _is_near_fall(clause)
        and not _says_nothing(clause)
        and not _is_heading(message, index)
        and (clause.says("fell") or clause.says("fallen") or clause.of("amount") or age == "within")
    ]
    if said("no_more").search(message.line):
        dated = [clause for clause, age in zip(message.clauses, ages) if age == "within" and not message.is_denial(clause)]
        return (
            Answer(len(dated))
            if dated and len(fell) == len(dated) and not any(age in ("before", "across") for age in ages)
            else message.ask()
        )
    if any(age != "before" for age in fell):
        return message.ask()
    for clause in message.denials:
        age = ages[message.place(clause)]
        since = " siden " in clause.line or clause.says("because")
        if since and not fell and age != "before" or age in ("within", "across") and not re.search(r" %year\d+ ", clause.line):
            return message.ask()
        if age == "across" or " siden jeg " in clause.line:
            return message.ask()
    return Answer(0)


_READERS: "dict[str, Callable[[Message], Answer]]" = {
    "alcohol_units_per_week": _alcohol,
    "falls_last_year": _falls,
    "active_minutes_per_day": _minutes,
    "strength_sessions_per_week": _training,
    "balance_sessions_per_week": _training,
}
