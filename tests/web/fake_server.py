"""A stand-in for bot/server.py with canned Danish messages: every kind of question, result, red flag and failure.

It keeps to the same protocol (POST /chat, GET /chat/history, GET /status, a cookie, X-Message-Id) and the same
Content-Security-Policy, so that the page can be developed and tested without Rasa. A test holds the same `Fake`
object as the server thread and sets on it what goes wrong next.
"""

import asyncio
import json
import secrets
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from osteo_rules import Answers, assess
from osteo_rules.pictures import pictures

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://localhost:*"
)
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
ACTIONS = ["unknown", "why", "revise"]


def answer(question, value, title):
    return {"title": title, "payload": "/answer" + json.dumps({"question": question, "value": value})}


def yes_no(question):
    return [answer(question, True, "Ja"), answer(question, False, "Nej")]


def ask(id, step, kind, text, buttons=(), unit=None, inputmode="text", actions=tuple(ACTIONS)):
    custom = {"type": "question", "id": id, "step": step, "of": 8, "kind": kind, "unit": unit, "inputmode": inputmode}
    return {"text": text, "buttons": list(buttons), "custom": custom if actions is None else {**custom, "actions": list(actions)}}


CONDITIONS = {
    "anorexia_nervosa": "Anoreksi",
    "malabsorption": "Cøliaki, Crohns sygdom eller operation i mavesækken",
    "primary_hyperparathyroidism": "For aktiv biskjoldbruskkirtel",
    "hyperthyroidism": "For højt stofskifte",
    "rheumatoid_arthritis": "Leddegigt",
    "myeloma": "Myelomatose (knoglemarvskræft)",
    "bechterew": "Bechterews sygdom (rygsøjlegigt)",
}
SITES = {
    "spine": "Ryggen",
    "hip": "Hoften",
    "wrist": "Håndleddet",
    "shoulder": "Skulder eller overarm",
    "pelvis": "Bækkenet",
    "ankle": "Anklen",
    "rib": "Ribben",
    "minor": "Finger, tå, næse eller kranie",
    "other": "Et andet sted",
    "unknown": "Ved ikke",
}
QUESTIONS = [
    ask("consent", None, "yes_no", "Må jeg gemme dine svar, mens vi taler sammen?", yes_no("consent"), actions=["why"]),
    ask(
        "back_pain",
        1,
        "choice",
        "Først tre spørgsmål om i dag. De fleste svarer nej.\nHar du ondt i ryggen for tiden?",
        [
            answer("back_pain", "none", "Nej"),
            answer("back_pain", "lasting", "Ja, i længere tid"),
            answer("back_pain", "sudden", "Ja, det kom pludseligt"),
        ],
    ),
    ask(
        "neuro_symptoms",
        2,
        "yes_no",
        "Er du for nylig blevet svag i benene, følelsesløs i skridtet eller ude af stand til at holde på vand eller afføring?",
        yes_no("neuro_symptoms"),
    ),
    # "Ved ikke" comes as a button or as an action; where no actions are named, the page offers "why" and "back"
    ask("age", 3, "number", "Hvor gammel er du?", [answer("age", "unknown", "Ved ikke")], unit="år", inputmode="numeric", actions=None),
    ask("height_cm", 4, "number", "Hvor høj er du nu?", unit="cm", inputmode="decimal"),
    ask(
        "menopause_age",
        5,
        "number",
        "Hvor gammel var du, da din menstruation holdt helt op?",
        [answer("menopause_age", "not_yet", "Har jeg endnu"), answer("menopause_age", "before_45", "Før jeg fyldte 45")],
        unit="år",
        inputmode="numeric",
    ),
    ask(
        "conditions",
        6,
        "multi",
        "Har du, eller har du haft, en af disse sygdomme?",
        [
            *(answer("conditions", value, title) for value, title in CONDITIONS.items()),
            answer("conditions", [], "Ingen af dem"),
            answer("conditions", "unknown", "Ved ikke"),
        ],
        actions=None,
    ),
    ask(
        "fractures.site",
        7,
        "choice",
        "Hvor sad bruddet?",
        [answer("fractures.site", value, title) for value, title in SITES.items()],
        actions=None,
    ),
    ask("note", 8, "text", "Er der mere, du vil fortælle? Brug dine egne ord."),
]
PERSON = Answers(
    age=67, sex="female", height_cm=160.0, youth_height_cm=166.0, t_score=-2.8, known_osteoporosis=True, activity_level="everyday"
)
#: Somebody who gets a week of training: PERSON waits until the spine is looked at.
WELL = Answers(age=67)
RESULT = {
    "text": "Resultatet som tekst.",
    "buttons": [],
    "custom": {
        "type": "result",
        "assessment": {"rules_version": "1.0", "role": "patient", "referral": {"urgency": "routine", "to": "gp"}},
        "how_soon": "En almindelig tid",
        "pictures": [*pictures(assess(PERSON)), *(one for one in pictures(assess(WELL)) if one["id"] == "week")],
        "measures": [{"label": "Højde nu", "value": "160 cm"}],
        "reasons": [
            {
                "id": "height_loss",
                "label": "Lavere end før",
                "text": "Du er blevet 6 cm lavere, siden du var ung.",
                "source": "Kilde: den fysioterapeutiske anbefaling, afsnit 3.1",
            },
        ],
        "sections": [
            {"id": "headline", "title": "Det betyder dine svar", "lines": ["Dine knogler kan være svagere, end de bør være."]},
            {
                "id": "action",
                "title": "Det bør du gøre nu",
                "lines": [
                    "Bestil en almindelig tid hos din egen læge.",
                    "Sig, at du gerne vil tale om en DXA-scanning af dine knogler.",
                    "Får du pludseligt ondt i ryggen om aftenen, så ring til lægevagten eller 1813.",
                ],
            },
            {
                "id": "reasons",
                "title": "Derfor siger jeg det",
                "lines": ["Du er blevet 6 cm lavere, siden du var ung.", "• Du vejer 112 kg og er 67 år.", "• Din mor har brækket hoften."],
            },
            {"id": "activity", "title": "Bevægelse og træning", "lines": ["• Gå en tur."]},
            {
                "id": "lifestyle",
                "title": "Råd til hverdagen",
                "lines": [f"• Råd nummer {n} om mad, lys og bevægelse." for n in range(1, 9)],
            },
            {"id": "unknown", "title": "Det ved vi ikke endnu", "lines": ["Din højde som ung. Den kan stå i et gammelt pas."]},
        ],
    },
}
#: The same after a correction: one reason went, another came.
CORRECTED = json.loads(json.dumps(RESULT).replace("\\u2022 Din mor har br\\u00e6kket hoften.", "\\u2022 Du er faldet to gange."))
STAFF_RESULT = {
    "text": "Vurdering",
    "buttons": [],
    "custom": {
        "type": "result",
        "assessment": {"rules_version": "1.0", "role": "physiotherapist", "referral": {"urgency": "routine", "to": "gp"}},
        "pictures": pictures(assess(PERSON.copy(update={"role": "physiotherapist"}))),
        "sections": [
            {"id": "headline", "title": "Vurdering", "lines": ["Osteoporose foreligger ud fra oplysningerne."]},
            {"id": "reasons", "title": "Fund", "lines": ["Alder over 80 [anbefalingen Fig. 3]"]},
            {"id": "category", "title": "Risikogruppe, kategori og temaer", "lines": [f"Linje {n} om kategorien." for n in range(1, 8)]},
            {
                "id": "plan",
                "title": "Træningsplan",
                "lines": [],
                "table": {
                    "columns": ["Modalitet", "Dosis", "Intensitet", "Hyppighed", "Progression", "Hensyn"],
                    "rows": [
                        ["Styrke", "Store muskelgrupper", "65-80 % af 1RM", "≥ 2 × ugentligt", "Teknik først", "Superviseret"],
                        ["Balance", "Udfordrende", "Tæt på egen grænse", "> 3 timer/uge", "Mindre støtte", "Støtte inden for rækkevidde"],
                    ],
                },
            },
            {"id": "note", "title": "Journalnotat", "lines": ["Osteoporosescreening 25.11.2026", "Anamnese: kvinde, 72 år."], "copy": True},
        ],
    },
}
# For channels without a page the sections are messages too, and the menu's buttons are offered.
REPEATS = [
    {"text": "\n".join([section["title"], *section["lines"]]), "custom": {"type": "section", "id": section["id"]}}
    for section in RESULT["custom"]["sections"][1:]
]
DESK_RESULT = {
    "text": "Vejledning",
    "buttons": [],
    "custom": {
        "type": "result",
        "assessment": {"rules_version": "1.0", "role": "reception", "referral": {"urgency": "same_day", "to": "gp"}},
        "how_soon": "I dag",
        "sections": [
            {"id": "instruction", "title": "Gør dette", "lines": ["Hjælp med at ringe til egen læge nu."]},
            {"id": "booking", "title": "Til bookingen", "lines": ["Hvor hurtigt: i dag", "Grund: ondt i ryggen"]},
            {"id": "say", "title": "Sig til den besøgende", "lines": ["»Lægen vil gerne se på det i dag.«"]},
        ],
    },
}
WHAT_IF = {
    "text": "Hvis nu: ryger ikke.",
    "buttons": [],
    "custom": {
        "type": "info",
        "topic": "what_if",
        "facts": "ryger ikke",
        "changes": [
            {"mark": "becomes", "text": "Så ville rådet være en almindelig tid hos lægen."},
            {"mark": "less", "text": "Det ville ikke længere tælle: ryger."},
            {"mark": "more", "text": "Nyt råd: Gå en tur."},
        ],
    },
}
AFTER = {
    "custom": {"type": "after_result"},
    "text": "Du kan spørge om alt det, du undrer dig over. Du kan også rette et svar.",
    "buttons": [{"title": "Dine svar", "payload": "/show_answers"}, {"title": "Slet mine svar", "payload": "/stop_and_delete"}],
}
RED_FLAG = {
    "text": "Ring 112 nu.\nSig, at du har smerter i brystet.\n• Bliv ikke alene.\n• Sæt dig ned, mens du venter.",
    "buttons": [],
    "custom": {"type": "red_flag", "urgency": "emergency", "ids": ["chest_pain"]},
}
LIVSLINIEN = {
    "text": "Det lyder svært. Du skal ikke være alene med det.\nRing 112, hvis det haster. Du kan også ringe til Livslinien på 70 201 201.",
    "buttons": [],
    "custom": {"type": "red_flag", "urgency": "emergency", "ids": ["suicidal_thoughts"]},
}
SAME_DAY = {
    "text": "Ring til din egen læge i dag.\n"
    "Er lægen lukket, og kan det ikke vente, så ring til lægevagten. I Region Hovedstaden er det 1813.",
    "buttons": [],
    "custom": {"type": "red_flag", "urgency": "same_day", "ids": ["sudden_back_pain"]},
}
WHY = {
    "text": "Jeg spørger, fordi svaret har betydning for rådet til dig.\nDet gælder især:\n• højden\n• alderen",
    "buttons": [],
    "custom": {"type": "info", "topic": "why"},
}
BUTTON_INFO = {
    "text": "<b>Ikke fed</b> <img src=x onerror=alert(1)> Ring 112 & 1813.",
    "buttons": [{"title": "Hvad er kalk?", "payload": "hvad er kalk?"}],
    "custom": {"type": "info", "topic": "not_covered"},
}


