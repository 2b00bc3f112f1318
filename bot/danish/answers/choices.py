"""Questions with a few answers to choose from: who it is, the sex at birth, what the scan showed, what a day is like."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Set

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.back_pain import back_pain
from bot.danish.answers.common import NOTHING, Answer, about_patient, asked_anything, length, not_known, texts_of, verdict
from bot.danish.answers.diseases import conditions
from bot.danish.answers.signals import RELATIVES, Signal, as_written, by_name, foreign_words, is_own, is_unsure, signals_in, word_list
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context
from bot.danish.view import Segment
from bot.danish.when import months_range

__all__ = ["answer", "conditions"]

#: A message longer than this says more than the choice; words that fit anything ("fint") then need a word of the subject.
FEW_WORDS = 7
#: Months, where only "før" or "dengang" is said.
LONG_AGO = 1200.0


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a question with a few answers to choose from. A fact that does not agree with it is dropped."""
    found = _READERS[question](doc, facts, context)
    told = facts.settled().get(question)
    if found.value is None and found.ask_back is None:
        if told is not None and question != "role":
            return Answer(told)
        found = _not_told(question, doc, found)
    if told is not None and found.value != told:
        facts.contradicted.add(question)
    return found


def _not_told(question: str, doc: Doc, found: Answer) -> Answer:
    """Not knowing, or not wanting to say."""
    said, _, whole = verdict(doc)
    if whole and said == "unknown":
        return not_known(question)
    if asked_anything(doc) or any(segment.hypothetical or segment.person in RELATIVES and segment.explicit for segment in doc._.segments):
        return found
    if by_name(signals_in("any", doc._.segments)):
        return not_known(question)
    return found


def confirm(question: str, value: object) -> Answer:
    return Answer(None, AskBack(question, "confirm_value", value))


# --- who is it? ---


def _role(doc: Doc, facts: Facts, context: Context) -> Answer:
    if facts.values.get("for_other") is True and "role" not in facts.values:
        return Answer("patient")
    if asked_anything(doc):
        return NOTHING
    segments = as_written(doc._.segments, people=True)
    told = by_name(signal for signal in signals_in("role", segments) if not (signal.segment.hypothetical or signal.segment.question))
    named = {"physiotherapist": told.get("physio", []), "reception": told.get("desk", []) + told.get("desk_place", [])}
    own = {role for role, signals in named.items() if any(_is_own_work(signal, told) for signal in signals)}
    if any(signal.denied is False for signal in told.get("physio_work", [])):
        own.add("physiotherapist")
    oneself = any(not _is_denied_before(signal) for signal in told.get("self", []))
    if (oneself or told.get("retired")) and any(_HAS_BEEN.search(signal.segment.line) for signals in named.values() for signal in signals):
        own.clear()
    if oneself or len(own) > 1:
        return NOTHING if own else Answer("patient")
    if own:
        return Answer(own.pop())
    others_work = any(signal.denied is False for signals in named.values() for signal in signals) and not told.get("past")
    plain = [signal for signal in told.get("patient", []) + told.get("relative", []) + told.get("retired", []) if not _is_denied_before(signal)]
    return Answer("patient") if plain and not others_work else NOTHING


def _is_denied_before(signal: Signal) -> bool:
    """ "ikke mig": denied itself, whatever else is denied beside it ("for mig selv, ikke for andre")."""
    return bool(set(signal.segment.line[:signal.start].split()[-3:]) & scope.words("negators"))


_OTHERS_WORKER = re.compile(r" (?:min|mine|din|hos|hende|dem|sin|vores|jeres|hendes|hans|den|sendt|går|til|fra|af|med|ved) (?:\S+ )?$")
_HAS_BEEN = re.compile(r" har (?:\S+ )?(?:været|siddet|arbejdet|passet|haft) ")
_I = re.compile(r" (?:jeg|a|undertegnede|æ) ")


