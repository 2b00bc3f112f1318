"""Times: how long ago, in which year, at what age, for how long, how often. Found in the line of items, resolved later."""
from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Callable, List, Match, Optional, Sequence, Tuple

from bot.danish.needles import may_match, needles
from bot.danish.numbers import Number
from bot.danish.view import Item

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: "I dag", in months: nearer than "i går".
TODAY = 0.03
#: A two-digit year above this is of the last century.
CENTURY_TURNS = 30
DAYS_A_MONTH = 30.44
MONTHS_OF = {"år": 12.0, "årig": 12.0, "måneder": 1.0, "måned": 1.0, "uger": 12 / 52, "uge": 12 / 52, "dage": 1 / DAYS_A_MONTH, "dag": 1 / DAYS_A_MONTH, "timer": 0.0, "time": 0.0}
_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
_ORDINALS = (
    "første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende", "elvte", "tolvte", "trettende", "fjortende", "femtende", "sekstende", "syttende", "attende", "nittende",
    "tyvende", "enogtyvende", "toogtyvende", "treogtyvende", "fireogtyvende", "femogtyvende", "seksogtyvende", "syvogtyvende", "otteogtyvende", "niogtyvende", "tredivte", "enogtredivte",
)
_SEASONS = {
    "sommer": (6, 8), "sommeren": (6, 8), "sommers": (6, 8), "sommerferien": (6, 8), "vinter": (12, 14), "vinteren": (12, 14), "vinters": (12, 14),
    "forår": (3, 5), "foråret": (3, 5), "efterår": (9, 11), "efteråret": (9, 11), "jul": (12, 12), "julen": (12, 12), "juleaften": (12, 12),
    "påske": (4, 4), "påsken": (4, 4), "påskeferien": (4, 4), "pinse": (5, 6), "pinsen": (5, 6), "nytår": (1, 1), "nytårsaften": (12, 12), "vinterferien": (2, 2), "sankthans": (6, 6), "sankthansaften": (6, 6), "sankt hans aften": (6, 6),
    "sankt hans": (6, 6), "forsommeren": (6, 6), "sensommeren": (8, 9), "højsommeren": (7, 7), "høsten": (8, 9), "efterårsferien": (10, 10), "kartoffelferien": (10, 10), "høstferien": (10, 10),
    "fastelavn": (2, 2), "grundlovsdag": (6, 6), "mortensaften": (11, 11), "kristi himmelfart": (5, 5), "adventstiden": (12, 12), "juletid": (12, 12), "juledagene": (12, 12),
    "juledag": (12, 12), "første juledag": (12, 12), "anden juledag": (12, 12), "lillejuleaften": (12, 12), "lille juleaften": (12, 12), "nytårsdag": (1, 1),
    "langfredag": (4, 4), "skærtorsdag": (4, 4), "påskedag": (4, 4), "første påskedag": (4, 4), "anden påskedag": (4, 4), "pinsedag": (5, 6),
}

#: The feasts that are one day: "nytårsaften, da jeg gled".
_FEASTS = ("nytårsaften", "nytårsdag", "juleaften", "lillejuleaften", "langfredag", "skærtorsdag", "påskedag", "grundlovsdag", "mortensaften", "sankthansaften")


@dataclass(frozen=True)
class When:
    """One time as told. `kind`: ago, year, month, age, duration, per, birth, since, window."""

    kind: str
    low: float = 0
    high: float = 0
    word: Optional[str] = None
    year: Optional[int] = None
    month: Optional[Tuple[int, int]] = None
    day: Optional[int] = None
    sure: bool = True


def _number(items: Sequence[Item], text: Optional[str]) -> Optional[Number]:
    if text is None:
        return None
    for item in items:
        if item.text == text:
            return item.thing
    return None


def _year_of(value: float) -> Optional[int]:
    """The year that a number names, or None."""
    if value != int(value):
        return None
    if FIRST_YEAR <= value <= LAST_YEAR:
        return int(value)
    if 0 <= value < 100:
        return int(value) + (1900 if value > CENTURY_TURNS else 2000)
    return None


