"""The app's own OpenAPI description."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@lru_cache(maxsize=1)
def description() -> Dict[str, Any]:
    """OpenAPI 3, from openapi.yml."""
    return yaml.safe_load((Path(__file__).parent / "openapi.yml").read_text(encoding="utf-8"))


async def openapi(request: Request) -> Response:
    """The description as JSON."""
    return JSONResponse(description())


ROUTES = [Route("/openapi.json", openapi)]
