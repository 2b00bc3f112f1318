"""Loading at the start, and stopping."""
from __future__ import annotations

import asyncio
import contextlib
from typing import AsyncIterator

from starlette.applications import Starlette

from bot.conversations import Conversations


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Serve at once; load meanwhile."""
    app.state.conversations = Conversations()
    app.state.latest = {}
    loading = asyncio.create_task(app.state.conversations.load())
    yield
    loading.cancel()
