"""Questions to answer with yes or no: what each segment states, one after the other, and what they say together.

A segment states something by a plain yes or no, by pointing back ("det gør jeg ikke"), or in words of its own
(content/yes_no.yml). What is told of others, supposed, planned or asked states nothing; what is hedged states it in doubt.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import scope, stance
from bot.danish.answers import heads as small_words
from bot.danish.answers.claims import (
    Claim,
    Question,
    claims_in,
    content,
    general,
    general_words,
    is_denied,
    joined,
    question_of,
    text_of,
)
from bot.danish.answers.common import (
    ALL_ELSE_DENIED,
    NOTHING,
    Answer,
    about_patient,
    is_near,
    not_known,
    or_not_known,
    phrases,
    polite,
    texts_of,
)
from bot.danish.answers.family import denies_all, family_statements
from bot.danish.answers.statements import ANAPHOR, CLAIM, HEAD, LIMIT, UNKNOWN, VAGUE, Statement
from bot.danish.answers.steroids import steroid_statements
from bot.danish.facts import Facts
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment

#: Body temperatures that are told as a bare number, the fever among them, and what is surely none.
LIKELY_TEMPERATURE, FEVER_FROM, NO_FEVER_TO = (34.0, 43.0), 38.0, 37.5
#: A yes or a no in a message with more words than this must have something else to go by.
LONGEST_WITHOUT_CLAIM = 60
_KIN = frozenset({"parent", "grand", "child", "sibling", "relative", "spouse", "friend", "family"})
_DATE = re.compile(r" siden (?:i |år |den )*(?:\d{2,4}|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december) ")


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a yes/no question."""
    ask = next((ask for ask in facts.asks if ask.field == question), None)
    return answer_beside(question, facts.settled().get(question), ask, doc, facts, context)


