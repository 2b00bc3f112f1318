"""The page's own channel: the conversation belongs to a session that the server issued."""
from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import session, turns
from bot.app.requests import json_object, message_text
from bot.texts import phrase


async def chat(request: Request) -> Response:
    """A list of messages for {"message"}; `X-Message-Id` makes a message that is sent twice count once."""
    body = await json_object(request)
    if not request.app.state.conversations.ready:
        return JSONResponse({"error": phrase("starting")}, status_code=503)
    known = session.sender_of(request)
    sender = known or session.new_sender()
    response = JSONResponse(await turns.once(request.app, sender, request.headers.get("X-Message-Id", ""), message_text(body)))
    if known is None:
        session.give(request, response, sender)
    return response


async def history(request: Request) -> Response:
    """What was said so far in the page's conversation, so that a reload goes on where it was."""
    sender = session.sender_of(request)
    conversations = request.app.state.conversations
    if sender is None or not conversations.ready:
        return JSONResponse([])
    return JSONResponse(await conversations.history(sender))


ROUTES = [Route("/chat", chat, methods=["POST"]), Route("/chat/history", history)]
