"""What in a message may be urgent: facts of the contract, other acute illness, or a sign that one calm question must decide.

The words stand in ``content/red_flags.yml``. Here it is only decided whose they are, when it was, and whether they are
denied, supposed or asked in general. A doubt is asked, never dropped.
"""
from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Any, Dict, FrozenSet, List, NamedTuple, Optional, Pattern, Sequence, Set, Tuple

from rapidfuzz.distance import OSA

from bot.danish import pipeline
from bot.danish.content import load
from bot.danish.dialect import in_standard, is_dialect
from bot.danish.folding import fold

log = logging.getLogger(__name__)

ACUTE_SIGNS = ("chest_pain", "breathlessness", "suicidal_thoughts")
#: The most dangerous doubt is asked about first.
ORDER = ("suicidal_thoughts", "chest_pain", "breathlessness", "neuro_symptoms", "cannot_bear_weight", "back_pain_fever", "back_pain")
#: From this length one slip is forgiven, and from the second two.
ONE_SLIP, TWO_SLIPS = 6, 10
#: A longer text is not written by ear.
LONGEST_SPOKEN = 1000
#: A following sentence of so many words may say when it began.
SHORT_SENTENCE = 8


@dataclass(frozen=True)
class RedFlags:
    """`facts` in the contract's form; `unclear` names the field or sign that one calm question must decide."""

    facts: Dict[str, Any] = field(default_factory=dict)
    other_acute: bool = False
    unclear: Optional[str] = None
    calmed: bool = False
    """A sign or a saying was seen and found harmless: denied, old, told of others, or only sounding so."""
    doubted: Dict[str, Any] = field(default_factory=dict)
    """Facts that count only once the calm question is answered."""

    def __bool__(self) -> bool:
        return bool(self.facts or self.other_acute or self.unclear)


# --- the pattern language of the YAML file ---

_SOME_BETWEEN = " " + re.escape("~") + " "
_GAPS = {"..": r"(?: [^ ]+){0,3}?", "...": r"(?: [^ ]+){0,8}?"}
_RANGE = re.compile(r"^(\d+)\.\.(\d+)$")


class Found(NamedTuple):
    """Where a pattern stands in a line."""

    text: str
    start: int
    end: int
    parts: Tuple[Tuple[int, int], ...] = ()


#: So many words may the parts of an "a & b" stand apart, in one sentence and over two.
NEAR, NEAR_ACROSS = 12, 20
#: So many letters of a word are looked at to tell which patterns can match: of a whole word, and of one that may go on.
WHOLE_START, START = 5, 3
#: Of a word said very often only the first few are looked at.
MOST = 5


class Compiled(NamedTuple):
    """A pattern, and beginnings of words: of each set, the smallest first, it needs one to match at all."""

    regex: Pattern[str]
    needs: Tuple[FrozenSet[str], ...]
    others: Tuple["Compiled", ...] = ()
    """The further parts of an "a & b & c"."""

    def possible(self, starts: FrozenSet[str]) -> bool:
        # A plain loop: asked some hundred times for each message.
        for need in self.needs:
            if need.isdisjoint(starts):
                return False
        return True

    def find(self, line: str, near: int = NEAR) -> List[Found]:
        first = [Found(found[0], found.start(), found.end()) for found in islice(self.regex.finditer(line), None if not self.others else MOST)]
        if not self.others or not first:
            return first
        parts = [[(one.start, one.end) for one in first]]
        for other in self.others:
            parts.append([found.span() for found in islice(other.regex.finditer(line), MOST)])
        together = []
        for spans in product(*parts):
            start, end = min(span[0] for span in spans), max(span[1] for span in spans)
            if line.count(" ", start, end) <= near and len(set(spans)) == len(spans):
                together.append(Found(line[start:end], start, end, tuple(sorted(spans))))
        return sorted(together, key=lambda found: found.end - found.start)[:MOST]


def _words_of(alternative: str, sets: Dict[str, List[str]]) -> List[str]:
    if alternative.startswith("<"):
        return [word for word in sets[alternative[1:-1]]]
    numbers = _RANGE.match(alternative)
    if numbers:
        return [form for number in range(int(numbers[1]), int(numbers[2]) + 1) for form in (str(number), f"{number},*")]
    return [alternative]


