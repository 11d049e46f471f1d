"""ECS services in the state: their tasks, how many, and how their health is told."""

from __future__ import annotations

import json
from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.listener import health_check
from yard.local.applied.resources import Resource, Resources, Values, first, number
from yard.local.desired import HealthCheck, Service, Task

# Sources: "ContainerDefinition, stopTimeout"; "Target group attributes".
STOP_TIMEOUT_SECONDS = 30
DEREGISTRATION_DELAY_SECONDS = 300


def services(resources: Resources) -> Iterator[Service]:
    """Every ECS service; YardError where one cannot run here."""
    groups = {values["arn"]: values for values in resources.values("aws_lb_target_group")}
    minimums = {
        values.get("resource_id", ""): int(values.get("min_capacity") or 0)
        for values in resources.values("aws_appautoscaling_target")
    }
    for service in resources.of("aws_ecs_service"):
        definition = _definition_of(resources, service)
        container = _container(definition, service.values)
        cluster = str(service.values.get("cluster") or "default").rsplit("/", 1)[-1]
        minimum = minimums.get(f"service/{cluster}/{service.values['name']}", 0)
        yield _service(service.values, container, definition, groups, minimum)


def container_of(resources: Resources, service: Resource) -> Values:
    """The container of an ECS service that takes the requests, as its task definition has it. YardError."""
    return _container(_definition_of(resources, service), service.values)


def _definition_of(resources: Resources, service: Resource) -> Resource:
    wanted = service.values.get("task_definition") or ""
    for definition in resources.of("aws_ecs_task_definition"):
        if wanted in _names_of_definition(definition.values):
            return definition
    raise YardError(
        f"{service.address}: its task definition {service.values.get('task_definition')!r} is in no applied"
        " stack. Apply the stack that holds it, then run `yard up` again."
    )


def _names_of_definition(values: Values) -> set[str]:
    """Everything by which a service may call a task definition (source: "UpdateService, taskDefinition")."""
    family, revision = values.get("family"), values.get("revision")
    names = {values.get("arn"), values.get("arn_without_revision"), family, f"{family}:{revision}"}
    return {name for name in names if name}


def _service(
    service: Values, container: Values, definition: Resource, groups: dict[str, Values], minimum: int
) -> Service:
    names = [name for block in service.get("load_balancer") or () for name in _groups_in(block)]
    group = groups.get(names[0], {}) if names else {}
    return Service(
        name=container["name"],
        count=max(int(service.get("desired_count") or 0), minimum),
        task=_task(container, definition),
        target_groups=tuple(names),
        health_check=health_check(group) if group else _registered_check(service),
        grace_period_seconds=float(service.get("health_check_grace_period_seconds") or 0),
        deregistration_delay_seconds=number(group.get("deregistration_delay"), DEREGISTRATION_DELAY_SECONDS),
    )


def _groups_in(block: Values) -> Iterator[str]:
    """The target groups of a load_balancer block: during a deployment ECS shifts between two."""
    yield block["target_group_arn"]
    if alternate := first(block.get("advanced_configuration")).get("alternate_target_group_arn"):
        yield alternate


def _registered_check(service: Values) -> HealthCheck | None:
    """Of tasks that callers reach by name alone: they are ready when they take connections."""
    if not service.get("service_registries"):
        return None
    return HealthCheck(interval_seconds=5, healthy_threshold=1, unhealthy_threshold=3)


def _container(definition: Resource, service: Values) -> Values:
    """The container that takes the requests, else the first essential one; sidecars have no code on this disk."""
    name = first(service.get("load_balancer")).get("container_name")
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
