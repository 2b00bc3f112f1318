"""The result: assess what was told, and say it in the voice of the role."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import settings
from bot.actions import record, staff
from bot.actions.steer import Forget
from bot.texts import phrase, phrase_for
from osteo_rules import questions
from osteo_rules.assess import assess
from osteo_rules.assessment import Finding
from osteo_rules.citation import cited
from osteo_rules.clinical import Added
from osteo_rules.pictures import how_soon, pictures
from osteo_rules.report import Section, report
from osteo_rules.sections import findings_of
from osteo_rules.wording import label, value_text


def section_json(section: Section) -> Dict[str, Any]:
    """A section as data, for a page that shows it."""
    shown: Dict[str, Any] = {"id": section.id, "title": section.title, "lines": section.lines}
    if section.table:
        shown["table"] = {"columns": section.table.columns, "rows": section.table.rows}
    return {**shown, "copy": True} if section.copy else shown


def _row_text(columns: List[str], row: List[str]) -> str:
    """A row of a table as a line: the first cell names it."""
    return f"• {row[0]}: " + "; ".join(f"{column.lower()} {cell[:1].lower() + cell[1:]}" for column, cell in zip(columns[1:], row[1:]))


def section_text(section: Section) -> str:
    """A section as a message: its title, then its lines, as a list where there are several; a note as it stands."""
    if section.copy:
        return "\n".join([section.title, *section.lines])
    if section.table:
        return "\n".join([section.title, *section.lines, *(_row_text(section.table.columns, row) for row in section.table.rows)])
    lines = section.lines if len(section.lines) == 1 else [f"• {line}" for line in section.lines]
    return "\n".join([section.title, *lines]) if section.title else "\n".join(section.lines)


def _what_next(role: str) -> List[Dict[str, str]]:
    """The buttons under a result; a physiotherapist has nobody to hand over to."""
    shown = [("show_answers_button", "/show_answers"), ("delete_button", "/stop_and_delete")]
    if role != staff.PHYSIOTHERAPIST:
        shown.insert(1, ("handoff_button", "/hand_off"))
    return [{"title": phrase_for(role, name), "payload": payload} for name, payload in shown]


def _reason(finding: Finding) -> Dict[str, Any]:
    """A finding as a page unfolds it: its name, what it means, and where that comes from."""
    return {"id": finding.id, "label": finding.label, "text": finding.explanation, "source": cited(finding.source.dict())}


def _measures(told: Mapping[str, Any]) -> List[Dict[str, str]]:
    """The answers that are numbers, as a doctor wants them on paper."""
    role = told.get("role") or "patient"
    numbers = [name for name in record.FIELDS if isinstance(told.get(name), (int, float)) and not isinstance(told[name], bool)]
    return [{"label": label(name, role), "value": value_text(name, told[name], role)} for name in numbers]


def _say_what_next(dispatcher: CollectingDispatcher, role: str) -> None:
    dispatcher.utter_message(text=phrase_for(role, "after_result"), buttons=_what_next(role), json_message={"type": "after_result"})


def _added(tracker: Tracker, extra: Added) -> Dict[str, Any]:
    """What a physiotherapist has decided otherwise, and the baseline."""
    return {"overrules": tracker.get_slot("overrules") or [], "baseline": extra.baseline}


class GiveResult(Action):
    def name(self) -> str:
        return "action_give_result"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        told = record.told(tracker.slots)
        if told.get("consent") is False:
            return Forget().run(dispatcher, tracker, domain)
        if told.get("consent") is not True:
            dispatcher.utter_message(text=phrase("no_result_yet"), buttons=[{"title": phrase("start_button"), "payload": "/start"}])
            return []
        if tracker.get_slot("supposed"):
            _say_what_next(dispatcher, told.get("role") or "patient")
            return [SlotSet("supposed", None)]
        assessment = assess(questions.answers_from(told))
        extra = staff.added(tracker.slots)
        sections = report(assessment, extra, settings.CLINIC)
        result = {
            "type": "result",
            "assessment": assessment.dict(),
            "sections": [section_json(section) for section in sections],
            "reasons": [_reason(finding) for finding in findings_of(assessment)],
            "how_soon": how_soon(assessment),
            "pictures": pictures(assessment),
            "measures": _measures(told),
            **(_added(tracker, extra) if assessment.role == staff.PHYSIOTHERAPIST else {}),
        }
        first, rest = sections[0], sections[1:]
        dispatcher.utter_message(text=section_text(first), json_message=result)
        for section in rest:
            dispatcher.utter_message(text=section_text(section), json_message={"type": "section", "id": section.id})
        _say_what_next(dispatcher, assessment.role)
        # Who asked for the result with questions left gets a new one after a correction, and the rest on "fortsæt".
        left = questions.next_question(told) is not None
        return [SlotSet("finish", True if left else None), SlotSet("paused", None), SlotSet("given", True)]
