"""What others are told, and the relay that tells them: at least once, also after a crash.

An event is written to the outbox in the transaction that makes it true, and put on the bus from there. If the process
dies in between, another one puts it; if it dies after putting and before remembering, the event comes twice, which
subscribers must bear. Rows are taken with SKIP LOCKED, so every process of every task can relay.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol

import boto3
import structlog
from botocore.config import Config
from chassis.database import Database
from prometheus_client import Counter, Gauge

from orders import store
from orders.ordering import Order

log = structlog.get_logger("orders.events")

ORDER_PLACED = "order-placed"
SOURCE = "orders"
BATCH = 10  # source: "PutEvents", Amazon EventBridge API Reference: at most 10 entries
KEPT = timedelta(days=7)
LONGEST_PAUSE = timedelta(minutes=1)

relayed = Counter("orders_events_total", "Events put on the bus, or refused by it.", ["type", "outcome"])
waiting = Gauge(
    "orders_waiting", "Pending orders, and events not yet on the bus.", ["what"], multiprocess_mode="max"
)


def order_placed(order: Order) -> dict[str, Any]:
    """Give the event's detail: all that a receipt needs, so that nobody has to ask back."""
    total = order.quote.total if order.quote else None
    return {
        "order_id": order.id,
        "placed_at": order.placed_at.isoformat(),
        "customer": {"name": order.customer.name, "email": order.customer.email},
        "items": [
            {
                "product_id": item.product_id,
                "name": item.name,
                "quantity": item.quantity,
                "unit_price": None
                if item.unit_price is None
                else {"amount": item.unit_price.amount, "currency": item.unit_price.currency},
            }
            for item in order.items
        ],
        "total": None if total is None else {"amount": total.amount, "currency": total.currency},
        "status": order.status.value,
    }


class Bus(Protocol):
    """Where events go."""

    def put(self, events: Sequence[tuple[str, dict[str, Any]]]) -> list[bool]:
        """Put events (type and detail); tells for each whether it was taken. Raises if the bus can't be reached."""


class EventBridge:
    """The bus of the environment."""

    def __init__(self, client: Callable[[], Any], bus: str) -> None:
        # Made with the first event: botocore fetches credentials over the network when it makes a client.
        self._client = functools.cache(client)
        self._bus = bus

    def put(self, events: Sequence[tuple[str, dict[str, Any]]]) -> list[bool]:
        """Put events. EventBridge answers 200 also where it refused an entry."""
        entries = [
            {
                "EventBusName": self._bus,
                "Source": SOURCE,
                "DetailType": kind,
                "Detail": json.dumps(detail),
            }
            for kind, detail in events
        ]
        answer = self._client().put_events(Entries=entries)
        for entry in answer["Entries"]:
            if "ErrorCode" in entry:
                log.error("event refused", code=entry["ErrorCode"], reason=entry.get("ErrorMessage"))
        return ["ErrorCode" not in entry for entry in answer["Entries"]]


def connect(region: str) -> Any:
    """Make a client. Endpoint and credentials come from the environment, as boto3 does it."""
    config = Config(
        region_name=region,
        connect_timeout=1,
        read_timeout=2,
        retries={"mode": "standard", "total_max_attempts": 2},
    )
    return boto3.session.Session().client("events", config=config)


class Relay:
    """Puts what is in the outbox on the bus."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    def run_once(self) -> bool:
        """Put one batch. Returns whether there may be more. Raises if the bus can't be reached."""
        with self._database.transaction() as connection:
            rows = store.take_unpublished(connection, BATCH)
            if not rows:
                return False
            taken = self._bus.put([(row.type, row.detail) for row in rows])
            for row, is_taken in zip(rows, taken, strict=True):
                relayed.labels(row.type, "put" if is_taken else "refused").inc()
                if not is_taken:
                    pause = min(timedelta(seconds=2 ** min(row.attempts, 10)), LONGEST_PAUSE)
                    store.postponed(connection, row.id, pause)
            store.published(
                connection, [row.id for row, is_taken in zip(rows, taken, strict=True) if is_taken]
            )
        return len(rows) == BATCH


class Housekeeping:
    """Deletes what is no longer needed, and measures what waits."""

    def __init__(self, database: Database, prune_keys: Callable[[Any], int]) -> None:
        self._database = database
        self._prune_keys = prune_keys

    def run_once(self) -> bool:
        """Do it. Returns False: it has its time."""
        with self._database.transaction() as connection:
            orders, events = store.waiting(connection)
            waiting.labels("orders").set(orders)
            waiting.labels("events").set(events)
            store.prune(connection, KEPT)
            self._prune_keys(connection)
        return False
