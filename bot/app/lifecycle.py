"""Loading at the start, what is done beside the turns, and stopping."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import AsyncIterator

from starlette.applications import Starlette

from bot import settings
from bot.app import session
from bot.app.health import Health
from bot.conversations import Conversations

log = logging.getLogger("knogletjek")


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Serve at once; load meanwhile; remove what is over as long as it runs."""
    session.signer()
    conversations = app.state.conversations = Conversations()
    app.state.health = Health(conversations)
    beside = [asyncio.create_task(conversations.load()), asyncio.create_task(_purge(conversations))]
    yield
    for task in beside:
        task.cancel()


async def _purge(conversations: Conversations) -> None:
    """Every ten minutes: what is over goes, here and in the copies that this process keeps in memory."""
    while True:
        await asyncio.sleep(settings.PURGE_EVERY)
        if not conversations.ready:
            continue
        try:
            gone = await conversations.store.purge()
            conversations.store.forget_unused()
            if gone:
                log.info("%d conversations were over and are removed", gone)
        except Exception as error:
            log.critical("alarm: what is over could not be removed", exc_info=error)