def _one_word(word: str) -> str:
    if word.startswith("*"):
        return "[^ ]*" + _one_word(word[1:])
    parts = [fold(part.rstrip("*")) for part in word.split("_")]
    escaped = " ".join(re.escape(part) for part in parts).replace(_SOME_BETWEEN, r"(?: (?!(?:og|men) )[^ ,]+){0,3} ")
    return escaped + ("[^ ]*" if word.endswith("*") else "")


@lru_cache(maxsize=None)
def _compiled(pattern: str) -> Compiled:
    first, *others = pattern.split(" & ")
    if others:
        parts = [_compiled(part) for part in (first, *others)]
        return Compiled(parts[0].regex, tuple(sorted((need for part in parts for need in part.needs), key=len)), tuple(parts[1:]))
    sets = load("red_flags")["sets"]
    regex: List[str] = []
    needs: List[FrozenSet[str]] = []
    for element in pattern.split():
        if element == "$":
            regex.append("(?= ?$)")
            continue
        if element in _GAPS:
            regex.append(_GAPS[element])
            continue
        optional = element.endswith("?") and len(element) > 1
        words = [word for part in element.rstrip("?" if optional else "").split("|") for word in _words_of(part, sets)]
        one_of = "|".join(dict.fromkeys(_one_word(word) for word in words))
        regex.append(f"(?: (?:{one_of})(?= |$))" + ("?" if optional else ""))
        starts = frozenset(_start_of(word) for word in words)
        if not optional and all(starts):
            needs.append(starts)
    return Compiled(re.compile("".join(regex)), tuple(sorted(needs, key=len)))


def _start_of(word: str) -> str:
    """How each word that `word` of a pattern stands for begins, as `Sentence.starts`; empty where they begin differently."""
    first = word.split("_")[0]
    goes_on = first.endswith("*")
    start = fold(first.rstrip("*"))[:WHOLE_START]
    if first.startswith("*") or goes_on and len(start) < START:
        return ""
    return start[:START] if goes_on and len(start) < WHOLE_START else start


@lru_cache(maxsize=None)
def _group(*path: str) -> Tuple[Compiled, ...]:
    node: Any = load("red_flags")
    for key in path:
        node = node.get(key, [])
    return tuple(_compiled(pattern) for pattern in node)


class Index:
    """Patterns by the beginnings of the words that they need: which of hundreds can match a line."""

    def __init__(self, patterns: Sequence[Compiled]) -> None:
        self.patterns = patterns
        self.needing: Dict[str, List[int]] = {}
        self.anyway: List[int] = []
        for at, pattern in enumerate(patterns):
            for start in pattern.needs[0] if pattern.needs else ():
                self.needing.setdefault(start, []).append(at)
            if not pattern.needs:
                self.anyway.append(at)

    def possible(self, starts: FrozenSet[str]) -> List[int]:
        """The places of those that can match a line of words with these beginnings, in their order."""
        there = self.needing.keys() & starts
        if not (there or self.anyway):
            return []
        places = {*self.anyway, *(at for start in there for at in self.needing[start])}
        return [at for at in sorted(places) if self.patterns[at].possible(starts)]


@lru_cache(maxsize=None)
def _index(*path: str) -> Index:
    return Index(_group(*path))


def _possible(starts: FrozenSet[str], *path: str) -> List[Compiled]:
    """Those of a group that can match a line of words with these beginnings, in their order."""
    index = _index(*path)
    return [index.patterns[at] for at in index.possible(starts)]


@lru_cache(maxsize=None)
def _folded(*path: str) -> FrozenSet[str]:
    node: Any = load("red_flags")
    for key in path:
        node = node.get(key, [])
    return frozenset(fold(word.replace("_", " ")) for word in node)


# --- the message as sentences of known words ---

_TOKEN = re.compile(r"\d+[.,]\d+|[a-z0-9]+|[.!?;,:\n]")
_ENDS = frozenset(".!?;\n")


class Sentence(NamedTuple):
    line: str
    asked: bool

    @property
    def starts(self) -> FrozenSet[str]:
        return _starts(self.line)


@lru_cache(maxsize=2_000)
def _starts(line: str) -> FrozenSet[str]:
    """How the words of a line begin: asked for with each group of patterns."""
    words = line.split()
    return frozenset(word[:WHOLE_START] for word in words).union(word[:START] for word in words)


