"""All settings, from the environment; the names and defaults are listed in the README."""
from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import List, Sequence, Tuple

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
MODEL = Path(os.environ.get("KNOGLETJEK_MODEL", MODELS / "knogletjek.tar.gz"))


def _words(name: str, default: Sequence[str]) -> List[str]:
    """A setting of several words, separated by spaces or commas."""
    return os.environ[name].replace(",", " ").split() if name in os.environ else list(default)


HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "5005"))
#: The SQLite file with the conversations of those who said yes to storing.
DATABASE = Path(os.environ.get("KNOGLETJEK_DB", ROOT / "var" / "conversations.db"))
#: The key that sessions are signed with; made at the first start. All processes of one installation need the same one.
SECRET_FILE = Path(os.environ.get("KNOGLETJEK_SECRET_FILE", DATABASE.parent / "session.key"))
#: Where the conversations are stored and locked, as Rasa reads it: deploy/endpoints.yml has PostgreSQL and Redis.
ENDPOINTS = Path(os.environ.get("KNOGLETJEK_ENDPOINTS", ROOT / "endpoints.yml"))
#: "local" leaves the open REST channel on; "production" closes it.
PROFILE = os.environ.get("KNOGLETJEK_PROFILE", "local")
#: The names under which it is reached; a request for another one is refused, so that no website can point its own name here.
HOSTS = _words("KNOGLETJEK_HOSTS", ("localhost", "127.0.0.1", "[::1]") if HOST in ("localhost", "127.0.0.1", "::1") else ("*",))
#: The websites that may show the chat in a frame; in the local default those of this machine.
EMBED_ORIGINS = _words("KNOGLETJEK_EMBED", ("http://localhost:*", "http://127.0.0.1:*") if PROFILE == "local" else ())
#: The proxy before it, whose word on a caller's address and on TLS is taken; none in the local default.
PROXY = os.environ.get("KNOGLETJEK_PROXY", "")
#: The file with the hashes of the clinics' tokens (bot/clinics.py); without one the REST channel is shut in the production profile.
CLINICS = Path(os.environ["KNOGLETJEK_CLINICS"]) if os.environ.get("KNOGLETJEK_CLINICS") else None
#: What a caller of /metrics must show; nobody may see it while there is none.
METRICS_TOKEN = os.environ.get("KNOGLETJEK_METRICS_TOKEN", "")
#: "gp" where a doctor is in the house, "physiotherapy" where a visitor is sent on to his or her own doctor.
CLINIC = os.environ.get("KNOGLETJEK_CLINIC", "physiotherapy")
#: 1 leaves Rasa's engine as it comes, but for its start: to compare with (bot/engine).
STOCK = os.environ.get("KNOGLETJEK_STOCK") == "1"

#: Longest message that is read, in characters; a longer one gets a friendly refusal.
MAX_CHARACTERS = 4000
#: Longest request body, in bytes.
MAX_BODY = 64 * 1024
#: How long turns that are under way may take when the process is told to stop, in seconds.
STOP_SECONDS = 20
#: How long a request's body may take to come, in seconds.
BODY_SECONDS = 10
#: How often one session of the page may send, and one address; 0 a minute is no limit.
SESSION_BURST, SESSION_PER_MINUTE = 60, 120
ADDRESS_PER_MINUTE = float(os.environ.get("KNOGLETJEK_ADDRESS_PER_MINUTE", "0" if PROFILE == "local" else "1200"))
ADDRESS_BURST = int(ADDRESS_PER_MINUTE / 2)
#: How many conversations without consent are kept in memory, and for how long, in seconds.
MAX_UNSTORED = 5000
UNSTORED_SECONDS = 24 * 3600
#: How long an unfinished and a finished conversation of a patient is kept after its latest answer, and one of staff, in seconds.
UNFINISHED_SECONDS, FINISHED_SECONDS = 24 * 3600, 72 * 3600
STAFF_SECONDS = int(float(os.environ.get("KNOGLETJEK_STAFF_HOURS", "72")) * 3600)
#: How often what is over is removed, in seconds.
PURGE_EVERY = int(os.environ.get("KNOGLETJEK_PURGE_SECONDS", "600"))
#: The longest turn, in seconds; and how long a turn's lock outlives a killed process.
TURN_SECONDS, LOCK_SECONDS = 20, 10
#: How long after a failed start it is tried again, in seconds.
LOAD_AGAIN_SECONDS = float(os.environ.get("KNOGLETJEK_LOAD_AGAIN_SECONDS", "5"))
#: So many turns at once in one process; more are told to come again at once, instead of all waiting until none is answered in time.
MOST_AT_ONCE = 150
#: Least free space on the database's disk, in bytes; below it `/healthz` is red.
LEAST_FREE = 100 * 1024 * 1024
#: How long a session of the page is good, in seconds; the answers themselves go sooner (retention).
SESSION_SECONDS = 7 * 24 * 3600
#: How long a hand-off code is good, in seconds.
HANDOFF_SECONDS = 72 * 3600
#: How many stored conversations are kept ready in memory between their turns.
MAX_RECENT = 200


def database_url() -> str:
    """The database of the conversations, as SQLAlchemy wants it: that of PostgreSQL where one is given, else the SQLite file."""
    if os.environ.get("KNOGLETJEK_POSTGRES_URL"):
        return os.environ["KNOGLETJEK_POSTGRES_URL"]
    return f"sqlite:///{database_file()}"


def database_file() -> Path:
    """The SQLite file, as the environment names it now."""
    return Path(os.environ.get("KNOGLETJEK_DB", DATABASE))


def redis_address() -> Tuple[str, int]:
    """Host and port of the Redis that several processes share; no host where there is one process."""
    return os.environ.get("KNOGLETJEK_REDIS_HOST", ""), int(os.environ.get("KNOGLETJEK_REDIS_PORT", "6379"))


def prepare_environment() -> None:
    """Quiet the libraries and tell Rasa where the database is; call before importing Rasa."""
    import structlog

    # What Rasa's pinned packages say of each other's age, and Rasa's debug lines, help nobody who starts a clinic's assistant.
    # (A filter is not enough: some of them set filters of their own.)
    warnings.showwarning = lambda *_, **__: None
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    defaults = {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        # Rasa's own setting.
        "TICKET_LOCK_LIFETIME": str(LOCK_SECONDS),
        "KNOGLETJEK_DB": str(DATABASE),
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    DATABASE.parent.mkdir(parents=True, exist_ok=True)
