"""Whether the assistant is up."""
from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings


async def status(request: Request) -> Response:
    """Whether the assistant is up, and the model's name; `/healthz` is 503 while it is not."""
    conversations = request.app.state.conversations
    state = {"ready": conversations.ready, "model": settings.MODEL.name if conversations.ready else None}
    if conversations.failure:
        state["error"] = conversations.failure
    code = 503 if request.url.path == "/healthz" and not conversations.ready else 200
    return JSONResponse(state, status_code=code)


ROUTES = [Route("/status", status), Route("/healthz", status)]
