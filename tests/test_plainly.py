"""A double no, and what is left out of a no, in plain words; and what is read of them as answers."""
from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from bot.danish.plainly import plainly
from tests.danish_data import AnswerRow
from tests.evaluate import judge_answer

#: (what is written, in plain words)
PLAIN: List[Tuple[str, str]] = [
    ("Der går ikke en dag, hvor jeg ikke drikker mælk", "jeg drikker mælk hver dag"),
    ("Der går ikke en dag uden min kalktablet", "hver dag min kalktablet"),
    ("ikke et måltid uden ost", "hver måltid ost"),
    ("aldrig uden mine dråber", "altid mine dråber"),
    ("kalk kan jeg ikke undvære", "kalk bruger jeg"),
    ("springer den aldrig over", "tager altid den"),
    ("Småtspisende er det sidste, nogen har kaldt mig", "jeg er ikke Småtspisende"),
    ("Der er ikke den dag, hvor jeg ikke får ost", "jeg får ost hver dag"),
    ("jeg lader aldrig være med at tage den", "jeg husker altid at tage den"),
    ("jeg er ikke sluppet for kræft", "jeg har haft kræft"),
    ("alt undtagen kalk", "ikke kalk"),
    ("jeg tager alle vitaminer på nær D", "jeg tager ikke D"),
    ("Bortset fra kalk tager jeg ingenting", "jeg tager kalk, ellers ingenting"),
    ("ingen piller, undtagen kalken", "kalken, ellers ingen piller"),
    ("ikke andet end en creme til eksem", "kun en creme til eksem"),
    ("jeg kan ikke holde på noget, hverken for eller bag", "jeg kan ikke holde på noget for eller bag"),
    ("ikke for lavt stofskifte, men for højt", "forhøjet stofskifte"),
    ("Kræft, gudskelov nej. Tobak? Aldrig.", "Kræft: nej. Tobak: nej."),
    ("Steroider, det har jeg aldrig fået", "Steroider: nej"),
    ("Fald det sidste år? Nul.", "Fald det sidste år: nej."),
    ("Jeg er 70. Selvhjulpen: nej. Røgfri, nej", "Jeg er 70. ."),
    ("Familie: ingen med den slags.", "ingen i familien har osteoporose."),
    ("Ryggen? Den har knirket i 15 år", "Ryggen Den har knirket i 15 år"),
    ("Lægen siger blankt nej til, at jeg har knogleskørhed", "Lægen siger, at jeg ikke har knogleskørhed"),
    ("ikke ryger, ikke drikker", "ryger ikke,, drikker ikke,"),
    ("kræft har jeg også været fri for", "kræft har jeg også aldrig haft"),
    ("Jeg er ikke fyldt 82", "Jeg fylder snart 82"),
    ("Jeg er 72 år. Venlig hilsen Bodil", "Jeg er 72 år."),
]

#: What says no, or leaves out what is no answer, and stays as it is.
KEPT = (
    "hverken ryger eller drikker",
    "aldrig brækket noget ud over en finger",
    "alle ugens dage undtagen søndag",
    "ikke en eneste gang",
    "Jeg har ondt, nej",
    "Mor, nej",
    "Hilsen Bodil på 72",
    "Jeg har ingen af delene: hverken leddegigt eller astma",
    "jeg har skippet alle tilskud undtagen det",
)

#: (question, what is answered, the value, or "ask" where it must not be taken)
ANSWERED: List[Tuple[str, str, Any]] = [
    ("calcium_supplement", "Bortset fra kalk tager jeg ingen ting", True),
    ("calcium_supplement", "ingen piller, undtagen kalken", True),
    ("calcium_supplement", "der går ikke en dag uden min kalktablet", True),
    ("calcium_supplement", "alt undtagen kalk", False),
    ("vitamin_d_supplement", "Intet ud over D-vitamin", True),
    ("dairy_daily", "der går ikke en dag hvor jeg ikke drikker mælk", True),
    ("smoking", "der går ikke en time uden en smøg", True),
    ("smoking", "20 om dagen fra 1968 til 2001", "ask_or:false"),
    ("family_history", "min far havde det, ellers ingen", True),
    ("family_history", "min mor, ellers ingen i familien", True),
    ("family_history", "min mands mor havde knogleskørhed", "ask"),
    ("glucocorticoids", "ingen medicin bortset fra prednisolon", True),
    ("known_osteoporosis", "ikke slidgigt, men osteoporose", True),
    ("osteogenesis_imperfecta", "Havde jeg haft den, var det vel blevet opdaget", "ask_or:false"),
    ("cannot_bear_weight", "kan godt stå på det men ikke gå på det", "ask_or:true"),
    ("neuro_symptoms", "pludselig kan jeg ikke holde på noget hverken for eller bag", True),
    ("alcohol_units_per_week", "1 øl til frokost alle syv dage", 7),
    ("falls_last_year", "aldrig, undtagen da jeg snublede over hunden i marts", "ask_or:1"),
    ("conditions", "Lægen undersøgte mig for myelomatose, men det var det ikke", "ask"),
]


@pytest.mark.parametrize("said, plain", PLAIN, ids=[said for said, _ in PLAIN])
def test_a_double_no_is_said_plainly(said: str, plain: str) -> None:
    assert plainly(said) == plain


@pytest.mark.parametrize("said", KEPT)
def test_a_plain_no_stays(said: str) -> None:
    assert plainly(said) == said


@pytest.mark.parametrize("question, said, meaning", ANSWERED, ids=[said for _, said, _ in ANSWERED])
def test_it_is_read_as_it_is_meant(question: str, said: str, meaning: Any) -> None:
    judged = judge_answer(AnswerRow(question, said, meaning, "negation", "traps"))
    assert judged.verdict == "right", judged.found
