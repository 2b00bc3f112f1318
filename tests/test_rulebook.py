"""The rule book is the rules: every rule is in it, every example is run, every input and number is what the rule looks at."""

from __future__ import annotations

import re
from typing import Any, Dict, Set

import pytest

from osteo_rules import RULES_VERSION, Answers, assess
from osteo_rules.content import load, path_of, threshold
from osteo_rules.documents.__main__ import main
from osteo_rules.documents.render import page, pdf
from osteo_rules.documents.rulebook import GROUPS, rulebook, rules_of, value_at
from osteo_rules.documents.versions import between, changes, snapshot
from osteo_rules.sections import findings_of
from tests import pdf as seen
from tests.test_fhir import PEOPLE

RULES: Dict[str, Dict[str, Any]] = {name: entry for group in GROUPS for name, entry in rules_of(group).items()}
OUTCOMES = [
    pytest.param(row, id=f"{group['title'][:20]}: {row['name']}") for group in load("rulebook")["outcomes"] for row in group["rows"]
]


def found(answers: Dict[str, Any]) -> Set[str]:
    return {finding.id for finding in findings_of(assess(Answers(**answers)))}


def test_every_rule_is_in_it() -> None:
    assert set(RULES) == set(load("findings")) - {"sites"}


@pytest.mark.parametrize("name", RULES)
def test_its_example_fires_and_the_other_does_not(name: str) -> None:
    assert name in found(RULES[name]["fires"])
    assert name not in found(RULES[name]["silent"])


@pytest.mark.parametrize("answers", PEOPLE)
def test_the_inputs_named_are_enough_for_every_finding_of_the_test_people(answers: Dict[str, Any]) -> None:
    for name in found(answers):
        kept = {*RULES[name]["inputs"], "role", "measured_by"}
        assert name in found({field: value for field, value in answers.items() if field in kept}), name


@pytest.mark.parametrize("name", RULES)
def test_the_sentence_names_its_numbers(name: str) -> None:
    named = set(re.findall(r"\{(\w+)\}", RULES[name]["when"])) - {"name"}
    assert named == set(RULES[name].get("thresholds", ()))
    assert all(threshold(one) is not None for one in named)


@pytest.mark.parametrize("row", OUTCOMES)
def test_an_outcome_is_what_its_example_gives(row: Dict[str, Any]) -> None:
    path, value = row["expect"]
    assert value_at(assess(Answers(**row["example"])), path) == value


@pytest.mark.parametrize(
    "path", ["osteoporosis.status", "vertebral_fracture.status", "referral.urgency", "exercise.risk_group", "exercise.category"]
)
def test_every_outcome_has_its_row(path: str) -> None:
    told = {row.values[0]["expect"][1] for row in OUTCOMES if row.values[0]["expect"][0] == path}
    met = {value_at(assess(Answers(**person.values[0])), path) for person in PEOPLE} - {None}
    assert told == met


def test_it_holds_all_numbers_decisions_and_advice() -> None:
    book = rulebook()
    chapters = {chapter["id"]: chapter for chapter in book["chapters"]}
    assert [row[0] for row in chapters["thresholds"]["table"]["rows"]] == list(load("thresholds"))
    assert [entry["id"] for entry in chapters["rulings"]["entries"]] == list(load("decisions"))
    assert [row[0] for row in chapters["advice"]["table"]["rows"]] == list(load("advice"))
    cells = [cell for name in ("thresholds", "advice") for row in chapters[name]["table"]["rows"] for cell in row]
    cells += [rule["when"] for name in GROUPS for rule in chapters[name]["rules"]]
    assert [cell for cell in cells if "{" in cell] == []


def test_it_is_a_tagged_pdf_and_says_every_rule() -> None:
    book = rulebook()
    made = pdf("rulebook", book)
    kinds = set(seen.check(made, book["title"])["kinds"])
    assert {"/H2", "/H3", "/Table", "/TH", "/TOC"} <= kinds
    told = re.sub(r"[\s\-\u200b]", "", seen.text(made))
    for chapter in book["chapters"]:
        for rule in chapter["rules"]:
            for text in (rule["title"], rule["when"], rule["professional"]):
                assert re.sub(r"[\s\-\u200b]", "", text) in told, text


def test_the_page_says_it_too() -> None:
    book = rulebook()
    html = page("rulebook", {**book, "stylesheet": "document.css"})
    for name in RULES:
        assert f'id="rule-{name}"' in html
    assert html.count("<h1") == 1 and 'lang="da"' in html
    assert "&gt; 80" in html and "None" not in html


def test_the_command_writes_page_style_and_pdf(tmp_path: Any, capsys: Any) -> None:
    assert main(["rulebook", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["document.css", "regelbog.html", "regelbog.pdf"]


# --- what changed between versions ---


def test_the_newest_version_is_that_of_the_rules_and_each_has_its_snapshot() -> None:
    versions = [entry["version"] for entry in load("changes")["versions"]]
    assert versions[0] == RULES_VERSION
    assert all(path_of(f"versions/{version}").exists() for version in versions)
    assert [entry["version"] for entry in changes()] == versions and all(entry["lines"] for entry in changes())


def test_what_came_went_and_changed_is_found() -> None:
    before, after = snapshot(), snapshot()
    before = {kind: dict(values) for kind, values in before.items()}
    after = {kind: dict(values) for kind, values in after.items()}
    assert between(before, after) == []
    before["thresholds"]["height_loss"] = 4.5
    before["findings"]["old_finding"] = ""
    del before["advice"]["taping"]
    assert between(before, after) == ["Grænser. height_loss: fra 4,5 til 4.", "Fund. Udgået: old_finding.", "Råd. Nyt: taping."]
