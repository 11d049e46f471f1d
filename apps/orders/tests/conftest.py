"""A real PostgreSQL, the services that orders calls as functions, a bus that remembers, and the service over them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import stamina
from chassis import secrets
from chassis.app import OpenAPI
from chassis.database import Database, connect
from chassis.migrations import Migrations
from chassis.testing_database import Postgres, postgres
from flask.testing import FlaskClient
from orders import MIGRATIONS, create_app, events
from orders.settings import Settings
from sqlalchemy import text

PRICES = {"cup": 1990, "pot": 4500}
LOGIN = {"username": "orders", "password": "p"}


class Neighbours:
    """The catalogue and the quotes. down: the names of those that do not answer."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.stale = False
        self.prices = dict(PRICES)
        self.countries = {"IE", "DE"}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        callee = request.url.host.split(".")[0]
        self.asked.append(f"{request.method} {request.url.path}")
        if callee in self.down:
            raise httpx.ConnectError("refused")
        return self._product(request) if callee == "catalog" else self._quote(request)

    def _product(self, request: httpx.Request) -> httpx.Response:
        product_id = request.url.path.rpartition("/")[2]
        if product_id not in self.prices:
            return httpx.Response(404, json={}, request=request)
        price = {"amount": self.prices[product_id], "currency": "EUR"}
        body = {"id": product_id, "name": product_id.title(), "price": price, "stale": self.stale}
        return httpx.Response(200, json=body, request=request)

    def _quote(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        if body["country"] not in self.countries:
            return httpx.Response(422, json={}, request=request)
        goods = sum(item["quantity"] * item["unit_price"]["amount"] for item in body["items"])
        parts = {"subtotal": goods, "shipping": 490, "tax": 100, "total": goods + 590}
        money = {name: {"amount": amount, "currency": "EUR"} for name, amount in parts.items()}
        return httpx.Response(201, json={"quote_id": "q1", **money}, request=request)


class Bus:
    """EventBridge's client, as far as orders uses it. down: can't be reached; refused: how many entries it refuses."""

    def __init__(self) -> None:
        self.down = False
        self.refused = 0
        self.events: list[tuple[str, str, str, Any]] = []

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  # boto3's name
        if self.down:
            raise ConnectionError("the bus is down")
        answers: list[dict[str, str]] = []
        for entry in Entries:
            if self.refused:
                self.refused -= 1
                answers.append({"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"})
                continue
            self.events.append(
                (entry["EventBusName"], entry["Source"], entry["DetailType"], json.loads(entry["Detail"]))
            )
            answers.append({"EventId": "e"})
        return {"Entries": answers}


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        running.create("orders", "orders", "p")
        yield running


@pytest.fixture(scope="session", autouse=True)
def _secret() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "read", lambda _: json.dumps(LOGIN))
        yield


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture(scope="session")
def settings(server: Postgres) -> Settings:
    return Settings(
        environment="test",
        aws_region="eu-west-1",
        catalog_url="http://catalog.test:8080",
        quotes_url="http://quotes.test:8080",
        event_bus="test-bus",
        database_engine="postgres",
        database_host=server.host,
        database_name="orders",
        database_secret_arn="arn",
    )


@pytest.fixture(scope="session")
def _migrated(settings: Settings, _secret: None) -> Iterator[Database]:
    found = connect(settings)
    Migrations(found, MIGRATIONS).run_once()
    yield found
    found.engine.dispose()


@pytest.fixture
def database(_migrated: Database) -> Database:
    with _migrated.transaction() as connection:
        connection.execute(text("TRUNCATE orders, outbox, idempotency_keys"))
    return _migrated


@pytest.fixture(scope="session")
def new_neighbours() -> type[Neighbours]:
    return Neighbours


@pytest.fixture
def neighbours(new_neighbours: type[Neighbours]) -> Neighbours:
    return new_neighbours()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    found = Bus()
    monkeypatch.setattr(events, "connect", lambda _: found)
    return found


@pytest.fixture
def app(settings: Settings, database: Database, neighbours: Neighbours, bus: Bus) -> Iterator[OpenAPI]:
    found = create_app(settings, threads=2, transport=httpx.MockTransport(neighbours))
    yield found
    found.extensions["orders"].database.engine.dispose()


@pytest.fixture
def client(app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def order() -> dict[str, Any]:
    return {
        "customer": {"name": "Ada Lovelace", "email": "ada@example.com"},
        "items": [{"product_id": "cup", "quantity": 2}],
        "country": "IE",
    }
