"""Which sourced entry answers a question, and what none answers."""
from __future__ import annotations

import re
import time
from typing import List, Optional, Tuple

import pytest

from bot.danish import pipeline, ranking
from bot.danish.content import load
from bot.danish.gate import best_of, seen_of_asking, table
from bot.danish.likely import likely
from bot.danish.ranking import NOT_COVERED, questions, ranked
from bot.danish.subjects import OTHER, SUBJECT, THEME, names_of
from bot.danish.topics import _amounts, entry_for, entry_meant, nearest, topic_of
from bot.danish.weights import checksum, checksums_in
from osteo_rules.content import load as load_rules

#: Questions as people ask them, with the traps: neighbours, other diseases, doses of other medicines, missing æ, ø and å.
TABLE: List[Tuple[str, str]] = [
    ("hvad er osteoporose for noget", "what_is_osteoporosis"),
    ("hvor mange danskere har skøre knogler?", "how_common"),
    ("kan man mærke at knoglerne er skøre", "symptoms"),
    ("hvad er risikofaktorerne for knogleskørhed", "risk_factors"),
    ("hvordan foregår en dxa-scanning", "dxa"),
    ("kan man se knogleskørhed på et røntgenbillede", "xray"),
    ("hvordan får jeg en henvisning til knoglescanning", "referral"),
    ("hvornår skal jeg scannes igen", "next_scan"),
    ("hvad betyder en t-score på -2,7", "t_score"),
    ("er osteopeni farligt", "osteopenia"),
    ("er gigt og knogleskørhed det samme", "arthritis"),
    ("hvad er et lavenergibrud", "low_energy_fracture"),
    ("hvad er et sammenfald i ryggen", "vertebral_collapse"),
    ("hvorfor er jeg blevet fire cm lavere", "height_loss"),
    ("hvordan retter jeg min krumme ryg", "posture"),
    ("far jeg flere brud nar jeg har haft et", "fracture_cascade"),
    ("må jeg træne alene eller på hold", "train_alone"),
    ("er det normalt at være øm efter træning", "soreness"),
    ("må jeg løbe med osteoporose", "running"),
    ("må jeg lave mavebøjninger", "yoga"),
    ("er svomning godt for knoglerne", "swimming"),
    ("må jeg spille golf", "golf"),
    ("må jeg støvsuge", "garden"),
    ("hvordan undgår jeg at falde", "falls"),
    ("jeg er bange for at falde, hvad kan jeg gøre", "fear_of_falling"),
    ("hvordan kommer jeg op fra gulvet når jeg er faldet", "after_a_fall"),
    ("virker hoftebeskyttere", "hip_protectors"),
    ("skal jeg bruge rollator", "walking_aids"),
    ("hvor meget kalk skal jeg have om dagen", "calcium"),
    ("hvilken mad er der kalk i", "calcium_food"),
    ("kan man få for meget kalk", "too_much_calcium"),
    ("hvor mange mikrogram d-vitamin skal jeg have", "vitamin_d"),
    ("er kaffe dårligt for knoglerne", "coffee_cola"),
    ("hvor meget protein skal jeg spise", "protein"),
    ("hvad gør rygning ved knoglerne", "smoking"),
    ("hvor mange genstande må jeg drikke", "alcohol"),
    ("hvad er bivirkningerne ved alendronat", "medicine"),
    ("giver prednisolon skøre knogler", "steroids"),
    ("er epilepsimedicin skidt for knoglerne", "epilepsy"),
    ("er livial godt for knoglerne", "hormone_therapy"),
    ("er knogleskørhed arveligt", "heredity"),
    ("skal mine børn undersøges når jeg har knogleskørhed", "family_check"),
    ("hvordan får børn stærke knogler", "children"),
    ("må jeg køre bil efter bruddet", "driving"),
    ("hvem kan se mine svar", "my_data"),
    ("er du en robot", "who_answers"),
    ("hvor mange penicillin skal jeg tage om dagen", NOT_COVERED),
    ("hvor meget panodil må jeg tage mod hovedpine", NOT_COVERED),
    ("hvor meget insulin skal jeg tage", NOT_COVERED),
    ("hvor meget magnesium skal jeg tage om dagen", NOT_COVERED),
    ("hvad er symptomerne på sukkersyge", NOT_COVERED),
    ("er mit blodtryk for højt", NOT_COVERED),
    ("hvad hjælper mod hovedpine", NOT_COVERED),
    ("hvordan foregår en mr-scanning af knæet", NOT_COVERED),
    ("er demens arveligt", NOT_COVERED),
    ("hvad koster en tandprotese", NOT_COVERED),
    ("hvornår får jeg svar på min blodprøve", NOT_COVERED),
    ("hvor længe smitter influenza", NOT_COVERED),
    ("hvad er hovedstaden i norge", NOT_COVERED),
    ("hvordan laver man brun sovs", NOT_COVERED),
]
#: A dose is asked for.
_DOSE = re.compile(r"\b(?:hvor (?:meget|mange|tit|ofte)|mg|piller|tabletter)\b.*\b(?:tage|have|få|spise|dagen)\b|\b(?:dosis|dosering)\b")
COVERED = [(topic, question) for topic, entry in load_rules("faq").items() for question in entry["questions"]]
UNCOVERED = sorted({question for topic, question in questions() if topic == NOT_COVERED})


