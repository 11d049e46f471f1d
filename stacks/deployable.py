"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modules.edge.behaviours import behaviours
from stacks.front import front_of, origin_facing_prefix_list
from stacks.runtimes import RUNTIMES
from stacks.service_database import has_standby
from stacks.shifting import shifting_problems
from yard.config import Environment, InputError, Service
from yard.config.database_engines import SINGLE_ZONE_EDITIONS


def refuse_undeployable(environment: Environment, services: Mapping[str, Service]) -> None:
    """Raise InputError with everything that would otherwise be ignored, or fail halfway through an apply."""
    called = {callee for service in services.values() for callee in service.calls}
    problems = [
        problem
        for service in services.values()
        for problem in (
            *_service_problems(environment, service),
            *shifting_problems(service, called),
            *_only_on_ecs(service),
        )
    ]
    problems += _edge_problems(environment, services)
    if problems:
        raise InputError(problems)


def _service_problems(environment: Environment, service: Service) -> Iterator[str]:
    strategy, data = service.deploy.strategy, service.data
    if service.runtime not in (*RUNTIMES, "static"):
        known = " or ".join(RUNTIMES)
        yield service.problem("runtime", f"{service.runtime} cannot be deployed yet. Use {known}.")
    if strategy != "rolling" and service.runtime == "eks":
        yield service.problem("deploy.strategy", f"{strategy} cannot be deployed yet. Use rolling.")
    if data.database and data.database.edition in SINGLE_ZONE_EDITIONS and has_standby(environment):
        yield service.problem(
            "data.database.edition",
            f"{data.database.edition} of sqlserver has no standby in another zone, as databases in"
            f" {environment.name} have. Use standard or enterprise.",
        )
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


def _only_on_ecs(service: Service) -> Iterator[str]:
    if service.runtime == "ecs":
        return
    if service.scale.messages_per_task:
        yield service.problem("scale.messages_per_task", f"means nothing on {service.runtime}. Take it out.")
    if service.jobs:
        yield service.problem("jobs", f"cannot be deployed on {service.runtime} yet. Take it out.")