def answer_beside(question: str, value: Any, ask: Optional[AskBack], doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer where something else tells `value`, or that it must be asked back (`ask`): it counts where the message states nothing firm."""
    told = _told(question, doc, context)
    said = _settle(told, question, context)
    if isinstance(said.value, bool) and not told.own and value is None and not is_near(doc):
        return NOTHING
    if not told.own and value is not None and not told.spoken_for:
        return _with_value(question, value, said)
    if value is not None and said.value is None:
        facts.contradicted.add(question)
    if said == NOTHING:
        return Answer(None, ask) if ask and not told.spoken_for else or_not_known(question, doc, NOTHING)
    if said.ask_back is not None:
        return Answer(None, ask) if ask and ask.kind != "confirm_value" else said
    return said


def _with_value(question: str, value: Any, said: Answer) -> Answer:
    """`value` beside a plain yes or no: the other of the two is a contradiction."""
    if said.value is (not value) or said.ask_back is not None and said.ask_back.kind == "contradiction":
        return Answer(None, AskBack(question, "contradiction"))
    if said.ask_back is not None and said.ask_back.kind == "about_you":
        return said
    return Answer(value)


# --- what the segments state ---


@dataclass
class Told:
    """What a message states about the question."""

    statements: List[Statement] = field(default_factory=list)
    about_other: bool = False
    """The state that was asked about is somebody else's."""
    asked: bool = False
    spoken_for: bool = False
    symptom: List[str] = field(default_factory=list)
    """The segments that tell of a symptom, where only a new one counts."""
    texts: List[str] = field(default_factory=list)
    another: bool = False
    """Something is named that is none of what was asked about: "ja, tamoxifen"."""
    turns: Set[int] = field(default_factory=set)
    """The segments that turn against what was said before them."""

    @property
    def own(self) -> bool:
        """The message itself says so, or that it cannot be told."""
        return any(one.kind in (CLAIM, LIMIT) or one.firm and one.kind == UNKNOWN or one.kind == VAGUE and one.value is not None for one in self.statements)


def _told(name: str, doc: Doc, context: Context) -> Told:
    question = question_of(name)
    told = Told()
    segments = joined(doc._.segments)
    since = bool(_DATE.search(" " + " ".join(token.text for token in doc) + " "))
    texts = [text_of(segment, since, context.today) for segment in segments]
    told.texts = texts
    told.spoken_for = _ask_with_tags(segments)
    if "?" not in texts_of(doc):
        _tell_the_unknown(segments)
    for index, segment in enumerate(segments):
        _segment(question, segments, index, texts, told, context, doc)
    if name == "family_history":
        unknown = {one.place for one in told.statements if one.kind == UNKNOWN}
        told.statements += family_statements(segments, [("" if index in unknown else text) for index, text in enumerate(texts)], any(one.kind == HEAD and one.value for one in told.statements))
    if name == "glucocorticoids":
        unknown = {one.place for one in told.statements if one.kind == UNKNOWN}
        told.statements += steroid_statements(segments, [("" if index in unknown else text) for index, text in enumerate(texts)], [_is_other(question, segment, text, context) for segment, text in zip(segments, texts)])
    told.statements.sort(key=lambda one: one.place)
    _nothing_else(question, told)
    if question.past == "same":
        _still_had(told)
    if question.only_new:
        _only_new(question, told)
    return told


def _first_had(told: Told) -> Optional[int]:
    """The segment that first says firmly that it is so."""
    return next((one.place for one in told.statements if one.kind == CLAIM and one.firm and one.value), None)


def _nothing_else(question: Question, told: Told) -> None:
    """ "kalken, ellers ingen piller": what is denied is all else."""
    had = _first_had(told)
    if had is not None:
        told.statements = [
            one for one in told.statements
            if not (one.place > had and one.value is False and ALL_ELSE_DENIED.match(told.texts[one.place]) and not question.ask.found(told.texts[one.place]))
        ]


def _still_had(told: Told) -> None:
    """ "kræftknuden blev skåret væk, så nu har jeg ingenting": what was had once counts, whatever is left of it now."""
    had = _first_had(told)
    if had is not None:
        told.statements = [
            one for one in told.statements
            if not (one.place > had and one.value is False and one.kind in (CLAIM, ANAPHOR) and _NOW.search(told.texts[one.place]))
        ]


_NOW = re.compile(r" (?:nu|længere|mere|i dag|idag|siden|herefter|derefter) ")


def _tell_the_unknown(segments: Sequence[Segment]) -> None:
    """ "hvad det hedder, ved jeg ikke": no question, though it begins like one."""
    for sentence in {segment.sentence for segment in segments if segment.question}:
        some = [segment for segment in segments if segment.sentence == sentence]
        if stance.unknowings([item.text for segment in some for item in segment.items]):
            for segment in some:
                segment.question = False


def _ask_with_tags(segments: Sequence[Segment]) -> bool:
    """ "mælk er da også kalk, er det ikke?": a question at the end asks all of its sentence. Whether there was one."""
    found = False
    for before, segment in zip(segments[-2::-1], segments[:0:-1]):
        if segment.question and segment.sentence == before.sentence and _is_only_light(segment.line) and not small_words.plain_word(before.items[0].text):
            before.question = found = True
    return found


def _segment(question: Question, segments: Sequence[Segment], index: int, texts: Sequence[str], told: Told, context: Context, doc: Doc) -> None:
    """Adds what one segment states."""
    segment, text = segments[index], texts[index]
    if segment.question and not general("no_question").found(text):
        told.asked = True
        return
    heads, body = _heads(segment, text)
    turn = _is_turn(segment, text, index) or question.temperature and index > 0 and bool(_GONE.search(text))
    if turn:
        told.turns.add(index)
    hedged = _is_hedged(text, segments[index + 1] if index + 1 < len(segments) else None, question)
    supposed = segment.hypothetical and not question.offer and (index > 0 or not heads)
    excepted = index + 1 < len(segments) and segments[index + 1].exceptive and segments[index + 1].sentence == segment.sentence
    found: List[Statement] = []
    for value, weak in heads:
        found.append(Statement(value, not supposed and not (hedged and _is_only_light(body)), HEAD, index, turn, weak=weak))
    if question.protest and heads and text.startswith(" jo ") and claims_in(body, question):
        found = []
    following = texts[index + 1] if index + 1 < len(texts) and not body.strip() else ""
    if question.offer and heads and (general("no_objection").found(body) or general("no_harm").found(following)):
        found = []  # "nej, det gør ikke noget": the no is to the harm, and not to what is offered
    other = _is_other(question, segment, text, context)
    inner = body if heads else text
    if other:
        _of_another(question, inner, text, told)
    elif not _is_void(question, texts, index) and inner.strip():
        found += _own_words(question, segments, inner, index, turn, hedged, supposed, told, excepted)
        if question.temperature and not any(one.kind == CLAIM for one in found):
            found += _temperature(segment, text, index, turn, hedged)
    elif _is_void(question, texts, index):
        told.spoken_for = True
    if _says_another(segment, text, context):
        told.about_other = True
        found = []
    elif not supposed and not any(one.kind in (CLAIM, UNKNOWN) for one in found):
        found += _inner_heads(inner, index, turn)
    if general("says_so").found(text):
        found = [replace(one, reported=one.kind == HEAD) for one in found]
    turned = index + 1 < len(segments) and segments[index + 1].lead == "men"
    if turned and about_patient(context) and (general("says_that").found(text) or general("says_so").found(text)):
        found = [replace(one, firm=False) for one in found]
    if question.past != "same" and not question.only_new and not any(one.kind != HEAD for one in found) and _is_past_only(inner):
        found.append(Statement(True, False, VAGUE, index, past=True))
    if question.offer and segment.hypothetical and question.ask.found(text):
        found = [replace(one, firm=False) for one in found]  # "ikke, hvis I gemmer mit navn"
    told.statements += found


#: "det er væk nu", of the fever that was told.
_GONE = re.compile(r" (?:det|den|feberen|temperaturen) (?:[^ ]+ ){0,2}(?:væk|over|ovre|overstået|gået|forsvundet|faldet|fortid)(?= )")


def _is_void(question: Question, texts: Sequence[str], index: int) -> bool:
    """Whether a segment is of something else: by its own words, or as it goes on about such a thing ("kedlen, der får kalk")."""
    goes_on = index > 0 and texts[index].startswith((" der ", " som "))
    return question.void.found(texts[index]) or goes_on and question.void.found(texts[index - 1])


def _says_another(segment: Segment, text: str, context: Context) -> bool:
    """ "min kone siger altid nej til sådan noget": somebody else's yes or no."""
    named = segment.explicit and segment.person in _KIN and "@person" in text and not about_patient(context)
    return named and general("says_so").found(text) and not re.search(r" (?:jeg|mig|vi|os) ", text)


def _own_words(
    question: Question,
    segments: Sequence[Segment],
    text: str,
    index: int,
    turn: bool,
    hedged: bool,
    supposed: bool,
    told: Told,
    excepted: bool,
) -> List[Statement]:
    """What a segment about the person states beside a leading yes or no."""
    segment = segments[index]
    if index and segments[index - 1].hedged and general("not_sure").found(text):
        return [Statement(None, False, LIMIT, index, turn, strong=True)]
    if turn and general("disputes").found(text):
        return [Statement(False, False, LIMIT, index, turn, narrow=True, strong=True)]
    if question.aided and general("aided").found(text):
        return [Statement(True, False, LIMIT, index, turn, narrow=True, strong=True)]
    if question.half.found(text):
        return [Statement(None, False, LIMIT, index, turn, narrow=True, strong=True)]
    unknown = _not_known(question, segment, text, len(told.texts) == 1)
    if question.name == "family_history" and (denies_all(text) or "@person" in text and unknown is None):
        return []
    if text.strip() in phrases("maybe_no") | phrases("maybe_yes") and not claims_in(text, question):
        return [Statement(text.strip() in phrases("maybe_yes"), False, LIMIT, index, turn)]
    if general("maybe").found(text) and len(told.texts) > 1:
        return [Statement(None, False, LIMIT, index, turn)]
    if general("refused").found(text) and not question.only_new and not supposed:
        return [Statement(False, not hedged, CLAIM, index, turn)]
    if general("as_far").found(text) and is_denied(text):
        return [Statement(False, False, LIMIT, index, turn)]
    if question.advised and general("advised").found(text) and not claims_in(text, question):
        return [Statement(False, not hedged, CLAIM, index, turn)]
    limits = _limits(question, text, index, turn)
    if unknown is not None and not (limits and question.habit):
        return [Statement(None, unknown, UNKNOWN, index, turn)]
    if general("planned").found(text) and not question.offer:
        told.spoken_for = True
        return [Statement(False, False, VAGUE, index, turn)] if claims_in(text, question) or question.ask.found(text) else []
    events = _events(question, text, index)
    told.another = told.another or question.another.found(_ALONG.sub(" ", text)) or bool(question.elsewhere) and _is_elsewhere(text)
    claims = [] if supposed else _claims(question, segment, text, index, turn, hedged, told)
    if limits and _only_within(question, text):
        limits = []
    if claims or events or limits:
        return [replace(one, firm=False) if limits and one.kind == CLAIM and one.value and not events else one for one in claims] + events + limits
    if supposed or excepted:
        return []
    return _pointing_back(question, segment, text, index, turn, hedged)


def _claims(question: Question, segment: Segment, text: str, index: int, turn: bool, hedged: bool, told: Told) -> List[Statement]:
    """The question's own patterns, with what the segment takes over from the one before it."""
    found = []
    whole = " ".join(told.texts)
    inherited = segment.negated if not is_denied(text) and not any(item.text in scope.words("negators") for item in segment.items) else False
    reported = general("reported").found(text)
    claims = claims_in(text, question)
    elsewhere = bool(question.elsewhere) and _is_elsewhere(text)
    if elsewhere and _ONLY.search(text) and not hedged:
        return [Statement(False, True, CLAIM, index, turn)]
    vague = _is_vague(question, text, claims) or elsewhere
    for claim in claims:
        value = claim.value
        if inherited and value is not None:
            value = not value
        firm = value is not None and not hedged and not reported and inherited is not None and (segment.person != "unclear" or question.any_person)
        if value and question.only_new:
            told.symptom.append(text)
        if value is False and question.name in _STATES and general("before").found(text):
            firm = False
        if value and _is_past(question, text):
            if question.past is False:
                value = False
            elif question.past != "same":
                firm = False
        found.append(Statement(value, firm and not vague, VAGUE if firm and vague else CLAIM, index, turn, reported=reported))
    if question.bones and re.search(r" @(?:bone|fracture_name):", segment.line) and not found and not is_denied(text) and "%young" not in whole:
        found.append(Statement(True, not hedged and not vague, CLAIM, index, turn))
    said_yes = any(one.kind == HEAD and one.value for one in told.statements)
    if vague and said_yes and question.supports and re.search(question.supports, text):
        vague = False  # "ja, siden 2012, og jeg får Prolia": the medicine bears the yes out
    vague = vague or not found and question.weak_signs.found(text)
    if vague and (not found or question.strong_ask):
        found.append(Statement(None, False, LIMIT if question.strong_ask else VAGUE, index, turn, strong=bool(question.strong_ask)))
    return found


#: What is so now; "før spiste jeg som en hest" says nothing of it.
_STATES = frozenset({"small_eater", "unsteady", "dairy_daily"})


def _is_vague(question: Question, text: str, claims: Sequence[Claim]) -> bool:
    """Whether something is said that the answer cannot be told from, and that is no part of a clear claim."""
    spans = [span for found in question.ask.spans(text) for span in found]
    claimed = [span for claim in claims for span in claim.spans]
    return any(not any(low < end and start < high and not (start < low and high <= end) for low, high in claimed) for start, end in spans)


def _is_elsewhere(text: str) -> bool:
    """ "jeg går til kontrol for mit blodtryk": what is told is of another illness, and of no bones."""
    return bool(_set_pattern("elsewhere").search(_WATCHES.sub(" ", text))) and not _set_pattern("bones").search(text)


#: Who keeps an eye on something speaks of no eyes.
_WATCHES = re.compile(r" (?:holder|holdt|holde|har|haft|havde) (?:[^ ]+ ){0,3}(?:øje|øjnene)(?= (?:med|på) )")
#: "kun for mit blodtryk": nothing but that.
_ONLY = re.compile(r" (?:kun|bare|blot|udelukkende|alene|ikke andet end) ")


_NEVER_FORGETS = re.compile(r" glemmer (?:[^ ]+ ){0,3}(?:aldrig|ikke) | (?:aldrig|ikke) (?:[^ ]+ ){0,2}(?:glemmer|glemt) ")


#: What something is taken with is not what is taken.
_ALONG = re.compile(r" (?:sammen med|oven i|oveni|ud over|udover|ved siden af|foruden|samt|plus) (?:[^ ]+ ){1,3}")


def _limits(question: Question, text: str, index: int, turn: bool) -> List[Statement]:
    """ "kun til fest", "nogle gange": a yes that is none, or a no that is none."""
    if question.weekly and "%weekly" in text:
        return []
    if _NEVER_FORGETS.search(text) or general("no_only").found(text):
        return []
    if question.habit and (general("sometimes").found(text) or general("only").found(text)):
        return [Statement(None, False, LIMIT, index, turn, narrow=general("only").found(text))]
    return []


def _only_within(question: Question, text: str) -> bool:
    """ "kun på magnesium": the "kun" is part of what denies, and no exception from it."""
    if general("sometimes").found(text):
        return False
    denying = [claim.spans for claim in claims_in(text, question) if claim.value is False]
    starts = [spans[0][0] for spans in general("only").spans(text)]
    return bool(starts) and all(any(low <= start < high for spans in denying for low, high in spans) for start in starts)


def _events(question: Question, text: str, index: int) -> List[Statement]:
    """Something was given up, or taken up again: of these the last one holds."""
    if not question.stops:
        return []
    again = general("again").found(text) and (_is_only_light(_AGAIN.sub(" ", text), question) or not _AGAIN.search(text) or _says_of_it(question, text))
    if again and not re.search(r" (?:ikke|aldrig|slap|slippe|sluppet|udskrevet|afsluttet|hjem) ", text):
        return [Statement(True, True, CLAIM, index, True, event=True)]
    if general("stopped").found(text) and not general("not_stopped").found(text):
        return [Statement(False, True, CLAIM, index, True, event=True)]
    return []


#: "igen" alone is of anything: "det regner igen".
_AGAIN = re.compile(r" igen(?= )")
_TAKEN_UP = re.compile(r" (?:begyndt|begyndte|startet|startede|genoptaget|genoptog|faldet i|faldt i|faldet|røget) ")


def _says_of_it(question: Question, text: str) -> bool:
    """Whether the words beside "igen" are of what was asked, or of something taken up."""
    return bool(_TAKEN_UP.search(text)) or question.topic.found(text) or bool(claims_in(text, question)) or question.another.found(text)


def _pointing_back(question: Question, segment: Segment, text: str, index: int, turn: bool, hedged: bool) -> List[Statement]:
    """ "det gør jeg ikke", "sådan noget har jeg aldrig haft": nothing but words that point back to what was asked."""
    words = text.split()
    if general("not_quite").found(text) and _is_only_light(text):
        return [Statement(None, False, LIMIT, index, turn)]
    unit = _small_unit(text)
    if question.name != "smoking" and _SMOKING.search(text):
        return []
    if general("relative").found(text) or any(item.text[0] == "#" for item in segment.items):
        return []  # "som ung var jeg 168" and "det er blevet til 88" say so of the number, and point back to nothing
    if unit is not None:
        value = unit.said in ("yes", "maybe_yes")
        past = value and _is_past(question, text)
        return [Statement(value, not hedged and not past and unit.said in ("yes", "no"), ANAPHOR, index, turn, past=past)]
    if not _is_only_light(text, question):
        return []
    if is_denied(text) or segment.negated is True:
        return [Statement(False, not hedged, ANAPHOR, index, turn)]
    if question.daily and ("%daily" in words or "%long" in words and len(words) == 1) and len(words) <= 4:
        return [Statement(True, not hedged, CLAIM, index, turn)]
    if general("points_back").found(text):
        past = _is_past(question, text)
        return [Statement(True, not hedged and not past, ANAPHOR, index, turn, past=past)]
    return []


#: "Jeg ryger ikke" points back to nothing but smoking.
_SMOKING = re.compile(r" (?:ryger|røg|røget|ryge) ")
#: What may follow "det har jeg gjort": since when, or why.
_REASONS = frozenset({"siden", "efter", "fordi", "for", "da", "lige"})


def _small_unit(text: str) -> Optional[small_words.Unit]:
    """The yes or no of small words that the whole segment is."""
    small = [word for word in text.split() if word[0] not in "%#"]
    unit = small_words.unit_at(small, 0) if small else None
    return unit if unit is not None and (unit.end >= len(small) or unit.kind == "clause" and small[unit.end] in _REASONS) else None


def _is_only_light(text: str, question: Optional[Question] = None) -> bool:
    """Whether nothing is said but words that point back, doubt, or name what was asked about."""
    light = general_words("light")
    doubted = general("hedge").found(text)
    return all(
        word in light or word[0] in "%#" or doubted and word in _hedge_words() or question is not None and question.pointing.found(f" {word} ")
        for word in text.split()
    )


@lru_cache(maxsize=1)
def _hedge_words() -> FrozenSet[str]:
    return frozenset(re.findall(r"[a-zæøå]+", " ".join(str(pattern) for pattern in content()["general"]["hedge"])))


#: "Jeg ved ikke, hvad binyrebarkhormon er" asks what it is.
_MEANING = (("er",), ("betyder",), ("mener",))


def _not_known(question: Question, segment: Segment, text: str, alone: bool) -> Optional[bool]:
    """Whether the segment says that something is not known: True of what was asked, False of a detail, None not at all."""
    if general("unknown").found(text) or question.unknown.found(text) or alone and text.strip() in phrases("unknown"):
        return True
    found = stance.unknowings([item.text for item in segment.items])
    if not found or general("as_far").found(text) or (question.ask.found(text) or claims_in(text, question)) and not any(one.complement for one in found):
        return None
    if any(stance.is_about(one, question.name) for one in found):
        return True
    return None if all(one.complement[:1] == ("om",) or one.complement[-1:] in _MEANING for one in found) else False


def _is_past(question: Question, text: str) -> bool:
    """Told of an earlier time only."""
    if "%recent" in text or question.past == "same" or question.only_new:
        return False
    if general("before").found(text):
        return True
    words = set(text.split())
    return bool(words & general_words("past_verbs")) and not words & general_words("present_verbs")


def _is_past_only(text: str) -> bool:
    """ "indtil sidste år", "i gamle dage": an earlier time and nothing else."""
    return general("before").found(text) and (_is_only_light(general("before").single.sub(" ", text)) or text.strip().startswith(("indtil", "før")))


def _is_hedged(text: str, following: Optional[Segment], question: Question) -> bool:
    if following is not None and scope._is_hedge_alone(following):
        return True
    doubted = general("hedge").found(text) or general("as_far").found(text)
    return not question.no_hedge_words and doubted and not general("no_hedge").found(text)


def _is_turn(segment: Segment, text: str, index: int) -> bool:
    """Whether the segment turns against what was said before it."""
    return index > 0 and (segment.lead in ("men", "eller", "dog", "hvorimod") or any(text.startswith(f" {word} ") for word in general_words("turns")))


# --- yes and no ---


@lru_cache(maxsize=1)
def _fillers() -> "re.Pattern[str]":
    words = sorted(map(re.escape, general_words("fillers")), key=len, reverse=True)
    return re.compile(rf"^ (?:(?:{'|'.join(words)}) )*")


def _heads(segment: Segment, text: str) -> Tuple[List[Tuple[bool, bool]], str]:
    """The plain yes and no at the beginning, each with whether it is weak (an exclamation), and the rest."""
    if _small_unit(text) and small_words.plain_word(text.split()[0]) and is_denied(text):
        return [], text
    found: List[Tuple[bool, bool]] = []
    rest = text
    while True:
        before = _fillers().match(rest)
        at = before.end() if before else 1
        word = rest[at:].split(" ", 1)[0]
        said = small_words.plain_word(word) if word else None
        if said is None:
            break
        weak = bool(re.search(r" (?:nå|åh|ih|uh) ", rest[:at]))
        rest = rest[at + len(word):]
        found.append((said == "yes", weak))
    if found and any(rest.startswith(f" {word} ") for word in general_words("exclaims")):
        found = [(value, True) for value, _ in found]
    return found, rest


def _inner_heads(text: str, index: int, turn: bool) -> List[Statement]:
    """ "d-vitamin ja", "tabletter nej": a yes or no at the end of a segment, or in it."""
    found = []
    for word in text.split() if not general("not_quite").found(text) else ():
        said = small_words.plain_word(word)
        if said and word[0] in "jn" and word != "jo":
            found.append(Statement(said == "yes", True, HEAD, index, turn))
    return found[-1:]


# --- whose it is ---


@lru_cache(maxsize=None)
def _set_pattern(name: str) -> "re.Pattern[str]":
    words = [str(word) if str(word)[0] == "@" else str(word).replace("_", " ") for word in content()["sets"][name]]
    return re.compile("(?<= )(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")(?= )")


def _is_other(question: Question, segment: Segment, text: str, context: Context) -> bool:
    """Whether the segment is about somebody else."""
    if question.any_person:
        return False
    if _set_pattern("animals").search(_LIKE_ONE.sub(" ", text)) and not re.search(r" (?:jeg|mig|vi|os) ", text):
        return True
    if question.name == "family_history":
        return False
    by_the_way = _BY_THE_WAY.search(text) if segment.person in _KIN else None
    if by_the_way and (re.search(r" (?:jeg|mig|hun|han) | har ", text) or claims_in(by_the_way.group().rpartition(" @")[0] + " ", question)):
        return False
    if segment.person in _KIN:
        return not context.may_be_any_relative and not (segment.explicit and "@person" not in text)
    if segment.person == "other":
        if "@person:staff" in text or " vi " in text:
            return False
        text = _OF_READER.sub(" ", text)
        return bool(_set_pattern("people").search(text) or re.search(r" (?:hun|han|hende|ham|hendes|hans) ", text))
    return False


#: "Da du bankede", "dem, du nævner": the assistant, by the way.
_OF_READER = re.compile(r" (?:da|når|hvis|som|hvor|det|dem|de|den|end|hvad) (?:du|i) [^ ]+(?= )")
#: A relative who is named by the way: "... efter at min mand døde", "hos min datter".
_BY_THE_WAY = re.compile(r"^(?: (?!@person)[^ ]+)+ (?:efter|da|siden|fordi|mens|når|hos|med|for|til|fra|ved|end|inden|før|ligesom|i|sammen med|på grund af|uden)(?: (?:at|min|mit|mine|hendes|hans|vores|afdøde|den|dengang))* @person:")


#: "Som en hest": the person, who is like one.
_LIKE_ONE = re.compile(r" (?:som|ligesom) (?:en|et) [^ ]+(?= )")


def _of_another(question: Question, text: str, whole: str, told: Told) -> None:
    """Notes that what was asked about is told of somebody else; that somebody does not know is said of oneself."""
    bare = re.sub(r" @person:\w+(?= )", "", text)
    if _is_only_light(bare) or any(claim.value for claim in claims_in(text, question)):
        told.about_other = True
    if not told.statements and _set_pattern("animals").search(_LIKE_ONE.sub(" ", text)):
        told.spoken_for = True


# --- temperatures, and what is new ---


def _temperature(segment: Segment, text: str, index: int, turn: bool, hedged: bool) -> List[Statement]:
    """ "38,9 i øret": a number that is a body temperature."""
    items = segment.items
    found = []
    for at, item in enumerate(items):
        if item.text[0] != "#":
            continue
        following = items[at + 1].text if at + 1 < len(items) else ""
        low = item.thing.low
        if not LIKELY_TEMPERATURE[0] <= low <= LIKELY_TEMPERATURE[1] or following in _NOT_DEGREES:
            continue
        value = True if low >= FEVER_FROM else False if low <= NO_FEVER_TO else None
        found.append(Statement(value, value is not None and not hedged, CLAIM, index, turn))
    return found[-1:]


_NOT_DEGREES = frozenset({"år", "årig", "kg", "cm", "m", "mg", "styk", "gange", "minutter", "timer", "uger", "dage", "måneder", "procent", "kr", "piller", "tabletter"})


def _only_new(question: Question, told: Told) -> None:
    """Of a symptom only what is new or worse counts: what is long-standing is a no, and what may be either is asked."""
    if not told.symptom and not any(one.kind in (ANAPHOR, HEAD) and one.value for one in told.statements):
        return
    whole = " ".join(told.texts)
    rest = whole
    old = general("old").spans(whole)
    for spans in reversed(old):
        for start, end in spans:
            rest = rest[:start] + "·" * (end - start - 1) + " " + rest[end:]
    new = general("new").found(rest)
    for at, one in enumerate(told.statements):
        if one.kind != CLAIM or one.value is not True:
            continue
        if old and not new:
            told.statements[at] = replace(one, value=False, turn=True)
        elif old and new or not new and not question.clear:
            told.statements[at] = replace(one, firm=False, kind=VAGUE if not (old and new) else LIMIT)
    if old and not new:
        pointed = told.symptom or any(one.kind == ANAPHOR for one in told.statements)
        changed = {"value": False} if pointed else {"firm": False}
        told.statements = [replace(one, **changed) if one.kind in (HEAD, ANAPHOR) and one.value else one for one in told.statements]


# --- together ---


def _settle(told: Told, question: str, context: Context) -> Answer:
    """What the statements say together."""
    statements = [one for one in told.statements if not one.weak or len(told.statements) > 1 and any(two.kind == CLAIM for two in told.statements)]
    statements = [_repeated(one, statements) for one in statements]
    agreed = any(general("agreed").found(text) and not is_denied(text) for text in told.texts)
    statements = [replace(one, firm=True) if one.reported and agreed and one.value is not None else one for one in statements]
    firm = [one for one in statements if one.firm and one.value is not None]
    if question_of(question).either and any(one.kind == CLAIM and one.value for one in firm):
        firm = [one for one in firm if one.value or one.kind != ANAPHOR]
    doubts = [one for one in statements if not one.firm and one.kind != UNKNOWN]
    unknown = [one for one in statements if one.kind == UNKNOWN]
    if not firm:
        hints = [one for one in doubts if one.kind == VAGUE and not one.past]
        hinted = hints if question == "family_history" else question_of(question).temperature and any(one.value is None for one in hints)
        if any(one.firm or not doubts for one in unknown) and not any(one.kind == LIMIT for one in doubts) and not hinted:
            return not_known(question)
        if doubts:
            return Answer(None, AskBack(question, "confirm_value", next((one.value for one in reversed(doubts) if one.value is not None), True)))
        return NOTHING
    value = _last_word(firm, told.turns)
    if value is None or any(one.reported and one.kind == HEAD and one.value is not value for one in statements):
        return Answer(None, AskBack(question, "contradiction"))
    heads_only = not any(one.kind == CLAIM for one in firm)
    one_is_enough = question == "family_history" and value and not heads_only
    last = firm[-1].place
    lost = any(one.firm and one.place >= last and (heads_only or one.place > last) for one in unknown)
    if lost and question == "family_history" and not heads_only:
        return Answer(None, AskBack(question, "confirm_value", value)) if not one_is_enough else Answer(value)
    if lost and not one_is_enough:
        return not_known(question)
    if heads_only and value and told.about_other and not about_patient(context) and not _names_oneself(told, firm):
        return Answer(None, AskBack(question, "about_you", True))
    if heads_only and value and told.another:
        return Answer(None, AskBack(question, "confirm_value", True))
    if heads_only and told.asked and question in ("consent", "lifestyle"):
        return NOTHING
    if _in_doubt(doubts, firm, value):
        return Answer(None, AskBack(question, "confirm_value", value))
    return Answer(value)


def _names_oneself(told: Told, firm: Sequence[Statement]) -> bool:
    """ "ja, det har jeg, og min mormor havde det også": the yes is one's own, whoever else is told of."""
    own = any(one.kind == ANAPHOR and " jeg " in told.texts[one.place] for one in firm)
    return own or firm[0].kind == HEAD and any(re.search(r" @person:\w+ (?:[^ ]+ )*også ", text) for text in told.texts)


def _repeated(one: Statement, statements: Sequence[Statement]) -> Statement:
    """ "jeg kan stå på dem begge, det kan jeg": what points back to the claim just before it says the same again."""
    before = next((two for two in statements if two.kind == CLAIM and two.place == one.place - 1 and two.value is not None), None)
    return replace(one, value=before.value) if before and one.kind == ANAPHOR and one.value and not one.turn else one


def _last_word(firm: Sequence[Statement], turns: Set[int]) -> Optional[bool]:
    """The value that holds: all agree, or the last ones turn against what was said before them."""
    value = firm[-1].value
    start = len(firm) - 1
    while start > 0 and firm[start - 1].value is value:
        start -= 1
    if start == 0:
        return value
    first = firm[start]
    before = firm[start - 1]
    turned = any(before.place < place <= first.place for place in turns) or first.event and (first.turn or before.event)
    answered = first.kind == HEAD and before.kind == HEAD and first.place > before.place and len(firm) > start + 1
    return value if turned or answered else None


def _in_doubt(doubts: Sequence[Statement], firm: Sequence[Statement], value: bool) -> bool:
    """Whether something said in doubt takes the certainty away."""
    last = firm[-1].place
    claimed = any(one.kind == CLAIM for one in firm)
    for one in doubts:
        later = one.place >= last
        if one.kind == LIMIT and (value or one.narrow) and (later or one.strong):
            return True
        if one.past and value and not claimed:
            return True
        if one.kind in (CLAIM, ANAPHOR) and not one.past and (later or one.value is not value and not firm[-1].turn) and not (claimed and one.value is value):
            return True
        if one.kind == VAGUE and value and not claimed and one.value is False and (later or one.turn):
            return True
    return False


# --- for the questions on fractures ---


_ABOUT: Dict[str, str] = {}


def tail_is_about(question: str, doc: Doc, rest: Sequence[str], facts: Facts) -> bool:
    """Whether the words after a yes or no are about the question, or nothing but talk."""
    if not [word for word in rest if word not in polite()]:
        return True
    return question_of(question).topic.found(" " + " ".join(rest) + " ")
