"""Buying something, all services being well."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.conftest import Open
from tests.web.fake_shop import Shop


def order(page: Page) -> None:
    """Fill in who orders, and order."""
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Place the order").click()


def test_a_customer_finds_orders_and_gets_a_receipt(open_page: Open, shop: Shop) -> None:
    page = open_page()
    page.get_by_role("link", name="Kitchen").click()
    expect(page.locator(".card")).to_have_count(3)
    page.get_by_role("button", name="Add Linen apron to basket").click()
    page.get_by_role("link", name="Basket").click()

    expect(page.get_by_role("status", name="Costs")).to_contain_text("Total€72.44")
    order(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your order is confirmed")
    expect(page.locator(".order-lines")).to_contain_text("Linen apron")
    expect(page.locator(".order-total")).to_contain_text("€72.44")
    expect(page.get_by_role("link", name="Open the receipt")).to_have_attribute(
        "href", f"/api/receipts/{next(iter(shop.orders))}.html"
    )
    expect(page.locator("#basket-count")).to_be_hidden()


def test_an_order_is_found_again_in_this_browser(filled: Open) -> None:
    page = filled()
    order(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmed")
    address = page.url

    page.get_by_role("link", name="Orders").click()
    page.get_by_role("link", name="Order of").click()

    expect(page).to_have_url(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmed")


def test_the_basket_outlives_the_page(filled: Open) -> None:
    page = filled()

    page.reload()

    expect(page.get_by_label("Pieces of Espresso cup").locator("visible=true").last).to_have_value("2")
    expect(page.locator("#basket-count")).to_contain_text("€86.00")


def test_pieces_are_counted_up_down_typed_and_taken_out(filled: Open) -> None:
    page = filled()
    cups = page.locator("#pieces-espresso-cup")

    page.get_by_role("button", name="One Espresso cup more").click()
    expect(cups).to_have_value("3")
    page.get_by_role("button", name="One Espresso cup less").click()
    expect(cups).to_have_value("2")
    cups.fill("500")
    cups.press("Enter")
    expect(cups).to_have_value("99")
    page.get_by_role("button", name="Take Espresso cup out").click()
    page.get_by_role("button", name="One Stoneware teapot less").click()

    expect(page.get_by_text("There is nothing in it yet")).to_be_visible()


def test_another_country_is_quoted_anew(filled: Open, shop: Shop) -> None:
    page = filled()
    expect(page.locator(".cost-total")).to_be_visible()
    before = shop.asked.count(("POST", "/api/quotes"))

    with page.expect_response("**/api/quotes") as answered:
        page.get_by_label("Send it to").select_option(label="Germany")

    sent = answered.value.request.post_data_json
    assert sent
    assert sent["country"] == "DE"
    assert shop.asked.count(("POST", "/api/quotes")) == before + 1


def test_what_is_missing_in_the_form_is_said_and_nothing_is_ordered(filled: Open, shop: Shop) -> None:
    page = filled()
    page.get_by_label("E-mail").fill("ada@example")

    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_accessible_description("Tell us who the order is for.")
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("E-mail").fill("ada@example.com")
    expect(page.get_by_label("E-mail")).not_to_have_attribute("aria-invalid", "true")
    assert shop.orders == {}


def test_a_path_that_leads_nowhere_says_so(open_page: Open) -> None:
    page = open_page("/nowhere")

    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_back_and_forward_lead_where_they_should(filled: Open) -> None:
    page = filled("/")
    page.get_by_role("link", name="Desk").click()
    page.get_by_role("link", name="Basket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your basket")

    page.go_back()
    expect(page.locator(".card")).to_have_count(3)
    page.go_forward()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your basket")
