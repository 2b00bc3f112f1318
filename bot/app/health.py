"""Whether the assistant is up: loaded, and able to store. Red means that somebody must look; the page says so to people."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from typing import Any, Dict, Optional

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import metrics
from bot.conversations import Conversations

log = logging.getLogger("knogletjek")
#: How long a look at the database counts, in seconds: the path is open, and a look is a write.
LOOK_EVERY = 2.0


class Health:
    """What is wrong with the storage now, as the latest turn or the latest look found it."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations
        self.wrong: Optional[str] = None
        self._looked = 0.0
        self._looking = asyncio.Lock()

    def failed(self, error: BaseException) -> None:
        """A turn could not be stored."""
        self._now(str(error) or type(error).__name__)

    def stored(self) -> None:
        """A turn was stored: all is well again."""
        self._now(None)

    async def look(self) -> Optional[str]:
        """What is wrong, looked up anew where the latest look is old."""
        if not self.conversations.ready:
            metrics.READY.set(0)
            return self.conversations.failure or "starting"
        async with self._looking:
            if time.monotonic() - self._looked > LOOK_EVERY:
                self._now(await asyncio.get_running_loop().run_in_executor(None, self._try))
                self._looked = time.monotonic()
        return self.wrong

    def _try(self) -> Optional[str]:
        try:
            self.conversations.store.check()
        except Exception as error:
            return type(getattr(error, "orig", None) or error).__name__
        return None if _free() >= settings.LEAST_FREE else "DiskFull"

    def _now(self, wrong: Optional[str]) -> None:
        if wrong and not self.wrong:
            log.critical("alarm: conversations cannot be stored: %s", wrong)
        if self.wrong and not wrong:
            log.warning("conversations are stored again")
        self.wrong = wrong
        metrics.READY.set(0 if wrong else 1)


def _free() -> int:
    """Free bytes where the conversations are; a database elsewhere looks after its own."""
    return (
        settings.LEAST_FREE if settings.database_url().startswith("postgresql") else shutil.disk_usage(settings.database_file().parent).free
    )


async def status(request: Request) -> Response:
    """Whether the assistant is up, and the model's name."""
    conversations: Conversations = request.app.state.conversations
    state: Dict[str, Any] = {"ready": conversations.ready, "model": settings.MODEL.name if conversations.ready else None}
    return JSONResponse({**state, **({"error": conversations.failure} if conversations.failure else {})})


async def healthz(request: Request) -> Response:
    """`live`: the process answers; `ready`: it is loaded and stores; else 503 and what is wrong."""
    wrong = await request.app.state.health.look()
    conversations: Conversations = request.app.state.conversations
    state = {"live": True, "ready": wrong is None, "model": settings.MODEL.name if conversations.ready else None}
    return JSONResponse({**state, **({"error": wrong} if wrong else {})}, status_code=503 if wrong else 200)


ROUTES = [Route("/status", status), Route("/healthz", healthz)]
