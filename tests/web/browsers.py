"""The browser that is installed on this machine, driven through Playwright; none is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: containers give none. The rest keeps the browser from calling home.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str:
    """Find it: the variable BROWSER, else what is on PATH. Skips the test where there is none."""
    found = os.environ.get("BROWSER") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.skip("there is no browser: `apt-get install chromium`, or set BROWSER to one")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Start it, headless."""
    program = installed()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        try:
            yield started
        finally:
            started.close()
