"""Request ids and W3C trace context: taken from the caller, put in every log line, handed on.

A caller's `X-Request-Id` is kept if it is sane, else one is made; the answer always carries it. `traceparent`
(W3C Trace Context, level 1) is continued with a span of our own, or started; `tracestate` is handed on with it.
"""

from __future__ import annotations

import random
import re
from contextvars import ContextVar
from typing import Any

import structlog

REQUEST_ID = re.compile(r"[A-Za-z0-9._:=@/+-]{1,128}")
TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?"
)
MAX_TRACESTATE = 512  # characters that must be handed on (source: "W3C Trace Context", section 3.3.1.5)


class Trace:
    """Where this request stands: its own id, and its span within a trace.

    parent_id: the caller's span, empty where the trace starts here.
    """

    __slots__ = ("flags", "parent_id", "request_id", "span_id", "trace_id", "tracestate")

    def __init__(
        self,
        request_id: str,
        trace_id: str,
        span_id: str,
        flags: str = "00",
        tracestate: str = "",
        parent_id: str = "",
    ) -> None:
        self.request_id = request_id
        self.trace_id = trace_id
        self.span_id = span_id
        self.flags = flags
        self.tracestate = tracestate
        self.parent_id = parent_id

    @property
    def traceparent(self) -> str:
        """The header's value for calls that this request makes."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)
# Set and reset by whoever serves a request (`chassis.frame`).
enter = _current.set
leave = _current.reset


def current() -> Trace:
    """Give the trace of the request being served. Raises RuntimeError outside of one."""
    trace = _current.get()
    if trace is None:
        raise RuntimeError("no request is being served here, so there is no trace")
    return trace


def present() -> Trace | None:
    """Give the trace of the request being served, None outside of one."""
    return _current.get()


def outgoing_headers() -> dict[str, str]:
    """Give the headers that a call to another service must carry, so that logs and traces join up."""
    return headers(current())


def headers(trace: Trace) -> dict[str, str]:
    """Give the headers that join a call to `trace`."""
    found = {"X-Request-Id": trace.request_id, "traceparent": trace.traceparent}
    if trace.tracestate:
        found["tracestate"] = trace.tracestate
    return found


def read(request_id: str | None, traceparent: str | None, tracestate: str | None = None) -> Trace:
    """Continue the caller's trace; what is missing or malformed is replaced, never refused."""
    # Ids are no secrets, so no system call for them; Python seeds this generator again in a forked worker.
    # All zeros, which W3C forbids, would come up once in 2^64.
    made = f"{random.getrandbits(320):080x}"
    if request_id is None or not REQUEST_ID.fullmatch(request_id):
        request_id = made[:32]
    match = TRACEPARENT.fullmatch(traceparent) if traceparent else None
    # Version 00 ends after the flags; only a later version may carry more.
    if match is None or (match[4] is not None and match[0].startswith("00")):
        return Trace(request_id, made[32:64], made[64:])
    state = tracestate if tracestate and len(tracestate) <= MAX_TRACESTATE else ""
    return Trace(request_id, match[1], made[64:], match[3], state, match[2])


def start() -> Trace:
    """Start a trace for work that no request asked for: a job, a message, a background worker."""
    return read(None, None)


def name_trace(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Put the request id and the trace id into a log line: a processor for structlog."""
    trace = _current.get()
    if trace is not None:
        event["request_id"] = trace.request_id
        event["trace_id"] = trace.trace_id
    return event
