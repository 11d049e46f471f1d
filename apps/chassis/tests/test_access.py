from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.app import OpenAPI

Lines = Callable[[], list[dict[str, Any]]]


def test_each_request_writes_one_line_without_its_query(app: OpenAPI, lines: Lines) -> None:
    app.test_client().get("/api/cups?limit=3", headers={"X-Request-Id": "order-17"})

    (line,) = lines()
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["route"]) == ("GET", "/api/cups", "/api/cups")
    assert (line["status"], line["request_id"]) == (200, "order-17")
    assert line["duration_ms"] > 0
    assert "limit" not in str(line)


def test_successful_probes_write_nothing(app: OpenAPI, lines: Lines) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        app.test_client().get(path)

    assert lines() == []


def test_an_unexpected_error_is_logged_with_its_request_id_and_answered_without_its_reason(
    app: OpenAPI, lines: Lines
) -> None:
    answer = app.test_client().get("/api/cups/broken", headers={"X-Request-Id": "order-17"})

    error, request = lines()
    assert "hunter2" in error["exception"]
    assert error["request_id"] == request["request_id"] == "order-17"
    assert request["status"] == 500
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
