"""The OpenAPI document says what the service does: every answer here is checked against it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from catalog import create_app
from catalog.settings import Settings
from catalog.store import connect
from chassis.app import OpenAPI
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

PRODUCTS = "/api/catalog/products"
PRODUCT = "/api/catalog/products/{id}"


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get("/api/catalog/openapi.json").json


def test_the_document_is_valid(document: Any) -> None:
    validate(document)


def test_the_document_names_every_route_of_the_service(document: Any, app: OpenAPI) -> None:
    rules = app.url_map.iter_rules()
    served = {re.sub("<(.*?)>", r"{\1}", rule.rule) for rule in rules if rule.rule.startswith("/api/")}

    assert served == {*document["paths"], "/api/catalog/openapi.json"}


def matches(document: Any, path: str, answer: TestResponse) -> None:
    """Fail unless the document foresees this status with these headers and this body."""
    operation = document["paths"][path][answer.request.method.lower()]
    described = operation["responses"][str(answer.status_code)]
    for name, header in described.get("headers", {}).items():
        assert not header.get("required") or name in answer.headers
    if "content" not in described:
        assert answer.data == b""
        return
    schema = described["content"][answer.content_type]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json)


def test_every_answer_is_as_described(document: Any, client: FlaskClient, cup: dict[str, Any]) -> None:
    one = f"{PRODUCTS}/cup"
    cases = [
        (PRODUCTS, 201, client.post(PRODUCTS, json=cup | {"id": "cup"})),
        (PRODUCTS, 201, client.post(PRODUCTS, json=cup)),
        (PRODUCTS, 409, client.post(PRODUCTS, json=cup | {"id": "cup"})),
        (PRODUCTS, 422, client.post(PRODUCTS, json={})),
        (PRODUCTS, 400, client.post(PRODUCTS, data="{", content_type="application/json")),
        (PRODUCTS, 415, client.post(PRODUCTS, data="{}")),
        (PRODUCTS, 413, client.post(PRODUCTS, json={"name": "x" * 2_000_000})),
        (PRODUCTS, 200, client.get(PRODUCTS, query_string={"limit": 1})),
        (PRODUCTS, 400, client.get(PRODUCTS, query_string={"cursor": "x"})),
        (PRODUCTS, 422, client.get(PRODUCTS, query_string={"limit": 0})),
        (PRODUCT, 200, client.get(one)),
        (PRODUCT, 304, client.get(one, headers={"If-None-Match": '"1"'})),
        (PRODUCT, 404, client.get(f"{PRODUCTS}/none")),
        (PRODUCT, 422, client.get(f"{PRODUCTS}/-")),
        (PRODUCT, 428, client.put(one, json=cup)),
        (PRODUCT, 412, client.put(one, json=cup, headers={"If-Match": '"9"'})),
        (PRODUCT, 200, client.put(one, json=cup, headers={"If-Match": '"1"'})),
        (PRODUCT, 200, client.patch(one, json={"name": "Mug"}, headers={"If-Match": "*"})),
        (PRODUCT, 412, client.delete(one, headers={"If-Match": '"1"'})),
        (PRODUCT, 204, client.delete(one)),
        (PRODUCT, 404, client.delete(one)),
    ]

    assert [answer.status_code for _, _, answer in cases] == [status for _, status, _ in cases]
    for path, _, answer in cases:
        matches(document, path, answer)


def test_an_outage_is_as_described(
    document: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setattr("catalog.connect", partial(connect, attempts=1))

    answer = create_app(settings).test_client().get(PRODUCTS)

    assert answer.status_code == 503
    matches(document, PRODUCTS, answer)