@lru_cache(maxsize=1)
def _vocabulary() -> Tuple[FrozenSet[str], Dict[str, List[str]]]:
    content = load("red_flags")
    known: Set[str] = set(_folded("not_misspelt"))

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)
        elif isinstance(node, str):
            for word in re.split(r"[ |_?<>]+", node):
                known.add(fold(word.rstrip("*")))

    collect(content)
    right: Dict[str, List[str]] = {}
    for word in _folded("spelling"):
        right.setdefault(word[0], []).append(word)
    return frozenset(known), right


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> str:
    """The right spelling of a long word that the patterns need; other words stay as they are."""
    if len(word) < ONE_SLIP or not word.isalpha():
        return word
    known, right = _vocabulary()
    if word in known:
        return word
    best, least = word, 3
    for candidate in right.get(word[0], ()):
        slips = 2 if min(len(word), len(candidate)) >= TWO_SLIPS else 1
        if len(candidate) >= ONE_SLIP - 1 and abs(len(candidate) - len(word)) <= slips:
            distance = OSA.distance(word, candidate, score_cutoff=slips)
            if distance <= slips and distance < least:
                best, least = candidate, distance
    return best


#: "min kone er faldet og kan ikke rejse sig, hvad gør jeg": what is told does not become a question by the one that follows.
_ASKS_WHAT_TO_DO = re.compile(r"(?<=\w)[,\s]+(?=(?:hvad|hva|va)\s+(?:gør|skal|bør)\s+(?:jeg|vi|man|a|æ)\b)", re.I)


#: A dictating telephone writes out where a new paragraph begins: what is "new" is nothing of the person's.
_DICTATED_BREAK = re.compile(r"\b(?:nyt afsnit|ny linje)\b", re.I)


def _sentences(text: str) -> List[Sentence]:
    folded = fold(_DICTATED_BREAK.sub(". ", _ASKS_WHAT_TO_DO.sub(". ", text)).replace("÷", " ingen ").replace("/", " , ").replace("'", "").replace("’", ""))
    sentences: List[Sentence] = []
    words: List[str] = []
    short = _folded("abbreviations")
    for token in [*_TOKEN.findall(folded), "\n"]:
        if token == "." and words and words[-1] in short:
            continue
        if token in _ENDS:
            if words:
                sentences.append(Sentence(" " + " ".join(words), token == "?"))
            words = []
        else:
            words.append(_spelled(token.replace(".", ",") if token[0].isdigit() else token))
    return sentences


def _says(line: str, *path: str) -> bool:
    return any(pattern.find(line) for pattern in _possible(_starts(line), *path))


def _without_harmless(sentence: Sentence) -> Sentence:
    line, starts = sentence.line, sentence.starts
    for pattern in _possible(starts, "harmless"):
        for found in reversed(pattern.find(line)):
            line = line[: found.start] + " ," + line[found.end :]
    return sentence._replace(line=line)


# --- whose, when, and whether at all ---

#: Where a new thing begins to be said.
_BREAK = re.compile(
    r" (?:men|dog|derimod|alligevel|;)(?= )|(?: ,)? og(?= (?:jeg|han|hun|kan|nu|sa|min|mit|mine|har|er|det|der|de|vi|faldt|fik|begyndte|far|pludselig|tisser|i)\b)"
    r"| ,(?= (?:jeg|han|hun|kan|nu|sa|min|mit|mine|har|det|der|de|vi|fik|faldt|og|fordi|siden|i dag|pludselig|for|da)\b)| fordi(?= )| sa(?= (?:jeg|nu|kan|hun|han|er)\b)"
)
#: A following clause that goes on about the same.
_GOES_ON = re.compile(r"^ ?(?:,|og|men)? ?(?:det|den|de|sadan|siden|i|gennem|igennem|altid|har|hele|kom|startede|begyndte|pludselig\w*|for|efter|og det|nu|lige|her)\b")


def _clause(line: str, start: int, end: int) -> Tuple[int, int]:
    left, right = 0, len(line)
    for found in _BREAK.finditer(line):
        if found.end() <= start + 1:
            left = found.start()
        elif found.start() >= end:
            right = found.start()
            break
    return left, right


def _denied(line: str, start: int, end: int) -> bool:
    """Whether "ikke", "ingen" and the like reach the sign; a denial within the sign ("kan ikke støtte") is part of it."""
    left, right = _clause(line, start, end)
    before = line[left:start]
    for pattern in _group("negation", "harmless"):
        before = pattern.regex.sub(" ,,", before)
    words = before.split()
    plain, none = _folded("negation", "plain"), _folded("negation", "none")
    leads, not_with = _lead_pattern(), _folded("negation", "not_with")
    for at in range(len(words) - 1, -1, -1):
        between = words[at + 1:]
        if words[at] in none or " ".join(words[at:at + 2]) in none:
            if not (between and between[0] in not_with) and len(between) <= 7 and ",," not in between:
                return True
        if words[at] in plain and (all(leads.match(word) for word in between if word != ",") or _or_the_other(between)):
            return True
    after = line[end:right]
    return any(pattern.regex.match(after) for pattern in _group("negation", "after"))


