"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modules.edge.rule_priorities import rule_priorities
from modules.network.subnets import split_subnets
from yard.config import Environment, InputError, Service

# Names that stacks of every environment have: <env>-network and so on.
RESERVED = ("edge", "network", "observability", "platform", "state")


def refuse_undeployable(environment: Environment, services: Mapping[str, Service]) -> None:
    """Raise InputError with everything that would otherwise be ignored, or fail halfway through an apply."""
    problems = list(_network_problems(environment))
    for service in services.values():
        problems += _service_problems(service)
    if not problems:
        problems += _route_problems(services)
    if problems:
        raise InputError(problems)


def _network_problems(environment: Environment) -> Iterator[str]:
    try:
        split_subnets(environment.network.cidr, zones=len(environment.zones))
    except ValueError as error:
        yield environment.problem("network.cidr", str(error))


def _service_problems(service: Service) -> Iterator[str]:
    data = service.data
    if service.name in RESERVED:
        yield service.problem(
            "name", f"{service.name} is a part of every environment. Call the service something else."
        )
    if service.runtime != "ecs":
        yield service.problem("runtime", f"{service.runtime} cannot be deployed yet. Use ecs.")
    if service.deploy.strategy != "rolling":
        yield service.problem(
            "deploy.strategy", f"{service.deploy.strategy} cannot be deployed yet. Use rolling."
        )
    if data.database:
        yield service.problem(
            "data.database",
            f"{data.database.engine} cannot be deployed yet. Use data.tables, or take it out.",
        )
    if data.cache:
        yield service.problem("data.cache", f"{data.cache.engine} cannot be deployed yet. Take it out.")
    if service.calls:
        yield service.problem(
            "calls", f"{', '.join(service.calls)}: calls cannot be opened yet. Take it out."
        )
    if service.scale.requests_per_task and not service.routes:
        yield service.problem(
            "scale.requests_per_task",
            "a service without routes gets no requests. Add a route, or take it out.",
        )
    yield from _variable_problems(service)


def _variable_problems(service: Service) -> Iterator[str]:
    given = {"PORT", "SERVICE", "ENVIRONMENT", "AWS_REGION", "TASK_CPU"}
    given |= {f"TABLE_{name.upper()}" for name in service.data.tables}
    given |= {f"BUCKET_{name.upper()}" for name in service.data.buckets}
    given |= {f"QUEUE_{name.upper()}_URL" for name in service.queues}
    for name in service.environment:
        if name in given:
            yield service.problem(
                f"environment.{name}", "the stack sets this variable itself. Take another name."
            )
    for name in service.secrets:
        if name.upper() in given | set(service.environment):
            yield service.problem(
                "secrets", f"{name} would be the variable {name.upper()}, which there is already. Rename it."
            )


def _route_problems(services: Mapping[str, Service]) -> Iterator[str]:
    for service in services.values():
        try:
            rule_priorities(service.routes)
        except ValueError as error:
            yield service.problem("routes", str(error))
