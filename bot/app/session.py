"""Whose conversation a request may touch: the one of the cookie that the server issued."""
from __future__ import annotations

import secrets
from typing import Optional

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "knogletjek"
MAX_AGE = 72 * 3600


def sender_of(request: Request) -> Optional[str]:
    """The conversation of this request, or None where it has none."""
    value = request.cookies.get(COOKIE, "")
    return value if 32 <= len(value) <= 64 and all(c.isalnum() or c in "-_" for c in value) else None


def new_sender() -> str:
    """A conversation that nobody can guess."""
    return secrets.token_urlsafe(24)


def give(request: Request, response: Response, sender: str) -> None:
    """Let the browser keep the conversation."""
    response.set_cookie(COOKIE, sender, httponly=True, samesite="lax", secure=request.url.scheme == "https", max_age=MAX_AGE)
