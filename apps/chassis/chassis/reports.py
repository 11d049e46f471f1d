"""What is said about requests that are answered: a log line and metrics each, in the request or soon after.

Under gunicorn a thread does it for many requests at a time, up to 50 ms later: a batch costs a fifth of what the same
work costs in each request, where threads hand over to one another at every write. Elsewhere (tests, Lambda) it is
done before the answer goes out. What waits is written before the process ends; a killed process loses it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from chassis.tracing import Trace

BATCH_SECONDS = 0.05
# A request that finds so many waiting does the work itself, so that they don't pile up.
MOST_WAITING = 2000


class Answered(NamedTuple):
    """A request that is answered.

    path: without the query, which may hold what nobody should read. route: the pattern, None where none matched.
    at: when, in seconds since 1970.
    """

    trace: Trace
    method: str
    path: str
    route: str | None
    status: int
    seconds: float
    at: float


Writer = Callable[[Iterable[Answered]], None]


class Reports:
    """Hands requests that are answered to those who write about them."""

    def __init__(self, *writers: Writer) -> None:
        self._writers = writers
        self._waiting: deque[Answered] = deque()
        self._batches = False
        self._working = threading.Lock()

    def add(self, answered: Answered) -> None:
        """Report a request."""
        if self._batches:
            self._waiting.append(answered)
            if len(self._waiting) < MOST_WAITING:
                return
            self.flush()
        else:
            for write in self._writers:
                write((answered,))

    def flush(self) -> None:
        """Report what waits; a writer is called also when that is nothing."""
        with self._working:
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            for write in self._writers:
                write(batch)

    def batch(self) -> None:
        """Report in batches from now on. Call it in the process that serves: a thread does not survive a fork."""
        self._batches = True
        threading.Thread(target=self._work, name="reports", daemon=True).start()

    def _work(self) -> None:
        while True:
            time.sleep(BATCH_SECONDS)
            self.flush()
