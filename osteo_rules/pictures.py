"""What can be seen of an assessment: height against the limit, T-score on its scale, the category among the six, a week, calcium.

A picture is plain data for whoever draws it: {"id", "section", "title", "text", "source", ...}. `text` says all that it shows, so
that it stands in for it. Numbers come from ``thresholds.yml`` and the person's own answers, sentences from ``pictures.yml``.
"""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .assess import examine
from .assessment import Assessment
from .citation import cited
from .content import load, threshold
from .exercise import URGENT, plan_of
from .person import Person
from .voices import PROFESSIONAL, base, pronounce, voice_of
from .wording import number

Picture = Dict[str, Any]
DAYS = 7
#: The T-score axis reaches at least so far; a value beyond makes it longer.
T_SCORE_AXIS = (-5.0, 1.0)


def pictures(assessment: Assessment) -> List[Picture]:
    """The pictures that apply; none where help is urgent, and none for the reception, which gets one instruction."""
    if assessment.role == "reception" or assessment.referral.urgency in URGENT:
        return []
    person = examine(assessment.answers)
    drawn = (_height_loss(person), _t_score(person), _category(assessment), *_for_patients(assessment, person))
    return [picture for picture in drawn if picture]


def how_soon(assessment: Assessment) -> Optional[str]:
    """In a word or two how soon there is something to do; None where there is nothing."""
    words = load("pictures")["how_soon"].get(assessment.referral.urgency)
    return words[base(voice_of(assessment.answers))] if words else None


def _for_patients(assessment: Assessment, person: Person) -> Tuple[Optional[Picture], ...]:
    """A physiotherapist has the plan as a table instead."""
    if voice_of(assessment.answers) == PROFESSIONAL:
        return ()
    return _week(person), _nutrients(assessment, person)


def _words(name: str, voice: str) -> Mapping[str, Any]:
    """The texts of a picture in `voice`; a relative's have pronouns."""
    entry = load("pictures")[name]
    key = "relative" if voice not in ("patient", PROFESSIONAL) else voice
    return {use: pronounce(text, voice) for use, text in entry[key].items()}


def _picture(name: str, section: str, title: str, text: str, source: Mapping[str, str], **drawn: Any) -> Picture:
    return {"id": name, "section": section, "title": title, "text": text, "source": cited({"kind": "guideline", **source}), **drawn}


def _number(value: Any) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _height_loss(person: Person) -> Optional[Picture]:
    now, then = _number(person.answers.height_cm), _number(person.answers.youth_height_cm)
    if now is None or then is None or then <= now:
        return None
    words, limit = _words("height_loss", person.voice), threshold("height_loss")
    loss = round(then - now, 2)
    values = {"now": _shown(now), "then": _shown(then), "loss": _shown(loss), "limit": _shown(limit)}
    text = words["over" if "height_loss" in person.findings else "under"].format(**values)
    labels = {"value": words["value"].format(**values), "limit": words["limit"].format(**values)}
    return _picture(
        "height_loss", "reasons", words["title"], text, load("pictures")["height_loss"]["source"], value=loss, limit=limit, labels=labels
    )


