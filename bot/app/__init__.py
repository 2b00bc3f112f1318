"""The ASGI app around the assistant.

| module | what |
|---|---|
| `application.py` | the app put together; a new group of routes is one line in its `ROUTES` |
| `lifecycle.py` | loading at the start, what runs beside the turns, stopping |
| `session.py` | whose conversation a request may touch |
| `middleware.py` | what every request passes: headers |
| `requests.py` | reading a request's body |
| `turns.py` | one turn, and what is said when it fails |
| `chat.py`, `rest.py`, `health.py`, `pages.py` | the routes, a list `ROUTES` each |
"""