LABELS = {
    "back_pain": "Ondt i ryggen",
    "neuro_symptoms": "Svag i benene",
    "age": "Alder",
    "height_cm": "Højde nu",
    "menopause_age": "Overgangsalder",
    "conditions": "Sygdomme",
}


class Session:
    def __init__(self):
        self.at = 0
        self.told = {}
        self.history = []
        self.done = {}  # message id -> reply: the same id never counts twice

    def current(self):
        return [QUESTIONS[self.at]] if self.at < len(QUESTIONS) else [RESULT, *REPEATS, AFTER]

    def ids(self):
        return [question["custom"]["id"] for question in QUESTIONS]

    def lines(self):
        done = self.at >= len(QUESTIONS)
        return [
            {
                "label": LABELS.get(k, k),
                "value": str(v),
                "field": k,
                "revise": f'/revise{{"question": "{k}"}}',
                **({"suppose": f'/suppose{{"question": "{k}"}}'} if done else {}),
            }
            for k, v in self.told.items()
            if k != "consent"
        ]

    def reply(self, text):
        low = text.lower()
        if text.startswith("/answer") and not self.history:
            return [{"text": "Det kan jeg ikke læse. Skriv det med dine egne ord."}]  # nothing was offered here: the server was restarted
        if text.startswith("/begin") or low in ("start forfra", "slet mine svar"):
            self.__init__()
            hello = (
                "Dine svar er slettet."
                if low == "slet mine svar"
                else "Hej, jeg er Knogletjek.\nJeg spørger til dine knogler, ét spørgsmål ad gangen."
            )
            return [{"text": hello}, {"text": "Du kan altid skrive til mig med dine egne ord."}, *self.current()]
        if low == "hvorfor spørger du?":
            return [WHY, *self.current()]
        if low in ("mine svar", "/show_answers"):
            return [
                {"text": "Du har ikke svaret på noget endnu.", "custom": {"type": "answers", "answers": self.told, "lines": self.lines()}},
                *self.current()[:1],
            ]
        if low.startswith("/suppose"):
            return [WHAT_IF, AFTER]
        if low.startswith("/revise"):
            self.at = self.ids().index(json.loads(text[7:])["question"])
            return self.current()
        if low == "kode":
            return [BUTTON_INFO, *self.current()]
        if low == "resultat nu":
            return [STAFF_RESULT]
        if low == "nyt resultat":
            return [CORRECTED, AFTER]
        if low == "skrankens resultat":
            return [DESK_RESULT]
        if "brystet" in low:
            return [RED_FLAG, *self.current()]
        if "livet" in low:
            return [LIVSLINIEN]
        if low == "tilbage":
            self.at = max(0, self.at - 1)
            return self.current()
        if low == "hvad er kalk?":
            return [{"text": "Kalk er et mineral.", "custom": {"type": "info", "topic": "calcium"}}, *self.current()]
        if self.at >= len(QUESTIONS):
            return [{"text": "Det kan jeg ikke svare på. Spørg din egen læge.", "custom": {"type": "info", "topic": "not_covered"}}]
        question = QUESTIONS[self.at]
        self.told[question["custom"]["id"]] = json.loads(text[7:])["value"] if text.startswith("/answer") else text
        self.at += 1
        if '"sudden"' in text:
            return [SAME_DAY, *self.current()]
        return self.current()


