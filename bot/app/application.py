"""The app put together."""
from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from bot.app import chat, description, documents, fhir, health, metrics, middleware, pages, paper, requests, rest, rulebook, session
from bot.app.lifecycle import lifespan

#: Each group of routes is a module of its own with a list `ROUTES`.
ROUTES = [
    *pages.ROUTES,
    *chat.ROUTES,
    *rest.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
    *fhir.ROUTES,
    *documents.ROUTES,
    *paper.ROUTES,
    *rulebook.ROUTES,
    *description.ROUTES,
]
HANDLERS = {requests.BadRequest: requests.bad_request, session.Refused: requests.refused, HTTPException: requests.http_error}


def create_app() -> Any:
    """The ASGI application."""
    handlers = {**HANDLERS, 500: requests.server_error}
    return Starlette(routes=ROUTES, exception_handlers=handlers, middleware=middleware.stack(), lifespan=lifespan)
