"""Waiting until what should run runs healthy, or saying why it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from yard.config import YardError
from yard.local.control import Supervisor
from yard.local.excerpt import excerpt
from yard.local.folder import LocalFolder
from yard.local.output import last_lines

HEALTHY_WITHIN_SECONDS = 90.0
# Source: "How the Amazon ECS deployment circuit breaker detects failures": three at least.
FAILURES_TO_GIVE_UP = 3
SHOWN_LINES = 15
READ_LINES = 500


def wait_until_healthy(
    supervisor: Supervisor,
    folder: LocalFolder,
    tell: Callable[[str], None],
    within_seconds: float = HEALTHY_WITHIN_SECONDS,
) -> None:
    """Return once every service runs as it should; YardError that names those that do not, with their last lines."""
    deadline = time.monotonic() + within_seconds
    while True:
        status = supervisor.status()
        if status is None:
            raise YardError("The supervisor ended while its services started. Run `yard up` again.")
        sites = [name for name, site in status["sites"].items() if not site["healthy"]]
        silent = [name for name, database in status["databases"].items() if not database["healthy"]]
        running = {**status["services"], **status["functions"]}
        waiting = {name: found for name, found in running.items() if not found["steady"]}
        if not (waiting or silent or sites):
            return
        late = time.monotonic() > deadline
        if silent and late:
            raise YardError(_why_silent(silent[0], status["databases"][silent[0]], folder))
        if sites and late:
            raise YardError(
                f"{sites[0]}: the site does not answer: {status['sites'][sites[0]]['last_failure'] or 'no index.html'}."
                " `yard logs edge` shows more."
            )
        hopeless = {n: s for n, s in waiting.items() if s["failures"] >= FAILURES_TO_GIVE_UP}
        if hopeless or late:
            raise YardError(_why_unhealthy(hopeless or waiting, folder))
        tell(f"Waiting for {', '.join((*silent, *sites, *waiting))} …")
        time.sleep(0.1)


def _why_silent(name: str, database: dict[str, Any], folder: LocalFolder) -> str:
    engine = database["engine"]
    lines = "\n".join(f"  {line.text}" for line in last_lines(folder.logs, [engine], SHOWN_LINES))
    why = database["last_failure"] or "it is starting"
    return (
        f"{name}: its {engine} does not answer: {why}. Its last lines:\n{lines}\n"
        f"Mend that and run `yard up` again. `yard logs {engine}` shows more, `yard down` stops everything."
    )


def _why_unhealthy(services: dict[str, Any], folder: LocalFolder) -> str:
    told = []
    for name, service in services.items():
        reasons = [task["reason"] for task in service.get("tasks", ()) if task["reason"]]
        why = service["last_failure"] or next(iter(reasons), "it is still starting")
        log = service.get("service", name)
        lines = "\n".join(
            f"  {text}" for text in excerpt(last_lines(folder.logs, [log], READ_LINES), SHOWN_LINES)
        )
        told.append(f"{name} is not healthy: {why}. Its last lines:\n{lines}")
    shown = next(service.get("service", name) for name, service in services.items())
    told.append(
        f"Mend that and run `yard up` again. `yard logs {shown}` shows more, `yard down` stops everything."
    )
    return "\n".join(told)
