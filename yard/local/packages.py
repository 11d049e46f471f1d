"""What services in JavaScript run with: npm's packages beside their code, as their image's build installs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from yard.config import YardError

COMMAND = ("npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")
SHOWN_LINES = 10


def missing(apps: Path) -> list[Path]:
    """Folders whose packages are not those of their lock: never installed, or before the lock was last written."""
    return [lock.parent for lock in sorted(apps.glob("*/package-lock.json")) if _is_newer(lock)]


def install(folders: Sequence[Path]) -> None:
    """Install them, one folder after the other. YardError where npm is missing or fails."""
    npm = shutil.which(COMMAND[0])
    for folder in folders:
        if npm is None:
            raise YardError(
                f"{folder.name} is a Node.js service, and there is no npm here. Install Node.js 20 or later."
            )
        done = subprocess.run(
            [npm, *COMMAND[1:]],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            ending = "\n".join(f"  {line}" for line in done.stdout.splitlines()[-SHOWN_LINES:])
            raise YardError(f"{folder.name}: `{' '.join(COMMAND)}` left with {done.returncode}:\n{ending}")
        os.utime(_written_by_npm(folder))  # npm keeps its time where nothing changed in it


def _is_newer(lock: Path) -> bool:
    try:
        return lock.stat().st_mtime > _written_by_npm(lock.parent).stat().st_mtime
    except FileNotFoundError:
        return True


def _written_by_npm(folder: Path) -> Path:
    return folder / "node_modules" / ".package-lock.json"
