"""The page's own channel: the conversation belongs to a session that the server issued."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import session, turns
from bot.app.rate import Buckets, too_many
from bot.app.requests import json_object, message_text
from bot.texts import phrase

_buckets = Buckets(settings.SESSION_BURST, settings.SESSION_PER_MINUTE)


async def chat(request: Request) -> Response:
    """A list of messages for {"message"}; `X-Message-Id` makes a message that is sent twice count once."""
    sender = session.sender_of(request)
    wait = _buckets.take(sender) if sender else 0
    if wait:
        return too_many(wait)
    body = await json_object(request)
    if not request.app.state.conversations.ready:
        return JSONResponse({"error": phrase("out_of_order" if request.app.state.conversations.failure else "starting")}, status_code=503)
    made = session.new() if sender is None else None
    text, message_id = message_text(body), request.headers.get("X-Message-Id", "")
    response = JSONResponse(await turns.reply(request.app, sender or session.sender_in(str(made)), text, message_id))
    if made:
        session.give(request, response, made)
    return response


async def new_session(request: Request) -> Response:
    """A session to be sent as `X-Session`, for a page inside another website's frame, where cookies do not work."""
    return JSONResponse({"session": session.new()})


async def history(request: Request) -> Response:
    """What was said so far in the page's conversation, so that a reload goes on where it was."""
    sender = session.sender_of(request)
    conversations = request.app.state.conversations
    if not conversations.ready:
        return JSONResponse({"error": phrase("starting")}, status_code=503)
    if sender is None:
        return JSONResponse([])
    return JSONResponse(await conversations.history(sender))


ROUTES = [
    Route("/chat", chat, methods=["POST"]),
    Route("/chat/session", new_session, methods=["POST"]),
    Route("/chat/history", history),
]
