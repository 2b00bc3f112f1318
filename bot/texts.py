"""The sentences of the conversation that belong to no question and no finding, and which messages are answers."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from osteo_rules import questions
from osteo_rules.wording import said

#: Messages that may answer the open question; all others interrupt it and fill nothing.
ANSWER_INTENTS = frozenset(
    {"answer", "inform", "nlu_fallback", "begin", "start", "red_flag", "rest_no", "result_now", "continue_form", "go_back", "start_over", None}
)


@lru_cache(maxsize=None)
def _phrases() -> Mapping[str, str]:
    return yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8"))


def phrase(key: str, **values: Any) -> str:
    """The sentence `key` with its placeholders filled."""
    return _phrases()[key].format(**values)


@lru_cache(maxsize=None)
def _ask_backs() -> Mapping[str, str]:
    path = Path(__file__).parent / "danish" / "content" / "ask_back.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def ask_back_text(pending: Mapping[str, Any], role: str) -> str:
    """What is asked back, in the voice of `role`: `pending` is an `AskBack` as a dict."""
    kind, field = pending["kind"], pending["field"]
    if kind in _ask_backs():
        value = said(field, pending["value"], role) if pending["value"] is not None else ""
        return _ask_backs()[kind].format(value=value)
    again = questions.question(field).wording("again", role) if questions.exists(field) else ""
    return phrase(kind, question=again)
