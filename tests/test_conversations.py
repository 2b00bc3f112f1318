"""Whole conversations, as tables that a clinician can read, against the trained model."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import pytest
import yaml

from bot.actions.understanding import intent_at
from osteo_rules import questions

FOLDER = Path(__file__).parent / "conversations"
CONVERSATIONS = [one for path in sorted(FOLDER.glob("*.yml")) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=[one["name"] for one in CONVERSATIONS])
def test_conversation(talk: Any, conversation: Dict[str, Any]) -> None:
    for turn in conversation["turns"]:
        talk.say(turn["say"])
        _check(talk, turn, f"after {turn['say']!r}: {talk.text}")


def _check(talk: Any, turn: Dict[str, Any], told: str) -> None:
    assert talk.messages, told
    if "asks" in turn:
        assert talk.question == turn["asks"], told
    for words in turn.get("text", []):
        assert words in talk.text, told
    for words in turn.get("not", []):
        assert words.lower() not in talk.text.lower(), told
    if "red_flag" in turn:
        assert talk.messages[0]["custom"]["type"] == "red_flag", told
        assert talk.messages[0]["custom"]["urgency"] == turn["red_flag"], told
        assert len(talk.messages) <= 2, told
    if "topic" in turn:
        assert [info["topic"] for info in talk.customs("info")] == [turn["topic"]], told
    for title in turn.get("offers", []):
        assert title in [button["title"] for message in talk.messages for button in message.get("buttons") or ()], told
    if "result" in turn:
        _check_result(talk.result, turn["result"], told)
    _check_answers(talk, turn, told)


def _check_result(result: Any, wanted: Dict[str, str], told: str) -> None:
    assert result, told
    found = {
        "osteoporosis": result["osteoporosis"]["status"],
        "vertebral": result["vertebral_fracture"]["status"],
        "urgency": result["referral"]["urgency"],
        "category": result["exercise"]["category"],
        "risk_group": result["exercise"]["risk_group"],
    }
    assert found == {**found, **wanted}, told


def _check_answers(talk: Any, turn: Dict[str, Any], told: str) -> None:
    if "has" in turn or "lacks" in turn:
        answers = talk.answers()
        assert {field: answers.get(field) for field in turn.get("has", {})} == turn.get("has", {}), told
        assert not set(turn.get("lacks", [])) & set(answers), told


ORDINARY = {
    "back_pain": "nej", "neuro_symptoms": "nej", "cannot_bear_weight": "nej", "age": "72", "sex": "kvinde", "height_cm": "165",
    "youth_height_cm": "166", "weight_kg": "66", "fractures": "nej", "known_osteoporosis": "nej", "family_history": "nej",
    "menopause_age": "51", "glucocorticoids": "nej", "conditions": "ingen", "osteogenesis_imperfecta": "nej",
    "aromatase_inhibitor": "nej", "smoking": "nej", "alcohol_units_per_week": "3", "falls_last_year": "0", "unsteady": "nej",
    "lifestyle": "nej",
}
BUSIEST = {
    **ORDINARY, "back_pain": "ja, i længere tid", "back_pain_fever": "nej", "cancer": "nej", "youth_height_cm": "172",
    "known_osteoporosis": "ja", "t_score": "ved ikke", "dxa_result": "ved ikke", "followed_by_doctor": "nej",
    "activity_level": "i gang i hverdagen", "arm_span_cm": "166", "rib_pelvis_fingers": "4", "wall_occiput_cm": "0",
}


def _screen(talk: Any, answers: Dict[str, str]) -> List[Dict[str, Any]]:
    """Answer every question until the result; the `custom` of each question."""
    asked: List[Dict[str, Any]] = []
    talk.say('/begin{"role": "patient"}')
    talk.say("ja")
    while not talk.result:
        asked.append(talk.customs("question")[-1])
        assert len(asked) < 60, "the conversation does not end"
        talk.say(answers[talk.question])
    return asked


@pytest.mark.parametrize(("answers", "most"), [(ORDINARY, 21), (BUSIEST, 30)], ids=["ordinary", "busiest"])
def test_number_of_questions(talk: Any, answers: Dict[str, str], most: int) -> None:
    assert len(_screen(talk, answers)) <= most


@pytest.mark.parametrize("answers", [ORDINARY, BUSIEST], ids=["ordinary", "busiest"])
def test_progress_is_truthful(talk: Any, answers: Dict[str, str]) -> None:
    """The bar never goes back, a follow-up keeps its parent's step, and the last question is the last step."""
    asked = _screen(talk, answers)
    shares = [custom["step"] / custom["of"] for custom in asked]
    assert shares == sorted(shares)
    assert asked[-1]["step"] == asked[-1]["of"]
    steps = {custom["id"]: custom["step"] for custom in asked}
    for question_id, step in steps.items():
        parent = questions.question(question_id).parent
        if parent in steps:
            assert step == steps[parent], question_id


