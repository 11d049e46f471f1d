from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.app import OpenAPI
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from receipts import page
from receipts.schemas import OrderPlaced
from receipts.store import Store

PREFIX = "/api/receipts"


@pytest.fixture
def order_id(store: Store, detail: dict[str, Any]) -> str:
    """An order that has its receipt."""
    store.write(OrderPlaced.model_validate(detail).to_domain(), datetime(2026, 3, 1, 12, tzinfo=UTC))
    return str(detail["order_id"])


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get(f"{PREFIX}/openapi.json").json


def test_a_receipt_is_as_the_document_says(client: FlaskClient, document: Any, order_id: str) -> None:
    answer = client.get(f"{PREFIX}/{order_id}")

    validate(document)
    schema = {"$ref": "#/components/schemas/Receipt", "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["shipping_and_tax"] == {"amount": 1875, "currency": "EUR"}


def test_a_page_may_use_its_own_style_and_nothing_else(client: FlaskClient, order_id: str) -> None:
    answer = client.get(f"{PREFIX}/{order_id}.html")

    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == page.CONTENT_SECURITY_POLICY
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"<style>{page.STYLE}</style>" in answer.text


@pytest.mark.parametrize("ending", ["", ".html"])
def test_an_order_without_a_receipt_is_a_problem(client: FlaskClient, ending: str) -> None:
    answer = client.get(f"{PREFIX}/00000000-0000-0000-0000-000000000000{ending}")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_what_is_no_id_of_an_order_breaks_the_schema(client: FlaskClient) -> None:
    assert client.get(f"{PREFIX}/..%2Fsecret").status_code in (404, 422)
    assert client.get(f"{PREFIX}/ABC").status_code == 422


def test_without_its_table_the_service_says_when_to_come_back(
    client: FlaskClient, aws: dict[str, Any], order_id: str
) -> None:
    aws["dynamodb"].delete_table(TableName="test-receipts-receipts")

    answer = client.get(f"{PREFIX}/{order_id}")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json is not None
    assert answer.json["detail"] == "Receipts can't be reached at the moment. Try again in 5 s."


def test_two_apps_live_side_by_side(app: OpenAPI, client: FlaskClient) -> None:
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").json == {"status": "ready", "checks": {"receipts": "ok"}}
