"""What the scan of the bones showed: normal, osteopenia, osteoporosis; not known when there was none."""
from __future__ import annotations

from typing import Dict, List, Set

from spacy.tokens import Doc

from bot.danish.answers.common import NOTHING, Answer, about_patient, confirm, length, not_known
from bot.danish.answers.signals import Signal, Signals, as_written, foreign_words, is_unsure, line, signals_in
from bot.danish.answers.whose import is_own
from bot.danish.facts import Facts, times_of
from bot.danish.reading import Context
from bot.danish.when import months_range

#: A message longer than this says more than the result; words that fit anything ("fint") then need a word of the scan.
FEW_WORDS = 7
#: Months, where only "før" or "dengang" is said.
LONG_AGO = 1200.0
_VALUE = {"good": "normal", "no_fault": "normal", "low": "osteopenia", "brittle": "osteoporosis", "vague_low": "vague"}


def dxa_result(doc: Doc, facts: Facts, context: Context) -> Answer:
    """The result in the words of the doctor or of everyday; of two scans the latter, of two bones the weaker."""
    segments = as_written(doc._.segments)
    if facts.values.get("t_score") is not None or any(ask.field == "t_score" for ask in facts.asks):
        return NOTHING
    third = about_patient(context)
    told = signals_in("dxa_result", segments).where(
        lambda signal: is_own(segments, signal.at, third) and not (signal.segment.question or signal.segment.hypothetical))
    few = length(doc) <= FEW_WORDS
    results = _results(told, few)
    values = [signal for signal in results if signal.denied is False]
    denied = {_VALUE[signal.name] for signal in results if signal.denied is not False}
    about_scan = few or bool(told.named("scan", "no_fault")) or any(line("scan").search(segment.line) for segment in segments)
    if not values:
        return _no_result(told, denied, about_scan)
    if not about_scan:
        return NOTHING
    if any(signal.overlaps(other) for signal in values for other in told.named("no_scan")):
        return not_known("dxa_result")
    names = _weighed(values, told, context)
    if names == {"vague"} and "osteoporosis" in denied:
        return Answer("osteopenia")  # "tynde, men ikke skøre"
    if len(names) != 1 or names == {"vague"}:
        return confirm("dxa_result", None)
    value = names.pop()
    shown = [signal for signal in values if _VALUE[signal.name] == value]
    doubted = all(is_unsure(segments, signal.at) or signal.segment.not_quite and value == "normal" for signal in shown)
    return confirm("dxa_result", value) if doubted or value == "normal" and "normal" in denied else Answer(value)


def _results(told: Signals, few: bool) -> List[Signal]:
    """The words for a result, without what was only feared or hoped, and what is part of a longer expression."""
    feared, hoped = told.places("feared"), {signal.at for signal in told.named("hoped")}
    return [
        signal for signal in told.named(*_VALUE)
        if signal.at not in hoped and not (signal.at in feared and _VALUE[signal.name] != "normal")
        and not _is_within_another(signal, told) and _is_of_scan(signal, told, few)
    ]


def _is_within_another(signal: Signal, told: Signals) -> bool:
    """ "lidt skøre", "ikke noget galt": a word within a longer expression says what that says."""
    return any(signal.lies_in(other) and len(other.text) > len(signal.text) for other in told.named("low", "no_fault", "brittle"))


def _is_of_scan(signal: Signal, told: Signals, few: bool) -> bool:
    """Whether a word that fits anything ("fint", "lidt under") is said of the scan: it is named, or nothing else is."""
    if signal.name == "no_fault" or line("scan").search(signal.segment.line):
        return True
    if any(other.at == signal.at for other in told.named("beside")):
        return False
    foreign = foreign_words("dxa_result", signal.segment, told.named(*_VALUE, "past"))
    foreign = [word for word in foreign if not word.startswith("@bone")]
    return len(foreign) <= (1 if few else 0) and not any(word[0] == "#" for word in foreign)


def _no_result(told: Signals, denied: Set[str], about_scan: bool) -> Answer:
    if {"normal", "osteoporosis"} <= denied and about_scan:
        return Answer("osteopenia")
    if told.named("no_scan"):
        return not_known("dxa_result")
    return confirm("dxa_result", None) if denied & {"osteoporosis", "normal"} and about_scan else NOTHING


def _weighed(values: List[Signal], told: Signals, context: Context) -> Set[str]:
    """The results that count of those that are told."""
    if any(signal.name == "low" and " mellem " in signal.segment.line for signal in values):
        return {"osteopenia"}  # "mellem normal og knogleskør"
    names = _latest(values, told, context)
    if "osteoporosis" in names and len(names) > 1 and all("@bone" in signal.segment.line for signal in values):
        return {"osteoporosis"}  # one bone has it, another not
    if names & {"osteopenia", "osteoporosis"}:
        names = names - {"vague"} if names - {"vague"} == {"normal", "osteoporosis"} else names - {"vague", "normal"}
    return names


def _latest(values: List[Signal], told: Signals, context: Context) -> Set[str]:
    """Of a scan then and a scan now, the latter counts."""
    before = told.places("past")
    months: Dict[int, float] = {}
    for signal in values:
        spans = [span for _, time in times_of(signal.segment) for span in (months_range(time, context.today),) if span]
        months[signal.at] = min((low for low, _ in spans), default=LONG_AGO if signal.at in before else 0.0)
    last = min(months.values())
    return {_VALUE[signal.name] for signal in values if months[signal.at] == last}
