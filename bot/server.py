"""The one process: page, chat, Rasa agent, actions and database behind a small ASGI app.

Start with ``python -m bot.server``. The page is served at once and says honestly that the assistant is still
starting; the agent is loaded in a thread meanwhile.
"""
from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import secrets
import socket
import sys
import uuid
from pathlib import Path
from typing import Any, AsyncIterator, Dict, List, Optional, Tuple

from bot import settings

settings.prepare_environment()

from starlette.applications import Starlette  # noqa: E402
from starlette.middleware.gzip import GZipMiddleware  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import FileResponse, JSONResponse, Response  # noqa: E402
from starlette.routing import Mount, Route  # noqa: E402
from starlette.staticfiles import StaticFiles  # noqa: E402

from bot.payloads import is_offered, is_payload  # noqa: E402
from bot.redact import redacted  # noqa: E402
from bot.texts import phrase  # noqa: E402

log = logging.getLogger("knogletjek")
WEB = Path(__file__).parent / "web"
COOKIE = "knogletjek"
#: Control characters, and the colour codes of terminals: no word of anybody's.
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class BadRequest(Exception):
    """What the caller sent cannot be taken; the text says why."""


class StorageFailed(Exception):
    """The database did not take or give a conversation."""


class Conversations:
    """The loaded agent, and the few things the server asks of it."""

    def __init__(self) -> None:
        self.agent: Any = None
        self.failure: Optional[str] = None
        self._told: Dict[str, None] = {}

    @property
    def ready(self) -> bool:
        return self.agent is not None

    async def load(self) -> None:
        """Load model, database and actions; a failure is kept for `/healthz` instead of ending the process."""
        try:
            self.agent = await asyncio.get_running_loop().run_in_executor(None, _load_agent)
        except Exception as error:  # the page must still say that something is wrong
            self.failure = type(error).__name__
            log.exception("the assistant could not be loaded")

    async def say(self, sender: str, text: str) -> List[Dict[str, Any]]:
        """The assistant's messages to `text`."""
        from rasa.core.channels.channel import UserMessage

        from bot.output import OneMessageChannel

        text = _CONTROL.sub(" ", text).strip()
        if text.startswith("/") and not is_payload(text):
            text = text.lstrip("/ ")
        if not text:
            return _answer(phrase("empty"))
        if text.startswith("/") and not await self._was_offered(sender, text):
            return _answer(phrase("not_offered"))
        channel = OneMessageChannel()
        private = redacted(text)
        message = UserMessage(private.text, channel, sender, input_channel="rest")
        await self.agent.handle_message(message)
        urgent = [one for one in channel.messages[:1] if one.get("custom", {}).get("type") == "red_flag"]
        return [*urgent, *self._told_of(sender, private.kinds), *channel.messages[len(urgent):]]

    async def _was_offered(self, sender: str, text: str) -> bool:
        """Whether the payload is open to all, or was a button of this conversation."""
        if is_offered(text, ()):
            return True
        for fresh in (False, True):
            said = await self.history(sender, fresh)
            if is_offered(text, [button["payload"] for one in said for button in one.get("buttons", ())]):
                return True
        return False

    def _told_of(self, sender: str, kinds: Tuple[str, ...]) -> List[Dict[str, Any]]:
        """Once in a conversation: that something private was taken out."""
        if not kinds or sender in self._told:
            return []
        self._told[sender] = None
        if len(self._told) > settings.MAX_UNSTORED:
            self._told.pop(next(iter(self._told)))
        return _answer(phrase("redacted"))

    async def history(self, sender: str, fresh: bool = True) -> List[Dict[str, Any]]:
        """What was said so far, by both; not `fresh`: as this process remembers it."""
        from rasa.shared.core.events import BotUttered, UserUttered

        tracker = await self.agent.tracker_store._tracker_store.peek(sender, fresh)
        said: List[Dict[str, Any]] = []
        for event in tracker.events if tracker else []:
            if isinstance(event, BotUttered):
                data = event.data or {}
                kept = {key: data[key] for key in ("buttons", "custom") if data.get(key)}
                said.append({"from": "bot", "text": event.text or "", **kept})
            elif isinstance(event, UserUttered) and event.text:
                said.append({"from": "user", "text": event.text})
        return said


