"""The physiotherapist's view of an assessment: sections, the training plan as a table, and the journal note.

Pure like the rest of the package: what a physiotherapist has overruled, a baseline and today's date are handed in.
Sentences and figures stand in ``content/clinical.yml``, ``plan.yml`` and ``fields_clinical.yml``.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from . import exercise, parts
from .assess import examine
from .assessment import Assessment, Finding, Source
from .content import load
from .person import Person
from .sections import Section, Table, findings_of, lowered
from .wording import CLINICAL, label, number, said

#: The test fields, and the finding that each gives when it is positive.
TESTS: Dict[str, str] = {
    "youth_height_cm": "height_loss",
    "arm_span_cm": "arm_span_difference",
    "percussion_pain": "percussion_pain",
    "rib_pelvis_fingers": "rib_pelvis_distance",
    "wall_occiput_cm": "wall_occiput_distance",
}
#: Answers that say who the person is; they open the note.
PERSON_FIELDS = ("sex", "age", "height_cm", "youth_height_cm", "weight_kg", "t_score", "dxa_result", "activity_level")


class Overrule(NamedTuple):
    """What a physiotherapist decides otherwise: `what` is "category" or the id of a finding; both views stay in the record."""

    what: str
    machine: Optional[str]
    person: Optional[str]
    reason: str


@dataclass(frozen=True)
class Added:
    """What the physiotherapist adds to an assessment. `baseline`: value by test (sts, fsst, tls, fr); `on`: the day of the note."""

    overrules: Tuple[Overrule, ...] = ()
    baseline: Mapping[str, float] = field(default_factory=dict)
    on: Optional[date] = None
    unconfirmed: Tuple[str, ...] = ()


def sections(assessment: Assessment, added: Added = Added()) -> List[Section]:
    """All sections that apply, the most important first."""
    words = load("clinical")
    person = examine(assessment.answers)
    urgent = assessment.referral.urgency in exercise.URGENT
    order = ("headline", "action", "reasons", "gp", "wait", "patient", "note") if urgent else (
        "headline", "action", "reasons", "negatives", "gp", "category", "plan", "guide", "care", "follow", "patient", "unknowns", "lifestyle", "note",
    )
    shared = load("report")
    made: Dict[str, Any] = {
        "headline": lambda: parts.headline(assessment, shared),
        "action": lambda: parts.action(assessment, shared),
        "reasons": lambda: _reasons(assessment, added),
        "negatives": lambda: _negatives(assessment, person),
        "gp": lambda: parts.gp(assessment, shared),
        "category": lambda: _category(assessment, person, added),
        "plan": lambda: [],
        "guide": lambda: _guide(assessment, person),
        "care": lambda: [advice.text for advice in assessment.exercise.precautions if advice.id not in _FOLLOW],
        "wait": lambda: [advice.text for advice in assessment.exercise.precautions],
        "follow": lambda: _follow(assessment, added),
        "patient": lambda: _to_the_patient(assessment),
        "unknowns": lambda: _unknowns(assessment, shared),
        "lifestyle": lambda: [advice.text for advice in assessment.lifestyle],
        "note": lambda: journal_note(assessment, added).split("\n"),
    }
    tables = {"plan": None if urgent else training_plan(person, _chosen(added))}
    found = [Section(name, words["titles"][name], made[name](), tables.get(name), name == "note") for name in order]
    return [section for section in found if section.lines or section.table]


def _weighty(fields: List[str]) -> List[str]:
    """Those of the fields that weigh in the assessment, as they are called."""
    return [label(name, CLINICAL) for name in fields if name in load("report")["unknowns"]["weighty"]]


def _unknowns(assessment: Assessment, shared: Mapping[str, Any]) -> List[str]:
    answered = assessment.copy(update={"not_asked": []})
    not_asked = _weighty(assessment.not_asked)
    return [*parts.unknowns(answered, shared), *_note_line(load("clinical")["not_asked"], [lowered(name) for name in not_asked])]


_FOLLOW = frozenset({"functional_tests", "outcomes"})


# --- findings ---


def _reasons(assessment: Assessment, added: Added) -> List[str]:
    dropped = {overrule.what: overrule for overrule in added.overrules if overrule.what != "category"}
    lines = []
    for finding in findings_of(assessment):
        lines.append(f"{finding.explanation} [{_source(finding.source)}]")
        if finding.id in dropped:
            lines.append(load("clinical")["overruled_finding"].format(finding=finding.label, reason=dropped[finding.id].reason))
    return lines


def _source(source: Source) -> str:
    words = load("clinical")["source"]
    if source.kind == "project":
        return words["project"]
    if source.section:
        return words["guideline_section"].format(section=source.section)
    return words["guideline_figure"].format(figure=source.figure)


def _negatives(assessment: Assessment, person: Person) -> List[str]:
    """The tests that were done and are not positive, each with its limit; and those that were not done."""
    words = load("clinical")
    lines, not_done = [], []
    for name, finding in TESTS.items():
        value = getattr(assessment.answers, name)
        if value is None or value == "unknown":
            not_done.append(words["names"][finding])
        elif finding not in person.findings and _is_measured(assessment, name):
            shown = said(name, value, CLINICAL)
            form = words["negative" if isinstance(value, float) else "negative_sign"]
            lines.append(form.format(said=shown[:1].upper() + shown[1:], limit=words["limits"][finding]))
    if not_done:
        lines.append(words["not_done"].format(tests=", ".join(not_done)))
    return lines


def _is_measured(assessment: Assessment, name: str) -> bool:
    """A difference to the height needs the height too."""
    return name not in ("youth_height_cm", "arm_span_cm") or isinstance(assessment.answers.height_cm, float)


# --- risk group, category, themes ---


def _category(assessment: Assessment, person: Person, added: Added) -> List[str]:
    words = load("clinical")
    plan = assessment.exercise
    if plan.category is None:
        return [words["no_category"], *(advice.text for advice in plan.recommendations)]
    lines = [
        f"{words['risk_group'][plan.risk_group]} ({_reason_list(risk_reasons(person))}).",
        f"Kategori: {words['categories'][plan.category]} ({_reason_list(category_reasons(person))}).",
    ]
    texts = load("report")["activity"]
    if plan.provisional:
        lines.append(texts["provisional"]["professional"])
    overrule = next((one for one in added.overrules if one.what == "category"), None)
    if overrule:
        lines.append(words["overruled"].format(person=words["categories"][overrule.person], reason=overrule.reason, machine=words["categories"][plan.category]))
    themes = exercise.themes_of(overrule.person) if overrule and overrule.person else plan.themes
    return lines + [texts["themes"][theme.id][f"professional_{theme.focus}"] for theme in themes]


def _chosen(added: Added) -> Optional[str]:
    """The category that a person has chosen instead."""
    return next((one.person for one in added.overrules if one.what == "category"), None)


def _reason_list(reasons: List[str]) -> str:
    return "; ".join(reasons)


def risk_reasons(person: Person) -> List[str]:
    """Why the risk group is what it is, in Danish."""
    why = load("clinical")["why"]
    found = [why[f"{site}_{'recent' if when == 'recent' else 'old'}"] for site, when in (("spine", person.spine_fracture), ("hip", person.hip_fracture)) if when]
    score = exercise.t_score(person)
    if exercise.is_low(score):
        found.append(why["low_t_score"].format(value=number(score)))
    if exercise.has_many_risk_factors(person):
        found.append(why["many_factors"].format(value=person.risk_factor_count))
    if not found:
        found.append(why["none_of_these"] if score is not None else why["t_score_unknown"])
    return found


def category_reasons(person: Person) -> List[str]:
    """Why the category is what it is (Fig. 7), in Danish."""
    why = load("clinical")["why"]
    if person.spine_fracture == "recent":
        return [why["spine_recent"]]
    level = person.answers.activity_level
    if level == "limited":
        return [why["limited"]]
    care = []
    if exercise.is_low(exercise.t_score(person)):
        care.append(why["low_t_score"].format(value=number(exercise.t_score(person))))
    if person.spine_fracture:
        care.append(why["spine_old"])
    if person.hip_fracture:
        care.append(why["hip_recent" if person.hip_fracture == "recent" else "hip_old"])
    return [*care, why[level if level in ("everyday", "training") else "level_unknown"]]


# --- plan ---


def training_plan(person: Person, chosen: Optional[str] = None) -> Optional[Table]:
    """The plan of Fig. 6-8 and section 4 as a table, of the category `chosen` by a person; None for those who get no category."""
    content = load("plan")
    names = [row for group in exercise.plan_of(person, chosen).recommendations for row in content["groups"].get(group, ())]
    if not names or not person.exercise_eligible:
        return None
    rows = list(dict.fromkeys(names))
    columns = content["columns"]
    return Table([content["titles"][column] for column in columns], [[content["rows"][row][column] for column in columns] for row in rows])


def _guide(assessment: Assessment, person: Person) -> List[str]:
    """The eight-point guide of an acute vertebral fracture, and what a new hip fracture asks for."""
    if "recent" not in (person.spine_fracture, person.hip_fracture):
        return []
    return [advice.text for advice in assessment.exercise.recommendations]


def _follow(assessment: Assessment, added: Added) -> List[str]:
    words = load("clinical")["baseline"]
    lines = [advice.text for advice in assessment.exercise.precautions if advice.id in _FOLLOW]
    if not lines:
        return []
    measured = [words["line"].format(name=name, value=number(added.baseline[test]) if test in added.baseline else words["blank"]) for test, name in words["tests"].items()]
    return [*lines, f"{words['title']}: {'; '.join(measured)}.", *([] if added.baseline else [words["how"]])]


def _to_the_patient(assessment: Assessment) -> List[str]:
    """The headline and what to do, in the words of the patient's own result."""
    shared = load("report")
    plain = assessment.copy(update={"role": "patient"})
    return [load("clinical")["patient_says"].format(text=line) for line in (*parts.headline(plain, shared), *parts.action(plain, shared))]