#: The most words of the first of two things that one "ikke" denies.
LONGEST_FIRST = 7


def _or_the_other(between: Sequence[str]) -> bool:
    """Whether the words after "ikke" are another thing denied and an "eller": "ikke blevet svag i benene eller | følelsesløs"."""
    place = next((at for at in range(len(between) - 1, -1, -1) if between[at] in _folded("negation", "or")), None)
    if place is None:
        return False
    first = [word for word in between[:place] if word != ","]
    after = list(between[place + 1:])
    goes_on = all(_lead_pattern().match(word) for word in after) and not (after and after[0] in _folded("negation", "begins_anew"))
    return goes_on and len(first) <= LONGEST_FIRST and bool(set(first) & _folded("negation", "first_of_two"))


def _denied_inside(line: str, found: Found) -> bool:
    """Whether a part of an "a & b" is denied that has no denial of its own: "i brystet har jeg ikke ondt"."""
    for (_, end), (start, _) in zip(found.parts, found.parts[1:]):
        between = line[end:start].split()
        for at, word in enumerate(between):
            if word in _folded("negation", "plain") | _folded("negation", "none") and len(between) - at <= 3 and "," not in between[at:]:
                return True
    return False


@lru_cache(maxsize=1)
def _lead_pattern() -> Pattern[str]:
    return re.compile("^(?:" + "|".join(_one_word(word) for word in load("red_flags")["negation"]["leads"]) + ")$")


def _when(sentences: Sequence[Sentence], at: int, start: int, end: int) -> Optional[str]:
    """ "new", "old" or None: said in the same clause, in one that goes on about it, or in a short following sentence."""
    line = sentences[at].line
    left, right = _clause(line, start, end)
    rest = line[right:]
    near = line[left:right]
    if rest and _GOES_ON.match(re.sub(r"^ (?:,|og|men)(?= )", "", rest)):
        near += rest[: _clause(rest, 1, 1)[1]] if _clause(rest, 1, 1)[1] > 1 else rest
    following = sentences[at + 1].line if at + 1 < len(sentences) else ""
    if following and (len(following.split()) <= SHORT_SENTENCE or _GOES_ON.match(following)):
        near += " ;" + following
    for pattern in _group("not_new"):
        near = pattern.regex.sub(lambda found: "" if " nu " not in found[0] else " i mange", near)
    old, new = _says(near, "old"), _says(near, "new")
    if not (old or new):
        before = sentences[at - 1].line + " ;" if at else ""
        new = _says(line, "new") or (len(before.split()) <= SHORT_SENTENCE and _says(before, "new"))
    if new:
        return "new" if not old or not _only_within(near, line[start:end]) else "old"
    return "old" if old else None


def _only_within(near: str, matched: str) -> bool:
    """Whether nothing but the words of the sign itself says that it is new."""
    return not _says(near.replace(matched, " ,", 1), "new")


def _of_another(line: str, start: int, end: int, new: bool) -> bool:
    """Told of a relative's past, or of somebody's who is dead."""
    words = set(line.split())
    relatives = words & _folded("relative")
    if relatives and words & _folded("past_only") or words & _folded("animals") and not _I.search(line):
        return True
    away = bool(words & _folded("distant")) and not _ME.search(line)
    if relatives and _NOT_ME.search(line):
        return True
    if not relatives or new and not away or " jeg " in line[:start] + " ":
        return False
    matched = set(line[:end].split())
    return bool(matched & _folded("past")) and not _PRESENT.search(line)


#: "Min mand er lam i benene, ikke jeg", "manden har hold i ryggen siden søndag, selv har jeg ikke ondt".
_NOT_ME = re.compile(
    r" (?:ike|ik) (?:jeg|mig)(?: selv)? ?$| selv (?:har|er|fejler|merker) jeg (?:slet |heldigvis )?(?:ike|ik|intet|ingenting)(?= |$)"
    r"| jeg (?:har|fejler|merker) (?:selv )(?:slet )?(?:ike|ik|intet|ingenting)(?= |$)"
)
_ME = re.compile(r" (?:jeg|mig|min|mit|mine|vi|os)(?= |$)")
_PRESENT = re.compile(r" (?:kan|er|har|nu|siger|vil)(?= |$)")
_PAST_SIGN = re.compile(r"^ (?:kunne|havde|gjorde|fik ike|fik ik|ville|tisede|var)\b")


