"""The rule book for clinicians, as a page and as a PDF; and the style that all made pages share. Open to everybody: it holds no answers."""

from __future__ import annotations

from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from osteo_rules.documents import render
from osteo_rules.documents.rulebook import rulebook


async def page(request: Request) -> Response:
    """The rule book to read."""
    return Response(await run_in_threadpool(_page), media_type="text/html; charset=utf-8")


async def pdf(request: Request) -> Response:
    """The rule book to print."""
    headers = {"Content-Disposition": 'inline; filename="regelbog.pdf"'}
    return Response(await run_in_threadpool(_pdf), media_type="application/pdf", headers=headers)


async def style(request: Request) -> Response:
    """The style of the letter, the rule book and the page for paper."""
    return FileResponse(render.STYLE, media_type="text/css")


@lru_cache(maxsize=1)
def _page() -> str:
    return render.page("rulebook", {**rulebook(), "stylesheet": render.STYLE.name})


@lru_cache(maxsize=1)
def _pdf() -> bytes:
    return render.pdf("rulebook", rulebook())


ROUTES = [Route("/regelbog", page), Route("/regelbog.pdf", pdf), Route(f"/{render.STYLE.name}", style)]