def _load_agent() -> Any:
    """A Rasa agent with the project's tracker store and its actions in this process."""
    from bot import engine

    engine.install()
    from rasa.core.agent import Agent
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    import bot.nlu  # noqa: F401  registers the components of the Danish pipeline before Rasa loads it
    from bot.engine.in_process import InProcessActions

    endpoints = AvailableEndpoints.read_endpoints(str(settings.ENDPOINTS))
    store = TrackerStore.create(endpoints.tracker_store)
    locks = LockStore.create(endpoints.lock_store)
    agent = Agent.load(str(settings.MODEL), action_endpoint=InProcessActions("bot.actions"), tracker_store=store, lock_store=locks)
    agent.tracker_store._on_tracker_store_error = _storage_failed
    _rehearse()
    return agent


def _rehearse() -> None:
    """Read one sentence for every question: words and patterns are made when first needed, and nobody should wait for them."""
    from datetime import date

    from bot.actions.understanding import Situation, understand
    from bot.danish.kind import kind_of
    from osteo_rules import questions

    text = "jeg er 67 år, ryger ikke, og det tror jeg nok"
    for entry in questions.catalogue():
        understand(text, kind_of(text), Situation(question=entry.id, told={}, today=date.today()))


def _storage_failed(error: Exception) -> None:
    """Stock Rasa goes on in memory when the database fails, silently and from the beginning: here the turn fails and says so."""
    raise StorageFailed(type(error).__name__) from None


async def _body(request: Request) -> Dict[str, Any]:
    """The JSON object of the request, or BadRequest."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > settings.MAX_BODY:
            raise BadRequest("the body is larger than 64 kB")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object")
    return body


def _text_of(body: Dict[str, Any]) -> str:
    text = body.get("message", "")
    if not isinstance(text, str):
        raise BadRequest('"message" must be text')
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _answer(text: str, **more: Any) -> List[Dict[str, Any]]:
    return [{"text": text, **more}]


async def _reply(app: Any, sender: str, text: str) -> List[Dict[str, Any]]:
    """The messages for one turn; every way it can go wrong has a sentence of its own."""
    conversations: Conversations = app.state.conversations
    if not conversations.ready:
        return _answer(phrase("starting"))
    if not text.strip():
        return _answer(phrase("empty"))
    if len(text) > settings.MAX_CHARACTERS:
        return _answer(phrase("too_long"))
    try:
        return await conversations.say(sender, text.strip())
    except Exception as error:
        incident = uuid.uuid4().hex[:8]
        log.error("turn failed, id %s: %s", incident, type(error).__name__, exc_info=_without_locals(error))
        return _answer(phrase("technical_error"), custom={"type": "error", "id": incident})


def _without_locals(error: BaseException) -> Any:
    """The traceback with its code lines; the message may hold what a person wrote and is left out."""
    return (type(error), type(error)("(text left out)") if _takes_text(error) else None, error.__traceback__)


def _takes_text(error: BaseException) -> bool:
    try:
        type(error)("")
        return True
    except Exception:
        return False


async def rest_webhook(request: Request) -> Response:
    """Rasa's REST channel: a list of messages for {"sender", "message"}."""
    if settings.PROFILE != "local":
        return JSONResponse({"error": "not available"}, status_code=404)
    body = await _body(request)
    sender = body.get("sender", "default")
    if not isinstance(sender, str) or not sender or len(sender) > 200:
        raise BadRequest('"sender" must be text of 1 to 200 characters')
    messages = await _reply(request.app, sender, _text_of(body))
    return JSONResponse([{"recipient_id": sender, **message} for message in messages])


