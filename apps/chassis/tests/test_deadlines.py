from __future__ import annotations

import time

import pytest
from chassis import deadlines, queueing
from chassis.app import OpenAPI
from chassis.deadlines import DeadlineExceededError


@pytest.fixture
def app(app: OpenAPI) -> OpenAPI:
    @app.get("/api/cups/left")
    def _left() -> dict[str, float | None]:
        return {"seconds": deadlines.remaining()}

    @app.get("/api/cups/long")
    def _long() -> dict[str, float]:
        time.sleep(0.02)
        deadlines.check()
        return {}

    return app


def left(app: OpenAPI, header: str | None) -> float:
    headers = {} if header is None else {deadlines.HEADER: header}
    answer = app.test_client().get("/api/cups/left", headers=headers)
    assert answer.json is not None
    return float(answer.json["seconds"])


def test_the_caller_says_how_long_it_waits(app: OpenAPI) -> None:
    assert 1.9 < left(app, "2000") <= 2


@pytest.mark.parametrize("header", [None, "", "soon", "-1", "1.5", "²", "9" * 10, "999999999"])
def test_without_a_sane_limit_the_services_own_holds(app: OpenAPI, header: str | None) -> None:
    assert 9.9 < left(app, header) <= 10


def test_a_request_that_waited_too_long_for_its_turn_is_not_begun(app: OpenAPI) -> None:
    queueing.note(0.5)

    answer = app.test_client().get("/api/cups/left", headers={deadlines.HEADER: "400"})

    assert (answer.status_code, answer.content_type) == (504, "application/problem+json")
    assert answer.json is not None
    assert answer.json["detail"] == (
        "The time for this request was over before it was done. Try again, or allow more time."
    )
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_work_can_stop_when_nobody_waits_for_it_any_more(app: OpenAPI) -> None:
    answer = app.test_client().get("/api/cups/long", headers={deadlines.HEADER: "10"})

    assert answer.status_code == 504


def test_a_step_gets_what_is_left_or_its_own_limit() -> None:
    token = deadlines.enter(time.monotonic() + 5)
    try:
        assert deadlines.allowed(2) == 2
        assert 4.9 < deadlines.allowed(60) <= 5
    finally:
        deadlines.leave(token)
    assert deadlines.allowed(60) == 60


def test_a_step_is_not_begun_when_nothing_is_left() -> None:
    token = deadlines.enter(time.monotonic() - 1)
    try:
        with pytest.raises(DeadlineExceededError):
            deadlines.allowed(2)
    finally:
        deadlines.leave(token)
