"""A whole screening and its documents in a process that may reach nothing: every try to leave the machine is printed, and ends it with 1.

`tests/test_no_network.py` runs this in a network namespace of its own, which has no network at all.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any, List

tried: List[str] = []
_LOCAL = ("127.", "::1", "localhost", "/")


def _watch(event: str, arguments: Any) -> None:
    """Python tells of every connection and every look-up of a name before it is made."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else str(address)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"):
        host = str(arguments[1] if event == "http.client.connect" else arguments[0])
    else:
        return
    if not str(host).startswith(_LOCAL):
        tried.append(f"{event} {host}")


def main() -> int:
    """0 when a result was given and nothing was tried."""
    sys.addaudithook(_watch)
    folder = tempfile.mkdtemp()
    os.environ["KNOGLETJEK_DB"] = str(Path(folder) / "conversations.db")
    from datetime import date

    from osteo_rules import Answers, assess
    from osteo_rules.clinical import Added
    from osteo_rules.documents import render
    from osteo_rules.documents.letter import letter
    from tests.conftest import Assistant
    from tests.test_conversations import ORDINARY

    talk = Assistant().talk()
    for text in ('/begin{"role": "patient"}', "ja", "hvad er knogleskørhed?", "fortsæt"):
        talk.say(text)
    while not talk.result:
        talk.say(ORDINARY[talk.question])
    assert render.pdf("letter", letter(assess(Answers(age=72, smoking=True)), date.today(), Added()))[:4] == b"%PDF"
    print("result", *tried)
    return 1 if tried else 0


if __name__ == "__main__":
    sys.exit(main())
