"""Takes `order-placed` from the queue and has the receipt written.

What cannot be read as such an event fails every time, and so ends in the dead-letter queue for a person to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from chassis.batches import Message

from receipts.schemas import Event
from receipts.store import Store

log = structlog.get_logger("receipts.consumer")


class Consumer:
    """Deals with one message. now: the clock."""

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._now = now

    def __call__(self, message: Message) -> None:
        """Write the receipt. Raises ValueError for what is no such event, StoreUnavailableError."""
        order = Event.model_validate(message.json()).detail.to_domain()
        written = self._store.write(order, self._now())
        log.info("receipt written" if written else "receipt was there", order_id=order.id)
