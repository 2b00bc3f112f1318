"""How much somebody drinks: what, how many and how often."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import checks, reckoned
from bot.danish.content import load
from bot.danish.facts.collected import Facts
from bot.danish.facts.frame import Clause, Scene, times_of
from bot.danish.facts.rules import number_of
from bot.danish.facts.words import named, said, word_class
from bot.danish.numbers import Number
from bot.danish.view import Segment
from bot.danish.when import When

Amount = Tuple[float, float, bool, List[str], Optional[str]]
#: How many words after a number its drink is looked for.
NEAR = 3


def alcohol(doc: Doc, scene: Scene, facts: Facts) -> None:
    """Units a week, over all that the message tells: "to øl om dagen og en flaske vin i weekenden" is the sum."""
    found: List[Amount] = []
    left_open = False
    for clause in scene.clauses:
        if not clause.about or not said("drink", clause.line) or clause.denied is not False or clause.segment.doubtful:
            continue
        if said("drank", clause.line) and not said("still", clause.line) or _is_milk(clause, scene):
            continue
        amount = _with_next(doc, clause, scene, facts)
        if amount:
            found.append(amount)
            facts.spent.update(amount[3])
        left_open = left_open or amount is None and _counts_drinks(clause, facts.spent)
    if not found or left_open or _more_days_follow(scene):
        return
    bounds = [amount[4] for amount in found if amount[4]]
    parts = [(amount[0], amount[1]) for amount in found]
    whole = reckoned.whole_of(doc, parts)
    low, high = whole or (sum(part[0] for part in parts), sum(part[1] for part in parts))
    if "alcohol_units_per_week" in facts.values and facts.values["alcohol_units_per_week"] == 0:
        facts.contradicted.add("alcohol_units_per_week")
    value, ask = checks.check("alcohol_units_per_week", low, high, bounds[0] if bounds else None, any(amount[2] for amount in found))
    if value is not None:
        facts.take("alcohol_units_per_week", value)
    elif ask:
        facts.asks.append(ask)


#: "Tre øl fredag": how often, without a word for it.
_NAMES_DAY = re.compile(r"dag |weekend|aften |morgen ")


def _counts_drinks(clause: Clause, spent: Set[str]) -> bool:
    """ "To øl": so many of a drink, of which it was not understood how often."""
    texts = [item.text for item in clause.segment.items]
    drinks = load("answers")["drinks"]
    return any(text[0] == "#" and text not in spent and not drinks.keys().isdisjoint(texts[at + 1:at + 3]) for at, text in enumerate(texts))


def _more_days_follow(scene: Scene) -> bool:
    """ "et glas fredag og et lørdag", "et glas hver fredag og lørdag": another day, with a number of its own or without, read later."""
    pairs = zip(scene.clauses, scene.clauses[1:])
    return any(
        said("drink", one.line) and following.segment.sentence == one.segment.sentence and (said("other_day", following.own) or _is_bare_day(following))
        for one, following in pairs
    )


def _is_bare_day(clause: Clause) -> bool:
    return clause.segment.lead in ("og", ",") and (said("weekday", clause.own) or len(clause.segment.items) == 1 and clause.own.startswith(" %per"))


def _is_milk(clause: Clause, scene: Scene) -> bool:
    """ "vi fik mælk, og det får jeg endnu, et glas hver dag": a glass that says not of what, after milk was named."""
    if not said("only_glass", clause.line) or word_class("alcohol") & clause.words:
        return False
    near = [one for one in scene.clauses[:clause.index] if clause.segment.sentence - one.segment.sentence <= 1]
    return any(word_class("dairy") & one.words for one in near) and not any(word_class("alcohol") & one.words for one in near)


def _with_next(doc: Doc, clause: Clause, scene: Scene, facts: Facts) -> Optional[Amount]:
    """What the clause tells in full, or together with the next one: "et glas vin, det er hver aften", "en øl og en snaps om dagen"."""
    own = alcohol_in(doc, clause.segment, facts.spent, clause.line)
    if own or clause.index + 1 >= len(scene.clauses):
        return own
    following = scene.clauses[clause.index + 1]
    if following.segment.sentence != clause.segment.sentence or not following.segment.plain or "%per" in clause.own or "%per" not in following.own:
        return None
    another = following.segment.lead == "og" and not _NAMES_DAY.search(clause.own) and _counts_drinks(clause, facts.spent) and _counts_drinks(following, facts.spent)
    if not another and ("#" in following.own or len(following.own.split()) > NEAR):
        return None
    joined = Segment([*clause.segment.items, *following.segment.items], clause.segment.sentence)
    return alcohol_in(doc, joined, facts.spent, clause.line + following.own.lstrip())


def alcohol_in(doc: Doc, segment: Segment, spent: Set[str], line: Optional[str] = None) -> Optional[Amount]:
    """(low, high, estimated, marks used, bound) units a week that a segment tells in full: how many of what, how often."""
    line = line or segment.line
    explained = named("the_same_again").search(line)
    if explained:
        # "7 genstande om ugen, cirka et glas om dagen": told once more in other words.
        items = [item for item in segment.items if f" {item.text} " in line[:explained.start()] + " "]
        return alcohol_in(doc, Segment(items, segment.sentence), spent)
    if "#" not in line or "%per" not in line or not said("drink", line):
        return None
    drinks, estimated = load("answers")["drinks"], load("answers")["drinks_estimated"]
    per = [(text, time) for text, time in times_of(segment) if time.kind == "per"]
    amounts: List[Tuple[str, Number, float, bool]] = []
    texts = [item.text for item in segment.items]
    for index, text in enumerate(texts):
        if text[0] != "#" or text in spent:
            continue
        amount = _amount(doc, texts, index, drinks, estimated, line)
        if amount is None:
            return None
        amounts.append(amount)
    if len({time.low for _, time in per}) == 1:
        per = per[:1] if len(amounts) == 1 else per
    if not amounts or len(per) != 1 and len(per) != len(amounts):
        return None
    if len(amounts) > 1 and len(per) == 1 and not all(amount[2] == amounts[0][2] for amount in amounts):
        return None
    return _total(doc, amounts, per)


def _amount(doc: Doc, texts: Sequence[str], index: int, drinks: Dict[str, float], estimated: Dict[str, float], line: str) -> Optional[Tuple[str, Number, float, bool]]:
    following = [word for word in texts[index + 1:index + 1 + NEAR]]
    if any(word in word_class("not_alcohol") for word in following[:NEAR]):
        return None
    holds = next((word for word in following[:2] if word in drinks or word in estimated), None)
    number = number_of(doc, texts[index])
    if holds is None and said("alcohol_before", " " + " ".join(texts[:index]) + " ") and (not following or following[0][0] == "%"):
        return texts[index], number, 1, False
    if holds is None or number.decade:
        return None
    return texts[index], number, drinks.get(holds) or estimated[holds], holds in estimated


def _total(doc: Doc, amounts: Sequence[Tuple[str, Number, float, bool]], per: Sequence[Tuple[str, When]]) -> Amount:
    low = high = 0.0
    couple = guessed = False
    for place, (_, number, size, is_guess) in enumerate(amounts):
        factor = (per[place] if len(per) == len(amounts) else per[0])[1].low * size
        low, high = low + number.low * factor, high + number.high * factor
        couple = couple or number.in_words and number.low == 2 and any(token.text == "par" for token in doc[number.start:number.end])
        guessed = guessed or is_guess
    bound = next((number.bound for _, number, _, _ in amounts if number.bound), None)
    return low, high, guessed or couple, [mark for mark, *_ in amounts] + [mark for mark, _ in per], bound
