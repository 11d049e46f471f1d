from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from chassis.database import Database
from orders import events, store
from orders.events import EventBridge, Housekeeping, Relay


@pytest.fixture
def relay(database: Database, bus: Any) -> Relay:
    return Relay(database, EventBridge(lambda: bus, "test-bus"))


def announce(database: Database, number: int) -> None:
    with database.transaction() as connection:
        for one in range(number):
            store.announce(connection, events.ORDER_PLACED, {"order_id": one})


def test_events_are_put_on_the_bus_in_the_services_name_in_order(
    relay: Relay, database: Database, bus: Any
) -> None:
    announce(database, 12)

    more = [relay.run_once(), relay.run_once(), relay.run_once()]

    assert more == [True, False, False]
    assert bus.events == [
        ("test-bus", "orders", "order-placed", {"order_id": number}) for number in range(12)
    ]


def test_events_wait_while_the_bus_is_down(relay: Relay, database: Database, bus: Any) -> None:
    announce(database, 1)
    bus.down = True
    with pytest.raises(ConnectionError):
        relay.run_once()
    bus.down = False

    relay.run_once()

    assert len(bus.events) == 1


def test_an_event_that_the_bus_refuses_does_not_hold_up_others(
    relay: Relay, database: Database, bus: Any
) -> None:
    announce(database, 2)
    bus.refused = 1

    relay.run_once()
    at_once = len(bus.events)
    with database.transaction() as connection:
        (row,) = [store.waiting(connection)]
        store.postponed(connection, 0, timedelta(0))

    assert [event[3]["order_id"] for event in bus.events] == [1]
    assert (at_once, row[1]) == (1, 1)


def test_a_crash_after_putting_and_before_remembering_puts_the_event_twice_never_not_at_all(
    relay: Relay, database: Database, bus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(database, 1)
    with monkeypatch.context() as patch:
        patch.setattr(store, "published", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            relay.run_once()

    relay.run_once()
    relay.run_once()

    assert len(bus.events) == 2


def test_what_waits_is_measured(database: Database) -> None:
    announce(database, 3)

    Housekeeping(database, lambda _: 0).run_once()

    assert events.waiting.labels("events")._value.get() == 3
    assert events.waiting.labels("orders")._value.get() == 0
