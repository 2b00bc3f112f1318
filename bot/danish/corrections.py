"""Something said earlier is taken back: "nej vent, 76", "det var min mor, ikke mig", "min højde er 162, ikke 172"."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import scope, stance
from bot.danish.answers import heads
from bot.danish.content import load
from bot.danish.facts.words import compiled, named, said

#: A message of more clauses is a story; what it says of "forkert" is seldom about an answer.
MOST_CLAUSES = 12
#: So is a message of more characters, and then nothing of it is left out: two values that differ are asked back.
MOST_CHARACTERS = 2000

#: Praise, not a correction: "alt er, som det skal være".
_AS_IT_SHOULD = re.compile(r" som (?:det|den|de|alt) (?:skal|skulle) (?:have )?være(?:t)? ")
_NUMBER = r"(?:minus )?\d[\d,]*(?: (?:cm|kg|år|årig|m|gange|gang|genstande|genstand|fingre|mg|glas|kilo|centimeter))?"
_NOT_OLD = re.compile(rf" (?:, |og )?(?:altså |jo |bestemt )?(?:ikke|i stedet for|istedet for|frem for|fremfor) (?:de |den )?(?P<old>{_NUMBER})(?! (?:mere|over|under|mindre|til|dag|dage|minut|øre))(?= (?:[,.;!]|$|da|som|om|og|jeg|det|for|fordi|der|hvor|men|\w+ )|$)")
_NOT_OFTEN = re.compile(r" (?:, |og )?(?:altså )?ikke (?:om|pr) (?:dagen|ugen|dag|uge|måneden|måned)(?= |$)")
_SHOULD_BE = re.compile(r" (?:men )?(?:det |der |den )?(?:skulle|skal|skulle have|burde|skal stå til|skal ændres til|ændres til|rettes til|skal rettes til|mente|skulle der|blev til men) ?(?:have |ha )?(?:været|være|stå|stået|have stået|vel være)? ?(?=(?:minus )?\d|(?:ja|nej) )")
#: "ret min alder til 68", "må De rette vægten til 62", "ret venligst: menopause 50".
_REQUEST = re.compile(
    r" (?:(?:så |og )?(?:må|kan|vil|gider) (?:du|de|i|man|jeg) )?(?:ret|rette|ændr|ændre|lav|lave) (?:lige |venligst |nu |også )*(?:(?:min|mit|hendes|hans|den|det) )?(?:: )?"
    r"([a-zæøå]{3,})(?: om)?(?: fra \d[\d,]*)? (?:til )?(?=(?:minus )?\d)((?:minus )?\d)"
)
#: "ret lige det med kalken, jeg tager den ikke mere": what comes after is what holds.
_REQUEST_ABOUT = re.compile(
    r"^ (?:(?:må|kan|vil|gider) (?:du|de|i|jeg) )?(?:ret|rette|ændr|ændre|rettelse til)(?: lige| venligst| nu| også)* "
    r"(?:det|den|svaret|oplysningen) (?:med|om) "
    r"(?:[a-zæøå]+ ){1,3}[,:] (?=[a-zæøå]+ [a-zæøå]+)"
)
#: "to genstande om ugen ... æh, om dagen, mener jeg".
_OFTEN = r"om (?:dagen|ugen|måneden)"
_OFTEN_TAKEN_BACK = re.compile(rf" {_OFTEN} (?:[.,;!] |æh |øh |nej |hov |undskyld |vent )+(?P<new>{_OFTEN}) (?:, )?(?:mener jeg|jeg mener|mente jeg|altså|selvfølgelig) ")
_DIGITS = re.compile(r"(?:minus )?\d[\d,]*")
_LEADING = re.compile(r"^\s*(?:(?:nej|ja|,|\.|vent|lige|altså|at|undskyld|jo|så|lidt|hov|til|:|;|det er|det var|det skal være|det skulle være|det skulle have været|skal være|skulle være|jeg mente|jeg mener|den er|den var|er|var|det|men|om|ups) )+(?=\S)")
_BREAKS = re.compile(r" (?:[,.;!?:]|men) ")


def says_so(doc: Doc) -> bool:
    """Whether the message says in so many words that it takes something back: "nej vent", "jeg skrev forkert"."""
    return bool(scope.phrase_pattern("correction").search(_line(doc)))


class Told(NamedTuple):
    is_correction: bool
    rest: str = ""
    """The message without the words that take back and without what is denied."""
    field: Optional[str] = None
    not_me: bool = False
    within: bool = False
    """Said and taken back in one message: "jeg er 67, nej vent, 68"."""
    before: str = ""
    """What was told before it was taken back in the same message."""
    contrast: bool = False
    """Only a number set against a wrong one, "162, ikke 172": it may be the answer to what is asked."""


def in_text(doc: Doc, known: Optional[Mapping[str, Any]] = None) -> Told:
    """Whether the message takes something back, and what is left of it to read."""
    line = _AS_IT_SHOULD.sub(" som den plejer ", _line(doc))
    if not said("may_correct", line):
        return Told(False)
    known = known or {}
    marked = scope.phrase_pattern("correction").search(line)
    if marked and re.search(r"(?:være|været)$", marked.group()) and not re.match(r" (?:minus )?(?:\d|ja |nej |i stedet)", line[marked.end():]):
        marked = None
    if said("taken_back_last", line):
        return Told(True, "", _field(line, [], known))
    not_me = said("not_me", line) and not said("writes_for", line)
    of_another, besides = _not_me_apart(line) if not_me else (line, "")
    if besides:
        # "Det var min kone, ikke mig. Jeg er 84 og ryger": the other sentences stand.
        return Told(True, of_another, _field(f" {of_another} ", [], known), not_me, before=besides)
    line = re.sub(r" (passer|stemmer|dur) ikke (?=(?:jeg|hun|han|det|der) )", r" \1 ikke , ", line)
    line, often = _OFTEN_TAKEN_BACK.subn(r" \g<new> ", line)
    line, requested = _REQUEST.subn(r" , \1 er \2", line)
    line, announced = _REQUEST_ABOUT.subn(" ", line)
    without, olds = _without_old(scope.phrase_pattern("correction").sub(_as_break, line))
    if marked and not olds and not not_me and _is_within(line, marked):
        before, after = line[:marked.start()], line[marked.end():]
        return Told(True, _DIGITS.sub(_digits_in(after)[0], before).strip(" ,.;"), _field(line, [], known), False, True)
    if marked and not olds and not not_me and _takes_back_before(line, marked):
        before, after = line[:marked.start()], line[marked.end():]
        return Told(True, _LEADING.sub(" ", after).strip(" ,.;"), _field(line, [], known), before=before.strip(" ,.;"))
    if marked and not olds:
        without, olds = _without_known(without, known)
    kept, dropped = _split(without)
    requested = requested or often or announced
    if not (marked or olds or not_me or dropped or requested):
        return Told(False)
    contrast = bool(olds) and not (marked or not_me or dropped or requested)
    olds += [number for clause in dropped for number in _digits_in(clause)]
    rest = scope.phrase_pattern("correction").sub(" ", " " + " , ".join(kept) + " ")
    rest = re.sub(r" +", " ", re.sub(r"(?:^|(?<= ),)[ ,]+(?=,)", " ", rest))
    if not re.search(r"\w", re.sub(r"\b(?:det|jeg|er|var|nej|ja|men|hov|ups|lige|undskyld|altså|om|kan|du|lave)\b", "", rest)):
        taken_back = bool(dropped) or bool(marked and re.search(r"forkert|fejl|rettelse|mente|ret |ændre|passer", marked.group()))
        return Told(taken_back or not_me, "", _field(line, olds, known), not_me)
    if marked or dropped or requested:
        # "skal rettes til nej": the word itself is the value.
        value = re.match(r" (?:ja|nej) ", rest) if dropped and said("should_be", line) else None
        rest = value.group() if value else _LEADING.sub(" ", rest)
    return Told(True, rest.strip(" ,.;"), _field(line, olds, known), not_me, contrast=contrast)


def _not_me_apart(line: str) -> Tuple[str, str]:
    """The sentences of a line that say who it was instead, and the others, without the blanks around them."""
    sentences = [sentence.strip(" .") for sentence in line.split(" . ")]
    of_another = [sentence for sentence in sentences if said("not_me", f" {sentence} ")]
    if not of_another:
        return line, ""
    return " . ".join(of_another), " . ".join(sentence for sentence in sentences if sentence and sentence not in of_another)


#: "Jo vent", "hov": what was said before does not hold.
_TAKES_BACK = re.compile(
    r"^ (?:(?:jo|nej|næ|ja|øh|åh|ah|eller|men|og|arh|ej|hovsa|ups) )*(?:vent|hov|hovsa)"
    r"(?: (?:lige|nu|lidt|engang|et øjeblik|stop))* (?!(?:lidt|på|med|til) )"
    r"|^ (?:(?:åh|ah|øh|eller|arh|ej|men|og) )*jo (?:forresten|for resten|det passer ikke|det er løgn|undskyld|alligevel) "
)


#: A yes or no that is taken back has no more words than this.
LONGEST_HEAD = 6


def after_retraction(doc: Doc) -> Optional[str]:
    """ "Aldrig! Jo vent, lilletåen ...": what is said in place of a bare yes or no that is taken back at once, or None."""
    words = [token.text for token in doc]
    end = next((at for at, word in enumerate(words[:LONGEST_HEAD]) if word in stance.MARKS), 0)
    unit = heads.unit_at(words[:end], 0) if end else None
    if unit is None or unit.end < end:
        return None
    while end < len(words) and words[end] in stance.MARKS:
        end += 1
    line = " " + " ".join(words[end:]) + " "
    found = _TAKES_BACK.match(line)
    return line[found.end():].strip(" ,.!;") or None if found else None


#: One number of a message, with what it counts: "65", "172 cm", "3 år siden", "en gang".
_COUNTED = r"(?:cm|kg|kilo|år|årig|m|gange|gang|genstande|genstand|fingre|mg|glas|centimeter|måneder|måned|uger|uge|dage|dag|minutter|timer|fald|styk|stykker|øl|meter)"
_VALUE = rf"(?:(?P<{{0}}>(?:minus )?\d[\d,]*|en|et|én)(?: (?P<{{0}}_unit>{_COUNTED})(?![a-zæøå]))?(?P<{{0}}_ago> siden)?(?P<{{0}}_per> om (?:dagen|ugen|måneden|året))?)"
_MARK = r"(?:[.,;!] )*"
#: What takes back the number before it, and small words beside.
_STRONG = r"(?:nej|hov|hovsa|ups|vent|rettere|undskyld|rettelse|forkert|sludder|vrøvl|stop|næ|pardon)"
_WEAK = r"(?:øh|øhm|æh|eller|men|jo|sagt|lige|altså|mener|mente|jeg|nå|det|er|var|skulle|være|skal|åh|ah|ej|må|snarere|for|med|da|lidt|noget|passer|ikke|nu|om|igen)"
_TAKEN_BACK_AT_ONCE = re.compile(
    rf" (?:for )?{_VALUE.format('old')} {_MARK}(?:{_WEAK} {_MARK}){{0,4}}{_STRONG} {_MARK}(?:(?:{_WEAK}|{_STRONG}) {_MARK}){{0,6}}(?:for )?{_VALUE.format('new')}(?= )"
)
#: "166, eller nej, vi glemte tommelen, det skal være 169": a longer way to the number, which ends what is said.
_TAKEN_BACK_AT_LENGTH = re.compile(
    rf" {_VALUE.format('old')} {_MARK}(?:eller nej|nej vent|nej hov|hov nej|hov|ups|nej nej|rettelse|eller hov|nej undskyld|undskyld nej|vent lidt|nej nu|nej det) (?:(?!\d)[^ ]+ ){{1,14}}?{_VALUE.format('new')}(?= (?:[.!] )*$)"
)
#: So often may a message take back the same number.
_MOST_TAKEN_BACK = 4


def last_said(doc: Doc) -> Optional[str]:
    """ "65 nej hov 66 har jo haft fødselsdag": the message with the last number only, or None where no number gives way to another."""
    line = before = _line(doc)
    if not re.search(rf" {_STRONG} ", line):
        return None
    for _ in range(_MOST_TAKEN_BACK):
        found = _TAKEN_BACK_AT_ONCE.search(line) or _TAKEN_BACK_AT_LENGTH.search(line)
        if found is None or not _same_unit(found):
            break
        unit = found["new_unit"] or found["old_unit"] or ""
        ago = found["old_ago"] or found["new_ago"]
        per = (found["new_per"] or found["old_per"] or "").strip()
        kept = " ".join(part for part in ("for" if ago else "", found["new"], unit, "siden" if ago else "", per) if part)
        line = f"{line[:found.start()]} {kept}{line[found.end():]}"
    return line.strip() if line != before else None


#: "58 ... nej nu lyver jeg, 59 blev jeg jo": a few words, and after a mark the no to them. "Nej" as the first word is an answer.
_NO_AMID = re.compile(r"^ (?P<before>(?!(?:nej|næ|ja|jo|jow) )(?:[^ ]+ ){1,6}?)(?:[.,!;:-] )+(?:nej|næ) (?P<after>.+)$")
#: What follows such a no where it takes back, and tells nothing else: "nej ups", "nej nu lyver jeg".
_WRONG_BEFORE = re.compile(r"^(?:[,.!] )?(?:ups|hov|hovsa|vent|undskyld|altså|nu (?:lyver|husker|så|ser|læste|spurgte)|jeg (?:mener|mente|lyver|skrev|trykkede)|det (?:er|var) (?:forkert|løgn|min|mine|hans|hendes)|forkert|sludder|vrøvl) ")


class AmidNo(NamedTuple):
    """What stands before a no in the middle of a message, and after it; `takes_back`: whether the words after it say so."""

    before: str
    after: str
    takes_back: bool


def at_no(doc: Doc) -> Optional[AmidNo]:
    """The two parts of a message with a no in the middle, or None."""
    found = _NO_AMID.match(_line(doc))
    return AmidNo(found["before"].strip(), found["after"].strip(), bool(_WRONG_BEFORE.match(found["after"] + " "))) if found else None


#: Words before what is taken back that tell nothing of their own.
_NO_CONTENT = re.compile(r"^(?:[^a-zæøå0-9]|(?:nej|ja|jo|øh|åh|ah|tja|altså|hov|nå|jamen|men)(?= ))*$")
_LAST_MARK = re.compile(
    r".* (?:nej vent|nej hov|nej undskyld|hov nej|hov jo|nej jo|vent nej|eller rettere|rettere sagt|rettere|jeg mener|jeg mente|hov|ups|undskyld|nej(?= (?:det|jeg|den)))"
    r" (?:[.,;!] |lige |nu |altså |jo |nej |det var |det er |jeg mener |jeg mente |det skulle være )*(?=[a-zæøå0-9])"
)


def after_last_mark(doc: Doc) -> Optional[str]:
    """ "håndleddet, nej vent, det var albuen": what is said in the end, where something was said before it; else None."""
    line = _line(doc)
    found = _LAST_MARK.match(line)
    if found is None:
        return None
    before = _LAST_WORDS.sub(" ", found.group())
    rest = line[found.end():].strip(" ,.;!")
    agrees = re.search(r" (?:hov|nej|nå) (?:[,.!] )?(?:hov )?jo ", found.group())
    if _NO_CONTENT.match(before.strip() + " ") and not (agrees and re.match(r"[a-zæøå]{4}", rest)):
        return None
    return f"jo {rest}" if agrees else rest or None


_LAST_WORDS = re.compile(r" (?:nej|vent|hov|undskyld|jo|eller|rettere|sagt|jeg|mener|mente|ups|det|var|er|lige|nu|altså|skulle|være|[.,;!])(?= )")


def _same_unit(found: "re.Match[str]") -> bool:
    """Whether two numbers can stand for the same thing; a bare "en" is no number beside one that is."""
    old, new = found["old_unit"], found["new_unit"]
    words = [found[name] in ("en", "et", "én") and not found[f"{name}_unit"] for name in ("old", "new")]
    return (not old or not new or old[:3] == new[:3]) and not any(words)


#: "ikke" as it is said.
_NOT = frozenset({"ik", "ikk", "ikk'", "ike", "itj", "it", "et"}) - {"et"}


def _line(doc: Doc) -> str:
    """The message in words spelled right, with every number in digits; empty where it is too long to be looked at."""
    if _LINE not in doc.user_data:
        doc.user_data[_LINE] = "" if len(doc.text) > MOST_CHARACTERS else _in_digits(doc)
    return str(doc.user_data[_LINE])


#: Where the line is kept beside the message: it is looked at four times.
_LINE = "line of corrections"


def _in_digits(doc: Doc) -> str:
    starts = {number.start: number for number in doc._.numbers if not number.decade and not number.is_range}
    words: List[str] = []
    at = 0
    while at < len(doc):
        number = starts.get(at)
        if number is None or number.in_words and number.low == 1 and number.end == at + 1:
            if doc[at].text != '"':
                words.append("ikke" if doc[at].text in _NOT else doc[at].text)
            at += 1
            continue
        value = abs(number.low)
        text = str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0").replace(".", ",")
        words += [*(["minus"] if number.low < 0 else []), text, *([number.unit] if number.unit else [])]
        at = number.end
    return " " + " ".join(words) + " "


def _without_known(line: str, known: Mapping[str, Any]) -> Tuple[str, List[str]]:
    """ "det var forkert med de 14 genstande, det er fire": the number that was told before is the wrong one."""
    digits = _digits_in(line)
    wrong = [one for one in digits if any(isinstance(value, (int, float)) and not isinstance(value, bool) and _equals(one, value) for value in known.values())]
    if len(digits) < 2 or len(wrong) != 1:
        return line, []
    return re.sub(rf" (?:med )?(?:de |den |det )?{re.escape(wrong[0])}(?: (?:cm|kg|år|m|gange|genstande|kilo))?(?= )", " ,", line, count=1), wrong


def _as_break(match: "re.Match[str]") -> str:
    """ "ups", "jeg skrev forkert": said by itself, whatever comes next."""
    reported = match.string[match.end():].startswith(" at ")
    return " , " if said("by_itself", f" {match.group()} ") and not reported else match.group()


def _without_old(line: str) -> Tuple[str, List[str]]:
    """The line without the numbers that it says are wrong: "162, ikke 172", "48 kg i stedet for 84"."""
    olds: List[str] = []
    if len(_digits_in(line)) > 1:
        for match in _NOT_OLD.finditer(line):
            olds += _digits_in(match["old"])
        rest = _NOT_OLD.sub(" ", line)
        if not _digits_in(rest):
            return line, []
        line = rest
    if _NOT_OFTEN.search(line):
        line, olds = _NOT_OFTEN.sub(" ", line), olds or [""]
    return re.sub(r" +", " ", line), [old for old in olds]


def _digits_in(text: str) -> List[str]:
    return _DIGITS.findall(text)


def _takes_back_before(line: str, marked: "re.Match[str]") -> bool:
    """ "jeg er 59, nej undskyld, jeg blev 60": a number before, and another in a sentence of its own after."""
    before, after = line[:marked.start()], line[marked.end():]
    return not said("said_before", before) and bool(_digits_in(before)) and bool(_digits_in(after)) and said("right_now", " " + after.lstrip(" ,.") + " ") and said("takes_back", f" {marked.group()} ")


def _is_within(line: str, marked: "re.Match[str]") -> bool:
    """ "jeg er 67, nej vent, 68": the number before gives way to the one after."""
    before, after = line[:marked.start()], line[marked.end():]
    if said("said_before", before) or re.search(r" ikke ", before) or said("should_be", marked.group()):
        return False
    bare_after = not re.search(r"[a-zæøå]{2,}", re.sub(r"\b(?:cm|kg|år|gange|genstande|det|er|altså|jeg|mener|mente|skal|være|skulle|om|ugen|dagen|nej|undskyld|vent|tak)\b", "", after))
    return len(_digits_in(before)) == 1 and len(_digits_in(after)) == 1 and bare_after


def _split(line: str) -> Tuple[List[str], List[str]]:
    """(what stands, what is taken back) of the clauses of the line."""
    clauses = [re.sub(r"^ (?:men|og) ", " ", f" {clause.strip(' ,')} ") for clause in _BREAKS.split(line) if clause.strip(" ,")]
    if len(clauses) > MOST_CLAUSES:
        return clauses, []
    retracted = said("wrong", line) or said("should_be", line) or bool(scope.phrase_pattern("correction").search(line))
    kept: List[str] = []
    dropped: List[str] = []
    last = -2
    for place, clause in enumerate(clauses):
        before = len(dropped)
        should = _SHOULD_BE.search(clause)
        if should and (said("said_before", clause[:should.start() + 1]) or not clause[:should.start()].strip() or re.search(r"(?:rettes|ændres) til|(?:været|stået) ?$", should.group())):
            dropped.append(clause[:should.start() + 1])
            kept.append(" " + _number_alone(clause[should.end():]))
        elif said("please", clause) and not _digits_in(clause):
            dropped.append(clause)
        elif said("wrong_of", clause):
            dropped.append(clause)
        elif dropped and re.match(r" (?:der står|der stod) ", clause) and said("said_before", dropped[-1]):
            kept.append(" " + _number_alone(re.sub(r"^ (?:der står|der stod) ", "", clause)))
        elif said("said_before", clause) and any(said("not_so", later) for later in clauses[place + 1:]):
            dropped.append(clause)
        elif said("said_before", clause) and not (place + 1 < len(clauses) and clauses[place + 1].startswith(" er ")) and (retracted or _is_answered_later(clause, clauses[place + 1:])):
            dropped.append(clause)
        elif said("wrong", clause) and len(clause.split()) <= _SHORT:
            if kept and place and not dropped and said("said_of", kept[-1]):
                dropped.append(kept.pop())
            dropped.append(clause)
        elif dropped and said("not_so", clause) and said("said_before", dropped[0]):
            kept.append(" " + said_of_it(dropped) + " ikke ")
        elif last == place - 1 and clause.startswith((" at ", " jeg ikke ")) and said("said_before", dropped[-1]):
            dropped.append(clause)
        elif _is_old(clause) and place + 1 < len(clauses):
            dropped.append(clause)
        else:
            kept.append(clause)
        last = place if len(dropped) > before else last
    return kept, dropped


def _number_alone(text: str) -> str:
    """The number that is right, without what is said around it: "82, tykke fingre"."""
    number = re.match(_NUMBER, text)
    return number.group() + " " if number else text


def said_of_it(dropped: Sequence[str]) -> str:
    """What was said, without that it was said: "jeg fik skrevet, at jeg ryger"."""
    told = " ".join(dropped)
    return told.rpartition(" at ")[2].strip() if " at " in told else named("said_before").sub(" ", told).strip()


_SHORT = 9


def _is_answered_later(clause: str, later: Sequence[str]) -> bool:
    """Whether what was said before is followed by what is right: "jeg skrev 67, men jeg er 76"."""
    return any(said("right_now", one) and (_digits_in(one) or not _digits_in(clause)) for one in later)


def _is_old(clause: str) -> bool:
    """ "det er ikke 172 jeg er høj": what comes next is right."""
    return bool(re.search(r" (?:det er|det var|det skulle|jeg er|jeg vejer) ikke (?:minus )?\d", clause))


def _field(line: str, olds: Sequence[str], known: Mapping[str, Any]) -> Optional[str]:
    """The field that the words name, or the one whose value is taken back, when it is one."""
    found: List[str] = [field for field, pattern in _named() if pattern.search(line)]
    same = [field for field, value in known.items() if isinstance(value, (int, float)) and not isinstance(value, bool) and any(_equals(old, value) for old in olds)]
    if len(same) == 1:
        return same[0]
    if len(found) == 1:
        return found[0]
    both = [field for field in found if field in same]
    if len(both) == 1:
        return both[0]
    marked = [sentence for sentence in line.split(" . ") if scope.phrase_pattern("correction").search(f" {sentence} ")]
    beside = [field for field, pattern in _named() if any(pattern.search(f" {sentence} ") for sentence in marked)]
    return beside[0] if len(found) > 1 and len(beside) == 1 else None


@lru_cache(maxsize=None)
def _named() -> Tuple[Tuple[str, "re.Pattern[str]"], ...]:
    return tuple((field, compiled(pattern)) for field, pattern in {**load("answers")["named"], **load("patterns")["corrected"]}.items())


def _equals(old: str, value: float) -> bool:
    try:
        number = float(old.replace("minus ", "-").replace(",", "."))
    except ValueError:
        return False
    return abs(number - value) < 0.01 or abs(number * 100 - value) < 0.5 and number < 3
