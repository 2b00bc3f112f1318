"""What every request passes."""
from __future__ import annotations

from typing import Any, Dict

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Dict[str, Any], receive: Any, send: Any) -> None:
        async def with_headers(message: Dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                cache = "no-cache" if scope["path"].startswith("/web/") else "no-store"
                headers = {**SECURITY_HEADERS, "Cache-Control": cache}
                message["headers"] += [(name.lower().encode(), value.encode()) for name, value in headers.items()]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
