from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from chassis import telemetry, tracing
from chassis.app import OpenAPI, create_app
from chassis.settings import ServiceSettings
from chassis.telemetry import Spans
from opentelemetry import trace as api
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import BaseModel

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "tracestate": "vendor=1"}


class Which(BaseModel):
    name: str


@pytest.fixture
def exported() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def spans(exported: InMemorySpanExporter) -> Spans:
    return Spans("cups", "test", exported)


@pytest.fixture
def traced(settings: ServiceSettings, spans: Spans, monkeypatch: pytest.MonkeyPatch) -> OpenAPI:
    monkeypatch.setattr(telemetry, "spans", lambda *_: spans)
    app = create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0")

    @app.get("/api/cups/<name>")
    def _cup(path: Which) -> dict[str, str]:
        if path.name == "broken":
            raise LookupError
        current = api.get_current_span().get_span_context()
        return {"span": f"{current.span_id:016x}", "traceparent": tracing.current().traceparent}

    return app


def test_a_request_is_a_span_of_the_callers_trace(
    traced: OpenAPI, spans: Spans, exported: InMemorySpanExporter
) -> None:
    answer = traced.test_client().get("/api/cups/espresso", headers=CALLER)
    spans.flush()

    (span,) = exported.get_finished_spans()
    assert span.name == "GET /api/cups/<name>"
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == "00f067aa0ba902b7"
    assert span.context.trace_state.to_header() == "vendor=1"
    assert span.attributes is not None
    assert (span.attributes["http.route"], span.attributes["http.response.status_code"]) == (
        "/api/cups/<name>",
        200,
    )
    assert answer.json == {
        "span": f"{span.context.span_id:016x}",
        "traceparent": f"00-{TRACE}-{span.context.span_id:016x}-01",
    }
    assert span.resource.attributes["service.name"] == "cups"


def test_a_failure_is_marked_in_its_span(
    traced: OpenAPI, spans: Spans, exported: InMemorySpanExporter
) -> None:
    traced.test_client().get("/api/cups/broken")
    spans.flush()

    (span,) = exported.get_finished_spans()
    assert span.parent is None
    assert span.status.status_code is api.StatusCode.ERROR


def test_a_span_ends_with_its_request(traced: OpenAPI) -> None:
    traced.test_client().get("/api/cups/espresso")

    assert not api.get_current_span().get_span_context().is_valid


def test_a_callers_decision_not_to_sample_holds(
    traced: OpenAPI, spans: Spans, exported: InMemorySpanExporter
) -> None:
    unsampled = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-00"}

    answer = traced.test_client().get("/api/cups/espresso", headers=unsampled)
    spans.flush()

    assert answer.json is not None
    assert answer.json["traceparent"].startswith(f"00-{TRACE}-")
    assert answer.json["traceparent"].endswith("-00")
    assert exported.get_finished_spans() == ()


def test_without_a_collector_there_are_no_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in telemetry.VARIABLES:
        monkeypatch.delenv(name, raising=False)

    assert telemetry.spans("cups", "test") is None


@pytest.fixture
def collector() -> Iterator[tuple[str, list[str]]]:
    paths: list[str] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_go_to_the_collector_that_the_variable_names(
    collector: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "_active", None)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector[0])
    spans = telemetry.spans("cups", "test")
    assert spans is not None

    spans.serve(tracing.start(), "GET", "/").end(None, 200)
    spans.close()

    assert collector[1] == ["/v1/traces"]
    assert telemetry.active() is spans
