"""Services in JavaScript get their packages when these are missing or older than the lock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yard.config import YardError
from yard.local.packages import install, missing


@pytest.fixture
def quotes(tmp_path: Path) -> Path:
    folder = tmp_path / "apps" / "quotes"
    folder.mkdir(parents=True)
    (folder / "package-lock.json").touch()
    (tmp_path / "apps" / "catalog").mkdir()
    return folder


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in: the real one asks the registry."""
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\necho $@ >> asked; mkdir -p node_modules; touch node_modules/.package-lock.json\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_packages_are_installed_once(quotes: Path, npm: Path) -> None:
    assert missing(quotes.parent) == [quotes]

    install([quotes])

    assert missing(quotes.parent) == []
    assert (quotes / "asked").read_text() == "ci --omit=dev --no-audit --no-fund --loglevel=error\n"


def test_a_newer_lock_asks_for_them_again(quotes: Path, npm: Path) -> None:
    install([quotes])
    later = (quotes / "node_modules" / ".package-lock.json").stat().st_mtime + 1

    os.utime(quotes / "package-lock.json", (later, later))

    assert missing(quotes.parent) == [quotes]


def test_a_failed_installation_shows_what_npm_said(quotes: Path, npm: Path) -> None:
    npm.write_text("#!/bin/sh\necho no such registry; exit 3\n")

    with pytest.raises(YardError) as failed:
        install([quotes])

    assert str(failed.value) == (
        "quotes: `npm ci --omit=dev --no-audit --no-fund --loglevel=error` left with 3:\n  no such registry"
    )


def test_without_npm_it_says_what_to_install(quotes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(YardError) as failed:
        install([quotes])

    assert str(failed.value) == (
        "quotes is a Node.js service, and there is no npm here. Install Node.js 20 or later."
    )
