"""How many messages it takes to a result, for each role: the people of the test tables talk with the trained assistant.

    python -m tests.turns

A person is asked, and answers what the table says of him or her; what the table leaves open is an ordinary no. Counted are the
messages after the opening one, and for staff after the consent, which is no question to them. Targets: a patient 22 with buttons and 8 in own
words, a physiotherapist 4, reception 6.
"""
from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping

import yaml

CASES = Path(__file__).parent / "cases"
TABLES = ("guideline", "risk_factors", "referral", "vertebral", "exercise", "fractures")
#: More messages than this, and the conversation does not end.
MOST = 60
NO_ANSWER = "ved ikke"
#: What an ordinary person says where the table says nothing.
ORDINARY: Dict[str, Any] = {
    "age": 67, "sex": "female", "height_cm": 165.0, "youth_height_cm": 166.0, "weight_kg": 66.0, "fractures": [], "back_pain": "none", "neuro_symptoms": False,
    "cannot_bear_weight": False, "known_osteoporosis": False, "family_history": False, "menopause_age": 51, "glucocorticoids": False, "conditions": [],
    "osteogenesis_imperfecta": False, "aromatase_inhibitor": False, "smoking": False, "alcohol_units_per_week": 3.0, "falls_last_year": 0, "unsteady": False,
    "back_pain_fever": False, "cancer": False, "followed_by_doctor": False, "activity_level": "everyday", "t_score": "unknown", "dxa_result": "unknown",
    "arm_span_cm": 166.0, "percussion_pain": False, "rib_pelvis_fingers": 5.0, "wall_occiput_cm": 0.0, "lifestyle": False,
}
SITES = {
    "spine": "et sammenfald i ryggen", "hip": "hoften", "wrist": "håndleddet", "shoulder": "skulderen", "pelvis": "bækkenet", "ankle": "anklen", "rib": "et ribben",
    "minor": "en finger", "other": "skinnebenet", "unknown": "noget",
}


def people() -> List[Dict[str, Any]]:
    """The answers of everybody in the tables, without who asks."""
    found = []
    for name in TABLES:
        for case in yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8")):
            answers = {field: value for field, value in case["answers"].items() if field not in ("role", "measured_by", "for_other", "acute_signs", "conditions_unknown")}
            found.append(answers)
    return found


