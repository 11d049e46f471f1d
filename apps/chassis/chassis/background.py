"""Work that no request waits for: a thread per kind of work in each process that serves.

    background.install(app, Work("relay", relay.run_once, every_seconds=1.0))

`run_once` is called again and again: at once after it returned True (there may be more), else after a pause, or as soon
as someone calls `wake()`. An exception is logged and the pause grows, up to a minute: what is broken heals without a
restart. gunicorn's workers start the work and stop it before they end; a test calls `run_once` itself.

All processes of all tasks run it, so it must share: take rows with `FOR UPDATE SKIP LOCKED`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import structlog
from flask import Flask

from chassis import tracing

log = structlog.get_logger("chassis.background")

LONGEST_PAUSE_SECONDS = 60.0
STOPS_WITHIN_SECONDS = 10.0


class Work:
    """One kind of work. run_once: returns whether there may be more to do right away."""

    def __init__(self, name: str, run_once: Callable[[], bool], *, every_seconds: float) -> None:
        self.name = name
        self._run_once = run_once
        self._every_seconds = every_seconds
        self._awake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """There is something to do."""
        self._awake.set()

    def start(self) -> None:
        """Start the thread; a second start does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Let it finish what it is at; give up after ten seconds."""
        self._stopped.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join(STOPS_WITHIN_SECONDS)

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            token = tracing.enter(tracing.start())
            try:
                more = self._run_once()
                failures = 0
            except Exception as error:
                more = False
                failures += 1
                log.warning("background work failed", work=self.name, failures=failures, error=repr(error))
            finally:
                tracing.leave(token)
            if not more:
                self._pause(failures)

    def _pause(self, failures: int) -> None:
        pause = min(self._every_seconds * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS)
        # Processes that started together must not all come at the same moment.
        pause *= random.uniform(0.8, 1.2)  # noqa: S311
        if failures:  # waking does not mend what is broken
            self._stopped.wait(pause)
        else:
            self._awake.wait(pause)
        self._awake.clear()


def install(app: Flask, *works: Work) -> None:
    """Let the processes that serve `app` do this work."""
    app.extensions.setdefault("chassis.background", []).extend(works)
