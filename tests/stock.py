"""The same rows through stock Rasa, for comparison: its default Danish pipeline with DIET, trained on the same training rows.

Stock Rasa has no reader of values, so it is given what it can do: an intent for each meaning that an answer may have (yes, no, unknown,
a choice ...), and where the answer is a number the first number that its regex extractor finds. It does not know the open
question; an answer below its own fallback threshold counts as asked back. Facts told by the way cannot be compared.

    python -m tests.stock     prints a JSON list [[row number, outcome], ...] for the held-out answers, and one for the acts
"""
from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

import yaml

from osteo_rules import questions
from tests.danish_data import AnswerRow, act_rows, answer_rows, meanings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "stock"
#: What `rasa init` writes (Rasa 3.6), for Danish.
PIPELINE = """
recipe: default.v1
language: da
assistant_id: stock
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
    random_seed: 42
  - name: RegexEntityExtractor
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
policies: []
"""
NUMBER = "number"
NOT_TAKEN = {"ask": "unclear", "nothing": "other"}


def label_of(row: AnswerRow) -> str:
    """The intent that stands for what a row means."""
    meaning = meanings(row.meaning)[-1]
    if isinstance(meaning, str) and meaning in NOT_TAKEN:
        return NOT_TAKEN[meaning]
    if isinstance(meaning, bool):
        return "yes" if meaning else "no"
    if isinstance(meaning, (int, float)):
        return NUMBER
    if isinstance(meaning, list):
        return "+".join(["conditions", *map(str, meaning)])
    return meaning if meaning == "unknown" else f"{row.question}={meaning}"


def value_of(question: str, intent: str, number: Optional[float]) -> Any:
    """The outcome of a row as tests/evaluate.py has it: a value, "ask" or "nothing"."""
    for outcome, name in NOT_TAKEN.items():
        if intent == name:
            return outcome
    if intent in ("yes", "no"):
        if question == "conditions":
            return [] if intent == "no" else "ask"
        return intent == "yes" if questions.question(question).kind in ("yes_no", "offer") else "nothing"
    if intent == NUMBER:
        return number if number is not None and questions.question(question).kind == "number" else "ask"
    if intent.startswith("conditions"):
        return intent.split("+")[1:] if question == "conditions" else "nothing"
    if intent == "unknown":
        return "unknown"
    name, _, value = intent.partition("=")
    return value if name == question else "nothing"


def _training() -> str:
    examples: Dict[str, List[str]] = {}
    for row in answer_rows("train"):
        examples.setdefault(label_of(row), []).append(row.text)
    for kind, text in act_rows("train"):
        examples.setdefault("other" if kind == "none" else kind, []).append(text)
    nlu: List[Dict[str, Any]] = [
        {"intent": intent, "examples": "".join(f"- {' '.join(text.split()) or '-'}\n" for text in texts)} for intent, texts in examples.items()
    ]
    nlu.append({"regex": NUMBER, "examples": "- -?\\d+(?:[.,]\\d+)?\n"})
    return yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True)


def model() -> Path:
    """The trained stock model, trained anew only when the rows changed."""
    training = _training()
    target = FOLDER / f"{hashlib.sha256((training + PIPELINE).encode()).hexdigest()[:16]}.tar.gz"
    if not target.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.tar.gz"):
            old.unlink()
        (FOLDER / "config.yml").write_text(PIPELINE, encoding="utf-8")
        (FOLDER / "nlu.yml").write_text(training, encoding="utf-8")
        from rasa.model_training import train_nlu

        train_nlu(str(FOLDER / "config.yml"), str(FOLDER / "nlu.yml"), str(FOLDER), fixed_model_name=target.name.split(".")[0])
    return target


def main() -> None:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model()))
    loop = asyncio.new_event_loop()

    def parsed(text: str) -> Dict[str, Any]:
        return loop.run_until_complete(agent.parse_message(text or "-"))

    answers = []
    for number, row in enumerate(answer_rows("held_out")):
        found = parsed(row.text)
        numbers = [entity["value"] for entity in found["entities"] if entity["entity"] == NUMBER]
        first = float(numbers[0].replace(",", ".")) if numbers else None
        intent = found["intent"]["name"]
        answers.append([number, "ask" if intent == "nlu_fallback" else value_of(row.question, intent, first)])
    acts = [[number, parsed(text)["intent"]["name"]] for number, (_, text) in enumerate(act_rows("held_out"))]
    sys.stdout.write("\n" + json.dumps({"answers": answers, "acts": acts}) + "\n")


if __name__ == "__main__":
    main()
