"""The chat page and its files."""
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


ROUTES = [Route("/", page), Mount("/web", StaticFiles(directory=WEB))]
