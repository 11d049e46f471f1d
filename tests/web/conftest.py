"""The page as it is published, a shop behind it, and a browser in front."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browsers import browser
from tests.web.fake_shop import WEB, Shop, serve_shop

PATIENCE_MS = 15_000
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page."""
    out = tmp_path_factory.mktemp("site") / "dist"
    node = shutil.which("node") or "node"
    subprocess.run([node, "build.mjs", "--out", str(out)], cwd=WEB, check=True, capture_output=True)
    return out


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def shop(site: Path) -> Iterator[Shop]:
    with serve_shop(site) as running:
        yield running


@pytest.fixture
def open_page(chromium: Browser, shop: Shop) -> Iterator[Open]:
    """Open the shop in a browser of its own: `open_page("/basket", width=390, scheme="dark")`.

    At the end: nothing was thrown, and nothing was forbidden by the page's content security policy.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def start(path: str = "/", *, width: int = 1280, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-IE",
            has_touch=width < 500,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
        page.goto(shop.address + path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def filled(open_page: Open) -> Open:
    """Open the shop with two cups and a teapot in the basket."""

    def start(path: str = "/basket", **options: Any) -> Page:
        page = open_page("/", **options)
        for name in ("espresso-cup", "espresso-cup", "teapot"):
            page.click(f"#add-{name}")
        page.goto(page.url.rstrip("/") + path)
        return page

    return start
