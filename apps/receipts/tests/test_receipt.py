from __future__ import annotations

from datetime import UTC, datetime

import pytest
from receipts import page
from receipts.receipt import Item, Money, Order, issue, number_of

PLACED = datetime(2026, 3, 1, 11, 59, tzinfo=UTC)
ORDER = Order(
    "6f1c", PLACED, "Ada", "ada@example.com", [Item("cup", "Cup", 2, Money(1990, "EUR"))], Money(5855, "EUR")
)


def test_a_receipt_says_what_the_goods_cost_and_what_came_on_top() -> None:
    receipt = issue(ORDER, PLACED)

    assert receipt.goods == Money(3980, "EUR")
    assert receipt.shipping_and_tax == Money(1875, "EUR")


def test_an_order_has_one_number_and_no_two_orders_the_same() -> None:
    numbers = {number_of(f"order-{index}", PLACED) for index in range(1000)}

    assert number_of("order-1", PLACED) == number_of("order-1", PLACED)
    assert len(numbers) == 1000
    assert all(number.startswith("R-2026-") for number in numbers)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1990, "EUR"), "19.90 EUR"),
        (Money(5, "EUR"), "0.05 EUR"),
        (Money(123456789, "EUR"), "1,234,567.89 EUR"),
        (Money(1990, "JPY"), "1,990 JPY"),
        (Money(1990, "KWD"), "1.990 KWD"),
        (Money(-150, "EUR"), "-1.50 EUR"),
    ],
)
def test_an_amount_is_written_in_the_units_that_its_currency_has(money: Money, text: str) -> None:
    assert page.amount(money) == text


def test_what_a_customer_typed_becomes_no_markup() -> None:
    name = "<script>alert(1)</script> & co"
    order = Order("6f1c", PLACED, name, '"x"@example.com', ORDER.items, ORDER.total)

    text = page.render(issue(order, PLACED))

    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in text
