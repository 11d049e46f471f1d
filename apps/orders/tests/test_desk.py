from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from chassis.app import OpenAPI
from chassis.background import Work
from flask.testing import FlaskClient
from orders import ordering
from orders.desk import Desk

KEY = {"Idempotency-Key": '"k1"'}


@pytest.fixture
def desk(app: OpenAPI) -> Desk:
    found: Desk = app.extensions["orders"].desk
    return found


@pytest.fixture
def relay(app: OpenAPI) -> Any:
    works: list[Work] = app.extensions["chassis.background"]
    return next(work for work in works if work.name == "relay")._run_once


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pending orders are looked at again without a pause, and circuits don't get in the way."""
    monkeypatch.setattr(ordering, "FIRST_PAUSE", timedelta(0))
    monkeypatch.setattr("chassis.circuits.FAILURES", 10**6)


def read(client: FlaskClient, placed: Any) -> Any:
    return client.get(placed.headers["Location"]).json


@pytest.mark.parametrize(
    ("down", "reason", "name"),
    [("catalog", "catalog-unavailable", None), ("quotes", "quotes-unavailable", "Cup")],
)
def test_an_order_is_taken_while_a_neighbour_is_down_and_completed_when_it_is_back(
    client: FlaskClient,
    desk: Desk,
    relay: Any,
    neighbours: Any,
    bus: Any,
    order: dict[str, Any],
    down: str,
    reason: str,
    name: str | None,
) -> None:
    neighbours.down = {down}
    placed = client.post("/api/orders", json=order, headers=KEY)
    desk.complete_one()
    relay()
    in_between, told = read(client, placed), list(bus.events)
    neighbours.down = set()

    desk.complete_one()
    relay()

    assert placed.json is not None
    assert (placed.status_code, placed.json["status"], placed.json["total"]) == (201, "pending", None)
    assert placed.json["degraded"] == [reason]
    assert placed.json["items"][0]["name"] == name
    assert (in_between["status"], told) == ("pending", [])
    completed = read(client, placed)
    assert (completed["status"], completed["degraded"]) == ("confirmed", [])
    assert completed["total"] == {"amount": 4570, "currency": "EUR"}
    assert [event[3]["order_id"] for event in bus.events] == [placed.json["order_id"]]


def test_a_confirmed_order_is_not_looked_at_again(
    client: FlaskClient, desk: Desk, order: dict[str, Any]
) -> None:
    client.post("/api/orders", json=order, headers=KEY)

    assert desk.complete_one() is False


@pytest.mark.parametrize("reason", ["product-missing", "not-quotable"])
def test_an_order_that_turns_out_to_be_impossible_is_rejected(
    client: FlaskClient,
    desk: Desk,
    relay: Any,
    neighbours: Any,
    bus: Any,
    order: dict[str, Any],
    reason: str,
) -> None:
    neighbours.down = {"catalog"}
    placed = client.post("/api/orders", json=order, headers=KEY)
    neighbours.down = set()
    if reason == "product-missing":
        neighbours.prices = {}
    else:
        neighbours.countries = set()

    desk.complete_one()
    relay()

    found = read(client, placed)
    assert (found["status"], found["degraded"], found["receipt"]) == ("rejected", [reason], None)
    assert bus.events == []


def test_a_price_from_an_outage_is_taken_and_said_to_be_old(
    client: FlaskClient, neighbours: Any, order: dict[str, Any]
) -> None:
    neighbours.stale = True

    placed = client.post("/api/orders", json=order, headers=KEY).json

    assert placed is not None
    assert (placed["status"], placed["degraded"]) == ("confirmed", ["catalog-stale"])


def test_a_placed_order_wakes_the_relay(client: FlaskClient, desk: Desk, order: dict[str, Any]) -> None:
    assert desk.relay is not None
    client.post("/api/orders", json=order, headers=KEY)

    assert desk.relay._awake.is_set()
