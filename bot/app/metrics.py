"""Figures for Prometheus (prometheus-client, its own library): how many, how long, how they ended. No names, no texts, no answers.

Each process has its own; the path is open to a caller with the token of `KNOGLETJEK_METRICS_TOKEN` and to nobody when there is none.
"""

from __future__ import annotations

import hmac
from typing import Any, Dict, List

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.texts import phrase

REGISTRY = CollectorRegistry()
_TURNS = Counter("knogletjek_turns", "Turns answered", registry=REGISTRY)
_SECONDS = Histogram(
    "knogletjek_turn_seconds", "Seconds of a turn", registry=REGISTRY, buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
)
_RESULTS = Counter("knogletjek_results", "Results given", ["role", "urgency"], registry=REGISTRY)
_RED_FLAGS = Counter("knogletjek_red_flags", "Turns that told what to do at once", ["urgency"], registry=REGISTRY)
_FALLBACKS = Counter(
    "knogletjek_fallbacks", "Turns that were not understood, and questions that nothing covers", ["kind"], registry=REGISTRY
)
_FAILURES = Counter("knogletjek_failures", "Turns that failed", ["kind"], registry=REGISTRY)
_REFUSED = Counter("knogletjek_refused", "Requests refused, by status", ["status"], registry=REGISTRY)
READY = Gauge("knogletjek_ready", "1 when the assistant answers and stores", registry=REGISTRY)


def turn(messages: List[Dict[str, Any]], seconds: float) -> None:
    """Count one answered turn by what its messages are."""
    _TURNS.inc()
    _SECONDS.observe(seconds)
    for one in messages:
        custom = one.get("custom") or {}
        if custom.get("type") == "result":
            assessment = custom["assessment"]
            _RESULTS.labels(assessment["role"], assessment["referral"]["urgency"]).inc()
        elif custom.get("type") == "red_flag":
            _RED_FLAGS.labels(custom["urgency"]).inc()
        elif custom.get("topic") == "not_covered":
            _FALLBACKS.labels("not_covered").inc()
        if one.get("text", "").startswith(_not_understood()):
            _FALLBACKS.labels("not_understood").inc()


def _not_understood() -> str:
    return phrase("not_understood", question="").strip()


def failure(kind: str) -> None:
    """Count one failed turn; `kind` is "storage" or the name of the error."""
    _FAILURES.labels(kind).inc()


def refused(status: int) -> None:
    """Count one refused request."""
    _REFUSED.labels(str(status)).inc()


async def show(request: Request) -> Response:
    """The figures, for who has the token."""
    wanted, given = settings.METRICS_TOKEN, request.headers.get("authorization", "")
    if not wanted:
        return JSONResponse({"error": "Not Found"}, status_code=404)
    if not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        return JSONResponse({"error": "a token is needed"}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
    await request.app.state.health.look()
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


ROUTES = [Route("/metrics", show)]
