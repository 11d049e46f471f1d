from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from orders.ordering import (
    Customer,
    Item,
    Money,
    Order,
    Quote,
    Reason,
    Status,
    assessed,
    new_order,
    rejected,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EURO = Money(1990, "EUR")
QUOTE = Quote("q1", EURO, EURO, EURO, EURO)


@pytest.fixture
def order() -> Order:
    return new_order(Customer("Ada", "ada@example.com"), "IE", [("cup", 2)])


def test_a_new_order_has_an_id_of_its_own_and_knows_no_prices(order: Order) -> None:
    other = new_order(order.customer, "IE", [("cup", 2)])

    assert order.id != other.id
    assert order.items == (Item("cup", 2, None, None),)
    assert order.status is Status.PENDING


def test_an_order_is_confirmed_when_all_is_known(order: Order) -> None:
    known = assessed(order, [Item("cup", 2, "Cup", EURO)], QUOTE, [], NOW)

    assert (known.status, known.next_attempt_at, known.attempts) == (Status.CONFIRMED, None, 1)


@pytest.mark.parametrize(
    ("item", "quote"), [(Item("cup", 2), None), (Item("cup", 2, "Cup", EURO), None), (Item("cup", 2), QUOTE)]
)
def test_an_order_of_which_something_is_unknown_is_pending(
    order: Order, item: Item, quote: Quote | None
) -> None:
    known = assessed(order, [item], quote, [Reason.CATALOG_UNAVAILABLE], NOW)

    assert (known.status, known.degraded) == (Status.PENDING, (Reason.CATALOG_UNAVAILABLE,))
    assert known.next_attempt_at == NOW + timedelta(seconds=2)


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (4, 32), (5, 60), (1000, 60)])
def test_a_pending_order_is_tried_less_and_less_often(order: Order, attempts: int, seconds: int) -> None:
    known = assessed(replace(order, attempts=attempts), order.items, None, [], NOW)

    assert known.next_attempt_at == NOW + timedelta(seconds=seconds)


def test_an_impossible_order_is_not_tried_again(order: Order) -> None:
    known = rejected(order, Reason.PRODUCT_MISSING)

    assert (known.status, known.next_attempt_at, known.degraded) == (
        Status.REJECTED,
        None,
        (Reason.PRODUCT_MISSING,),
    )
