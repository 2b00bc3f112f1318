"""Which clinic's system is calling: a bearer token each, of which the file holds only the hash.

    python -m bot.clinics add NAME       prints a new token, once; the clinic's system sends it as "Authorization: Bearer TOKEN"
    python -m bot.clinics remove NAME

The file is that of `KNOGLETJEK_CLINICS`, one line a clinic: its name, and the SHA-256 of its token. Tokens are 256 random bits, so a plain
hash of them cannot be tried out. A changed file counts from the next request on.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sys
from pathlib import Path
from typing import Dict, List, Optional

from bot import settings

_NAME = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)


def hashes(path: Optional[Path]) -> Dict[str, str]:
    """The hash of each clinic's token, by name; {} where there is no file."""
    if path is None or not path.exists():
        return {}
    return dict(line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def clinic_of(authorization: str) -> Optional[str]:
    """The clinic whose token the header holds, or None."""
    kind, _, token = authorization.partition(" ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = None
    for name, known in hashes(settings.CLINICS).items():
        if hmac.compare_digest(known, digest):
            found = name
    return found if kind.lower() == "bearer" else None


def _write(path: Path, known: Dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name} {digest}\n" for name, digest in known.items())
    new.replace(path)


def main(arguments: List[str]) -> int:
    """0 when done, 1 with a reason."""
    path = settings.CLINICS
    if path is None or len(arguments) != 2 or arguments[0] not in ("add", "remove") or not _NAME.fullmatch(arguments[1]):
        print("KNOGLETJEK_CLINICS=FILE python -m bot.clinics add|remove NAME    (a-z, 0-9, -)", file=sys.stderr)
        return 1
    known, (what, name) = hashes(path), arguments
    if (name in known) == (what == "add"):
        print(f"{name}: {'there is one already; remove it first' if what == 'add' else 'there is none'}", file=sys.stderr)
        return 1
    if what == "add":
        token = secrets.token_urlsafe(32)
        known[name] = hashlib.sha256(token.encode()).hexdigest()
        print(token)
    else:
        del known[name]
    _write(path, known)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
