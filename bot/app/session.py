"""Whose conversation a request may touch: the one of the session that the server issued and signed.

A session is a random name of 192 bits with its time and a signature (itsdangerous). A browser carries it as an HttpOnly cookie.
Inside another website's frame cookies do not work: there the page asks `POST /chat/session` for one and sends it as the header
`X-Session`. The name alone, as it stands in the database, opens nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Optional

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from bot import settings

COOKIE, HEADER = "knogletjek", "X-Session"
#: Conversations of the page begin with this, so that no caller of the REST channel can name one.
PREFIX = "web-"


class Refused(Exception):
    """The header holds a session that this server did not issue, or that is too old."""


def sender_of(request: Request) -> Optional[str]:
    """The conversation of this request, or None where it has none; raises Refused for a header that is not ours."""
    header = request.headers.get(HEADER)
    if header is None:
        return _sender(request.cookies.get(_cookie_name(request), ""))
    sender = _sender(header)
    if sender is None:
        raise Refused
    return sender


def new() -> str:
    """A session that nobody can guess or make."""
    return signer().sign(PREFIX + secrets.token_urlsafe(24)).decode()


def sender_in(session: str) -> str:
    """The conversation of a session that was just made."""
    return session.rsplit(".", 2)[0]


def give(request: Request, response: Response, session: str) -> None:
    """Let the browser keep the session."""
    options = {"httponly": True, "samesite": "lax", "max_age": settings.SESSION_SECONDS, "secure": request.url.scheme == "https"}
    response.set_cookie(_cookie_name(request), session, **options)


def _cookie_name(request: Request) -> str:
    """Behind TLS a name that no other host of the same domain can set."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def _sender(session: str) -> Optional[str]:
    try:
        return signer().unsign(session, max_age=settings.SESSION_SECONDS).decode()
    except (BadSignature, UnicodeError):
        return None


@lru_cache(maxsize=1)
def signer() -> TimestampSigner:
    """Signs with the installation's key; raises at the start where the key cannot be had."""
    return TimestampSigner(secret(settings.SECRET_FILE), salt="knogletjek.session", digest_method=hashlib.sha256)


def secret(path: Path) -> bytes:
    """The key in the file; made there, readable for its owner alone, when there is none. All processes need the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written whole before it gets its name: another process that starts now reads all of it or makes none.
        with tempfile.NamedTemporaryFile(dir=path.parent) as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    key = path.read_bytes().strip()
    if len(key) < 32:
        raise ValueError(f"{path} holds no key of 32 characters or more")
    return key
