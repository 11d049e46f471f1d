"""Liveness and readiness.

`/health/live` says that the process answers; nothing else is looked at, since a restart mends nothing else.
`/health/ready` says whether requests should be sent here:

- 503 `draining` once SIGTERM has come.
- 503 `unavailable` while a check that gates the service fails.
- 200 `degraded` when a dependency fails that has answered before. All tasks share it, so taking them out of
  the load balancer (where Amazon ECS would replace them, one after the other) makes the outage worse: they
  stay, and answer what they can.
- 200 `ready` else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

import structlog
from flask import Flask, Response, jsonify

from chassis import draining

FRESH_SECONDS = 1.0


@dataclass
class Check:
    """One dependency that readiness asks for.

    probe: returns if the dependency answers, raises if not.
    timeout_seconds: how long to wait for it; a probe that hangs holds one thread, however often it is asked.
    gate: "start" keeps the service out until the probe has passed once; "always" whenever it fails.
    """

    name: str
    probe: Callable[[], object]
    timeout_seconds: float = 2.0
    gate: Literal["start", "always"] = "start"
    passed_once: bool = field(default=False, init=False)
    _running: Future[object] | None = field(default=None, init=False)
    _answer: tuple[float, str | None] = field(default=(0.0, None), init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def run(self, pool: ThreadPoolExecutor) -> str | None:
        """Ask, or repeat an answer up to a second old. Returns what is wrong, None if nothing."""
        with self._lock:
            asked_at, answer = self._answer
            if asked_at and time.monotonic() - asked_at < FRESH_SECONDS:
                return answer
            if self._running is None or self._running.done():
                self._running = pool.submit(self.probe)
            running = self._running
        try:
            running.result(timeout=self.timeout_seconds)
            problem = None
            self.passed_once = True
        except TimeoutError:
            problem = f"no answer within {self.timeout_seconds:g} s"
        except Exception as error:  # whatever the probe raises is what the check reports
            problem = type(error).__name__
        with self._lock:
            self._answer = (time.monotonic(), problem)
        return problem

    def keeps_out(self, problem: str | None) -> bool:
        """Tell whether `problem` means that no requests should come here."""
        return problem is not None and (self.gate == "always" or not self.passed_once)


def install(app: Flask, checks: Sequence[Check]) -> None:
    """Answer /health/live and /health/ready."""
    log = structlog.get_logger("chassis.health")
    # Threads start with the first probe, so after gunicorn has forked.
    pool = ThreadPoolExecutor(max_workers=max(1, len(checks)), thread_name_prefix="readiness")

    @app.get("/health/live", endpoint="health_live", doc_ui=False)
    def _live() -> Response:
        return jsonify(status="live")

    @app.get("/health/ready", endpoint="health_ready", doc_ui=False)
    def _ready() -> tuple[Response, int]:
        if draining.begun():
            return jsonify(status="draining"), 503
        problems = {check.name: check.run(pool) for check in checks}
        failed = {name: problem for name, problem in problems.items() if problem}
        out = any(check.keeps_out(problems[check.name]) for check in checks)
        if failed:
            log.warning("dependency does not answer", ready=not out, **failed)
        status = "unavailable" if out else "degraded" if failed else "ready"
        answers = {name: problem or "ok" for name, problem in problems.items()}
        return jsonify(status=status, checks=answers), 503 if out else 200
