"""What every request passes: whose host and origin it names, how often it comes, how long it is, and the headers of every answer."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse

from bot import settings
from bot.app.rate import Buckets, too_many

#: What changes nothing may come from anywhere: the page's address can be typed, linked and framed.
_SAFE = ("GET", "HEAD", "OPTIONS")


def stack() -> List[Middleware]:
    """All of it, outermost first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.HOSTS),
        Middleware(OwnOrigin),
        Middleware(AddressLimit),
        Middleware(RequestBodyLimitMiddleware, max_body_size=settings.MAX_BODY),
        Middleware(GZipMiddleware, minimum_size=1000),
    ]


class SecurityHeaders:
    """Adds the headers that every answer carries, unless its route has set one itself."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Dict[str, Any], receive: Any, send: Any) -> None:
        async def with_headers(message: Dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _headers(scope):
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _headers(scope: Dict[str, Any]) -> List[Tuple[str, str]]:
    path = scope["path"]
    found = [
        ("Content-Security-Policy", _policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        # The one script that other websites load.
        ("Cross-Origin-Resource-Policy", "cross-origin" if path == "/embed.js" else "same-origin"),
        ("Cache-Control", "no-cache" if path.startswith("/web/") or path == "/embed.js" else "no-store"),
    ]
    return [*found, ("Strict-Transport-Security", "max-age=31536000")] if scope["scheme"] == "https" else found


def _policy() -> str:
    frames = " ".join(["'self'", *settings.EMBED_ORIGINS]) if settings.EMBED_ORIGINS else "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
    )


class OwnOrigin:
    """Refuses what another website's page sends: a browser names its origin, and the page's own is this very host.

    The chat inside another website's frame is a page of this host, so its requests are of the own origin.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE and not _is_own(Headers(scope=scope)):
            await JSONResponse({"error": "requests from another website are not taken"}, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or _host(origin) == headers.get("host", "").lower()


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


class AddressLimit:
    """So many messages from one address; off in the local default, where all come from the same."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.buckets = Buckets(settings.ADDRESS_BURST, settings.ADDRESS_PER_MINUTE)

    async def __call__(self, scope: Dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE:
            wait = self.buckets.take((scope.get("client") or ("unknown",))[0])
            if wait:
                await too_many(wait)(scope, receive, send)
                return
        await self.app(scope, receive, send)
