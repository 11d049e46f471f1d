"""Rate limits by caller: 429 with Retry-After for who asks too often, so that the others are served.

    limiter = Limiter(settings)
    limiter.install(app, "/api/catalog", "50/second")        # RATE_LIMIT, where it is set, instead
    limiter.check("orders", "10/minute")                      # in a view: for what costs more

Counts live in the process: each process allows as much. A shared limiter counts in the cache that all tasks share
(CACHE_URL), at the price of a call to it in each request, which suits low limits; a dead cache fails no request: the
process counts by itself for some seconds. Limits are written as the library `limits` reads them: `10/second`,
`100 per minute`, several with `;`. Who calls from this very machine is not limited.
"""

from __future__ import annotations

import math
import time

import limits
import structlog
from flask import Flask, request
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from pydantic import Field

from chassis import callers
from chassis.cache import CacheSettings, redis_client
from chassis.callers import is_loopback
from chassis.problems import ProblemError

log = structlog.get_logger("chassis.rates")

ALONE_SECONDS = 5.0


class RateSettings(CacheSettings):
    """What a service with rate limits reads.

    rate_limit: instead of the one that the service sets for its whole API; `off` for none.
    proxies: how many proxies of ours append to X-Forwarded-For: 1 for the load balancer, 2 behind CloudFront too, 0
    behind API Gateway, which tells a function the caller's address beside the headers.
    """

    rate_limit: str | None = None
    proxies: int = Field(default=1, ge=0)


class Limiter:
    """Counts what each caller asks for. shared: in the cache of all tasks, where there is one."""

    def __init__(self, settings: RateSettings, *, shared: bool = False) -> None:
        self._settings = settings
        self._alone = FixedWindowRateLimiter(MemoryStorage())
        self._together = self._alone
        self._alone_until = 0.0
        if shared and settings.cache_url is not None:
            self._together = FixedWindowRateLimiter(_shared(settings))

    def install(self, app: Flask, prefix: str, limit: str) -> None:
        """Limit all routes under `prefix`."""
        limit = self._settings.rate_limit or limit
        if limit == "off":
            return
        parsed = limits.parse_many(limit)

        @app.before_request
        def _check() -> None:
            if request.path.startswith(prefix):
                self._hit(prefix, parsed)

    def check(self, what: str, limit: str) -> None:
        """Count one more of `what` for the caller. Raises ProblemError (429)."""
        if self._settings.rate_limit != "off":
            self._hit(what, limits.parse_many(limit))

    def _hit(self, what: str, parsed: list[limits.RateLimitItem]) -> None:
        who = callers.name(self._settings.proxies)
        if is_loopback(who):
            return
        for item in parsed:
            if not self._allowed(item, what, who):
                seconds = max(1, math.ceil(self._reset_at(item, what, who) - time.time()))
                raise ProblemError(
                    429,
                    f"More than {item} were asked for. Try again in {seconds} s.",
                    headers={"Retry-After": str(seconds)},
                )

    def _allowed(self, item: limits.RateLimitItem, what: str, who: str) -> bool:
        if self._together is not self._alone and time.monotonic() > self._alone_until:
            try:
                return self._together.hit(item, what, who)
            except Exception as error:  # whatever its client raises: a limit is no reason to fail
                log.warning("the cache does not count", error=type(error).__name__)
                self._alone_until = time.monotonic() + ALONE_SECONDS
        return self._alone.hit(item, what, who)

    def _reset_at(self, item: limits.RateLimitItem, what: str, who: str) -> float:
        counter = self._together if time.monotonic() > self._alone_until else self._alone
        try:
            return counter.get_window_stats(item, what, who).reset_time
        except Exception:  # as above
            return time.time() + item.get_expiry()


def _shared(settings: CacheSettings) -> Storage:
    client = redis_client(settings)
    return RedisStorage(settings.cache_url or "", connection_pool=client.connection_pool)
