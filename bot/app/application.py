"""The app put together."""
from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware

from bot.app import chat, health, pages, rest
from bot.app.lifecycle import lifespan
from bot.app.middleware import SecurityHeaders
from bot.app.requests import BadRequest, bad_request, server_error

#: Each group of routes is a module of its own with a list `ROUTES`.
ROUTES = [*pages.ROUTES, *chat.ROUTES, *rest.ROUTES, *health.ROUTES]


def create_app() -> Any:
    """The ASGI application."""
    app = Starlette(routes=ROUTES, exception_handlers={BadRequest: bad_request, 500: server_error}, lifespan=lifespan)
    return SecurityHeaders(GZipMiddleware(app, minimum_size=1000))
