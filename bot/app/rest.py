"""Rasa's REST channel: open in the local default; in the production profile for clinics' systems alone, each with its token."""

from __future__ import annotations

import hashlib
from typing import Optional

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import session, turns
from bot.app.requests import BadRequest, json_object, message_text, plain
from bot.clinics import clinic_of, hashes
from bot.redact import redacted

#: Conversations of a clinic's system begin with this, and with the clinic's name: no clinic reaches another's.
CLINIC_PREFIX = "clinic-"


async def rest_webhook(request: Request) -> Response:
    """A list of messages for {"sender", "message"}."""
    prefix = "" if settings.PROFILE == "local" else _prefix(request)
    if prefix is None:
        return _closed()
    body = await json_object(request)
    sender = body.get("sender", "default")
    if not isinstance(sender, str) or not sender or len(sender) > 200:
        raise BadRequest('"sender" must be text of 1 to 200 characters')
    if not prefix and sender.startswith((session.PREFIX, CLINIC_PREFIX)):
        raise BadRequest(
            f'"sender" must not begin with "{session.PREFIX}" or "{CLINIC_PREFIX}": those conversations are not of this channel'
        )
    if prefix and "sender" not in body:
        raise BadRequest('"sender" is needed: strangers must not share a conversation')
    sender = plain(sender)
    messages = await turns.reply(request.app, _stored_name(prefix, sender), message_text(body), request.headers.get("X-Message-Id", ""))
    return JSONResponse([{"recipient_id": sender, **message} for message in messages])


def _prefix(request: Request) -> Optional[str]:
    clinic = clinic_of(request.headers.get("authorization", ""))
    return f"{CLINIC_PREFIX}{clinic}:" if clinic else None


def _stored_name(prefix: str, sender: str) -> str:
    """The conversation's name in the database; a digest of it where it tells who somebody is."""
    known = redacted(sender).kinds
    return prefix + (f"private-{hashlib.sha256(sender.encode()).hexdigest()}" if known else sender or "default")


def _closed() -> Response:
    if not hashes(settings.CLINICS):
        return JSONResponse({"error": "Not Found"}, status_code=404)
    return JSONResponse({"error": "a clinic's token is needed"}, status_code=401, headers={"WWW-Authenticate": "Bearer"})


ROUTES = [Route("/webhooks/rest/webhook", rest_webhook, methods=["POST"])]