# --- journal note ---


def journal_note(assessment: Assessment, added: Added = Added()) -> str:
    """The note as plain text, at most one screen: positives, negatives that matter, unknowns, who measured, rules version."""
    words = load("clinical")["note"]
    answers = assessment.answers
    told = {name: value for name, value in answers if value is not None and name not in ("role", "measured_by")}
    lines = [words["head"].format(date=_day(added.on), version=assessment.rules_version)]
    lines += _note_line(words["person"], [said(name, told[name], CLINICAL) for name in PERSON_FIELDS if told.get(name) not in (None, "unknown")])
    dropped = {overrule.what for overrule in added.overrules}
    lines += _note_line(words["positive"], [_short(finding) for finding in findings_of(assessment) if finding.id not in dropped])
    lines += _note_line(words["negative"], [said(name, value, CLINICAL) for name, value in told.items() if value is False or value == [] or value == "none"])
    lines += _note_line(words["measured"], _measures(assessment))
    lines += _note_line(words["unknown"], [lowered(label(name, CLINICAL)) for name in assessment.unanswered])
    lines += _note_line(words["not_asked"], [lowered(name) for name in _weighty(assessment.not_asked)])
    lines += _note_line(words["unconfirmed"], [lowered(label(name, CLINICAL)) for name in added.unconfirmed])
    lines.append(
        words["assessment"].format(
            osteoporosis=words["osteoporosis"][assessment.osteoporosis.status],
            vertebral=words["vertebral"][assessment.vertebral_fracture.status],
            urgency=load("report")["action"][assessment.referral.urgency]["professional"],
        )
    )
    lines += _note_plan(assessment, added, words)
    lines += _note_line(words["baseline"], [f"{load('clinical')['baseline']['short'][test]} {number(value)}" for test, value in added.baseline.items()])
    return "\n".join(lines)


