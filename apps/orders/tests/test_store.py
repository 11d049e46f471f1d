from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from chassis.database import Database
from orders import store
from orders.ordering import Customer, Item, Money, Order, Quote, Reason, Status, assessed, new_order
from orders.tables import METADATA

EURO = Money(1990, "EUR")
QUOTE = Quote("q1", EURO, EURO, EURO, EURO)
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BASKET = "a-basket-of-my-own"


def order(basket: str | None = None) -> Order:
    new = new_order(Customer("Ada", "ada@example.com"), "IE", [("cup", 2)], basket)
    return assessed(new, new.items, None, [Reason.CATALOG_UNAVAILABLE], NOW)


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    with database.transaction() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)

    assert differences == []


@pytest.mark.parametrize("quote", [None, QUOTE])
def test_an_order_comes_back_as_it_was_stored(database: Database, quote: Quote | None) -> None:
    new = order(BASKET)
    known = assessed(new, [Item("cup", 2, "Cup", EURO)], quote, [Reason.CATALOG_STALE], NOW)

    with database.transaction() as connection:
        store.add(connection, known)
    with database.transaction() as connection:
        assert store.get(connection, known.id) == known


def test_there_is_no_order_of_an_unknown_id(database: Database) -> None:
    with database.transaction() as connection:
        assert store.get(connection, order().id) is None


def test_the_orders_of_a_basket_are_listed_the_newest_first(database: Database) -> None:
    orders = [order(BASKET) for _ in range(3)]
    with database.transaction() as connection:
        for one in [*orders, order("another-basket-of-mine"), order()]:
            store.add(connection, one)

    with database.transaction() as connection:
        listed = store.of_basket(connection, BASKET)

    assert [one.id for one in listed] == [one.id for one in reversed(orders)]


def test_a_pending_order_is_taken_when_its_time_has_come_and_by_one(database: Database) -> None:
    one = order()
    with database.transaction() as connection:
        store.add(connection, one)
    due = NOW + timedelta(seconds=3)

    with database.transaction() as connection:
        early = store.take_pending(connection, NOW)
    with database.transaction() as first, database.transaction() as second:
        taken = [store.take_pending(first, due), store.take_pending(second, due)]
    with database.transaction() as connection:
        leased = store.take_pending(connection, due)
        after_a_crash = store.take_pending(connection, due + store.LEASE)

    assert early is None
    assert [found and found.id for found in taken] == [one.id, None]
    assert leased is None
    assert after_a_crash is not None


def test_an_order_is_completed_by_one_only(database: Database) -> None:
    one = order()
    known = assessed(one, [Item("cup", 2, "Cup", EURO)], QUOTE, [], NOW)
    with database.transaction() as connection:
        store.add(connection, one)

    with database.transaction() as connection:
        done = [store.complete(connection, known, one.attempts) for _ in range(2)]
        found = store.get(connection, one.id)

    assert done == [True, False]
    assert found is not None
    assert found.status is Status.CONFIRMED


def test_an_event_is_taken_by_one_and_until_it_is_out(database: Database) -> None:
    with database.transaction() as connection:
        store.announce(connection, "order-placed", {"order_id": "1"})

    with database.transaction() as first, database.transaction() as second:
        taken = store.take_unpublished(first, 10)
        passed_over = store.take_unpublished(second, 10)
    with database.transaction() as connection:
        again = store.take_unpublished(connection, 10)
        store.published(connection, [row.id for row in again])
        gone = store.take_unpublished(connection, 10)

    assert [row.detail for row in taken] == [{"order_id": "1"}]
    assert (passed_over, len(again), gone) == ([], 1, [])


def test_published_events_are_deleted_in_the_end(database: Database) -> None:
    with database.transaction() as connection:
        for number in range(2):
            store.announce(connection, "order-placed", {"order_id": number})
        store.published(connection, [store.take_unpublished(connection, 1)[0].id])

    with database.transaction() as connection:
        pruned = [store.prune(connection, timedelta(days=7)), store.prune(connection, timedelta(0))]
        waiting = store.waiting(connection)

    assert pruned == [0, 1]
    assert waiting == (0, 1)
