"""One log line per request: what was asked, what was answered, how long it took."""

from __future__ import annotations

from collections.abc import Iterable

from chassis import logs
from chassis.reports import Answered

# The load balancer and the scraper ask every few seconds; their successes are logged at debug level only.
PROBES = frozenset({"/health/live", "/health/ready", "/metrics"})


class AccessLog:
    """Writes the lines, around the processors of structlog: they would cost more than all else in the chassis."""

    def __init__(self, service: str, environment: str, level: logs.Level) -> None:
        self._names = {"logger": "chassis.access", "service": service, "environment": environment}
        self._debug = level == "debug"
        self._info = level in ("debug", "info")

    def write(self, requests: Iterable[Answered]) -> None:
        """Log requests."""
        lines = []
        for trace, method, path, route, status, seconds, at in requests:
            probe = path in PROBES and status < 500
            if not (self._debug if probe else self._info):
                continue
            line = {
                "event": "request",
                "method": method,
                "path": path,
                "route": route,
                "status": status,
                "duration_ms": round(seconds * 1000, 2),
                "request_id": trace.request_id,
                "trace_id": trace.trace_id,
                "level": "debug" if probe else "info",
                **self._names,
                "timestamp": logs.timestamp(at),
            }
            lines.append(logs.render(line))
        if lines:
            logs.write(b"".join(lines))
