"""Hand-off codes: another role takes the answers over, once, within their time, and nobody guesses a code."""
from __future__ import annotations

import time
from typing import Any, Dict

import pytest
import sqlalchemy as sa

from bot import handoff, settings
from bot.handoff import MAX_TRIES, WORDS_IN_CODE, Handoffs, code_in, words
from tests.conftest import Assistant, Talk

WRONG = "kode " + " ".join(words()[:WORDS_IN_CODE])


@pytest.fixture
def codes(tmp_path: Any) -> Handoffs:
    return Handoffs(f"sqlite:///{tmp_path / 'codes.db'}")


def test_a_code_has_at_least_forty_bits_of_words_that_are_far_apart() -> None:
    from rapidfuzz.distance import Levenshtein

    assert len(set(words())) == len(words()) == 1024
    assert 1024**WORDS_IN_CODE >= 2**40
    assert all(Levenshtein.distance(one, other, score_cutoff=1) >= 2 for place, one in enumerate(words()) for other in words()[place + 1:])


def test_a_code_works_once(codes: Handoffs) -> None:
    code = codes.give("patient", {"age": 67})
    assert len(code.split("-")) == WORDS_IN_CODE
    assert codes.take("clinic", code) == ({"age": 67}, None)
    assert codes.take("clinic", code) == (None, "unknown")


def test_only_a_hash_of_the_code_is_stored(codes: Handoffs) -> None:
    code = codes.give("patient", {"age": 67})
    with codes.engine.connect() as connection:
        stored = str(connection.execute(sa.text("select * from handoff_codes")).all())
    assert code not in stored
    assert not any(f"'{word}'" in stored for word in code.split("-"))


def test_a_new_code_replaces_the_old_one_and_forgetting_removes_it(codes: Handoffs) -> None:
    old, new = codes.give("patient", {"age": 67}), codes.give("patient", {"age": 68})
    assert codes.take("clinic", old).refused == "unknown"
    codes.forget("patient")
    assert codes.take("clinic", new).refused == "unknown"


def test_a_code_expires(codes: Handoffs, monkeypatch: pytest.MonkeyPatch) -> None:
    code = codes.give("patient", {"age": 67})
    later = time.time() + settings.HANDOFF_SECONDS + 1
    monkeypatch.setattr(handoff.time, "time", lambda: later)
    assert codes.take("clinic", code) == (None, "unknown")
    with codes.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from handoff_codes")).scalar() == 0


def test_five_wrong_tries_lock_the_asker_and_nobody_else(codes: Handoffs) -> None:
    code = codes.give("patient", {"age": 67})
    refused = [codes.take("guesser", "hest-hest-hest-hest").refused for _ in range(MAX_TRIES)]
    assert refused == ["unknown"] * (MAX_TRIES - 1) + ["locked"]
    assert codes.take("guesser", code) == (None, "locked")
    assert codes.take("clinic", code).answers == {"age": 67}


def test_many_askers_together_are_stopped_too(codes: Handoffs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoff, "MAX_TRIES_ALTOGETHER", 20)
    code = codes.give("patient", {"age": 67})
    for number in range(20):
        codes.take(f"guesser-{number}", "hest-hest-hest-hest")
    assert codes.take("another", code).refused == "locked"


def test_another_process_and_a_restarted_one_know_the_code(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'codes.db'}"
    code = Handoffs(url).give("patient", {"age": 67, "fractures": [{"site": "wrist"}]})
    assert Handoffs(url).take("clinic", code).answers == {"age": 67, "fractures": [{"site": "wrist"}]}


def _spoken() -> Dict[str, str]:
    one, two, three, four = [word for word in words() if len(word) > 5 and set("æøå") & set(word)][:4]
    code = "-".join((one, two, three, four))
    plain = code.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return {
        code: code, f"kode {code}": code, f"Koden er {one} {two} {three} {four}": code, f"KODE: {code.upper()}": code, plain: code,
        f"kode {one[:-1]} {two} {three} {four}": code,
    }


@pytest.mark.parametrize("text, code", _spoken().items())
def test_a_code_is_heard_as_people_write_it(text: str, code: str) -> None:
    assert code_in(text) == code


@pytest.mark.parametrize("text", ["kode", "nej det er jeg ikke", "jeg har en hund", "hvad er en kode", "giv mig en kode", "mor far søster bror"])
def test_other_messages_hold_no_code(text: str) -> None:
    assert code_in(text) is None


# --- in the conversation ---


def _begun(assistant: Assistant, role: str) -> Talk:
    talk = assistant.talk()
    talk.say(f'/begin{{"role": "{role}"}}')
    talk.say("ja")
    return talk


