"""Which messages with a leading "/" are taken: buttons that were offered, and the two that the contract leaves open to everybody."""
from __future__ import annotations

import json
import re
from typing import Any, Collection, Dict, List, Mapping, Optional

#: The opening of a conversation, and the answers so far.
_OPEN_TO_ALL = re.compile(r"/(?:begin\s*(?:\{.*\})?|show_answers)", re.S)
_PAYLOAD = re.compile(r"/(\w+)\s*(?:\{.*)?", re.S)
_ANSWER = re.compile(r"/answer\s*(\{.*\})", re.S)


def is_payload(text: str, intents: Collection[str]) -> bool:
    """Whether the text has the form of a payload: an intent of the model's, or any word with data; else a "/" before words is a slip."""
    found = _PAYLOAD.fullmatch(text.strip())
    return found is not None and ("{" in text or found.group(1) in intents)


def is_offered(text: str, offered: Collection[str]) -> bool:
    """Whether a payload is open to all, or was a button, or is made of buttons of one question (several crosses)."""
    text = text.strip()
    if _OPEN_TO_ALL.fullmatch(text):
        return True
    known = {_canonical(payload) for payload in offered}
    if _canonical(text) in known:
        return True
    answer = _answer_of(text)
    values = answer.get("value") if answer else None
    return isinstance(values, list) and bool(values) and all(_canonical(_single(answer["question"], value)) in known for value in values)


def offered_in(message: Mapping[str, Any]) -> List[str]:
    """The payloads that a message of the assistant's offers: its buttons, and what can be done with each answer of a list."""
    lines = (message.get("custom") or {}).get("lines") or ()
    of_lines = [line[name] for line in lines for name in ("revise", "suppose") if name in line]
    return [button["payload"] for button in message.get("buttons") or ()] + of_lines


def _answer_of(text: str) -> Optional[Dict[str, Any]]:
    found = _ANSWER.fullmatch(text)
    try:
        answer = json.loads(found.group(1)) if found else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and set(answer) == {"question", "value"} else None


def _single(question: Any, value: Any) -> str:
    return "/answer" + json.dumps({"question": question, "value": value})


def _canonical(payload: str) -> str:
    """One spelling, whatever spaces the JSON has."""
    answer = _answer_of(payload)
    return "/answer" + json.dumps(answer, sort_keys=True) if answer else payload.strip()
