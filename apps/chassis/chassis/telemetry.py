"""OpenTelemetry spans, exported by OTLP over HTTP; off, and not even imported, unless an address is given.

OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) switches it on; the SDK reads the other variables
of the specification itself: OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, OTEL_RESOURCE_ATTRIBUTES and so on.
Attributes follow OpenTelemetry's "Semantic conventions for HTTP spans". Spans go out in batches, by a thread; a
collector that is down costs a log line, never a request.

A request's span is the current one of OpenTelemetry's API, so libraries that are instrumented for it join in.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from chassis.tracing import Trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span

VARIABLES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
EXPORT_SECONDS = 3
SERVER_ERROR = 500
CLIENT_ERROR = 400


class Spans:
    """Makes the spans of one service."""

    def __init__(self, service: str, environment: str, exporter: SpanExporter) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        resource = Resource.create({"service.name": service, "deployment.environment.name": environment})
        self._provider = TracerProvider(resource=resource)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("chassis")

    def serve(self, trace: Trace, method: str, path: str) -> OpenSpan:
        """Begin the span of a request that is served; `trace` goes on with its id."""
        from opentelemetry import trace as api

        parent = api.set_span_in_context(api.NonRecordingSpan(_parent(trace))) if trace.parent_id else None
        span = self._tracer.start_span(
            method,
            context=parent,
            kind=api.SpanKind.SERVER,
            attributes={"http.request.method": method, "url.path": path, "request.id": trace.request_id},
        )
        own = span.get_span_context()
        trace.trace_id, trace.span_id = f"{own.trace_id:032x}", f"{own.span_id:016x}"
        trace.flags = f"{own.trace_flags:02x}"
        return OpenSpan(span, method, SERVER_ERROR)

    def call(self, method: str, callee: str, url: str) -> OpenSpan:
        """Begin the span of a call to another service, inside the current one."""
        from opentelemetry.trace import SpanKind

        span = self._tracer.start_span(
            f"{method} {callee}",
            kind=SpanKind.CLIENT,
            attributes={"http.request.method": method, "url.full": url, "server.address": callee},
        )
        return OpenSpan(span, None, CLIENT_ERROR)

    def close(self) -> None:
        """Export what waits, then no more."""
        self._provider.shutdown()

    def flush(self) -> None:
        """Export what waits: before a process is frozen or ends."""
        self._provider.force_flush()


class OpenSpan:
    """A span that has begun; the current one until it ends."""

    def __init__(self, span: Span, method: str | None, error_from: int) -> None:
        from opentelemetry import trace as api

        self._span = span
        self._method = method
        self._error_from = error_from
        self._use: AbstractContextManager[Any] = api.use_span(span)
        self._use.__enter__()

    def headers(self) -> dict[str, str]:
        """Give the trace context that the callee goes on with."""
        own = self._span.get_span_context()
        return {"traceparent": f"00-{own.trace_id:032x}-{own.span_id:016x}-{own.trace_flags:02x}"}

    def end(self, route: str | None, status: int) -> None:
        """End it. status: of the answer; 0 where there was none. From 500 on a server has failed, from 400 a call."""
        from opentelemetry.trace import Status, StatusCode

        if route and self._method:
            self._span.update_name(f"{self._method} {route}")
            self._span.set_attribute("http.route", route)
        if status:
            self._span.set_attribute("http.response.status_code", status)
        if not status or status >= self._error_from:
            self._span.set_attribute("error.type", str(status or "no answer"))
            self._span.set_status(Status(StatusCode.ERROR))
        self._use.__exit__(None, None, None)
        self._span.end()


def _parent(trace: Trace) -> Any:
    from opentelemetry.trace import SpanContext, TraceFlags, TraceState

    return SpanContext(
        trace_id=int(trace.trace_id, 16),
        span_id=int(trace.parent_id, 16),
        is_remote=True,
        trace_flags=TraceFlags(int(trace.flags, 16)),
        trace_state=TraceState.from_header([trace.tracestate]) if trace.tracestate else TraceState(),
    )


def spans(service: str, environment: str) -> Spans | None:
    """Give the spans of this service, None where no collector is named."""
    if not any(os.environ.get(name) for name in VARIABLES):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise SystemExit(
            f"{service} cannot start: {VARIABLES[0]} is set, but OpenTelemetry is not installed."
            " Add chassis[telemetry] to the service's requirements, or unset the variable."
        ) from None
    global _active  # noqa: PLW0603  # clients are made without knowing of the app; a process serves one
    # Short, since a process that ends waits for it; the variable of the specification (milliseconds there) goes first.
    timeout = None if os.environ.get("OTEL_EXPORTER_OTLP_TIMEOUT") else EXPORT_SECONDS
    _active = Spans(service, environment, OTLPSpanExporter(timeout=timeout))
    return _active


def active() -> Spans | None:
    """Give the spans of the service that this process runs, None where there are none."""
    return _active


_active: Spans | None = None
