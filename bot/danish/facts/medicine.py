"""Diseases, medicines and osteoporosis itself: named in the lexicon, told of somebody, and in which form and for how long."""
from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.danish.content import load
from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import Clause, Scene, is_covered, times_of, was_never_said
from bot.danish.facts.words import said
from bot.danish.reading import AskBack, Context

#: A past course of tablets counts from this many months.
MONTHS_OF_STEROID = 3
_NAMED = re.compile(r" @(disease|ambiguous|drug|osteoporosis):(\w+)(?= )")
#: Questions that a mere name answers.
_NAMING = ("conditions", "cancer", "glucocorticoids", "aromatase_inhibitor", "known_osteoporosis", "osteogenesis_imperfecta")


def names(clause: Clause, scene: Scene, facts: Facts, question: Optional[str]) -> None:
    """Every disease, medicine and kind of osteoporosis that the clause names."""
    own = clause.line if clause.segment.lead == ":" else clause.own
    if "@" not in own:
        return
    told = is_told(clause, scene, question)
    for found in _NAMED.finditer(own):
        kind, name = found.groups()
        if kind == "disease":
            _disease(clause, name, facts, told, question)
        elif kind == "ambiguous":
            if told and clause.denied is False:
                facts.asks.append(AskBack("conditions", name))
        elif kind == "drug":
            _drug(clause, name, facts, scene, question)
        elif name == "osteoporosis":
            _osteoporosis(clause, facts, question, scene)
        elif name == "beginning" and clause.denied is False and told:
            facts.asks.append(AskBack("known_osteoporosis", "beginning_osteoporosis", True))


def is_told(clause: Clause, scene: Scene, question: Optional[str]) -> bool:
    """A disease is told of when somebody has it, not when it is merely named; naming it answers the open question."""
    if said("not_having", clause.line):
        return False
    if said("sick", clause.line) or question in _NAMING or re.search(r" (?:min|mit|mine) (?:\w+ )?@(?:disease|ambiguous|cancer)", clause.own):
        return True
    if clause.nominal or scene.shorthand:
        return len(scene.clauses) > 1 or scene.shorthand or bool(times_of(clause.segment))
    return is_covered(clause.segment) and any(said("sick", one.line) or "#" in one.line for one in scene.clauses if one is not clause)


def _disease(clause: Clause, name: str, facts: Facts, told: bool, question: Optional[str]) -> None:
    if clause.denied is not False:
        return
    if clause.segment.hedged or clause.segment.doubtful:
        if question == "conditions":
            facts.unsure.add(name)
        elif told:
            facts.asks.append(AskBack("conditions", "confirm_value", [name]))
        return
    if told and not clause.segment.not_quite:
        if any(item.text == f"@disease:{name}" and "kræft" in item.said for item in clause.segment.items):
            facts.take("cancer", True)  # "knoglemarvskræft"
        known = facts.values.setdefault("conditions", [])
        if name not in known:
            known.append(name)


def settle_diseases(facts: Facts, context: Context, question: Optional[str]) -> None:
    """Join with what was told before; a name that may mean several things is asked back together with the sure ones."""
    told = facts.values.get("conditions")
    options = load("answers")["options"]
    vague = [ask for ask in facts.asks if ask.field == "conditions" and ask.kind in options]
    before = context.known.get("conditions")
    base = [one for one in (before if isinstance(before, list) else [])]
    if told:
        base += [one for one in told if one not in base]
        facts.values["conditions"] = base
    if facts.unsure:
        facts.values["conditions_unknown"] = sorted(facts.unsure)
        facts.values.setdefault("conditions", base)
    if vague:
        ask = vague[0]
        facts.asks = [one for one in facts.asks if one.field != "conditions"]
        choices = options[ask.kind]
        if any(value in base for value, _ in choices if value):
            return
        facts.values.pop("conditions", None)
        facts.asks.insert(0, AskBack("conditions", ask.kind, None, tuple((_with(base, value), label) for value, label in choices)))


def _with(base: Sequence[str], value: Optional[str]) -> object:
    """The diseases told, and the one chosen; "unknown" where nothing at all is known."""
    if value == "unknown":
        return list(base) or "unknown"
    return [*base, value] if value else list(base)


# --- medicines ---


def _drug(clause: Clause, name: str, facts: Facts, scene: Scene, question: Optional[str]) -> None:
    taken = clause.denied is False
    if name == "aromatase":
        if taken and clause.sure:
            facts.take("aromatase_inhibitor", True)
        elif clause.denied and clause.sure and (said("never", clause.line) or clause.ends_in_no):
            facts.take("aromatase_inhibitor", False)
        elif taken:
            facts.asks.append(AskBack("aromatase_inhibitor", "confirm_value", True))
    elif name == "hormone_breast" and taken:
        facts.asks.append(AskBack("aromatase_inhibitor", "which_hormone", True))
    elif name == "bone_drug" and taken and clause.sure and _names_disease(clause) and (said("taking", clause.line) or clause.nominal):
        facts.take("known_osteoporosis", True)
    elif name == "bone_drug" and taken:
        facts.asks.append(AskBack("known_osteoporosis", "bone_drug", True))
    elif name == "steroid_local" and question == "glucocorticoids" and clause.denied is not True:
        facts.asks.append(AskBack("glucocorticoids", "steroid_local_only", False))
    elif name in ("steroid", "steroid_any"):
        _steroid(clause, name, facts, scene, question)


