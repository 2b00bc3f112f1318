"""Facts that a message tells by itself, whatever question is open. Only what is certain; in doubt nothing, or asked back."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import checks, scope, when
from bot.danish.content import load
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import When

DIRECT_LINE = ("parent", "grand", "child")
#: A past course of tablets counts from this many months.
MONTHS_OF_STEROID = 3


@dataclass
class Facts:
    """What was found, collected segment by segment."""

    values: Dict[str, Any] = field(default_factory=dict)
    fractures: List[Dict[str, Any]] = field(default_factory=list)
    asks: List[AskBack] = field(default_factory=list)
    unsure: Set[str] = field(default_factory=set)
    """Diseases that the person is in doubt about."""
    spent: Set[str] = field(default_factory=set)
    """Marks of numbers and times that a fact has used."""
    contradicted: Set[str] = field(default_factory=set)
    denies_all: Set[str] = field(default_factory=set)
    """Fields whose every case was denied in so many words: "aldrig brækket noget"."""

    def take(self, name: str, value: Any) -> None:
        """Two different values for one field are none."""
        if name in self.values and self.values[name] != value:
            self.contradicted.add(name)
        self.values[name] = value

    def settled(self) -> Dict[str, Any]:
        return {name: value for name, value in self.values.items() if name not in self.contradicted}


@dataclass(frozen=True)
class Rule:
    """One line of content/patterns.yml."""

    field: str
    line: "re.Pattern[str]"
    unless: Optional["re.Pattern[str]"]
    told: Mapping[str, Any]


@lru_cache(maxsize=None)
def rules() -> Tuple[Rule, ...]:
    content = load("patterns")
    return tuple(
        Rule(told["field"], compiled(told["line"]), compiled(told["unless"]) if told.get("unless") else None, told)
        for told in content["rules"]
    )


@lru_cache(maxsize=None)
def compiled(pattern: str) -> "re.Pattern[str]":
    """`pattern` with its macros filled; overlapping blanks between words are allowed."""
    for name, text in load("patterns")["macros"].items():
        pattern = pattern.replace("{" + name + "}", text)
    seen: Set[str] = set()

    def once(match: "re.Match[str]") -> str:
        if match[1] in seen:
            return f"(?P={match[1]})" if False else "(?:"
        seen.add(match[1])
        return match[0]

    pattern = re.sub(r"\(\?P<(\w+)>", once, pattern)
    return re.compile(re.sub(r" $", "(?= )", pattern))


@lru_cache(maxsize=None)
def _known_words() -> FrozenSet[str]:
    """Words that may stand in a segment that names nobody."""
    from bot.danish.pipeline import pattern_words

    return scope.words("small_words") | pattern_words()


def is_patient(segment: Segment, third: bool, relation: Optional[str]) -> bool:
    """Whether the segment is about the person whose answers these are."""
    if segment.person == "self":
        return not third or not segment.explicit
    if segment.person == "patient":
        return third or relation is not None
    return relation is not None and segment.person == relation


def is_accepted(segments: Sequence[Segment], index: int) -> bool:
    """Whether a segment says enough of whom it is about: it names the person, goes on from one that does, or is all plain."""
    segment = segments[index]
    if segment.explicit:
        return True
    if is_covered(segment):
        return True
    texts = [item.text for item in segment.items if item.text not in ("også", "nu", "så", "ikke", "aldrig", "stadig", "desværre", "heldigvis", "ja", "nej", "hverken")]
    goes_on = index > 0 and segments[index - 1].sentence == segment.sentence and segments[index - 1].explicit
    return goes_on and bool(texts) and texts[0] in scope.words("finite_verbs")


def is_covered(segment: Segment) -> bool:
    """Every word is one that the reader knows."""
    known = _known_words()
    return all(item.text[0] in "#@%" or item.text in known for item in segment.items)


def foreign_words(segment: Segment) -> int:
    known = _known_words()
    return sum(1 for item in segment.items if item.text[0] not in "#@%" and item.text not in known)


def number_of(doc: Doc, mark: str) -> Number:
    return doc._.numbers[int(mark[1:])]


def times_of(segment: Segment) -> List[Tuple[str, When]]:
    return [(item.text, item.thing) for item in segment.items if item.text[0] == "%"]


def facts_in(doc: Doc, raw: str, question: Optional[str], context: Context) -> Facts:
    """Everything that the message tells about the person."""
    from bot.danish import fractures

    facts = Facts()
    segments: List[Segment] = doc._.segments
    if scope.is_quoted(raw):
        return facts
    third = context.third_person or context.known.get("role") in ("physiotherapist", "reception") or context.known.get("for_other") is True
    relation = _relation(segments, context)
    if relation:
        facts.take("for_other", True)
    for_other = context.known.get("for_other") is True or context.third_person
    known_relation = relation or ("any" if for_other and context.known.get("role") in (None, "patient") else None)
    third = third or relation is not None
    about: List[Segment] = []
    for index, segment in enumerate(segments):
        if not segment.plain:
            continue
        _family(segment, facts, third, relation)
        own = is_patient(segment, third, relation)
        if known_relation == "any" and segment.person in ("parent", "grand", "spouse", "sibling", "relative", "friend", "child") and " min " in segment.line:
            own = not ("@osteoporosis" in segment.line or "@bone" in segment.line or "@fracture_name" in segment.line)
        if own and (segment.explicit or is_accepted(segments, index)):
            about.append(segment)
            _rules(doc, segment, index, facts, segments, context, question)
            _menopause(segment, facts, context)
            _names(doc, segment, facts, segments, index, question)
            _alcohol(doc, segment, facts)
            _birth(segment, facts, context)
    _heights(doc, about, facts, context, question)
    _lowest_t_score(doc, about, facts)
    if facts.values.get("smoking") is False and any(re.search(r" (?:begyndt|startet|begyndte|startede|ryger|faldet i) (?:\w+ )?igen ", segment.line) for segment in segments):
        facts.contradicted.add("smoking")
    fractures.find(doc, segments, about, facts, context, question)
    _settle_diseases(facts, context, question)
    return facts


def _relation(segments: Sequence[Segment], context: Context) -> Optional[str]:
    """The relative that the message says it is written for, or None."""
    for segment in segments:
        for rule in rules():
            if rule.field == "for_other" and segment.plain and rule.line.search(segment.line) and not (rule.unless and rule.unless.search(segment.line)):
                found = re.search(r"@person:(\w+)", segment.line)
                return found[1] if found else "relative"
    return None


# --- the rules of content/patterns.yml ---


def _rules(doc: Doc, segment: Segment, index: int, facts: Facts, segments: Sequence[Segment], context: Context, question: Optional[str]) -> None:
    for rule in rules():
        if rule.field == "for_other":
            continue
        match = rule.line.search(segment.line)
        if not match or (rule.unless and _excluded(rule.unless, segment, match)):
            continue
        told = rule.told
        if told.get("alone") and not _stands_alone(segment, facts, segments, question, rule.field, context):
            continue
        if told.get("after") and not (index and segments[index - 1].sentence == segment.sentence and segments[index - 1].negated is False and compiled(told["after"]).search(segments[index - 1].line)):
            continue
        if told.get("hverken") and not any("hverken" in one.line for one in segments if one.sentence == segment.sentence):
            continue
        if told.get("number") or told.get("per_week"):
            _take_number(doc, segment, rule, match, facts, question)
            continue
        if segment.hedged or segment.not_quite and not told.get("needs_denial"):
            if question == rule.field and segment.hedged:
                value = told["is"]
                if segment.negated and isinstance(value, bool) and not told.get("needs_denial"):
                    value = not value
                facts.asks.append(AskBack(rule.field, "confirm_value", value))
            continue
        _take_said(segment, rule, match, facts, question)


def _excluded(unless: "re.Pattern[str]", segment: Segment, match: "re.Match[str]") -> bool:
    return bool(unless.search(segment.line))


def _stands_alone(segment: Segment, facts: Facts, segments: Sequence[Segment], question: Optional[str], name: str, context: Context) -> bool:
    """A fragment ("67 år", "kvinde") counts where all of it is plain, and no open question wants such a number."""
    if not is_covered(segment) and not segment.explicit:
        return False
    if name == "age":
        if question in ("menopause_age", "fractures.age_at", "fractures.months_ago", "back_pain") or (question or "").startswith("fractures."):
            return False
        if context.known.get("age") is not None and question != "age":
            return False
    if name == "weight_kg" and question in ("height_cm",):
        return True
    return True


def _take_said(segment: Segment, rule: Rule, match: "re.Match[str]", facts: Facts, question: Optional[str]) -> None:
    told = rule.told
    value = told["is"]
    if "also" in told and segment.negated is not False:
        return
    if told.get("needs_denial") or told.get("any_denial") or told.get("hverken") or told.get("denied_kept"):
        if told.get("any_denial") or segment.negated or told.get("denied_kept"):
            facts.take(rule.field, value)
        return
    if "weekly" in told:
        mark = re.search(r"%per\d+", match.group())
        often = next((time for text, time in times_of(segment) if mark and text == mark.group()), None)
        if often is None or segment.negated is not False or often.low < told["weekly"]:
            return
        facts.take(rule.field, value)
        return
    if segment.negated is None:
        return
    if segment.negated and isinstance(value, bool) and value is True or segment.negated and not isinstance(value, bool):
        if told.get("denied") is not None:
            facts.take(rule.field, told["denied"])
        return
    if told.get("told") and not (_is_told_of_self(segment) or question == rule.field):
        return
    facts.take(rule.field, value)


_HAS = re.compile(r" (?:har|havde|fik|fået|haft|lider|fejler|kendt|konstateret|diagnosticeret|diagnose|diagnosen|får|opereret|behandlet|behandles|ramt|født|overlevet|tidligere|overstået|anamnese|obs)(?= )")


def _is_told_of_self(segment: Segment) -> bool:
    """ "jeg har ...", or a bare list in which all is known."""
    return bool(_HAS.search(segment.line)) and (segment.explicit or is_covered(segment))


def _take_number(doc: Doc, segment: Segment, rule: Rule, match: "re.Match[str]", facts: Facts, question: Optional[str]) -> None:
    told = rule.told
    if told.get("per_only"):
        mark = re.search(r"%per\d+", segment.line[match.start():])
        often = next((time for text, time in times_of(segment) if mark and text == mark.group()), None)
        if often and not segment.negated and not segment.hedged:
            facts.take(rule.field, checks.tidy(often.low))
        return
    groups = match.groupdict()
    mark = groups.get("n")
    if mark is None or mark in facts.spent or segment.doubtful:
        return
    number = number_of(doc, mark)
    if number.decade or segment.negated is not False and not _affirmed(segment, mark):
        return
    name = rule.field
    following = segment.line[match.end("n"):].split()[:1]
    unit = following[0] if following else None
    if name == "age" and (number.low >= 100 or number.low != int(number.low) or number.unit):
        return
    if name == "age" and unit in ("cm", "kg", "m", "gange"):
        return
    if name == "t_score" and not number.signed and number.low != 0:
        facts.spent.add(mark)
        if checks.check("t_score", -number.high, -number.low)[1] is None or True:
            facts.asks.append(t_score_sign(number))
        return
    if told.get("per_week"):
        per = next((time for text, time in times_of(segment) if text == groups.get("per")), None)
        if per is None:
            return
        low, high = number.low * per.low, number.high * per.high
    else:
        number = checks.in_unit(name, number, unit)
        low, high = number.low, number.high
    if told.get("last_year"):
        window = next((time for _, time in times_of(segment) if time.kind in ("window", "year")), None)
        if window is None or window.kind == "window" and window.high > 12:
            return
    value, ask = checks.check(name, low, high, number.bound)
    facts.spent.add(mark)
    if value is not None and not (name == "age" and segment.negated):
        facts.take(name, value)
    elif ask and (segment.explicit or question == name):
        facts.asks.append(ask)


def _affirmed(segment: Segment, mark: str) -> bool:
    """ "162, ikke 172" is cut in two; within a segment only a number before the denial stands."""
    line = segment.line
    denial = min((line.find(f" {word} ") for word in scope.words("negators") if f" {word} " in line), default=-1)
    return denial > line.find(f" {mark} ") >= 0 and False


def t_score_sign(number: Number) -> AskBack:
    """A T-score without its sign is asked back; most are negative."""
    value = checks.tidy(-number.value)
    return AskBack("t_score", "t_score_sign", value)


def _lowest_t_score(doc: Doc, about: Sequence[Segment], facts: Facts) -> None:
    """Of the T-scores of hip and lumbar spine the lowest counts."""
    if "t_score" not in facts.values:
        return
    told = [segment for segment in about if "tscore" in segment.line]
    for segment in about:
        if segment.negated is not False or not any(segment.sentence == one.sentence for one in told):
            continue
        for item in segment.items:
            if item.text[0] == "#" and item.thing.signed and ("@bone" in segment.line or "tscore" in segment.line):
                value, ask = checks.check("t_score", item.thing.low)
                if ask:
                    facts.contradicted.add("t_score")
                elif value < facts.values["t_score"]:
                    facts.values["t_score"] = value
                facts.spent.add(item.text)


# --- names: diseases, drugs, osteoporosis ---


def _names(doc: Doc, segment: Segment, facts: Facts, segments: Sequence[Segment], index: int, question: Optional[str]) -> None:
    line = segment.line
    if "@" not in line:
        return
    told = _is_told(segment, segments, question)
    for found in re.finditer(r" @(disease|ambiguous|drug|osteoporosis):(\w+)(?= )", line):
        kind, name = found.groups()
        if kind == "disease":
            _disease(segment, name, facts, told, question)
        elif kind == "ambiguous":
            if told and segment.negated is False:
                facts.asks.append(AskBack("conditions", name))
        elif kind == "drug":
            _drug(segment, name, facts, segments, index, question)
        elif name == "osteoporosis":
            _osteoporosis(segment, facts, question, segments)
        elif name == "beginning" and segment.negated is False and told:
            facts.asks.append(AskBack("known_osteoporosis", "beginning_osteoporosis", True))


_SICK = re.compile(r" (?:har|havde|fik|fået|haft|lider|fejler|kendt|konstateret|diagnosticeret|diagnose|diagnosen|får|er|født|med|blev|blevet|behandles|behandlet|opereret|har jeg|sygdommen|døjer|ny|nyt|nye|i dialyse|været)(?= )")


def _is_told(segment: Segment, segments: Sequence[Segment], question: Optional[str]) -> bool:
    """A disease is told of when somebody has it, not when it is merely named; naming it answers the open question."""
    if _SICK.search(segment.line):
        return True
    if question in ("conditions", "cancer", "glucocorticoids", "aromatase_inhibitor", "known_osteoporosis", "osteogenesis_imperfecta"):
        return True
    same = [one for one in segments if one.sentence == segment.sentence]
    return is_covered(segment) and any(_SICK.search(one.line) or "#" in one.line or " ryger " in one.line for one in segments if one is not segment) and len(same) + len(segments) > 2


def _disease(segment: Segment, name: str, facts: Facts, told: bool, question: Optional[str]) -> None:
    if segment.negated is not False:
        return
    if segment.hedged or segment.doubtful:
        if question == "conditions":
            facts.unsure.add(name)
        return
    if told and not segment.not_quite:
        facts.values.setdefault("conditions", [])
        if name not in facts.values["conditions"]:
            facts.values["conditions"].append(name)


_TABLETS = re.compile(r" (?:tabletter|tablet|piller|pille|tabletform|mg|sprøjte|sprøjter|indsprøjtning|indsprøjtninger|injektion|injektioner|drop|kapsler|pilleform|peroral|peroralt|systemisk|intravenøst)(?= )")
_LOCAL = re.compile(r" (?:creme|salve|spray|inhalator|inhalation|inhalere|næsen|øjnene|øjet|øjne|huden|hud|astma|blokade|blokader|knæet|skulderen|næse|dråber|shampoo|skum|lokalt|ledinjektion|klyx|puff|pust|eksem|høfeber|ledet)(?= )")
_PAST = re.compile(r" (?:fik|tog|har fået|har taget|har været|tidligere|engang|dengang|fået|stoppet|stoppede|har haft|i sin tid|havde|var på|før|blev behandlet|seponeret|holdt op)(?= )")
_NOW = re.compile(r" (?:får|tager|bruger|er i|er på|spiser|dagligt|stadig|nu|fast|fortsat|i øjeblikket|aktuelt|på|mg|behandles|begyndt på|startet på|er sat på|indtager|har fået hver)(?= )| %per\d+ ")


def _drug(segment: Segment, name: str, facts: Facts, segments: Sequence[Segment], index: int, question: Optional[str]) -> None:
    line = segment.line
    sure = not (segment.hedged or segment.doubtful or segment.not_quite)
    if name == "aromatase":
        if segment.negated is False and sure:
            facts.take("aromatase_inhibitor", True)
        elif segment.negated and sure and " aldrig " in line:
            facts.take("aromatase_inhibitor", False)
        elif segment.negated is False:
            facts.asks.append(AskBack("aromatase_inhibitor", "confirm_value", True))
    elif name == "hormone_breast" and segment.negated is False:
        facts.asks.append(AskBack("aromatase_inhibitor", "which_hormone", True))
    elif name == "bone_drug" and segment.negated is False:
        facts.asks.append(AskBack("known_osteoporosis", "bone_drug", True))
    elif name == "steroid_local" and question == "glucocorticoids" and segment.negated is not True:
        facts.asks.append(AskBack("glucocorticoids", "steroid_local_only", False))
    elif name in ("steroid", "steroid_any"):
        _steroid(segment, name, facts, sure, question, segments, index)


def _steroid(segment: Segment, name: str, facts: Facts, sure: bool, question: Optional[str], segments: Sequence[Segment], index: int) -> None:
    line = segment.line
    if segment.negated is not False:
        if segment.negated and sure and re.search(r" (?:aldrig|hverken) ", line) and question != "glucocorticoids":
            facts.take("glucocorticoids", False)
        return
    neighbours = line + "".join(one.line for one in segments[index + 1:index + 2] if one.sentence == segment.sentence and not one.explicit)
    local = bool(_LOCAL.search(neighbours)) or "@drug:steroid_local" in neighbours
    tablets = bool(_TABLETS.search(neighbours))
    if local and not tablets:
        if question == "glucocorticoids":
            facts.asks.append(AskBack("glucocorticoids", "steroid_local_only", False))
        return
    if local or name == "steroid_any" and not tablets:
        facts.asks.append(AskBack("glucocorticoids", "steroid_form", True))
        return
    if not sure:
        facts.asks.append(AskBack("glucocorticoids", "confirm_value", True))
        return
    durations = [time for _, time in times_of(segment) if time.kind == "duration"]
    past = bool(_PAST.search(line)) and not re.search(r" (?:får|tager|stadig|fortsat|fast|dagligt)(?= )", line)
    long_enough = any(time.low >= MONTHS_OF_STEROID and time.word is None or time.word == "vague" for time in durations)
    if long_enough or not past and (_NOW.search(line) or is_covered(segment)) and not re.search(r"%(?:ago|year|month)", line):
        facts.take("glucocorticoids", True)
    else:
        facts.asks.append(AskBack("glucocorticoids", "steroid_three_months", True))


_DIAGNOSED = re.compile(r" (?:har|haft|fik|fået|lider|konstateret|diagnosticeret|diagnosen|diagnose|kendt|er|fejler)(?= )")


def _osteoporosis(segment: Segment, facts: Facts, question: Optional[str], segments: Sequence[Segment]) -> None:
    line = segment.line
    if "@person:" in line and not line.strip().startswith("@person:staff") and "@person:staff" not in line:
        return
    if re.search(r" (?:scanningen|scanning|knoglescanning|dxa|dexa|dxascanning|viste|viser) ", line) and question != "known_osteoporosis" or re.search(r" (?:for|mod|om|på grund af|angående|vedrørende) @osteoporosis", line):
        return
    listed = question == "known_osteoporosis" or is_covered(segment) and len(segments) > 2
    if not (_DIAGNOSED.search(line) or listed) or segment.not_quite:
        return
    if segment.hedged or segment.doubtful or segment.negated is None:
        facts.asks.append(AskBack("known_osteoporosis", "confirm_value", not segment.negated))
        return
    if segment.negated and not re.search(r" (?:har|ingen|aldrig|ikke) ", line):
        return
    facts.take("known_osteoporosis", not segment.negated)


def _family(segment: Segment, facts: Facts, third: bool, relation: Optional[str]) -> None:
    """Osteoporosis in the direct line, or a parent's hip fracture."""
    line = segment.line
    if "@person:" not in line and segment.person not in (*DIRECT_LINE, "family"):
        return
    if not ("@osteoporosis:osteoporosis" in line or "@bone:hip" in line or "@fracture_name:hip" in line):
        return
    kinds = set(re.findall(r"@person:(\w+)", line)) or {segment.person}
    if relation in kinds:
        return
    if segment.hedged or segment.doubtful or segment.not_quite:
        return
    if kinds & {"sibling", "relative", "spouse", "friend"}:
        return
    bones = "@osteoporosis:osteoporosis" in line
    if "family" in kinds and not kinds & set(DIRECT_LINE):
        if segment.negated and re.search(r" (?:ingen|ikke|aldrig|intet)(?= )", line) and bones:
            facts.take("family_history", False)
        elif segment.negated is False and bones:
            facts.asks.append(AskBack("family_history", "family_line", True))
        return
    if segment.negated is not False or not kinds & set(DIRECT_LINE):
        return
    broke = bool(re.search(r" (?:brækkede|brækket|brud|knækkede|knækket|bruddet|brækkede|fraktur|brækker|hoftebrud) ", line)) or "@fracture_name:hip" in line
    if bones:
        facts.take("family_history", True)
    elif broke and "parent" in kinds:
        facts.take("family_history", True)
    elif broke and "grand" in kinds:
        facts.asks.append(AskBack("family_history", "confirm_value", True))


