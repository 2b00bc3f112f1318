"""Whom a relative answers for is called by name, "min mor", and is the person; any other relative is not."""
from __future__ import annotations

from typing import Any, List, Optional, Tuple

import pytest

from bot.actions.understanding import Situation, reading_of
from bot.danish.pipeline import doc_of
from bot.danish.relation import answered_for, as_person, relative_named_first, relative_of
from tests.danish_data import TODAY


@pytest.mark.parametrize(
    "text, relative, read",
    [
        ("min mor er skrumpet til 151", "mor", "hun er skrumpet til 151"),
        ("Min mands favn er 186 centimeter", "mand", "hans favn er 186 centimeter"),
        ("min gamle mor hun er 82", "mor", "hun er 82"),
        ("Far tager sin daglige bajer", "far", "han tager sin daglige bajer"),
        ("jeg hjælper min mor med det", "mor", "jeg hjælper hende med det"),
        ("det har min mor ikke", "mor", "det har hun ikke"),
        ("min kone er 71", "hustru", "hun er 71"),
        ("min mors søster brækkede hoften", "mor", "hendes søster brækkede hoften"),
        ("svarer for far, 91", "far", "svarer for ham, 91"),
        ("skriver for tante Inger: 90 år", "tante", "skriver for hende: 90 år"),
        # Somebody else, or another use of the word.
        ("hendes mor havde det", "mor", "hendes mor havde det"),
        ("min far ryger", "mor", "min far ryger"),
        ("hun er mor til tre", "mor", "hun er mor til tre"),
    ],
)
def test_the_relative_is_she_or_he(text: str, relative: str, read: str) -> None:
    assert as_person(text, relative) == read


@pytest.mark.parametrize(
    "text, relative",
    [("jeg svarer for min mor", "mor"), ("det gælder min mand", "mand"), ("jeg svarer for min mor og min far", None), ("jeg er her for hende", None)],
)
def test_for_whom(text: str, relative: Optional[str]) -> None:
    assert relative_of(text) == relative


#: (message, (relative, sex, age) that it says it is written for, or None)
WRITTEN_FOR: List[Tuple[str, Optional[Tuple[Optional[str], Optional[str], Optional[int]]]]] = [
    ("Min mor på 79 kan ikke selv skrive, så jeg hjælper. Hun har knogleskørhed.", ("mor", "female", 79)),
    ("det er min mand det handler om han er 76", ("mand", "male", None)),
    ("Min mand vil ikke selv svare, så det gør jeg. Han er 74", ("mand", "male", None)),
    ("Det er ikke mig, der skal testes, men min søster. Hun er 62", ("søster", "female", None)),
    ("svarer på min kones vegne. Hun er 72", ("kone", "female", None)),
    ("det er datteren der taster, far er 91 og faldt i går", ("far", "male", 91)),
    ("Jeg er hans datter. Far er 90 år og ikke-ryger.", ("far", "male", 90)),
    ("min nabo kan ikke se skærmen. Jeg skriver, han dikterer", ("nabo", "male", None)),
    ("Jeg er 48 og ryger, men det handler om min mor, hun er 76", ("mor", "female", 76)),
    ("jeg svarer for hende", (None, "female", None)),
    ("Søn svarer. Far 88. Har ondt i ryggen", ("far", "male", 88)),
    ("vedr. mor 86, jeg svarer", ("mor", "female", 86)),
    ("det gælder svigermor på 81", ("svigermor", "female", 81)),
    ("Jeg hjælper mor med at svare, hun er 77", ("mor", "female", None)),
    ("min bror har fået konstateret gigt, og jeg hjælper ham med skemaet", ("bror", "male", None)),
    ("Det er ikke til mig, det er til min mormor. Hun er 90", ("mormor", "female", None)),
    ("Min mand er for svag til at skrive. 80 år", ("mand", "male", None)),
    ("Svar fra min far (74): ryger ikke", ("far", "male", 74)),
    # A relative is named, and it is the writer's own screening.
    ("Jeg skriver, fordi min mor brækkede hoften, og jeg er selv 60", None),
    ("min far havde det. jeg er hans søn og er 60", None),
    ("min kone hjælper mig med at skrive", None),
    ("jeg svarer ikke for min kone", None),
    ("det er om min mor, hun har brækket hoften, er jeg i risiko for det samme", None),
    ("min datter siger jeg skal prøve det her så det gør jeg", None),
    ("min kone har bedt mig svare, men det er mig og jeg er mand", None),
    ("kan min mor også svare her?", None),
    ("min søster er 74, jeg er hendes tvilling", None),
]


@pytest.mark.parametrize("text, whom", WRITTEN_FOR)
def test_for_whom_it_is_written(text: str, whom: Optional[Tuple[Optional[str], Optional[str], Optional[int]]]) -> None:
    found = answered_for(doc_of(text))
    assert (found and tuple(found[:3])) == whom


def test_the_first_message_is_read_as_those_after_it() -> None:
    reading = reading_of("Jeg svarer for min far. Min far er 83 og ryger ikke. Jeg ryger.", "answer", Situation(None, {}, TODAY))
    assert reading.facts == {"for_other": True, "sex": "male", "age": 83, "smoking": False}


def test_what_is_said_of_whom_is_no_cause_and_no_answer() -> None:
    """ "Det drejer sig om" is no turning round, and how long ago a wrist broke not how long a back has hurt."""
    reading = reading_of("det er min mor det drejer sig om, hun brækkede håndleddet for to år siden", "answer", Situation("back_pain", {}, TODAY))
    assert [dict(one) for one in reading.fractures] == [{"site": "wrist", "months_ago": 24}]
    assert reading.answer is None and reading.ask_back is None


def test_the_first_to_be_named_where_it_was_not_said_for_whom() -> None:
    assert relative_named_first("min mor er 82", "female") == "mor"
    assert relative_named_first("min far er 82", "female") is None
    assert relative_named_first("hun er 82", "female") is None


#: (question, what a daughter writes who answers for her mother, what is noted)
TABLE: List[Tuple[str, str, Any]] = [
    ("age", "min mor fyldte 88 i oktober", 88),
    ("height_cm", "min mor er 151", 151),
    ("smoking", "min mor ryger ikke", False),
    ("falls_last_year", "min mor er ikke faldet i år", 0),
    ("fractures.site", "min mor brækkede hoften ude på terrassen", "hip"),
    ("small_eater", "mor levner det meste af sin aftensmad", True),
    ("smoking", "min far ryger", None),
    ("age", "min far er 90", None),
    ("falls_last_year", "min søster faldt to gange", None),
]


@pytest.mark.parametrize("question, text, answer", TABLE, ids=[text for _, text, _ in TABLE])
def test_what_is_said_of_her_is_hers(question: str, text: str, answer: Any) -> None:
    situation = Situation(question, {"role": "patient", "for_other": True}, TODAY, relative="mor")
    reading = reading_of(text, "answer", situation)
    assert reading.answer == answer
    assert answer is not None or question not in reading.facts
