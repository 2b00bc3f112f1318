"""Facts that a message tells by itself, whatever question is open. Only what is certain; in doubt nothing, or asked back."""
from __future__ import annotations

import re
from typing import Any, Dict, List, NamedTuple, Optional

from bot.reading.lexicon import conditions_in, lexicon, mentions, site_in
from bot.reading.reading import AskBack, Context
from bot.reading.text import Clause, clauses, fold
from bot.reading.values import HIGH, LOW, NUMBER, checked, metres, months_since

_DIRECT_LINE = re.compile(r"\b(mor|moder|mors|far|fader|fars|mormor|farmor|morfar|farfar|foraeldre|bedstemor|bedstefar|datter|soen)\b")
_PARENT = re.compile(r"\b(mor|moder|far|fader|foraeldre)\b")
_BROKE = re.compile(r"\b(braekk\w*|braek|broekket|braekket|knaekk\w*|brud|brud\w*|fraktur\w*|haandledsbrud|hoftebrud|sammenfald|compr\w*|kompressionsbrud)\b|brud\b")


class Facts(NamedTuple):
    values: Dict[str, Any]
    fractures: List[Dict[str, Any]]
    ask_back: Optional[AskBack]


def facts_in(text: str, context: Context) -> Facts:
    """Everything that `text` tells of the person."""
    values: Dict[str, Any] = {}
    fractures: List[Dict[str, Any]] = []
    asked: List[AskBack] = []
    for clause in clauses(fold(text)):
        if clause.hypothetical:
            continue
        if clause.about_other and not _is_patient(clause, context):
            _family(clause, values)
            continue
        if clause.hedged:
            continue
        _numbers(clause, values, asked)
        _habits(clause, values)
        _diseases(clause, values, asked)
        _drugs(clause, values, asked)
        _fracture(clause, fractures, context)
    return Facts(values, fractures, asked[0] if asked else None)


def _is_patient(clause: Clause, context: Context) -> bool:
    """In the third person "hun" and "han" are the patient; family members by name still are not."""
    return context.third_person and not _DIRECT_LINE.search(clause.text)


def _family(clause: Clause, values: Dict[str, Any]) -> None:
    """Osteoporosis in the direct line, or a parent's hip fracture."""
    if not _DIRECT_LINE.search(clause.text) or re.search(r"\bsviger", clause.text) or clause.hedged:
        return
    has_disease = mentions(clause.text, lexicon()["osteoporosis"])
    hip = _PARENT.search(clause.text) and _BROKE.search(clause.text) and site_in(clause.text) == "hip"
    if (has_disease or hip) and not clause.negated:
        values["family_history"] = True


def _take(values: Dict[str, Any], asked: List[AskBack], field: str, number: float) -> None:
    read = checked(field, number)
    if read.ask_back:
        asked.append(read.ask_back)
    elif read.value is not None:
        values[field] = read.value


def _numbers(clause: Clause, values: Dict[str, Any], asked: List[AskBack]) -> None:
    text = metres(clause.text)
    age = re.search(r"(?:\bjeg er|^er|\bhun er|\bhan er|\bpatienten er|\bkvinde|\bmand|\bkvinde paa|\bmand paa|\balder(?:en)? er|\balder)\s*(?:nu |snart |lige blevet |fyldt )*(\d{2}|1[01]\d|120)\s*(?:aar\b|-?aarig|$|(?=\s*(?:og|,)))(?!\s*(?:cm|kg|kilo|siden))", text)
    aged = re.search(r"\b(\d{2,3})(?:\s*aar gammel\b|-?\s?aarig\b)", text)
    if (age or aged) and not clause.negated and "snart" not in text and not re.search(r"\bda jeg var|dengang|siden\b", text):
        _take(values, asked, "age", float((aged or age)[1]))  # type: ignore[index]
    then = re.search(r"\b(?:som ung|ung var|var)\b\D{0,25}(1\d\d|2\d\d)|(1\d\d|2\d\d)\s*(?:cm\s*)?(?:hoej\s*)?(?:som ung|da jeg var (?:ung|yngre|20|25|30))", text)
    now = re.search(r"\b(?:er|nu|hoejde(?:n)?(?: er)?|maaler)\b\D{0,18}\b(1\d\d|2\d\d)(?:\s*cm|\s*hoej|\s*nu|\s*$|(?=\s*og))", text)
    if then and not clause.negated:
        _take(values, asked, "youth_height_cm", float(then[1] or then[2]))
    elif now and not clause.negated and not re.search(r"\b(var|vejer|kg|kilo)\b", text[: now.start(1)][-12:]):
        _take(values, asked, "height_cm", float(now[1]))
    weight = re.search(rf"\b(?:vejer|vaegt(?:en)?(?: er)?|vejede)\b\D{{0,15}}{NUMBER}|{NUMBER}\s*(?:kg|kilo)\b(?!\s*(?:om|i))", text)
    if weight and not re.search(r"\b(tabt|taget paa|vejede|tabte)\b", text) and not clause.negated:
        _take(values, asked, "weight_kg", float(weight[1] or weight[2]))
    score = re.search(r"\b(?:t-?\s?score\w*|ts|bmd)\b\D{0,12}?(-|minus )\s*(\d(?:\.\d+)?)", text)
    if score:
        _take(values, asked, "t_score", -float(score[2]))


