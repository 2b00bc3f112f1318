"""The answer to the open question: one reader for each kind of question. Only what is certain; in doubt asked back."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import checks, fractures, scope
from bot.danish.content import load
from bot.danish.facts import Facts, alcohol_in, t_score_sign, times_of
from bot.danish.normal import words_of
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.view import Item, Segment
from bot.danish.when import When, age_now, months_range

UNKNOWN = "unknown"
YES_NO = frozenset({
    "consent", "lifestyle", "family_history", "osteogenesis_imperfecta", "glucocorticoids", "smoking", "aromatase_inhibitor", "unsteady",
    "cancer", "back_pain_fever", "neuro_symptoms", "cannot_bear_weight", "percussion_pain", "known_osteoporosis", "followed_by_doctor",
    "dairy_daily", "calcium_supplement", "vitamin_d_supplement", "small_eater", "fractures", "fractures.low_energy", "fractures.verified",
    "fractures.more", "for_other",
})
CHOICES = frozenset({"role", "sex", "back_pain", "dxa_result", "activity_level"})
NOBODY_REFUSES = frozenset({"role", "consent", "lifestyle", "fractures.more", "for_other"})
#: Yes/no questions about the past too: "tidligere" is a yes.
EVER = frozenset({"cancer", "aromatase_inhibitor", "known_osteoporosis", "osteogenesis_imperfecta", "fractures", "family_history"})
#: A yes or no with more words after it than this may be about something else.
LONGEST_TAIL = 14


@dataclass(frozen=True)
class Answer:
    value: Any = None
    ask_back: Optional[AskBack] = None
    used: Tuple[str, ...] = ()


NOTHING = Answer()


@lru_cache(maxsize=None)
def phrases(name: str) -> FrozenSet[str]:
    """The phrases of one list of content/answers.yml, as the reader sees them."""
    return frozenset(" ".join(words_of(str(phrase))).strip() for phrase in load("answers")[name])


@lru_cache(maxsize=None)
def _longest(name: str) -> Tuple[Tuple[str, ...], ...]:
    split = {tuple(phrase.split()) for phrase in phrases(name) if phrase}
    return tuple(sorted(split, key=len, reverse=True))


@lru_cache(maxsize=None)
def _polite() -> FrozenSet[str]:
    return frozenset(str(word) for word in load("answers")["polite"]) | frozenset(".,!;:()\"/")


def texts_of(doc: Doc) -> List[str]:
    return [item.text for item in doc._.items]


def _begins(texts: Sequence[str], name: str) -> int:
    """How many words at the start are the longest phrase of `name`; 0 if none."""
    for phrase in _longest(name):
        if tuple(texts[:len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _bare(texts: Sequence[str]) -> List[str]:
    """Without marks at either end and greetings of no weight at the start."""
    words = [text for text in texts if text not in (",", ".", "!", ";", ":", '"', "(", ")")]
    while words and words[0] in ("øh", "øhm", "hm", "hmm", "tja", "altså", "jamen", "nå", "men", "og", "uha", "åh", "arh", "ej", "ah", "hej", "så") and len(words) > 1:
        words = words[1:]
    while words and words[-1] in ("tak", "venligst", "da", "nu", "altså", "vel", "mvh", "du", "desværre", "heldigvis", "jo", "sgu", "egentlig", "faktisk", "lige", "bare", "dog") and len(words) > 1:
        words = words[:-1]
    return words


def verdict(doc: Doc) -> Tuple[Optional[str], List[str], bool]:
    """(yes, no, unknown, maybe_yes, maybe_no or None; the words after it; whether the whole message is it)."""
    words = _bare(texts_of(doc))
    whole = " ".join(words)
    for name in ("exclaims",):
        if _begins(words, name) and whole not in phrases("yes") and whole not in phrases("no"):
            return None, words, False
    for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes"):
        if whole in phrases(name):
            return name, [], True
    stripped = words
    lengths = {name: _begins(stripped, name) for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes")}
    if lengths["unknown"] == 1:
        lengths["unknown"] = 0  # "næste", "pas": only as the whole message
    best = max(lengths, key=lambda name: lengths[name])
    if not lengths[best]:
        return _ends(words)
    rest = stripped[lengths[best]:]
    if best in ("yes", "no") and rest:
        following = {name: _begins(rest, name) for name in ("unknown", "maybe_no", "maybe_yes", "no", "yes")}
        second = max(following, key=lambda name: following[name])
        tail = rest[following[second]:] if following[second] else rest
        if following[second] and not [word for word in tail if word not in _polite()]:
            if second == best:
                return best, [], True
            if best == "yes" and second == "no" and words[0] in ("ja", "jo") or best == "no" and second == "yes":
                if words[:1] != ["ikke"]:
                    return "mixed", tail, True
            if best == "no" and second == "maybe_no" or best == "yes" and second == "maybe_yes":
                return second, [], True
            if second == "unknown":
                return "unknown", [], True
            if best == "no" and second == "no":
                return "no", [], True
            return "mixed", tail, True
    only_polite = not [word for word in rest if word not in _polite()]
    return best, rest, only_polite


def _ends(words: List[str]) -> Tuple[Optional[str], List[str], bool]:
    """ "det er så længe siden, det kan jeg ikke huske": a message that ends with not knowing."""
    for name in ("unknown",):
        for phrase in _longest(name):
            if len(phrase) > 1 and tuple(words[-len(phrase):]) == phrase:
                return name, words[:-len(phrase)], False
    return None, words, False


#: How many of its words a message may have that the reader does not know: of itself, and where it speaks of the writer.
FOREIGN_WORDS, FOREIGN_SHARE, FOREIGN_SHARE_OF_OWN = 1, 0.15, 0.4


def is_near(doc: Doc) -> bool:
    """Whether the message can be an answer at all: most of it is of words that belong to health, time and talk."""
    from bot.danish.pipeline import is_own_word

    texts = [text for text in texts_of(doc) if text[0].isalpha() or text[0] in "#@%"]
    foreign = sum(1 for text in texts if text[0].isalpha() and not is_own_word(text))
    if foreign <= FOREIGN_WORDS or foreign / len(texts) < FOREIGN_SHARE:
        return True
    own = any(text in scope.words("self_words") or text in scope.words("own_words") for text in texts) or texts[0] in ("ja", "nej", "jo", "næ")
    return own and foreign / len(texts) <= FOREIGN_SHARE_OF_OWN


def answer_to(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to `question` that the message gives."""
    if not facts.values.get(question) and not facts.fractures and not is_near(doc):
        return NOTHING
    if not _third(context) and "for_other" not in facts.values:
        for segment in doc._.segments:
            segment.person = "other" if segment.person == "patient" else segment.person
    return _answer_to(question, doc, facts, context)


