"""The services that orders calls.

What is read of their answers stands in contract.json too, which tests/contracts holds against their OpenAPI documents:
a change of theirs that would break orders fails before it ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import structlog
from chassis.client import CallError, ServiceClient

from orders.ordering import Item, Money, NotQuotableError, Quote, UnknownProductError

log = structlog.get_logger("orders.clients")


class UnavailableError(Exception):
    """A service does not answer, or not with what was agreed; later it may."""


@dataclass(frozen=True, slots=True)
class Priced:
    """Items with names and prices. stale: the catalogue gave what it knew last."""

    items: tuple[Item, ...]
    stale: bool


class Catalog:
    """What is for sale."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def price(self, items: Sequence[Item]) -> Priced:
        """Look up names and prices. Raises UnknownProductError, UnavailableError."""
        found = {item.product_id: self._product(item.product_id) for item in items}
        priced = tuple(
            replace(item, name=found[item.product_id][0], unit_price=found[item.product_id][1])
            for item in items
        )
        return Priced(priced, any(stale for _, _, stale in found.values()))

    def _product(self, product_id: str) -> tuple[str, Money, bool]:
        answer = _ask(lambda: self._client.get(f"/api/catalog/products/{product_id}"))
        if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise UnknownProductError(product_id)
        body = _body(answer, HTTPStatus.OK)
        try:
            name = str(body["name"]).replace("\x00", "")  # which PostgreSQL does not store
            return name, _money(body["price"]), bool(body["stale"])
        except (KeyError, TypeError, ValueError):
            raise _unexpected(answer) from None


class Quotes:
    """What it costs."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def quote(self, items: Sequence[Item], country: str) -> Quote:
        """Ask what the items cost, sent to that country. Raises NotQuotableError, UnavailableError."""
        lines = [
            {
                "product_id": item.product_id,
                "quantity": item.quantity,
                "unit_price": {"amount": item.unit_price.amount, "currency": item.unit_price.currency},
            }
            for item in items
            if item.unit_price is not None
        ]
        body = {"items": lines, "country": country}
        # A quote stores nothing, so asking twice does no harm.
        answer = _ask(lambda: self._client.post("/api/quotes", body, repeatable=True))
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise NotQuotableError
        found = _body(answer, HTTPStatus.CREATED)
        try:
            return Quote(
                str(found["quote_id"]),
                _money(found["subtotal"]),
                _money(found["shipping"]),
                _money(found["tax"]),
                _money(found["total"]),
            )
        except (KeyError, TypeError, ValueError):
            raise _unexpected(answer) from None


def _ask(call: Any) -> Any:
    try:
        return call()
    except CallError as error:
        raise UnavailableError(error.reason) from None


def _body(answer: Any, expected: HTTPStatus) -> Any:
    if answer.status_code != expected:
        raise _unexpected(answer)
    try:
        return answer.json()
    except ValueError:
        raise _unexpected(answer) from None


def _unexpected(answer: Any) -> UnavailableError:
    log.error("unexpected answer", url=str(answer.request.url), status=answer.status_code)
    return UnavailableError("unexpected answer")


def _money(value: Any) -> Money:
    return Money(int(value["amount"]), str(value["currency"]))