def _ago(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    if number is None or number.decade or number.low < 0 or number.unit:
        return None
    factor = MONTHS_OF[match["unit"]]
    more = _number(items, match.groupdict().get("more"))
    extra = more.value if more else 6 * ("halv" in match.group()) * (match["unit"] == "år" and " og et halvt" in match.group())
    return When("ago", number.low * factor + extra, number.high * factor + extra)


def _vague_ago(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    unit = match["unit"]
    if unit == "år":
        return When("ago", word="over_6")
    if unit in ("måneder", "måned"):
        return When("ago", word="unclear")
    return When("ago", word="under_6")


#: "På tolv år" is a span, "på 56 år" an age.
LEAST_AGE = 40


def _duration(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    if number is None or number.decade or number.low < 0 or number.unit:
        return None
    factor = MONTHS_OF[match["unit"]]
    if not factor:
        # Hours are no span of a life, and may be an answer.
        return None
    if factor == 12 and number.low >= LEAST_AGE and match.group().split()[0] == "på":
        return None  # "en gartner på 56 år"
    return When("duration", number.low * factor, number.high * factor)


WEEKS = 53
#: "I femoghalvfems" is a year; "i to" and "i fem" are of something else.
SHORTEST_YEAR = 20


def _year(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    short = match.groupdict().get("short")
    if number is None or number.is_range or number.signed or number.unit or number.in_words and number.value < 1900 and not (short and number.value >= SHORTEST_YEAR):
        return None
    if not FIRST_YEAR <= number.value <= LAST_YEAR and not match.groupdict().get("short"):
        return None
    year = _year_of(number.value)
    return When("year", year=year) if year else None


def _birth(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    groups = match.groupdict()
    if groups.get("date"):
        day, month, year = (int(part) for part in groups["date"].split("_")[1:])
        full = _year_of(year) if year >= 100 or year > CENTURY_TURNS else 1900 + year
        if full is None or not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        return When("birth", year=full, month=(month, month), day=day)
    number = _number(items, groups.get("n"))
    if number is None or number.is_range or number.signed or number.unit:
        return None
    if number.value < 100:
        return When("birth", year=1900 + int(number.value)) if number.value == int(number.value) and number.value >= 6 else None
    year = _year_of(number.value)
    month = _MONTHS.index(groups["month"]) + 1 if groups.get("month") else None
    day = _day(items, groups.get("day")) if month else None
    return When("birth", year=year, month=(month, month) if month else None, day=day) if year else None


def _day(items: Sequence[Item], said: Optional[str]) -> Optional[int]:
    """The day of a month, as a number or as "fjerde"."""
    if said in _ORDINALS:
        return _ORDINALS.index(said) + 1
    number = _number(items, said)
    return int(number.value) if number is not None and 1 <= number.value <= 31 else None


def _age(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    if number is None or number.signed or number.unit or not 0 <= number.low <= 120:
        return None
    low, high = number.low, number.high
    part = match.groupdict().get("part") or ""
    if number.decade:
        if re.search(r"først|start|begynd", part):
            high = low + 3
        elif "midt" in part:
            low, high = low + 4, low + 6
        elif re.search(r"sidst|slut", part):
            low = low + 7
        return When("age", low, high, sure=bool(part) or "mine" in match.group() or "var" in match.group())
    return When("age", low, high)


_BOUNDS = {"før": "before", "inden": "before", "efter": "after", "indtil": "until", "til": "until", "fra": "since", "siden": "since"}


def _bounded_age(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """"før jeg fyldte 45": not when, but before or after which age."""
    found = _age(match, items)
    return When(_BOUNDS[match["bound"]], found.low, found.high) if found else None


def _decade(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    return _age(match, items) if number is not None and number.decade else None


def _young(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    return When("age", word="under_40")


def _month(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    name = match["name"]
    span = (_MONTHS.index(name) + 1,) * 2 if name in _MONTHS else _SEASONS[name]
    groups = match.groupdict()
    year: Optional[int] = None
    number = _number(items, groups.get("n"))
    if number is not None:
        year = _year_of(number.value)
        if year is None or number.value < 100:
            return None
    word = "last_year" if groups.get("last") else None
    if word is None and number is None and re.match(r"(?:her )?(?:i )?(?:sidste|forrige) ", match.group()):
        word = "last_season" if name in _SEASONS else "last_month"
    day = _day(items, groups.get("day")) if name in _MONTHS else None
    return When("month", year=year, month=span, word=word, day=day)


def _numbered(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "D. 24/9": the day and the month as numbers."""
    day, number = _day(items, match["day"]), _number(items, match["n"])
    if day is None or number is None or not 1 <= number.low <= len(_MONTHS) or number.low != int(number.low):
        return None
    return When("month", month=(int(number.low),) * 2, day=day)


def _anniversary(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "Til jul bliver det tre år": in the month told, so many years before the next one."""
    number = _number(items, match["n"])
    if number is None or number.is_range or number.low < 1:
        return None
    name = match["name"]
    span = (_MONTHS.index(name) + 1,) * 2 if name in _MONTHS else _SEASONS[name]
    return When("month", number.low, number.low, month=span, word="anniversary")


def _week(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "I uge 42": the month in which the week is."""
    number = _number(items, match["n"])
    if number is None or number.is_range or not 1 <= number.low <= WEEKS or number.low != int(number.low):
        return None
    month = -(-int(number.low) * 12 // WEEKS)
    return When("month", month=(min(month, 12),) * 2)


_PARTS = {"start": (1, 3), "begynd": (1, 3), "først": (1, 3), "tidlig": (1, 3), "midt": (5, 8), "slut": (10, 12), "sidst i": (10, 12), "sent": (10, 12)}


def _part_of_year(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "I starten af året", "sidst på sidste år": a few months of one year."""
    said = match.group()
    span = next((months for part, months in _PARTS.items() if part in said.replace(match["year"], "")), None)
    if span is None:
        return None
    return When("month", month=span, word="last_year" if "sidste år" in match["year"] else "this_year")


def _part_of_told_year(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "I starten af 2024": a few months of it."""
    number = _number(items, match["n"])
    if number is None or number.is_range or not FIRST_YEAR <= number.value <= LAST_YEAR:
        return None
    return When("month", year=int(number.value), month=next(months for part, months in _PARTS.items() if part in match["part"]))


def _per(factor: float) -> Callable[[Match[str], Sequence[Item]], When]:
    return lambda match, items: When("per", factor, factor, word=_part_of_week(match.group()))


def _part_of_week(said: str) -> Optional[str]:
    """Which part of the week "how often" names: those of one kind are added up ("om tirsdagen og om torsdagen")."""
    if "weekend" in said:
        return "weekend"
    if re.search(r"(?:man|tirs|ons|tors|fre|lør|søn)dag", said):
        return "day"
    if re.search(r"aften|morgen|nat|middag|frokost", said):
        return "part"
    return "week" if re.search(r"\bug", said) else None


def _per_number(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    number = _number(items, match["n"])
    if number is None or number.value <= 0:
        return None
    days = number.value * (7 if match["unit"].startswith("uge") else 30.44 if match["unit"].startswith("måned") else 1)
    return When("per", 7 / days, 7 / days)


def _fixed(kind: str, low: float = 0, high: Optional[float] = None, word: Optional[str] = None) -> Callable[[Match[str], Sequence[Item]], When]:
    return lambda match, items: When(kind, low, low if high is None else high, word=word)


#: "Patienten på 88 år" tells an age.
LONGEST_WINDOW = 25


def _within(match: Match[str], items: Sequence[Item]) -> Optional[When]:
    """ "inden for det sidste år", "på 10 år"."""
    years = [item.thing.low for item in items if item.text[0] == "#"]
    return When("window", 12, 12) if not years or years[0] < LONGEST_WINDOW else None


def _relative_year(back: int) -> Callable[[Match[str], Sequence[Item]], When]:
    return lambda match, items: When("year", low=back, high=back, word="back")


_N = r"(?P<n>#\d+)"
_UNIT = r"(?P<unit>år|måneder|måned|uger|uge|dage|dag|timer|time)"
_ABOUT = r"(?:(?:cirka|omkring|godt og vel|godt og|knap og|noget over|lidt over|lidt under|en god|et godt|et lille|en lille|god|hele|ja|lige|snart|godt|knap|over|mere end|næsten|nok|vel|sådan|små|mindst|nu|efterhånden|bare|kun|vist|mellem|et sted|rundt regnet|måske|de|det|sidste|seneste|allerede|faktisk|jeg tror|tror jeg) )*"
_NAMES = "|".join([*_MONTHS, *_SEASONS])
_WHO = r"(?:jeg|hun|han|patienten)"
#: What stands before the name of a month or a season.
_ROUND = r"(?:i|om|ved|omkring|cirka|op til|lige|før|efter|til|den|her|midt|sidst|først|starten af|slutningen af|begyndelsen af|midten af)"

#: The day of a month, before its name.
_DAY = r"(?:(?P<day>#\d+|" + "|".join(_ORDINALS) + r") \.? ?)?"
_DATE = r"(?:den |d |d \. )(?P<day>#\d+|" + "|".join(_ORDINALS) + r") \.? ?(?P<name>" + "|".join(_MONTHS) + ")"

#: (pattern, what it makes), in the order in which they are tried. What is found is no longer there for the next.
_PATTERNS: Tuple[Tuple[str, Callable[[Match[str], Sequence[Item]], Optional[When]]], ...] = (
    (r"(?:jeg |hun |han |patienten )?(?:er )?født (?:(?:i|den|d|år|året|tilbage|helt|cpr|\.|:) )*(?:(?P<date>dato_\d+_\d+_\d+)|(?:(?P<day>#\d+|" + "|".join(_ORDINALS) + r") (?:\. )?)?(?:(?P<month>" + "|".join(_MONTHS) + r") )?(?P<n>#\d+))(?! (?:cm|kg|børn))", _birth),
    (r"årgang (?:19 )?" + _N, _birth),
    (r"(?:jeg er|(?<!det )(?<!den )(?<!der )(?<!smerterne )er) fra (?:(?:i|år|året) )*(?:(?P<month>" + "|".join(_MONTHS) + r") )?" + _N + r"(?= [.,;]| $|$)", _birth),
    (r"(?:(?:nu|her) )?(?:her )?(?:til|i|om) (?P<name>" + _NAMES + r") (?:bliver|er) (?:det|der) " + _ABOUT + _N + r" år(?: siden)?", _anniversary),
    (r"(?:for )?" + _ABOUT + _N + r" (?P<unit>årig|år|måneder|uger|dage) tid (?:siden|tilbage)", _ago),
    (r"(?:for )?" + _ABOUT + _N + " " + _UNIT + r"(?: (?:og )?(?P<more>#\d+) (?:måneder|måned)| og et halvt| og en halv)?(?: eller (?:mere|så|længere))? (?:siden|tilbage|forinden)", _ago),
    (r"(?:(?:der|nu) )?(?:er|var) (?:der )?(?:gået|forløbet) " + _ABOUT + _N + " " + _UNIT + r"(?: siden)?", _ago),
    (r"(?:postop|post op|postoperativ|postoperativt|efter operationen|efter bruddet|efter faldet)"
     r" \.? ?(?P<unit>uger|uge|dage|dag|måneder|måned) " + _N, _ago),
    (r"(?:her )?i uge " + _N + r"(?! (?:år|uger))", _week),
    (r"(?:bliver|blev) (?:det|der) " + _ABOUT + _N + r" (?P<unit>år|måneder|uger)(?= (?:siden|på|i|at|nu|[.,;!]|$))(?: siden)?", _ago),
    (r"(?:for )?(?:(?:rigtig|rigtigt|ret|efterhånden) )?(?:mange|flere|nogle|adskillige|en del|masser af|år og) (?P<unit>år|måneder|uger|dage|timer) siden", _vague_ago),
    (r"(?:for )?(?:(?:rigtig|rigtigt|meget|ret) )?(?:længe|lang tid|år|længere tid|år og dag|tider) siden|(?:for )?(?:en|et|flere|mange|to|#\d+) (?:\w+ )?(?:evighed|evigheder|menneskealder|menneskealdre|generation|generationer|liv|århundrede|årti|årtier|hundrede år|hundred år) siden|hundrede år siden"
     r"|(?:dengang )?(?:i )?(?:umindelige tider|arilds tid|ruder konges tid|forrige århundrede|forrige årtusinde|sidste århundrede)|(?:siden )?dengang (?:dyrene kunne tale|fanden var (?:en )?\w+|far var dreng|mor var pige)", _fixed("ago", word="over_6")),
    (r"(?:for )?(?:(?:ganske|helt|ret) )?(?:nylig|nyligt|nyligt|kort tid siden|kort siden|lidt siden|et øjeblik siden)|fornylig|nyligt|for kort tid siden", _fixed("ago", word="under_6")),
    (r"(?P<day>#\d+) / (?P<n>#\d+) (?:her )?i år", _numbered),
    (r"i dag|idag", _fixed("ago", 0, TODAY)),
    (r"i går(?:\s(?:aftes|morges))?|igår|i forgårs|forleden(?: dag)?|den anden dag|i morges|i nat|i aftes|i formiddags|i eftermiddags|her til morgen|(?:i )?(?:mandags|tirsdags|onsdags|torsdags|fredags|lørdags|søndags)(?: (?:aftes|aften|morges|nat|eftermiddag|formiddag))?", _fixed("ago", 0, 0.2)),
    (r"(?:i )?(?:sidste|forrige) (?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)", _fixed("ago", 0, 0.4)),
    (r"(?:i |her i )?(?:den )?(?:sidste|forrige|denne) (?:uge|weekend)|her i weekenden|i weekenden var", _fixed("ago", 0.2, 0.4)),
    (r"(?:i )?(?:sidste|forrige) måned", _fixed("ago", 1)),
    (r"(?:(?:i|midt|sidst|tidligt|sent|først) )?(?:i )?(?:(?P<part>starten|begyndelsen|midten|slutningen|foråret) )?(?:af |på |i )?(?P<year>året|sidste år|i år|dette år|det her år)(?<! i året)(?! før| efter| siden)", _part_of_year),
    (r"(?:(?:inden for|indenfor|i løbet af|gennem|igennem|over|i) )*(?:(?:det|de) )?(?:(?:sidste|seneste|forløbne) )(?:hele )?(?:år|#\d+ måneder|årstid)(?<!^år)(?<!sidste år)|(?:inden for|indenfor|i løbet af|gennem|over|i) (?:det )?(?:sidste|seneste) (?:hele )?år|det (?:sidste|seneste) (?:hele )?år(?:s tid)?|(?:inden for|indenfor|(?<!kvinde )(?<!mand )(?<!dame )(?<!herre )på) #\d+ år(?! siden)", _within),
    (r"(?:" + _ROUND + r" )*" + _DAY + r"(?P<name>" + _NAMES + r") (?:i )?(?P<last>sidste år|fjor)", _month),
    (r"(?:" + _ROUND + r" )*" + _DAY + r"(?P<name>" + _NAMES + r") (?:her )?i år(?! siden)", _month),
    (r"(?:(?:i|ved|omkring|cirka|midt i|starten af|slutningen af|sidst i|først i|til|den) )*" + _DAY + r"(?P<name>" + _NAMES + r") (?:i )?(?:år )?" + _N + r"(?! (?:år|måneder|cm|kg|gange|uger))", _month),
    (r"(?:her )?(?:i|ved|omkring|sidste|forrige|siden|lige før|lige efter) " + _DAY + r"(?P<name>" + _NAMES + r")(?:\s?tid)?", _month),
    (_DATE + r"(?! #\d+)", _month),
    (r"(?:på|til|ved|omkring|efter) (?:min|sin|hans|hendes) " + _N + r" (?:årige?|års|år) fødselsdag", _age),
    (r"(?P<name>" + "|".join(_FEASTS) + r")(?= (?:da|hvor|dengang) )", _month),
    (r"(?:den |d |d \. )(?P<day>#\d+) / (?P<n>#\d+)(?! [/#])", _numbered),
    (r"(?:i )?(?:sidste år|fjor)", _relative_year(1)),
    (r"(?:i )?(?:forrige år|forfjor|året før sidste)", _relative_year(2)),
    (r"(?:tidligere )?i år(?! siden)", _relative_year(0)),
    (r"(?P<bound>før|inden|efter|indtil|til|fra|siden) (?:at )?" + _WHO + r" (?:var|blev|fyldte|rundede) " + _ABOUT + _N + r"(?! (?:cm|kg|gange|m|uger|måneder|dage))(?: år| årig)?(?: gammel)?", _bounded_age),
    (r"(?:da|dengang|den gang|første gang|mens) " + _WHO + r" (?:var|blev|fyldte|rundede) " + _ABOUT + r"(?:(?P<part>først i|sidst i|midt i|i starten af|i begyndelsen af|i slutningen af|i midten af|i) )?(?:(?:mine|sine|hendes|hans) )?" + _N + r"(?! (?:cm|kg|gange|m|uger|måneder|dage))(?: år| årig)?(?: gammel)?", _age),
    (r"(?:som|en) (?:cirka )?" + _N + r" årig(?:e)?(?! (?:kvinde|mand|dame|pige|dreng|kone|herre|patient))", _age),
    (r"(?:i|ved) (?:en|#\d+) alder (?:af )?" + _ABOUT + _N + r"(?: år)?", _age),
    (r"(?:(?:i|midt|ved|omkring) )*(?P<part>starten|begyndelsen|midten|slutningen) (?:af|på|i) (?:år |året )?" + _N + r"(?! (?:år|cm|kg|gange|måneder))", _part_of_told_year),
    (r"(?P<part>først i|sidst i|midt i|i starten af|i begyndelsen af|i slutningen af|i midten af|starten af|begyndelsen af|slutningen af|midten af|først|sidst|midt) (?:(?:mine|sine|hendes|hans|de|min) )?" + _N, _decade),
    (r"i (?:(?:mine|sine|hendes|hans) )" + _N, _decade),
    (r"(?<!født )(?<!verden )(?<!opvokset )(?<!registreret )som (?:barn|ung|teenager|dreng|pige|helt ung|stor dreng|stor pige|lille)|i (?:min )?(?:barndommen|barndom|ungdommen|ungdom|skolen|skoletiden|teenageårene)|(?:da|dengang) " + _WHO + r" var (?:et )?(?:barn|ung|lille|helt ung|teenager|dreng|pige|knægt|studerende|spejder|soldat)", _young),
    (r"(?<=gange )(?:på|i løbet af|pr) " + _N + r" (?P<unit>dage|uger)", _per_number),
    (r"(?:i|gennem|igennem|over|(?<!kvinde )(?<!mand )(?<!dame )(?<!herre )på) " + _ABOUT + _N + " " + _UNIT + r"(?! siden)", _duration),
    (r"(?:de|det) (?:sidste|seneste) " + _N + " " + _UNIT + r"(?! siden)", _duration),
    (r"(?:i|gennem|igennem) (?:(?:rigtig|ret|efterhånden|så|virkelig) )?(?:mange|flere|adskillige|nogle|en del|alle de) år|i årevis|hele (?:mit |sit )?liv(?:et)?|altid|i årtier|i det meste af (?:mit )?liv(?:et)?", _fixed("duration", 60)),
    (r"(?:i|gennem|igennem) (?:(?:rigtig|ret|efterhånden|så) )?(?:mange|flere|adskillige|nogle) måneder|i månedsvis|(?:i )?(?:meget |rigtig )?lang tid|længe|(?:i )?længere tid", _fixed("duration", 4, word="vague")),
    (r"(?:om|i|hver) (?:dagen|døgnet)|hver (?:eneste )?dag(?! ,? ?(?:hele ugen|ugen igennem))|dagligt|daglig|om dag|hver (?:eneste )?(?:dag|aften|morgen)(?: ,)? (?:hele ugen|ugen igennem)|hver (?:eneste )?(?:aften|morgen|nat|middag|formiddag|eftermiddag)|om (?:aftenen|morgenen|eftermiddagen|natten|formiddagen)|til (?:hver )?aftensmaden|(?:på|i løbet af) en dag|(?:til|ved) (?:middagen|aftensmaden|frokosten)", _per(7)),
    (r"hver anden dag|hver anden da(?= $)", _per(3.5)),
    (r"hver (?:tredje|3\.) dag", _per(7 / 3)),
    (r"hver anden uge|hver (?:14|fjortende) dag", _per(0.5)),
    (r"hver (?:(?:tredje|fjerde) )?" + _N + r" (?P<unit>dage|dag|uger|uge|måneder|måned)", _per_number),
    (r"(?:om|i) ugen|hver (?:eneste )?uge|ugentligt|ugentlig|ugentlige|om uge|(?:i|hver|om) (?:weekenden|weekend|weekenderne|weekender)|på en (?:almindelig |normal |typisk )?uge|(?:i løbet af|i) en (?:almindelig |normal )?uge|hver (?:eneste )?(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)|om (?:mandagen|tirsdagen|onsdagen|torsdagen|fredagen|lørdagen|søndagen)|ugen", _per(1)),
    (r"(?:om|i) måneden|hver (?:eneste )?måned|månedligt|månedlig|om måned", _per(12 / 52)),
    (r"om året|årligt|hvert år|på et år|pr år", _per(1 / 52)),
    (r"(?:(?:i|år|året|tilbage i|siden|omkring|cirka|fra|indtil|til|frem til|ca|sommeren|vinteren|foråret|efteråret|den(?! i )|tror jeg|vistnok|helt tilbage i) )*" + _N + r"(?! (?:cm|kg|mg|kr|m|år|gange|kroner|kcal|kalorier|skridt|mikrogram|ie|procent|timer|minutter|enheder|genstande))", _year),
    (r"(?P<short>i|indtil|siden|tilbage i|frem til|sommeren|vinteren|foråret|efteråret|året) (?:(?:sommeren|vinteren|foråret|efteråret|året|år) )?'?" + _N + r"(?= [.,;!)]| $|$| (?:da|og|men|fordi|hvor|ved|med|jeg|på|har|er|var|efter|tror|vist|vistnok|eller|sådan|mener|engang|så|for))", _year),
)
_COMPILED = tuple((needles(pattern), re.compile(rf"(?<=\s)(?:{pattern})(?=\s)"), make) for pattern, make in _PATTERNS)


#: A text of more items is searched a few sentences at a time: each time found makes its line anew.
MOST_ITEMS = 60


def with_times(items: Sequence[Item]) -> List[Item]:
    """`items` with every time as one item."""
    found: List[Item] = []
    start = 0
    for at, item in enumerate(items):
        if item.text == "." and at - start >= MOST_ITEMS:
            found += _with_times(items[start:at + 1], len(found))
            start = at + 1
    return found + _with_times(items[start:], len(found))


def _with_times(items: Sequence[Item], count: int) -> List[Item]:
    """`items` with every time as one item, named from the number `count` on."""
    found = list(items)
    line = _line(found)
    for wanted, pattern, make in _COMPILED:
        if not may_match(wanted, line) or not pattern.search(line):
            continue
        starts = list(accumulate((len(item.text) + 1 for item in found), initial=1))
        merged: List[Item] = []
        done = 0
        for match in pattern.finditer(line):
            if match.end() == match.start():
                continue
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, match.end() - 1) - 1
            when = make(match, found[first:last + 1])
            if when is None:
                continue
            merged.extend(found[done:first])
            merged.append(Item(f"%{when.kind}{count}", when, " ".join(item.said for item in found[first:last + 1])))
            count += 1
            done = last + 1
        if merged or done:
            found = merged + found[done:]
            line = _line(found)
    return found


def _line(items: Sequence[Item]) -> str:
    return " " + " ".join(item.text for item in items) + " "


def months_between(today: date, year: int, month: float) -> float:
    return (today.year - year) * 12 + today.month - month


def _since_day(when: When, today: date) -> Optional[Tuple[float, float]]:
    """How many months ago one day was: the last one of its date where no year is told."""
    month, day = (when.month or (1, 1))[0], when.day or 1
    passed = (month, day) <= (today.month, today.day)
    year = when.year or (today.year - 1 if when.word == "last_year" or not passed else today.year)
    months = months_between(today, year, month) + (today.day - day) / DAYS_A_MONTH
    return (months, months) if months >= 0 else None


def months_range(when: When, today: date) -> Optional[Tuple[float, float]]:
    """(fewest, most) months ago that `when` can mean, or None when it does not say."""
    if when.kind == "ago" and when.word is None:
        return when.low, when.high
    if when.kind == "year":
        year = today.year - int(when.low) if when.word == "back" else when.year
        if year is None or year > today.year:
            return None
        return max(0.0, months_between(today, year, 12)), months_between(today, year, 1)
    if when.kind == "month" and when.month and when.day:
        return _since_day(when, today)
    if when.kind == "month" and when.month:
        year = when.year if when.year else today.year - 1 if when.word == "last_year" else None
        if when.word == "this_year":
            year = today.year
        if when.word == "anniversary":
            year = today.year + (when.month[0] < today.month) - int(when.low)
        if year is None:
            year = today.year if when.month[0] <= today.month else today.year - 1
            if when.month[0] <= today.month < min(when.month[1], 12):
                year = today.year
            if when.word == "last_month" and when.month[0] == today.month:
                year = today.year - 1  # "sidste november", in November
        low = max(0.0, months_between(today, year, when.month[1]))
        first = year - 1 if when.word == "last_season" and year == today.year else year
        high = months_between(today, first, when.month[0])
        return (low, high) if high >= 0 else None
    return None


def age_now(when: When, today: date) -> Optional[Tuple[int, bool]]:
    """(age, whether it is exact) of somebody born at `when`."""
    if when.year is None:
        return None
    years = today.year - when.year
    if when.month and when.day:
        before = (today.month, today.day) < (when.month[0], when.day)
        return years - before, True
    if when.month and when.month[0] != today.month:
        return years - (today.month < when.month[0]), True
    return years, False