def _answer_to(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    if question in ("fractures.site",):
        return _site(doc, facts, context)
    if question == "fractures.months_ago" or question == "fractures.age_at":
        return _time(question, doc, facts, context)
    if question == "conditions":
        return _conditions(doc, facts, context)
    if checks.is_number_field(question):
        return _number(question, doc, facts, context)
    if question in CHOICES:
        return _choice(question, doc, facts, context)
    if question in YES_NO:
        return _yes_no(question, doc, facts, context)
    return NOTHING


def _unknown(question: str) -> Answer:
    return NOTHING if question in NOBODY_REFUSES else Answer(UNKNOWN)


#: Up to so many words, a message is taken to be about the question; a longer one must show it.
SHORT = 12


def _length(doc: Doc) -> int:
    return sum(1 for text in texts_of(doc) if text not in (",", ".", "!", ";", ":"))


_NOT_KNOWING_WHAT = frozenset({"om", "hvad", "hvorfor", "hvordan", "hvornår", "hvilken", "hvilke", "at", "hvor", "med", "nok", "hvem"})


def _is_about_not_knowing(rest: Sequence[str]) -> bool:
    """ "ved ikke, jeg er adopteret" is an answer; "jeg ved ikke, om jeg keder mig" is not."""
    words = [word for word in rest if word not in (",", ".", "!")]
    return len(words) <= LONGEST_TAIL and not (words and words[0] in _NOT_KNOWING_WHAT)


def _asked_anything(doc: Doc) -> bool:
    return any(segment.question for segment in doc._.segments)


# --- yes and no ---


def _yes_no(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    if question == "fractures":
        return _any_fractures(doc, facts, context)
    said, rest, whole = verdict(doc)
    value = facts.settled().get(question)
    ask = next((ask for ask in facts.asks if ask.field == question), None)
    if question in ("fractures.low_energy", "fractures.verified"):
        value, ask = _fracture_part(question, doc), None
    if question in facts.contradicted:
        return Answer(None, AskBack(question, "contradiction"))
    if value is not None:
        bare_no = said == "no" and value is True or said == "yes" and value is False
        if bare_no and not (question == "smoking" and value is False and said == "no"):
            if _first_is_plain(doc):
                return Answer(None, AskBack(question, "contradiction"))
        return Answer(value)
    if ask:
        return Answer(None, ask)
    if _asked_anything(doc):
        return NOTHING
    if said is None:
        return _without_yes_no(question, doc, context)
    if said == "mixed":
        return Answer(None, AskBack(question, "contradiction"))
    if said == "unknown":
        return _unknown(question) if whole or _is_about_not_knowing(rest) else NOTHING
    if said in ("maybe_yes", "maybe_no"):
        if not whole and not _tail_is_about(question, doc, rest, facts):
            return NOTHING
        return Answer(None, AskBack(question, "confirm_value", said == "maybe_yes"))
    return _plain_yes_no(question, said, rest, whole, doc, facts, context)


def _first_is_plain(doc: Doc) -> bool:
    words = _bare(texts_of(doc))
    return bool(words) and words[0] in ("ja", "jo", "jep", "nej", "næ", "nej tak")


def _plain_yes_no(question: str, said: str, rest: List[str], whole: bool, doc: Doc, facts: Facts, context: Context) -> Answer:
    yes = said == "yes"
    if question == "consent" and yes and rest[:1] == ["men"]:
        return NOTHING
    if whole and not rest:
        return Answer(yes)
    line = " " + " ".join(rest) + " "
    if question in ("consent", "lifestyle", "fractures.more", "for_other"):
        if question == "lifestyle" or question == "consent":
            surely = _first_is_plain(doc) and len(rest) <= 6 and not re.search(r" (?:men|ikke|måske) ", line)
            return Answer(yes) if whole or surely else NOTHING
    if scope.phrase_pattern("hedge").search(line) and not whole:
        if re.search(r" (?:tror|vist|måske|nok|formentlig|usikker|muligvis|tvivl|hvad jeg ved|så vidt|mener) ", line):
            return Answer(None, AskBack(question, "confirm_value", yes))
    if re.search(r" (?:kun|bare|lige|næsten|sjældent|indimellem|af og til|nogle gange|en gang imellem|til fest|til fester|lidt) ", line) and yes and question in ("smoking", "dairy_daily", "unsteady", "small_eater"):
        return Answer(None, AskBack(question, "confirm_value", True)) if question != "unsteady" else Answer(True)
    others = [segment for segment in doc._.segments if segment.person not in ("self", "patient", None)]
    if others and question not in ("family_history", "consent", "lifestyle"):
        own = [segment for segment in doc._.segments if segment.person == "self" and segment.explicit]
        if yes and not own and not _third(context):
            return Answer(None, AskBack(question, "about_you", True))
    if question == "family_history" and yes and others:
        kinds = {segment.person for segment in others} | set(re.findall(r"@person:(\w+)", line))
        if not kinds & {"parent", "grand", "child", "family"} and kinds & {"sibling", "relative", "spouse", "friend"}:
            return Answer(None, AskBack(question, "not_direct_line", False))
    if re.search(r" (?:før|tidligere|førhen|engang|dengang|længere|i gamle dage|da jeg var ung|som ung|holdt op|stoppet|stoppede) ", line) or "%year" in line or "%age" in line or "%ago" in line:
        if yes and question in ("smoking",):
            return Answer(None, AskBack(question, "past_or_now", None))
        if yes and question == "glucocorticoids":
            return Answer(None, AskBack(question, "steroid_three_months", True))
        if yes and question not in EVER and question not in ("fractures.low_energy", "fractures.verified", "followed_by_doctor"):
            return Answer(None, AskBack(question, "confirm_value", True))
    if re.search(r" (?:men|bortset|undtagen|udover|altså ikke) ", line) and not whole and re.search(r" (?:men) ", line):
        tail = line.split(" men ", 1)[1] if " men " in line else ""
        if re.search(r" ?(?:ikke|aldrig|kun|nogle|lidt|har|er|måske|tit|ofte|det gør|af og til|somme)(?: |$)", tail) and not _other_fact(facts, question):
            return Answer(None, AskBack(question, "confirm_value", yes))
    if len(rest) > LONGEST_TAIL and not _other_fact(facts, question) and not whole:
        first = doc._.segments[0] if doc._.segments else None
        if first is None or len(first.items) > 3 and said == "no" and first.items[0].text not in ("nej", "ja", "næ", "jo"):
            return NOTHING
    if said == "no" and _bare(texts_of(doc))[:1] != ["nej"] and not whole and not _tail_is_about(question, doc, rest, facts):
        return NOTHING
    if said == "yes" and _bare(texts_of(doc))[:1][0] not in ("ja", "jo", "jep", "jeps", "jaja", "jaa", "jow", "javist", "selvfølgelig", "bestemt", "helt", "det", "jah", "jeh", "yes", "jada") and not whole:
        return NOTHING
    return Answer(yes)


def _third(context: Context) -> bool:
    return context.third_person or context.known.get("role") in ("physiotherapist", "reception") or context.known.get("for_other") is True


def _other_fact(facts: Facts, question: str) -> bool:
    return bool(facts.fractures) or any(name != question for name in facts.values)


#: Words that tie a longer answer to its question; without one of them a phrase that begins like "ikke ..." may be about anything.
_ABOUT: Dict[str, str] = {
    "smoking": r"ryg|røg|smøg|cigar|tobak",
    "family_history": r"famil|mor|far|person|knogle|hofte",
    "unsteady": r"ben|balance|fald|sikker|svimmel|usikker",
    "cancer": r"kræft|cancer",
    "back_pain_fever": r"feber|temperatur|varm",
    "glucocorticoids": r"steroid|drug|hormon|tablet|sprøjte",
    "aromatase_inhibitor": r"drug|hormon|medicin",
    "known_osteoporosis": r"osteoporosis|knogle|diagnos|konstateret|læge",
    "followed_by_doctor": r"kontrol|læge|behandling|følge|ambulator|medicin|staff",
}


def _tail_is_about(question: str, doc: Doc, rest: Sequence[str], facts: Facts) -> bool:
    line = " ".join(rest)
    if not [word for word in rest if word not in _polite()]:
        return True
    pattern = _ABOUT.get(question)
    return bool(pattern and re.search(pattern, line))


_FALSE_WORDS: Dict[str, str] = {
    "back_pain_fever": r" (?:ingen feber|ikke feber|feberfri|afebril|normal temperatur|ingen temperatur) ",
    "followed_by_doctor": r" (?:ingen kontrol|går ikke til kontrol|går ikke til læge|ikke fulgt|afsluttet|ingen behandling) ",
    "percussion_pain": r" (?:negativ|ingen smerte|ingen smerter|smertefri|gør ikke ondt|ingen ømhed|ikke øm|ia|uden smerte|ikke ømhed) ",
    "unsteady": r" (?:sikker på (?:benene|@bone:other)|god balance|går sikkert|fin balance|ikke usikker|stabil|står fast|sikre ben|balancen er god|balancen er fin) ",
    "small_eater": r" (?:spiser normalt|god appetit|spiser godt|fin appetit|spiser rigeligt|spiser fint|spiser meget|spiser nok|fejler ikke noget med appetitten|appetitten er fin|appetitten er god|spiser almindeligt) ",
    "cannot_bear_weight": r" (?:kan godt støtte|kan støtte|kan godt stå|går fint|støtter fint|kan godt gå|ikke faldet) ",
    "neuro_symptoms": r" (?:ingen af delene|intet af det|ikke noget af det|ingen udfald|ingen neurologiske|intet nyt|ikke nyt|ingen af tingene|ingen symptomer) ",
    "family_history": r" (?:ingen i familien|ingen af dem|ingen af mine|ikke i familien|ingen i min familie|adopteret nej) ",
    "fractures.more": r" (?:ikke mere|ikke flere|ikke andet|kun det|kun den|det var alt|ikke flere brud|det er alt|det var det|kun det ene|kun den ene|ingen flere|intet andet|ikke udover) ",
    "lifestyle": r" (?:ikke nu|ellers tak|ikke interesseret|spring over|gider ikke|vil ikke|helst ikke|en anden gang|nej) ",
    "consent": r" (?:vil ikke|må i ikke|må du ikke|ikke gemme|helst ikke|det vil jeg ikke) ",
}
_TRUE_WORDS: Dict[str, str] = {
    "back_pain_fever": r" (?:har (?:lidt |høj |også )?feber|febril|feber på|høj feber) ",
    "followed_by_doctor": r" (?:går til kontrol|følges|til kontrol|kontrol hvert|kontrol hver|hos lægen hver|hos min læge|osteoporoseambulatoriet|endokrinologisk|reumatologisk|ambulatoriet|får prolia|får alendronat|@drug:bone_drug) ",
    "percussion_pain": r" (?:positiv|øm|ømhed|gør ondt|smerte|smerter|bankeøm) ",
    "unsteady": r" (?:usikker|vakler|svajer|ustabil|vaklende|falder let|rollator|dårlig balance) ",
    "cannot_bear_weight": r" (?:kan ikke støtte|kan ikke stå|kan ikke træde) ",
    "lifestyle": r" (?:gerne|lad os|okay|ok|fint|det kan vi godt|kom bare an|værsgo|fyr løs|lad gå|det er fint|bare spørg|spørg løs|klart|kør bare|kom med dem|hvorfor ikke) ",
    "consent": r" (?:gerne|okay|ok|fint|i orden|accepterer|giver samtykke|samtykker|det må du|det må i|acceptere|værsgo|fortsæt|informeret|er informeret|det er fint|samtykke givet|samtykke|godkendt|accepteret|det er helt fint|helt fint|klart|kør|lad gå|godkender) ",
    "fractures.more": r" (?:flere|en mere|et mere|også|endnu et|to mere) ",
}


def _without_yes_no(question: str, doc: Doc, context: Context) -> Answer:
    """An answer in words of its own, without a yes or a no."""
    line = " " + " ".join(texts_of(doc)) + " "
    if question == "fractures.more" and len(line.split()) > 6 or question in ("percussion_pain", "lifestyle", "consent") and _length(doc) > 8:
        return NOTHING
    denied = re.search(_FALSE_WORDS.get(question, r"(?!)"), line)
    if denied:
        return Answer(False)
    told = re.search(_TRUE_WORDS.get(question, r"(?!)"), line)
    if told and not _asked_anything(doc):
        segment = next((one for one in doc._.segments if told.group().strip().split()[0] in one.line), None)
        if question in ("consent", "lifestyle"):
            return Answer(True) if len(line.split()) <= 8 and not re.search(r" (?:ikke|men|hvad|hvorfor) ", line) else NOTHING
        if segment is None or not segment.plain or segment.person not in ("self", "patient", None):
            return NOTHING
        if segment.negated is None or segment.not_quite:
            return NOTHING
        if segment.hedged:
            return Answer(None, AskBack(question, "confirm_value", not segment.negated))
        return Answer(segment.negated is not True or " kan ikke " in segment.line)
    if question == "family_history":
        kinds = set(re.findall(r"@person:(\w+)", line))
        told_bone = "@osteoporosis" in line or "@bone:hip" in line or "@fracture_name:hip" in line
        negated = any(segment.negated is not False for segment in doc._.segments)
        if kinds & {"sibling", "relative", "spouse", "friend"} and not kinds & {"parent", "grand", "child", "family"} and not negated:
            return Answer(None, AskBack(question, "not_direct_line", False))
        if kinds & {"parent", "grand", "child"} and not negated and not told_bone and len(line.split()) <= 6 and not _asked_anything(doc):
            return Answer(None, AskBack(question, "confirm_value", True))
        if kinds & {"parent", "grand", "child"} and negated and told_bone and not any(segment.question for segment in doc._.segments):
            return Answer(None, AskBack(question, "confirm_value", False))
    if question == "glucocorticoids" and re.search(r" @drug:steroid_local(?= )", line):
        return Answer(None, AskBack(question, "steroid_local_only", False))
    if question == "smoking" and re.search(r" (?:kun til fest|til fest|til fester|festryger|fester|en gang imellem|ecigaret|ecigaretter|vaper|damper|pibe|cerutter|snus|lejlighedsvis) ", line) and not re.search(r" (?:ikke|aldrig) ", line):
        return Answer(None, AskBack(question, "confirm_value", True))
    if question == "smoking" and re.search(r" (?:stoppet|stoppede|holdt op|droppet|droppede|kvit|sluttede) ", line) and (_length(doc) <= 4 or re.search(r" jeg | ryg|smøg|cigar", line)) and not re.search(r" (?:prøver|skal|vil|burde|ikke|næsten|ved at) ", line):
        return Answer(False)
    if question == "smoking" and re.search(r" (?:#\d+ %per\d+|#\d+ (?:cigaretter|smøger|styk)(?: %per\d+)?) ", line) and not re.search(r" (?:ikke|aldrig|tidligere|var|røg|indtil) |%year|%ago|%age", line):
        return Answer(True)
    if question == "dairy_daily" and re.search(r" (?:mælk|ost|yoghurt|skyr|mejeriprodukter|mælkeprodukter|kærnemælk|smør) ", line) and not re.search(r" (?:ikke|aldrig|ingen|hverken|uden|sjældent) ", line):
        return Answer(True) if any(time.kind == "per" and time.low >= 7 for segment in doc._.segments for _, time in times_of(segment)) else Answer(None, AskBack(question, "confirm_value", True))
    return NOTHING


def _fracture_part(question: str, doc: Doc) -> Optional[bool]:
    """A cause or a proof told instead of yes or no."""
    line = " " + " ".join(texts_of(doc)) + " "
    if any(segment.hypothetical or segment.question for segment in doc._.segments):
        return None
    if question == "fractures.low_energy":
        if _length(doc) > 8 and not re.search(r" (?:faldt|faldet|gled|snublede|snublet|ulykke|skete|sket|styrtede|væltede|vælte|påkørt|brækkede|brækket|knækkede|løftede|hostede|nysede|ramte|røg|uheld|trådte|vred|bukkede|kørte|blev|fald) ", line):
            return None
        if any(segment.negated for segment in doc._.segments if fractures.cause_of(segment.line) is not None):
            return None
        return fractures.cause_of(line)
    said = _bare(texts_of(doc))[:1]
    seen = fractures.seen_in(line)
    if seen and said and said[0] in ("nej", "næ"):
        return None
    if seen and any(segment.negated is not False or segment.hedged for segment in doc._.segments if re.search(r"røntgen|scan|billed|verific", segment.line)):
        return False if any(segment.negated for segment in doc._.segments) and not any(segment.hedged for segment in doc._.segments) else None
    return seen


def _any_fractures(doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    if facts.fractures:
        return Answer(True)
    if facts.values.get("fractures") == []:
        return Answer(False)
    ask = next((ask for ask in facts.asks if ask.field == "fractures"), None)
    if ask:
        return Answer(None, ask)
    line = " " + " ".join(texts_of(doc)) + " "
    if _asked_anything(doc) and not whole:
        return NOTHING
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if said == "mixed":
        return Answer(None, AskBack("fractures", "contradiction"))
    if said in ("maybe_yes", "maybe_no") and (whole or _tail_is_about("fractures", doc, rest, facts)):
        return Answer(None, AskBack("fractures", "confirm_value", said == "maybe_yes"))
    others = [segment for segment in doc._.segments if segment.person not in ("self", "patient", None)]
    if said == "yes" and _first_is_plain(doc):
        if others and not _third(context):
            return Answer(None, AskBack("fractures", "about_you", True))
        if re.search(r"hedge", line) or any(segment.hedged or segment.doubtful for segment in doc._.segments):
            return Answer(None, AskBack("fractures", "confirm_value", True))
        return Answer(True) if len(rest) <= 25 else NOTHING
    if said == "no" and (_first_is_plain(doc) or whole):
        if whole or not _bones(line):
            if re.search(r" (?:men|kun|ud over|udover|bortset|undtagen) ", line) and not re.search(r" (?:som barn|barn) |%age", line):
                return Answer(None, AskBack("fractures", "contradiction")) if len(rest) > 2 else Answer(False)
            if any(segment.hedged for segment in doc._.segments):
                return Answer(None, AskBack("fractures", "confirm_value", False))
            return Answer(False)
        if re.search(r" (?:kun|ud over|udover|bortset|undtagen|andet end|men) ", line):
            found = re.findall(r" @bone:(\w+)(?= )", line)
            if found and not others and all(segment.plain for segment in doc._.segments):
                return Answer(True, None, tuple(found))
            return Answer(None, AskBack("fractures", "contradiction"))
        if all(segment.negated is not False for segment in doc._.segments if _bones(segment.line)):
            return Answer(None, AskBack("fractures", "confirm_value", False))
        return Answer(None, AskBack("fractures", "contradiction"))
    bare_bones = _bare_bones(doc) if _length(doc) <= SHORT else []
    if bare_bones:
        return Answer(True, None, tuple(bare_bones))
    return NOTHING


def _bones(line: str) -> bool:
    return "@bone:" in line or "@fracture_name:" in line


def _bare_bones(doc: Doc) -> List[str]:
    """ "håndleddet for tre år siden": bones named in answer to the question, with nothing said against it."""
    found: List[str] = []
    for segment in doc._.segments:
        bones = re.findall(r" @bone:(\w+)(?= )", segment.line)
        if not bones:
            continue
        if segment.negated is not False or not segment.plain or segment.hedged or segment.person not in ("self", "patient", None):
            return []
        if re.search(r" (?:ondt|smerter|smerte|slidgigt|gigt|opereret|operation|ny|nyt|protese|slået|slog|forstuvet|forstuvede|vrikket|vred) |@other|@ambiguous", segment.line):
            return []
        from bot.danish.facts import is_covered

        if not (is_covered(segment) or segment.explicit and re.search(r" (?:ja|jeg har|en gang|engang) ", segment.line) or len(segment.items) <= 5):
            return []
        found.extend(bones)
    return list(dict.fromkeys(found))


# --- where and when a bone broke ---


def _site(doc: Doc, facts: Facts, context: Context) -> Answer:
    if facts.fractures:
        return Answer(facts.fractures[0]["site"])
    said, rest, whole = verdict(doc)
    if said == "unknown" and (whole or _is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if _length(doc) > SHORT and not any(fractures.tells_of_fracture(segment.line) for segment in doc._.segments):
        return NOTHING
    sites: List[str] = []
    for segment in doc._.segments:
        if segment.negated is not False or segment.hypothetical or segment.question or segment.hedged and segment.doubtful:
            continue
        if segment.person not in ("self", "patient", None, "other"):
            continue
        if re.search(r" (?:ondt|smerter) ", segment.line):
            continue
        sites.extend(re.findall(r" @(?:bone|fracture_name):(\w+)(?= )", segment.line))
    sites = list(dict.fromkeys(sites))
    if len(sites) == 1:
        return Answer(sites[0], None, tuple(sites))
    if len(sites) > 1:
        return Answer(sites[0], None, tuple(sites))
    line = " " + " ".join(texts_of(doc)) + " "
    if re.search(r" (?:et andet sted|andet sted|andet|en anden knogle) ", line) and len(line.split()) <= 6:
        return Answer("other")
    return NOTHING


def _time(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    said, _, whole = verdict(doc)
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if _asked_anything(doc) or any(segment.hypothetical for segment in doc._.segments):
        return NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    if _length(doc) > SHORT // 2 and not re.search(r" (?:skete|sket|brækkede|brækket|brud|bruddet|faldt|det var|var jeg|jeg var|knækkede|røg|gled|det er|siden|tror) ", line):
        return NOTHING
    times = [(text, time) for segment in doc._.segments for text, time in times_of(segment) if segment.negated is False]
    parts: Dict[str, Any] = {}
    for text, time in times:
        if fractures.straddles(time, context) and question == "fractures.months_ago":
            return Answer(None, AskBack(question, "across_limit", None, _options("months_limit")))
        if time.kind == "duration" and time.word is None and re.search(r" (?:siden|tilbage) ", line):
            parts.setdefault("months_ago", checks.tidy((time.low + time.high) / 2))
        for key, value in fractures.time_parts(time, context).items():
            parts.setdefault(key, value)
    if question == "fractures.age_at":
        return _age_at(doc, parts, times, line, said, whole, context)
    if "months_ago" in parts:
        return Answer(parts["months_ago"])
    if "age_at" in parts:
        return _from_age(question, parts["age_at"], context)
    if re.search(r" (?:nyt|nyligt|lige sket|lige nu|under et halvt år|inden for det sidste halve år|indenfor det sidste halve år|det sidste halve år|mindre end et halvt år|for nylig|helt nyt|fornylig|under 6 måneder|under #\d+ måneder|mindre end #\d+ måneder|sidste halve år) ", line):
        return Answer("under_6")
    if re.search(r" (?:længe siden|gammelt|lang tid siden|over et halvt år|mere end et halvt år|mange år|længere tid siden|længere siden|for længst|gammelt brud|mere end #\d+ år|over #\d+ år|flere år|årevis|over #\d+ måneder|for længere tid siden) ", line):
        return Answer("over_6")
    alone = _lone_number(doc, set())
    if alone and alone[1] is None and len(line.split()) <= 3:
        return Answer(None, AskBack(question, "unit", None))
    if alone and alone[1] in ("år", "måneder", "uger", "dage") and len(line.split()) <= 4:
        from bot.danish.when import MONTHS_OF

        factor = MONTHS_OF[alone[1]]
        low, high = alone[0].low * factor, alone[0].high * factor
        if low <= fractures.RECENT_MONTHS < high:
            return Answer(None, AskBack(question, "across_limit", None, _options("months_limit")))
        if alone[1] == "år" and alone[0].low >= 15:
            return Answer(None, AskBack(question, "unit", None))
        return Answer(checks.tidy((low + high) / 2))
    return NOTHING


def _options(name: str) -> Tuple[Tuple[Any, str], ...]:
    return tuple((value, label) for value, label in load("answers")["options"][name])


def _from_age(question: str, age_at: Any, context: Context) -> Answer:
    """Months from an age, where the age now is known; the record takes `age_at` itself (reader.py)."""
    age = context.known.get("age")
    if isinstance(age_at, int) and isinstance(age, int) and age - age_at >= 2:
        return Answer("over_6")
    if age_at == "under_40" and isinstance(age, int) and age >= 42:
        return Answer("over_6")
    return NOTHING


def _age_at(doc: Doc, parts: Dict[str, Any], times: Sequence[Tuple[str, When]], line: str, said: Optional[str], whole: bool, context: Context) -> Answer:
    if "age_at" in parts:
        return Answer(parts["age_at"])
    for _, time in times:
        if time.kind == "age" and time.low < 40 <= time.high:
            return Answer(None, AskBack("fractures.age_at", "across_limit", None))
    age = context.known.get("age")
    months = parts.get("months_ago")
    if isinstance(months, (int, float)) and isinstance(age, int):
        return Answer(max(0, int(age - months / 12)))
    alone = _lone_number(doc, set())
    if alone and alone[1] in (None, "år", "årig") and alone[0].low == int(alone[0].low):
        number = alone[0]
        bound = number.bound
        if bound == "over" and number.low >= 40:
            return Answer("over_40")
        if bound == "under" and number.high <= 40:
            return Answer("under_40")
        if number.is_range:
            return Answer("over_40") if number.low >= 40 else Answer("under_40") if number.high < 40 else Answer(None, AskBack("fractures.age_at", "across_limit"))
        if bound:
            return NOTHING
        if isinstance(age, int) and number.low > age:
            return Answer(None, AskBack("fractures.age_at", "out_of_range"))
        if 0 <= number.low <= 120:
            return Answer(int(number.low))
    number_decade = next((number for number in doc._.numbers if number.decade), None)
    if number_decade:
        return Answer("over_40") if number_decade.low >= 40 else Answer("under_40")
    if re.search(r" (?:under #\d+|yngre|før #\d+|ung|barn) ", line) and len(line.split()) <= 6:
        return Answer("under_40")
    return NOTHING


# --- diseases ---


def _conditions(doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    if "conditions" in facts.values:
        return Answer(facts.values["conditions"])
    ask = next((ask for ask in facts.asks if ask.field == "conditions"), None)
    if ask:
        return Answer(None, ask)
    if _asked_anything(doc) and not whole:
        return NOTHING
    if said == "unknown" and (whole or _is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if said in ("maybe_yes", "maybe_no") and whole:
        return Answer(None, AskBack("conditions", "confirm_value", [])) if said == "maybe_no" else NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    if said == "mixed":
        return NOTHING
    if said == "no" and (whole or _first_is_plain(doc) or re.match(r" (?:ingen|ingenting|intet|aldrig|ikke|jeg)", line)):
        if "@disease" in line and not all(segment.negated or segment.person not in ("self", "patient", None) for segment in doc._.segments if "@disease" in segment.line):
            return NOTHING
        if scope.phrase_pattern("hedge").search(line) and not whole:
            return Answer(None, AskBack("conditions", "confirm_value", []))
        if _first_is_plain(doc) or whole or re.search(r" (?:af dem|af de|sygdomme|sygdom|delene|de nævnte|på listen|listen) ", line):
            return Answer([])
    if re.search(r" (?:ingen af dem|ingen af de|ingen sygdomme|ingen af delene|fejler ikke noget|fejler intet|rask|sund og rask|ikke nogen af dem|ikke nogen af delene|ingen af sygdommene|ingen af disse|har ingen|ikke noget af det|intet af det|ikke af dem|ikke nogen af|intet) ", line) and not re.search(r" (?:men|måske|tror|vist|ikke helt|ikke rask|udover|bortset) ", line) and not _asked_anything(doc):
        return Answer([])
    if "@other" in line and not re.search(r" (?:ikke|aldrig|ingen) ", line) and said in (None, "yes") and not _asked_anything(doc):
        own = [segment for segment in doc._.segments if "@other" in segment.line]
        if all(segment.person in ("self", "patient", None) and segment.plain for segment in own):
            return Answer(None, AskBack("conditions", "confirm_value", []))
    return NOTHING


# --- choices ---


def _choice(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    if question == "back_pain":
        return _back_pain(doc, facts, said, rest, whole, context)
    value = facts.settled().get(question)
    if value is not None and question != "role":
        return Answer(value)
    if question == "dxa_result" and facts.values.get("t_score") is not None:
        return NOTHING
    if whole and said == "unknown":
        return _unknown(question)
    if question == "role":
        return _role(doc, facts)
    if question == "dxa_result" and re.search(r" (?:ikke scannet|aldrig scannet|aldrig blevet scannet|ikke blevet scannet|aldrig fået|ikke fået svar|venter på|afventer|aldrig været|ikke fået|ikke fået lavet) ", " " + " ".join(texts_of(doc)) + " "):
        return Answer(UNKNOWN)
    found: Dict[str, Segment] = {}
    hedged = False
    for segment in doc._.segments:
        if not segment.plain or segment.person not in ("self", "patient", None, "other", "staff"):
            continue
        for value, patterns in load("answers")["choices"][question].items():
            for pattern in patterns:
                match = _choice_pattern(pattern).search(segment.line)
                if match:
                    if value == "maybe_training" and segment.negated is not False:
                        continue
                    if segment.negated is not False and question != "activity_level" or segment.negated and not re.search(r" (?:kan|kommer) ", segment.line) and value == "limited":
                        hedged = hedged or question == "dxa_result"
                        continue
                    found.setdefault(value, segment)
                    hedged = hedged or segment.doubtful or segment.hedged or segment.not_quite and question == "dxa_result"
    return _one_choice(question, found, hedged, doc, said, whole)


@lru_cache(maxsize=None)
def _choice_pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(re.sub(r" $", "(?= )", pattern))


def _one_choice(question: str, found: Dict[str, Segment], hedged: bool, doc: Doc, said: Optional[str], whole: bool) -> Answer:
    names = set(found)
    if question == "activity_level":
        if "everyday" in names and "maybe_training" in names and not names & {"limited", "training"}:
            names = {"maybe_training"}
            hedged = True
        elif names == {"maybe_training"}:
            hedged = True
        elif "training" in names:
            line = found["training"].line
            if re.search(r" (?:ikke|aldrig|uden) ", line):
                names = {"everyday"}
            else:
                names -= {"maybe_training", "everyday"}
        else:
            names -= {"maybe_training"}
    if question == "dxa_result" and "osteopenia" in names and "normal" in names:
        names -= {"normal"}
    if question == "dxa_result" and _length(doc) > 8 and not re.search(r"scan|knogle|dxa|tæthed|@osteoporosis", " ".join(texts_of(doc))):
        return NOTHING
    if question == "sex" and any(re.search(r" (?:min|hendes|hans|mine) ", segment.line) for segment in found.values()):
        return NOTHING
    if question == "sex" and (len(doc._.items) > 12 or len(doc._.items) > 3 and any(re.search(r" (?:hun|han|manden|kvinden|kone) ", segment.line) for segment in found.values())):
        return NOTHING
    if len(names) != 1:
        if said == "unknown" and not names and _is_about_not_knowing(_bare(texts_of(doc))[2:]):
            return _unknown(question)
        return NOTHING
    value = names.pop()
    if value == "maybe_training":
        return Answer(None, AskBack(question, "confirm_value", "training"))
    if hedged:
        return Answer(None, AskBack(question, "confirm_value", value))
    return Answer(value)


def _role(doc: Doc, facts: Facts) -> Answer:
    line = " " + " ".join(texts_of(doc)) + " "
    if facts.values.get("for_other") is True and "role" not in facts.values:
        return Answer("patient")
    if facts.values.get("role"):
        return Answer(facts.values["role"])
    found = set()
    for segment in doc._.segments:
        if not segment.plain or segment.negated is not False:
            continue
        for value, patterns in load("answers")["choices"]["role"].items():
            if any(re.search(pattern, segment.line) for pattern in patterns):
                found.add(value)
    if re.search(r" (?:min|hos|til|fra|en|går til|sendt af|ved) (?:fysioterapeut|fysioterapeuten|fys|terapeut)|@person:staff", line):
        found -= {"physiotherapist"}
    if {"patient", "physiotherapist"} <= found or len(found) != 1:
        return NOTHING
    return Answer(found.pop())


_PAIN = re.compile(r" (?:ondt|smerter|smerte|smertende|rygsmerter|øm|ømhed|gør ondt|rygsmerte|rygondt) ")


def _back_pain(doc: Doc, facts: Facts, said: Optional[str], rest: List[str], whole: bool, context: Context) -> Answer:
    if said == "unknown" and whole:
        return Answer(UNKNOWN)
    if _asked_anything(doc) and not whole:
        return NOTHING
    line = " " + " ".join(texts_of(doc)) + " "
    ask = Answer(None, AskBack("back_pain", "when_pain", None, _options("when_pain")))
    found: Set[str] = set()
    for segment in doc._.segments:
        if not segment.plain or segment.person not in ("self", "patient", None, "other"):
            continue
        for value in ("none", "sudden", "lasting"):
            for pattern in load("answers")["choices"]["back_pain"][value]:
                match = re.search(pattern, segment.line)
                if match and value == "none" and match.group().strip() in ("ingen", "intet") and len(line.split()) > 4:
                    continue
                if match and not (value != "none" and segment.negated is not False):
                    found.add(value)
    pain_denied = any(segment.negated and (_PAIN.search(segment.line)) and not segment.not_quite and segment.person in ("self", "patient", None) for segment in doc._.segments)
    months = [months_range(time, context.today) for segment in doc._.segments for _, time in times_of(segment)]
    spans = [span for span in months if span]
    old = any(span[0] > 1.4 for span in spans) or any(time.word == "over_6" for segment in doc._.segments for _, time in times_of(segment) if time.kind == "ago")
    fresh = any(span[1] <= 1.4 for span in spans)
    since = bool(re.search(r" siden %", line))
    if said == "no" and (whole or _first_is_plain(doc)) and not found - {"none"}:
        if whole or pain_denied or len(rest) <= 8:
            own_tail = any(segment.lead == "men" and segment.person in ("self", "patient", None) for segment in doc._.segments)
            if own_tail or re.search(r" (?:kun|lidt|af og til|nogle gange) ", " " + " ".join(rest) + " "):
                return ask if not pain_denied else Answer("none")
            if scope.phrase_pattern("hedge").search(" " + " ".join(rest) + " "):
                return Answer(None, AskBack("back_pain", "confirm_value", "none"))
            return Answer("none")
    if said == "mixed":
        return ask
    if said in ("maybe_no",) and whole:
        return Answer(None, AskBack("back_pain", "confirm_value", "none"))
    if "none" in found and not found & {"lasting", "sudden"} and said != "yes":
        return Answer("none")
    if pain_denied and not found - {"none"} and said != "yes":
        return Answer("none")
    if any(segment.hedged for segment in doc._.segments) and found:
        return Answer(None, AskBack("back_pain", "confirm_value", "sudden" if "sudden" in found else "lasting"))
    if "sudden" in found:
        if "lasting" in found:
            return ask
        return Answer("lasting") if old and not fresh else Answer("sudden")
    if "lasting" in found:
        if not (_length(doc) <= 3 or re.search(r"%duration| kronisk", line) and _length(doc) <= 6 or _PAIN.search(line) or said == "yes" or "ryg" in line or "@bone:spine" in line):
            return NOTHING
        if fresh and not old:
            return ask
        short = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "duration" and time.word is None and time.high <= 1.4]
        return ask if short else Answer("lasting")
    if old and (_PAIN.search(line) and not re.search(r" (?:havde|gjorde) ", line) or said == "yes" or since and _length(doc) <= SHORT):
        return Answer("lasting")
    if old and _length(doc) <= 6:
        return ask
    if said == "yes" or said == "maybe_yes" or _PAIN.search(line) and any(segment.person in ("self", "patient", None) and segment.plain and segment.negated is False for segment in doc._.segments):
        return ask
    return NOTHING


# --- numbers ---

#: What may stand after a number that has no unit, beside the end of the segment.
_AFTER = re.compile(r"^(?:nu|tror|vil|cirka|høj|tak|sidst|jo|da|vist|nok|i|uden|med|for|og|men|desværre|lige|på|siger|er|jeg|gammel|var|omkring|tænker|måske|fyldt|eller|der|som|det|nej|ja|da|efter|om|styk|gamle|da|højt|hvis|så|ialt|altså|ved|sådan|ca|hver|tung|tror|at|plejer|\.|,|!|;|:|\)|\(|%.*|alt|gennemsnitligt|i gennemsnit|gennemsnit|mener|skal|heldigvis|cirka|kunne|har|vejer|måler|ung|vin|øl|rødvin|stykker|glas|-)$")


def _lone_number(doc: Doc, spent: Set[str]) -> Optional[Tuple[Number, Optional[str], Segment, str]]:
    """The only number of the message that is free: (number, its unit, its segment, its mark)."""
    free = _free_numbers(doc, spent)
    return free[0] if len(free) == 1 else None


def _free_numbers(doc: Doc, spent: Set[str]) -> List[Tuple[Number, Optional[str], Segment, str]]:
    found = []
    units = {unit for told in load("answers")["numbers"].values() for unit in told["units"]} | {"måneder", "uger", "dage"}
    for segment in doc._.segments:
        if segment.hypothetical:
            continue
        texts = [item.text for item in segment.items]
        for index, text in enumerate(texts):
            if text[0] != "#" or text in spent:
                continue
            number: Number = segment.items[index].thing
            following = texts[index + 1] if index + 1 < len(texts) else None
            unit = number.unit or (following if following in units else None)
            if unit is None and following is not None and not _AFTER.match(following):
                unit = "other"
            if set(texts[max(0, index - 2):index]) & {"klokken", "nummer", "side", "kapitel", "telefon", "tlf", "kanal", "spørgsmål"}:
                unit = "other"
            if segment.negated is not False and re.search(rf" (?:ikke|aldrig|ingen) (?:\w+ )?{text} ", segment.line):
                continue
            found.append((number, unit, segment, text))
    return found


def _number(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    said, rest, whole = verdict(doc)
    value = facts.settled().get(question)
    if value is not None:
        return Answer(value)
    ask = next((ask for ask in facts.asks if ask.field == question), None)
    if ask:
        return Answer(None, ask)
    if said == "unknown" and (whole or not _free_numbers(doc, facts.spent)):
        return Answer(UNKNOWN) if whole or _is_about_not_knowing(rest) else NOTHING
    special = _SPECIAL.get(question)
    if special:
        answer = special(question, doc, facts, context, said, whole)
        if answer is not None:
            return answer
    return _plain_number(question, doc, facts, context)


def _plain_number(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    rules = checks.rules_of(question)
    free = [one for one in _free_numbers(doc, facts.spent) if one[1] is None or one[1] in rules["units"]]
    free = [one for one in free if one[2].person in ("self", "patient", None) or _third(context) and one[2].person in ("parent", "spouse")]
    if question in ("height_cm", "youth_height_cm", "arm_span_cm"):
        free = _joined_metres(free, question)
    elif any(one[1] in rules["units"] for one in free):
        free = [one for one in free if one[1] in rules["units"]]
    free = [one for one in free if not re.search(_NOT_ABOUT.get(question, r"(?!)"), one[2].line)]
    free = _without_corrected(free)
    if len({(one[0].low, one[0].high) for one in free}) != 1:
        return _two_numbers(question, free)
    number, unit, segment, mark = free[0]
    if unit is None and _length(doc) > SHORT + 3:
        return NOTHING
    if segment.question and len(segment.items) > 3 or segment.hypothetical:
        return NOTHING
    if number.decade:
        return Answer(None, AskBack(question, "across_limit")) if question == "age" else NOTHING
    number = checks.in_unit(question, number, unit)
    if question == "t_score" and not number.signed and number.low != 0:
        return Answer(None, t_score_sign(number), (mark,))
    if number.signed and question != "t_score" and number.low < 0:
        return Answer(None, AskBack(question, "out_of_range"), (mark,))
    if re.search(r" (?:snart|næsten|knap|om lidt) (?:jeg |er )*" + mark + " ", segment.line) and question == "age":
        return Answer(None, AskBack(question, "confirm_value", checks.tidy(number.low, True) - 1), (mark,))
    taken, ask = checks.check(question, number.low, number.high, number.bound)
    if ask:
        return Answer(None, ask, (mark,))
    if segment.doubtful or segment.question or segment.negated is not False and not _after_denial(segment, mark):
        return Answer(None, AskBack(question, "confirm_value", taken), (mark,))
    return Answer(taken, None, (mark,))


#: What a number of the right unit is about instead.
_NOT_ABOUT: Dict[str, str] = {
    "weight_kg": r" (?:tabt|tabte|tog på|taget på|tager på|løfter|løftede|bærer|vægttab|smed|smidt) ",
    "height_cm": r" (?:tabt|tabte|mistet|skrumpet|sunket|lavere|kortere|krympet|mindre) ",
    "youth_height_cm": r" (?:tabt|tabte|mistet|skrumpet|sunket|lavere|kortere|krympet|højere) ",
    "age": r" (?:børn|siden|gange|cm|kg) ",
}


def _after_denial(segment: Segment, mark: str) -> bool:
    return False


def _without_corrected(free: List[Tuple[Number, Optional[str], Segment, str]]) -> List[Tuple[Number, Optional[str], Segment, str]]:
    """ "67, nej 68": the last one counts."""
    if len(free) == 2 and re.search(rf" (?:nej|vent|undskyld|altså|eller rettere|mener|rettere) (?:\w+ )*{free[1][3]} ", free[1][2].line):
        return free[1:]
    return free


def _joined_metres(free: List[Tuple[Number, Optional[str], Segment, str]], question: str) -> List[Tuple[Number, Optional[str], Segment, str]]:
    """ "en femogtres", "1 meter" and the like are left to one number in centimetres."""
    from dataclasses import replace

    joined = []
    for number, unit, segment, mark in free:
        before = segment.line.split(f" {mark} ")[0].split()[-1:] if f" {mark} " in segment.line else []
        if before and before[0] in ("en", "et", "én") and 30 <= number.low <= 99 and unit is None and number.low == int(number.low):
            number = replace(number, low=number.low + 100, high=number.high + 100)
        joined.append((number, unit, segment, mark))
    return joined


def _two_numbers(question: str, free: Sequence[Tuple[Number, Optional[str], Segment, str]]) -> Answer:
    """Two free numbers: the lowest T-score counts; else it cannot be told which is meant."""
    if question == "t_score" and len(free) >= 2 and all(one[0].signed for one in free):
        value, ask = checks.check("t_score", min(one[0].low for one in free))
        return Answer(value, ask)
    if len(free) >= 2:
        return Answer(None, AskBack(question, "across_limit"))
    return NOTHING


def _zero_or(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    """Counts: "nej", "aldrig" and "ingen" are 0; how often makes the number one a week, a day or a year."""
    words = _bare([token.text for token in doc])
    phrase = " ".join(words)
    if phrase in phrases("zero"):
        return Answer(0)
    if said in ("maybe_no",) and whole:
        return Answer(None, AskBack(question, "how_many"))
    stripped = re.sub(r"^(?:nej|næ|nej tak) ", "", phrase)
    if words[:1] and words[0] in ("nej", "næ", "aldrig", "ingen", "slet") and (stripped in phrases("zero") or not [word for word in words[1:] if word not in _polite()]):
        return Answer(0)
    return None


def _alcohol(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    for segment in doc._.segments:
        if segment.negated is not False or segment.hypothetical:
            continue
        if segment.person not in ("self", "patient", None):
            continue
        found = alcohol_in(doc, _with_drink(segment), set())
        if found:
            low, high, estimate, marks, bound = found
            others = [one for one in _free_numbers(doc, set(marks)) if one[1] in (None, "genstande")]
            if others:
                return Answer(None, AskBack(question, "how_many"))
            if segment.doubtful:
                estimate = True
            value, ask = checks.check(question, low, high, bound, estimate)
            return Answer(value, ask, tuple(marks))
    line = " " + " ".join(texts_of(doc)) + " "
    if len([one for one in _free_numbers(doc, facts.spent) if one[1] in (None, "genstande", "other")]) > 1:
        return Answer(None, AskBack(question, "how_many"))
    if "%per" in line and re.search(r" (?:nej|ingen|ikke|aldrig) ", line) and "#" not in line:
        return Answer(None, AskBack(question, "how_many"))
    drinks = load("answers")["drinks"]
    free = _free_numbers(doc, facts.spent)
    if len(free) == 1 and free[0][1] == "other":
        following = free[0][2].line.split(f" {free[0][3]} ")[1].split()[:2]
        if any(word in drinks for word in following):
            taken, ask = checks.check(question, free[0][0].low, free[0][0].high, free[0][0].bound)
            return Answer(None, ask or AskBack(question, "confirm_value", taken))
    if not free and re.search(r" (?:lidt|sjældent|fest|fester|festlige|selskab|selskaber|af og til|en gang imellem|meget|moderat|jævnligt|ofte|tit|weekenden|lejlighedsvis|højtider|jul|ja|et glas|vin|øl|almindeligt|normalt|meget sjældent|dagligt) |%per", line) and len(line.split()) <= 14 and not _asked_anything(doc):
        return Answer(None, AskBack(question, "how_many"))
    return None


def _with_drink(segment: Segment) -> Segment:
    """In answer to the question a bare "to om dagen" is of drinks."""
    items: List[Item] = []
    for index, item in enumerate(segment.items):
        items.append(item)
        if item.text[0] == "#":
            following = [one.text for one in segment.items[index + 1:index + 3]]
            drinks = set(load("answers")["drinks"]) | set(load("answers")["drinks_estimated"])
            if not following or not any(word in drinks for word in following) and (following[0][0] == "%" or following[0] in ("gange", "styk", "til")):
                if following[:1] == ["gange"]:
                    continue
                items.append(Item("genstande"))
    copy = Segment(items, segment.sentence)
    return copy


def _per_week(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    pers = [(text, time) for segment in doc._.segments if not segment.hypothetical for text, time in times_of(segment) if time.kind == "per"]
    free = [one for one in _free_numbers(doc, facts.spent) if one[1] in (None, "gange")]
    line = " " + " ".join(texts_of(doc)) + " "
    if any(segment.negated is not False for segment in doc._.segments) and "#" not in line:
        return Answer(None, AskBack(question, "how_many")) if pers else None
    if len(pers) == 1 and len(free) == 1:
        factor = pers[0][1].low
        number = free[0][0]
        if free[0][1] is None and factor == 7:
            return Answer(None, AskBack(question, "how_many"))
        value, ask = checks.check(question, number.low * factor, number.high * factor, number.bound)
        if free[0][2].doubtful and value is not None:
            return Answer(None, AskBack(question, "confirm_value", value))
        return Answer(value, ask, (free[0][3],))
    if len(pers) == 1 and not free and not [one for one in _free_numbers(doc, facts.spent) if one[1] not in ("minutter", "timer", "kvarter")]:
        value, ask = checks.check(question, pers[0][1].low)
        return Answer(value, ask)
    if len(pers) > 1:
        return Answer(None, AskBack(question, "how_many"))
    if not free and re.search(r" (?:sjældent|af og til|en gang imellem|ofte|tit|lidt|meget|jævnligt|indimellem|nogle gange|flere gange|ja) ", line) and len(line.split()) <= 10:
        return Answer(None, AskBack(question, "how_many"))
    return None


def _falls(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    line = " " + " ".join(texts_of(doc)) + " "
    pers = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "per"]
    free = [one for one in _free_numbers(doc, facts.spent) if one[1] in (None, "gange", "other")]
    if re.search(r" (?:ikke faldet|aldrig faldet|ingen fald|falder aldrig|falder ikke|faldet ikke|ikke nogen fald|ikke et eneste fald) ", line) and not free and not re.search(r" (?:men|måske|ud over|bortset|tror|vist|næsten) ", line):
        return Answer(0)
    if pers and not free:
        return Answer(None, AskBack(question, "how_many"))
    if pers and free and all(abs(time.low * 52 - 1) > 0.01 for time in pers):
        factor = pers[0].low * 52
        value, ask = checks.check(question, round(free[0][0].low * factor), round(free[0][0].high * factor))
        return Answer(None, ask or AskBack(question, "confirm_value", value))
    if not free and (re.search(r" (?:flere gange|mange gange|nogle gange|tit|ofte|af og til|jævnligt|faldt|faldet|en del|gled|snublede|indimellem|sjældent|gange) ", line) or said == "yes" and whole):
        return Answer(None, AskBack(question, "how_many"))
    if re.search(r" %(?:ago|year|month)\d+ ", line) and free and re.search(r" (?:faldt|faldet) ", line):
        months = [months_range(time, context.today) for segment in doc._.segments for _, time in times_of(segment)]
        if any(span and span[1] > 12 for span in months):
            return Answer(None, AskBack(question, "how_many"))
    return None


def _minutes(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    zero = _zero_or(question, doc, facts, context, said, whole)
    if zero:
        return zero
    line = " " + " ".join(texts_of(doc)) + " "
    free = _free_numbers(doc, facts.spent)
    durations = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "duration"]
    amounts: List[Tuple[float, float, Optional[str]]] = []
    if _length(doc) > SHORT + 3:
        return NOTHING
    gange = [one for one in free if one[1] == "gange"]
    for number, unit, segment, mark in free:
        if unit in ("minutter", None):
            amounts.append((number.low, number.high, number.bound))
        elif unit == "timer":
            amounts.append((number.low * 60, number.high * 60, number.bound))
        elif unit == "kvarter":
            amounts.append((number.low * 15, number.high * 15, number.bound))
    if not amounts and re.search(r" (?:et |en )?kvarter", line):
        amounts.append((15, 15, None))
    if not amounts and re.search(r" (?:trekvart time|tre kvarter) ", line):
        amounts.append((45, 45, None))
    pers = [time for segment in doc._.segments for _, time in times_of(segment) if time.kind == "per"]
    if len(amounts) != 1 or len(pers) > 1 or len(gange) > 1 or durations and any(time.low > 0.2 for time in durations):
        if not amounts and (pers or re.search(r" (?:meget|lidt|hele dagen|ikke så meget|ikke ret meget|ja|flere timer|sjældent|nogle timer|en tur) ", line)) and len(line.split()) <= 12 and not _asked_anything(doc):
            return Answer(None, AskBack(question, "how_many"))
        return Answer(None, AskBack(question, "how_many")) if len(amounts) > 1 else None
    low, high, bound = amounts[0]
    if gange:
        low, high = low * gange[0][0].low, high * gange[0][0].high
    factor = pers[0].low / 7 if pers else 1.0
    if gange and not pers:
        return Answer(None, AskBack(question, "how_many"))
    value, ask = checks.check(question, low * factor, high * factor, bound)
    if value is not None:
        value = checks.tidy(round(value, 1))
    doubtful = any(segment.doubtful for segment in doc._.segments)
    if doubtful and value is not None:
        return Answer(None, AskBack(question, "confirm_value", value))
    return Answer(value, ask)


def _menopause(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if (len(line.split()) <= 7 or re.search(r"menstr|overgang|bløde|bløder", line)) and re.search(r" (?:ikke endnu|endnu ikke|stadig menstruation|har den stadig|har stadig|har endnu|menstruerer stadig|bløder stadig|ikke stoppet|ikke holdt op|den er ikke|stadig|ikke kommet i|ikke i overgangsalderen|ikke nået|har menstruation|får stadig|får den stadig|ikke gået i) ", line) and "#" not in line and "%age" not in line and not re.search(r" (?:måske|tror|vist|hedeture|hedeturene|symptomer) ", line):
        return Answer("not_yet")
    womb = bool(re.search(r" (?:livmoder|livmoderen|hysterektomi|underlivet|underlivsoperation) ", line))
    ovaries = bool(re.search(r" (?:æggestok|æggestokke|æggestokkene|ooforektomi|ovarier|ovarierne) ", line))
    times = [(text, time) for segment in doc._.segments if segment.plain and segment.negated is False for text, time in times_of(segment)]
    ages = [time for _, time in times if time.kind == "age" and time.word is None]
    for _, time in times:
        if time.kind == "before" and time.high <= 45:
            return Answer("before_45")
        if time.kind == "after" and time.low >= 45:
            return Answer("after_45")
    value: Optional[Answer] = None
    if len(ages) == 1 and not [one for one in _free_numbers(doc, facts.spent) if one[1] in (None, "år", "årig")]:
        value = _menopause_age(question, ages[0].low, ages[0].high)
    elif not ages:
        decade = next((number for number in doc._.numbers if number.decade), None)
        if decade:
            value = _menopause_age(question, decade.low, decade.high)
        else:
            age = context.known.get("age")
            spans = [months_range(time, context.today) for _, time in times if time.kind in ("ago", "year")]
            spans = [span for span in spans if span]
            if len(spans) == 1 and isinstance(age, int) and "#" not in line:
                value = _menopause_age(question, age - spans[0][1] / 12 - 0.99 if spans[0][0] != spans[0][1] else age - spans[0][1] / 12, age - spans[0][0] / 12)
                if value.value is not None and isinstance(value.value, int):
                    value = Answer(None, AskBack(question, "estimate", value.value))
            elif spans or any(time.word for _, time in times if time.kind == "ago"):
                return Answer(None, AskBack(question, "across_limit", None, _options("menopause_limit")))
    if value is None:
        free = [one for one in _free_numbers(doc, facts.spent) if one[1] in (None, "år", "årig")]
        if len(free) == 1 and free[0][0].bound and not free[0][0].is_range:
            number = free[0][0]
            if number.bound == "under" and number.high <= 45:
                return Answer("before_45")
            if number.bound == "over" and number.low >= 45:
                return Answer("after_45")
        if len(free) == 1 and free[0][0].is_range:
            value = _menopause_age(question, free[0][0].low, free[0][0].high)
        elif len(free) == 1 and re.search(rf" før (?:jeg (?:var|blev|fyldte) )?{free[0][3]} ", line) and free[0][0].high <= 45:
            return Answer("before_45")
        elif len(free) == 1 and re.search(rf" efter (?:jeg (?:var|blev|fyldte) )?{free[0][3]} ", line) and free[0][0].low >= 45:
            return Answer("after_45")
        elif len(free) == 1 and womb:
            taken, ask = checks.check(question, free[0][0].low, free[0][0].high)
            value = Answer(taken, ask)
    if value is not None:
        if womb and not ovaries and value.value is not None:
            return Answer(None, AskBack(question, "womb_or_ovaries", value.value))
        if any(segment.doubtful for segment in doc._.segments) and value.value is not None:
            return Answer(None, AskBack(question, "confirm_value", value.value))
        return value
    if re.search(r" (?:tidligt|for tidligt|meget tidligt|sent|normalt|almindeligt|nej|ja|lige nu|midt i det) ", line) and "#" not in line and len(line.split()) <= 8:
        return Answer(None, AskBack(question, "across_limit", None, _options("menopause_limit")))
    return None


def _menopause_age(question: str, low: float, high: float) -> Answer:
    if low == high:
        return Answer(*checks.check(question, low, high))
    if high < 45:
        return Answer("before_45")
    if low >= 45:
        return Answer("after_45")
    return Answer(None, AskBack(question, "across_limit", None, _options("menopause_limit")))


def _age(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    """A birth year or a birthday instead of the age."""
    for segment in doc._.segments:
        for text, time in times_of(segment):
            if time.kind == "year" and time.year and len(doc._.items) <= 4:
                found = age_now(time, context.today)
                if found:
                    value, ask = checks.check("age", found[0])
                    if value is not None and found[0] in checks.rules_of("age")["limits"]:
                        return Answer(None, AskBack("age", "confirm_value", value))
                    return Answer(value, ask)
            if time.kind == "age" and time.low == time.high and time.word is None and len(doc._.items) <= 4:
                return Answer(*checks.check("age", time.low))
            if time.kind == "age" and time.word is None and time.low != time.high:
                return Answer(None, AskBack("age", "across_limit"))
    for token in doc:
        if token.text.startswith("dato_") and len(doc) <= 5:
            day, month, year = (int(part) for part in token.text.split("_")[1:])
            full = year if year > 100 else 1900 + year
            found = age_now(When("birth", year=full, month=(month, month), day=day), context.today)
            if found and 1 <= month <= 12 and 1 <= day <= 31:
                return Answer(*checks.check("age", found[0]))
    return None


def _fingers(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    words = " ".join(_bare(texts_of(doc)))
    if words in ("positiv", "testen er positiv", "nedsat"):
        return Answer("positive")
    if words in ("negativ", "testen er negativ", "normal", "ia"):
        return Answer("negative")
    if words in ("ingen", "nul", "ingen fingre", "ingen overhovedet"):
        return Answer(0)
    line = f" {words} "
    bones = re.fullmatch(r" (?:(?:der |er |plads |til |kun |cirka |vist |nok |kan |ligge |være )*)?(#\d+) @bone:minor(?: \w+)? ", line)
    if bones:
        number: Number = doc._.numbers[int(bones[1][1:])]
        return Answer(*checks.check(question, number.low, number.high, number.bound))
    return None


def _wall(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    words = " ".join(_bare(texts_of(doc)))
    line = f" {words} "
    if words in ("positiv", "testen er positiv"):
        return Answer("positive")
    if words in ("negativ", "testen er negativ"):
        return Answer("negative")
    if words in ("ingen", "nul", "ingenting", "intet", "ingen afstand", "0", "ingen cm", "slet ingen"):
        return Answer(0)
    if "#" not in line and re.search(r" (?:rører væggen|når væggen|helt ind til væggen|rører ved væggen|røre væggen|op ad væggen|når helt|rammer væggen|kan nå|nå væggen|nå helt ind|hovedet rører) ", line):
        if any(segment.hedged or segment.not_quite or segment.question for segment in doc._.segments):
            return None
        return Answer("positive" if re.search(r" (?:ikke|næsten|aldrig|ik) ", line) else "negative")
    if "#" not in line and re.search(r" (?:ingen hjælp|ingen til at hjælpe|alene|ingen her|kan ikke få hjælp|har ingen) ", line):
        return Answer(UNKNOWN)
    return None


def _t_score(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if "#" in line:
        if re.search(r" (?:minus|under nul) ", line) and len(_free_numbers(doc, facts.spent)) == 1 and not _free_numbers(doc, facts.spent)[0][0].signed:
            number = _free_numbers(doc, facts.spent)[0][0]
            return Answer(*checks.check("t_score", -number.high, -number.low))
        return None
    if said == "no" and (whole or _first_is_plain(doc)) or re.search(r" (?:aldrig (?:blevet )?scannet|ikke (?:blevet )?scannet|ingen scanning|kender ikke|aldrig fået|ikke fået|har ikke (?:fået )?(?:noget |det )?tal|har ikke tallet|ikke noget tal|aldrig set tallet) ", line):
        return Answer(UNKNOWN) if not _asked_anything(doc) else None
    return None


def _no_helper(question: str, doc: Doc, facts: Facts, context: Context, said: Optional[str], whole: bool) -> Optional[Answer]:
    line = " " + " ".join(texts_of(doc)) + " "
    if "#" not in line and re.search(r" (?:ingen hjælp|ingen til at hjælpe|ingen der kan hjælpe|ingen her|kan ikke måle|ikke målt|aldrig målt|ikke noget målebånd|har ikke et målebånd|ingen målebånd) ", line) and not _asked_anything(doc):
        return Answer(UNKNOWN)
    return None


_SPECIAL = {
    "age": _age,
    "menopause_age": _menopause,
    "alcohol_units_per_week": _alcohol,
    "falls_last_year": _falls,
    "strength_sessions_per_week": _per_week,
    "balance_sessions_per_week": _per_week,
    "active_minutes_per_day": _minutes,
    "rib_pelvis_fingers": _fingers,
    "wall_occiput_cm": _wall,
    "t_score": _t_score,
    "arm_span_cm": _no_helper,
    "height_cm": _no_helper,
    "youth_height_cm": _no_helper,
    "weight_kg": _no_helper,
}