class Fake:
    """The server's state, shared with the test."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.sessions = {}
        self.ready = True
        # what the next POSTs do: 500, 413, 503, "empty", "error" (200 with a message that says so),
        # "lost" (counted, but the answer is lost)
        self.fail = []
        self.delay = 0.0
        self.received = []  # every POST, doubles too
        self.counted = []  # every message that counted

    def app(self):
        async def index(request):
            return FileResponse(WEB / "index.html", headers={"Content-Security-Policy": CSP})

        async def static(request):
            path = WEB / request.path_params["name"]
            if not path.is_file() or path.parent != WEB:
                return Response(status_code=404)
            return FileResponse(
                path, media_type=TYPES.get(path.suffix), headers={"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff"}
            )

        async def status(request):
            return JSONResponse({"ready": self.ready})

        async def embed(request):
            return FileResponse(WEB / "embed.js", media_type=TYPES[".js"], headers={"Cross-Origin-Resource-Policy": "cross-origin"})

        async def new_session(request):
            key = secrets.token_hex(8)
            self.sessions[key] = Session()
            return JSONResponse({"session": key})

        def key_of(request):
            return request.headers.get("x-session") or request.cookies.get("knogletjek")

        def session_of(request):
            return self.sessions.get(key_of(request))

        async def history(request):
            session = session_of(request)
            return JSONResponse(session.history if session else []) if self.ready else JSONResponse({"error": "starting"}, status_code=503)

        async def document(request):
            if self.fail:
                return Response(status_code=self.fail.pop(0))
            if not session_of(request):
                return Response(status_code=409)
            name = request.path_params["name"]
            return Response(b"a document", media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})

        async def chat(request):
            text = (await request.json())["message"]
            self.received.append((request.headers.get("x-message-id"), text))
            how = self.fail.pop(0) if self.fail else None
            if self.delay:
                await asyncio.sleep(self.delay)
            if isinstance(how, int):
                return JSONResponse({"error": "no"}, status_code=how)
            if how == "error":
                return JSONResponse([{"text": "Noget gik galt hos mig.", "custom": {"type": "error", "id": "1"}}])
            if how == "empty":
                return JSONResponse([])
            key = key_of(request)
            if key not in self.sessions:
                key = secrets.token_hex(8)
                self.sessions[key] = Session()
            session = self.sessions[key]
            id = request.headers.get("x-message-id")
            if id not in session.done:
                self.counted.append(text)
                reply = session.reply(text)
                if not text.startswith("/begin"):
                    session.history.append({"from": "user", "text": text, "buttons": [], "custom": {}})
                session.history += [{"from": "bot", "buttons": [], "custom": {}, **message} for message in reply]
                session.done[id] = reply
            response = JSONResponse(session.done[id], status_code=500 if how == "lost" else 200)
            if "x-session" not in request.headers:
                response.set_cookie("knogletjek", key, httponly=True, samesite="lax")
            return response

        return Starlette(
            routes=[
                Route("/", index),
                Route("/web/{name}", static),
                Route("/status", status),
                Route("/embed.js", embed),
                Route("/chat/session", new_session, methods=["POST"]),
                Route("/chat/history", history),
                Route("/documents/{name}", document),
                Route("/chat", chat, methods=["POST"]),
            ]
        )


@contextmanager
def serve(fake, port=0):
    """Serve in a thread on a free port of 127.0.0.1; gives the address."""
    config = uvicorn.Config(fake.app(), host="127.0.0.1", port=port, ws="none", lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not (server.started and server.servers):
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


if __name__ == "__main__":  # python tests/web/fake_server.py: look at the page without Rasa
    with serve(Fake(), 5099) as url:
        print(url)
        threading.Event().wait()
