"""The domain: what an order is, when it is complete, and what is told about it. Standard library only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

# Until a pending order is looked at again: soon at first, then less often.
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=1)


class Status(StrEnum):
    """How far an order is."""

    CONFIRMED = "confirmed"  # all is known; the customer pays the total
    PENDING = "pending"  # taken; what could not be asked yet is asked again
    REJECTED = "rejected"  # what was asked later cannot be sold as ordered


class Reason(StrEnum):
    """Why an order is less than it could be."""

    CATALOG_UNAVAILABLE = "catalog-unavailable"
    CATALOG_STALE = "catalog-stale"  # names and prices are those last known
    QUOTES_UNAVAILABLE = "quotes-unavailable"
    PRODUCT_MISSING = "product-missing"
    NOT_QUOTABLE = "not-quotable"  # the country is not served, or the prices are in several currencies


class UnknownProductError(Exception):
    """There is no such product for sale."""

    def __init__(self, product_id: str) -> None:
        super().__init__(product_id)
        self.product_id = product_id


class NotQuotableError(Exception):
    """These items cannot be sent to that country at one total."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. amount: in the currency's minor unit (cents, yen). currency: ISO 4217."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Item:
    """Pieces of one product; name and price as they were when they were asked for, None until then."""

    product_id: str
    quantity: int
    name: str | None = None
    unit_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order costs."""

    quote_id: str
    subtotal: Money
    shipping: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Customer:
    """Who ordered."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer asked for, and what is known about it.

    basket: the customer's own secret, under which their orders are listed. attempts: how often completing it was
    tried; next_attempt_at: when it is tried again, None for an order that is not pending.
    """

    id: str
    customer: Customer
    country: str
    items: tuple[Item, ...]
    placed_at: datetime
    basket: str | None = None
    quote: Quote | None = None
    status: Status = Status.PENDING
    degraded: tuple[Reason, ...] = ()
    attempts: int = 0
    next_attempt_at: datetime | None = field(default=None)


def new_order(
    customer: Customer, country: str, items: Sequence[tuple[str, int]], basket: str | None = None
) -> Order:
    """Take an order, of which nothing is known yet but what the customer said. items: product id and quantity."""
    return Order(
        id=str(uuid4()),
        customer=customer,
        country=country,
        items=tuple(Item(product_id, quantity) for product_id, quantity in items),
        placed_at=datetime.now(UTC),
        basket=basket,
    )


def assessed(
    order: Order, items: Sequence[Item], quote: Quote | None, degraded: Sequence[Reason], now: datetime
) -> Order:
    """Give the order with what has been learnt: confirmed if that is all, else pending until the next attempt."""
    complete = quote is not None and all(item.unit_price is not None for item in items)
    pause = min(FIRST_PAUSE * 2 ** min(order.attempts, 10), LONGEST_PAUSE)
    return replace(
        order,
        items=tuple(items),
        quote=quote,
        degraded=tuple(degraded),
        status=Status.CONFIRMED if complete else Status.PENDING,
        next_attempt_at=None if complete else now + pause,
        attempts=order.attempts + 1,
    )


def rejected(order: Order, reason: Reason) -> Order:
    """Give the order that turned out not to be possible."""
    return replace(
        order,
        status=Status.REJECTED,
        degraded=(reason,),
        next_attempt_at=None,
        attempts=order.attempts + 1,
    )