def _is_own_work(signal: Signal, told: Dict[str, List[Signal]]) -> bool:
    """Whether a worker or a workplace that is named is the writer's own, now."""
    segment = signal.segment
    before, after = segment.line[:signal.start], segment.line[signal.end:]
    if signal.denied is not False or any(past.segment is segment and past.denied is False for past in told.get("past", [])):
        return False
    if _I.search(before) or re.search(r" jeg (?:\S+ )?$", after) and re.search(r"^ er jeg", after):
        return not re.search(r" (?:til|hos|fra|af|en tid|venter|min|mine|bad|sendt) (?:\S+ ){0,2}$", before) or signal.name == "desk_place" and not re.search(r" (?:fik|fået|talte|taler|ringede|sendt|venter|spurgte|skal) ", before)
    if segment.explicit and segment.person in RELATIVES:
        return False
    if any(says.segment is segment and says.start >= signal.start for says in told.get("says", [])):
        return False
    if signal.name != "desk_place" and _OTHERS_WORKER.search(before):
        return False
    words = before.split()
    return signal.name == "desk_place" or all(word in _FILL_WORDS or word[0] == "#" for word in words) or len(words) <= 3 and segment.person == "self"


_FILL_WORDS = word_list("fill") | {"som", "uddannet", "autoriseret", "praktiserende", "klinikkens", "fra", "erfaren", "ny", "vikar", "kommunal", "privat", "specialist"}


# --- sex at birth ---

_PREDICATE = re.compile(r" (?:er|været|var|være|blive|som|så|svaret er|bliver|køn|er jeg|kønnet|hedder|skriv|skrive|sætte|sæt|nemlig|altså|ren|rigtig|født) (?:\S+ ){0,2}$")


#: What one feels or lives as says nothing of birth.
_FELT = re.compile(r" (?:følt|føler|føle|følte|lever|levet|levede|klædt|opfattet|opfatter|behandlet|set|opført|opdraget) (?:\S+ ){0,3}som (?:\S+ ){0,2}$")


def _sex(doc: Doc, facts: Facts, context: Context) -> Answer:
    if asked_anything(doc):
        return NOTHING
    segments = as_written(doc._.segments, people=True, today=True)
    told = by_name(signal for signal in signals_in("sex", segments) if signal.segment.plain)
    others = told.get("other_one", [])
    born: Set[str] = set()
    stated: Set[str] = set()
    denied: Set[str] = set()
    doubted = False
    now_only = False
    for sex in ("female", "male", "other"):
        for signal in told.get(sex, []):
            segment = signal.segment
            if any(one.segment is segment and one.start <= signal.start < one.end for one in others):
                continue
            if signal.text in _DEFINITE and segment.line.strip() != signal.text and sex != "other":
                continue
            if segment.person in RELATIVES and segment.explicit and not segment.line.strip() == signal.text:
                continue
            at_birth = any(one.at == signal.at for one in told.get("born_before", []))
            if _FELT.search(segment.line[:signal.start]) or not (at_birth or _is_stated(signal, segments)):
                continue
            if signal.denied is not False:
                denied.add(sex)
                continue
            doubted = doubted or is_unsure(segments, signal.at)
            if at_birth:
                born.add(sex)
            else:
                stated.add(sex)
                now_only = now_only or any(one.at == signal.at for one in told.get("today", []))
    found = born or stated
    if told.get("turned") and not born:
        return confirm("sex", None)
    if len(found) == 1:
        sex = next(iter(found))
        if sex == "other" and length(doc) > FEW_WORDS:
            return NOTHING
        return confirm("sex", sex) if doubted or now_only and not born and "other" != sex else Answer(sex)
    if found:
        return confirm("sex", None)
    if len(denied) == 1 and denied <= {"female", "male"}:
        return confirm("sex", "male" if "female" in denied else "female")
    hints = {name for name in ("hint_female", "hint_male") if any(signal.denied is False for signal in told.get(name, []))}
    if len(hints) == 1 and not any(segment.person in RELATIVES and segment.explicit and not _I.search(segment.line) for segment in segments):
        return confirm("sex", "female" if "hint_female" in hints else "male")
    return NOTHING


