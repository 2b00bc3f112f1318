"""What people ask in the middle of the form is answered or refused; the open question comes back in short, and asking fills nothing.

What somebody tells of himself or herself on the way ("jeg er 58, må jeg løbe?") is noted, as in any message.
"""
from __future__ import annotations

from typing import Any, Dict, List

import pytest

from bot.actions.understanding import INTERRUPTING, Situation, intent_at, reading_of
from bot.danish.kind import kind_of
from bot.danish.relation import about_somebody
from bot.danish.urgent import urgent_in
from bot.texts import phrase
from tests.danish_data import TODAY, question_rows

#: What is answered until the question is open that the interruptions come at.
UNTIL: Dict[str, List[str]] = {
    "age": ["nej"] * 3,
    "height_cm": ["nej"] * 3 + ["72", "kvinde"],
    "fractures": ["nej"] * 3 + ["72", "kvinde", "165", "166", "66"],
    "family_history": ["nej"] * 3 + ["72", "kvinde", "165", "166", "66", "nej", "nej"],
}
#: Of what people ask, held out, every so many at each of these questions.
EVERY = 16
BACK = phrase("back_to", question="")


def interrupts(text: str, question: str) -> bool:
    """Whether `text` is seen as a question, as nothing urgent, and does not tell the open `question` on the way ("jeg er 71, ...")."""
    if intent_at(kind_of(text), question, False, text) not in INTERRUPTING or urgent_in(text):
        return False
    told = reading_of(text, "ask_question", Situation(question, {"role": "patient"}, TODAY))
    return question not in told.facts and not (question == "fractures" and told.fractures)


@pytest.mark.parametrize("place, question", enumerate(UNTIL), ids=list(UNTIL))
def test_the_open_question_comes_back_in_short_and_nothing_is_filled(talk: Any, place: int, question: str) -> None:
    for said in ['/begin{"role": "patient"}', "ja", *UNTIL[question]]:
        talk.say(said)
    assert talk.question == question, talk.text
    asked = [text for text, _ in question_rows()[place * 4::EVERY] if interrupts(text, question)]
    assert len(asked) > 20
    for text in asked:
        before = talk.answers()
        talk.say(text)
        assert talk.question == question, (text, talk.text)
        assert BACK in talk.text, (text, talk.text)
        told = talk.answers()
        assert told.get(question) is None, text
        assert told == before or about_somebody(text), (text, told)


#: Questions that only name a disease, a medicine or a habit, most of them without their mark: nobody is said to have it.
NAMES_ONLY = [
    "kol og knogleskørhed er der en sammenhæng", "brystkræft og knogleskørhed hænger det sammen", "er der en sammenhæng mellem kol og knogleskørhed",
    "prednisolon og knogler hvad sker der", "rygning hvor slemt er det", "er østrogen godt mod skøre knogler", "er to glas vin om dagen for meget",
    "hjælper en rygbandage mod smerterne ved sammenfald", "D-vit, dosis >70 år?", "Rygestop, effekt på risiko for vertebralfraktur?",
    "exemestan og knogler er det noget jeg skal være urolig for", "hvor lang tid skal jeg sidde i solen for at få nok D-vitamin",
    "jeg har fået en bule på håndryggen er det kræft", "Jeg så i et blad at man kan banke sig på ryggen for at tjekke for brud. Er det noget jeg kan gøre?",
    "Mit blodtryk er 165 over 95, er det højt?", "de siger min mor har haft to sammenfald. hvordan kan det lade sig gøre",
]


@pytest.mark.parametrize("text", NAMES_ONLY)
def test_what_is_only_asked_about_is_nobodys(text: str) -> None:
    reading = reading_of(text, "ask_question", Situation("age", {"role": "patient"}, TODAY))
    assert {field for field in reading.facts if field != "family_history"} == set() and reading.fractures == ()
