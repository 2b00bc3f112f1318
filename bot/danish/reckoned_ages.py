"""The age of somebody who tells it by what is easily reckoned: "pensionist siden jeg var 62, det er ni år siden", "om halvandet år runder jeg de 80".

Each way of telling is a pattern over the marks of a message (`#0` a number, `%age0` "da jeg var 62", `%ago0` "for ni år siden") and what its
parts come to. Only what leaves no doubt: a round number of years since something ("det er 20 år siden") is seldom meant to the year.
"""
from __future__ import annotations

import re
from math import ceil
from typing import Any, Callable, Dict, FrozenSet, Mapping, NamedTuple, Optional, Tuple

from spacy.tokens import Doc

from bot.danish.numbers import Number
from bot.danish.reading import Context
from bot.danish.when import When, age_now


class Reckoned(NamedTuple):
    """An age in whole years, and the marks of the numbers that tell it."""

    age: int
    marks: FrozenSet[str]


#: So many years ago, and a multiple of it, is a round number.
ROUND = 10
MONTHS = 12
_WHO = r"(?:jeg|a|æ|hun|han|patienten)"
_GOAL = r"(?:(?:at|jeg|a|hun|han|fylder|fylde|fyldte|blive|bliver|runder|runde|når|rammer|er|de|min|mine|sin|vi|så|først) )*(?P<goal>#\d+)(?! (?:kg|kilo|cm|procent|gange|minutter))"
_LEFT = r"(?P<left>#\d+|et|en|et halvt|et par|få|nogle) (?P<unit>år|måneder|måned|uger|uge|dage|dag)"
_END = r"(?= (?:[.,;!?)]|og|men|så)(?: |$)| ?$)"