_DEFINITE = frozenset({"kvinden", "manden", "pigen", "drengen", "herren", "kvinder", "mænd", "piger", "drenge", "damer"})
_OWN_WORDS_OF_SEX = frozenset({"interkøn", "interkønnet", "intersex", "interseksuel", "interseksuelt", "nonbinær", "hermafrodit"})


def _is_stated(signal: Signal, segments: Sequence[Segment]) -> bool:
    """Whether the word says what the writer is: alone, or as what "er" or "som" speaks of."""
    before, after = signal.segment.line[:signal.start], signal.segment.line[signal.end:]
    words = before.split()
    if signal.name == "other" and signal.text not in _OWN_WORDS_OF_SEX or signal.text in ("k", "fyr", "gut", "karl", "hun", "han", "m", "f", "x", "hr", "fru", "kone", "manden", "herren", "drengen"):
        return all(word in word_list("fill") for word in [*words, *after.split()])
    if re.search(r" (?:min|mine|hendes|hans|sin|vores|med|for|til|af|hos|og|både|ingen|alle|de|mange|nogle) $", before):
        return False
    if all(word in word_list("fill") or word[0] == "#" for word in words):
        return True
    if re.match(r"^ (?:\S+ )?(?:en|et) (?:\S+ ){0,3}$", before):
        return True
    return bool(_PREDICATE.search(before)) and (signal.segment.person in ("self", "patient") or not signal.segment.explicit) or bool(re.match(r" (?:er|var) jeg ", after))


# --- what the scan showed ---


def _dxa_result(doc: Doc, facts: Facts, context: Context) -> Answer:
    segments = as_written(doc._.segments)
    if facts.values.get("t_score") is not None or any(ask.field == "t_score" for ask in facts.asks):
        return NOTHING
    third = about_patient(context)
    signals = [signal for signal in signals_in("dxa_result", segments) if is_own(segments, signal.at, third) and not (signal.segment.question or signal.segment.hypothetical)]
    told = by_name(signals)
    feared = {signal.at for signal in told.get("feared", []) if signal.denied is False}
    hoped = {signal.at for signal in told.get("hoped", [])}
    about_scan = bool(told.get("scan")) or length(doc) <= FEW_WORDS
    few = length(doc) <= FEW_WORDS
    values: List[Signal] = []
    denied: Set[str] = set()
    for name, value in (("good", "normal"), ("no_fault", "normal"), ("low", "osteopenia"), ("brittle", "osteoporosis"), ("vague_low", "vague")):
        for signal in told.get(name, []):
            if signal.at in feared and value != "normal" or signal.at in hoped:
                continue
            if _within_another(signal, told) or not _fits_scan(signal, signals, few):
                continue
            if signal.denied is not False:
                denied.add(value)
            else:
                values.append(signal)
    names = {_DXA_VALUE[signal.name] for signal in values}
    if not names:
        if {"normal", "osteoporosis"} <= denied and about_scan:
            return Answer("osteopenia")
        if told.get("no_scan"):
            return not_known("dxa_result")
        return confirm("dxa_result", None) if denied & {"osteoporosis", "normal"} and about_scan else NOTHING
    if not about_scan:
        return NOTHING
    if told.get("no_scan") and any(signal.start < other.end and other.start < signal.end and signal.at == other.at for signal in values for other in told["no_scan"]):
        return not_known("dxa_result")
    names = _latest(values, told, context)
    if "osteoporosis" in names and len(names) > 1 and all("@bone" in signal.segment.line for signal in values):
        names = {"osteoporosis"}
    if names & {"osteopenia", "osteoporosis"}:
        names -= {"normal"} if names != {"normal"} and not (names == {"normal", "osteoporosis"}) else set()
        names -= {"vague"}
    if names == {"normal", "vague"} or len(names) != 1 or names == {"vague"}:
        return confirm("dxa_result", None)
    value = names.pop()
    of_value = [signal for signal in values if _DXA_VALUE[signal.name] == value]
    if all(is_unsure(segments, signal.at) or signal.segment.not_quite and value == "normal" for signal in of_value):
        return confirm("dxa_result", value)
    if value == "normal" and "normal" in denied:
        return confirm("dxa_result", value)
    return Answer(value)


