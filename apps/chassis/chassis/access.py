"""One log line per request: what was asked, what was answered, how long it took."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, request

# The load balancer and the scraper ask every few seconds; their successes are logged at debug level only.
PROBES = frozenset({"health_live", "health_ready", "metrics"})


def install(app: Flask) -> None:
    """Log each request when its answer is complete.

    The line has the path without the query string: that may hold what nobody should read.
    """
    log = structlog.get_logger("chassis.access")

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _log(response: Response) -> Response:
        rule = request.url_rule
        probe = request.endpoint in PROBES and response.status_code < 500
        write = log.debug if probe else log.info
        write(
            "request",
            method=request.method,
            path=request.path,
            route=rule.rule if rule else None,
            status=response.status_code,
            duration_ms=round((time.perf_counter() - g.began) * 1000, 2),
        )
        return response