def settle_treatment(scene: Scene, facts: Facts, context: Context, question: Optional[str]) -> None:
    """A medicine for the bones that is taken now is a treatment, where a doctor has called the bones ill: here, before, or in answer to just that."""
    begins_yes = question == "known_osteoporosis" and bool(scene.segments) and scene.segments[0].items[0].text in ("ja", "jo")
    called_ill = begins_yes or facts.values.get("known_osteoporosis", context.known.get("known_osteoporosis")) is True
    if not called_ill or "followed_by_doctor" in facts.values:
        return
    for clause in scene.clauses:
        taken = clause.about and clause.denied is False and clause.sure and "@drug:bone_drug" in clause.own
        if taken and (said("taking", clause.own) or _AGAINST.search(clause.own)) and not said("taken_at_another_time", clause.own):
            facts.take("followed_by_doctor", True)
            return


_AGAINST = re.compile(r" @drug:bone_drug (?:[^ ]+ ){0,3}?(?:mod|for|pga|på grund af) (?:(?:min|sin|hendes|hans) )?@osteoporosis:osteoporosis ")


def _names_disease(clause: Clause) -> bool:
    """ "Medicin for knogleskørhed", "alendronat mod knogleskørhed"."""
    return _AGAINST.search(clause.line) is not None or any(item.text == "@drug:bone_drug" and re.search("skørhed|osteoporose", item.said) for item in clause.segment.items)


def _steroid(clause: Clause, name: str, facts: Facts, scene: Scene, question: Optional[str]) -> None:
    line = clause.line
    if clause.denied is not False:
        if clause.denied and clause.sure and question != "glucocorticoids" and (said("never", line) or clause.ends_in_no or scene.third and said("none", line) or said("tablets", line) and said("takes", line) and not said("no_longer", line)):
            facts.take("glucocorticoids", False)
        return
    following = scene.clauses[clause.index + 1:clause.index + 2]
    beside = line + "".join(one.own for one in following if one.segment.sentence == clause.segment.sentence and not one.segment.explicit and one.denied is False)
    tablets = said("tablets", beside)
    local = said("local", beside) or "@drug:steroid_local" in beside
    if local and not tablets:
        if question == "glucocorticoids":
            facts.asks.append(AskBack("glucocorticoids", "steroid_local_only", False))
        return
    if local or name == "steroid_any" and not tablets:
        facts.asks.append(AskBack("glucocorticoids", "steroid_form", True))
        return
    if not clause.sure:
        facts.asks.append(AskBack("glucocorticoids", "confirm_value", True))
        return
    times = [time for _, time in times_of(clause.segment)]
    times += [time for one in following if one.nominal and one.segment.sentence == clause.segment.sentence for _, time in times_of(one.segment)]
    durations = [time for time in times if time.kind == "duration"]
    past = said("past", line) and not said("ongoing", line)
    long_enough = any(time.low >= MONTHS_OF_STEROID and time.word is None or time.word == "vague" for time in durations)
    years = [time.year for time in times if time.kind == "year" and time.year]
    spans = [item.thing for item in clause.segment.items if item.text[0] == "#" and 1900 <= item.thing.low < item.thing.high <= 2100]
    long_enough = long_enough or bool(spans) or len(years) == 2 and abs(years[1] - years[0]) >= 1
    regular = any(time.kind == "per" for time in times) and not said("preterite", line)
    past = past and not regular
    dated = any(time.kind in ("ago", "year", "month") for time in times) and not said("since", line) and not regular
    now = said("taking", line) or any(time.kind == "per" for time in times) or is_covered(clause.segment) or scene.shorthand
    dated = dated and not said("ongoing", line)
    if said("intermittent", line) and not long_enough:
        facts.asks.append(AskBack("glucocorticoids", "steroid_three_months", True))
    elif long_enough or not past and now and not dated:
        facts.take("glucocorticoids", True)
    else:
        facts.asks.append(AskBack("glucocorticoids", "steroid_three_months", True))


# --- osteoporosis ---


def _osteoporosis(clause: Clause, facts: Facts, question: Optional[str], scene: Scene) -> None:
    line = clause.own
    if re.search(r" @person:(?!staff)", line) and not scene.any_relative and not said("contrasted", line):
        return
    sentence = " ".join(one.own for one in scene.clauses if one.segment.sentence == clause.segment.sentence)
    if said("family_matter", sentence) and not re.search(r" (?:jeg|hun|han|patienten|selv) (?:selv )?(?:har|fik)", line):
        return
    if said("own_bones", line) and clause.denied is False and clause.sure:
        facts.take("known_osteoporosis", True)
        return
    if said("scan", line) and clause.denied and re.search(r" (?:jeg|hun|han|patienten) ikke har ", line) and clause.sure:
        facts.take("known_osteoporosis", False)
        return
    if said("scan", line) and question != "known_osteoporosis" or said("not_having", line):
        return
    listed = question == "known_osteoporosis" or is_covered(clause.segment) and (len(scene.clauses) > 2 or scene.shorthand)
    if not (said("diagnosed", clause.line) or listed) or clause.segment.not_quite:
        return
    if clause.segment.hedged or clause.segment.doubtful or clause.denied is None:
        facts.asks.append(AskBack("known_osteoporosis", "confirm_value", not clause.denied))
        return
    facts.take("known_osteoporosis", not clause.denied and not was_never_said(clause, scene))
