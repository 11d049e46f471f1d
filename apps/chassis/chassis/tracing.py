"""Request ids and W3C trace context: taken from the caller, put in every log line, handed on.

A caller's `X-Request-Id` is kept if it is sane, else one is made; the answer always carries it. `traceparent`
(W3C Trace Context, level 1) is continued with a span of our own, or started.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, request

REQUEST_ID = re.compile(r"[A-Za-z0-9._:=@/+-]{1,128}")
TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?"
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where this request stands: its own id, and its span within a trace."""

    request_id: str
    trace_id: str
    span_id: str
    flags: str

    @property
    def traceparent(self) -> str:
        """The header's value for calls that this request makes."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def current() -> Trace:
    """Give the trace of the request being served. Raises RuntimeError outside of one."""
    trace: Trace = g.trace
    return trace


def outgoing_headers() -> dict[str, str]:
    """Give the headers that a call to another service must carry, so that logs and traces join up."""
    trace = current()
    return {"X-Request-Id": trace.request_id, "traceparent": trace.traceparent}


def read(request_id: str | None, traceparent: str | None) -> Trace:
    """Continue the caller's trace; what is missing or malformed is replaced, never refused."""
    if request_id is None or not REQUEST_ID.fullmatch(request_id):
        request_id = secrets.token_hex(16)
    match = TRACEPARENT.fullmatch(traceparent or "")
    # Version 00 ends after the flags; only a later version may carry more.
    if match is None or (match[3] is not None and match[0].startswith("00")):
        return Trace(request_id, secrets.token_hex(16), secrets.token_hex(8), "00")
    return Trace(request_id, match[1], secrets.token_hex(8), match[2])


def install(app: Flask) -> None:
    """Give every request a trace, and its logs and answer the request id."""

    @app.before_request
    def _begin() -> None:
        trace = read(request.headers.get("X-Request-Id"), request.headers.get("traceparent"))
        g.trace = trace
        structlog.contextvars.bind_contextvars(request_id=trace.request_id, trace_id=trace.trace_id)

    @app.after_request
    def _answer(response: Response) -> Response:
        response.headers["X-Request-Id"] = current().request_id
        return response

    @app.teardown_request
    def _end(_: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()
