from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from chassis.client import ServiceClient
from orders.clients import Catalog, Quotes, UnavailableError
from orders.ordering import Item, Money, NotQuotableError, UnknownProductError

Answer = Callable[[httpx.Request], httpx.Response]


def client(answer: Answer) -> ServiceClient:
    return ServiceClient("callee", "http://callee.test", attempts=2, transport=httpx.MockTransport(answer))


def giving(status: int, body: Any) -> Answer:
    return lambda request: httpx.Response(status, json=body, request=request)


CUP = Item("cup", 2, "Cup", Money(1990, "EUR"))


def test_each_product_is_asked_for_once(neighbours: Any) -> None:
    catalog = Catalog(client(neighbours._product))
    asked = [Item("cup", 2), Item("pot", 1), Item("cup", 1)]

    priced = catalog.price(asked)

    assert [(item.name, item.quantity) for item in priced.items] == [("Cup", 2), ("Pot", 1), ("Cup", 1)]
    assert priced.items[1].unit_price == Money(4500, "EUR")
    assert not priced.stale


@pytest.mark.parametrize("status", [404, 422])
def test_a_product_that_is_not_for_sale_is_named(status: int) -> None:
    with pytest.raises(UnknownProductError) as missing:
        Catalog(client(giving(status, {}))).price([Item("cup", 1)])

    assert missing.value.product_id == "cup"


@pytest.mark.parametrize(
    "answer",
    [
        giving(503, {}),
        giving(429, {}),
        giving(401, {}),
        giving(200, {}),
        giving(200, []),
        giving(200, {"name": "Cup", "price": {"amount": "much", "currency": "EUR"}, "stale": False}),
        lambda request: httpx.Response(200, text="<html>", request=request),
    ],
)
def test_an_answer_that_was_not_agreed_is_none(answer: Answer) -> None:
    with pytest.raises(UnavailableError):
        Catalog(client(answer)).price([Item("cup", 1)])
    with pytest.raises(UnavailableError):
        Quotes(client(answer)).quote([CUP], "IE")


def test_a_name_is_stored_without_what_the_database_cannot_hold() -> None:
    body = {"name": "Cu\x00p", "price": {"amount": 1, "currency": "EUR"}, "stale": False}

    priced = Catalog(client(giving(200, body))).price([Item("cup", 1)])

    assert priced.items[0].name == "Cup"


def test_a_quote_is_asked_for_again_when_no_answer_comes(neighbours: Any) -> None:
    fails = [httpx.ConnectError("refused")]

    def answer(request: httpx.Request) -> httpx.Response:
        if fails:
            raise fails.pop()
        found: httpx.Response = neighbours._quote(request)
        return found

    assert Quotes(client(answer)).quote([CUP], "IE").total == Money(4570, "EUR")


def test_what_cannot_be_quoted_is_told_apart_from_an_outage() -> None:
    with pytest.raises(NotQuotableError):
        Quotes(client(giving(422, {}))).quote([CUP], "XX")