def _judge(grade: str, sentences: Sequence[Sentence], at: int, found: Found, sign: str) -> Optional[str]:
    """ "fact", "ask" or None for one sign found in one sentence."""
    sentence = sentences[at]
    line, start, end = sentence.line, found.start, found.end
    if _denied(line, start, end) or _denied_inside(line, found) or _says(found.text, "negation", "inside"):
        return None
    when = _when(sentences, at, start, end)
    if sign == "suicidal_thoughts" and found.parts and " men " in found.text:
        return None
    if _of_another(line, start, end, when == "new"):
        return None
    if _says(line, "mistaken"):
        return "ask"
    if _says(line, "told_about"):
        return "ask" if sign == "suicidal_thoughts" and _I.search(line) and "selvmord" not in found.text else None
    if sign == "suicidal_thoughts" and _I.search(line):
        if when == "old":
            return "ask" if grade == "sure" and not _says(line, "over") else None
        return "fact" if grade == "sure" else "ask"
    if sentence.asked and not _I.search(line) and len(line.split()) > 3:
        return None if sign in ("back_pain", "back_pain_fever", "cannot_bear_weight") else "ask"
    if _says(line, "general") and not (_says(line, "personal") and not sentence.asked and not _SUPPOSED.search(line[: start + 1])):
        return None if sign in ("back_pain", "back_pain_fever", "cannot_bear_weight") else "ask"
    if when == "old" and not (sign == "back_pain_fever" and _says(line, "new")):
        return None
    if sign != "suicidal_thoughts" and (_says(line[end:], "over") or at + 1 < len(sentences) and _says(sentences[at + 1].line, "over")):
        return None
    if sign == "back_pain" and _is_assessed(sentences):
        return None
    if sign == "breathlessness" and when != "new" and any(set(one.line.split()) & _folded("signs", "breathlessness", "known") for one in sentences):
        return "ask" if grade == "sure" else None
    if grade == "new" and when != "new" and _says(line, "signs", sign, "usual"):
        return None
    if grade == "sure":
        return "ask" if when is None and _PAST_SIGN.match(found.text) and sign != "suicidal_thoughts" else "fact"
    if grade == "new":
        return "fact" if when == "new" else "ask"
    return "ask"


_I = re.compile(r" (?:jeg|mig|min|mit|mine|hun|han|hende|ham|sig)(?= |$)")
_SUPPOSED = re.compile(r" (?:hvis|safremt|bange|risiko|risikoen|frygter)(?= |$)")


def _is_assessed(sentences: Sequence[Sentence]) -> bool:
    whole = " ;".join(sentence.line for sentence in sentences)
    return _says(whole, "assessed") and not _says(whole, "not_assessed")


def _find(sentences: Sequence[Sentence]) -> Tuple[Set[str], Set[str], bool]:
    """(facts, doubts, whether a sign was seen that is neither)."""
    facts: Set[str] = set()
    doubts: Set[str] = set()
    calmed = False
    signs = load("red_flags")["signs"]
    pairs = [Sentence(one.line + " ;" + two.line, one.asked or two.asked) for one, two in zip(sentences, sentences[1:])]
    wide = load("red_flags")["across"]
    for all_of, near, some in ((sentences, NEAR, tuple(signs)), (pairs, NEAR_ACROSS, tuple(wide))):
        for at, sentence in enumerate(all_of):
            for sign, patterns in _signs_among(sentence.starts, some):
                far = NEAR_ACROSS if sign in wide else near
                verdicts = _verdicts(all_of, at, sign, patterns, far, all_of is pairs)
                if "fact" in verdicts:
                    facts.add(sign)
                elif "ask" in verdicts:
                    doubts.add(sign)
                calmed = calmed or verdicts == {None}
    return facts, doubts - facts, calmed


GRADES = ("sure", "new", "ask")


#: A pattern of a sign, with how sure it is.
Graded = Tuple[str, Compiled]


@lru_cache(maxsize=None)
def _signs_index(signs: Tuple[str, ...]) -> Tuple[Index, List[Tuple[str, str]]]:
    """All patterns of these signs, and the sign and the grade of each."""
    named = [(sign, grade, pattern) for sign in signs for grade in GRADES for pattern in _group("signs", sign, grade)]
    return Index([pattern for _, _, pattern in named]), [(sign, grade) for sign, grade, _ in named]


