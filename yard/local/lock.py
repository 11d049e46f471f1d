"""One `yard` at a time changes an environment on this machine."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator

from filelock import FileLock, Timeout

from yard.config import Workspace, YardError


@contextlib.contextmanager
def only_one(workspace: Workspace, environment: str, verb: str) -> Iterator[None]:
    """Hold the environment's lock; YardError that names the other `yard` where one holds it.

    The lock lies in the cache, so that `yard down` can remove everything else while it holds it. The system lets
    it go when its holder dies, so it is never stale.
    """
    folder = workspace.cache / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / f"{environment}.json"
    lock = FileLock(folder / f"{environment}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise YardError(
            f"{environment}: {_name(holder.read_text() if holder.exists() else '')} works on this environment"
            " right now. Wait until it ends, then try again."
        ) from None
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "verb": verb}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _name(record: str) -> str:
    try:
        holder = json.loads(record)
        return f"another `yard {holder['verb']}` (pid {holder['pid']})"
    except (ValueError, KeyError):
        return "another yard"
