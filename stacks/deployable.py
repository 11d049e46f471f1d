"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modules.edge.behaviours import behaviours
from stacks.front import front_of, origin_facing_prefix_list
from stacks.runtimes import runs_in_cluster
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
    problems += _cluster_problems(environment, services)
    if problems:
        raise InputError(problems)


def _service_problems(environment: Environment, service: Service) -> Iterator[str]:
    data = service.data
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


def _cluster_problems(environment: Environment, services: Mapping[str, Service]) -> Iterator[str]:
    """Who may administer an EKS cluster is said when it is made: no later apply could get in."""
    if not any(runs_in_cluster(service) for service in services.values()) or environment.cloud != "aws":
        return
    if not environment.github and not environment.cluster.admins:
        yield environment.problem(
            "cluster.admins",
            "is empty, and there is no github: nobody could put services into the EKS cluster."
            " Name the IAM roles that plan and apply here.",
        )


def _only_on_ecs(service: Service) -> Iterator[str]:
    if service.runtime == "ecs":
        return
    if service.scale.messages_per_task:
        yield service.problem("scale.messages_per_task", f"means nothing on {service.runtime}. Take it out.")