def test_every_question_can_be_answered_by_its_buttons(talk: Any) -> None:
    """The first button of every question takes the conversation on, to a result."""
    talk.say('/begin{"role": "patient"}')
    seen = 0
    while not talk.result:
        message = next(one for one in reversed(talk.messages) if one.get("custom", {}).get("type") == "question")
        assert message["buttons"], message
        title = "Nej" if talk.question in ("fractures.more", "lifestyle") else None
        button = next((one for one in message["buttons"] if one["title"] == title), message["buttons"][0])
        talk.say(button["payload"])
        seen += 1
        assert seen < 80, "the buttons do not lead to a result"


def test_a_beginning_that_names_the_role_answers_who_it_is(talk: Any) -> None:
    """A conversation that was lost before consent begins anew with what was said next; the page then begins it again."""
    talk.say("ja")
    assert talk.question == "role"
    talk.say('/begin{"role": "patient"}')
    assert talk.question == "consent"
    talk.say('/begin{"role": "physiotherapist"}')
    assert talk.question == "consent" and talk.answers()["role"] == "patient"
    talk.say("ja")
    assert talk.question == "back_pain"


def _until_age(talk: Any) -> None:
    """A patient consents and has nothing urgent: the age is asked."""
    talk.say('/begin{"role": "patient"}')
    for answer in ("ja", "nej", "nej", "nej"):
        talk.say(answer)
    assert talk.question == "age"


def test_a_subject_without_the_form_of_a_question_is_answered_unless_it_answers(talk: Any) -> None:
    """ "flere brud bagefter" asks while the age is open; "jeg dyrker vægtløftning på seniorhold" answers what one does, were it seen as a question."""
    _until_age(talk)
    talk.say("flere brud bagefter")
    assert [custom["topic"] for custom in talk.customs("info")] == ["fracture_cascade"] and talk.question == "age"
    assert "age" not in talk.answers()
    for answer in ("jeg dyrker vægtløftning i fitness", "jeg dyrker vægtløftning på seniorhold", "cykling og gymnastik"):
        assert intent_at("ask_question", "activity_level", False, answer) == "answer"


def test_a_statement_that_asks_is_answered_and_what_it_tells_is_taken(talk: Any) -> None:
    """What is told of coffee and smoking by somebody who wonders is no answer to the age."""
    _until_age(talk)
    talk.say("jeg drikker otte kopper kaffe om dagen, og jeg har hørt at det er skidt for knoglerne")
    assert [custom["topic"] for custom in talk.customs("info")] == ["coffee_cola"]
    assert talk.question == "age" and "age" not in talk.answers()


def test_what_is_urgent_with_somebody_else_is_told_and_is_no_answer(talk: Any) -> None:
    """The wife who cannot get up gets 112; the husband's own record, and what he is told of himself later, stays his."""
    talk.say('/begin{"role": "patient"}')
    talk.say("ja")
    talk.say("min kone er faldet og kan ikke rejse sig, hvad gør jeg")
    assert talk.customs("red_flag") and "112" in talk.text
    talk.say("fortsæt")
    assert talk.question == "back_pain" and "cannot_bear_weight" not in talk.answers()
    talk.say("jeg er selv faldet i dag og kan ikke støtte på benet")
    assert talk.customs("red_flag") and talk.answers()["cannot_bear_weight"] is True


BAD = ["", " ", "a" * 3900, "😀" * 500, "\x07\x1b[31m", "<script>alert(1)</script>", "/intent{}", "/answer{", '/answer{"question": "x"}', "//", "1e999", "ja" * 900]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_loses_nothing(talk: Any, text: str) -> None:
    talk.say('/begin{"role": "patient"}')
    for answer in ("ja", "nej", "nej", "nej", "67"):
        talk.say(answer)
    before = talk.answers()
    if text.strip():
        talk.say(text)
        assert talk.messages
        assert "Traceback" not in talk.text
    assert talk.answers() == before
    talk.say("kvinde")
    assert talk.question == "height_cm"
