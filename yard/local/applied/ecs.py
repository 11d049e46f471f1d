"""ECS services in the state: their tasks, how many, and how their health is told."""

from __future__ import annotations

import json
from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.listener import health_check
from yard.local.applied.resources import Resource, Resources, Values, first, number
from yard.local.desired import Service, Task

# Sources: "ContainerDefinition, stopTimeout"; "Target group attributes".
STOP_TIMEOUT_SECONDS = 30
DEREGISTRATION_DELAY_SECONDS = 300


def services(resources: Resources) -> Iterator[Service]:
    """Every ECS service; YardError where one cannot run here."""
    definitions = {
        name: definition
        for definition in resources.of("aws_ecs_task_definition")
        for name in _names_of_definition(definition.values)
    }
    groups = {values["arn"]: values for values in resources.values("aws_lb_target_group")}
    minimums = {
        values.get("resource_id", ""): int(values.get("min_capacity") or 0)
        for values in resources.values("aws_appautoscaling_target")
    }
    for service in resources.of("aws_ecs_service"):
        found = definitions.get(service.values.get("task_definition") or "")
        if found is None:
            raise YardError(
                f"{service.address}: its task definition {service.values.get('task_definition')!r} is in no applied"
                " stack. Apply the stack that holds it, then run `yard up` again."
            )
        yield _service(service.values, found, groups, minimums)


def _names_of_definition(values: Values) -> set[str]:
    """Everything by which a service may call a task definition (source: "UpdateService, taskDefinition")."""
    family, revision = values.get("family"), values.get("revision")
    names = {values.get("arn"), values.get("arn_without_revision"), family, f"{family}:{revision}"}
    return {name for name in names if name}


def _service(
    service: Values, definition: Resource, groups: dict[str, Values], minimums: dict[str, int]
) -> Service:
    balancer = first(service.get("load_balancer"))
    container = _container(definition, balancer.get("container_name"))
    group = groups.get(balancer.get("target_group_arn") or "")
    cluster = str(service.get("cluster") or "default").rsplit("/", 1)[-1]
    minimum = minimums.get(f"service/{cluster}/{service['name']}", 0)
    return Service(
        name=container["name"],
        count=max(int(service.get("desired_count") or 0), minimum),
        task=_task(container, definition),
        target_group=group["arn"] if group else None,
        health_check=health_check(group) if group else None,
        grace_period_seconds=float(service.get("health_check_grace_period_seconds") or 0),
        deregistration_delay_seconds=number(
            (group or {}).get("deregistration_delay"), DEREGISTRATION_DELAY_SECONDS
        ),
    )


def _container(definition: Resource, name: str | None) -> Values:
    """The container that takes the requests, else the first essential one; sidecars have no code on this disk."""
    text = definition.values.get("container_definitions") or "[]"
    containers: list[Values] = json.loads(text) if isinstance(text, str) else text
    for container in containers:
        if container.get("name") == name or (name is None and container.get("essential", True)):
            return container
    raise YardError(
        f"{definition.address}: container_definitions holds no container {name or 'that is essential'}."
    )


def _task(container: Values, definition: Resource) -> Task:
    # Source: "ContainerDefinition": entryPoint and command are what Docker calls ENTRYPOINT and CMD.
    command = (*(container.get("entryPoint") or ()), *(container.get("command") or ()))
    if not command:
        raise YardError(
            f"{definition.address}: container {container['name']} has no command, so it runs what its image says, and"
            f" there is no image on this machine. Set `command` in apps/{container['name']}/service.yaml."
        )
    return Task(
        definition=definition.values.get("arn") or definition.values["family"],
        command=command,
        environment={pair["name"]: pair["value"] for pair in container.get("environment") or ()},
        secrets={pair["name"]: pair["valueFrom"] for pair in container.get("secrets") or ()},
        stop_timeout_seconds=number(container.get("stopTimeout"), STOP_TIMEOUT_SECONDS),
    )
