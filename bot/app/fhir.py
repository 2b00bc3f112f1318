"""FHIR R4 over HTTP: the questionnaires, and an answered one assessed. Nothing of it is stored; every error is an OperationOutcome."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import datetime
from typing import Any, Dict, List, Optional

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import settings
from osteo_rules import assess as assess_answers
from osteo_rules import fhir

log = logging.getLogger("knogletjek")
ACCEPTED = (fhir.FHIR_JSON, "application/json")
#: The server's own limit answers in plain text; here the route counts for itself, to answer with an OperationOutcome.
_NO_LIMIT = Middleware(RequestBodyLimitMiddleware, max_body_size=2**62)


class TooLarge(Exception):
    """The body is longer than the server reads."""


def _json(resource: Dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(resource, ensure_ascii=False), status_code=status, media_type=f"{fhir.FHIR_JSON}; charset=utf-8")


def _refused(status: int, problems: List[fhir.Problem]) -> Response:
    return _json(fhir.operation_outcome(problems), status)


async def questionnaire(request: Request) -> Response:
    """The Questionnaire of a role."""
    role = request.path_params["role"]
    if role not in fhir.ROLES:
        return _refused(404, [fhir.Problem("not-found", "", f"there is no questionnaire {role!r}; there are {', '.join(fhir.ROLES)}")])
    return _json(fhir.questionnaire(role))


async def assess(request: Request) -> Response:
    """The Bundle of a QuestionnaireResponse; 400, 408, 413 and 415 with an OperationOutcome."""
    if _media_type(request) not in ACCEPTED:
        return _refused(415, [fhir.Problem("not-supported", "", f"Content-Type must be {' or '.join(ACCEPTED)}")])
    try:
        raw = await asyncio.wait_for(_body(request), settings.BODY_SECONDS)
        return _json(await run_in_threadpool(_bundle, raw))
    except TooLarge:
        return _refused(413, [fhir.Problem("too-long", "", f"the body is longer than {settings.MAX_BODY} bytes")])
    except asyncio.TimeoutError:
        return _refused(408, [fhir.Problem("timeout", "", "the body did not come in time")])
    except fhir.BadResource as error:
        return _refused(400, error.problems)
    except Exception as error:  # what went wrong may hold what somebody answered, so only its kind is logged
        incident = uuid.uuid4().hex[:8]
        log.error("FHIR assessment failed, id %s: %s", incident, type(error).__name__)
        return _refused(500, [fhir.Problem("exception", "", f"something went wrong here; incident {incident}")])


def _media_type(request: Request) -> str:
    """The media type of the body, where its text is UTF-8; else ""."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = _charset(parameters)
    return kind.strip().lower() if charset in (None, "utf-8") else ""


def _charset(parameters: str) -> Optional[str]:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return None


async def _body(request: Request) -> bytes:
    """The body, read no further than the limit."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > settings.MAX_BODY:
        raise TooLarge
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > settings.MAX_BODY:
            raise TooLarge
    return bytes(read)


def _bundle(raw: bytes) -> Dict[str, Any]:
    answers = fhir.answers_from(fhir.parse(raw))
    return fhir.bundle(assess_answers(answers), datetime.now().astimezone())


ROUTES = [
    Route("/fhir/Questionnaire/{role}", questionnaire),
    Route("/fhir/assess", assess, methods=["POST"], middleware=[_NO_LIMIT]),
]