class Person:
    """Somebody of the tables: every answer as the value of a button or number."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.told = {**ORDINARY, **answers}
        fractures = self.told["fractures"]
        self.fractures: List[Dict[str, Any]] = list(fractures) if isinstance(fractures, list) else []
        self.at = -1
        self.said = ("", "")

    def value(self, question: str) -> Any:
        """The answer to a question, a part of a fracture too."""
        if question == "fractures":
            return "unknown" if self.told["fractures"] == "unknown" else bool(self.fractures)
        if question == "fractures.more":
            return self.at + 1 < len(self.fractures)
        if question.startswith("fractures."):
            part = question.split(".")[1]
            self.at += part == "site"
            record = self.fractures[min(max(self.at, 0), len(self.fractures) - 1)] if self.fractures else {}
            return record.get(part, "unknown")
        return self.told.get(question, "unknown")

    def button(self, question: str) -> str:
        """The payload of the button, or the number that is typed."""
        value = self.value(question)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return f"{value:g}".replace(".", ",")
        return "/answer" + json.dumps({"question": question, "value": value})


OWN_WORDS: Dict[str, Callable[[Any], str]] = {
    "age": lambda value: f"jeg er {value} år",
    "sex": lambda value: {"female": "kvinde", "male": "mand"}.get(value, ""),
    "height_cm": lambda value: f"er {value:g} cm høj".replace(".", ","),
    "youth_height_cm": lambda value: f"var {value:g} cm som ung".replace(".", ","),
    "weight_kg": lambda value: f"vejer {value:g} kg".replace(".", ","),
    "smoking": lambda value: "jeg ryger" if value else "jeg ryger ikke",
    "menopause_age": lambda value: f"gik i overgangsalderen da jeg var {value}" if isinstance(value, int) else "",
    "alcohol_units_per_week": lambda value: f"drikker {value:g} genstande om ugen",
    "falls_last_year": lambda value: f"er faldet {value} gange det sidste år",
    "known_osteoporosis": lambda value: "lægen har sagt at jeg har knogleskørhed" if value else "har ikke knogleskørhed",
    "fractures": lambda value: "; ".join(_broken(one) for one in value) or "har aldrig brækket noget",
}


def _broken(record: Mapping[str, Any]) -> str:
    site = SITES[record.get("site", "unknown")]
    what = f"jeg har haft {site}" if record.get("site") == "spine" else f"jeg brækkede {site}"
    months = record.get("months_ago")
    when = f" for {months:g} måneder siden".replace(".", ",") if isinstance(months, (int, float)) else ""
    how = {True: " da jeg faldt på gulvet", False: " i en bilulykke"}.get(record.get("low_energy"), "") if isinstance(record.get("low_energy"), bool) else ""
    return what + when + how


def _in_words(person: Person) -> str:
    told = [words(person.told[field]) for field, words in OWN_WORDS.items() if person.told[field] != "unknown"]
    return ", ".join(part for part in told if part)


def _status_line(person: Person) -> str:
    """What a physiotherapist writes of this person."""
    from osteo_rules.wording import CLINICAL, said

    told = {field: value for field, value in person.told.items() if field not in ("lifestyle", "fractures", "t_score", "dxa_result") and value not in ("unknown", None)}
    line = [said(field, value, CLINICAL) for field, value in told.items()]
    line += [said("t_score", person.told["t_score"], CLINICAL)] if isinstance(person.told["t_score"], float) else []
    line += [said("fractures", [record], CLINICAL) for record in person.fractures]
    return ", ".join(line if person.fractures or person.told["fractures"] == "unknown" else [*line, "ingen frakturer"])


def _talk(assistant: Any, role: str, messages: Callable[[Any], str]) -> int:
    """The number of messages after the opening one until the result."""
    talk = assistant.talk()
    talk.say(json.dumps({"role": role}).join(("/begin", "")))
    for number in range(1, MOST):
        talk.say("ja" if talk.question == "consent" else messages(talk))
        if talk.result:
            return number - (role != "patient")
    raise AssertionError(f"the conversation does not end: {talk.question}")


def _on(talk: Any, person: Person, answer: Callable[[str], str]) -> str:
    """What is said next: on after a red flag, "ved ikke" where an answer was not taken, else the answer."""
    flagged = talk.messages and talk.messages[0].get("custom", {}).get("type") == "red_flag"
    said = "resultat nu" if flagged else answer(talk.question)
    again, person.said = (talk.question, said) == person.said, (talk.question, said)
    return NO_ANSWER if again else said


def patient_with_buttons(assistant: Any, person: Person) -> int:
    return _talk(assistant, "patient", lambda talk: _on(talk, person, person.button))


def patient_in_own_words(assistant: Any, person: Person) -> int:
    rest = iter([_in_words(person), "resten nej"])
    return _talk(assistant, "patient", lambda talk: _on(talk, person, lambda question: next(rest, None) or person.button(question)))


def physiotherapist(assistant: Any, person: Person) -> int:
    rest = iter([_status_line(person), "resten nej"])
    return _talk(assistant, "physiotherapist", lambda talk: _on(talk, person, lambda question: next(rest, None) or "resultat nu"))


def reception(assistant: Any, person: Person) -> int:
    return _talk(assistant, "reception", lambda talk: _on(talk, person, person.button))


ROLES: Dict[str, Any] = {
    "patient, buttons": (patient_with_buttons, 22),
    "patient, own words": (patient_in_own_words, 8),
    "physiotherapist, shorthand": (physiotherapist, 4),
    "reception": (reception, 6),
}


def medians(assistant: Any, some: List[Dict[str, Any]]) -> Dict[str, float]:
    """The median number of messages by role."""
    return {name: statistics.median(talk(assistant, Person(answers)) for answers in some) for name, (talk, _) in ROLES.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KNOGLETJEK_DB"] = str(Path(folder) / "turns.db")
        from tests.conftest import Assistant

        assistant, everybody = Assistant(), people()
        print(f"\nmessages to a result, median of {len(everybody)} people")
        for name, count in medians(assistant, everybody).items():
            print(f"{name:<28}{count:>6g}   target {ROLES[name][1]}")


if __name__ == "__main__":
    main()
