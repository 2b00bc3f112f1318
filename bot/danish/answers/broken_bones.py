"""The questions on fractures: any at all, where, how, when, seen on a picture, and whether there are more."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence, Tuple

from spacy.tokens import Doc

from bot.danish import checks, stance
from bot.danish.answers import yes_no
from bot.danish.answers.common import (
    NOTHING,
    UNKNOWN,
    Answer,
    asked_anything,
    bare,
    first_is_plain,
    is_about_not_knowing,
    length,
    lone_number,
    options,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts
from bot.danish.facts.frame import KIN
from bot.danish.fracture_bones import is_any_at_all, is_light, told_bones
from bot.danish.fracture_clauses import Bone, Clause, clauses_of, is_disbelieved, is_unreal, raw_line, words_around
from bot.danish.fracture_details import (
    NOT_YET,
    OLDEST,
    RECENT_MONTHS,
    is_off_topic,
    placed,
    proof_of,
    same_time,
    spoken_age,
    straddles,
    times_in,
)
from bot.danish.fracture_words import cause_of, cause_words, phrases, said
from bot.danish.fractures import GROWN_UP, NOT_SINCE, bare_records, is_childhood
from bot.danish.numbers import Number
from bot.danish.reading import AskBack, Context
from bot.danish.when import MONTHS_OF, When

#: A bare number of years from this one on may as well be an age.
LIKELY_AGE = 15
#: From this age on, a decade ("i halvfjerdserne") can be of the person or of the century.
CENTURY_DECADE = 50
#: The rules ask on which side of this age a bone broke.
LIMIT_AGE = 40
#: A message of more words than this tells a story, and a bone in it must be told to be broken.
SHORT = 14
#: So few words after a yes or no leave it as it is.
SHORT_TAIL = 3
#: Yes and no alone, without any words of the question's own (content/yes_no.yml).
_PLAIN = "fractures"


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to one of the questions on fractures."""
    if question == "fractures":
        return _any_fractures(doc, facts, context)
    if question == "fractures.more":
        return _more(doc, facts, context)
    if question == "fractures.site":
        return _site(doc, facts, context)
    if question == "fractures.months_ago":
        return _months_ago(doc, context)
    if question == "fractures.age_at":
        return _age_at(doc, context)
    if question == "fractures.low_energy":
        return _low_energy(doc, facts, context)
    return _verified(doc, facts, context)


def _line(doc: Doc) -> str:
    return " " + " ".join(texts_of(doc)) + " "


