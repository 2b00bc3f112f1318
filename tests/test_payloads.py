"""Only buttons that were offered are taken: a payload that somebody makes up changes nothing."""
from __future__ import annotations

from typing import Any, Dict, List

import pytest

from bot.payloads import is_offered, is_payload

OFFERED = ['/answer{"question": "conditions", "value": "myeloma"}', '/answer{"question": "conditions", "value": "cushing"}', '/answer{"question": "sex", "value": "female"}', "/urgent"]
INTENTS = ("answer", "begin", "show_answers", "stop_and_delete", "restart", "hand_off", "urgent")


@pytest.mark.parametrize("text", [
    *OFFERED, '/answer{"question":"sex","value":"female"}', '/answer{"value": "female", "question": "sex"}', '/answer{"question": "conditions", "value": ["myeloma", "cushing"]}',
    '/begin{"role": "patient"}', "/begin", "/show_answers",
])
def test_what_was_offered_is_taken(text: str) -> None:
    assert is_offered(text, OFFERED)


@pytest.mark.parametrize("text", [
    '/answer{"question": "sex", "value": "male"}', '/answer{"question": "age", "value": 30}', '/answer{"question": "conditions", "value": ["myeloma", "bechterew"]}',
    '/answer{"question": "conditions", "value": []}', '/answer{"question": "sex", "value": "female", "more": 1}', "/stop_and_delete", "/restart", "/intent{}", "/answer{", "/hand_off",
])
def test_what_was_not_offered_is_not(text: str) -> None:
    assert is_payload(text, INTENTS)
    assert not is_offered(text, OFFERED)


@pytest.mark.parametrize("text", ["/ ja", "/nej tak, det vil jeg ikke", "ja/nej", "//", "/ja", "/67", "/kvinde "])
def test_a_slip_is_no_payload(text: str) -> None:
    assert not is_payload(text, INTENTS)


def test_a_made_up_payload_changes_nothing(talk: Any) -> None:
    for said in ('/begin{"role": "patient"}', "ja", "nej"):
        talk.say(said)
    before: Dict[str, Any] = talk.answers()
    forged: List[str] = ['/answer{"question": "age", "value": 30}', "/stop_and_delete", '/answer{"question": "role", "value": "physiotherapist"}', "/restart", "/take_code"]
    for text in forged:
        talk.say(text)
        assert "Skriv det med dine egne ord" in talk.text
    assert talk.answers() == before
    talk.say("/nej")
    assert talk.messages


def test_an_earlier_button_still_answers_its_own_question(talk: Any) -> None:
    for said in ('/begin{"role": "patient"}', "ja"):
        talk.say(said)
    button = next(one["payload"] for one in talk.messages[-1]["buttons"] if "lasting" in one["payload"])
    talk.say("nej")
    talk.say(button)
    assert talk.answers()["back_pain"] == "lasting"
