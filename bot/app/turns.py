"""One turn: a message in, the assistant's messages out; every way it can go wrong has a sentence of its own."""
from __future__ import annotations

import asyncio
import logging
import uuid
from typing import Any, Dict, List

from bot import settings
from bot.conversations import Conversations, message
from bot.texts import phrase

log = logging.getLogger("knogletjek")


async def reply(app: Any, sender: str, text: str) -> List[Dict[str, Any]]:
    """The messages for one turn."""
    conversations: Conversations = app.state.conversations
    if not conversations.ready:
        return message(phrase("starting"))
    if not text.strip():
        return message(phrase("empty"))
    if len(text) > settings.MAX_CHARACTERS:
        return message(phrase("too_long"))
    try:
        return await conversations.say(sender, text.strip())
    except Exception as error:
        incident = uuid.uuid4().hex[:8]
        log.error("turn failed, id %s: %s", incident, type(error).__name__, exc_info=_without_text(error))
        return message(phrase("technical_error"), custom={"type": "error", "id": incident})


async def once(app: Any, sender: str, message_id: str, text: str) -> List[Dict[str, Any]]:
    """A message that is sent twice (the answer was lost on the way) changes nothing the second time."""
    latest: Dict[str, Any] = app.state.latest
    known = latest.get(sender)
    if message_id and known and known[0] == message_id:
        return await asyncio.shield(known[1])
    task = asyncio.ensure_future(reply(app, sender, text))
    if message_id:
        latest[sender] = (message_id, task)
        while len(latest) > settings.MAX_UNSTORED:
            latest.pop(next(iter(latest)))
    return await asyncio.shield(task)


def _without_text(error: BaseException) -> Any:
    """The traceback with its code lines; the message may hold what a person wrote and is left out."""
    return (type(error), type(error)("(text left out)") if _takes_text(error) else None, error.__traceback__)


def _takes_text(error: BaseException) -> bool:
    try:
        type(error)("")
        return True
    except Exception:
        return False