@pytest.mark.parametrize("question, topic", TABLE, ids=[question for question, _ in TABLE])
def test_table(question: str, topic: str) -> None:
    assert entry_for(question) == topic


def test_every_entry_has_subjects_and_no_other_has() -> None:
    assert set(load("topics")[SUBJECT]) == set(load_rules("faq"))
    assert set(load("topics")["amounts"]) <= set(load_rules("faq"))
    assert {topic for topic, _ in questions()} == {*load_rules("faq"), NOT_COVERED}


def test_every_question_of_an_entry_finds_it() -> None:
    assert [(topic, entry_for(question), question) for topic, question in COVERED if entry_for(question) != topic] == []


def test_the_button_of_every_entry_asks_for_it() -> None:
    first = {topic: entry["questions"][0] for topic, entry in load_rules("faq").items()}
    assert {topic: topic_of(question) for topic, question in first.items()} == {topic: topic for topic in first}
    assert all(question[0].isupper() and question[-1] == "?" and len(question) <= 60 for question in first.values())


def test_no_question_of_others_gets_a_dose() -> None:
    """What no entry answers never gets an entry that tells a dose or an amount."""
    assert [(entry_for(question), question) for question in UNCOVERED if entry_for(question) in _amounts()] == []


def test_doses_and_diseases_of_others_are_refused() -> None:
    asked = [question for question in UNCOVERED if _DOSE.search(question) or {"disease", "drug"} & names_of(OTHER, question)]
    assert len(asked) > 100
    assert [(entry_for(question), question) for question in asked if entry_for(question) != NOT_COVERED] == []


def test_symptoms_of_another_disease_are_refused() -> None:
    assert entry_for("hvad er symptomerne på covid") == NOT_COVERED
    assert entry_for("hvad er symptomerne på knogleskørhed") == "symptoms"


@pytest.mark.parametrize(
    "text,topic",
    [
        ("Hvad koster det? Jeg er 71, ryger pibe og har brækket håndleddet i 2019", "cost"),
        ("hvor lang tid tager det her? jeg er 163 høj", "how_long"),
        ("Er det også for mænd? jeg er 72 og tager hverken kalk eller d-vitamin", "men"),
        ("Ryger du? Nej, aldrig", None),
        ("ondt i ryggen? nej slet ikke", None),
        ("Hvor meget jeg vejer? 72 kilo", None),
    ],
)
def test_a_question_before_what_is_told_is_answered_by_itself(text: str, topic: Optional[str]) -> None:
    assert topic_of(text) == topic



def test_only_questions_have_a_topic() -> None:
    assert [text for text in ("nej", "ja", "jeg er 67", "kalk", "jeg får prednisolon", "min mor brækkede hoften") if topic_of(text)] == []
    assert topic_of("hvad er osteoporose?") == "what_is_osteoporosis"