def _note_plan(assessment: Assessment, added: Added, words: Mapping[str, Any]) -> List[str]:
    clinical = load("clinical")
    lines = []
    plan = assessment.exercise
    overrule = next((one for one in added.overrules if one.what == "category"), None)
    if plan.category:
        chosen = overrule.person if overrule and overrule.person else plan.category
        themes = [f"{clinical['themes'][theme.id]}{'' if theme.focus == 'main' else ' (del)'}" for theme in exercise.themes_of(chosen)]
        lines.append(
            words["category"].format(
                group=clinical["risk_group"][plan.risk_group],
                category=clinical["categories"][chosen],
                provisional=words["provisional"] if plan.provisional and not overrule else "",
                themes=", ".join(themes),
            )
        )
    for one in added.overrules:
        if one.what == "category":
            lines.append(clinical["overruled"].format(person=clinical["categories"][one.person], reason=one.reason, machine=clinical["categories"].get(one.machine, "ingen")))
        else:
            named = next((finding.label for finding in findings_of(assessment) if finding.id == one.what), one.what)
            lines.append(clinical["overruled_finding"].format(finding=named, reason=one.reason))
    table = training_plan(examine(assessment.answers), _chosen(added)) if plan.category and plan.recommendations else None
    if table:
        lines += _note_line(words["plan"], [f"{row[0].lower()} {_dose(row)}" for row in table.rows])
        lines.append(words["care"])
    return lines


def _dose(row: List[str]) -> str:
    """The intensity of a row, with its frequency where it has one."""
    intensity = row[2][:1].lower() + row[2][1:]
    return intensity if row[3] == "Individuelt" else f"{intensity}, {row[3][:1].lower() + row[3][1:]}"


def _note_line(form: str, facts: List[str]) -> List[str]:
    return [form.format(facts=", ".join(facts))] if facts and "{facts}" in form else [form.format(plan="; ".join(facts))] if facts else []


def _measures(assessment: Assessment) -> List[str]:
    measured = assessment.answers.measured_by
    by = {"professional": "fysioterapeut", "self": "patient"}
    found = []
    for name in ("arm_span_cm", "percussion_pain", "rib_pelvis_fingers", "wall_occiput_cm"):
        value = getattr(assessment.answers, name)
        if value is None or value == "unknown":
            continue
        who = measured.get(name) if isinstance(measured, dict) else measured
        who = who or ("professional" if assessment.role == CLINICAL else "self")
        found.append(f"{said(name, value, CLINICAL)} ({by[who]})")
    return found


def _short(finding: Finding) -> str:
    """The label, with the value that fired it where the label does not say it."""
    name = lowered(finding.label)
    unit = load("clinical")["units"].get(finding.id)
    if unit is None or not isinstance(finding.value, (int, float)) or isinstance(finding.value, bool):
        return name
    return f"{name} {number(finding.value)} {unit}".strip()


def _day(on: Optional[date]) -> str:
    return f"{on.day}.{on.month}.{on.year}" if on else ""
