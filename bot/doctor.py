"""Check an installation: one line a check, exit code 1 when one fails. It changes nothing but one row in the table `health`.

python -m bot.doctor
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import stat
import sys
import tarfile
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

import yaml

from bot import settings


class Found(NamedTuple):
    """Whether it is right, and what was found; right is None where there is nothing to check."""

    right: Optional[bool]
    found: str = ""


def python() -> Found:
    return Found(sys.version_info[:2] == (3, 10), ".".join(str(part) for part in sys.version_info[:3]))


def packages() -> Found:
    """The locked versions are those that are installed."""
    text = (settings.ROOT / "requirements.txt").read_text(encoding="utf-8")
    wrong = [name for name, wanted in re.findall(r"^([\w.-]+)==([\w.+-]+)(?=[ ;\\])[^;\n]*$", text, re.M) if _installed(name) != wanted]
    return Found(not wrong, ", ".join(wrong[:10]))


def _installed(name: str) -> Optional[str]:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def model() -> Found:
    """The archive is whole, and the Danish pipeline stands beside it."""
    try:
        with tarfile.open(settings.MODEL) as archive:
            names = archive.getnames()
    except (OSError, tarfile.TarError) as error:
        return Found(False, f"{settings.MODEL.name}: {type(error).__name__}")
    whole = any(name.endswith("metadata.json") for name in names) and (settings.MODELS / "danish" / "config.cfg").exists()
    return Found(whole, settings.MODEL.name)


def database() -> Found:
    """Write and read, as a turn does."""
    try:
        _store().check()
    except Exception as error:  # whatever it is, it is the answer
        return Found(False, type(getattr(error, "orig", None) or error).__name__)
    return Found(True, _store().engine.dialect.name)


def deletion() -> Found:
    """SQLite overwrites what is deleted; PostgreSQL does at its next VACUUM, which the purge asks for."""
    if not _is_sqlite():
        return Found(None)
    import sqlalchemy as sa

    with _store().engine.connect() as connection:
        found = connection.execute(sa.text("PRAGMA secure_delete")).scalar()
    return Found(found == 1, f"secure_delete={found}")


def private() -> Found:
    """No other user of the machine reads conversations or the key."""
    files = [settings.SECRET_FILE, *(settings.database_file().parent.glob(settings.database_file().name + "*") if _is_sqlite() else ())]
    if settings.CLINICS:
        files.append(settings.CLINICS)
    seen = [path.name for path in files if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    return Found(not seen, ", ".join(seen))


def space() -> Found:
    if not _is_sqlite():
        return Found(None)
    free = shutil.disk_usage(settings.database_file().parent).free
    return Found(free >= settings.LEAST_FREE, f"{free / 1e9:.1f} GB")


def redis() -> Found:
    """It answers, and keeps what was told before consent in memory alone."""
    if not settings.redis_address()[0]:
        return Found(None)
    from bot.unstored import redis_client

    try:
        kept = {name: redis_client().config_get(name).get(name, "") for name in ("save", "appendonly")}
    except Exception as error:  # whatever it is, it is the answer
        return Found(False, type(error).__name__)
    return Found(kept == {"save": "", "appendonly": "no"}, f"save={kept['save']!r}, appendonly={kept['appendonly']}")


def secret() -> Found:
    from bot.app.session import secret as key

    try:
        key(settings.SECRET_FILE)
    except (OSError, ValueError) as error:
        return Found(False, type(error).__name__)
    return Found(True, str(settings.SECRET_FILE))


def hosts() -> Found:
    return Found("*" not in settings.HOSTS if _in_production() else None, ", ".join(settings.HOSTS))


def proxy() -> Found:
    return Found(bool(settings.PROXY) if _in_production() else None, settings.PROXY)


def rest() -> Found:
    """Open only where nobody else can reach it."""
    from bot.clinics import hashes

    if _in_production():
        return Found(True, f"for {len(hashes(settings.CLINICS))} klinikker")
    return Found(settings.HOST in ("127.0.0.1", "localhost", "::1"), f"{settings.HOST} (local)")


def _in_production() -> bool:
    return settings.PROFILE == "production"


def _is_sqlite() -> bool:
    return not settings.database_url().startswith("postgresql")


_stores: Dict[str, Any] = {}


def _store() -> Any:
    if not _stores:
        from bot.conversations import stores

        _stores["own"] = stores()[0]
    return _stores["own"]


CHECKS: Tuple[Callable[[], Found], ...] = (python, packages, model, database, deletion, secret, private, space, redis, hosts, proxy, rest)


def _looked(check: Callable[[], Found]) -> Found:
    """What the check found; one that cannot be made has failed."""
    try:
        return check()
    except Exception as error:  # whatever it is, it is the answer
        return Found(False, type(error).__name__)


def main() -> int:
    """Print a line for each check."""
    os.umask(0o077)
    settings.prepare_environment()
    from bot import logs
    from bot.engine import light

    logs.install()
    light.install()
    words = yaml.safe_load((Path(__file__).parent / "doctor.yml").read_text(encoding="utf-8"))
    wrong: List[str] = []
    for check in CHECKS:
        name = check.__name__
        right, found = _looked(check)
        if right is False:
            wrong.append(name)
        state = words["skipped" if right is None else "ok" if right else "wrong"]
        told = "" if right is None else words[name]["good" if right else "bad"].format(found=found)
        print(f"{state:<12}{name:<10}{told}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
