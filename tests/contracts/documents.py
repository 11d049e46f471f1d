"""The OpenAPI document of each service, asked of the service itself, with nothing behind it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from tests.contracts.node_service import serve_node

Document = dict[str, Any]
NOWHERE = "http://127.0.0.1:1"


def _flask(package: str, **values: object) -> Document:
    """Ask a Flask service's factory; values: for its settings, only as good as to make it start."""
    settings = import_module(f"{package}.settings").Settings(
        environment="test", aws_region="eu-west-1", **values
    )
    app = import_module(package).create_app(settings)
    answer = app.test_client().get(f"/api/{package}/openapi.json")
    found: Document = json.loads(answer.data)
    return found


def _node(service: str) -> Document:
    with serve_node(service, {"ENVIRONMENT": "test"}) as address:
        url = f"{address}/api/{service}/openapi.json"
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - on loopback
            found: Document = json.load(answer)
            return found


DOCUMENTS: Mapping[str, Callable[[], Document]] = {
    "catalog": lambda: _flask(
        "catalog", table_products="products", cursor_signing_key="a-key-for-tests-only"
    ),
    "orders": lambda: _flask(
        "orders",
        catalog_url=NOWHERE,
        quotes_url=NOWHERE,
        event_bus="bus",
        database_engine="postgres",
        database_host="127.0.0.1",
        database_port=1,
        database_name="orders",
        database_secret_arn="arn",
    ),
    "quotes": lambda: _node("quotes"),
    "receipts": lambda: _flask("receipts", table_receipts="receipts", bucket_documents="documents"),
}
