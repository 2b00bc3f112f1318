"""Questions to answer with yes or no."""
from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.common import (
    EVER,
    LONGEST_TAIL,
    NOTHING,
    Answer,
    about_patient,
    asked_anything,
    bare,
    first_is_plain,
    is_about_not_knowing,
    length,
    not_known,
    other_fact,
    polite,
    texts_of,
    verdict,
)
from bot.danish.facts import Facts, times_of
from bot.danish.reading import AskBack, Context


def answer(question: str, doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer to a yes/no question."""
    ask = next((ask for ask in facts.asks if ask.field == question), None)
    return answer_beside(question, facts.settled().get(question), ask, doc, facts, context)


def answer_beside(question: str, value: Any, ask: Optional[AskBack], doc: Doc, facts: Facts, context: Context) -> Answer:
    """The answer where the message tells `value` in words of its own, or something that must be asked back (`ask`)."""
    said, rest, whole = verdict(doc)
    if question in facts.contradicted:
        return Answer(None, AskBack(question, "contradiction"))
    if value is not None:
        bare_no = said == "no" and value is True or said == "yes" and value is False
        if bare_no and not (question == "smoking" and value is False and said == "no"):
            if first_is_plain(doc):
                return Answer(None, AskBack(question, "contradiction"))
        return Answer(value)
    if ask:
        return Answer(None, ask)
    if asked_anything(doc):
        return NOTHING
    if said is None:
        return _without_yes_no(question, doc, context)
    if said == "mixed":
        return Answer(None, AskBack(question, "contradiction"))
    if said == "unknown":
        return not_known(question) if whole or is_about_not_knowing(rest) else NOTHING
    if said in ("maybe_yes", "maybe_no"):
        if not whole and not tail_is_about(question, doc, rest, facts):
            return NOTHING
        return Answer(None, AskBack(question, "confirm_value", said == "maybe_yes"))
    return _plain_yes_no(question, said, rest, whole, doc, facts, context)


def _plain_yes_no(question: str, said: str, rest: List[str], whole: bool, doc: Doc, facts: Facts, context: Context) -> Answer:
    yes = said == "yes"
    if question == "consent" and yes and rest[:1] == ["men"]:
        return NOTHING
    if whole and not rest:
        return Answer(yes)
    line = " " + " ".join(rest) + " "
    if question in ("consent", "lifestyle", "fractures.more", "for_other"):
        if question == "lifestyle" or question == "consent":
            surely = first_is_plain(doc) and len(rest) <= 6 and not re.search(r" (?:men|ikke|måske) ", line)
            return Answer(yes) if whole or surely else NOTHING
    if scope.phrase_pattern("hedge").search(line) and not whole:
        if re.search(r" (?:tror|vist|måske|nok|formentlig|usikker|muligvis|tvivl|hvad jeg ved|så vidt|mener) ", line):
            return Answer(None, AskBack(question, "confirm_value", yes))
    if re.search(r" (?:kun|bare|lige|næsten|sjældent|indimellem|af og til|nogle gange|en gang imellem|til fest|til fester|lidt) ", line) and yes and question in ("smoking", "dairy_daily", "unsteady", "small_eater"):
        return Answer(None, AskBack(question, "confirm_value", True)) if question != "unsteady" else Answer(True)
    others = [segment for segment in doc._.segments if segment.person not in ("self", "patient", None)]
    if others and question not in ("family_history", "consent", "lifestyle"):
        own = [segment for segment in doc._.segments if segment.person == "self" and segment.explicit]
        if yes and not own and not about_patient(context):
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
        if re.search(r" ?(?:ikke|aldrig|kun|nogle|lidt|har|er|måske|tit|ofte|det gør|af og til|somme)(?: |$)", tail) and not other_fact(facts, question):
            return Answer(None, AskBack(question, "confirm_value", yes))
    if len(rest) > LONGEST_TAIL and not other_fact(facts, question) and not whole:
        first = doc._.segments[0] if doc._.segments else None
        if first is None or len(first.items) > 3 and said == "no" and first.items[0].text not in ("nej", "ja", "næ", "jo"):
            return NOTHING
    if said == "no" and bare(texts_of(doc))[:1] != ["nej"] and not whole and not tail_is_about(question, doc, rest, facts):
        return NOTHING
    if said == "yes" and bare(texts_of(doc))[:1][0] not in ("ja", "jo", "jep", "jeps", "jaja", "jaa", "jow", "javist", "selvfølgelig", "bestemt", "helt", "det", "jah", "jeh", "yes", "jada") and not whole:
        return NOTHING
    return Answer(yes)


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


def tail_is_about(question: str, doc: Doc, rest: Sequence[str], facts: Facts) -> bool:
    line = " ".join(rest)
    if not [word for word in rest if word not in polite()]:
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
    if question == "fractures.more" and len(line.split()) > 6 or question in ("percussion_pain", "lifestyle", "consent") and length(doc) > 8:
        return NOTHING
    denied = re.search(_FALSE_WORDS.get(question, r"(?!)"), line)
    if denied:
        return Answer(False)
    told = re.search(_TRUE_WORDS.get(question, r"(?!)"), line)
    if told and not asked_anything(doc):
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
        if kinds & {"parent", "grand", "child"} and not negated and not told_bone and len(line.split()) <= 6 and not asked_anything(doc):
            return Answer(None, AskBack(question, "confirm_value", True))
        if kinds & {"parent", "grand", "child"} and negated and told_bone and not any(segment.question for segment in doc._.segments):
            return Answer(None, AskBack(question, "confirm_value", False))
    if question == "glucocorticoids" and re.search(r" @drug:steroid_local(?= )", line):
        return Answer(None, AskBack(question, "steroid_local_only", False))
    if question == "smoking" and re.search(r" (?:kun til fest|til fest|til fester|festryger|fester|en gang imellem|ecigaret|ecigaretter|vaper|damper|pibe|cerutter|snus|lejlighedsvis) ", line) and not re.search(r" (?:ikke|aldrig) ", line):
        return Answer(None, AskBack(question, "confirm_value", True))
    if question == "smoking" and re.search(r" (?:stoppet|stoppede|holdt op|droppet|droppede|kvit|sluttede) ", line) and (length(doc) <= 4 or re.search(r" jeg | ryg|smøg|cigar", line)) and not re.search(r" (?:prøver|skal|vil|burde|ikke|næsten|ved at) ", line):
        return Answer(False)
    if question == "smoking" and re.search(r" (?:#\d+ %per\d+|#\d+ (?:cigaretter|smøger|styk)(?: %per\d+)?) ", line) and not re.search(r" (?:ikke|aldrig|tidligere|var|røg|indtil) |%year|%ago|%age", line):
        return Answer(True)
    if question == "dairy_daily" and re.search(r" (?:mælk|ost|yoghurt|skyr|mejeriprodukter|mælkeprodukter|kærnemælk|smør) ", line) and not re.search(r" (?:ikke|aldrig|ingen|hverken|uden|sjældent) ", line):
        return Answer(True) if any(time.kind == "per" and time.low >= 7 for segment in doc._.segments for _, time in times_of(segment)) else Answer(None, AskBack(question, "confirm_value", True))
    return NOTHING