def _code_of(patient: Talk) -> str:
    patient.say("giv mig en kode")
    return patient.customs("code")[0]["code"]


@pytest.fixture
def patient(assistant: Assistant) -> Talk:
    talk = _begun(assistant, "patient")
    for said in ("nej", "nej", "nej", "67", "kvinde", "165", "172"):
        talk.say(said)
    return talk


def test_the_physiotherapist_takes_over_and_confirms_with_one_key(assistant: Assistant, patient: Talk) -> None:
    staff = _begun(assistant, "physiotherapist")
    staff.say(f"kode {_code_of(patient)}")
    assert "Overtaget fra patienten, ikke bekræftet: 67 år, kvinde, højde 165 cm, ungdomshøjde 172 cm" in staff.text
    assert "Bekræftet?" in staff.text
    answers = staff.answers()
    assert answers["height_cm"] == 165
    assert answers["measured_by"] == {"height_cm": "self", "youth_height_cm": "self"}
    for _ in range(2):
        staff.say("j")
    assert staff.question == "height_cm"
    staff.say("højde 164")
    answers = staff.answers()
    assert answers["height_cm"] == 164
    assert answers["measured_by"] == {"youth_height_cm": "self"}


def test_a_wrong_answer_is_dropped_and_asked_again(assistant: Assistant, patient: Talk) -> None:
    staff = _begun(assistant, "physiotherapist")
    staff.say(_code_of(patient))
    assert staff.question == "age"
    staff.say("n")
    assert staff.messages
    assert "age" not in staff.answers()
    staff.say("bekræft alle")
    assert staff.question == "age"


def test_all_are_confirmed_at_once(assistant: Assistant, patient: Talk) -> None:
    staff = _begun(assistant, "physiotherapist")
    staff.say(_code_of(patient))
    staff.say("bekræft alle")
    assert staff.answers().get("measured_by") is None
    staff.say("resultat nu")
    assert "ikke bekræftet" not in staff.text


def test_what_is_not_confirmed_stands_in_the_note(assistant: Assistant, patient: Talk) -> None:
    staff = _begun(assistant, "physiotherapist")
    staff.say(_code_of(patient))
    staff.say("resultat nu")
    assert staff.result, staff.text
    assert "Oplyst af patienten, ikke bekræftet:" in staff.text


def test_reception_takes_over_without_confirming(assistant: Assistant, patient: Talk) -> None:
    desk = _begun(assistant, "reception")
    desk.say(_code_of(patient))
    assert desk.answers()["age"] == 67
    assert desk.question == "fractures"


def test_the_desk_hands_on_to_the_physiotherapist(assistant: Assistant) -> None:
    desk = _begun(assistant, "reception")
    for said in ("hun siger nej", "nej", "nej", "hun er 71"):
        desk.say(said)
    staff = _begun(assistant, "physiotherapist")
    staff.say(_code_of(desk))
    assert {field: staff.answers().get(field) for field in ("age", "back_pain", "neuro_symptoms")} == {"age": 71, "back_pain": "none", "neuro_symptoms": False}
    assert "ikke bekræftet" in staff.text or "Bekræftet?" in staff.text


def test_a_patient_cannot_take_over(assistant: Assistant, patient: Talk) -> None:
    other = _begun(assistant, "patient")
    other.say(_code_of(patient))
    assert "age" not in other.answers()
    assert "En kode kan bruges af en klinik." in other.text


def test_five_wrong_codes_lock_the_conversation(assistant: Assistant, patient: Talk) -> None:
    code = _code_of(patient)
    staff = _begun(assistant, "physiotherapist")
    for _ in range(MAX_TRIES):
        staff.say(WRONG)
    assert "for mange forkerte koder" in staff.text
    staff.say(code)
    assert "age" not in staff.answers()


def test_a_red_flag_that_is_taken_over_comes_first(assistant: Assistant) -> None:
    talk = _begun(assistant, "patient")
    talk.say("jeg er 70 og har pludselig fået ondt i ryggen i går")
    staff = _begun(assistant, "physiotherapist")
    staff.say(_code_of(talk))
    assert staff.messages[0]["custom"]["type"] == "red_flag"


def test_deleting_the_answers_deletes_the_code(assistant: Assistant, patient: Talk) -> None:
    code = _code_of(patient)
    patient.say("slet mine svar")
    staff = _begun(assistant, "physiotherapist")
    staff.say(code)
    assert "Den kode kender jeg ikke." in staff.text


def test_there_is_no_code_before_there_are_answers(assistant: Assistant) -> None:
    talk = _begun(assistant, "patient")
    talk.say("giv mig en kode")
    assert talk.customs("code") == []
    assert talk.question == "back_pain"
