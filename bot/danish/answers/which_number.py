"""Whether a number is what was asked for: it counts nothing else, is no difference, is not denied, and is the person's own."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from bot.danish import checks, scope
from bot.danish.answers.clauses import FEW_WORDS, LENGTHS, MILLIMETRES, Told, any_of, has, set_of
from bot.danish.answers.common import length
from bot.danish.numbers import Number
from bot.danish.reading import Context
from bot.danish.view import Segment

STANDING = frozenset({"height_cm", "youth_height_cm"})
#: Small numbers that could count anything: what follows them must be known.
SMALL = frozenset({"rib_pelvis_fingers", "wall_occiput_cm", "t_score"})
#: Tests that somebody helps with: whoever is named has measured, not been measured.
HELPED = frozenset({"arm_span_cm", "rib_pelvis_fingers", "wall_occiput_cm"})
#: "1.785" and "1785" are a height in millimetres.
SHORTEST_IN_MILLIMETRES, TALLEST_IN_MILLIMETRES = 1200, 2200
#: So many words before and after a denial belong to it.
DENIAL_REACHES = 5
DAYS_A_MONTH = 31


def is_supposed(one: Told, doc: Doc) -> bool:
    """ "158 hvis jeg ranker mig" begins with the number: it is told, and the rest says how it was measured."""
    if not one.segment.hypothetical:
        return False
    first = next(place for place, segment in enumerate(doc._.segments) if segment.sentence == one.segment.sentence)
    return one.place > first or len(one.before.split()) > 2


def is_odd(question: str, one: Told, rules: Any) -> bool:
    """Not likely, where another number of the message may be."""
    return not rules["likely"][0] <= one.number.low <= rules["likely"][1] and not own_unit(question, one)


def own_unit(question: str, one: Told) -> bool:
    if question == "rib_pelvis_fingers":
        return bool(re.match(r" (?:\w+ )?(?:@bone:minor|fingre) ", one.after))
    return one.unit in checks.rules_of(question)["units"]


def scaled(question: str, one: Told) -> Number:
    """The number in the question's own unit."""
    number = one.number
    in_millimetres = question != "wall_occiput_cm" and SHORTEST_IN_MILLIMETRES <= number.low <= number.high <= TALLEST_IN_MILLIMETRES
    if question in LENGTHS and (one.unit == "mm" or one.unit is None and in_millimetres):
        return replace(number, low=number.low / MILLIMETRES, high=number.high / MILLIMETRES)
    return checks.in_unit(question, number, one.unit if one.unit in ("cm", "m") else None)


#: "40 år i folkeskolen" is no age; "er 67 år i dag" is.
_YEARS_OF = re.compile(r" år (?:i|på|som|hos|ved|bag) (?!%|bagen )")
_IS_AGED = re.compile(r" (?:er|fylder|fyldte|blev) (?:\w+ )?$")


def is_free(question: str, one: Told, doc: Doc) -> bool:
    """Whether the number counts nothing else, and is neither a difference nor denied."""
    if one.number.unit and question not in LENGTHS:
        return False
    if _is_date(one, doc) or has(one.around, "temperature") or " klokken " in one.before:
        return False
    previous = one.before.split()[-1:]
    if previous and previous[0] in set_of("label") and not (question == "age" and one.number.decade):
        return False
    own = own_unit(question, one)
    if not own and not _may_follow(question, one, doc) or re.match(r" (?:gange )?%per", one.after):
        return False
    if question == "age" and previous and previous[0] in ("ved", "efter", "før", "inden", "indtil", "til"):
        return False
    if question == "age" and _YEARS_OF.match(one.after) and not _IS_AGED.search(one.before):
        return has(one.after, "soon")
    if question == "weight_kg" and not own and re.search(r" (?:mand|kvinde|dame|herre|pige|fyr) på $", one.before):
        return False
    if has(one.clause, "other", question):
        return False
    return not (_is_difference(question, one) or _is_denied(question, one))


