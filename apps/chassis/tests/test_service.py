from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from chassis.app import OpenAPI
from flask import Response, jsonify, session, url_for
from pydantic import BaseModel


class Which(BaseModel):
    name: str


def test_an_answer_may_hold_what_python_has(app: OpenAPI) -> None:
    @app.get("/api/cups/values")
    def _values() -> Response:
        return jsonify(
            big=2**70,
            at=datetime(2026, 1, 2, tzinfo=UTC),
            id=UUID(int=1),
            price=Decimal("1.5"),
            numbers={1: "one"},
        )

    @app.get("/api/cups/dates")
    def _dates() -> Response:
        return jsonify(at=datetime(2026, 1, 2, tzinfo=UTC), price=Decimal("1.5"), numbers={1: "one"})

    big = app.test_client().get("/api/cups/values").json
    dates = app.test_client().get("/api/cups/dates").json

    assert big is not None
    assert big["big"] == 2**70
    assert dates == {"at": "2026-01-02T00:00:00+00:00", "price": "1.5", "numbers": {"1": "one"}}


def test_an_async_route_is_refused_when_it_is_added(app: OpenAPI) -> None:
    async def cup() -> str:
        return ""

    with pytest.raises(TypeError, match=r"/c: cup is async, but requests are served by threads\. Use def\."):
        app.add_url_rule("/c", view_func=cup)


def test_there_are_no_sessions(app: OpenAPI) -> None:
    @app.get("/api/cups/session")
    def _session() -> dict[str, str]:
        session["who"] = "me"
        return {}

    assert app.test_client().get("/api/cups/session").status_code == 500


@pytest.mark.parametrize("host", ["localhost", "shop.example.com:8443", "[::1]", "büro", "a/b", ""])
def test_the_host_does_not_decide_the_route(app: OpenAPI, host: str) -> None:
    assert app.test_client().get("/api/cups", headers={"Host": host}).status_code == 200


def test_paths_are_decoded_and_links_built_as_flask_does(app: OpenAPI) -> None:
    @app.get("/api/cups/named/<name>")
    def _named(path: Which) -> dict[str, str]:
        return {"name": path.name, "link": url_for("_named", name=path.name)}

    answer = app.test_client().get("/api/cups/named/caf%C3%A9%20au%20lait", headers={"Host": "h"})

    assert answer.json == {"name": "café au lait", "link": "/api/cups/named/caf%C3%A9%20au%20lait"}


def test_a_service_may_live_under_a_path(app: OpenAPI) -> None:
    @app.get("/api/cups/link")
    def _link() -> dict[str, str]:
        return {"link": url_for("_link")}

    answer = app.test_client().get("/api/cups/link", environ_overrides={"SCRIPT_NAME": "/stage"})

    assert answer.json == {"link": "/stage/api/cups/link"}