async def chat(request: Request) -> Response:
    """The page's own channel: the conversation belongs to a cookie that the server issued."""
    body = await _body(request)
    if not request.app.state.conversations.ready:
        return JSONResponse({"error": phrase("starting")}, status_code=503)
    sender = _session(request)
    response_sender = sender or secrets.token_urlsafe(24)
    message_id = request.headers.get("X-Message-Id", "")
    messages = await _once(request.app, response_sender, message_id, _text_of(body))
    response = JSONResponse(messages)
    if sender is None:
        response.set_cookie(COOKIE, response_sender, httponly=True, samesite="lax", secure=request.url.scheme == "https", max_age=72 * 3600)
    return response


async def _once(app: Any, sender: str, message_id: str, text: str) -> List[Dict[str, Any]]:
    """A message that is sent twice (the answer was lost on the way) changes nothing the second time."""
    latest: Dict[str, Any] = app.state.latest
    known = latest.get(sender)
    if message_id and known and known[0] == message_id:
        return await asyncio.shield(known[1])
    task = asyncio.ensure_future(_reply(app, sender, text))
    if message_id:
        latest[sender] = (message_id, task)
        while len(latest) > settings.MAX_UNSTORED:
            latest.pop(next(iter(latest)))
    return await asyncio.shield(task)


def _session(request: Request) -> Optional[str]:
    value = request.cookies.get(COOKIE, "")
    return value if 32 <= len(value) <= 64 and all(c.isalnum() or c in "-_" for c in value) else None


async def history(request: Request) -> Response:
    """What was said so far in the page's conversation, so that a reload goes on where it was."""
    sender = _session(request)
    conversations: Conversations = request.app.state.conversations
    if sender is None or not conversations.ready:
        return JSONResponse([])
    return JSONResponse(await conversations.history(sender))


async def status(request: Request) -> Response:
    """Whether the assistant is up, and the model's name."""
    conversations: Conversations = request.app.state.conversations
    state = {"ready": conversations.ready, "model": settings.MODEL.name if conversations.ready else None}
    if conversations.failure:
        state["error"] = conversations.failure
    code = 503 if request.url.path == "/healthz" and not conversations.ready else 200
    return JSONResponse(state, status_code=code)


async def page(request: Request) -> Response:
    return FileResponse(WEB / "index.html")


async def _bad_request(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, status_code=400)


async def _server_error(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": phrase("technical_error")}, status_code=500)


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


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.conversations = Conversations()
    app.state.latest = {}
    loading = asyncio.create_task(app.state.conversations.load())
    yield
    loading.cancel()


def create_app() -> Any:
    """The ASGI application."""
    routes = [
        Route("/", page),
        Route("/chat", chat, methods=["POST"]),
        Route("/chat/history", history),
        Route("/webhooks/rest/webhook", rest_webhook, methods=["POST"]),
        Route("/status", status),
        Route("/healthz", status),
        Mount("/web", StaticFiles(directory=WEB)),
    ]
    handlers = {BadRequest: _bad_request, 500: _server_error}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=_lifespan)
    return SecurityHeaders(GZipMiddleware(app, minimum_size=1000))


def _port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError:
            return False
    return True


def main() -> int:
    """Serve until stopped; the exit code is 1 when it cannot start."""
    import uvicorn

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if not settings.MODEL.exists():
        print("Der er ingen model endnu. Kør »make run«, som bygger den.", file=sys.stderr)
        return 1
    if not _port_is_free():
        print(f"Port {settings.PORT} er optaget på {settings.HOST}. Stop det andet program, eller vælg en anden: PORT=5006 make run", file=sys.stderr)
        return 1
    print(f"Knogletjek: http://{settings.HOST}:{settings.PORT}/ (klar om få sekunder, stop med Ctrl-C)", flush=True)
    uvicorn.run(create_app(), host=settings.HOST, port=settings.PORT, ws="none", log_level="warning", server_header=False, timeout_graceful_shutdown=10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