def _then_and_since(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "Siden jeg var 62, det er ni år siden"."""
    then, ago = _exact(parts["then"]), _years(parts["ago"])
    return None if then is None or ago is None or ago % ROUND == 0 else then + ago


def _goal(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "Om halvandet år runder jeg de 80", "mangler tre måneder i de 90"."""
    goal, left = _exact(parts["goal"]), parts["left"]
    if goal is None or isinstance(left, Number) and left.is_range:
        return None
    years = left.low if isinstance(left, Number) else 1
    return goal - (ceil(years) if parts["unit"] == "år" and isinstance(left, Number) else 1)


def _that_year(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "I 2019, det år jeg blev 65"."""
    age, year = _exact(parts["age"]), parts["year"].year
    now = age_now(When("birth", year=year - age), context.today) if age is not None and year else None
    return now[0] if now else None


def _turned(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "Fyldte 65 i går", "halvtreds blev jeg for ni år siden"."""
    age, ago = _exact(parts["age"]), parts["ago"]
    years = 0 if ago.high < 1 else _years(ago)
    return None if age is None or years is None or years and years % ROUND == 0 else age + years


def _by_another(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "Fem år ældre end min søster, som er 63"."""
    age, between = _exact(parts["age"]), _exact(parts["years"])
    return None if age is None or between is None else age + (between if parts["way"] == "ældre" else -between)


def _of_two(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    """ "Vi er et par på 69 og 72, jeg er den yngste"."""
    ages = [_exact(parts[name]) for name in ("age", "other")]
    return None if None in ages else (min if parts["way"] in ("yngste", "yngre") else max)(ages)  # type: ignore[type-var]


def _as_told(parts: Mapping[str, Any], context: Context) -> Optional[int]:
    return _exact(parts["age"])


#: What is told, and what it comes to.
_WAYS: Tuple[Tuple["re.Pattern[str]", Callable[[Mapping[str, Any], Context], Optional[int]]], ...] = tuple(
    (re.compile(told), reckon)
    for told, reckon in (
        (rf" (?P<then>%(?:since|age)\d+) (?:, )?(?:oplyser \w+ (?:, )?)?(?:og )?det er (?:efterhånden |altså |jo |vel |præcis )*(?P<ago>%ago\d+){_END}", _then_and_since),
        (r" (?P<then>%(?:since|age)\d+) (?:, )?(?:og )?det er nu (?P<ago>%ago\d+)(?= |$)", _then_and_since),
        (r"(?:^ |[.;] )(?:\w+ )?det er (?P<ago>%ago\d+) (?:siden )?(?:[^ #%.;]+ ){0,4}?(?:min|jeg holdt|jeg fejrede) (?P<then>#\d+) årig fødselsdag ", _then_and_since),
        (rf" om {_LEFT} (?:runder|fylder|bliver|er|rammer|når) {_WHO} {_GOAL}", _goal),
        (rf" mangler (?:kun |bare |lige |jeg )*{_LEFT} (?:i|til|på|for|før) {_GOAL}", _goal),
        (rf"(?:^ |[.,;!?] |{_WHO} )(?:fylder|bliver|runder|er) (?P<goal>#\d+) om {_LEFT}{_END}", _goal),
        (rf" ikke (?:helt |fyldt )*(?:de )?(?P<goal>#\d+) (?:år )?endnu (?:, )?(?:men )?(?:dem |det |de )(?:runder|fylder|bliver|gør) {_WHO} (?:først )?(?:til|på|om|den|%month)", _goal),
        (rf" (?P<year>%year\d+) (?:, )?det år (?:hvor |da )?{_WHO} (?:blev|fyldte|rundede) (?P<age>#\d+)", _that_year),
        (rf"(?:^ |[.,;!?] |og |her |{_WHO} )(?:lige |netop )?(?:fyldte|rundede|blev|(?<=jeg )var)(?: {_WHO})? (?:lige |netop |de )*(?P<age>#\d+) (?:år )?(?P<ago>%ago\d+)(?! (?:siden|faldt))", _turned),
        (rf"(?:^ |[.,;!?] |er )(?P<age>#\d+) (?:år )?(?:blev|fyldte) {_WHO} (?P<ago>%ago\d+)", _turned),
        (r" nu %month\d+ (?:, )?(?:\w+ ){0,2}(?P<age>%age\d+)", _as_told),
        (r" jeg er (?:præcis |kun |bare |lige |nøjagtig )?(?P<years>#\d+) år (?P<way>yngre|ældre) end (?:min|mine) @person:\w+ (?:, )?(?:og |men )?(?:som|der|hun|han|de) er (?P<age>#\d+)(?! (?:kg|cm))", _by_another),
        (r" på (?P<age>#\d+) og (?P<other>#\d+) (?:, )?(?:og |hvor )?jeg er (?:den )?(?P<way>yngste|ældste|yngre|ældre) ", _of_two),
    )
)
#: Half of them need a time, the others two numbers.
_MAY_RECKON = re.compile(r"%(?:ago|year|month)|#\d+ .*#\d+| (?:om|mangler) (?:et|en|få|nogle) ")


def reckoned_age(doc: Doc, context: Context, third: bool) -> Optional[Reckoned]:
    """The age in whole years that `doc` lets reckon for whoever it is about (`third`: staff tells of "hun" or "han"), or None."""
    line = " " + " ".join(item.text for item in doc._.items) + " "
    if not _MAY_RECKON.search(line):
        return None
    things: Dict[str, Any] = {item.text: item.thing for item in doc._.items if item.text[0] in "#%"}
    for told, reckon in _WAYS:
        found = told.search(line)
        if not found or not third and re.search(r" (?:hun|han) ", found[0]):
            continue
        parts = {name: things.get(text, text) for name, text in found.groupdict().items() if text}
        age = reckon({"left": None, "unit": None, **parts}, context)
        if age is not None:
            return Reckoned(age, frozenset(text for text in found.groupdict().values() if text and text[0] == "#"))
    return None


def _exact(thing: Any) -> Optional[int]:
    """The whole number that a number or an age told is, or None."""
    if isinstance(thing, Number) and (thing.is_range or thing.unit or thing.signed or thing.bound or thing.decade):
        return None
    low, high = getattr(thing, "low", None), getattr(thing, "high", None)
    return int(low) if low is not None and low == high and low == int(low) and getattr(thing, "word", None) is None else None


def _years(ago: When) -> Optional[int]:
    """How many whole years ago, where it is told so."""
    return int(ago.low) // MONTHS if ago.low == ago.high and ago.low % MONTHS == 0 and ago.low else None
