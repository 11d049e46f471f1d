"""Taking orders, and completing later what could not be known then.

An order is taken whatever its neighbours do: what the catalogue and the quotes can't say now is asked again in the
background, until the order is confirmed (and announced) or turns out to be impossible.
"""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from chassis.background import Work
from chassis.database import Database
from chassis.deadlines import DeadlineExceededError
from prometheus_client import Counter
from sqlalchemy import Connection

from orders import events, store
from orders.clients import Catalog, Quotes, UnavailableError
from orders.ordering import (
    Item,
    NotQuotableError,
    Order,
    Quote,
    Reason,
    Status,
    UnknownProductError,
    assessed,
    rejected,
)

log = structlog.get_logger("orders.desk")

placed = Counter("orders_placed_total", "Orders taken, by what they were then.", ["status"])
completed = Counter("orders_completed_total", "Pending orders, by what became of them.", ["status"])


class Desk:
    """Takes and completes orders. relay: woken when there is something to announce."""

    def __init__(self, database: Database, catalog: Catalog, quotes: Quotes) -> None:
        self._database = database
        self._catalog = catalog
        self._quotes = quotes
        self.relay: Work | None = None

    def place(self, connection: Connection, order: Order) -> Order:
        """Learn what can be learnt about a new order and store it.

        Raises UnknownProductError and NotQuotableError where the neighbours answer that it can't be.
        """
        known = self._learn(order)
        store.add(connection, known)
        if known.status is Status.CONFIRMED:
            store.announce(connection, events.ORDER_PLACED, events.order_placed(known))
        placed.labels(known.status.value).inc()
        return known

    def announced(self) -> None:
        """Let what was announced go out now, when its transaction is committed."""
        if self.relay is not None:
            self.relay.wake()

    def complete_one(self) -> bool:
        """Try to complete one pending order. Returns whether there may be more."""
        with self._database.transaction() as connection:
            order = store.take_pending(connection, datetime.now(UTC))
        if order is None:
            return False
        try:
            known = self._learn(order)
        except UnknownProductError:
            known = rejected(order, Reason.PRODUCT_MISSING)
        except NotQuotableError:
            known = rejected(order, Reason.NOT_QUOTABLE)
        with self._database.transaction() as connection:
            stored = store.complete(connection, known, order.attempts)
            if stored and known.status is Status.CONFIRMED:
                store.announce(connection, events.ORDER_PLACED, events.order_placed(known))
        if stored:
            completed.labels(known.status.value).inc()
            log.info("pending order looked at", order_id=order.id, status=known.status.value)
            self.announced()
        return True

    def _learn(self, order: Order) -> Order:
        items: tuple[Item, ...] = order.items
        quote: Quote | None = None
        degraded: list[Reason] = []
        try:
            priced = self._catalog.price(items)
            items = priced.items
            if priced.stale:
                degraded.append(Reason.CATALOG_STALE)
        except (UnavailableError, DeadlineExceededError):
            degraded.append(Reason.CATALOG_UNAVAILABLE)
        if all(item.unit_price is not None for item in items):
            try:
                quote = self._quotes.quote(items, order.country)
            except (UnavailableError, DeadlineExceededError):
                degraded.append(Reason.QUOTES_UNAVAILABLE)
        return assessed(order, items, quote, degraded, datetime.now(UTC))
