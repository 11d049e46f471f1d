from __future__ import annotations

import pytest
from chassis.app import OpenAPI
from chassis.security import HEADERS


@pytest.mark.parametrize("path", ["/api/cups", "/api/cups/broken", "/nowhere", "/health/live"])
def test_every_answer_carries_the_security_headers(app: OpenAPI, path: str) -> None:
    answer = app.test_client().get(path)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_route_that_may_be_cached_says_so_itself(app: OpenAPI) -> None:
    @app.get("/api/cups/cached")
    def _cached() -> tuple[dict[str, str], dict[str, str]]:
        return {}, {"Cache-Control": "max-age=60"}

    assert app.test_client().get("/api/cups/cached").headers["Cache-Control"] == "max-age=60"
