"""The quick engine says and stores what stock Rasa does, word for word; what needs TensorFlow says so clearly."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, Dict, List

import jsonschema_rs
import pytest

from bot.engine import graph, light, policy, trackers
from tests.conftest import ROOT, Assistant

#: Each a whole conversation: told freely and interrupted, with a red flag, undone and begun again, ended and forgotten.
CONVERSATIONS = [
    ['/begin{"role": "patient"}', "ja", "nej", "hvad er knogleskørhed?", "hvorfor spørger du?", "jeg er 67 og ryger", "tilbage",
     "67", "resten nej", "resultat nu", "min højde er 162", "må jeg løbe?", "tak", "mine svar"],
    ['/begin{"role": "patient"}', "ja", "jeg kan ikke mærke mig selv i skridtet", "ja", "hvad er en dexa", "nej", "asdfgh", "nej", "nej vent, 76",
     "kvinde", "/answer{\"question\": \"height_cm\", \"value\": 165}", "forfra", "ja", "goddag", "72", "min søster ryger", "stop"],
    ['/begin{"role": "fysioterapeut"}', "ja", "kvinde 72, ts -2,8, højde 165, vægt 60", "spring over", "hvor meget kalk?", "resultat nu"],
    ['/begin{"role": "patient"}', "ja", "nej", "nej", "nej", "71", "slet mine svar", "ja", '/begin{"role": "patient"}', "nej"],
]
#: All of them in a process of its own: prints what was said, what is stored, whether TensorFlow was loaded, and the seconds it took.
PROGRAM = """
import asyncio, json, os, sqlite3, sys, time
from bot.conversations import Conversations
loop = asyncio.new_event_loop()
conversations = Conversations()
loop.run_until_complete(conversations.load())
assert conversations.ready, conversations.failure
begun = time.perf_counter()
said = [
    [loop.run_until_complete(conversations.say(str(number), message)) for message in messages]
    for number, messages in enumerate(json.loads(sys.argv[1]))
]
seconds = time.perf_counter() - begun
rows = sqlite3.connect(os.environ["KNOGLETJEK_DB"]).execute("select sender_id, type_name, intent_name, action_name, data from events order by id")
print("SAID " + json.dumps([said, rows.fetchall(), "tensorflow.python" in sys.modules, seconds]))
"""
#: What differs between any two runs.
OF_THE_RUN = ("timestamp", "message_id", "id")


def _run(database: Any, **settings: str) -> List[Any]:
    environment: Dict[str, str] = {**os.environ, "KNOGLETJEK_DB": str(database), "PYTHONPATH": str(ROOT), **settings}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(CONVERSATIONS)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(next(line for line in run.stdout.splitlines() if line.startswith("SAID "))[len("SAID "):])


def _without_run(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_run(inner) for key, inner in value.items() if key not in OF_THE_RUN}
    return [_without_run(inner) for inner in value] if isinstance(value, list) else value


def test_messages_and_stored_events_are_those_of_stock_rasa(tmp_path: Any) -> None:
    stock_said, stock_rows, loaded, stock_seconds = _run(tmp_path / "stock.db", KNOGLETJEK_STOCK="1", KNOGLETJEK_TENSORFLOW="1")
    said, rows, loaded_too, seconds = _run(tmp_path / "ours.db")
    assert (loaded, loaded_too) == (True, False)
    assert said == stock_said
    assert len(rows) > 100
    # In the same run on the same machine it is about a seventh; half would be a regression that noise cannot make.
    assert seconds < stock_seconds / 2
    assert [(*row[:4], _without_run(json.loads(row[4]))) for row in rows] == [(*row[:4], _without_run(json.loads(row[4]))) for row in stock_rows]


def _tracker(assistant: Assistant) -> Any:
    talk = assistant.talk()
    for message in CONVERSATIONS[0][:8]:
        talk.say(message)
    store = assistant.conversations.agent.tracker_store
    return assistant.loop.run_until_complete(store.retrieve_full_tracker(talk.sender))


def test_a_copied_conversation_has_the_state_of_one_lived_through_again(assistant: Assistant) -> None:
    from rasa.shared.core.trackers import EventVerbosity

    tracker = _tracker(assistant)
    again = tracker.travel_back_in_time(float("inf"))
    twin = trackers.copied(tracker)
    assert twin.current_state(EventVerbosity.ALL) == again.current_state(EventVerbosity.ALL)
    assert twin == again
    twin.slots["age"].value = 12
    twin.events.clear()
    assert tracker.get_slot("age") != 12
    assert tracker.events


def test_states_are_the_same_without_the_events_that_no_state_is_made_of(assistant: Assistant) -> None:
    tracker = _tracker(assistant)
    domain = assistant.conversations.agent.domain
    slim = policy.steering_alone(tracker)
    assert len(slim.events) < len(tracker.events)
    assert slim.past_states(domain) == tracker.past_states(domain)


def test_the_end_of_a_long_conversation_has_the_last_states_of_the_whole(assistant: Assistant) -> None:
    """Compared after every event of a long conversation with questions, steps back and a red flag in it."""
    talk = assistant.talk()
    asides = ["hvorfor spørger du?", "hvad er en t-score?", "nej", "tilbage", "mine svar", "nej", "tak", "jeg kan ikke mærke mig selv i skridtet", "fortsæt", "67", "nej"]
    for message in ['/begin{"role": "patient"}', "ja", *asides * 4]:
        talk.say(message)
    whole = assistant.loop.run_until_complete(assistant.conversations.agent.tracker_store.retrieve(talk.sender))
    domain, events, shortened = assistant.conversations.agent.domain, list(whole.events), 0
    prefix = whole.init_copy()
    for event in events:
        prefix.update(event)
        tail = policy.recent(prefix, states=8)
        shortened += len(tail.events) < len(policy.steering_alone(prefix).events)
        assert tail.past_states(domain)[-8:] == prefix.past_states(domain)[-8:]
    assert shortened > len(events) / 2


def test_an_action_is_given_the_events_since_the_latest_message(assistant: Assistant) -> None:
    from rasa.shared.core.events import UserUttered

    tracker = _tracker(assistant)
    latest = trackers.since_latest_message(tracker)
    assert isinstance(latest[0], UserUttered)
    assert latest == list(tracker.events)[-len(latest):]
    assert not any(isinstance(event, UserUttered) for event in latest[1:])


def test_the_graph_is_run_as_dask_runs_it(assistant: Assistant) -> None:
    from rasa.engine.runner.dask import DaskGraphRunner

    processor = assistant.conversations.agent.processor
    runner = processor.graph_runner
    assert isinstance(runner, graph.InOrderRunner)
    target = processor.model_metadata.core_target
    tracker = _tracker(assistant)
    ours, stock = (run(runner, inputs={"__tracker__": tracker}, targets=[target]) for run in (graph.InOrderRunner.run, DaskGraphRunner.run))
    assert ours.keys() == stock.keys() == {target}
    assert ours[target].max_confidence_index == stock[target].max_confidence_index


def test_what_an_action_gives_back_is_checked(assistant: Assistant) -> None:
    from rasa.core.actions.action import RemoteAction

    check = RemoteAction("action_x", None)._validate_action_result
    assert check({"events": [{"event": "slot", "timestamp": None, "name": "age", "value": 72}], "responses": []})
    for wrong in ({"events": [{"event": "slot"}]}, {"events": [{"event": "unheard"}]}, {"responses": "text"}, []):
        with pytest.raises(jsonschema_rs.ValidationError):
            check(wrong)


def test_what_would_compute_says_so() -> None:
    import tensorflow

    with pytest.raises(light.TensorFlowMissing, match="KNOGLETJEK_TENSORFLOW=1"):
        tensorflow.keras.layers.Dense(3)
    from rasa.utils.tensorflow.models import RasaModel

    with pytest.raises(light.TensorFlowMissing):
        RasaModel(None)
