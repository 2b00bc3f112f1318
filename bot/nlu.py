"""The last word on what kind of message it is: red flags, then acts that are sure by phrase, then facts, then questions.

What none of them knows is left to the classifier when it is confident of small talk, else it is an answer: the
form reads it for the open question, and asks back when it cannot.
"""
from __future__ import annotations

from datetime import date
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.danish.acts import act_of
from bot.danish.pipeline import share
from bot.danish.reader import Context, read
from bot.danish.red_flags import red_flags_in
from bot.danish.topics import topic_of

#: What the classifier alone may decide, and how sure it must be.
SOCIAL = frozenset({"greet", "thanks", "goodbye", "how_are_you", "who_are_you", "smalltalk", "swearing"})
SURE_ENOUGH = 0.8


def tells_facts(text: str) -> bool:
    """Whether the text tells a fact about the person by itself, whatever question is open."""
    reading = read(text, None, Context(known={}, today=date.today()))
    return bool(reading.facts or reading.fractures or reading.ask_back or reading.correction)


def kind_of(text: str, guess: Optional[str], confidence: float) -> str:
    """The intent of `text`; `guess` is the classifier's."""
    red = red_flags_in(text)
    if red.facts or red.other_acute or red.unclear:
        return "red_flag"
    act = act_of(text)
    if act:
        return act
    if topic_of(text) is not None:
        return "ask_question"
    if tells_facts(text):
        return "inform"
    if guess in SOCIAL and confidence >= SURE_ENOUGH:
        return guess
    return "answer"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False, model_from="SpacyNLP")
class MessageActs(GraphComponent):
    """Sets the intent by `kind_of`; messages that are payloads keep theirs."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "MessageActs":
        return cls()

    def process(self, messages: List[Message], model: SpacyModel) -> List[Message]:
        """The messages with their intents; `model` is the Danish pipeline that `SpacyNLP` has loaded."""
        share(model.model)
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                guess = message.get(INTENT) or {}
                kind = kind_of(text, guess.get(INTENT_NAME_KEY), guess.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
                intent = {INTENT_NAME_KEY: kind, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        return messages
