from __future__ import annotations

import pytest
from chassis import tracing
from chassis.app import OpenAPI

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_the_callers_request_id_comes_back(app: OpenAPI) -> None:
    answer = app.test_client().get("/health/live", headers={"X-Request-Id": "order-17"})

    assert answer.headers["X-Request-Id"] == "order-17"


@pytest.mark.parametrize("strange", ["", "a b", "x" * 129, 'x"}'])
def test_a_strange_request_id_is_replaced(app: OpenAPI, strange: str) -> None:
    answer = app.test_client().get("/health/live", headers={"X-Request-Id": strange})

    assert len(answer.headers["X-Request-Id"]) == 32


def test_a_trace_goes_on_with_a_span_of_our_own() -> None:
    trace = tracing.read("r1", f"00-{TRACE}-00f067aa0ba902b7-01")

    assert trace.trace_id == TRACE
    assert trace.span_id != "00f067aa0ba902b7"
    assert trace.traceparent == f"00-{TRACE}-{trace.span_id}-01"


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "",
        f"00-{TRACE}-00f067aa0ba902b7",
        f"00-{TRACE}-0000000000000000-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"00-{TRACE}-00f067aa0ba902b7-01-more",
    ],
)
def test_a_malformed_traceparent_starts_a_new_trace(malformed: str | None) -> None:
    trace = tracing.read("r1", malformed)

    assert trace.trace_id not in (TRACE, "0" * 32)
    assert len(trace.trace_id) == 32


def test_calls_to_other_services_carry_the_request_id_and_the_trace(app: OpenAPI) -> None:
    @app.get("/api/cups/call")
    def _call() -> dict[str, str]:
        return tracing.outgoing_headers()

    sent = app.test_client().get(
        "/api/cups/call",
        headers={"X-Request-Id": "order-17", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
    )

    assert sent.json is not None
    assert sent.json["X-Request-Id"] == "order-17"
    assert sent.json["traceparent"].startswith(f"00-{TRACE}-")
