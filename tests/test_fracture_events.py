"""Several fractures told in one message: each with its own time and cause, however the second refers to the first."""
from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest

from bot.danish.reader import read
from bot.danish.reading import Context
from tests.danish_data import TODAY

LOW, HIGH = {"low_energy": True}, {"low_energy": False}

#: (message, the fractures as records; years are told as the year, to be read at a glance)
TABLE: List[Tuple[str, List[Dict[str, Any]]]] = [
    # the other side
    ("Højre håndled brækkede i 2014, da jeg gled på badegulvet. Det venstre kom to år efter.",
     [{"site": "wrist", "year": 2014, **LOW}, {"site": "wrist", "year": 2016}]),
    ("Jeg brækkede venstre ankel i 2011 på ski og den højre i 2020, da jeg trådte forkert på en kantsten.",
     [{"site": "ankle", "year": 2011, **HIGH}, {"site": "ankle", "year": 2020, **LOW}]),
    ("Den ene hofte er skiftet på grund af slid. Den højre brækkede jeg i 2018.", [{"site": "hip", "year": 2018}]),
    ("Jeg brækkede håndleddet i 2015, da jeg gled på isen, og det højre året efter.", [{"site": "wrist", "year": 2015, **LOW}, {"site": "wrist", "year": 2016}]),
    # the same bone again
    ("Jeg har brækket det samme håndled to gange: i 2004, da jeg faldt ned fra en stige, og i 2019, hvor jeg snublede over dørtrinnet.",
     [{"site": "wrist", "year": 2004, **HIGH}, {"site": "wrist", "year": 2019, **LOW}]),
    ("Brækkede højre hofte i 2020 og så den anden side i 2023, der snublede jeg på gulvet.",
     [{"site": "hip", "year": 2020}, {"site": "hip", "year": 2023, **LOW}]),
    ("Anklen har jeg brækket to gange. Første gang var i 2009 på ski, anden gang trådte jeg forkert på en kantsten i 2022.",
     [{"site": "ankle", "year": 2009, **HIGH}, {"site": "ankle", "year": 2022, **LOW}]),
    ("To sammenfald i ryggen. Det ene kom i 2019, da jeg løftede en kasse, det andet i 2024 helt uden grund.",
     [{"site": "spine", "year": 2019, **LOW}, {"site": "spine", "year": 2024, **LOW}]),
    ("Min søster har brækket anklen. Mit eget håndled brækkede jeg i 2016.", [{"site": "wrist", "year": 2016}]),
    # the next one
    ("Jeg brækkede anklen i 2012, da jeg vred om på foden. Nu er det så skulderen, i 2024, også et fald på gulvet.",
     [{"site": "ankle", "year": 2012, **LOW}, {"site": "shoulder", "year": 2024, **LOW}]),
    ("Jeg snublede på fortovet i 2015 og brækkede anklen, og året efter håndleddet.",
     [{"site": "ankle", "year": 2015, **LOW}, {"site": "wrist", "year": 2016}]),
    # what stands in brackets is of the bone before them
    ("Brækket: ankel 2009 (ski), ribben 2022 (hoste).", [{"site": "ankle", "year": 2009, **HIGH}, {"site": "rib", "year": 2022, **LOW}]),
    ("Jeg har brækket anklen, hoften slap.", [{"site": "ankle"}]),
    # one fall, two bones
    ("Jeg faldt ned fra en stige i 2010. Det gav et brud på kravebenet og to brækkede ribben.",
     [{"site": "other", "year": 2010, **HIGH}, {"site": "rib", "year": 2010, **HIGH}, {"site": "rib", "year": 2010, **HIGH}]),
    ("Ankel, hofte og et ribben har jeg brækket i 2021.", [{"site": "ankle", "year": 2021}, {"site": "hip", "year": 2021}, {"site": "rib", "year": 2021}]),
    ("Brækkede anklen i 2008, væltede på ski, og en tå for to år siden.", [{"site": "ankle", "year": 2008, **HIGH}, {"site": "minor", "year": 2024}]),
    # the nearest time before a bone is its own
    ("Jeg var på ferie i 2025. I 2022 faldt jeg over hundens kurv og brækkede håndleddet.", [{"site": "wrist", "year": 2022, **LOW}]),
    ("I 2008 faldt jeg af hesten og brækkede en ryghvirvel. I dag står jeg fast på benene.", [{"site": "spine", "year": 2008, **HIGH}]),
    # a year that is taken back
    ("Jeg brækkede hoften i 2019, nej vent, i 2018.", [{"site": "hip", "year": 2018}]),
    # what befell somebody
    ("Påkørt af en lastbil i 1999, bækkenet brækket.", [{"site": "pelvis", "year": 1999, **HIGH}]),
    ("Hesten smed mig af i 2001, og det kostede et brækket kraveben.", [{"site": "other", "year": 2001, **HIGH}]),
    ("Jeg faldt ned ad hele trappen hos min søn i 2019 og brækkede skulderen.", [{"site": "shoulder", "year": 2019, **HIGH}]),
    # as a relative did
    ("Min far brækkede hoften, og nu har jeg selv gjort det, i 2023, da jeg gled på isen.", [{"site": "hip", "year": 2023, **LOW}]),
    # by itself
    ("Sammenfald set på røntgen i 2024, uden traume.", [{"site": "spine", "year": 2024, **LOW, "verified": True}]),
    # nothing else
    ("En storetå. Andet har jeg aldrig brækket.", [{"site": "minor"}]),
    # as a child, and as a grown-up
    ("Som barn brækkede jeg benet, men som voksen er det kun håndleddet i 2021.", [{"site": "wrist", "year": 2021}]),
    # among children, and no child
    ("Jeg brækkede anklen på legepladsen med mine børnebørn i 2019.", [{"site": "ankle", "year": 2019}]),
    ("Brækkede håndleddet, da jeg hentede mit barnebarn i skolen.", [{"site": "wrist"}]),
    # looked for, and not found
    ("Jeg slog ryggen i 2020 og blev scannet for brud. Der var intet.", []),
]


def _with_year(record: Dict[str, Any]) -> Dict[str, Any]:
    """`record` with the year in the place of the months since its middle."""
    months = record.pop("months_ago", None)
    return record if months is None else {**record, "year": int(TODAY.year + (TODAY.month - months) / 12)}


def _read(message: str) -> Any:
    return read(message, None, Context(known={}, today=TODAY))


@pytest.mark.parametrize("message, fractures", TABLE, ids=[message for message, _ in TABLE])
def test_each_fracture_has_its_own_time_and_cause(message: str, fractures: List[Dict[str, Any]]) -> None:
    assert [_with_year(dict(record)) for record in _read(message).fractures] == fractures


@pytest.mark.parametrize("message", [
    "Kun da jeg var syv, der faldt jeg ned fra et træ og brækkede armen.",
    "Jeg brækkede benet i 4. klasse, ellers aldrig noget.",
    "Som dreng fik jeg kravebenet brækket, men det er også alt.",
])
def test_what_broke_in_childhood_is_none_that_is_asked_for(message: str) -> None:
    reading = _read(message)
    assert reading.facts["fractures"] == [] and not reading.fractures


def test_a_childhood_fracture_alone_leaves_the_question_open() -> None:
    reading = _read("Jeg brækkede armen som barn. Jeg er 64 år.")
    assert "fractures" not in reading.facts and not reading.fractures and reading.facts["age"] == 64
