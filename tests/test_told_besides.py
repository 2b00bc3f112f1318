"""What no rule finds and the net does: messages that tell a field in other words, and messages in which the same words are nobody's."""
from __future__ import annotations

import pytest

from bot.danish import told_net
from bot.danish.told_net import Example, Net, fields_likely, fit
from tests.evaluate import understood

#: What somebody writes, the open question, and what of it must be noted.
TOLD = [
    ("Min far havde knogleskørhed. Jeg er 50, ryger kun når vi er til fest, og lander på 6 genstande på en normal uge.", None, {"smoking": True}),
    ("Enke på 83, bor alene og klarer selv rengøring, have og indkøb til fods.", None, {"activity_level": "everyday"}),
    ("sådan har jeg gjort i alle mine 79 år. Vejer 83 kilo", None, {"age": 79, "weight_kg": 83}),
    ("Rygsmerter til og fra i tyve år efter et langt liv som murer. Mand, femogtres, 85 kg.", None, {"back_pain": "lasting"}),
    ("med ryg og hæle mod væggen er der 7 cm hen til baghovedet målte min fysioterapeut, jeg er enogfirs", None, {"wall_occiput_cm": 7}),
    ("Fik fjernet brystet på grund af kræft i 2009, ellers rask som en havørn. 1,61 m og 68 kg.", None, {"cancer": True}),
    ("Jeg er nu 77 og følges ikke af nogen læge for mine knogler.", None, {"followed_by_doctor": False}),
    ("Knoglescanning i maj viste osteopeni, laveste T-score -1,9. Jeg får ingen behandling.", None, {"dxa_result": "osteopenia", "t_score": -1.9}),
    ("Man er jo 83 og enke, og børnene bor i København begge to. Hjemmehjælpen hjælper mig i tøjet hver morgen.", None, {"age": 83, "sex": "female"}),
    ("Ex-frisør, 65, stod op i 44 år. Mistede menstruationen som 48-årig, aldrig brækket en eneste ting.", None, {"age": 65, "menopause_age": 48}),
    ("Buschauffør i Randers, mand. Højde 1,88 vægt 112. Ondt i ryggen i 15 år.", None, {"sex": "male"}),
    ("88 skal du vide! Og jeg klarer selv både hus og have og går min tur til kirken hver dag.", "age", {"activity_level": "everyday"}),
]

#: What somebody writes, the open question, and the fields that it must not fill.
NOT_TOLD = [
    ("Mor havde livmoderkræft, da hun var 58, det har hun fortalt åbent om", "cancer", {"family_history", "menopause_age"}),
    ("cirka 6 centimeter", "rib_pelvis_fingers", {"wall_occiput_cm"}),
    ("Nej, ingenting af det, hverken det ene eller det andet", "neuro_symptoms", {"fractures"}),
    ("Mandag og onsdag, en time ad gangen", "active_minutes_per_day", {"strength_sessions_per_week", "balance_sessions_per_week"}),
    ("Isen er usikker, færdsel på søen sker på eget ansvar.", None, {"unsteady"}),
    ("Fire ud af ti på plejehjem får prednisolon.", None, {"glucocorticoids"}),
    ("Min kusine er 68 og skør som porcelæn. Jeg kører spinning to gange om ugen.", None, {"age", "known_osteoporosis"}),
    ("skulderen gik, jeg var otteogfyrre, og dyrlægen kørte mig på sygehuset", "fractures", {"menopause_age", "age"}),
    ("K 74 disp.: mor hoftefraktur. 158/61", None, {"age", "weight_kg"}),
    ("En 43-årig mand fra Holbæk er blevet dømt for at have stjålet 160 cykler.", None, {"age", "sex"}),
    ("Begge gange faldt jeg over mine egne ben. Første gang var jeg 62. Lægen sendte mig til scanning.", None, {"age"}),
    ("Jeg passer børnebørn, hus og mand, i den rækkefølge. 72 år og 67 kg", None, {"sex"}),
    ("Jeg fik svaret i fredags og har næsten ikke sovet siden. Er det så slemt?", None, {"back_pain"}),
]


@pytest.mark.parametrize("text, question, facts", TOLD)
def test_what_no_rule_finds_is_told(text, question, facts):
    reading = understood(text, question, {}, False)
    assert {field: reading.facts.get(field) for field in facts} == facts


@pytest.mark.parametrize("text, question, fields", NOT_TOLD)
def test_what_is_nobodys_fills_nothing(text, question, fields):
    reading = understood(text, question, {}, False)
    told = set(reading.facts) | ({"fractures"} if reading.fractures else set())
    assert not told & fields


def test_what_is_known_already_is_not_taken_again():
    text, _, _ = TOLD[0]
    assert "smoking" not in understood(text, None, {"smoking": False}, False).facts


def test_what_is_told_of_the_only_broken_bone_belongs_to_it():
    reading = understood("Jeg tager Alendronat hver søndag. Derudover et sammenfald i ryggen, L1, set på scanning i marts 2024, opstået helt uden grund.", None, {}, False)
    assert [(record["site"], record["low_energy"]) for record in reading.fractures] == [("spine", True)]


#: What somebody writes of bones without a word of breaking: the site, whether a small accident, and how long ago of each.
BONES = [
    ("Jeg er 81. Højre håndled i 2016, faldt på fortovet. Venstre skulder i 2021, faldt på badeværelset.", [("wrist", True, 124.5), ("shoulder", True, 64.5)]),
    ("Støtter fuldt på begge ben. I alt 2 fald på 12 måneder, faldt for 3 dage siden. 90 år.", []),
    ("Er 57, murer, mand. Ryggen har knirket i 15 år.", []),
]


@pytest.mark.parametrize("text, bones", BONES)
def test_bones_named_with_their_time_and_cause_are_broken(text, bones):
    found = understood(text, None, {}, False).fractures
    assert [(record["site"], record.get("low_energy"), record.get("months_ago")) for record in found] == [(site, low, pytest.approx(months, abs=7)) for site, low, months in bones]


def test_the_net_finds_the_part_that_tells(monkeypatch):
    """From messages that only say what they tell, and not where."""
    monkeypatch.setattr(told_net, "SELDOM", 1)
    tells = [Example(f"jeg bor i {town}, jeg ryger {often}, og jeg vejer {kilos} kilo", frozenset({"smoking", "weight_kg"})) for town, often, kilos in [("Ribe", "lidt", 60), ("Vejle", "meget", 70), ("Struer", "hver dag", 80)] * 10]
    tells += [Example(f"jeg ryger {often}, og jeg bor i {town}", frozenset({"smoking"})) for often, town in [("en pakke", "Ribe"), ("pibe", "Thisted")] * 10]
    weighs = [Example(f"jeg bor i {town}, og jeg vejer {kilos} kilo", frozenset({"weight_kg"})) for town, kilos in [("Hobro", 61), ("Odder", 72)] * 10]
    shares = Net(fit([*tells, *weighs, *[Example("hvornår skal jeg til lægen", frozenset())] * 10])).shares
    smokes, weighs_so = shares("jeg ryger hver dag"), shares("jeg vejer 70 kilo")
    assert smokes["smoking"] > 0.5 > weighs_so["smoking"]
    assert weighs_so["weight_kg"] > smokes["weight_kg"]


def test_what_asks_tells_nothing():
    assert max(fields_likely("Hvad er knogleskørhed?").values()) < 0.2
