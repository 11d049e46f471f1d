"""The domain: what a receipt is, and how one is made from an order. Standard library only."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

NUMBER_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. amount: in the currency's minor unit (cents, yen). currency: ISO 4217."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Item:
    """Pieces of one product, at the price of one piece."""

    product_id: str
    name: str
    quantity: int
    unit_price: Money

    @property
    def total(self) -> Money:
        """Of all pieces."""
        return Money(self.unit_price.amount * self.quantity, self.unit_price.currency)


@dataclass(frozen=True, slots=True)
class Order:
    """An order that was confirmed, as its event tells it."""

    id: str
    placed_at: datetime
    customer_name: str
    customer_email: str
    items: Sequence[Item]
    total: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the customer gets. The same order and the same moment give the same receipt, byte for byte."""

    number: str
    issued_at: datetime
    order: Order

    @property
    def goods(self) -> Money:
        """All items, before shipping and tax."""
        return Money(sum(item.total.amount for item in self.order.items), self.order.total.currency)

    @property
    def shipping_and_tax(self) -> Money:
        """What the total holds beside the goods."""
        return Money(self.order.total.amount - self.goods.amount, self.order.total.currency)


def number_of(order_id: str, placed_at: datetime) -> str:
    """Give the receipt's number: by the order alone, so that nobody has to count and no order gets two."""
    digest = hashlib.sha256(order_id.encode()).digest()
    return f"R-{placed_at.year}-{base64.b32encode(digest).decode()[:NUMBER_LETTERS]}"


def issue(order: Order, issued_at: datetime) -> Receipt:
    """Make the receipt of `order`."""
    return Receipt(number_of(order.id, order.placed_at), issued_at, order)