def _is_date(one: Told, doc: Doc) -> bool:
    """The day of a date: "den 5.", "12. maj", of which the full stop made two sentences."""
    whole = one.number.low <= DAYS_A_MONTH and one.number.low == int(one.number.low) and not one.number.signed
    words = one.before.split()[-2:]
    if whole and words[-1:] == ["den"] and not (len(words) == 2 and words[0] in scope.words("finite_verbs") | set_of("after")):
        return True
    if not whole or one.after.strip() or one.place + 1 >= len(doc._.segments):
        return False
    following = doc._.segments[one.place + 1]
    return following.sentence != one.segment.sentence and following.items[0].text in set_of("soon")


#: Units that are converted to the question's own.
_OTHER_UNITS = {"weight_kg": ("pund",), **dict.fromkeys(LENGTHS, ("mm",))}


def _may_follow(question: str, one: Told, doc: Doc) -> bool:
    """Whether the word after a number counts nothing: an unknown word may be a noun."""
    word = one.unit
    if one.number.unit or word is None or not one.after.strip() or word in _OTHER_UNITS.get(question, ()):
        return True
    if question == "rib_pelvis_fingers" and word in ("stykker", "styk", "stk"):
        return True
    if word in set_of("counted") or word in set_of("units"):
        return word in checks.rules_of(question)["units"]
    if one.number.is_range and question not in SMALL:
        return True
    if word.startswith("@person:"):
        return bool(any_of("reports").match(one.after, len(word) + 1))
    if question == "age" and word in set_of("soon"):
        return True  # "bliver 70 nytårsaften"
    if word.startswith("@bone:"):
        return question == "t_score" or word == "@bone:minor" and question in ("rib_pelvis_fingers", "arm_span_cm")
    if word[0] in "%#" or word in set_of("after") or word in scope.words("finite_verbs") or has(f" {word} ", "about", question):
        return True
    if question in SMALL:
        return False
    exact = one.number.low != int(one.number.low)
    likely = checks.rules_of(question)["likely"]
    long = question != "age" and (exact or question != "weight_kg" and likely[0] <= one.number.low <= likely[1])
    return long and (length(doc) <= FEW_WORDS or has(one.around, "about", question))


def _is_difference(question: str, one: Told) -> bool:
    """ "5 cm lavere", "tabt 6 kg", "et halvt kilo mere", "2 cm tykt"."""
    after = re.sub(r"^ (?:cm|kg|m|mm|år|pund|@bone:minor|fingre) ", " ", one.after)
    match = any_of("more").search(after)
    roughly = re.match(r" (?:mere|mindre) eller ", after) or match and match.group() == "end" and question in SMALL
    if match and not roughly and len(after[:match.start()].split()) <= 1:
        return True
    if own_unit(question, one) and re.match(r" på (?:$|siden |i |det |de |den sidste )", after) and has(one.before, "change"):
        return True
    changes = list(any_of("change").finditer(one.before))
    if not changes:
        return False
    between = one.before[changes[-1].end():].split()
    return len(between) <= 4 and not (between and (between[-1] in set_of("change_ends") or set(between) & {"til", "vejer", "måler"}))


def _is_denied(question: str, one: Told) -> bool:
    """A denial just before the number is of it; "ikke mere end to" of fingers is not."""
    words = one.before.split()
    near = [word for word in words[-DENIAL_REACHES:] if word in scope.words("negators") and word not in ("uden", "negativ")]
    if not near:
        return False
    if is_at_most(question, one):
        return False
    since = one.before.rpartition(f" {near[-1]} ")[2]
    return not re.search(r" (?:men|altså|kun|nu) ", f" {since} ")


