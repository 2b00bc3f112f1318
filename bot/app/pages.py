"""The chat page and its files, and the script that puts the chat on other websites."""
from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

WEB = Path(__file__).parent.parent / "web"


async def page(request: Request) -> Response:
    """The chat page."""
    return FileResponse(WEB / "index.html")


async def embed(request: Request) -> Response:
    """The one script that other websites load; which of them may show the chat is a setting (KNOGLETJEK_EMBED)."""
    return FileResponse(WEB / "embed.js", media_type="text/javascript")


ROUTES = [Route("/", page), Route("/embed.js", embed), Mount("/web", StaticFiles(directory=WEB))]
