"""gunicorn's threaded worker, which also tells how long a request has waited for one of its threads."""

from __future__ import annotations

import time
from typing import Any

import gunicorn.workers.gthread  # type: ignore[import-untyped]

from chassis import queueing


class Worker(gunicorn.workers.gthread.ThreadWorker):  # type: ignore[misc]
    """A process with threads; connections wait for them in a queue that only the worker sees."""

    def enqueue_req(self, conn: Any) -> None:
        """Put a connection on which there is something to read, or will be, into the queue."""
        conn.queued_at = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Serve a request in one of the threads."""
        queueing.note(time.monotonic() - conn.queued_at)
        return super().handle(conn)
