"""The Danish pipeline as Rasa's NLU: the intent of a message is its kind (bot/danish/kind.py)."""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.kind import kind_of
from bot.danish.pipeline import remember, share
from bot.danish.red_flags import red_flags_in
from bot.danish.staff_notes import is_staff_note
from bot.danish.what_if import supposition
from bot.handoff import code_in


@lru_cache(maxsize=None)
def _phrases() -> Dict[str, str]:
    """Kind by what is said word for word."""
    return {fold(said): intent for intent, phrases in load("staff").items() for said in phrases}


def _kind(text: str) -> str:
    """What staff and clinics write in a form of its own, else the kind of message."""
    if code_in(text):
        return "take_code"
    by_phrase = _phrases().get(fold(text).strip(" .!?"))
    if by_phrase:
        return by_phrase
    if is_staff_note(text):
        return "answer"
    kind = kind_of(text)
    is_sure = kind == "red_flag" and red_flags_in(text)
    return "ask_question" if not is_sure and supposition(text) else kind


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
                if message.get(SPACY_DOCS[TEXT]) is not None:
                    remember(text, message.get(SPACY_DOCS[TEXT]))
                intent = {INTENT_NAME_KEY: _kind(text), PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        return messages
