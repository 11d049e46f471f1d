from __future__ import annotations

import threading
from typing import Literal

import pytest
from chassis import draining, health
from chassis.app import Check, OpenAPI, create_app
from chassis.settings import ServiceSettings
from werkzeug.test import TestResponse


class Dependency:
    """Answers, fails or hangs, as told."""

    def __init__(self) -> None:
        self.fails = False
        self.hangs = False
        self.asked = 0
        self.released = threading.Event()

    def probe(self) -> None:
        self.asked += 1
        if self.hangs:
            self.released.wait(5)
        if self.fails:
            raise ConnectionError("secret address")


@pytest.fixture
def dependency(monkeypatch: pytest.MonkeyPatch) -> Dependency:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0.0)
    return Dependency()


def service(
    settings: ServiceSettings, dependency: Dependency, gate: Literal["start", "always"] = "start"
) -> OpenAPI:
    check = Check("table", dependency.probe, timeout_seconds=0.1, gate=gate)
    return create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0", checks=[check])


def ready(app: OpenAPI) -> TestResponse:
    return app.test_client().get("/health/ready")


def test_a_service_without_checks_is_ready(app: OpenAPI) -> None:
    assert ready(app).json == {"status": "ready", "checks": {}}


def test_a_service_is_ready_when_its_dependencies_answer(
    settings: ServiceSettings, dependency: Dependency
) -> None:
    answer = ready(service(settings, dependency))

    assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": {"table": "ok"}})


def test_a_service_is_not_ready_before_its_dependency_has_answered_once(
    settings: ServiceSettings, dependency: Dependency
) -> None:
    app = service(settings, dependency)
    dependency.fails = True

    answer = ready(app)

    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "checks": {"table": "ConnectionError"}}


def test_a_service_stays_in_when_a_dependency_that_all_tasks_share_fails_later(
    settings: ServiceSettings, dependency: Dependency
) -> None:
    app = service(settings, dependency)
    ready(app)
    dependency.fails = True

    answer = ready(app)

    assert answer.status_code == 200
    assert answer.json == {"status": "degraded", "checks": {"table": "ConnectionError"}}


def test_a_service_goes_out_when_a_dependency_that_gates_it_always_fails_later(
    settings: ServiceSettings, dependency: Dependency
) -> None:
    app = service(settings, dependency, "always")
    ready(app)
    dependency.fails = True

    assert ready(app).status_code == 503


def test_a_dependency_that_hangs_is_waited_for_until_the_time_out_and_asked_once(
    settings: ServiceSettings, dependency: Dependency
) -> None:
    app = service(settings, dependency)
    dependency.hangs = True

    answers = [ready(app) for _ in range(3)]
    dependency.released.set()

    assert [answer.json for answer in answers] == [
        {"status": "unavailable", "checks": {"table": "no answer within 0.1 s"}}
    ] * 3
    assert dependency.asked == 1


def test_an_answer_is_kept_for_a_second(settings: ServiceSettings) -> None:
    dependency = Dependency()
    app = service(settings, dependency)

    ready(app)
    ready(app)

    assert dependency.asked == 1


def test_a_draining_service_is_alive_but_not_ready(app: OpenAPI) -> None:
    draining.begin()

    answer = ready(app)

    assert (answer.status_code, answer.json) == (503, {"status": "draining"})
    assert app.test_client().get("/health/live").status_code == 200
