"""The sentences of the conversation that belong to no question and no finding, and which messages are answers."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

from osteo_rules import questions
from osteo_rules.content import load
from osteo_rules.questions import Question
from osteo_rules.voices import pronounce, relative
from osteo_rules.wording import said

#: Messages that may answer the open question; all others interrupt it and fill nothing.
ANSWER_INTENTS = frozenset(
    {"answer", "nlu_fallback", "begin", "start", "red_flag", "rest_no", "result_now", "continue_form", "go_back", "start_over", None}
)


@lru_cache(maxsize=None)
def _phrases() -> Mapping[str, str]:
    return yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8"))


def phrase(key: str, **values: Any) -> str:
    """The sentence `key` with its placeholders filled."""
    return _phrases()[key].format(**values)


def phrase_for(role: str, key: str, **values: Any) -> str:
    """The sentence `key` in the words of `role`, where it has some of its own."""
    own = f"{key}_{role}"
    return phrase(own if own in _phrases() else key, **values)


def is_relative(told: Mapping[str, Any]) -> bool:
    """Whether somebody answers for another person, and is spoken to about that person."""
    return told.get("for_other") is True and told.get("role", "patient") in ("patient", None)


def _of_relative(told: Mapping[str, Any], *path: str, **values: Any) -> Optional[str]:
    """The sentence in the third person, or None where the plain one fits."""
    found: Any = load("relative") if is_relative(told) else {}
    for key in path:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    if not isinstance(found, str):
        return None
    return pronounce(found, relative(told.get("sex") or told.get("pronoun"))).format(**values)


def wording(entry: Question, use: str, told: Mapping[str, Any]) -> str:
    """The sentence of a question for `use`, in the voice of who answers."""
    return _of_relative(told, entry.id, use) or entry.wording(use, told.get("role") or "patient")


def option_label(entry: Question, value: Any, label: str, told: Mapping[str, Any]) -> str:
    """What a choice is called, in the voice of who answers."""
    return _of_relative(told, entry.id, "options", str(value)) or label


def urgent_phrase(told: Mapping[str, Any], key: str, **values: Any) -> str:
    """A sentence about something urgent, in the voice of who answers."""
    return _of_relative(told, "phrases", key, **values) or phrase_for(told.get("role") or "patient", key, **values)


@lru_cache(maxsize=None)
def _ask_backs() -> Mapping[str, str]:
    path = Path(__file__).parent / "danish" / "content" / "ask_back.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def ask_back_text(pending: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """What is asked back, in the voice of who answers: `pending` is an `AskBack` as a dict."""
    kind, field, role = pending["kind"], pending["field"], told.get("role") or "patient"
    if kind in _ask_backs():
        value = said(field, pending["value"], role) if pending["value"] is not None else ""
        return _of_relative(told, "ask_back", kind, value=value) or _ask_backs()[kind].format(value=value)
    if kind == "confirm_taken":
        return phrase(kind, value=said(field, pending["value"], role))
    again = wording(questions.question(field), "again", told) if questions.exists(field) else ""
    return urgent_phrase(told, kind, question=again)
