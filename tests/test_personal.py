"""Personal answers: what a person may do rests on that person's own answers, and says which; else the general answer stands."""
from __future__ import annotations

from typing import Any, Dict, Optional

import pytest

from osteo_rules import Answers, assess
from osteo_rules.content import load
from osteo_rules.personal import personal_answer
from tests.readability import lix, sentences, words

NEW_SPINE = {"age": 75, "fractures": [{"site": "spine", "months_ago": 1.0, "verified": True}]}
TRAINS = {"age": 52, "t_score": -2.6, "activity_level": "training", "fractures": []}
LOW = {"age": 72, "t_score": -3.4, "activity_level": "everyday"}
URGENT = {"age": 72, "back_pain": "sudden"}


@pytest.mark.parametrize("topic, answers, begins", [
    ("running", NEW_SPINE, "Nej, ikke endnu."), ("running", TRAINS, "Ja, er du vant til at løbe"), ("running", LOW, "Hop og løb er ikke"), ("running", URGENT, "Vent med at løbe."),
    ("running", {"age": 60}, None), ("running", {"age": 60, "height_cm": 160.0, "youth_height_cm": 168.0}, "Vent med at løbe, til lægen"),
    ("lifting", NEW_SPINE, "Løft kun lette ting"), ("lifting", LOW, "Ja, med omtanke."), ("lifting", {"age": 40}, None),
    ("yoga", NEW_SPINE, "Nej, ikke nu."), ("yoga", LOW, "Ja, når du går uden om"),
    ("strength_training", TRAINS, "Ja, styrketræning er godt for dig"), ("strength_training", LOW, "Ja, men få hjælp"), ("strength_training", NEW_SPINE, "Ikke med vægte"),
    ("vitamin_d", LOW, "Med knogleskørhed er rådet 20"), ("vitamin_d", {"age": 70}, "Fra 70 år er rådet 20"), ("vitamin_d", {"age": 69}, "I din alder er rådet 10"), ("vitamin_d", {}, None),
    ("calcium", LOW, "Med knogleskørhed anbefales 800"), ("calcium", {"age": 60}, None), ("smoking", LOW, None),
])
def test_the_answer_is_the_person_s_own(topic: str, answers: Dict[str, Any], begins: Optional[str]) -> None:
    found = personal_answer(topic, assess(Answers(**answers)), "patient")
    assert (found is None) if begins is None else str(found).startswith(begins)


def test_every_variant_says_what_it_rests_on_in_both_voices() -> None:
    personal = load("personal")
    for topic, variants in personal.items():
        if topic == "because":
            continue
        assert topic in load("faq")
        for variant in variants:
            assert variant["because"] in personal["because"]
            assert variant["patient"] and variant["professional"]


def test_they_are_easy_to_read() -> None:
    for topic, variants in load("personal").items():
        texts = [variant["patient"] for variant in (variants if topic != "because" else variants.values())]
        for text in texts:
            assert all(len(words(sentence)) <= 20 for sentence in sentences(text)), text
            assert len(words(text)) <= 80
        assert lix("\n".join(texts)) <= 35, topic


def test_in_the_conversation(talk: Any) -> None:
    for said in ('/begin{"role": "patient"}', "ja", "nej", "nej", "nej", "jeg er 75 og fik et brud i ryggen for en måned siden"):
        talk.say(said)
    talk.say("må jeg løbe?")
    assert talk.customs("info")[0]["topic"] == "running"
    assert "Nej, ikke endnu." in talk.text
    assert "fordi du har fortalt om et nyt brud i ryggen" in talk.text