def _settle_diseases(facts: Facts, context: Context, question: Optional[str]) -> None:
    """Join with what was told before; a name that may mean several things is asked back together with the sure ones."""
    told = facts.values.get("conditions")
    vague = [ask for ask in facts.asks if ask.field == "conditions"]
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
        choices = load("answers")["options"][ask.kind]
        if any(value in base for value, _ in choices if value):
            return
        facts.values.pop("conditions", None)
        options = tuple((("unknown" if value == "unknown" and not base else base if value == "unknown" else base + ([value] if value else [])), label) for value, label in choices)
        facts.asks.insert(0, AskBack("conditions", ask.kind, None, options))


# --- numbers that need more than a pattern ---


def _birth(segment: Segment, facts: Facts, context: Context) -> None:
    for mark, time in times_of(segment):
        if time.kind != "birth" or mark in facts.spent:
            continue
        found = when.age_now(time, context.today)
        if found is None or not (segment.explicit or is_covered(segment)):
            continue
        age, exact = found
        facts.spent.add(mark)
        limits = checks.rules_of("age")["limits"]
        value, ask = checks.check("age", age)
        if value is None:
            facts.asks.append(ask)
        elif not exact and age in limits:
            facts.asks.append(AskBack("age", "confirm_value", value))
        else:
            facts.take("age", value)


