"""The questionnaires on paper, and the page where a filled-in one is typed in. Nothing that is typed in is stored."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bot import settings
from bot.app import documents
from bot.app.pages import WEB
from bot.app.requests import BadRequest, json_object
from bot.texts import phrase
from osteo_rules import assess
from osteo_rules.clinical import Added
from osteo_rules.documents import paper, render
from osteo_rules.report import report

ROLES = ("patient", "physiotherapist", "reception")
#: A form has no more questions than this, and no answer is longer.
MOST_ANSWERS, LONGEST_ANSWER = 200, 200


async def page(request: Request) -> Response:
    """The page "Indtast papirskema"."""
    return FileResponse(WEB / "documents" / "paper.html")


async def form_pdf(request: Request) -> Response:
    """The questionnaire of a role as a PDF to print."""
    role = _role(request.path_params["role"])
    name = f"spoergeskema-{role}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(await run_in_threadpool(_form_pdf, role), media_type="application/pdf", headers=headers)


@lru_cache(maxsize=len(ROLES))
def _form_pdf(role: str) -> bytes:
    return render.pdf("paper", paper.form(role))


async def form(request: Request) -> Response:
    """The numbered questions of a role with their codes."""
    return JSONResponse(paper.form(_role(request.path_params["role"])))


async def result(request: Request) -> Response:
    """{"role", "answers": {number: text}} read in: {"read", "assessment", "sections"}, or 400 with {"problems": [{number, text}]}."""
    from bot.actions.give_result import section_json  # comes with the agent; the page is served before it is loaded

    body = await json_object(request)
    taken = _read(body)
    if taken.answers is None:
        return _problems(taken)
    assessment = assess(taken.answers)
    sections = [section_json(section) for section in report(assessment, clinic=settings.CLINIC)]
    own = [name for name, one in documents.DOCUMENTS.items() if assessment.role in one.roles and one.name]
    return JSONResponse({"read": taken.shown, "assessment": assessment.dict(), "sections": sections, "documents": own})


async def document(request: Request) -> Response:
    """The same, as one of the documents of a result."""
    wanted = documents.DOCUMENTS.get(request.path_params["name"])
    body = await json_object(request)
    taken = _read(body)
    if taken.answers is None:
        return _problems(taken)
    if wanted is None or taken.answers.role not in wanted.roles:
        return JSONResponse({"error": phrase("no_document")}, status_code=404)
    made = await run_in_threadpool(wanted.make, documents.Result(assess(taken.answers), Added(on=documents.today())))
    return documents.sent(wanted, made)


def _role(role: Any) -> str:
    if role not in ROLES:
        raise BadRequest(f'"role" must be one of {", ".join(ROLES)}')
    return str(role)


def _read(body: Dict[str, Any]) -> paper.Read:
    role, typed = _role(body.get("role")), body.get("answers")
    if not isinstance(typed, Mapping) or len(typed) > MOST_ANSWERS:
        raise BadRequest('"answers" must be an object of text by number')
    if not all(isinstance(text, str) and len(text) <= LONGEST_ANSWER for text in typed.values()):
        raise BadRequest(f"every answer must be text of at most {LONGEST_ANSWER} characters")
    return paper.read(role, typed)


def _problems(taken: paper.Read) -> Response:
    return JSONResponse({"problems": [problem._asdict() for problem in taken.problems]}, status_code=400)


ROUTES = [
    Route("/papir", page),
    Route("/papir/{role}.pdf", form_pdf),
    Route("/papir/{role}.json", form),
    Route("/papir/resultat", result, methods=["POST"]),
    Route("/papir/resultat/{name}", document, methods=["POST"]),
]
