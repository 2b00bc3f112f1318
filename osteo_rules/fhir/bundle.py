"""An assessment as one FHIR R4 Bundle: answers, measurements, the risk with every reason, and a proposal to the GP.

No Condition is asserted and no profile is claimed: a screening is no diagnosis. There is no identifier of the person.
"""

from __future__ import annotations

import html
import uuid
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .. import parts
from ..assess import examine, in_clinical_words
from ..assessment import Assessment, Finding, Source
from ..clinical import Added
from ..content import load
from ..sections import findings_of, lowered
from ..wording import CLINICAL, label
from .observations import observations, said
from .response import response

Json = Dict[str, Any]
_TOPICS = ("osteoporosis", "vertebral_fracture", "urgency")


def bundle(assessment: Assessment, on: Optional[datetime] = None, bundle_id: Optional[uuid.UUID] = None, added: Added = Added()) -> Json:
    """The assessment as a FHIR R4 collection Bundle (JSON as a dict), checked by fhir.resources.

    `on`: the time of the screening, with its zone. `bundle_id`: a random one unless given; the ids of the entries follow from it.
    `added`: what a physiotherapist decided otherwise; it stands beside the reason that it is about.
    """
    root = bundle_id or uuid.uuid4()
    when = on.isoformat(timespec="seconds") if on else None
    links = _Links(root)
    clinical = in_clinical_words(assessment)
    answered = response(assessment.answers, when)
    measured = observations(examine(assessment.answers), when, links)
    basis = [links["response"], *(links[observed.name] for observed in measured)]
    risks = [(topic, _risk(topic, clinical, when, basis, added)) for topic in _TOPICS if _applies(topic, clinical)]
    named: List[Tuple[str, Json]] = [("response", answered)]
    named += [(observed.name, {**observed.resource, "text": _narrative([said(observed)])}) for observed in measured]
    named += risks
    if assessment.referral.to == "gp":
        named.append(("request", _request(clinical, when, [links[topic] for topic, _ in risks] + [links["response"]])))
    made: Json = {"resourceType": "Bundle", "id": str(root), "language": "da", "type": "collection"}
    if when:
        made["timestamp"] = when
    made["entry"] = [{"fullUrl": links[name], "resource": resource} for name, resource in named]
    return checked(made)


def checked(resource: Json) -> Json:
    """The resource itself, when `fhir.resources` (R4B) takes it; pydantic.ValidationError when it does not."""
    from fhir.resources.R4B import construct_fhir_element

    construct_fhir_element(resource["resourceType"], resource)
    return resource


class _Links(Dict[str, str]):
    """The fullUrl of each entry by its name."""

    def __init__(self, root: uuid.UUID) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, name: str) -> str:
        return uuid.uuid5(self.root, name).urn


def _narrative(lines: Sequence[str]) -> Json:
    """The resource for a person to read; text is escaped, never markup."""
    shown = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="da" lang="da">{shown}</div>'}


# --- risk ---


def _applies(topic: str, assessment: Assessment) -> bool:
    return topic != "urgency" or bool(assessment.red_flags or assessment.referral.findings)


def _status(topic: str, assessment: Assessment) -> str:
    return assessment.referral.urgency if topic == "urgency" else getattr(assessment, topic).status


def _reasons(topic: str, assessment: Assessment) -> List[Finding]:
    if topic == "urgency":
        return [*assessment.red_flags, *assessment.referral.findings]
    return getattr(assessment, topic).reasons


def _risk(topic: str, assessment: Assessment, when: Optional[str], basis: Sequence[str], added: Added) -> Json:
    """A RiskAssessment with one prediction for each reason; preliminary while an open answer could change it."""
    words = load("fhir")
    outcome = words["risk"][topic][_status(topic, assessment)]
    reasons = _reasons(topic, assessment)
    dropped = {one.what: one.reason for one in added.overrules}
    predictions = [_prediction(finding, outcome, dropped) for finding in reasons]
    if not predictions:
        predictions = [{"outcome": {"text": outcome}, "rationale": words["risk"]["nothing"]}]
    notes = _open_answers(assessment)
    made: Json = {
        "resourceType": "RiskAssessment",
        "language": "da",
        "text": _narrative([f"{words['risk'][topic]['code']}: {outcome}", *(one["rationale"] for one in predictions), *notes]),
        "status": "preliminary" if assessment.could_change else "final",
        "method": {"text": words["device"].format(version=assessment.rules_version)},
        "code": {"text": words["risk"][topic]["code"]},
        "subject": {"display": words["subject"]},
        "basis": [{"reference": link} for link in basis],
        "prediction": predictions,
        "mitigation": " ".join(parts.action(assessment, load("report"))),
    }
    if when:
        made["occurrenceDateTime"] = when
    if notes:
        made["note"] = [{"text": line} for line in notes]
    return made


def _prediction(finding: Finding, outcome: str, dropped: Mapping[str, str]) -> Json:
    """One reason; it carries the finding's id (with "-" for "_", as FHIR wants ids), and what a physiotherapist decided otherwise."""
    text = load("fhir")["rationale"].format(explanation=finding.explanation, citation=citation(finding.source, finding.decision))
    if finding.id in dropped:
        text = f"{text} {load('clinical')['overruled_finding'].format(finding=finding.label, reason=dropped[finding.id])}"
    return {"id": finding.id.replace("_", "-"), "outcome": {"text": outcome}, "rationale": text}


def citation(source: Source, decision: Optional[str]) -> str:
    """Where a statement comes from, in Danish: section and figure of the guideline, and the project's decision where there is one."""
    words = load("fhir")["citation"]
    title = load("sources")["guideline"]["title"]
    if source.kind == "project":
        text = words["project"]
    else:
        key = "section_figure" if source.section and source.figure else "section" if source.section else "figure"
        text = words[key].format(title=title, section=source.section, figure=source.figure)
    return words["with_decision"].format(citation=text, decision=load("decisions")[decision]["text"].rstrip(".")) if decision else text


def _open_answers(assessment: Assessment) -> List[str]:
    words = load("fhir")["risk"]
    lines = []
    for key in ("could_change", "not_asked"):
        fields = getattr(assessment, key)
        weighty = [name for name in fields if key == "could_change" or name in load("report")["unknowns"]["weighty"]]
        if weighty:
            lines.append(words[key].format(fields=", ".join(lowered(label(name, CLINICAL)) for name in weighty)))
    return lines


# --- proposal ---


def _request(assessment: Assessment, when: Optional[str], basis: Sequence[str]) -> Json:
    """A draft proposal to the person's own GP; nobody is asked to do anything until a person sends it."""
    words = load("fhir")["request"]
    reasons = {finding.id: finding.label for finding in findings_of(assessment)}
    lines = parts.gp(assessment, load("report"))[1:]
    text = " ".join([f"{words['code']}.", *lines, *parts.action(assessment, load("report"))[:1]])
    made: Json = {
        "resourceType": "ServiceRequest",
        "language": "da",
        "text": _narrative([load("fhir")["narrative"]["request"].format(text=text)]),
        "status": "draft",
        "intent": "proposal",
        "priority": words["priority"][assessment.referral.urgency],
        "code": {"text": text},
        "subject": {"display": load("fhir")["subject"]},
        "performerType": {"text": words["performer"]},
        "reasonCode": [{"text": reasons[name]} for name in assessment.referral.reasons if name in reasons],
        "supportingInfo": [{"reference": link} for link in basis],
    }
    if when:
        made["authoredOn"] = when
    return made
