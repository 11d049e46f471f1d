from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PRODUCTS = "/api/catalog/products"
Cup = dict[str, Any]


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def problem(answer: TestResponse) -> Any:
    assert answer.content_type == "application/problem+json"
    return body(answer)


def test_a_created_product_gets_an_id_a_version_and_a_location(client: FlaskClient, cup: Cup) -> None:
    answer = client.post(PRODUCTS, json=cup)

    created = body(answer)
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"{PRODUCTS}/{created['id']}"
    assert body(client.get(answer.headers["Location"])) == created
    assert {key: created[key] for key in cup} == cup
    assert created["description"] == ""


def test_a_client_may_choose_the_id_but_not_one_that_is_taken(client: FlaskClient, cup: Cup) -> None:
    first = client.post(PRODUCTS, json=cup | {"id": "cup"})
    second = client.post(PRODUCTS, json=cup | {"id": "cup"})

    assert first.headers["Location"] == f"{PRODUCTS}/cup"
    assert problem(second)["status"] == 409
    assert problem(second)["detail"] == (
        "There is a product cup already. Choose another id, or change that product."
    )


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"price": {"amount": 19.9, "currency": "EUR"}}, "price.amount", "Input should be a valid integer"),
        ({"price": {"amount": "1990", "currency": "EUR"}}, "price.amount", "Input should be a valid integer"),
        (
            {"price": {"amount": -1, "currency": "EUR"}},
            "price.amount",
            "Input should be greater than or equal to 0",
        ),
        (
            {"price": {"amount": 1, "currency": "eur"}},
            "price.currency",
            "String should match pattern '^[A-Z]{3}$'",
        ),
        ({"name": " "}, "name", "String should match pattern '\\S'"),
        (
            {"category": "Table ware"},
            "category",
            "String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'",
        ),
        ({"colour": "red"}, "colour", "Extra inputs are not permitted"),
        (
            {"id": "../etc"},
            "id",
            "String should match pattern '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'",
        ),
    ],
)
def test_a_product_that_breaks_the_schema_is_refused_field_by_field(
    client: FlaskClient, cup: Cup, change: Cup, field: str, message: str
) -> None:
    found = problem(client.post(PRODUCTS, json=cup | change))

    assert found["status"] == 422
    assert found["errors"] == [{"part": "body", "field": field, "message": message}]


def test_a_list_is_read_page_by_page(client: FlaskClient, cup: Cup) -> None:
    for number in range(5):
        client.post(PRODUCTS, json=cup | {"id": f"cup-{number}"})
    ids: list[str] = []
    query: dict[str, Any] = {"limit": 2, "category": "tableware"}

    pages = 0
    while True:
        page = body(client.get(PRODUCTS, query_string=query))
        ids += [found["id"] for found in page["items"]]
        pages += 1
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert pages == 3
    assert ids == [f"cup-{number}" for number in range(5)]


def test_a_search_by_category_finds_only_that(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup)
    client.post(PRODUCTS, json=cup | {"category": "books", "id": "atlas"})

    found = body(client.get(PRODUCTS, query_string={"category": "books"}))

    assert [product["id"] for product in found["items"]] == ["atlas"]


def test_a_cursor_of_another_list_is_refused(client: FlaskClient, cup: Cup) -> None:
    for number in range(2):
        client.post(PRODUCTS, json=cup | {"id": f"cup-{number}"})
    cursor = body(client.get(PRODUCTS, query_string={"limit": 1}))["next_cursor"]

    found = problem(client.get(PRODUCTS, query_string={"cursor": cursor, "category": "tableware"}))

    assert (found["status"], found["type"]) == (400, "urn:problem-type:invalid-cursor")
    assert found["detail"] == "The cursor is not one of this list. Start again without it."


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "category=A", "cursor=", "page=2"])
def test_a_query_that_breaks_the_schema_is_refused(client: FlaskClient, query: str) -> None:
    found = problem(client.get(f"{PRODUCTS}?{query}"))

    assert found["status"] == 422
    assert [error["field"] for error in found["errors"]] == [query.split("=", maxsplit=1)[0]]


