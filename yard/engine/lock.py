"""One run at a time in an environment: the second is told who is at work."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from yard.config import YardError


@dataclass(frozen=True)
class Holder:
    """Who holds a lock. since: UTC, to the second."""

    pid: int
    verb: str
    since: str


@contextmanager
def held(
    lock_file: Path, verb: str, *, busy: Callable[[Holder | None], str], patience_seconds: float = 0
) -> Iterator[None]:
    """Hold `lock_file` for `verb`. The kernel lets go of it when the process ends, however it ends.

    Who holds it stands beside it, in the same name with `.json`. Raises YardError where another process still holds
    it after `patience_seconds`, with what `busy` says of the holder (None where that is not known).
    """
    record = lock_file.with_suffix(".json")
    lock = FileLock(lock_file)
    try:
        lock.acquire(timeout=patience_seconds)
    except Timeout as error:
        raise YardError(busy(_read(record))) from error
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        record.write_text(json.dumps(asdict(Holder(os.getpid(), verb, since))), "utf-8")
        yield
    finally:
        record.unlink(missing_ok=True)
        lock.release()


@contextmanager
def environment_lock(
    folder: Path, environment: str, verb: str, *, patience_seconds: float = 0
) -> Iterator[None]:
    """Hold the environment for `verb`.

    Raises YardError where another process still holds it after `patience_seconds`.
    """

    def busy(holder: Holder | None) -> str:
        who = (
            f"`yard {holder.verb}` (process {holder.pid}, since {holder.since})" if holder else "another yard"
        )
        return f"{environment}: {who} is at work here. Wait until it ends, then try again."

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held(folder / "lock", verb, busy=busy, patience_seconds=patience_seconds):
        yield


def _read(record: Path) -> Holder | None:
    try:
        return Holder(**json.loads(record.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
