"""The stories of `rasa test`, and that the project stays an ordinary Rasa project."""
from __future__ import annotations

from typing import Any

import yaml
from rasa.core.test import test as run_stories

from tests.conftest import ROOT

STORIES = ROOT / "tests" / "stories"


def test_stories_hold(assistant: Any, tmp_path: Any) -> None:
    """What `rasa test core --stories tests/stories` checks, on the agent that is loaded already."""
    report = assistant.loop.run_until_complete(run_stories(str(STORIES), assistant.conversations.agent, out_directory=str(tmp_path), e2e=True))
    failed = tmp_path / "failed_test_stories.yml"
    assert report["report"]["conversation_accuracy"]["accuracy"] == 1.0, failed.read_text(encoding="utf-8") if failed.exists() else report


def test_every_intent_stands_in_a_rule_or_a_story() -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    rules = (ROOT / "bot/data/rules/rules.yml").read_text(encoding="utf-8")
    assert [intent for intent in intents if f"intent: {intent}\n" not in rules] == []
