"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stacks.runtimes import RUNTIMES
from stacks.shifting import shifts
from yard.config import InputError, Service

# Two patterns each, of the five that a listener rule takes (`ListenerRule`).
MOST_SHIFTING_ROUTES = 2


def refuse_undeployable(services: Mapping[str, Service]) -> None:
    """Raise InputError with everything that would otherwise be ignored, or fail halfway through an apply."""
    called = {callee for service in services.values() for callee in service.calls}
    problems = [
        problem
        for service in services.values()
        for problem in _service_problems(service, called=service.name in called)
    ]
    if problems:
        raise InputError(problems)


def _service_problems(service: Service, *, called: bool) -> Iterator[str]:
    strategy, data = service.deploy.strategy, service.data
    if service.runtime not in RUNTIMES:
        known = " or ".join(RUNTIMES)
        yield service.problem("runtime", f"{service.runtime} cannot be deployed yet. Use {known}.")
    if shifts(service) and not service.routes and not called:
        yield service.problem(
            "deploy.strategy",
            f"{strategy} shifts requests, and this service gets none. Add a route, or use rolling.",
        )
    if shifts(service) and len(service.routes) > MOST_SHIFTING_ROUTES:
        yield service.problem(
            "routes",
            f"{len(service.routes)} routes do not fit into one listener rule, and ECS shifts the requests of one."
            f" Use {MOST_SHIFTING_ROUTES} at the most, or deploy.strategy: rolling.",
        )
    if service.scale.messages_per_task and service.runtime != "ecs":
        yield service.problem("scale.messages_per_task", f"means nothing on {service.runtime}. Take it out.")
    if data.database:
        yield service.problem(
            "data.database",
            f"{data.database.engine} cannot be deployed yet. Use data.tables, or take it out.",
        )
    if data.cache:
        yield service.problem("data.cache", f"{data.cache.engine} cannot be deployed yet. Take it out.")
    if service.scale.requests_per_task and not service.routes:
        yield service.problem(
            "scale.requests_per_task",
            "a service without routes gets no requests. Add a route, or take it out.",
        )