def _habits(clause: Clause, values: Dict[str, Any]) -> None:
    text = clause.text
    sex = re.search(r"\b(?:jeg er|er)\s*(?:en|1)?\s*(kvinde|mand)\b|^(kvinde|mand)\b", text)
    if sex and not clause.negated:
        values["sex"] = "female" if (sex[1] or sex[2]) == "kvinde" else "male"
    smoker = re.search(r"\b(ryger|rygning|cigaret\w*|smoeger)\b", text)
    if smoker and "e-cig" not in text:
        if clause.negated or re.search(r"\b(holdt op|stoppe\w*|kvit|eks-?ryger|tidligere)\b", text):
            values["smoking"] = False
        elif re.search(r"\bjeg\b|^ryger|^og ryger|er ryger", text):
            values["smoking"] = True
    elif re.search(r"\broeg (indtil|til|frem til)\b|\b(holdt op med at|stoppet med at) ryge\b", text):
        values["smoking"] = False
    if re.search(r"\bhverken ryger eller drikker\b|\bryger og drikker (hverken|ikke)\b|\bhverken drikker eller ryger\b", text):
        values["smoking"] = False
        values["alcohol_units_per_week"] = 0.0


def _diseases(clause: Clause, values: Dict[str, Any], asked: List[AskBack]) -> None:
    text = re.sub(r"\b(for )?lavt stofskifte\b", "", clause.text)
    if clause.negated:
        return
    found = conditions_in(text)
    if found and re.search(r"\b(jeg|har|haft|faaet|er|lider)\b", text):
        values["conditions"] = sorted({*values.get("conditions", []), *found})
    if mentions(text, lexicon()["osteoporosis"]) and re.search(r"\b(jeg har|har (jeg )?faaet|diagnos\w*|har faaet konstateret|jeg fik konstateret)\b", text):
        if "medfoedt" in text:
            values["osteogenesis_imperfecta"] = True
        else:
            values["known_osteoporosis"] = True
    gigt = re.search(r"\bgigt\b", text)
    if gigt and re.search(r"\bjeg har\b", text):
        options = ((["rheumatoid_arthritis"], "Leddegigt"), (["bechterew"], "Rygsøjlegigt (Bechterew)"), ([], "Slidgigt eller anden gigt"))
        asked.append(AskBack("conditions", "which_gigt", None, options))


def _drugs(clause: Clause, values: Dict[str, Any], asked: List[AskBack]) -> None:
    words = lexicon()
    taking = re.search(r"\b(tager|faar|bruger|spiser|behandl\w*|paa)\b", clause.text)
    if clause.negated or not taking:
        return
    if mentions(clause.text, words["aromatase_inhibitor"]):
        values["aromatase_inhibitor"] = True
    local = mentions(clause.text, words["glucocorticoids_local"])
    if mentions(clause.text, words["glucocorticoids"]) and not local and not clause.past:
        values["glucocorticoids"] = True
    if mentions(clause.text, words["osteoporosis_drugs"]):
        asked.append(AskBack("known_osteoporosis", "confirm_value", True))


def _fracture(clause: Clause, fractures: List[Dict[str, Any]], context: Context) -> None:
    """A broken bone with what the same clause says of cause and time; several bones are several records."""
    text = clause.text
    if not _BROKE.search(text):
        if fractures and re.search(r"\bsiden\b|\b(19|20)\d\d\b|\bda jeg var\b", text) and "months_ago" not in fractures[-1]:
            fractures[-1].update(_when(text, context))
        if fractures and "low_energy" not in fractures[-1]:
            fractures[-1].update(_cause(text))
        return
    if clause.negated and not re.search(r"\b(ud over|undtagen|bortset fra|andet end)\b", text):
        return
    if re.search(r"\b(medicin|brud paa (lov|aftale|reglerne)|brudt|arbejdsbrud|stenbrud)\b", text):
        return
    names = lexicon()["sites"]
    sites = [site for site in names if mentions(text, names[site])]
    if "hoftebrud" in text and "hip" not in sites:
        sites.append("hip")
    if "haandledsbrud" in text and "wrist" not in sites:
        sites.append("wrist")
    if len(sites) > 1 and "other" in sites:
        sites.remove("other")
    for site in sites:
        record: Dict[str, Any] = {"site": site, **_cause(text), **(_when(text, context) if len(sites) == 1 else {})}
        fractures.append(record)


def _cause(text: str) -> Dict[str, Any]:
    low, high = re.search(LOW, text), re.search(HIGH, text)
    if low and not high:
        return {"low_energy": True}
    certain = high and not low and re.search(r"\b(bil\w*|trafik\w*|stige\w*|taget|motorcykel|paakoert)\b", text)
    return {"low_energy": False} if certain else {}


def _when(text: str, context: Context) -> Dict[str, Any]:
    at = re.search(rf"\bda jeg var (?:ca\.?\s*|cirka\s*)?{NUMBER}", text)
    if at:
        return {"age_at": int(float(at[1]))}
    months = months_since(text, context.today)
    return {} if months is None else {"months_ago": months}