_MENOPAUSE = re.compile(r" (?:overgangsalder|overgangsalderen|menopause|menopausen|menstruation|menstruationen|klimakteriet|æggestokke|æggestokkene|postmenopausal) ")


def _menopause(segment: Segment, facts: Facts, context: Context) -> None:
    """The age at the menopause: "gik i overgangsalderen da jeg var 43", "menopause 51"."""
    line = segment.line
    if not _MENOPAUSE.search(line) or segment.negated is not False or segment.hedged or re.search(r" (?:livmoder|livmoderen|hysterektomi|første|begyndte at få|fik min|en æggestok) ", line):
        return
    ages = [(mark, time) for mark, time in times_of(segment) if time.kind == "age" and time.word is None and time.low == time.high]
    plain = re.search(r" (?:menopause|menopausen|overgangsalder|overgangsalderen) (?:(?:som|ved|:|er|cirka|var|i en alder af) )*(#\d+)(?: år| årig)?(?= )", line)
    if len(ages) == 1:
        low, mark = ages[0][1].low, ages[0][0]
    elif not ages and plain and not plain[1] in facts.spent:
        number = next(item.thing for item in segment.items if item.text == plain[1])
        if number.is_range or number.decade or number.bound:
            return
        low, mark = number.low, plain[1]
    else:
        return
    facts.spent.add(mark)
    value, ask = checks.check("menopause_age", low)
    if value is not None:
        facts.take("menopause_age", value)
    elif ask:
        facts.asks.append(ask)


