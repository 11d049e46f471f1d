"""One `yard` at a time changes an environment on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from yard.config import Workspace
from yard.engine.lock import Holder, held


@contextlib.contextmanager
def only_one(workspace: Workspace, environment: str, verb: str) -> Iterator[None]:
    """Hold the environment's lock; YardError that names the other `yard` where one holds it.

    The lock lies in the cache, so that `yard down` can remove everything else while it holds it.
    """

    def busy(holder: Holder | None) -> str:
        who = f"another `yard {holder.verb}` (pid {holder.pid})" if holder else "another yard"
        return (
            f"{environment}: {who} works on this environment right now. Wait until it ends, then try again."
        )

    folder = workspace.cache / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with held(folder / f"{environment}.lock", verb, busy=busy):
        yield
