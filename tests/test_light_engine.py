"""Leaving TensorFlow out changes the start and nothing that is said; what needs TensorFlow says so clearly."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, Dict, List

import pytest

from bot import light_engine
from tests.conftest import ROOT

MESSAGES = ['/begin{"role": "patient"}', "ja", "nej", "hvad er knogleskørhed?", "jeg er 67 og ryger", "resten nej", "resultat nu", "min højde er 162"]
#: A conversation in a process of its own: prints what was said, and whether TensorFlow was loaded.
CONVERSATION = """
import json, sys
from tests.conftest import Talk
from bot.server import Conversations
import asyncio
class Assistant:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.conversations = Conversations()
        self.loop.run_until_complete(self.conversations.load())
        assert self.conversations.ready, self.conversations.failure
    def say(self, sender, text):
        return self.loop.run_until_complete(self.conversations.say(sender, text))
talk = Talk(Assistant())
said = [talk.say(message) for message in json.loads(sys.argv[1])]
print("SAID " + json.dumps([said, "tensorflow.python" in sys.modules]))
"""


def _said(with_tensorflow: bool, folder: Any) -> List[Any]:
    environment: Dict[str, str] = {**os.environ, "KNOGLETJEK_DB": str(folder / "conversations.db"), "PYTHONPATH": str(ROOT)}
    if with_tensorflow:
        environment[light_engine.SETTING] = "1"
    run = subprocess.run(
        [sys.executable, "-c", CONVERSATION, json.dumps(MESSAGES)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(next(line for line in run.stdout.splitlines() if line.startswith("SAID "))[len("SAID "):])


def test_the_conversation_is_the_same_with_and_without(tmp_path: Any) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    full, loaded = _said(True, tmp_path / "with")
    light, loaded_too = _said(False, tmp_path / "without")
    assert light == full
    assert loaded is True
    assert loaded_too is False


def test_what_would_compute_says_so() -> None:
    import tensorflow

    with pytest.raises(light_engine.TensorFlowMissing, match="KNOGLETJEK_TENSORFLOW=1"):
        tensorflow.keras.layers.Dense(3)
    from rasa.utils.tensorflow.models import RasaModel

    with pytest.raises(light_engine.TensorFlowMissing):
        RasaModel(None)