def _shown(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _t_score(person: Person) -> Optional[Picture]:
    value = _number(person.answers.t_score)
    if value is None:
        return None
    words = _words("t_score", person.voice)
    low, high = threshold("t_score_osteoporosis"), threshold("t_score_osteopenia")
    values = {"value": _signed(value), "osteoporosis": _signed(low), "osteopenia": _signed(high)}
    axis = min(T_SCORE_AXIS[0], math.floor(value)), max(T_SCORE_AXIS[1], math.ceil(value))
    names = {zone: texts[base(person.voice)] for zone, texts in load("pictures")["t_score"]["zones"].items()}
    edges = {"osteoporosis": (axis[0], low), "osteopenia": (low, high), "normal": (high, axis[1])}
    zones = [{"id": zone, "label": names[zone], "from": start, "to": end} for zone, (start, end) in edges.items()]
    return _picture(
        "t_score",
        "reasons",
        words["title"],
        words["text"].format(**values),
        load("pictures")["t_score"]["source"],
        value=value,
        zones=zones,
        labels={"value": words["value"].format(**values), "limits": [values["osteoporosis"], values["osteopenia"]]},
    )


def _signed(value: float) -> str:
    return number(value).replace("-", "\N{MINUS SIGN}")


def _category(assessment: Assessment) -> Optional[Picture]:
    chosen, voice = assessment.exercise.category, voice_of(assessment.answers)
    if chosen is None:
        return None
    words = _words("category", voice)
    names = {name: texts[base(voice)] for name, texts in load("pictures")["category"]["names"].items()}
    text = words["text"].format(here=names[chosen])
    if assessment.exercise.provisional:
        text = f"{text} {words['provisional']}"
    steps = [{"id": name, "label": label, "here": name == chosen} for name, label in names.items()]
    section = "category" if voice == PROFESSIONAL else "activity"
    return _picture(
        "category", section, words["title"], text, load("pictures")["category"]["source"], steps=steps, labels={"here": words["here"]}
    )


def _week(person: Person) -> Optional[Picture]:
    content = load("pictures")["week"]
    group = next((name for name in plan_of(person).recommendations if name in content["groups"]), None)
    if group is None:
        return None
    words = _words("week", person.voice)
    rows = [_week_row(content["rows"][name]) for name in content["groups"][group]]
    said = ". ".join(content["row"].format(name=row["label"], days=_said_days(row["days"])) for row in rows)
    labels = {"days": content["days"]["short"]}
    return _picture(
        "week", "activity", words["title"], words["text"].format(rows=said), content["sources"][group], rows=rows, labels=labels
    )


def _week_row(row: Mapping[str, Any]) -> Dict[str, Any]:
    times = DAYS if row["times"] == "daily" else int(threshold(row["times"]))
    days = sorted((row["first"] + place * DAYS // times) % DAYS for place in range(times))
    return {"label": row["name"].format(minutes=_shown(threshold("active_minutes"))), "days": [day in days for day in range(DAYS)]}


def _said_days(days: List[bool]) -> str:
    words = load("pictures")["week"]
    if all(days):
        return words["daily"]
    named = [name for name, chosen in zip(words["days"]["long"], days) if chosen]
    return f"{', '.join(named[:-1])} {words['and']} {named[-1]}" if len(named) > 1 else named[0]


def _nutrients(assessment: Assessment, person: Person) -> Optional[Picture]:
    """Calcium and vitamin D by day; nothing where the doctor is asked first."""
    content = load("pictures")["nutrients"]
    rows = [row for row in (_calcium(assessment), _vitamin_d(assessment, person)) if row]
    if not rows:
        return None
    text = ". ".join(f"{row['name']}: {row['label']}" for row in rows) + "."
    return _picture("nutrients", "lifestyle", content["title"], text, content["source"], rows=rows)


def _calcium(assessment: Assessment) -> Optional[Dict[str, Any]]:
    words = load("pictures")["nutrients"]["calcium"]
    for advice in assessment.lifestyle:
        for kind, limits in words["by_advice"].get(advice.id, {}).items():
            amounts = [threshold(name) for name in limits]
            shown = [_shown(amount) for amount in amounts]
            amount = shown[0] if len(shown) == 1 else words["range"].format(low=shown[0], high=shown[1])
            label = words[kind].format(amount=amount)
            return {
                "id": "calcium",
                "name": words["name"],
                "label": label,
                "from": amounts[0],
                "to": amounts[-1],
                "of": threshold("calcium_total"),
            }
    return None


def _vitamin_d(assessment: Assessment, person: Person) -> Optional[Dict[str, Any]]:
    words = load("pictures")["nutrients"]["vitamin_d"]
    established = assessment.osteoporosis.status == "established"
    if not any(advice.id.startswith("vitamin_d") for advice in assessment.lifestyle) or (person.age is None and not established):
        return None
    all_year = established or (person.age or 0) >= threshold("vitamin_d_all_year")
    amount = _shown(threshold("vitamin_d_year_dose" if all_year else "vitamin_d_winter_dose"))
    months = [all_year or month in words["winter_months"] for month in range(1, 13)]
    label = words["all_year" if all_year else "winter"].format(amount=amount)
    return {
        "id": "vitamin_d",
        "name": words["name"],
        "label": label,
        "months": [{"label": name, "on": on} for name, on in zip(words["months"], months)],
    }