_DRINKS = re.compile(r" (?:drikker|drikke|tager|får|nyder|indtager|alkohol|drukket|genstande|vin|øl|rødvin|hvidvin|bajere|bajer|snaps|pilsnere|pilsner|glas) ")


def _alcohol(doc: Doc, segment: Segment, facts: Facts) -> None:
    found = alcohol_in(doc, segment, facts.spent)
    if found is None or segment.negated is not False or segment.doubtful:
        return
    low, high, estimate, marks, bound = found
    facts.spent.update(marks)
    value, ask = checks.check("alcohol_units_per_week", low, high, bound, estimate)
    if value is not None:
        facts.take("alcohol_units_per_week", value)
    elif ask:
        facts.asks.append(ask)


def alcohol_in(doc: Doc, segment: Segment, spent: Set[str]) -> Optional[Tuple[float, float, bool, List[str], Optional[str]]]:
    """(low, high, estimated, marks used, bound) units a week that a segment tells in full: how many of what, how often."""
    line = segment.line
    if "#" not in line or "%per" not in line or not _DRINKS.search(line):
        return None
    drinks, estimated = load("answers")["drinks"], load("answers")["drinks_estimated"]
    per = [(text, time) for text, time in times_of(segment) if time.kind == "per"]
    amounts: List[Tuple[str, Number, float, bool]] = []
    texts = [item.text for item in segment.items]
    for index, text in enumerate(texts):
        if text[0] != "#" or text in spent:
            continue
        following = texts[index + 1:index + 4]
        holds = next((word for word in following[:2] if word in drinks or word in estimated), None)
        if holds is None:
            return None
        if "pakker" in following or "cigaretter" in following or "mælk" in following or "vand" in following or "kaffe" in following or "te" in following or "saft" in following or "juice" in following:
            return None
        amounts.append((text, number_of(doc, text), drinks.get(holds) or estimated[holds], holds in estimated))
    if len(amounts) != 1 or len(per) != 1:
        return None
    mark, number, size, guessed = amounts[0]
    if number.decade:
        return None
    couple = number.in_words and number.low == 2 and any(token.text == "par" for token in doc[number.start:number.end])
    factor = per[0][1].low * size
    return number.low * factor, number.high * factor, guessed or couple, [mark, per[0][0]], number.bound


