"""What happens around every request, in one pass around Flask: trace, deadline, shedding, metrics, log line, headers.

As hooks of Flask's these cost more than Flask itself (a proxy, a lookup and a check for coroutines each); here they
are plain calls with what they need at hand. A concern of single routes stays a hook or a decorator.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextvars import Token
from typing import TYPE_CHECKING, Any

from chassis import deadlines, problems, queueing, security, tracing
from chassis.access import PROBES
from chassis.problems import ProblemError
from chassis.reports import Answered, Reports
from chassis.telemetry import Spans
from chassis.tracing import Trace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RETRY_AFTER_SECONDS = 1


class OverloadedError(ProblemError):
    """The request waited so long for its turn that it is better refused."""

    def __init__(self) -> None:
        super().__init__(
            503,
            f"There is more to do than this service can do at the moment. Try again in {RETRY_AFTER_SECONDS} s.",
            kind="overloaded",
            title="Overloaded",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )


class Frame:
    """A WSGI application around another."""

    def __init__(
        self,
        app: WSGIApplication,
        *,
        reports: Reports,
        active: set[Trace],
        spans: Spans | None,
        timeout_seconds: float,
        shed_after_seconds: float,
    ) -> None:
        self._app = app
        self._report = reports.add
        self._active = active
        self._spans = spans
        self._timeout_seconds = timeout_seconds
        self._shed_after_seconds = shed_after_seconds

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a request."""
        waited = queueing.waited()
        arrived = time.monotonic() - waited
        get = environ.get
        trace = tracing.read(get("HTTP_X_REQUEST_ID"), get("HTTP_TRACEPARENT"), get("HTTP_TRACESTATE"))
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        span = None if self._spans is None else self._spans.serve(trace, method, path)
        deadline = deadlines.read(get(deadlines.ENVIRON), arrived, self._timeout_seconds)
        tokens: tuple[Token[Any], Token[Any]] = tracing.enter(trace), deadlines.enter(deadline)
        self._active.add(trace)
        status, route = 500, None

        def answer(line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status, route
            status = int(line[:3])
            rule = getattr(
                get("werkzeug.request"), "url_rule", None
            )  # Flask has not seen what is refused here
            route = None if rule is None else rule.rule
            headers.append(("X-Request-Id", trace.request_id))
            security.protect(headers)
            return start_response(line, headers, exc_info) if exc_info else start_response(line, headers)

        try:
            if path not in PROBES:
                if waited > self._shed_after_seconds:
                    return problems.refuse(OverloadedError(), environ, answer)
                if time.monotonic() >= deadline:
                    return problems.refuse(deadlines.DeadlineExceededError(), environ, answer)
            return self._app(environ, answer)
        finally:
            self._active.discard(trace)
            self._report(
                Answered(trace, method, path, route, status, time.monotonic() - arrived, time.time())
            )
            if span is not None:
                span.end(route, status)
            deadlines.leave(tokens[1])
            tracing.leave(tokens[0])
