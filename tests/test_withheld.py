"""What sounds like an answer and may be none is asked about: nothing is filled."""
from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from bot.actions.understanding import Situation, reading_of
from bot.danish.withheld import reasons
from osteo_rules import questions
from tests.danish_data import TODAY

STAFF, PATIENT = {"role": "reception"}, {"role": "patient"}

#: (question, what was written, who writes, why it is asked about)
TABLE: List[Tuple[str, str, Any, str]] = [
    ("falls_last_year", "det har jeg efterhånden ikke tal på", PATIENT, "past_counting"),
    ("weight_kg", "lægen vil have mig ned på 78 før operationen", PATIENT, "to_come_down_to"),
    ("arm_span_cm", "vi kom til 152, men det kan ikke passe", PATIENT, "cannot_be_right"),
    ("arm_span_cm", "båndet i sykurven er kun 150", PATIENT, "tape_ends"),
    ("fractures.age_at", "kirurgen kunne højst være 35", PATIENT, "so_old_is_the_doctor"),
    ("percussion_pain", "jeg bankede hovedet op i lampen, og det gjorde ondt", PATIENT, "knocked_oneself"),
    ("family_history", "min datter siger, at det er knogleskørhed", PATIENT, "kin_only_say_so"),
    ("glucocorticoids", "prednisolonen på hylden er hundens", PATIENT, "the_animals"),
    ("unsteady", "usikker på alting her i verden undtagen mine ben", PATIENT, "all_but_the_legs"),
    ("family_history", "farfar brækkede hoften, mine forældre har ikke haft noget", PATIENT, "grandparents_hip"),
    ("aromatase_inhibitor", "jeg skal i gang med Femar til foråret, når kemoen er slut", PATIENT, "begins_later"),
    ("menopause_age", "det kan jeg ikke huske, men det var efter jeg fyldte 48", PATIENT, "known_by_half"),
    ("arm_span_cm", "170, det er ikke højden, den er 164", PATIENT, "of_the_height"),
    ("calcium_supplement", "får unikalk, men ikke kalktilskud", PATIENT, "by_its_name"),
    ("fractures", "nej, ikke brækket, det var kun revnet", PATIENT, "only_a_crack"),
    ("small_eater", "jeg ville ønske, jeg spiste mindre", PATIENT, "wished_for"),
    ("strength_sessions_per_week", "hver morgen, også lørdag og søndag", PATIENT, "every_day_and"),
    ("known_osteoporosis", "den gamle læge mente ja, den nye siger nej", PATIENT, "doctors_differ"),
    ("known_osteoporosis", "de har aldrig sagt, at jeg ikke har det", PATIENT, "denied_twice"),
    ("youth_height_cm", "163 efter et højdetab på 5 cm", PATIENT, "lost_since"),
    ("height_cm", "var 170, er skrumpet tre", PATIENT, "shrunk_since"),
    ("height_cm", "166 inkl. skoene", PATIENT, "with_shoes"),
    ("weight_kg", "jeg vejede 90 i fjor, og nu er der 12 kilo mindre af mig", PATIENT, "some_less"),
    ("alcohol_units_per_week", "to glas om dagen, når vi er på ferie, resten af året intet", PATIENT, "only_away"),
    ("fractures.months_ago", "da jeg var 58, og jeg er 66 i dag", PATIENT, "so_old_today"),
    ("cancer", "havde lægen ikke været så dygtig, var det gået galt", PATIENT, "had_it_not_been"),
    ("glucocorticoids", "ikke creme, det er tabletter", PATIENT, "not_that_but"),
    ("followed_by_doctor", "fik Prolia til sidste år", PATIENT, "taken_until"),
    ("fractures.verified", "nej, ikke før ugen efter, da så de det", PATIENT, "not_before"),
    ("falls_last_year", "han kan ikke huske det, konen siger 3", STAFF, "somebody_knows"),
    ("back_pain", "jeg har aldrig haft ondt i ryggen før", PATIENT, "the_usual_pain"),
    ("age", "jeg fyldte 70 den sommer, hele landet sad hjemme", PATIENT, "years_since"),
    ("weight_kg", "har tabt ti kilo, vejede 85", PATIENT, "weighed_then"),
    ("alcohol_units_per_week", "10 genstande, reduceret fra 20 i 2021", PATIENT, "drunk_before"),
    ("conditions", "cushing var mistænkt, men frikendt", PATIENT, "looked_for"),
    ("fractures", "obs. hoftefraktur 2023, afkræftet på CT", PATIENT, "perhaps_broken"),
    ("fractures", "det er ikke, fordi jeg aldrig har brækket noget", PATIENT, "denied_twice"),
    ("osteogenesis_imperfecta", "jeg kan desværre ikke svare nej", PATIENT, "denied_twice"),
    ("cannot_bear_weight", "det er ikke fordi jeg ikke kan stå på det, det gør bare en smule ondt", PATIENT, "denied_twice_of_less"),
    ("weight_kg", "otte kilo under de hundrede", PATIENT, "not_this_number"),
    ("calcium_supplement", "D-dråber hver morgen", PATIENT, "only_vitamin_d"),
    ("vitamin_d_supplement", "tager kalk hver dag", PATIENT, "only_calcium"),
    ("dairy_daily", "drikker mælk, men ryger aldrig", PATIENT, "denies_another"),
    ("conditions", "gigt har jeg, men hvad slags ved jeg ikke", PATIENT, "kind_not_known"),
    ("falls_last_year", "to gange, den første i marts og så i juli, hvor jeg lå i 3 timer", PATIENT, "first_then_then"),
    ("dxa_result", "de sagde ikke, at det var normalt", PATIENT, "normal_of_another"),
    ("activity_level", "hjemmeplejen kommer hos min kone, ikke hos mig", PATIENT, "helps_another"),
    ("wall_occiput_cm", "jeg står med hælene 8 cm fra væggen", PATIENT, "of_the_heels"),
    ("age", "mine døtre på 51 og 48 siger jeg skal svare", PATIENT, "who_says_so"),
    ("rib_pelvis_fingers", "konen kan have fire fingre der, hos mig er der kun plads til en", PATIENT, "of_a_relative"),
    ("dairy_daily", "diætisten siger, man bør drikke en halv liter om dagen", PATIENT, "advised_only"),
    ("balance_sessions_per_week", "springer aldrig over, hverken tirsdag eller fredag", PATIENT, "neither_day"),
    ("consent", "jæ ryger ik å drikker ik", PATIENT, "not_of_keeping"),
    ("age", "jeg går i mit 74. år", PATIENT, "in_the_nth_year"),
    ("cancer", "kun tamoxifen og aldrig de andre piller efter min brystkræft", PATIENT, "after_ones_own"),
    ("height_cm", "armene måler 182", PATIENT, "of_the_arms"),
    ("balance_sessions_per_week", "jeg falder en gang om måneden", PATIENT, "how_often_one_falls"),
    ("alcohol_units_per_week", "drikker mælk og kaffe, men rører aldrig en cigaret", PATIENT, "drinks_something_else"),
    ("height_cm", "en meter firs fattes to", PATIENT, "not_this_number"),
    ("age", "jeg ville ønske, jeg stadig var 55", PATIENT, "not_this_number"),
    ("age", "mit cpr starter med 0302 og så 54", PATIENT, "years_since"),
    ("height_cm", "jeg har mistet fire cm af mine 166", PATIENT, "told_by_another"),
    ("arm_span_cm", "båndet stoppede ved 150, og der manglede 13", PATIENT, "told_by_another"),
    ("t_score", "den stod på minus to otte", PATIENT, "point_not_said"),
    ("arm_span_cm", "den ene gang fik vi 160, den anden gang 167", PATIENT, "measured_twice"),
    ("wall_occiput_cm", "først 3 og så 9, vi blev uenige om det", PATIENT, "measured_twice"),
    ("active_minutes_per_day", "en time minus et kvarter", PATIENT, "minus_minutes"),
    ("height_cm", "der stod 165 i mine papirer, og i foråret målte de mig til 162", PATIENT, "first_of_several"),
    ("fractures.months_ago", "gipsen kom af for fjorten dage siden, og jeg havde den på i fem uger", PATIENT, "first_of_several"),
    ("fractures.age_at", "jeg skulle fylde 60 ugen efter", PATIENT, "about_to_turn"),
    ("conditions", "de undersøgte mig for nyresvigt i fjor, men prøverne var normale", PATIENT, "examined_for"),
    ("balance_sessions_per_week", "2 gange om ugen på faldholdet i hallen, og så styrke samme sted, også 2 gange", PATIENT, "another_training"),
    ("consent", "det er vel i orden", PATIENT, "perhaps_in_order"),
    ("fractures.age_at", "i halvfjerdserne", PATIENT, "of_which_decade"),
    ("vitamin_d_supplement", "kun en multivitamin om morgenen, intet særskilt", PATIENT, "some_in_it"),
    ("height_cm", "jeg tror 178, men det tal er fra dengang jeg var soldat", PATIENT, "of_those_days"),
    ("falls_last_year", "de sko er 12 år gamle, og de var skyld i to fald", PATIENT, "reckoned_from_all"),
    ("strength_sessions_per_week", "jeg betaler 249 kr. om måneden og kommer der én gang om ugen", PATIENT, "reckoned_with_others"),
    ("active_minutes_per_day", "kondicyklen får et stort kvarter, 18 minutter", PATIENT, "minutes_told_twice"),
    ("strength_sessions_per_week", "mandag fri, resten af ugen er jeg der", PATIENT, "free_days"),
    ("fractures.age_at", "otte år før min pension, og den tog jeg som 65-årig", PATIENT, "before_or_after"),
    ("fractures.months_ago", "to uger før jul", PATIENT, "before_or_after"),
    ("menopause_age", "a war nie å fyrre", PATIENT, "not_this_number"),
    ("t_score", "minus tow å en hal", PATIENT, "part_not_read"),
    ("active_minutes_per_day", "jeg går rask tur morgen og aften, 20 minutter hver gang", PATIENT, "each_time"),
    ("glucocorticoids", "jeg får ikke prednisolon, men tager metotrexat", PATIENT, "another_medicine"),
    ("followed_by_doctor", "Hun kommer her i klinikken hver anden måned, siger hun, mest for blodtrykket.", STAFF, "for_something_else"),
    ("strength_sessions_per_week", "jeg træner styrke toh gange om ugen", PATIENT, "how_many_times"),
    ("smoking", "nej, eller jo, hvis nogen byder mig en", PATIENT, "half_taken_back"),
    ("fractures.more", "nej der er ikke flere, det var kun hoften i foråret", PATIENT, "only_that_one"),
    ("t_score", "den er steget fra -2,9 til -2,6", PATIENT, "from_to"),
    ("fractures", "muligt ribbensbrud efter hoste, aldrig undersøgt", STAFF, "perhaps_broken"),
    ("conditions", "hun spørger hvad mastocytose er for noget", STAFF, "asks_what_it_is"),
    ("fractures.age_at", "jeg var 10 år yngre end nu, hvor jeg er 72", PATIENT, "so_much_younger"),
    ("weight_kg", "jeg vejede 64 sidste år og har taget 5 kilo på", PATIENT, "weighed_then"),
    ("glucocorticoids", "jeg får en sprøjte Prolia hvert halve år", PATIENT, "another_injection"),
    ("alcohol_units_per_week", "alkoholfri øl, ti stykker om ugen", PATIENT, "without_alcohol"),
    ("strength_sessions_per_week", "ikke andet end den ene time", PATIENT, "not_none"),
    ("vitamin_d_supplement", "jeg er ikke uden vitaminer", PATIENT, "not_without"),
    ("small_eater", "det er ikke fordi jeg spiser lidt", PATIENT, "not_because"),
    ("falls_last_year", "aldrig, undtagen da jeg snublede over hunden i marts", PATIENT, "none_but"),
    ("falls_last_year", "ikke mange, men heller ikke ingen", PATIENT, "neither_none"),
    ("conditions", "Lægen undersøgte mig for myelomatose, men det var det ikke", PATIENT, "looked_for"),
    ("alcohol_units_per_week", "10 genstande om ugen, 25 før 2020", PATIENT, "drunk_before"),
    ("cannot_bear_weight", "kan godt stå på det men ikke gå på det", PATIENT, "not_walk_on_it"),
    ("cancer", "ikke længere", PATIENT, "not_any_more"),
    ("aromatase_inhibitor", "Ikke endnu, jeg skal først strålefærdig, så kommer de med Letrozol", PATIENT, "not_yet"),
    ("smoking", "Rygestop planlagt uge 1", STAFF, "stops_later"),
    ("consent", "Det må I gerne lade være med", PATIENT, "leave_it"),
    ("fractures.months_ago", "Ikke sidste år, men året før, i november", PATIENT, "the_year_before"),
    ("back_pain", "ingen rygsmerter udover dem jeg altid har haft", PATIENT, "the_usual_pain"),
    ("wall_occiput_cm", "baghodet rørere ikke der er 7 sentimeter", PATIENT, "none_and_some"),
    ("age", "Lægen siger jeg har knogler som en på 80, men dåbsattesten siger 66", PATIENT, "as_old_as"),
    ("fractures.age_at", "lægen så 2 gamle sammenfald", PATIENT, "so_many_breaks"),
    ("strength_sessions_per_week", "Jeg sagde fire til lægen, men ærligt talt er det kun to", PATIENT, "two_kinds_of_week"),
    ("dxa_result", "normal i ryggen men skørt i hoften", PATIENT, "two_results"),
    ("dxa_result", "det var ikke knogleskørhed", PATIENT, "not_this_result"),
    ("unsteady", "hverken sikker eller usikker", PATIENT, "neither"),
    ("conditions", "noget med stofskiftet, men om det er for højt eller for lavt, ved jeg ikke", PATIENT, "which_one"),
    ("vitamin_d_supplement", "Jeg tager nogle dråber, men jeg husker ikke, om det er D-vitamin", PATIENT, "whether_it_is"),
    ("activity_level", "ka lægen hjælp mig a me smøgerne", PATIENT, "asks_itself"),
    ("activity_level", "stok eller ingen stok", PATIENT, "asks_itself"),
    ("menopause_age", "hedeture har jeg endnu som 70-årig", PATIENT, "hot_flushes"),
    ("sex", "spørg min kone, hun er kvinde", PATIENT, "of_the_spouse"),
    ("sex", "spørg min mand, han er mand", PATIENT, "of_the_husband"),
    ("active_minutes_per_day", "ikke timer, 25 minutter", PATIENT, "not_hours"),
    ("falls_last_year", "to gange, men den ene er tre år siden", PATIENT, "fell_before"),
    ("age", "fyldt 50 for to år siden i juni", PATIENT, "years_since"),
    ("rib_pelvis_fingers", "i venstre side 3, i højre 4", PATIENT, "measured_twice"),
    ("followed_by_doctor", "aftalt opstart hos endokrinologen i januar, kontrol", PATIENT, "not_yet"),
    ("smoking", "hun siger nej, men jeg fandt skodder i altankassen", STAFF, "seen_otherwise"),
    ("falls_last_year", "hun siger to, men hendes mand siger fire", STAFF, "seen_otherwise"),
    ("height_cm", "godt 180 siger han, men han ser mindre ud", STAFF, "seen_otherwise"),
    ("consent", "informeret ja, men gem ikke noget", STAFF, "not_to_be_stored"),
    ("role", "jeg sidder ikke i receptionen, jeg sidder i venteværelset", PATIENT, "not_of_reception"),
    ("role", "ikke fysioterapeuten, men hende hun behandler", PATIENT, "not_physiotherapist"),
    ("family_history", "der er ikke noget i min mands slægt", PATIENT, "family_of_another"),
    ("vitamin_d_supplement", "D-vit. i blodet var 62 i aug.", STAFF, "in_the_blood"),
    ("rib_pelvis_fingers", "målt i cm: 5", STAFF, "not_in_fingers"),
    ("fractures.age_at", "omkring de 40 vil jeg gætte på", PATIENT, "guessed"),
    ("falls_last_year", "mange, jeg har ikke talt dem", PATIENT, "many_not_counted"),
]


