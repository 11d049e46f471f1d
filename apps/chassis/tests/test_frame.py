from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chassis import queueing
from chassis.app import OpenAPI

Lines = Callable[[], list[dict[str, Any]]]


def test_a_request_that_waited_long_is_refused_and_told_when_to_come_back(app: OpenAPI, lines: Lines) -> None:
    queueing.note(1.5)

    answer = app.test_client().get("/api/cups")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json is not None
    assert answer.json["type"] == "urn:problem-type:overloaded"
    assert answer.json["detail"] == (
        "There is more to do than this service can do at the moment. Try again in 1 s."
    )
    (line,) = lines()
    assert (line["status"], line["route"]) == (503, None)
    assert line["duration_ms"] >= 1500


def test_only_the_request_that_waited_is_refused(app: OpenAPI) -> None:
    queueing.note(1.5)
    client = app.test_client()

    assert [client.get("/api/cups").status_code for _ in range(2)] == [503, 200]


def test_a_service_with_much_to_do_is_still_alive(app: OpenAPI) -> None:
    queueing.note(5)

    assert app.test_client().get("/health/live").status_code == 200


def test_a_request_that_ends_with_an_exception_is_reported_too(app: OpenAPI, lines: Lines) -> None:
    app.testing = True  # Flask lets exceptions of its own error handlers through

    @app.errorhandler(404)
    def _broken(_: Exception) -> str:
        raise LookupError

    with pytest.raises(LookupError):
        app.test_client().get("/nowhere")

    assert [line["status"] for line in lines()] == [500]
    assert 'route="unmatched",status="500"} 1.0' in app.test_client().get("/metrics").text