_YOUTH = re.compile(r" (?:som ung|da jeg var yngst|ungdomshøjde|ungdomshøjden|ungdom|ung|session|sessionen|sessionskort|sessionskortet|soldat|militæret|oprindelig|oprindeligt|oprindelige|engang|førhen|tidligere|før|før i tiden|var højest|på mit højeste|min højeste|højest|i sin tid|dengang|pas|passet|max|maksimal|yngre|konfirmeret|som voksen ung) | %age\d+ ")
_NOW_TALL = re.compile(r" (?:er|nu|i dag|idag|måler|blevet|nuværende|aktuelt|aktuel|målt|bliver) ")
_TALL = re.compile(r" (?:høj|højde|højden|måler|målte|højdemæssigt|cm|m|høje|h) ")
_NOT_TALL = re.compile(r" (?:lavere|mindre|kortere|tabt|tabte|mistet|mistede|skrumpet|sunket|væg|væggen|armspan|occiput|baghoved|fingerspids|fingerspidserne|talje|liv|livvidde|taljemål|faldt|fra et|ned|skridt|løb|går|gik|lang|langt|bredt|bred|hul|ar|kortet|kg|gange|tættere|krympet|svandt|svundet|tykt|dyb|dybt|vokset|forskel|højdetab|mål) ")


