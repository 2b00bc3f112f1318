"""Logs without personal data: one JSON object a line, on standard error (structlog, as the engine uses it).

The engine and its libraries write messages, SQL parameters and request bodies into their log lines when something goes wrong. So only this
project's own lines keep their words; of any other line the logger, the level and the place in the code are kept. An exception is told by
its type and the code lines of its traceback: no message, no locals.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from typing import Any, Dict, Iterator, List

import structlog

OWN = "knogletjek"
#: A structlog event of the engine's is a name in its code, never a sentence.
_NAME = re.compile(r"[a-z0-9_.]{1,100}", re.ASCII)
#: What stays of a line besides its words.
_KEPT = ("level", "logger", "timestamp", "where", "errors", "code")


def install(level: int = logging.INFO) -> None:
    """Log this way from now on, uncaught exceptions included."""
    shared = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[without_personal_data, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level)
    # A line that cannot be written must not be printed with its arguments instead.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = lambda kind, error, trace: logging.getLogger(OWN).critical("uncaught", exc_info=(kind, error, trace))
    threading.excepthook = lambda found: logging.getLogger(OWN).critical(
        "uncaught in a thread",
        exc_info=(found.exc_type, found.exc_value, found.exc_traceback),  # type: ignore[arg-type]
    )


def without_personal_data(_: Any, __: str, event: Dict[str, Any]) -> Dict[str, Any]:
    """The line without anything that a person may have written."""
    record: logging.LogRecord = event["_record"]
    error = event.get("exc_info") or record.exc_info
    error = sys.exc_info() if error is True else error
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event.update(errors=[type(one).__name__ for one in _chain(error)], code=list(_code(error)))
    words = event.get("event", "")
    if not event.get("logger", "").startswith(OWN):
        event["where"] = f"{record.module}:{record.lineno}"
        words = words if event["_from_structlog"] and _NAME.fullmatch(str(words)) else "(text left out)"
    return {"event": words, **{key: event[key] for key in _KEPT if key in event}}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and those that it came from."""
    seen: List[BaseException] = []
    found: Any = error
    while found is not None and found not in seen:
        seen.append(found)
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _code(error: BaseException) -> Iterator[str]:
    """The code lines of the traceback, outermost first."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}: {frame.line}"
