"""What the page shows, and lets people do, while a service is stale, slow or away."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.conftest import Open
from tests.web.fake_shop import Shop
from tests.web.test_shopping import order

HEADING = "Thank you, we have your order"


def test_a_stale_catalogue_is_said_to_be_so_and_sells(open_page: Open, shop: Shop) -> None:
    shop.stale = True

    page = open_page()

    expect(page.get_by_role("status").filter(has_text="Prices may have changed")).to_be_visible()
    page.get_by_role("button", name="Add Espresso cup to basket").click()
    expect(page.locator("#basket-count")).to_contain_text("1")


def test_a_catalogue_that_is_away_is_tried_again_by_hand(open_page: Open, shop: Shop) -> None:
    shop.away["/api/catalog"] = 503
    page = open_page()
    expect(page.get_by_role("alert")).to_contain_text("The catalogue takes a short break.")

    shop.away.clear()
    page.get_by_role("button", name="Try now").click()

    expect(page.locator(".card-name")).to_have_count(len(shop.products))
    expect(page.locator("#announcer")).to_have_text("The shop is up to date.")


def test_a_catalogue_that_is_away_is_tried_again_by_the_page(open_page: Open, shop: Shop) -> None:
    shop.away["/api/catalog"] = 503
    page = open_page("/orders")
    page.clock.install()
    page.get_by_role("link", name="Shop", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()

    shop.away.clear()
    page.clock.run_for(31_000)  # the service asked for 30 s

    expect(page.locator(".card-name")).to_have_count(len(shop.products))


def test_a_catalogue_seen_before_is_shown_while_the_service_is_away(filled: Open, shop: Shop) -> None:
    page = filled("/")
    shop.away["/api/catalog"] = 503

    page.reload()

    expect(page.locator("#catalogue-stale")).to_contain_text("You see the shop as of")
    expect(page.locator(".card-name")).to_have_count(len(shop.products))


def test_an_empty_catalogue_is_no_failure(open_page: Open, shop: Shop) -> None:
    shop.products.clear()

    page = open_page()

    expect(page.get_by_role("status").filter(has_text="The shelves are empty")).to_be_visible()


def test_without_a_quote_an_order_is_taken_and_its_price_follows(filled: Open, shop: Shop) -> None:
    shop.away["/api/quotes"] = 503
    shop.pending = True
    page = filled()
    expect(page.get_by_role("status", name="Costs")).to_contain_text("Shipping and tax come later")

    order(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(page.locator(".order-total")).to_contain_text("to come")
    expect(page.locator("#order-pending")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Price confirmed: to come")).to_be_visible()

    shop.confirm()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your order is confirmed")
    expect(page.get_by_role("link", name="Open the receipt")).to_be_visible()
    expect(page.locator("#order-pending")).to_have_count(0)
    expect(page.locator("#announcer")).to_have_text("Your receipt is ready.")


def test_a_quote_that_comes_back_is_shown(filled: Open, shop: Shop) -> None:
    shop.away["/api/quotes"] = 0
    page = filled()
    expect(page.locator("#quote-away")).to_be_visible()

    shop.away.clear()
    page.locator("#quote-away-action").click()

    expect(page.locator(".cost-total")).to_contain_text("€114.26")


def lose_the_answer(page: Page, shop: Shop) -> None:
    """Let an order reach the service, and the answer get lost."""
    page.route("**/api/orders", lambda route: (route.fetch(), route.abort())[1])


def test_an_order_whose_answer_was_lost_is_taken_once(filled: Open, shop: Shop) -> None:
    page = filled()
    lose_the_answer(page, shop)
    order(page)
    expect(page.get_by_role("alert")).to_contain_text("We don't know whether your order has arrived")
    expect(page.get_by_role("alert")).to_contain_text("Trying again is safe")

    page.unroute_all()
    page.reload()
    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert len(shop.orders) == 1
    assert shop.asked.count(("POST", "/api/orders")) > 1


def test_a_second_click_orders_nothing_more(filled: Open, shop: Shop) -> None:
    shop.slow["/api/orders"] = 0.5
    page = filled()
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill("ada@example.com")

    page.locator("#place-order").dblclick()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert shop.asked.count(("POST", "/api/orders")) == 1


def test_an_order_that_is_refused_says_why_and_keeps_the_basket(filled: Open, shop: Shop) -> None:
    shop.away["/api/orders"] = 422
    page = filled()

    order(page)

    expect(page.get_by_role("alert")).to_contain_text("The order was not taken")
    expect(page.get_by_role("alert")).to_contain_text("abc123")
    expect(page.locator("#basket-count")).to_contain_text("3")


def test_a_receipt_that_takes_its_time_appears_by_itself(filled: Open, shop: Shop) -> None:
    shop.receipts = False
    page = filled()
    order(page)
    expect(page.get_by_text("It is being written.")).to_be_visible()

    shop.receipts = True

    expect(page.get_by_role("link", name="Open the receipt")).to_be_visible()


def test_an_order_is_shown_while_receipts_are_away(filled: Open, shop: Shop) -> None:
    shop.away["/api/receipts"] = 503
    page = filled()

    order(page)

    expect(page.locator("#order-away")).to_contain_text("Your receipt takes a moment")
    expect(page.locator(".order-total")).to_contain_text("€114.26")


def test_an_order_that_turns_out_to_be_impossible_says_so_and_has_no_receipt(
    filled: Open, shop: Shop
) -> None:
    shop.pending = True
    page = filled()
    order(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)

    shop.reject("product-missing")

    expect(page.get_by_role("heading", level=1)).to_have_text("We can't send this order")
    expect(page.get_by_role("alert")).to_contain_text("A part of it is not for sale any more.")
    expect(page.get_by_text("Receipt")).to_have_count(0)


def test_an_order_that_does_not_exist_is_no_outage(open_page: Open) -> None:
    page = open_page("/orders/none")

    expect(page.get_by_role("status").filter(has_text="There is no such order")).to_be_visible()


def test_a_price_that_has_changed_is_told_in_the_basket(filled: Open, shop: Shop) -> None:
    page = filled()
    shop.products[0]["price"] = {"amount": 1500, "currency": "EUR"}

    page.reload()

    expect(page.get_by_text("Espresso cup: you see the new price.")).to_be_visible()
    expect(page.locator(".cost-total")).to_contain_text("€116.72")
