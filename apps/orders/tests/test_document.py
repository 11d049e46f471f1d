"""The OpenAPI document says what the service does: every answer here is checked against it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from chassis.app import OpenAPI
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from orders import create_app
from orders.settings import Settings
from werkzeug.test import TestResponse

ORDERS = "/api/orders"
ORDER = "/api/orders/{id}"


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get("/api/orders/openapi.json").json


def test_the_document_is_valid(document: Any) -> None:
    validate(document)


def test_the_document_names_every_route_of_the_service(document: Any, app: OpenAPI) -> None:
    rules = app.url_map.iter_rules()
    served = {re.sub("<(.*?)>", r"{\1}", rule.rule) for rule in rules if rule.rule.startswith("/api/")}

    assert served == {*document["paths"], "/api/orders/openapi.json"}


def matches(document: Any, path: str, answer: TestResponse) -> None:
    """Fail unless the document foresees this status with these headers and this body."""
    operation = document["paths"][path][answer.request.method.lower()]
    described = operation["responses"][str(answer.status_code)]
    for name, header in described.get("headers", {}).items():
        assert not header.get("required") or name in answer.headers
    schema = described["content"][answer.content_type]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json)


def test_every_answer_is_as_described(
    document: Any, client: FlaskClient, order: dict[str, Any], neighbours: Any
) -> None:
    key = {"Idempotency-Key": '"k1"'}
    placed = client.post(ORDERS, json=order, headers=key)
    neighbours.down = {"catalog"}
    pending = client.post(ORDERS, json=order, headers={"Idempotency-Key": '"k2"'})
    cases = [
        (ORDERS, 201, placed),
        (ORDERS, 201, pending),
        (ORDERS, 201, client.post(ORDERS, json=order, headers=key)),
        (ORDERS, 422, client.post(ORDERS, json=order | {"country": "DE"}, headers=key)),
        (ORDERS, 400, client.post(ORDERS, json=order)),
        (ORDERS, 400, client.post(ORDERS, data="{", content_type="application/json")),
        (ORDERS, 415, client.post(ORDERS, data="{}")),
        (ORDERS, 413, client.post(ORDERS, json={"name": "x" * 2_000_000})),
        (ORDERS, 200, client.get(ORDERS, query_string={"basket": "a-basket-of-my-own"})),
        (ORDERS, 422, client.get(ORDERS)),
        (ORDER, 200, client.get(placed.headers["Location"])),
        (ORDER, 200, client.get(pending.headers["Location"])),
        (ORDER, 404, client.get(f"{ORDERS}/8e03978e-40d5-43dd-bc93-6894a57f9324")),
        (ORDER, 422, client.get(f"{ORDERS}/1")),
        (ORDER, 504, client.get(f"{ORDERS}/1", headers={"X-Request-Timeout-Ms": "0"})),
    ]

    assert [answer.status_code for _, _, answer in cases] == [status for _, status, _ in cases]
    for path, _, answer in cases:
        matches(document, path, answer)


def test_an_outage_is_as_described(document: Any, settings: Settings, order: dict[str, Any]) -> None:
    down = settings.model_copy(update={"database_host": "127.0.0.1", "database_port": 1})
    app = create_app(down, transport=httpx.MockTransport(lambda _: httpx.Response(500)))

    answer = app.test_client().post(ORDERS, json=order, headers={"Idempotency-Key": '"k1"'})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    matches(document, ORDERS, answer)
