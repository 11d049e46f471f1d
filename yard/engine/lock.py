"""One run at a time in an environment: the second is told who is at work."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from yard.config import YardError


@contextmanager
def environment_lock(
    folder: Path, environment: str, verb: str, *, patience_seconds: float = 0
) -> Iterator[None]:
    """Hold the environment for `verb`. The kernel lets go of the lock when the process ends, however it ends.

    Raises YardError where another process still holds it after `patience_seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    holder = folder / "lock.json"
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=patience_seconds)
    except Timeout as error:
        raise YardError(
            f"{environment}: {_who(holder)} is at work here. Wait until it ends, then try again."
        ) from error
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "verb": verb, "since": since}), "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text("utf-8"))
        return f"`yard {found['verb']}` (process {found['pid']}, since {found['since']})"
    except (OSError, ValueError, KeyError):
        return "another yard"
