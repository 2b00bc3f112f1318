"""Reading what a caller sent; what cannot be taken gets a clear error."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Dict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import settings
from bot.texts import phrase


class BadRequest(Exception):
    """What the caller sent cannot be taken; the text says why."""


async def json_object(request: Request) -> Dict[str, Any]:
    """The JSON object of the request's body, or BadRequest; its size is limited by `middleware.py`."""
    try:
        raw = await asyncio.wait_for(request.body(), settings.BODY_SECONDS)
    except asyncio.TimeoutError:
        raise HTTPException(408, "the body did not come in time") from None
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object")
    return body


def message_text(body: Dict[str, Any]) -> str:
    """The `message` of a body, without what no text can hold."""
    text = body.get("message", "")
    if not isinstance(text, str):
        raise BadRequest('"message" must be text')
    return plain(text)


def plain(text: str) -> str:
    """The text without what no text can hold: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


async def bad_request(request: Request, error: Exception) -> Response:
    """400 with the reason."""
    return JSONResponse({"error": str(error)}, status_code=400)


async def http_error(request: Request, error: Exception) -> Response:
    """The status of the error, with its reason as JSON."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, status_code=error.status_code, headers=error.headers)


async def refused(request: Request, error: Exception) -> Response:
    """401 for a session that is not ours."""
    return JSONResponse({"error": "the session is not known; ask for a new one"}, status_code=401)


async def server_error(request: Request, error: Exception) -> Response:
    """500 with a sentence for people, and nothing of the inside."""
    return JSONResponse({"error": phrase("technical_error")}, status_code=500)
