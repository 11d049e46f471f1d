"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modules.edge.behaviours import behaviours
from stacks.front import front_of, origin_facing_prefix_list
from stacks.runtimes import RUNTIMES
from stacks.shifting import shifts
from yard.config import Environment, InputError, Service

# Two patterns each, of the five that a listener rule takes (`ListenerRule`).
MOST_SHIFTING_ROUTES = 2


def refuse_undeployable(environment: Environment, services: Mapping[str, Service]) -> None:
    """Raise InputError with everything that would otherwise be ignored, or fail halfway through an apply."""
    called = {callee for service in services.values() for callee in service.calls}
    problems = [
        problem
        for service in services.values()
        for problem in _service_problems(service, called=service.name in called)
    ]
    problems += _edge_problems(environment, services)
    if problems:
        raise InputError(problems)


def _service_problems(service: Service, *, called: bool) -> Iterator[str]:
    strategy, data = service.deploy.strategy, service.data
    if service.runtime not in (*RUNTIMES, "static"):
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
    if strategy != "rolling" and service.runtime == "eks":
        yield service.problem("deploy.strategy", f"{strategy} cannot be deployed yet. Use rolling.")
    if service.scale.messages_per_task and service.runtime != "ecs":
        yield service.problem("scale.messages_per_task", f"means nothing on {service.runtime}. Take it out.")
    if service.jobs and service.runtime != "ecs":
        yield service.problem("jobs", f"cannot be deployed on {service.runtime} yet. Take it out.")
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


def _edge_problems(environment: Environment, services: Mapping[str, Service]) -> Iterator[str]:
    if front_of(environment, services) == "load_balancer":
        return
    if origin_facing_prefix_list(environment) is None:
        yield environment.problem(
            "edge.prefix_list",
            f"the id of CloudFront's prefix list in {environment.region} is not known here. Look up"
            " com.amazonaws.global.cloudfront.origin-facing on the VPC console and give its id.",
        )
    try:
        behaviours(
            {name: one.routes for name, one in services.items() if one.runtime == "static"},
            [route for one in services.values() if one.runtime != "static" for route in one.routes],
        )
    except ValueError as error:
        yield environment.problem("edge", str(error))