_SCAN = re.compile(r"@osteoporosis| (?:knogle\w*|knokle\w*|scan\w*|dxa\w*|dexa\w*|bmd|tal|tallene|tallet|resultat\w*|svar|svaret|måling\w*|tæthed\w*|normalområdet|anmærkning\w*|calcium|kalk\w*)(?= )")


def _fits_scan(signal: Signal, signals: Sequence[Signal], few: bool) -> bool:
    """Whether a word that fits anything ("fint", "lidt under") is said of the scan: it is named, or nothing else is."""
    if _SCAN.search(signal.segment.line):
        return True
    if any(other.name == "beside" and other.at == signal.at for other in signals):
        return False
    told = [other for other in signals if other.name in _DXA_VALUE or other.name == "past"]
    return sum(1 for word in foreign_words("dxa_result", signal.segment, told) if not word.startswith("@bone")) <= (1 if few else 0)


_DXA_VALUE = {"good": "normal", "no_fault": "normal", "low": "osteopenia", "brittle": "osteoporosis", "vague_low": "vague"}


def _within_another(signal: Signal, told: Dict[str, List[Signal]]) -> bool:
    """ "lidt skøre", "ikke noget galt": a word within a longer expression says what that says."""
    for name in ("low", "no_fault", "brittle"):
        for other in told.get(name, []):
            if other is not signal and other.at == signal.at and other.start <= signal.start and signal.end <= other.end and other.end - other.start > signal.end - signal.start:
                return True
    return False


def _latest(values: Sequence[Signal], told: Dict[str, List[Signal]], context: Context) -> Set[str]:
    """Of a scan then and a scan now, the latter counts."""
    before = {signal.at for signal in told.get("past", []) if signal.denied is False}
    months: Dict[int, float] = {}
    for signal in values:
        spans = [span for _, time in times_of(signal.segment) for span in (months_range(time, context.today),) if span]
        months[signal.at] = min((low for low, _ in spans), default=LONG_AGO if signal.at in before else 0.0)
    last = min(months.values())
    return {_DXA_VALUE[signal.name] for signal in values if months[signal.at] == last}


# --- daily life ---


def _activity_level(doc: Doc, facts: Facts, context: Context) -> Answer:
    segments = as_written(doc._.segments, today=True)
    third = about_patient(context)
    chosen = _by_place(doc)
    signals = [
        signal for signal in signals_in("activity_level", segments)
        if is_own(segments, signal.at, third, done_to=True) and not signal.segment.question and signal.denied is not None and not _is_done_by_another(signal)
    ]
    told = by_name(signals)
    now = {signal.at for signal in told.get("now", []) if signal.denied is False}
    past = {signal.at for signal in told.get("past", []) if signal.denied is False} - now
    past -= {at for at in past if at + 1 in now and segments[at + 1].sentence == segments[at].sentence and _GOES_ON.search(segments[at + 1].line)}
    beside = {signal.at for signal in told.get("beside", [])}
    fell = {signal.at for signal in told.get("fell", [])}
    signals = [signal for signal in signals if signal.at not in beside and not (signal.at in fell and signal.name in _DONE) and (signal.name != "weak_everyday" or len(foreign_words("activity_level", signal.segment, signals)) <= 1)]
    told = by_name(signals)
    needs = {signal.at for signal in told.get("need", [])}
    wished = {signal.at for signal in told.get("wish", [])} - needs
    wished |= {at for at, segment in enumerate(segments) if segment.hypothetical}
    gentle = {signal.at for signal in told.get("gentle", [])}
    says = {name for name in ("limited", "no_strength", "everyday", "weak_everyday", "training", "maybe", "soft", "no_training", "hedged") if any(
        signal.denied is False and signal.at not in past and signal.at not in wished for signal in told.get(name, []))}
    if told.get("maybe") and all(signal.at in gentle for signal in told["maybe"]):
        says.add("soft")
    refused = {name for name in ("limited", "training", "maybe") if any(signal.denied for signal in told.get(name, []))}
    if "hedged" in says:
        return confirm("activity_level", None)
    limited = bool(says & {"limited", "no_strength"})
    values: Set[str] = {"limited"} if limited else set()
    if "training" in says and not says & {"soft", "no_training"}:
        values.add("training")
    elif "maybe" in says and not says & {"soft", "no_training"}:
        values.add("maybe")
    elif "everyday" in says or says & {"training", "maybe"} or "weak_everyday" in says and not limited:
        values.add("everyday")
    if not values and "limited" in refused and chosen is None:
        return confirm("activity_level", "everyday")
    if limited and values & {"training"}:
        return confirm("activity_level", None)
    if limited and (values & {"everyday", "maybe"}):
        return _limited_or_not(told, past, wished, says)
    if chosen is not None and values <= {chosen}:
        return Answer(chosen)
    if values == {"maybe"} or len(values) > 1:
        return confirm("activity_level", "training")
    if not values:
        return NOTHING
    value = values.pop()
    firm = [signal for signal in signals if signal.name in _SHOWS[value] and signal.denied is False and signal.at not in past | wished]
    if all(is_unsure(segments, signal.at) for signal in firm):
        return confirm("activity_level", value)
    return Answer(value)


