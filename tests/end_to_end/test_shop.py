"""A customer buys something in a real browser, on a desk and on a phone, and every part of the shop is the real one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.conftest import Clone
from tests.web.browsers import browser

pytestmark = pytest.mark.end_to_end
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.parametrize(("device", "width"), [("desktop", 1280), ("phone", 390)])
def test_a_customer_finds_orders_and_gets_a_receipt(
    chromium: Browser, running: Clone, tmp_path: Path, device: str, width: int
) -> None:
    running.seed()
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale="en-IE")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    shots = Path(os.environ.get("SCREENSHOTS", tmp_path))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    page.goto(running.gateway)
    expect(page.locator(".card")).to_have_count(12, timeout=PATIENCE_MS)
    page.screenshot(path=shots / f"{device}-shop.png")
    page.click("#add-teapot")
    page.get_by_role("link", name="Basket").click()
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.screenshot(path=shots / f"{device}-basket.png")
    page.get_by_role("button", name="Place the order").click()

    expect(page.locator(".order-lines")).to_contain_text("Stoneware teapot", timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmed", timeout=PATIENCE_MS)
    if (running.root / "apps" / "receipts").is_dir():
        expect(page.get_by_role("link", name="Open the receipt")).to_be_visible(timeout=PATIENCE_MS)
    page.screenshot(path=shots / f"{device}-order.png")
    context.close()
    assert wrong == []
