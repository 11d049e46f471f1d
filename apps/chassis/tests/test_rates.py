from __future__ import annotations

from typing import Any

import pytest
from chassis import rates
from chassis.app import OpenAPI, create_app
from chassis.functions import function_handler
from chassis.rates import Limiter, RateSettings
from chassis.settings import ServiceSettings
from chassis.testing_cache import redis
from werkzeug.test import TestResponse


class Invocation:
    """What Lambda tells."""

    aws_request_id = "11111111-2222-3333-4444-555555555555"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def limited(app: OpenAPI, limit: str = "2/minute", **settings: Any) -> OpenAPI:
    Limiter(RateSettings(environment="test", **settings)).install(app, "/api/cups", limit)
    return app


def ask(app: OpenAPI, address: str = "203.0.113.7", path: str = "/api/cups") -> TestResponse:
    return app.test_client().get(path, headers={"X-Forwarded-For": address})


def test_who_asks_too_often_is_told_when_to_come_back(app: OpenAPI) -> None:
    limited(app)

    answers = [ask(app) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json is not None
    assert answers[2].json["detail"].startswith("More than 2 per 1 minute were asked for. Try again in ")


def test_each_caller_is_counted_apart(app: OpenAPI) -> None:
    limited(app)
    for _ in range(3):
        ask(app)

    assert ask(app, "203.0.113.8").status_code == 200


def test_an_address_that_the_caller_made_up_counts_nothing(app: OpenAPI) -> None:
    limited(app)

    answers = [ask(app, f"10.0.0.{number}, 203.0.113.7").status_code for number in range(3)]

    assert answers == [200, 200, 429]


def test_behind_two_proxies_the_first_of_them_saw_the_caller(app: OpenAPI) -> None:
    limited(app, proxies=2)

    answers = [ask(app, f"203.0.113.{number}, 130.176.0.1").status_code for number in range(3)]

    assert answers == [200] * 3


def test_a_service_of_ours_that_came_by_the_inner_way_is_counted_by_its_own_address(app: OpenAPI) -> None:
    limited(app, proxies=2)

    answers = [ask(app, f"10.0.0.{number}").status_code for number in range(3)]

    assert answers == [200] * 3


def test_behind_api_gateway_no_header_counts_but_the_address_that_it_tells(app: OpenAPI) -> None:
    handler = function_handler(lambda: limited(app, proxies=0))

    answers = [
        handler(
            {
                "version": "2.0",
                "routeKey": "ANY /api/cups",
                "rawPath": "/api/cups/openapi.json",
                "rawQueryString": "",
                "headers": {"x-forwarded-for": f"10.0.0.{number}, 192.0.2.{number}"},
                "requestContext": {
                    "http": {
                        "method": "GET",
                        "path": "/api/cups/openapi.json",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "203.0.113.7",
                    }
                },
                "body": "",
                "isBase64Encoded": False,
            },
            Invocation(),
        )
        for number in range(3)
    ]

    assert [answer and answer["statusCode"] for answer in answers] == [200, 200, 429]


def test_all_tasks_count_together_where_they_share_a_cache(app: OpenAPI, settings: ServiceSettings) -> None:
    other = create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0")
    with redis() as server:
        shared = RateSettings(environment="test", cache_url=server.url)
        for task in (app, other):
            Limiter(shared, shared=True).install(task, "/api/cups", "2/minute")

        answers = [ask(task, path="/api/cups/openapi.json").status_code for task in (app, other, app)]

    assert answers == [200, 200, 429]


def test_this_machine_is_not_limited(app: OpenAPI) -> None:
    limited(app, "1/minute")

    assert [ask(app, "127.0.0.1").status_code for _ in range(3)] == [200] * 3


def test_other_routes_are_not_counted(app: OpenAPI) -> None:
    limited(app, "1/minute")

    assert [ask(app, path="/health/live").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(("setting", "statuses"), [("off", [200] * 4), ("3/minute", [200, 200, 200, 429])])
def test_the_environment_may_set_another_limit(app: OpenAPI, setting: str, statuses: list[int]) -> None:
    limited(app, "1/minute", rate_limit=setting)

    assert [ask(app).status_code for _ in range(4)] == statuses


def test_a_view_may_count_what_costs_more(app: OpenAPI) -> None:
    limiter = Limiter(RateSettings(environment="test"))

    @app.get("/api/cups/dear")
    def _dear() -> dict[str, str]:
        limiter.check("dear", "1/minute")
        return {}

    answers = [ask(app, path="/api/cups/dear").status_code for _ in range(2)]

    assert (answers, ask(app).status_code) == ([200, 429], 200)


def test_a_dead_cache_lets_the_process_count_by_itself(app: OpenAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = RateSettings(environment="test", cache_url="redis://127.0.0.1:1")
    Limiter(settings, shared=True).install(app, "/api/cups", "2/minute")

    answers = [ask(app).status_code for _ in range(3)]
    monkeypatch.setattr(rates, "ALONE_SECONDS", 0)

    assert answers == [200, 200, 429]