def _heights(doc: Doc, about: Sequence[Segment], facts: Facts, context: Context, question: Optional[str]) -> None:
    """Height now and in youth, told together or apart; a number that could be either is neither."""
    found: List[Tuple[str, Number, Segment, str]] = []
    for segment in about:
        line = segment.line
        if segment.negated is not False or segment.doubtful:
            continue
        for item in segment.items:
            mark = item.text
            if mark[0] != "#" or mark in facts.spent:
                continue
            number: Number = item.thing
            following = line[line.find(f" {mark} ") + len(mark) + 2:].split()[:1]
            unit = number.unit or (following[0] if following and following[0] in ("cm", "m") else None)
            if following and following[0] in ("kg", "gange", "år", "årig", "mg", "minutter", "timer", "genstande", "procent", "dage", "uger", "måneder", "kr", "skridt", "km"):
                continue
            if number.signed or number.decade or number.is_range:
                continue
            scaled = checks.in_unit("height_cm", number, unit)
            if not 120 <= scaled.low <= 220 or (unit is None and scaled.low != number.low and not (number.low != int(number.low) and round(number.low * 100, 1).is_integer())):
                continue
            found.append((mark, scaled, segment, unit or ""))
    youth = [one for one in found if _YOUTH.search(one[2].line) and not re.search(r" (?:nu|i dag|idag) ", one[2].line)]
    rest = [one for one in found if one not in youth]
    rest = [one for one in rest if not _NOT_TALL.search(one[2].line) and (_TALL.search(one[2].line) or one[3] or re.search(r" (?:{who}) er |^ (?:og |nu )*er ".replace("{who}", "jeg|hun|han|patienten"), one[2].line) or youth)]
    contrast = _contrast(found, youth)
    if contrast:
        (youth_one, now_one) = contrast
        youth, rest = [youth_one], [now_one]
    youth = [one for one in youth if not _NOT_TALL.search(one[2].line) or contrast]
    now = [one for one in rest if contrast or _is_now(one[2])]
    if question in _OTHER_LENGTHS:
        now = [one for one in now if contrast or re.search(r" (?:høj|højde|højden) ", one[2].line)]
    for name, ones in (("youth_height_cm", youth), ("height_cm", now)):
        if len({one[1].low for one in ones}) != 1:
            continue
        value, ask = checks.check(name, ones[0][1].low, ones[0][1].high, ones[0][1].bound)
        facts.spent.add(ones[0][0])
        if value is not None:
            facts.take(name, value)
        elif ask:
            facts.asks.append(ask)


