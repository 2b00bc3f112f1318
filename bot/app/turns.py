"""One turn: a message in, the assistant's messages out; every way it can go wrong has a sentence of its own."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from typing import Any, Dict, List, Set

from starlette.exceptions import HTTPException

from bot import settings
from bot.app import metrics
from bot.app.requests import BadRequest
from bot.conversations import Conversations, StorageFailed, message
from bot.texts import phrase

log = logging.getLogger("knogletjek")
#: The turns that are being answered now.
_under_way: Set[object] = set()
_MESSAGE_ID = re.compile(r"[\w.:-]{0,100}", re.ASCII)


async def reply(app: Any, sender: str, text: str, message_id: str = "") -> List[Dict[str, Any]]:
    """The messages for one turn; the same `message_id` again gives the same messages and changes nothing."""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise BadRequest("X-Message-Id must be up to 100 letters, digits, or any of . : - _")
    conversations: Conversations = app.state.conversations
    if not conversations.ready:
        return message(phrase("out_of_order" if conversations.failure else "starting"))
    if not text.strip():
        return message(phrase("empty"))
    if len(text) > settings.MAX_CHARACTERS:
        return message(phrase("too_long"))
    if len(_under_way) >= settings.MOST_AT_ONCE:
        raise HTTPException(503, phrase("too_many"), headers={"Retry-After": "2"})
    begun, turn = time.perf_counter(), object()
    _under_way.add(turn)
    try:
        messages = await asyncio.wait_for(conversations.say(sender, text.strip(), message_id), settings.TURN_SECONDS)
    except Exception as error:
        return _failed(app, error)
    finally:
        _under_way.discard(turn)
    app.state.health.stored()
    metrics.turn(messages, time.perf_counter() - begun)
    return messages


def _failed(app: Any, error: Exception) -> List[Dict[str, Any]]:
    """What the person is told; the log has the same id, and nothing of what the person wrote."""
    incident, stores = uuid.uuid4().hex[:8], _is_storage(error)
    if stores:
        app.state.health.failed(error)
    metrics.failure("storage" if stores else type(error).__name__)
    log.log(logging.CRITICAL if stores else logging.ERROR, "turn failed, id %s", incident, exc_info=error)
    return message(phrase("not_stored" if stores else "technical_error"), custom={"type": "error", "id": incident})


def _is_storage(error: Exception) -> bool:
    """Whether the database or the locks failed, rather than a turn; a conversation that another turn overtook is no such failure."""
    from rasa.core.lock_store import LockError
    from redis.exceptions import RedisError

    if isinstance(error, StorageFailed):
        return str(error) != "Overtaken"
    return isinstance(error, (RedisError, LockError))