@pytest.mark.parametrize(
    "text, topic",
    [
        ("jeg drikker en del kaffe, og jeg har hørt at det er skidt for knoglerne", "coffee_cola"),
        ("jeg har løbet i 30 år og nu har jeg osteopeni, skal jeg stoppe med det", "running"),
        ("min kone påstår at mænd også kan få knogleskørhed", "men"),
        ("jeg er i tvivl om jeg må køre bil med brud i ryggen", "driving"),
        ("jeg svømmer om tirsdagen", None),
        ("jeg tager d-vitamin om vinteren", None),
        ("jeg går til træning hos fysioterapeuten om torsdagen", None),
        ("hvor høj? 168", None),
    ],
)
def test_what_asks_without_the_form_and_what_only_tells(text: str, topic: Optional[str]) -> None:
    assert topic_of(text) == topic


def test_the_gate_weighs_what_is_seen() -> None:
    """The table of weights names the features of gate.py, all of them and no others; what is surer needs more."""
    text = "må jeg løbe med osteoporose"
    assert set(seen_of_asking(text, likely(text), best_of(ranked(text)), 0)) == set(table()["weights"])
    assert 0 < table()["least"] < table()["surely"] < 1
    assert set(load("topics")["of_any_disease"]) <= set(load_rules("faq"))


def test_the_shares_of_all_entries_add_up_and_what_was_learnt_is_found() -> None:
    for topic, question in ranking.own_questions()[::25]:
        found = ranked(question)
        assert found[0].topic == topic, question
        assert sum(one.share for one in found) == pytest.approx(1.0, abs=1e-4)
        assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


def test_nearest_are_related() -> None:
    assert nearest("hvor meget kalk skal jeg have?")[0] == "calcium"
    assert {"calcium", "calcium_food"} <= set(nearest("er der kalk i ost, eller skal jeg tage kalktabletter?", 3))
    assert NOT_COVERED not in nearest("hvor mange penicillin skal jeg tage?", 5)


@pytest.mark.parametrize(
    "text, kind, name",
    [
        ("må jeg sidde bag rattet", SUBJECT, "driving"),
        ("lamotrigin og knogler", SUBJECT, "epilepsy"),
        ("kalktabeltter", SUBJECT, "calcium"),
        ("svømmer", SUBJECT, "swimming"),
        ("svommer", SUBJECT, "swimming"),
        ("får jeg penicillin", OTHER, "drug"),
        ("ondt i ryggen", THEME, "spine"),
    ],
)
def test_what_is_named(text: str, kind: str, name: str) -> None:
    assert name in names_of(kind, text)


def test_what_is_not_named() -> None:
    """Words that only look alike once æ, ø, å and doubled letters are gone."""
    assert "smoking" not in names_of(SUBJECT, "ondt i ryggen")
    assert "children" not in names_of(SUBJECT, "hvad siger lægen")
    assert "soreness" not in names_of(SUBJECT, "fortæl om knogler")


def test_is_quick() -> None:
    entry_for("hvad er osteoporose")
    start = time.perf_counter()
    for question in (question for _, question in COVERED[:100]):
        nearest(question + " egentlig")
    assert time.perf_counter() - start < 3


def test_what_a_question_names_needs_no_more_than_its_words() -> None:
    """The nets learn from words spelled right, and see what the assistant sees."""
    for text, _ in TABLE:
        assert list(pipeline.spelled(text)) == [token.text for token in pipeline.doc_of(text)]


def test_what_is_left_out_is_a_question_and_not_learnt_from() -> None:
    left_out = checksums_in(ranking.LEFT_OUT)
    asked = {checksum(*row): row for row in ranking.questions()}
    assert left_out <= set(asked) and 0 < len(left_out) < len(asked) / 3
    assert not {asked[one] for one in left_out} & set(ranking.learnt_from())
    assert not {asked[one] for one in left_out} & set(ranking.own_questions())


@pytest.mark.parametrize(
    "text, entry",
    [
        ("jeg er så bange for at falde", "fear_of_falling"),
        ("yoga", "yoga"),
        ("jeg spiller golf hver torsdag", "golf"),
        ("jeg danser linedance", "dance"),
        ("gigt", None),
        ("det var i 2019", None),
        ("vi fik nye naboer i mandags", None),
    ],
)
def test_the_entry_that_is_meant_by_what_does_not_look_like_a_question(text: str, entry: Optional[str]) -> None:
    assert entry_meant(text) == entry
