"""Runs a verb in this process, as the command line does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from yard.cli import main

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Done:
    """How a verb ended."""

    status: int
    out: str
    err: str


Yard = Callable[..., Done]


@pytest.fixture
def yard(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Yard:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("YARD_DEBUG", raising=False)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr("sys.argv", ["yard", *arguments])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run


@dataclass(frozen=True)
class Files:
    """A copy of the two folders with YAML, to break."""

    apps: Path
    environments: Path

    @property
    def options(self) -> tuple[str, ...]:
        return ("--apps", str(self.apps), "--environments", str(self.environments))

    def change(self, name: str, old: str, new: str) -> None:
        """Replace `old` in `environments/…` or `apps/…`; the test is wrong where it is not there."""
        path = self.apps.parent / name
        text = path.read_text()
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (tmp_path / "apps" / "catalog").mkdir(parents=True)
    shutil.copy(ROOT / "apps" / "catalog" / "service.yaml", tmp_path / "apps" / "catalog" / "service.yaml")
    return Files(tmp_path / "apps", tmp_path / "environments")