#: Questions that a bare length answers; it is then no height.
_OTHER_LENGTHS = frozenset({"youth_height_cm", "arm_span_cm", "wall_occiput_cm", "rib_pelvis_fingers"})


def _is_now(segment: Segment) -> bool:
    return not re.search(r" (?:var|havde|har været|målte) ", segment.line) or bool(re.search(r" (?:nu|i dag|idag) ", segment.line))


_FROM_TO = re.compile(r" (?:fra|var|på) (?:jeg |hun |han )?(?:cirka )?(#\d+)(?: cm| m)? (?:\w+ )?(?:til|ned til|og nu|nu|til nu) (?:kun |nu |cirka |er |jeg )*(#\d+)")


def _contrast(found: Sequence[Tuple[str, Number, Segment, str]], youth: Sequence[Any]) -> Optional[Tuple[Any, Any]]:
    """(then, now) where one sentence sets them against each other: "fra 172 til 166", "var 172 og er nu 166"."""
    if len(found) != 2:
        return None
    first, second = found
    if first[2] is second[2]:
        match = _FROM_TO.search(first[2].line)
        if match and match[1] == first[0] and match[2] == second[0] and first[1].low >= second[1].low:
            return first, second
        return None
    if first[2].sentence == second[2].sentence and re.search(r" (?:var|har været|målte) ", first[2].line) and re.search(r" (?:nu|i dag|idag) ", second[2].line) and first[1].low >= second[1].low and first[1].low - second[1].low <= 25:
        return first, second
    return None