def test_a_product_is_replaced_whole(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup", "description": "Holds 60 ml."})

    answer = client.put(f"{PRODUCTS}/cup", json=cup | {"name": "Mug"}, headers={"If-Match": '"1"'})

    changed = body(answer)
    assert answer.headers["ETag"] == '"2"'
    assert (changed["name"], changed["description"], changed["version"]) == ("Mug", "", 2)


def test_a_product_is_changed_in_part(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup", "description": "Holds 60 ml."})

    answer = client.patch(
        f"{PRODUCTS}/cup",
        json={"price": {"amount": 2100, "currency": "EUR"}, "name": None},
        headers={"If-Match": '"1"'},
    )

    changed = body(answer)
    assert changed["price"] == {"amount": 2100, "currency": "EUR"}
    assert (changed["name"], changed["description"]) == (cup["name"], "Holds 60 ml.")


def test_of_two_who_saw_the_same_version_the_second_is_told(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup"})
    seen = client.get(f"{PRODUCTS}/cup").headers["ETag"]
    client.patch(f"{PRODUCTS}/cup", json={"name": "Mug"}, headers={"If-Match": seen})

    second = client.patch(f"{PRODUCTS}/cup", json={"name": "Bowl"}, headers={"If-Match": seen})

    assert problem(second)["status"] == 412
    assert problem(second)["detail"] == (
        "The product is at version 2 now. Read it again, then repeat the change."
    )
    assert body(client.get(f"{PRODUCTS}/cup"))["name"] == "Mug"


@pytest.mark.parametrize(
    ("if_match", "status"),
    [('"1"', 200), ('"7", "1"', 200), ("*", 200), ('"abc"', 412), ('W/"1"', 412), ('"²"', 412), ("", 412)],
)
def test_if_match_names_the_versions_that_a_change_was_made_for(
    client: FlaskClient, cup: Cup, if_match: str, status: int
) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup"})

    answer = client.patch(f"{PRODUCTS}/cup", json={"name": "Mug"}, headers={"If-Match": if_match})

    assert answer.status_code == status


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_that_names_no_version_is_refused(client: FlaskClient, cup: Cup, method: str) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup"})

    answer = client.open(f"{PRODUCTS}/cup", method=method, json=cup)

    assert problem(answer)["status"] == 428
    assert problem(answer)["detail"] == (
        'Send If-Match with the ETag of the version that you are changing, such as "3", or * for any.'
    )


def test_a_product_that_has_not_changed_is_not_sent_again(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup"})

    same = client.get(f"{PRODUCTS}/cup", headers={"If-None-Match": '"1"'})
    other = client.get(f"{PRODUCTS}/cup", headers={"If-None-Match": '"2"'})

    assert (same.status_code, same.data) == (304, b"")
    assert other.status_code == 200


def test_a_deleted_product_is_gone(client: FlaskClient, cup: Cup) -> None:
    client.post(PRODUCTS, json=cup | {"id": "cup"})

    refused = client.delete(f"{PRODUCTS}/cup", headers={"If-Match": '"2"'})
    deleted = client.delete(f"{PRODUCTS}/cup", headers={"If-Match": '"1"'})

    assert (refused.status_code, deleted.status_code, deleted.data) == (412, 204, b"")
    assert client.get(f"{PRODUCTS}/cup").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_product_that_is_not_there_is_a_problem(client: FlaskClient, cup: Cup, method: str) -> None:
    answer = client.open(
        f"{PRODUCTS}/none",
        method=method,
        json=cup if method in ("PUT", "PATCH") else None,
        headers={"If-Match": "*"},
    )

    assert problem(answer)["status"] == 404
    assert problem(answer)["detail"] == "There is no product of this id."
