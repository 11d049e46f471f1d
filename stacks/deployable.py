"""What the manifest can say and the stacks cannot build yet is refused, never passed over in silence."""

from __future__ import annotations

from yard.config import InputError, Service


def refuse_what_is_not_built(service: Service) -> None:
    """Raise InputError that names every key of `service` that no stack can make yet."""
    problems = []
    if service.runtime != "ecs":
        problems.append(service.problem("runtime", f"{service.runtime} cannot be deployed yet. Use ecs."))
    if service.deploy.strategy != "rolling":
        problems.append(
            service.problem("deploy.strategy", f"{service.deploy.strategy} cannot be deployed yet. Use rolling.")
        )
    if service.data.database:
        problems.append(
            service.problem("data.database", "databases cannot be deployed yet. Use data.tables, or take it out.")
        )
    if service.data.cache:
        problems.append(service.problem("data.cache", "caches cannot be deployed yet. Take it out."))
    if service.calls:
        problems.append(
            service.problem("calls", "calls between services cannot be deployed yet. Call through the gateway's route.")
        )
    if problems:
        raise InputError(problems)
