"""How often one caller may come: token buckets in this process.

Own code of twenty lines: the library for it, limits, needs a `packaging` that the engine's pins exclude. Several processes count
each for themselves; where that is not enough, nginx counts before them (deploy/nginx.conf).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Callable, Hashable, Tuple

from starlette.responses import JSONResponse, Response

from bot.texts import phrase

MOST_KEYS = 20_000


class Buckets:
    """`burst` at once, then `per_minute`; 0 a minute: no limit. The callers longest unseen are forgotten first."""

    def __init__(self, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self.clock = burst, per_minute / 60, clock
        self._filled: "OrderedDict[Hashable, Tuple[float, float]]" = OrderedDict()

    def take(self, key: Hashable) -> float:
        """0 when the caller may come, else the seconds until it may."""
        if not self.per_second:
            return 0.0
        now = self.clock()
        left, since = self._filled.pop(key, (float(self.burst), now))
        left = min(float(self.burst), left + (now - since) * self.per_second)
        allowed = left >= 1
        self._filled[key] = (left - allowed, now)
        if len(self._filled) > MOST_KEYS:
            self._filled.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self.per_second


def too_many(wait: float) -> Response:
    """429, and when to come again."""
    return JSONResponse({"error": phrase("too_many")}, status_code=429, headers={"Retry-After": str(math.ceil(wait))})
