"""Rasa's REST channel."""
from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import session, turns
from bot.app.requests import BadRequest, json_object, message_text


async def rest_webhook(request: Request) -> Response:
    """A list of messages for {"sender", "message"}."""
    if settings.PROFILE != "local":
        return JSONResponse({"error": "not available"}, status_code=404)
    body = await json_object(request)
    sender = body.get("sender", "default")
    if not isinstance(sender, str) or not sender or len(sender) > 200:
        raise BadRequest('"sender" must be text of 1 to 200 characters')
    if sender.startswith(session.PREFIX):
        raise BadRequest(f'"sender" must not begin with "{session.PREFIX}": those conversations belong to the page')
    messages = await turns.reply(request.app, sender, message_text(body), request.headers.get("X-Message-Id", ""))
    return JSONResponse([{"recipient_id": sender, **message} for message in messages])


ROUTES = [Route("/webhooks/rest/webhook", rest_webhook, methods=["POST"])]