def _signs_among(starts: FrozenSet[str], signs: Tuple[str, ...]) -> List[Tuple[str, List[Graded]]]:
    """Those of `signs` that some pattern may see in a line of words with these beginnings, with these patterns: most lines have none."""
    index, names = _signs_index(signs)
    found: Dict[str, List[Graded]] = {}
    for at in index.possible(starts):
        sign, grade = names[at]
        found.setdefault(sign, []).append((grade, index.patterns[at]))
    return list(found.items())


def _verdicts(sentences: Sequence[Sentence], at: int, sign: str, patterns: Sequence[Graded], near: int, pairs: bool) -> Set[Optional[str]]:
    """What the patterns of a sign say of a sentence; the first fact is enough."""
    verdicts: Set[Optional[str]] = set()
    for grade, pattern in patterns:
        if pairs and not pattern.others:
            continue
        for found in pattern.find(sentences[at].line, near):
            verdicts.add(_judge(grade, sentences, at, found, sign))
            if "fact" in verdicts:
                return verdicts
    return verdicts


def _other_acute(sentences: Sequence[Sentence]) -> bool:
    for at, sentence in enumerate(sentences):
        line = sentence.line
        patterns = [pattern for kind in load("red_flags")["other_acute"] for pattern in _possible(sentence.starts, "other_acute", kind)]
        if not patterns or _says(line, "other_harmless") or _says(line, "shown"):
            continue
        for found in (found for pattern in patterns for found in pattern.find(line)):
            when = _when(sentences, at, found.start, found.end)
            if (
                when != "old"
                and not _denied(line, found.start, found.end)
                and not _of_another(line, found.start, found.end, when == "new")
                and not _says(line, "general")
            ):
                return True
    return False


def _in_contract_form(found: Set[str]) -> Dict[str, Any]:
    facts: Dict[str, Any] = {}
    signs = [sign for sign in ACUTE_SIGNS if sign in found]
    if signs:
        facts["acute_signs"] = signs
    for name in ("neuro_symptoms", "cannot_bear_weight", "back_pain_fever"):
        if name in found:
            facts[name] = True
    if "back_pain" in found or "back_pain_fever" in found:
        facts["back_pain"] = "sudden" if "back_pain" in found else "lasting"
    return facts


@lru_cache(maxsize=64)
def red_flags_in(text: str) -> RedFlags:
    """The red flags of a message, which is looked through more than once in its turn. Never raises: what goes wrong here must not silence the rest."""
    try:
        found = _looked_through(text)
        return found or _looked_through(as_in_a_book(text)) if is_spoken(text) else found
    except Exception:  # noqa: BLE001 - a safety net must not tear; the text itself is never logged
        log.exception("red flags could not be read")
        return RedFlags()


def _looked_through(text: str) -> RedFlags:
    said = _sentences(text)
    sentences = [_without_harmless(sentence) for sentence in said]
    facts, doubts, calmed = _find(sentences)
    unclear = next((sign for sign in ORDER if sign in doubts), None)
    return RedFlags(_in_contract_form(facts), _other_acute(sentences), unclear, calmed or sentences != said)


#: Words and marks as they are written.
_WRITTEN = re.compile(r"[\w']+|[^\w\s]|\n")


def is_spoken(text: str) -> bool:
    """Whether a message is in dialect for certain."""
    return is_dialect(_WRITTEN.findall(text.lower()[:LONGEST_SPOKEN]), pipeline.nlp().tokenizer.speller)


def as_in_a_book(text: str) -> str:
    """A message in dialect in the words of a book: "a ka et få luft" is "jeg kan ikke få luft"."""
    return " ".join(in_standard(_WRITTEN.findall(text.lower()[:LONGEST_SPOKEN]), pipeline.nlp().tokenizer.speller))


def began(text: str) -> Optional[str]:
    """ "new" or "old" where a message says since when something is so: "det kom i går", "det har jeg altid haft"; else None."""
    lines = [sentence.line for sentence in _sentences(text)]
    if any(_says(line, "new") for line in lines):
        return "new"
    return "old" if any(_says(line, "old") for line in lines) else None


def has_some(text: str) -> bool:
    """Whether a message says no more than that there is some of it: "lidt", "en smule"."""
    return any(pattern.regex.fullmatch(sentence.line) for sentence in _sentences(text)[:1] for pattern in _group("some"))