def _yes_or_no(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The plain yes or no of the message, whatever else it tells."""
    found = yes_no.answer_beside(_PLAIN, None, None, doc, facts, context)
    if found == NOTHING and not asked_anything(doc):
        told, rest, whole = verdict(doc)
        if told in ("yes", "no") and (whole or len(rest) <= SHORT_TAIL):
            return Answer(told == "yes")
    return replace(found, ask_back=replace(found.ask_back, field=question)) if found.ask_back else found


def _own_clauses(doc: Doc) -> List[Clause]:
    """The clauses that tell of the patient as a fact."""
    return [clause for clause in clauses_of(doc) if not (clause.segment.hypothetical or clause.segment.question) and clause.segment.person not in KIN]


# --- any at all, and more ---


def _any_fractures(doc: Doc, facts: Facts, context: Context) -> Answer:
    plain = _yes_or_no("fractures", doc, facts, context)
    records = facts.fractures or _bare_records(plain, doc, facts, context)
    if records and all(is_childhood(record, raw_line(doc)) or not _timed(record) and _has_only_as_child(doc) for record in records):
        facts.fractures.clear()
        return _only_as_child("fractures", doc, facts, context)
    if records:
        facts.fractures[:] = records
        return Answer(True)
    ask = next((ask for ask in facts.asks if ask.field == "fractures"), None)
    if facts.values.get("fractures") == []:
        return Answer(False)
    if ask:
        return Answer(None, ask) if plain.value is not False else Answer(None, AskBack("fractures", "contradiction"))
    if plain.value == UNKNOWN and re.search(r" ikke (?:\w+ )?(?:at|om) (?:have|jeg) ", _line(doc)):
        return Answer(None, AskBack("fractures", "confirm_value", False))
    if plain.value is None and asked_anything(doc):
        return plain if plain.ask_back else NOTHING
    if plain.value is True and (_has_only_as_child(doc) or _was_child(doc)):
        return _only_as_child("fractures", doc, facts, context)
    if plain.value is True and _names_no_bone(doc):
        return Answer(None, AskBack("fractures", "confirm_value", True))
    if plain.value is not None or plain.ask_back:
        return plain if not _is_excepting(doc, plain) else Answer(None, AskBack("fractures", "contradiction"))
    if any(_SPARED.search(clause.line) and not clause.bones for clause in _own_clauses(doc)):
        return Answer(False)
    if _MANY.match(_line(doc)) and not any(clause.segment.negated for clause in clauses_of(doc)[:1]):
        return Answer(True)
    return Answer(False) if _has_only_as_child(doc) or _denies(doc) else _told_of(doc)


#: "min kone brækkede hoften, men jeg er sluppet fri".
_SPARED = re.compile(r" (?:jeg|hun|han|selv) (?:er|har|slap|går|gik) (?:(?:jeg|hun|han|heldigvis|gudskelov|indtil|videre|altid|selv) )*(?:sluppet (?:fri|for)|gået fri|forskånet|fri for|for det|fri(?= [.,;!]| $)|skånet)")
#: "Masser, jeg kørte speedway i otte år".
_MANY = re.compile(r" (?:(?:ja|åh|uha|jo|puha|øh|ork|ja da|,) )*(?:masser|adskillige|utallige|talrige|massevis|i massevis|i hobetal|en hel del|et utal|flere end jeg kan (?:tælle|huske)|flere gange|flere|mange|rigtig mange|et par stykker|et par) (?:gennem tiden |gennem årene |gange |efterhånden |desværre |endda |af dem |i mit liv )?(?:[,.!] |$)")


def _names_no_bone(doc: Doc) -> bool:
    """ "ja, en tand", "ja, forstuvet anklen": what is named is no broken bone."""
    clauses = _own_clauses(doc)
    return any(clause.says("no_bone") or clause.says("soft_tissue") for clause in clauses) and not any(clause.breaks for clause in clauses)


def _bare_records(plain: Answer, doc: Doc, facts: Facts, context: Context) -> List[Dict[str, Any]]:
    """Bones named alone, where the message does not say no or that it is not known."""
    if plain.value == UNKNOWN or plain.value is False and not _excepts(doc):
        return []
    asks: List[AskBack] = []
    records = bare_records(doc, context, asks)
    if records and plain.value is not True and not any(clause.breaks for clause in _own_clauses(doc)) and _tells_else_of_limbs(doc):
        facts.asks.append(AskBack("fractures", "confirm_value", True))
        return []
    facts.asks.extend(ask for ask in asks if not records and ask not in facts.asks)
    return records


#: More other words than this tell something else of the limb: "kolesterolpiller og trætte ben", "svajer på ét ben".
MOST_BESIDE_LIMB = 1


def _tells_else_of_limbs(doc: Doc) -> bool:
    """Whether all that is named are legs and arms, and more is told of one than which it is."""
    clauses = [clause for clause in _own_clauses(doc) if clause.bones]
    limbs, beside = phrases("limbs"), phrases("beside_limb")
    raw = [word for word in raw_line(doc).split() if word.isalpha()]
    only_limbs = bool(clauses) and sum(word in limbs for word in raw) >= sum(len(clause.bones) for clause in clauses)
    return only_limbs and sum(word not in limbs and word not in beside for word in raw) > MOST_BESIDE_LIMB


def _is_excepting(doc: Doc, plain: Answer) -> bool:
    """ "nej, kun benet": something is left after the no."""
    return plain.value is False and any(
        (clause.segment.exceptive or _ONLY_ONE.match(clause.line)) and told_bones(clause) and not said("ordinary_pain").search(clause.line) for clause in _own_clauses(doc)
    )


def _has_only_as_child(doc: Doc) -> bool:
    """ "kun som barn", "ikke siden jeg var knægt": as a child, and not since."""
    line = raw_line(doc)
    spoken = spoken_age(line)
    told = any(_is_child(time) for _, _, time in times_in(_own_clauses(doc)))
    young = said("childhood").search(line) or spoken is not None and spoken < GROWN_UP or told
    return bool(young) and bool(said("only").search(line) or NOT_SINCE.search(line))


def _is_child(time: When) -> bool:
    return time.kind in ("age", "since") and time.word is None and 0 <= time.high < GROWN_UP


def _was_child(doc: Doc) -> bool:
    """ "ja, men det var som barn": an age of childhood, and no other."""
    ages = [time for _, _, time in times_in(_own_clauses(doc)) if time.kind != "duration"]
    return bool(said("childhood").search(raw_line(doc))) and len(ages) <= 1 and all(time.word == "under_40" or _is_child(time) for time in ages)


def _only_as_child(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """A child's fracture is not asked for; after a plain yes, whether there is one of the grown-up too."""
    plain = _yes_or_no(question, doc, facts, context)
    if plain.value is False or _has_only_as_child(doc) or question == "fractures.more" and plain.value is None:
        return Answer(False)
    return Answer(None, AskBack(question, "as_adult", True))


def _denies(doc: Doc) -> bool:
    """Every fracture denied in other words than "brækket noget": "har aldrig haft noget i gips", "kun forstuvet", "alle knogler er hele"."""
    clauses = _own_clauses(doc)
    denied = any(
        clause.segment.negated and not clause.segment.hedged and (not clause.segment.not_quite or is_any_at_all(clause)) and clause.says("never_in")
        and not clause.says("not_in_general") and not re.search(r" (?:om|klar over|sikker) ", clause.line)
        for clause in clauses
    )
    nothing_but = any(clause.segment.exceptive and clause.says("no_bone") and not clause.breaks for clause in clauses)
    return denied or nothing_but or any(said("all_whole").search(clause.line) and clause.segment.negated is False for clause in clauses)


def _told_of(doc: Doc) -> Answer:
    """A fracture told of without its bone: "et enkelt brud", "flere gange brækket noget"."""
    clauses = clauses_of(doc)
    for clause in _own_clauses(doc):
        if clause.breaks and is_disbelieved(clause, clauses):
            return Answer(None, AskBack("fractures", "confirm_value", False))
        if clause.breaks and not is_unreal(clause, clauses) and clause.segment.negated is False and clause.segment.plain and clause.segment.person in ("self", "patient", None):
            if clause.segment.hedged or clause.segment.doubtful:
                return Answer(None, AskBack("fractures", "confirm_value", True))
            if not said("idioms").search(clause.line) and not clause.says("no_bone") and length(doc) <= SHORT:
                return Answer(True)
    return NOTHING


def _more(doc: Doc, facts: Facts, context: Context) -> Answer:
    question = "fractures.more"
    plain = _yes_or_no(question, doc, facts, context)
    records = facts.fractures or _bare_records(plain, doc, facts, context)
    raw = raw_line(doc)
    if records and all(is_childhood(record, raw) or not _timed(record) and _has_only_as_child(doc) for record in records) or not records and (_has_only_as_child(doc) or plain.value is True and _was_child(doc)):
        facts.fractures.clear()
        return _only_as_child(question, doc, facts, context)
    ask = next((ask for ask in facts.asks if ask.field == "fractures"), None)
    if ask and not isinstance(plain.value, bool):
        return Answer(None, replace(ask, field=question))
    only_that = _ONLY_THAT.match(raw) if records and length(doc) <= SHORT and not any(_timed(record) for record in records) else None
    if only_that:
        facts.fractures.clear()
        # Without a no it may be the next one: "kun den der lilletå".
        return Answer(False) if only_that["no"] else Answer(None, AskBack(question, "confirm_value", True))
    if records:
        facts.fractures[:] = records
        return Answer(True) if plain.value is not False or _excepts(doc) else Answer(None, AskBack(question, "contradiction"))
    ended, more, doubted = _ended(doc)
    if ended and bare(texts_of(doc))[:1] not in (["ja"], ["jo"]):
        return Answer(False)
    if plain.value is None and asked_anything(doc):
        return plain if plain.ask_back else NOTHING
    if plain.value is True and _names_no_bone(doc):
        return Answer(None, AskBack(question, "confirm_value", True))
    if isinstance(plain.value, bool):
        return plain if plain.value is not ended or ended is False else Answer(None, AskBack(question, "contradiction"))
    if plain.value is None and not ended and _MANY.match(_line(doc)):
        return Answer(True)
    if plain.ask_back or doubted:
        return plain if plain.ask_back else Answer(None, AskBack(question, "confirm_value", more))
    if plain.value == UNKNOWN:
        unsure = re.search(r" (?:flere|andre|andet|kan godt være|muligvis|måske) ", raw) or any(told_bones(clause) for clause in _own_clauses(doc))
        return Answer(None, AskBack(question, "confirm_value", False)) if unsure else plain
    if ended or more:
        return Answer(not ended)
    return NOTHING


#: "kun den ene arm": the one that was told of.
_ONLY_THAT = re.compile(r"\s*(?P<no>n[eæ]j?,? )?(?:kun|bare|blot) (?:den|det|de)\b(?! (?:anden|andet|andre))")


def _ended(doc: Doc) -> Tuple[bool, bool, bool]:
    """Whether the message says that there are no more, that there are, and whether that is in doubt."""
    ended = more = doubted = False
    clauses = _own_clauses(doc)
    for place, clause in enumerate(clauses):
        segment, others = clause.segment, clauses[place + 1:place + 2]
        if any(one.complement for one in stance.unknowings(clause.texts)):
            continue  # "husker ikke, om der var mere"
        if segment.person not in ("self", "patient", None) and not _YOU_HEARD.search(clause.line):
            continue
        told = clause.says("more_words")
        all_told = bool(others) and others[0].segment.exceptive and not others[0].bones
        none = segment.negated is True and (told or bool(clause.breaks) or all_told) or clause.says("no_more")
        if (none or told) and (segment.hedged or segment.doubtful or segment.not_quite and not none) and not clause.says("no_more"):
            doubted = True
        ended = ended or none
        more = more or told and segment.negated is False and not none
    return ended, more and not ended, doubted


#: "kun det, du har fået": the reader, who has heard it all.
_YOU_HEARD = re.compile(r" (?:du|i) (?:jo |allerede )?(?:har|fik|hørte|kender|nævnte|skrev) ")


def _timed(record: Dict[str, Any]) -> bool:
    return "months_ago" in record or "age_at" in record


def _excepts(doc: Doc) -> bool:
    return any(clause.segment.exceptive or _ONLY_ONE.match(clause.line) for clause in _own_clauses(doc))


#: After a no: "nej, kun håndleddet", "nej, ikke andet end storetåen".
_ONLY_ONE = re.compile(r" (?:altså |jo |lige )*(?:kun|bare|blot|(?:ikke|intet|aldrig) andet end|andet end) (?:\S+ ){0,3}?@(?:bone|fracture_name):")


# --- where ---


def _site(doc: Doc, facts: Facts, context: Context) -> Answer:
    if len(facts.fractures) > 1 or facts.fractures and len(facts.fractures[0]) > 1:
        return Answer(facts.fractures[0]["site"])
    if asked_anything(doc) and not facts.fractures:
        return NOTHING
    chosen = _chosen_bones(doc)
    if not chosen:
        if verdict(doc)[0] == "unknown":
            return Answer(UNKNOWN)
        other = re.search(r" (?:et andet sted|andet sted|andet|en anden knogle|noget andet) ", _line(doc))
        return Answer("other") if other and length(doc) <= 4 else NOTHING
    bones, hedged = chosen
    sites = list(dict.fromkeys(bone.site for bone in bones))
    if all(bone.word in phrases("vague_limbs") for bone in bones):
        return Answer(None, AskBack("fractures.site", "which_part", None, _limb_options(bones[0].word)))
    if sites == ["other"] and _NEAR_LIMB.search(_line(doc)):
        return Answer(None, AskBack("fractures.site", "which_part", None, _limb_options("arm" if bones[0].word.startswith("hånd") else "ben")))
    if sites == ["other"] and any(bone.word.startswith("lår") for bone in bones) and re.search(r" (?:øverst|øverste|helt oppe|oppe ved|hofteskål\w*|hoften?) ", _line(doc)):
        return Answer(None, AskBack("fractures.site", "which_part", None, options("which_leg")))
    if hedged:
        return Answer(None, AskBack("fractures.site", "confirm_value", sites[0]))
    records = facts.fractures or bare_records(doc, context, [])
    facts.fractures[:] = records if len(records) > 1 or records and len(records[0]) > 1 else []
    return Answer(sites[0])


#: "noget i hånden", "knuden ved foden": a place near it, and not yet which bone.
_NEAR_LIMB = re.compile(r" (?:noget (?:i|ved|med|omkring|nede i|oppe ved)|nede ved|oppe ved|tæt ved|tæt på|lige ved|omkring|i nærheden af|knuden|knude|knysten) (?:\w+ ){0,2}@bone:other ")


def _limb_options(word: str) -> Tuple[Tuple[Any, str], ...]:
    return options("which_arm" if word.startswith("arm") else "which_leg")


def _chosen_bones(doc: Doc) -> Optional[Tuple[List[Bone], bool]]:
    """The bones that the message names as the broken ones; what was fallen on only where there is no other."""
    clauses = clauses_of(doc)
    struck = [clause for clause in clauses if clause.says("landing") and not clause.tells()]
    return (_bones_among([clause for clause in clauses if clause not in struck]) if struck else None) or _bones_among(clauses)


def _bones_among(clauses: Sequence[Clause]) -> Optional[Tuple[List[Bone], bool]]:
    """The bones of the clauses, what was put right left out; and whether they are in doubt."""
    found: List[Bone] = []
    hedged = False
    before: Optional[Clause] = None
    for clause in clauses:
        segment = clause.segment
        if segment.negated is not False or segment.hypothetical or segment.question or segment.person in KIN and not _is_opinion(clause) and not (segment.lead == "men" and re.search(r" det (?:var|er) ", clause.line)):
            continue
        bones = told_bones(clause)
        if not bones or said("ordinary_pain").search(clause.line) and not clause.tells():
            continue
        if _is_opinion(clause) or segment.pending:
            before = clause
            continue
        corrects = clause.texts[0] in ("nej", "eller", "rettere", "mener", "altså", "undskyld") or re.search(r" (?:nej|rettere|jeg mener|undskyld|snarere) ", clause.line) or clause.lead == "eller" or segment.lead == "men"
        listed = before is not None and clause.index - before.index == 1 and clause.lead in ("og", ",", "samt", "/") and is_light(clause)
        first = not found
        if found and corrects:
            found = list(bones)
        elif not found or clause.tells() or listed and not _repeats(clause):
            found.extend(bones)
        hedged = hedged or segment.doubtful and first
        before = clause
    told = [bone for bone in found if bone.word not in phrases("vague_limbs")] or found
    return (told, hedged) if told else None


def _is_opinion(clause: Clause) -> bool:
    """What somebody thought, claimed or first said it was."""
    return bool(re.search(r" (?:påstår|påstod|troede|tror først|siger|sagde først|mente først|mente|gættede|hævder|hævdede|først det var|først at det) ", clause.line)) and clause.segment.person not in ("self", "patient") or clause.says("believed")


def _repeats(clause: Clause) -> bool:
    """ "skulderen, de sagde overarmen": the same place said once more."""
    return any(text in ("sagde", "kaldte", "kalder", "hedder", "altså") for text in clause.texts)


# --- how ---


def _low_energy(doc: Doc, facts: Facts, context: Context) -> Answer:
    question = "fractures.low_energy"
    plain = _yes_or_no(question, doc, facts, context)
    if plain.value is None and asked_anything(doc):
        return plain if plain.ask_back else NOTHING
    cause, unclear, hedged = _cause(doc)
    if cause is None and plain.value is None and said("not_known_how").search(_line(doc)):
        return Answer(UNKNOWN)
    if cause is None:
        if plain.value is None and not plain.ask_back and not unclear:
            return NOTHING
        return plain if plain.value is not None and plain.value != UNKNOWN or plain.ask_back or not unclear else Answer(None, AskBack(question, "confirm_value", True))
    if first_is_plain(doc) and isinstance(plain.value, bool) and plain.value is not cause:
        return Answer(None, AskBack(question, "contradiction"))
    if hedged or plain.value == UNKNOWN:
        return Answer(None, AskBack(question, "confirm_value", cause))
    return Answer(cause)


def _cause(doc: Doc) -> Tuple[Optional[bool], bool, bool]:
    """(what the message tells of the cause; whether it names one that may be either; whether it is in doubt)."""
    causes: List[bool] = []
    unclear = hedged = False
    clauses = [clause for clause in _own_clauses(doc) if clause.segment.person in ("self", "patient", "other", None) or clause.line.startswith(" @person:staff")]
    whole = " " + " ".join(words_around(clauses)) + " "
    if length(doc) > SHORT and not said("happening").search(whole):
        return None, False, False
    for clause in clauses:
        line = clause.line
        if clause.segment.negated is not False and not clause.segment.exceptive:
            line = " " + " ".join(match.group().strip() for match in said("low_denials").finditer(line)) + " "
        elif clause.segment.pending and (not clause.says("happening") or _THOUGHT.search(clause.line)):
            continue
        kinds = cause_words(line)
        cause = cause_of(line)
        if cause is not None:
            causes.append(cause)
            hedged = hedged or clause.segment.doubtful or clause.segment.hedged
        elif "unclear" in kinds or "event" in kinds and not causes or "high" in kinds and "low" in kinds:
            unclear = True
    if causes and not any("unclear" in cause_words(clause.line) for clause in clauses):
        unclear = False
    if not causes or len(set(causes)) > 1 and unclear:
        return None, unclear, hedged
    if False in causes:
        return False, unclear, hedged
    return (None, True, hedged) if unclear else (True, False, hedged)


#: "Først troede jeg, at en bil havde ramt mig": what was believed is no cause.
_THOUGHT = re.compile(r" (?:troede|troet|drømte|frygtede|forestillede) ")


# --- seen on a picture ---


def _verified(doc: Doc, facts: Facts, context: Context) -> Answer:
    question = "fractures.verified"
    plain = _yes_or_no(question, doc, facts, context)
    if plain.value is None and asked_anything(doc):
        return plain if plain.ask_back else NOTHING
    clauses = _own_clauses(doc)
    if _is_of_others(doc):
        return NOTHING
    proof = True if _is_found_by_chance(clauses) else proof_of(clauses)
    hedged = any((clause.segment.hedged or clause.segment.doubtful) and clause.says("pictures") for clause in clauses)
    if proof is None:
        by_words = _seen_in_other_words(clauses) if plain.value is None and not plain.ask_back else None
        if by_words is not None:
            return Answer(by_words)
        opened = any(clause.says("cut_open") and clause.segment.negated is False for clause in clauses)
        if plain.value is True and any(clause.says("showed_nothing") for clause in clauses):
            return Answer(None, AskBack(question, "contradiction"))
        if plain != NOTHING:
            return Answer(True) if opened and verdict(doc)[0] == "yes" and first_is_plain(doc) else plain
        if any(clause.says("not_looked") and clause.segment.negated and not clause.segment.hedged for clause in clauses):
            return Answer(False)
        if opened:
            return Answer(None, AskBack(question, "confirm_value", True))
        return Answer(None, AskBack(question, "confirm_value", False)) if any(clause.says("fingers_only") for clause in clauses) else NOTHING
    if plain.ask_back:
        return plain
    if plain.value == UNKNOWN:
        return plain if proof is not True else Answer(None, AskBack(question, "confirm_value", True))
    if hedged:
        return Answer(None, AskBack(question, "confirm_value", proof if isinstance(proof, bool) else True))
    if isinstance(plain.value, bool):
        return _beside_proof(question, plain.value, proof)
    if proof == NOT_YET:
        return Answer(None, AskBack(question, "confirm_value", False))
    return Answer(proof is True)


def _is_found_by_chance(clauses: Sequence[Clause]) -> bool:
    """ "det opdagede de tilfældigt, da de skulle fotografere mine lunger"."""
    return any(clause.says("by_chance") and clause.says("showed") and clause.segment.plain for clause in clauses) and any(
        clause.says("pictures") for clause in clauses
    )


def _seen_in_other_words(clauses: Sequence[Clause]) -> Optional[bool]:
    """ "de tog et, men der var ingenting at se", "jeg kom aldrig af sted", "han mærkede det bare med fingrene"."""
    sure = [clause for clause in clauses if not (clause.segment.hedged or clause.segment.doubtful)]
    if any(clause.says("never_went") for clause in sure):
        return False
    if any(clause.says("took_one") and clause.segment.negated is False for clause in sure):
        return not any(clause.says("showed_nothing") for clause in clauses)
    felt = any(clause.says("fingers_only") for clause in sure)
    return False if felt and any(clause.says("only") for clause in clauses) else None


def _is_of_others(doc: Doc) -> bool:
    """ "min kollega fik taget billeder, og de så ingenting": somebody else's, with no word of one's own."""
    first = next(iter(clauses_of(doc)), None)
    if first is None or first.segment.person not in KIN or not first.segment.explicit or first_is_plain(doc):
        return False
    return not re.search(r" (?:jeg|mig|hun|han|patienten|hendes|hans) ", _line(doc)) and first.texts[0] in ("min", "mit", "mine") and first.texts[1][0] == "@"


def _beside_proof(question: str, yes: bool, proof: Any) -> Answer:
    """A plain yes or no beside what is told of pictures."""
    if proof is True and yes or proof is not True and not yes:
        return Answer(yes)
    return Answer(None, AskBack(question, "contradiction"))


# --- when ---


def _months_ago(doc: Doc, context: Context) -> Answer:
    question = "fractures.months_ago"
    told, rest, whole = verdict(doc)
    if told == "unknown" and _SO_LONG_AGO.search(_line(doc)):
        return Answer("over_6")
    if told == "unknown" and (whole or not _times(doc)) and (whole or is_about_not_knowing(rest)):
        return Answer(UNKNOWN)
    if asked_anything(doc):
        return NOTHING
    line = _line(doc)
    anniversary = _ANNIVERSARY.match(line)
    if anniversary:
        number = next(number for index, number in enumerate(doc._.numbers) if anniversary[1] == f"#{index}")
        if number.low < LIKELY_AGE:
            return _in_months(number, "år", line)
    months: List[Any] = []
    ages: List[Any] = []
    straddled = False
    for clause, _, time in _times(doc):
        parts = placed(time, clause.line, context)
        if straddles(time, context) or time.kind == "ago" and not parts:
            straddled = True
            continue
        if time.kind == "duration" and time.word is None and (re.search(r" (?:siden|tilbage) ", line) or _BARE_DURATION.match(line)):
            months.append(checks.tidy((time.low + time.high) / 2))
        for key, value in parts.items():
            (months if key == "months_ago" else ages).append(value)
    counted = _counted(doc, line) if not months else None
    if counted is not None:
        return counted
    if not months and any(clause.segment.negated and "%ago" in clause.line for clause in _own_clauses(doc)):
        return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
    if straddled and not months:
        return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
    if months:
        return _agreed(question, months, line)
    if _decade_ago(doc, line):
        return Answer("over_6")
    if ages or spoken_age(line) is not None:
        return _from_age(ages[0] if ages else spoken_age(line), context.known.get("age", _age_of_today(doc)))
    year = _only_year(doc, context)
    if year is not None:
        return _agreed(question, list(placed(When("year", year=year), line, context).values()), line)
    raw = raw_line(doc)
    if said("recent").search(raw):
        return Answer("under_6")
    if said("long_ago").search(raw):
        return Answer("over_6")
    return _lone(question, doc, line)


#: "så længe siden, at jeg ikke husker det".
_SO_LONG_AGO = re.compile(r" så (?:mange år|længe|langt) (?:siden|tilbage) | så %ago\d+ at |(?: %ago\d+| længe siden| mange år siden) at (?:jeg|hun|han) ")
#: "> 5 år", and no more.
_BARE_DURATION = re.compile(r" (?:(?:over|mindst|mere|end|nok|ja|vel|godt|gammelt|gammel|cirka) )*%duration\d+ (?:(?:gammelt|gammel|gamle|nu|efterhånden) )?(?:[.!] )*$")
#: "fire år her i november", "tre år til påske".
_ANNIVERSARY = re.compile(r" (?:(?:det|er|for|vel|nok|cirka|omkring|godt|knap|snart|nu|præcis|lige|ja|jo) )*(#\d+) år (?:(?:her|nu|siden|lige|snart) )*%month\d+ ")


#: Nobody broke anything so many years ago.
LONGEST_LIFE = 100


def _only_year(doc: Doc, context: Context) -> Optional[int]:
    """ "Samme år som min mand døde, altså 2015": the only number, and a year of a life."""
    numbers = [number for number in doc._.numbers if not (number.is_range or number.unit or number.signed)]
    if len(numbers) != 1 or len(doc._.numbers) != 1 or numbers[0].low != int(numbers[0].low) or any(clause.segment.negated for clause in _own_clauses(doc)):
        return None
    return int(numbers[0].low) if context.today.year - LONGEST_LIFE < numbers[0].low < context.today.year else None


def _decade_ago(doc: Doc, line: str) -> bool:
    """ "engang i firserne": a decade of the century is long ago, and one of the person's life may be."""
    number = next((number for number in doc._.numbers if number.decade), None)
    return number is not None and number.low >= CENTURY_DECADE and not re.search(r" (?:mine|min|jeg|hun|han|hendes|hans) ", raw_line(doc))


def _times(doc: Doc) -> List[Tuple[Clause, int, When]]:
    """The times told of the fracture: not of others, not denied, not of an illness."""
    clauses = [clause for clause in _own_clauses(doc) if clause.segment.negated is not True]
    plain = [clause for clause in clauses if clause.tells() or not is_off_topic(clause)]
    found = list(times_in(plain))
    corrected = [at for at, (clause, _, _) in enumerate(found) if at and re.search(r"^ (?:nej|eller rettere|rettere|undskyld|jeg mener|eller nej) ", clause.line)]
    return found[corrected[-1]:] if corrected else found


def _agreed(question: str, months: Sequence[Any], line: str) -> Answer:
    """One time out of those told: they must be the same, or one surer than the other."""
    numbers = [value for value in months if not isinstance(value, str)]
    if not numbers:
        return Answer(months[0]) if len(set(months)) == 1 else Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
    first = numbers[0]
    if abs(first - RECENT_MONTHS) < 1 and re.search(r" mere eller (?:lidt )?mindre | plus minus ", line):
        return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
    if any((value > RECENT_MONTHS) != (first > RECENT_MONTHS) or not same_time(first, value) for value in numbers):
        return Answer(None, AskBack(question, "which_time", None))
    return Answer(first)


_COUNTED = re.compile(
    r" (?:(?:mit|min|mine|bruddet|skaden) er|gået|går|bliver det|det bliver|er det|det er|det var|snart|nu|nok|cirka|omkring|godt|knap|vel"
    r"|over|mindst|næsten|lige|for|sådan|gået cirka|har været) "
    r"(?:(?:vel|nok|cirka|omkring|godt|og|knap|lige|nu|næsten|snart|vist|over|mindst|sådan|cirka|en) )*"
    r"(#\d+) (år|årig|måneder|uger|dage)(?: tid)?(?= )"
    r"(?! (?:før|inden|efter|ældre|yngre))(?!(?<=år) gammel| (?:gammel|gamle)(?= da ))"
)


def _counted(doc: Doc, line: str) -> Optional[Answer]:
    """ "der er gået 3 måneder", "til jul bliver det tre år", "godt og vel halvandet år"."""
    found = _COUNTED.search(line) or re.match(r" (#\d+) (år|måneder|uger|dage)(?: tid)? (?:$|[.,;!] )", line)
    if not found:
        return None
    number = next(number for index, number in enumerate(doc._.numbers) if found[1] == f"#{index}")
    unit = "år" if found[2] == "årig" else found[2]
    if number.decade or unit == "år" and number.low >= LIKELY_AGE and not re.search(r" (?:siden|tilbage|gået|bliver) ", line):
        return None
    return _in_months(number, unit, line)


def _in_months(number: Number, unit: str, line: str) -> Answer:
    """So many of a unit ago, in months."""
    question = "fractures.months_ago"
    low, high = number.low * MONTHS_OF[unit], number.high * MONTHS_OF[unit]
    if number.bound == "under" and high <= RECENT_MONTHS:
        return Answer("under_6")
    if number.bound == "over" and low == RECENT_MONTHS:
        return Answer("over_6")
    if low <= RECENT_MONTHS < high or re.search(r" ikke (?:#\d+ |\w+ ){0,3}(?:år|måneder) ", line):
        return Answer(None, AskBack(question, "across_limit", None, options("months_limit")))
    return _agreed(question, [checks.tidy((low + high) / 2)], line)


def _lone(question: str, doc: Doc, line: str) -> Answer:
    """A bare number: months and years alike, so it is asked."""
    alone = lone_number(doc, set())
    if alone is None or "%" in line:
        return NOTHING
    if alone[1] is None and len(line.split()) <= 3:
        return Answer(None, AskBack(question, "unit", None))
    if alone[1] in ("år", "måneder", "uger", "dage") and len(line.split()) <= 6:
        if alone[1] == "år" and alone[0].low >= LIKELY_AGE:
            return Answer(None, AskBack(question, "unit", None))
        if re.search(r" (?:efter|før|inden|til|om|mere|mindre) ", line):
            return NOTHING
        return _in_months(alone[0], alone[1], line)
    return NOTHING


def _from_age(age_at: Any, age: Any) -> Answer:
    """Months from an age, where the age now is known or told beside it; the record takes `age_at` itself."""
    if isinstance(age_at, int) and isinstance(age, int) and age - age_at >= 2:
        return Answer("over_6")
    if age_at == "under_40" and isinstance(age, int) and age >= LIMIT_AGE + 2:
        return Answer("over_6")
    return NOTHING


# --- at what age ---


def _age_at(doc: Doc, context: Context) -> Answer:
    question = "fractures.age_at"
    told, rest, whole = verdict(doc)
    if told == "unknown" and (whole or is_about_not_knowing(rest) and not doc._.numbers):
        return Answer(UNKNOWN)
    if asked_anything(doc):
        return NOTHING
    clauses = _own_clauses(doc)
    if any(clause.segment.doubtful and re.search(r" (?:måske|gæt|gætter|gættet) ", clause.line) for clause in clauses):
        return Answer(None, AskBack(question, "unit", None)) if doc._.numbers else NOTHING
    clauses = _after_correction([clause for clause in clauses if not _is_now(clause) and not _is_of_kin(clause)])
    if re.search(r" (?:enten|lige før eller|før eller) ", _line(doc)):
        return Answer(None, AskBack(question, "across_limit", None))
    if clauses and re.fullmatch(r" #\d+ (?:år )?(?:gammel )?", clauses[0].line):
        clauses = clauses[:1]
    sides = [side for clause in clauses for side in _sides(clause, doc)]
    if not sides and not clauses:
        return NOTHING
    exact = [side for side in sides if isinstance(side, int)]
    limited = _within(doc, clauses) if "ask" in sides and not exact else None
    if limited:
        return Answer(limited)
    if "ask" in sides or len({_is_over(side) for side in sides}) > 1:
        return Answer(None, AskBack(question, "across_limit", None))
    if exact:
        age = context.known.get("age")
        if len(set(exact)) > 1:
            return Answer("over_40" if _is_over(exact[0]) else "under_40")
        if isinstance(age, int) and exact[0] > age:
            return Answer(None, AskBack(question, "out_of_range"))
        return Answer(exact[0])
    if sides:
        return Answer(sides[0])
    return _from_months(doc, context) or _by_life(clauses)


def _within(doc: Doc, clauses: Sequence[Clause]) -> Optional[str]:
    """ "under halvtreds, men over fyrre": on which side both limits together leave it."""
    low, high = 0.0, float(OLDEST)
    count = 0
    for clause in clauses:
        for at, text in enumerate(clause.texts):
            if text[0] != "#":
                continue
            number = next(item.thing for item in clause.segment.items if item.text == text)
            bound = number.bound or _bound(" ".join(clause.texts[max(0, at - 4):at]))
            if bound not in ("over", "under"):
                return None
            low, high = (max(low, number.low), high) if bound == "over" else (low, min(high, number.high))
            count += 1
    if count < 2 or low > high:
        return None
    return "over_40" if low >= LIMIT_AGE else "under_40" if high <= LIMIT_AGE else None


def _is_over(side: Any) -> bool:
    return side == "over_40" if isinstance(side, str) else side >= LIMIT_AGE


def _is_now(clause: Clause) -> bool:
    """ "i dag er jeg 74": the age now."""
    return bool(re.search(r" (?:er jeg|jeg er|hun er|han er|er hun|er han|bliver jeg|jeg bliver|jeg fylder) ", clause.line)) and not re.search(r" (?:var|da|dengang) ", clause.line)


def _is_of_kin(clause: Clause) -> bool:
    """ "min mor var 80, da hun brækkede sin": an age of somebody else."""
    return any(text.startswith("@person:") and text != "@person:staff" for text in clause.texts) and not re.search(r" (?:jeg|mig) ", clause.line)


def _after_correction(clauses: List[Clause]) -> List[Clause]:
    """ "48, nej 49": what was put right is left out."""
    for place in range(len(clauses) - 1, 0, -1):
        if re.search(r"^ (?:nej|rettere|undskyld|jeg mener|eller nej|eller rettere) ", clauses[place].line) and "#" in clauses[place].line:
            return clauses[place:]
    return clauses


def _sides(clause: Clause, doc: Doc) -> List[Any]:
    """The ages that a clause tells: a number, a side of 40, or "ask" where it can be both."""
    found: List[Any] = []
    line = clause.line
    if clause.segment.negated:
        return _denied_age(clause)
    for _, _, time in times_in([clause]):
        found += _side_of_time(time, raw_line(doc))
    spoken = spoken_age(line)
    if spoken is not None:
        found.append(spoken)
    for at, text in enumerate(clause.texts):
        if text[0] == "#":
            found += _side_of_number(clause, at, line)
    return found


def _side_of_time(time: When, line: str) -> List[Any]:
    if time.kind == "before":
        return ["under_40"] if time.high <= LIMIT_AGE else ["ask"]
    if time.kind in ("after", "since"):
        return ["over_40"] if time.low >= LIMIT_AGE else ["ask"]
    if time.kind != "age":
        return []
    if time.word:
        return [time.word]
    if time.low == time.high:
        return [int(time.low)] if time.low == int(time.low) else ["over_40" if time.low >= LIMIT_AGE else "under_40"]
    if time.low < LIMIT_AGE <= time.high:
        return ["ask"]
    if time.low >= CENTURY_DECADE and re.search(r" (?:i|af) ", line) is None and not time.sure:
        return ["ask"]
    if time.low >= CENTURY_DECADE and not re.search(r" (?:jeg|mine|var|hun|han|sine) ", line) and re.search(r" (?:begyndelsen|slutningen|starten|midten) ", line):
        return ["ask"]
    return ["over_40" if time.low >= LIMIT_AGE else "under_40"]


_NO_AGE = frozenset({"cm", "kg", "m", "måneder", "uger", "dage", "gange", "børn", "klasse", "minutter", "timer", "procent"})


#: "et par år efter sølvbrylluppet" counts from something else.
_OTHER_END = frozenset({"efter", "før", "inden", "senere", "tidligere", "ældre", "yngre"})


def _side_of_number(clause: Clause, at: int, line: str) -> List[Any]:
    number = next(item.thing for item in clause.segment.items if item.text == clause.texts[at])
    following = clause.texts[at + 1:at + 2]
    if number.decade:
        low, high = number.low, number.high
        if re.search(r" (?:sidst|slutningen|slut) ", line):
            low += 7
        return ["ask"] if low < LIMIT_AGE <= high else ["over_40" if low >= LIMIT_AGE else "under_40"]
    if following and following[0] in _NO_AGE or number.unit or number.signed or number.high > OLDEST or "siden" in clause.texts[at + 1:at + 4] and following != ["årig"]:
        return []
    if following == ["år"] and clause.texts[at + 2:at + 3] and clause.texts[at + 2] in _OTHER_END:
        return []
    before = clause.texts[max(0, at - 4):at]
    # "min 60-års fødselsdag" is no minimum.
    bound = (number.bound if before[-1:] != ["min"] else None) or _bound(" ".join(before))
    if bound == "over":
        return ["over_40"] if number.low >= LIMIT_AGE else ["ask"]
    if bound == "under":
        return ["under_40"] if number.high <= LIMIT_AGE else ["ask"]
    if bound == "both":
        return ["ask"]
    if number.is_range:
        return ["over_40"] if number.low >= LIMIT_AGE else ["under_40"] if number.high < LIMIT_AGE else ["ask"]
    return [int(number.low)] if number.low == int(number.low) else []


def _bound(before: str) -> Optional[str]:
    """Whether words before a number say that it was more or less than it."""
    words = f" {before} "
    if re.search(r" (?:lige|netop|akkurat) (?:fyldt|blevet) (?:de )?$", words):
        return None
    if re.search(r" (?:lige før eller|enten|før eller efter) ", words):
        return "both"
    if re.search(r" (?:over|ældre end|efter|passeret|rundet|mere end|fyldt de|rundede) (?:de |mine |(?:at )?(?:jeg|hun|han) (?:var |blev |er |havde )?(?:fyldt |blevet |rundet |fyldte )?)?$", words):
        return "over"
    if re.search(r" (?:under|yngre end|før|inden|ikke|ikke fyldt|endnu ikke|knap) (?:de |min |hendes |hans |mine |jeg var |jeg blev |jeg fyldte |fyldt |at jeg var )?$", words):
        return "under"
    return None


def _denied_age(clause: Clause) -> List[Any]:
    """ "ikke fyldt 40" is under 40; "ikke over 60" says nothing firm."""
    found = re.search(r" ikke (?:\w+ )?(?:fyldt|rundet|blevet|nået|kommet op på|være|over) (?:de )?(#\d+) ", clause.line)
    if not found:
        return []
    number = next(item.thing for item in clause.segment.items if item.text == found[1])
    return ["under_40"] if number.high <= LIMIT_AGE else ["ask"]


def _from_months(doc: Doc, context: Context) -> Optional[Answer]:
    """The age then, by the age now and how long ago it was."""
    age = context.known["age"] if "age" in context.known else _age_of_today(doc)
    if not isinstance(age, int):
        return None
    for clause, _, time in _times(doc):
        months = placed(time, clause.line, context).get("months_ago")
        if isinstance(months, (int, float)):
            return Answer(max(0, int(age - months / 12)))
    return None


def _age_of_today(doc: Doc) -> Optional[int]:
    """ "for tolv år siden, og jeg er 79 nu": the age that is told beside it."""
    for clause in _own_clauses(doc):
        told = re.search(r" (?:(?:jeg|hun|han|patienten) er|er (?:jeg|hun|han)) (?:(?:nu|jo|selv|i dag|fyldt|blevet) )*(#\d+) ", clause.line)
        number = next((item.thing for item in clause.segment.items if told and item.text == told[1]), None)
        if number is not None and number.low == number.high == int(number.low) and not number.unit:
            return int(number.low)
    return None


def _by_life(clauses: Sequence[Clause]) -> Answer:
    """ "da jeg gik i skole", "efter min pension": the age by what one was."""
    line = " " + " ".join(words_around(clauses)) + " "
    if said("not_yet_grown").search(line):
        return Answer("under_40")
    if re.search(r" (?:for ung|så ung|ikke så gammel|ung nok) ", line) or any(clause.segment.negated for clause in clauses):
        return NOTHING
    if said("young").search(line):
        return Answer("under_40")
    return Answer("over_40") if said("old").search(line) else NOTHING
