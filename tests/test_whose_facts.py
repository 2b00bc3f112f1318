"""Whose a fact is and what it says, where several sentences, people and things are told of in one message."""
from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest

from bot.actions.understanding import Situation, reading_of
from bot.danish.kind import kind_of
from tests.danish_data import TODAY

#: (the first message of a patient, the facts it tells)
OF_A_PATIENT: List[Tuple[str, Dict[str, Any]]] = [
    # what is stated beside a question
    ("Hvad koster det? Ryger pibe.", {"smoking": True}),
    ("Hvor meget kalk skal man have? Tager Unikalk hver morgen.", {"calcium_supplement": True, "vitamin_d_supplement": True}),
    # what one has, and where one was
    ("Kvinde, to børn og fem børnebørn, tager kalktabletter hver dag.", {"sex": "female", "calcium_supplement": True}),
    ("Jeg bor hos min søn og er 81 år.", {"age": 81}),
    # nobody has it
    ("Hos mine forældre og bedsteforældre er der ingen, der har haft knogleskørhed.", {"family_history": False}),
    # one thing, and not the other
    ("Tager kun D-vitamin ikke kalk.", {"vitamin_d_supplement": True, "calcium_supplement": False}),
    ("Jeg har fået livmoderen fjernet som 39-årig, men beholdt æggestokkene.", {}),
    ("Der er ikke røget en knogle, siden jeg blev voksen.", {"fractures": []}),
    # a medicine where the bones were called ill in the same message
    ("Lægen siger, jeg har knogleskørhed, og jeg får alendronat.", {"known_osteoporosis": True, "followed_by_doctor": True}),
    # somebody else wants it
    ("Min datter vil have mig til at svare på det her. Jeg er 82.", {"age": 82}),
    # what the writer has is not of the one who is written for
    ("Jeg svarer for min mand. Jeg er 70 og ryger.", {"for_other": True, "sex": "male"}),
    ("Jeg skriver for min mor, hun er 81. Selv brækkede jeg håndleddet sidste år.", {"for_other": True, "sex": "female", "age": 81}),
    ("Jeg svarer for ham, min bror på 66. Jeg har selv røget, han gør det ikke.", {"for_other": True, "sex": "male", "age": 66}),
    ("Er datter til en mand, jeg svarer for ham.", {"for_other": True, "sex": "male"}),
    # somebody in the news
    ("I radioen sagde de, at en dame på 53 var faldet sammen i ryggen. Jeg er selv 69.", {"age": 69}),
    # one answers for two, and what refers back says nothing of its own
    ("Jeg drikker aldrig alkohol og har aldrig gjort det.", {"alcohol_units_per_week": 0}),
    ("Kan ikke tåle mælk, så jeg tager kalktabletter.", {"dairy_daily": False, "calcium_supplement": True}),
    ("Jeg drikker en øl og en snaps hver dag.", {"alcohol_units_per_week": 14}),
    ("Jeg drikker to øl og et glas vin om ugen.", {"alcohol_units_per_week": 3}),
    ("Jeg drikker to øl hver lørdag og et glas vin om søndagen, hvis du også skal bruge det.", {"alcohol_units_per_week": 3}),
    ("Hvor slemt er vin for knoglerne? Jeg drikker to glas fredag og to glas lørdag, resten af ugen ikke noget.", {"alcohol_units_per_week": 4}),
    ("Er 65 og går 40 minutter hver morgen, så jeg puster.", {"age": 65, "active_minutes_per_day": 40}),
    # in the paper
    ("Fhv. skoleinspektør Aage Thomsen, Grindsted, er død, 91 år gammel, efter kort tids sygdom.", {}),
    # what only somebody at home thinks
    ("Konen mener, jeg har skøre knogler.", {}),
    # what is not named is not denied
    ("Jeg har kun fået Tamoxifen, aldrig de andre slags som Letrozol.", {"aromatase_inhibitor": False}),
    # bones fall together, and nobody falls
    ("I sommer faldt to ryghvirvler sammen.", {}),
    ("Der er ingen andre brud.", {}),
]

#: The same where staff writes.
OF_STAFF: List[Tuple[str, Dict[str, Any]]] = [
    ("Pt. har kronisk nyresygdom. H 170 V 72.", {"conditions": ["chronic_kidney_disease"], "height_cm": 170, "weight_kg": 72}),
    ("Fru på 83 kom ind med sin datter.", {"age": 83, "sex": "female"}),
    ("Kvinden på stue 12 faldt i nat.", {"sex": "female"}),
    ("Costa-crista 2 fingre.", {"rib_pelvis_fingers": 2}),
]


def _facts(message: str, known: Dict[str, Any]) -> Dict[str, Any]:
    return dict(reading_of(message, kind_of(message), Situation(None, known, TODAY)).facts)


@pytest.mark.parametrize("message, facts", OF_A_PATIENT, ids=[message for message, _ in OF_A_PATIENT])
def test_a_patient_tells(message: str, facts: Dict[str, Any]) -> None:
    assert _facts(message, {}) == facts


@pytest.mark.parametrize("message, facts", OF_STAFF, ids=[message for message, _ in OF_STAFF])
def test_staff_tells(message: str, facts: Dict[str, Any]) -> None:
    assert _facts(message, {"role": "reception"}) == facts
