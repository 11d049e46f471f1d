"""The page is for everybody: by keyboard, by ear, on a small screen, in the dark.

Sources: WCAG 2.2, criteria 1.3.1, 1.4.3, 1.4.10, 2.1.1, 2.4.1, 2.4.3, 2.5.8, 4.1.2, 4.1.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Open
from tests.web.fake_shop import Shop

SMALLEST_TARGET = 24

# The contrast of each text with what is behind it: (text, ratio) where it is too low.
LOW_CONTRAST = """() => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const bytes = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = bytes(getComputedStyle(one).backgroundColor);
      if (colour[3] > 200) return colour;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!text || box.width < 2 || style.visibility === 'hidden' || element.closest('noscript')) continue;
    const [one, two] = [light(bytes(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) found.push([text, Math.round(ratio * 100) / 100]);
  }
  return found;
}"""

# Controls that are too small to hit, or that have no name.
CONTROLS = """(least) => [...document.querySelectorAll('a[href], button, input, select')]
  .filter((one) => one.getBoundingClientRect().width > 2)
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const name = one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.[0]?.textContent;
    return !name || box.width < least || box.height < least;
  })
  .map((one) => one.outerHTML.slice(0, 120))"""


def focus_on(page: Page, selector: str, key: str = "Tab") -> None:
    """Press the key until the focus is there; a hundred times at the most."""
    for _ in range(100):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with {key}")


def test_everything_can_be_bought_with_the_keyboard_alone(open_page: Open, shop: Shop) -> None:
    page = open_page()
    expect(page.locator("#add-teapot")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    focus_on(page, "#add-teapot")
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_have_text("Stoneware teapot: 1 in the basket.")
    expect(page.locator("#add-teapot")).to_be_focused()
    focus_on(page, "#basket-link", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    focus_on(page, "#more-teapot")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(page.locator("#pieces-teapot")).to_have_value("3")
    expect(page.locator("#more-teapot")).to_be_focused()
    focus_on(page, "#name")
    page.keyboard.type("Ada Lovelace")
    focus_on(page, "#email")
    page.keyboard.type("ada@example.com")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your order is confirmed")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    focus_on(page, "#receipt-link")
    assert [order["items"][0]["quantity"] for order in shop.orders.values()] == [3]


def test_the_focus_is_seen(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("#add-teapot")).to_be_visible()

    focus_on(page, "#add-teapot")

    outline = page.locator("#add-teapot").evaluate("(one) => getComputedStyle(one).outline")
    assert "solid 3px" in outline or "3px solid" in outline


def test_a_line_that_is_taken_out_hands_the_focus_on(filled: Open) -> None:
    page = filled()

    page.locator("#remove-espresso-cup").press("Enter")
    expect(page.locator("#pieces-teapot")).to_be_focused()
    page.locator("#remove-teapot").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_be_focused()


def each_page(filled: Open, shop: Shop, **options: Any) -> Iterator[tuple[str, Page]]:
    """Every page of the shop, one after the other, with all that can be degraded degraded."""
    shop.away["/api/quotes"] = 503
    shop.stale = True
    page = filled("/", **options)
    shown = {"/": ".card-name", "/basket": "#quote-away", "/orders": ".lede", "/nowhere": ".page .button"}
    for path, sign in shown.items():
        page.goto(shop.address + path)
        expect(page.locator(sign).first).to_be_visible()
        yield path, page


def test_a_page_has_its_landmarks_one_heading_and_a_title(filled: Open, shop: Shop) -> None:
    for _, page in each_page(filled, shop):
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("banner")).to_have_count(1)
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.get_by_role("contentinfo")).to_have_count(1)
        expect(page.get_by_role("navigation", name="Shop")).to_be_visible()
        assert page.title().endswith(" · Fennel & Clay")
        assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(filled: Open, shop: Shop, scheme: Any) -> None:
    low = {path: page.evaluate(LOW_CONTRAST) for path, page in each_page(filled, shop, scheme=scheme)}

    assert low == {path: [] for path in low}


# 320 is also what a screen of 1280 has at four times the size.
@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_cut_off_or_too_small_to_hit_on_a_small_screen(
    filled: Open, shop: Shop, width: int
) -> None:
    for path, page in each_page(filled, shop, width=width):
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        assert page.evaluate(CONTROLS, SMALLEST_TARGET) == [], path


def test_who_listens_hears_what_is_asked_for(filled: Open) -> None:
    page = filled()

    expect(page.get_by_role("form").or_(page.locator("form"))).to_match_aria_snapshot("""
        - text: Send it to
        - combobox "Send it to"
        - status "Costs"
        - text: Name
        - textbox "Name"
        - text: E-mail
        - textbox "E-mail"
        - button "Place the order"
    """)
