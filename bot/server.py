"""Start the one process: page, chat, Rasa agent, actions and database behind a small ASGI app (`bot/app`).

Start with ``python -m bot.server``. The page is served at once and says honestly that the assistant is still
starting; the agent is loaded in a thread meanwhile.
"""
from __future__ import annotations

import os
import socket
import sys

from bot import settings

settings.prepare_environment()

from bot import logs  # noqa: E402
from bot.app.application import create_app  # noqa: E402


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

    # What it writes is for its own user alone.
    os.umask(0o077)
    logs.install()
    if not settings.MODEL.exists():
        # The page is served all the same, says so to people, and works as soon as there is one.
        print("Der er ingen model endnu. Kør »make model«, som bygger den.", file=sys.stderr)
    if not _port_is_free():
        busy = f"Port {settings.PORT} er optaget på {settings.HOST}. Stop det andet program, eller vælg en anden: PORT=5006 make run"
        print(busy, file=sys.stderr)
        return 1
    print(f"Knogletjek: http://{settings.HOST}:{settings.PORT}/ (klar om få sekunder, stop med Ctrl-C)", flush=True)
    uvicorn.run(
        create_app(), host=settings.HOST, port=settings.PORT, ws="none", log_config=None, access_log=False, server_header=False,
        proxy_headers=bool(settings.PROXY), forwarded_allow_ips=settings.PROXY or None, timeout_graceful_shutdown=settings.STOP_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
