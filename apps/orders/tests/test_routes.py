from __future__ import annotations

import threading
from typing import Any

import pytest
from chassis.app import OpenAPI
from chassis.database import Database
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

ORDERS = "/api/orders"


def post(client: FlaskClient, order: Any, key: str | None = '"k1"') -> TestResponse:
    return client.post(ORDERS, json=order, headers={} if key is None else {"Idempotency-Key": key})


def problem(answer: TestResponse) -> Any:
    assert answer.content_type == "application/problem+json"
    return answer.json


def count(database: Database, table: str) -> int:
    with database.transaction() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)  # noqa: S608


def test_an_order_is_placed_and_can_be_read(client: FlaskClient, order: dict[str, Any]) -> None:
    placed = post(client, order)

    assert placed.status_code == 201
    assert placed.json is not None
    order_id = placed.json["order_id"]
    assert placed.headers["Location"] == f"/api/orders/{order_id}"
    assert placed.json == {
        "order_id": order_id,
        "status": "confirmed",
        "customer": {"name": "Ada Lovelace", "email": "ada@example.com"},
        "country": "IE",
        "items": [
            {
                "product_id": "cup",
                "quantity": 2,
                "name": "Cup",
                "unit_price": {"amount": 1990, "currency": "EUR"},
            }
        ],
        "subtotal": {"amount": 3980, "currency": "EUR"},
        "shipping": {"amount": 490, "currency": "EUR"},
        "tax": {"amount": 100, "currency": "EUR"},
        "total": {"amount": 4570, "currency": "EUR"},
        "degraded": [],
        "placed_at": placed.json["placed_at"],
        "receipt": f"/api/receipts/{order_id}",
    }
    assert client.get(f"{ORDERS}/{order_id}").json == placed.json


def test_the_same_request_twice_is_one_order(
    client: FlaskClient, order: dict[str, Any], database: Database
) -> None:
    answers = [post(client, order) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (count(database, "orders"), count(database, "outbox")) == (1, 1)


def test_another_order_under_the_same_key_is_refused(
    client: FlaskClient, order: dict[str, Any], database: Database
) -> None:
    post(client, order)

    answer = post(client, order | {"country": "DE"})

    assert (answer.status_code, problem(answer)["type"]) == (422, "urn:problem-type:idempotency-key-reused")
    assert count(database, "orders") == 1


def test_an_order_without_a_key_is_refused(client: FlaskClient, order: dict[str, Any]) -> None:
    answer = post(client, order, None)

    assert (answer.status_code, problem(answer)["type"]) == (400, "urn:problem-type:idempotency-key-missing")


def test_the_same_request_at_the_same_time_is_told_to_wait(
    app: OpenAPI, order: dict[str, Any], neighbours: Any, database: Database
) -> None:
    asking, go_on = threading.Event(), threading.Event()
    product = neighbours._product

    def slowly(request: Any) -> Any:
        asking.set()
        go_on.wait(5)
        return product(request)

    neighbours._product = slowly
    answers: list[TestResponse] = []
    first = threading.Thread(target=lambda: answers.append(post(app.test_client(), order)))
    first.start()
    asking.wait(5)

    second = post(app.test_client(), order)
    go_on.set()
    first.join()

    assert (second.status_code, second.headers["Retry-After"]) == (409, "1")
    assert answers[0].status_code == 201
    assert count(database, "orders") == 1


def test_a_product_that_does_not_exist_is_named(
    client: FlaskClient, order: dict[str, Any], database: Database
) -> None:
    answer = post(client, order | {"items": [{"product_id": "none", "quantity": 1}]})

    assert (answer.status_code, problem(answer)["detail"]) == (
        422,
        "There is no product none. Take it out of the order.",
    )
    assert count(database, "orders") == 0


def test_a_refused_order_may_be_mended_and_sent_with_the_same_key(
    client: FlaskClient, order: dict[str, Any]
) -> None:
    post(client, order | {"country": "XX"})

    assert post(client, order).status_code == 201


def test_a_country_that_is_not_served_is_refused(client: FlaskClient, order: dict[str, Any]) -> None:
    answer = post(client, order | {"country": "XX"})

    assert (answer.status_code, problem(answer)["type"]) == (422, "urn:problem-type:not-quotable")


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"items": [{"product_id": "cup", "quantity": 0}]},
        {"items": [{"product_id": "cup", "quantity": 1}] * 51},
        {"items": [{"product_id": "../cup", "quantity": 1}]},
        {"country": "Ireland"},
        {"customer": {"name": " ", "email": "ada@example.com"}},
        {"customer": {"name": "Ada\x00", "email": "ada@example.com"}},
        {"customer": {"name": "Ada", "email": "nowhere"}},
        {"basket": "short"},
        {"status": "confirmed"},
    ],
)
def test_an_order_that_breaks_the_schema_is_refused(
    client: FlaskClient, order: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert post(client, order | changes).status_code == 422


def test_names_of_all_the_world_are_taken(client: FlaskClient, order: dict[str, Any]) -> None:
    names = ["Zoë O\u2019Neill", "毛\u00a0泽", "👩\u200d🚀", "Даша"]

    answers = [
        post(client, order | {"customer": {"name": name, "email": "a@b.cd"}}, f"k{number}").json
        for number, name in enumerate(names)
    ]

    assert [answer and answer["customer"]["name"] for answer in answers] == names


def test_who_knows_the_basket_sees_its_orders(client: FlaskClient, order: dict[str, Any]) -> None:
    mine = {"basket": "a-basket-of-my-own"}
    placed = [post(client, order | mine, f"k{number}").json for number in range(2)]
    post(client, order, "other")

    listed = client.get(ORDERS, query_string=mine).json

    assert listed == {"items": [placed[1], placed[0]]}
    assert client.get(ORDERS, query_string={"basket": "another-basket-of-mine"}).json == {"items": []}
    assert client.get(ORDERS).status_code == 422


@pytest.mark.parametrize(
    ("order_id", "status"),
    [
        ("8e03978e-40d5-43dd-bc93-6894a57f9324", 404),
        ("1", 422),
        ("8E03978E-40D5-43DD-BC93-6894A57F9324", 422),
    ],
)
def test_an_order_that_is_not_there_is_a_problem(client: FlaskClient, order_id: str, status: int) -> None:
    assert problem(client.get(f"{ORDERS}/{order_id}"))["status"] == status


def test_a_caller_who_orders_in_a_loop_is_slowed_down(client: FlaskClient, order: dict[str, Any]) -> None:
    statuses = [
        client.post(
            ORDERS, json=order, headers={"Idempotency-Key": f"k{number}", "X-Forwarded-For": "203.0.113.7"}
        ).status_code
        for number in range(31)
    ]

    assert statuses == [201] * 30 + [429]
