"""Orders in PostgreSQL. Every function works on the caller's connection, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from orders.ordering import Customer, Item, Money, Order, Quote, Reason, Status
from orders.tables import ORDERS, OUTBOX

# A pending order that someone works on is left alone by others; if that one dies, for no longer than this.
LEASE = timedelta(seconds=30)
LISTED_AT_MOST = 100


def add(connection: Connection, order: Order) -> None:
    """Store a new order."""
    connection.execute(insert(ORDERS).values(_values(order)))


def get(connection: Connection, order_id: str) -> Order | None:
    """Read an order; None if there is none of this id."""
    found = connection.execute(select(ORDERS).where(ORDERS.c.id == order_id)).one_or_none()
    return None if found is None else _order(found)


def of_basket(connection: Connection, basket: str) -> list[Order]:
    """Read the last orders that were placed with this basket, the newest first."""
    query = (
        select(ORDERS)
        .where(ORDERS.c.basket == basket)
        .order_by(ORDERS.c.placed_at.desc())
        .limit(LISTED_AT_MOST)
    )
    return [_order(row) for row in connection.execute(query)]


def take_pending(connection: Connection, now: datetime) -> Order | None:
    """Give a pending order whose time has come, leased to the caller; None if there is none that is free."""
    query = (
        select(ORDERS)
        .where(ORDERS.c.status == Status.PENDING, ORDERS.c.next_attempt_at <= now)
        .order_by(ORDERS.c.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        return None
    leased = update(ORDERS).where(ORDERS.c.id == found.id).values(next_attempt_at=now + LEASE)
    connection.execute(leased)
    return _order(found)


def complete(connection: Connection, order: Order, attempts_before: int) -> bool:
    """Store what was learnt about a pending order. Returns False if another has done so since it was read."""
    values = _values(order)
    done = connection.execute(
        update(ORDERS)
        .where(
            ORDERS.c.id == order.id,
            ORDERS.c.status == Status.PENDING,
            ORDERS.c.attempts == attempts_before,
        )
        .values(values)
    )
    return done.rowcount == 1


def announce(connection: Connection, kind: str, detail: dict[str, Any]) -> None:
    """Put an event into the outbox."""
    connection.execute(insert(OUTBOX).values(type=kind, detail=detail))


def take_unpublished(connection: Connection, limit: int) -> list[Row[Any]]:
    """Give events whose time has come, the oldest first, held until the transaction ends; others pass them over."""
    query = (
        select(OUTBOX.c.id, OUTBOX.c.type, OUTBOX.c.detail, OUTBOX.c.attempts)
        .where(OUTBOX.c.published_at.is_(None), OUTBOX.c.next_attempt_at <= func.now())
        .order_by(OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(connection.execute(query))


def published(connection: Connection, ids: Iterable[int]) -> None:
    """Remember that these events are out."""
    connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(list(ids))).values(published_at=func.now()))


def postponed(connection: Connection, event_id: int, pause: timedelta) -> None:
    """Remember that this event was refused, and try it again after a pause."""
    connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == event_id)
        .values(attempts=OUTBOX.c.attempts + 1, next_attempt_at=func.now() + pause)
    )


def prune(connection: Connection, kept: timedelta) -> int:
    """Delete events that were published longer ago. Returns how many."""
    return connection.execute(delete(OUTBOX).where(OUTBOX.c.published_at < func.now() - kept)).rowcount


def waiting(connection: Connection) -> tuple[int, int]:
    """Count the pending orders and the events that are not out yet."""
    pending = select(func.count()).select_from(ORDERS).where(ORDERS.c.status == Status.PENDING)
    events = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.published_at.is_(None))
    return (
        int(connection.execute(pending).scalar() or 0),
        int(connection.execute(events).scalar() or 0),
    )


def _values(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "status": order.status.value,
        "customer_name": order.customer.name,
        "customer_email": order.customer.email,
        "country": order.country,
        "basket": order.basket,
        "items": [asdict(item) for item in order.items],
        "quote": None if order.quote is None else asdict(order.quote),
        "degraded": [reason.value for reason in order.degraded],
        "placed_at": order.placed_at,
        "attempts": order.attempts,
        "next_attempt_at": order.next_attempt_at,
    }


def _order(row: Row[Any]) -> Order:
    return Order(
        id=row.id,
        customer=Customer(row.customer_name, row.customer_email),
        country=row.country,
        items=tuple(
            Item(item["product_id"], item["quantity"], item["name"], _money(item["unit_price"]))
            for item in row.items
        ),
        placed_at=row.placed_at,
        basket=row.basket,
        quote=None if row.quote is None else _quote(row.quote),
        status=Status(row.status),
        degraded=tuple(Reason(reason) for reason in row.degraded),
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
    )


def _quote(values: dict[str, Any]) -> Quote:
    parts = {name: Money(**values[name]) for name in ("subtotal", "shipping", "tax", "total")}
    return Quote(values["quote_id"], **parts)


def _money(values: dict[str, Any] | None) -> Money | None:
    return None if values is None else Money(**values)