_SHOWS = {"limited": ("limited", "no_strength"), "everyday": ("everyday", "weak_everyday", "training", "maybe"), "training": ("training",)}
#: "gør det stadig": what was told before as begun long ago goes on.
_GOES_ON = re.compile(r" (?:stadig|stadigvæk|fortsat|endnu) ")


def _is_done_by_another(signal: Signal) -> bool:
    """ "min mand gør alting for mig": not what the writer does."""
    before = signal.segment.line[:signal.start]
    return signal.name in _DONE and "@person:" in before and not re.search(r" (?:jeg|vi|a) ", before)


_DONE = frozenset({"everyday", "weak_everyday", "training", "maybe"})


def _limited_or_not(told: Dict[str, List[Signal]], past: Set[int], wished: Set[int], says: Set[str]) -> Answer:
    """Both sitting much and being about: asked, except where the words of daily life only name what is hard."""
    hard = {signal.at for name in ("limited", "no_strength") for signal in told.get(name, []) if signal.denied is False}
    about = {signal.at for name in ("everyday", "maybe") for signal in told.get(name, []) if signal.denied is False and signal.at not in past | wished}
    return Answer("limited") if about <= hard else confirm("activity_level", None)


_PLACE = re.compile(r"^ (?:(?:den|det|nr|nummer|svar|mulighed|valg|punkt|jeg|tager|vælger|er|må|blive|siger|vil|sige|nok|at|være|i|af|de|dem|tre|passer|bedst|,|på|mig) )*(?:(?:nr|nummer|svar|mulighed|valg|punkt) (?:#\d+)|(?:den|det|nummer) (?P<word>første|øverste|anden|midterste|mellemste|tredje|sidste|nederste)) ")
_PLACES = {"første": 0, "øverste": 0, "anden": 1, "midterste": 1, "mellemste": 1, "tredje": 2, "sidste": 2, "nederste": 2}
_LEVELS = ("limited", "everyday", "training")


def _by_place(doc: Doc) -> Optional[str]:
    """ "nr. 2", "den midterste": the choice by its place."""
    line = " " + " ".join(text for text in texts_of(doc) if text not in (".", ",")) + " "
    match = _PLACE.search(line)
    if not match:
        return None
    if match["word"]:
        return _LEVELS[_PLACES[match["word"]]]
    number = doc._.numbers[0].value if doc._.numbers else 0
    return _LEVELS[int(number) - 1] if number in (1, 2, 3) else None


_READERS = {"role": _role, "sex": _sex, "back_pain": back_pain, "dxa_result": _dxa_result, "activity_level": _activity_level}