def is_at_most(question: str, one: Told) -> bool:
    """ "ikke plads til mere end to" is two, and "blev aldrig højere end 172" is 172."""
    if question == "youth_height_cm":
        return bool(re.search(r" (?:aldrig|ikke) (?:\w+ )?(?:mere|højere|større|længere|over) end $| aldrig over $", one.before))
    return question in HELPED and has(one.before, "at_most")


_BEING = r"(?:er|bliver|fylder|har|havde|var|blev|vejer|vejede|måler|fyldte|runder)"

_OF_ANOTHER = re.compile(rf" (?:min|mit|mine|hendes|hans|deres|vores) (?:\w+ )?(\w+) {_BEING} (?:\w+ ){{0,2}}$")

#: "min mands favn er": what belongs to a relative.
_OF_KIN = re.compile(rf" @person:(?!staff)\w+ (?!har |er |siger )(\w+) {_BEING} (?:\w+ ){{0,2}}$")

_TOOL = re.compile(r" (?:tommestok|målebånd|badevægt|vægt|lineal)(?:en|ken|et)? (?:siger|sagde|viser|viste|står|stod) ")

_RELATIVES = frozenset({"parent", "spouse", "grand", "sibling", "relative", "friend"})
_THEY = re.compile(r" (?:hun|han|hende|ham) ")

#: A subject that is nobody.
_DUMMY = re.compile(
    r" (?:der (?:er|var|kan|kunne|blev|står|stod|bliver)|det (?:er|var|blev|bliver|giver|gav)|den (?:viste|viser|sagde|siger|står|stod)) "
)


def is_of_person(question: str, one: Told, doc: Doc, context: Context) -> bool:
    """Whose number it is: the person's own, also where somebody else says or measures it."""
    segment = one.segment
    if _OF_KIN.search(one.before):
        return False
    another = _OF_ANOTHER.search(one.before)
    if another and question not in HELPED and not (another[1] in scope.words("own_things") or has(f" {another[1]} ", "about", question)):
        return False
    if segment.person in ("self", "patient", None, "unclear") or _TOOL.search(segment.line):
        return True
    if context.may_be_any_relative and segment.person in _RELATIVES:
        return True
    if has(segment.line, "beings"):
        return False
    story = "".join(other.line for other in doc._.segments if other.sentence == segment.sentence and _before(doc, other, segment))
    goes_on = not segment.explicit and segment.items[0].text in scope.words("finite_verbs")
    if goes_on and re.match(r" (?:\w+ )?jeg (?!tror|mener|ved|husker|synes)", story):
        return True
    until = story + segment.line.split(f" {one.mark} ")[0] + " "
    named = "@person:" in until or _THEY.search(until)
    if not named and (segment.person == "other" or segment.explicit):
        owned = re.match(rf" (?:cm |kg |år |m )?{_BEING} (?:min |mit |hun |han |@person)", one.after)
        return not owned and not re.search(r" (?:du|man|dig|dit|din) ", segment.line)
    direct = re.search(r"(?:@person:\w+|hun|han) (?:er|har|havde|var|har været|blev|vejer|vejede)(?: \w+){0,3} $", until)
    if direct and not re.search(r" (?:målt|fået|lagt|sagt|noteret|skrevet|vejet) ", direct.group()):
        return False
    if question in HELPED:
        return True
    if question == "t_score" and segment.person != "other" and "@person:staff" not in until:
        return bool(re.search(r" (?:siger|sagde|læste|læser|skrev) ", until))
    reported = any_of("reports").search(until)
    if not reported:
        return False
    measured_me = re.search(r" (?:mig|os|til|efter|op) ", segment.line) or "@person:staff" in until
    if question in STANDING and reported.group() == "målte" and not measured_me:
        return False
    nobody = _DUMMY.search(segment.line) or _THEY.search(segment.line) or re.search(r" (?:til|at) ", one.before)
    return segment.explicit or bool(nobody)


def _before(doc: Doc, other: Segment, segment: Segment) -> bool:
    for one in doc._.segments:
        if one is segment:
            return False
        if one is other:
            return True
    return False
