"""What a manifest may say and the stacks cannot deploy yet: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stacks.runtimes import RUNTIMES
from yard.config import Environment, InputError, Service


def refuse_undeployable(services: Mapping[str, Service]) -> None:
    """Raise InputError with everything that would otherwise be ignored, or fail halfway through an apply."""
    problems = [problem for service in services.values() for problem in _service_problems(service)]
    if problems:
        raise InputError(problems)


def refuse_unreachable(environment: Environment) -> None:
    """Raise InputError where nobody could administer the environment's EKS cluster: no later apply could mend it."""
    if environment.cloud == "aws" and not environment.github and not environment.cluster.admins:
        raise InputError(
            environment.problem(
                "cluster.admins",
                "is empty, and there is no github: nobody could put services into the cluster."
                " Name the IAM roles that plan and apply here.",
            )
        )


def _service_problems(service: Service) -> Iterator[str]:
    strategy, data = service.deploy.strategy, service.data
    if service.runtime not in RUNTIMES:
        known = " or ".join(RUNTIMES)
        yield service.problem("runtime", f"{service.runtime} cannot be deployed yet. Use {known}.")
    if strategy != "rolling":
        yield service.problem("deploy.strategy", f"{strategy} cannot be deployed yet. Use rolling.")
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
