"""A result as a document, made on request from the answers of the page's conversation; nothing is kept."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Callable, Dict, Mapping, NamedTuple, Tuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import session
from bot.app.rate import Buckets, too_many
from bot.texts import phrase
from osteo_rules import Assessment, assess, fhir, questions
from osteo_rules.clinical import Added, journal_note
from osteo_rules.documents import render
from osteo_rules.documents.letter import letter
from osteo_rules.replay import to_json
from osteo_rules.report import report

TEXT, PDF, HTML, JSON = "text/plain; charset=utf-8", "application/pdf", "text/html; charset=utf-8", "application/json; charset=utf-8"
EVERYBODY = ("patient", "physiotherapist", "reception")
_buckets = Buckets(settings.SESSION_BURST, settings.SESSION_PER_MINUTE)


class Result(NamedTuple):
    """What a document is made from."""

    assessment: Assessment
    added: Added


class Document(NamedTuple):
    """`make` gives the content; `roles` whose document it is; `name` the file that is saved ("": shown in the browser)."""

    make: Callable[[Result], Any]
    media_type: str
    roles: Tuple[str, ...]
    name: str


def _letter_pdf(result: Result) -> bytes:
    return render.pdf("letter", letter(result.assessment, today(), result.added))


def _letter_page(result: Result) -> str:
    return render.page("letter", letter(result.assessment, today(), result.added))


def _bundle(result: Result) -> str:
    made = fhir.bundle(result.assessment, datetime.now().astimezone(), added=result.added)
    return json.dumps(made, ensure_ascii=False, indent=2)


def _note(result: Result) -> str:
    return journal_note(result.assessment, result.added) + "\n"


def _booking(result: Result) -> str:
    sections = report(result.assessment, result.added, settings.CLINIC)
    return "".join(f"{line}\n" for section in sections if section.id == "booking" for line in section.lines)


DOCUMENTS: Dict[str, Document] = {
    "letter.pdf": Document(_letter_pdf, PDF, ("patient", "physiotherapist"), "brev-til-laegen.pdf"),
    "letter": Document(_letter_page, HTML, ("patient", "physiotherapist"), ""),
    "result.json": Document(lambda result: to_json(result.assessment, indent=2) + "\n", JSON, EVERYBODY, "knogletjek-resultat.json"),
    "fhir.json": Document(_bundle, f"{fhir.FHIR_JSON}; charset=utf-8", EVERYBODY, "knogletjek-fhir.json"),
    "note.txt": Document(_note, TEXT, ("physiotherapist",), "journalnotat.txt"),
    "booking.txt": Document(_booking, TEXT, ("reception",), "til-bookingen.txt"),
}


async def document(request: Request) -> Response:
    """One document of the conversation's result; 404 where there is none of it, 409 while there is no result."""
    sender = session.sender_of(request)
    wanted = DOCUMENTS.get(request.path_params["name"])
    wait = _buckets.take(sender) if sender else 0
    if wait:
        return too_many(wait)
    if not request.app.state.conversations.ready:
        return _no_document(503, "starting")
    if wanted is None:
        return _no_document(404, "no_document")
    slots = await request.app.state.conversations.slots(sender) if sender else {}
    if not slots.get("given") or slots.get("consent") is not True:
        return _no_document(409, "no_result_yet")
    result = result_of(slots)
    if result.assessment.role not in wanted.roles:
        return _no_document(404, "no_document")
    return sent(wanted, await run_in_threadpool(wanted.make, result))


def sent(wanted: Document, made: Any) -> Response:
    """The document as an answer: to be saved, where it has a file name."""
    headers = {"Content-Disposition": f'attachment; filename="{wanted.name}"'} if wanted.name else {}
    return Response(made, media_type=wanted.media_type, headers=headers)


def today() -> date:
    """The day of a document."""
    return date.today()


def result_of(slots: Mapping[str, Any]) -> Result:
    """The assessment of a conversation, and what a physiotherapist added to it: as the result was given."""
    from bot.actions import record, staff  # the actions come with the agent; the page is served before it is loaded

    return Result(assess(questions.answers_from(record.told(slots))), staff.added(slots))


def _no_document(status: int, why: str) -> Response:
    return JSONResponse({"error": phrase(why)}, status_code=status)


ROUTES = [Route("/documents/{name}", document)]
