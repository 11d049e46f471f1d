"""A copy of the repository to run `yard` in, away from what a person may be running in the original."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from yard.local.folder import LocalFolder
from yard.local.ports import free_port
from yard.local.processes import end_marked

REPOSITORY = Path(__file__).resolve().parents[2]
COPIED = ("apps", "bin", "environments", "modules", "policies", "stacks", "yard", "cdktf.json")
# Made anew where missing, which takes half a minute; keyed by content, so a copy is as good.
CACHES = ("bindings", "schema")


@dataclass(frozen=True)
class Clone:
    """A copy of the repository. port: a free one for its gateway."""

    root: Path
    port: int

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "yard", *arguments]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "YARD_"))}
        return {**kept, "PYTHONPATH": str(self.root), "NO_COLOR": "1", "COLUMNS": "200"}

    def yard(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `yard`; a failure shows what it printed."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(
                f"yard {' '.join(arguments)} left with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done

    def up(self) -> subprocess.CompletedProcess[str]:
        return self.yard("up", "--detach", "--port", str(self.port))

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.yard("status", "--json", check=False).stdout)
        return found

    @property
    def local(self) -> LocalFolder:
        return LocalFolder(self.root / ".yard" / "local" / "local", "local")

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def recorded(self, server: str) -> int:
        """Process number of the emulator or the supervisor."""
        return int(json.loads((self.local.path / f"{server}.json").read_text())["pid"])

    def seed(self) -> None:
        """Put the shop's products into the catalogue."""
        seed = self.root / "apps" / "web" / "tools" / "seed.mjs"
        subprocess.run(["node", str(seed), self.gateway], check=True, timeout=60)  # noqa: S607


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Where the tests run in the background of a script, SIGINT is ignored, and what they start would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def clone_of_the_repository() -> Iterator[Clone]:
    """A copy under a temporary folder; what runs there ends with it."""
    with tempfile.TemporaryDirectory(prefix="stackyard-") as folder:
        root = Path(folder)
        for name in COPIED:
            source = REPOSITORY / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, root / name)
        for name in CACHES:
            if (REPOSITORY / ".yard" / "cache" / name).is_dir():
                shutil.copytree(REPOSITORY / ".yard" / "cache" / name, root / ".yard" / "cache" / name)
        # All of a test's orders come from one address.
        routes = root / "apps" / "orders" / "orders" / "routes.py"
        routes.write_text(routes.read_text().replace('"30/minute"', '"1000/second"'))
        copy = Clone(root, free_port())
        try:
            yield copy
        finally:
            end_marked(copy.local.path)


@pytest.fixture(scope="session")
def clone() -> Iterator[Clone]:
    with clone_of_the_repository() as copy:
        yield copy


@pytest.fixture
def running(clone: Clone) -> Clone:
    """The environment, up and healthy; brought up only where the test before left it otherwise."""
    status = clone.status()
    if not status["gateway"] or status["problems"]:
        clone.up()
    return clone