@pytest.mark.parametrize("question, text, told, reason", TABLE, ids=[text for _, text, _, _ in TABLE])
def test_it_is_asked_about(question: str, text: str, told: Any, reason: str) -> None:
    reading = reading_of(text, "answer", Situation(question, told, TODAY))
    assert reading.answer is None
    assert question not in reading.facts


#: (question, what was written, what is noted): the same words, where they leave no doubt.
PLAIN: List[Tuple[str, str, Any]] = [
    ("fractures", "jeg har aldrig brækket noget", False),
    ("weight_kg", "83 kilo", 83),
    ("age", "ikke 80 endnu. 78.", 78),
    ("dxa_result", "helt normalt, ingen knogleskørhed", "normal"),
    ("dxa_result", "lidt svage, men ikke knogleskørhed, kun osteopeni", "osteopenia"),
    ("wall_occiput_cm", "der mangler fire cm", 4),
    ("height_cm", "i passet står der 170, men sygeplejersken målte mig til 166", 166),
    ("height_cm", "jeg er 159, og som ung var jeg 165", 159),
    ("balance_sessions_per_week", "hver anden aften", 3.5),
    ("balance_sessions_per_week", "mandag til og med torsdag", 4),
    ("t_score", "minus to og en halv", -2.5),
    ("t_score", "minus tre komma nul", -3),
    ("fractures", "min far brækkede hoften, men jeg er sluppet for den slags", False),
    ("youth_height_cm", "min søster var klassens højeste med 178, jeg nåede aldrig længere end 169", 169),
    ("percussion_pain", "min datter bankede hele vejen ned, og det gjorde ikke ondt nogen steder", False),
    ("menopause_age", "niogfyrre", 49),
    ("strength_sessions_per_week", "mandag, onsdag og fredag", 3),
    ("strength_sessions_per_week", "man., ons. og fre. i maskiner", 3),
    ("active_minutes_per_day", "jeg cykler ti minutter ud og ti minutter hjem, det gør jeg hver formiddag", 20),
    ("vitamin_d_supplement", "det er ikke fordi jeg ikke tror på det, men nej", False),
    ("alcohol_units_per_week", "to øl om fredagen i klubben og to om lørdagen til fodbolden", 4),
]


@pytest.mark.parametrize("question, text, answer", PLAIN, ids=[text for _, text, _ in PLAIN])
def test_what_leaves_no_doubt_is_noted(question: str, text: str, answer: Any) -> None:
    assert reading_of(text, "answer", Situation(question, PATIENT, TODAY)).answer == answer


@pytest.mark.parametrize("question, text", [("back_pain_fever", "Feber: -"), ("calcium_supplement", "Calcium: -"), ("fractures", "Frakturer: Ø")])
def test_the_sign_of_staff_for_none(question: str, text: str) -> None:
    assert reading_of(text, "answer", Situation(question, STAFF, TODAY)).answer is False
    assert reading_of(text, "answer", Situation("cancer", STAFF, TODAY)).answer is None
    assert reading_of(text, "answer", Situation(question, {"role": "physiotherapist"}, TODAY)).answer is False


def test_every_reason_is_about_a_question_that_exists() -> None:
    assert all(questions.exists(question) for reason in reasons() for question in reason.questions)
    assert {reason for _, _, _, reason in TABLE} | {"beside_zero", "but_that", "not_so_many", "positive_and_negative"} == {one.name for one in reasons()}
