"""From Terraform's state to what runs here: pure functions over `terraform show -json`, with no YAML in sight.

So the local run shows what AWS would get: a wrong port, a missing variable or a rule in the wrong order is as wrong
here as there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from yard.config import YardError
from yard.local.desired import Action, Applied, Condition, HealthCheck, Rule, Service, Task

Values = dict[str, Any]
State = Mapping[str, Any]

CONDITIONS: dict[str, Literal["path", "host", "method", "header", "query"]] = {
    "path_pattern": "path",
    "host_header": "host",
    "http_request_method": "method",
    "http_header": "header",
    "query_string": "query",
}
# Sources: "ContainerDefinition, stopTimeout"; "Target group attributes"; "Application Load Balancers, idle timeout".
STOP_TIMEOUT_SECONDS = 30
DEREGISTRATION_DELAY_SECONDS = 300
IDLE_TIMEOUT_SECONDS = 60


def applied(states: Iterable[State]) -> Applied:
    """The services, rules and time-outs in the states of an environment's stacks.

    Raises YardError where the state describes something that cannot run here, naming the resource.
    """
    resources = [resource for state in states for resource in _resources(state)]
    listener = _gateway_listener(resources)
    balancers = _of_type(resources, "aws_lb")
    return Applied(
        services={service.name: service for service in _services(resources)},
        rules=_rules(resources, listener),
        default=_action(listener.get("default_action"), "the listener")
        if listener
        else Action(kind="fixed-response"),
        idle_timeout_seconds=float(
            (balancers[0].get("idle_timeout") if balancers else None) or IDLE_TIMEOUT_SECONDS
        ),
    )


def _resources(state: State) -> Iterator[tuple[str, str, Values]]:
    """Type, address and attributes of every managed resource, those of child modules included."""
    modules = [state.get("values", {}).get("root_module", {})]
    while modules:
        module = modules.pop()
        modules.extend(module.get("child_modules", ()))
        for resource in module.get("resources", ()):
            if resource.get("mode", "managed") == "managed":
                yield resource["type"], resource["address"], resource.get("values", {})


Resources = list[tuple[str, str, Values]]


def _of_type(resources: Resources, kind: str) -> list[Values]:
    return [values for type_, _, values in resources if type_ == kind]


def _services(resources: Resources) -> Iterator[Service]:
    definitions = {
        name: (address, values)
        for type_, address, values in resources
        if type_ == "aws_ecs_task_definition"
        for name in _names_of_definition(values)
    }
    groups = {values["arn"]: values for values in _of_type(resources, "aws_lb_target_group")}
    minimums = {
        values.get("resource_id", ""): int(values.get("min_capacity") or 0)
        for values in _of_type(resources, "aws_appautoscaling_target")
    }
    for type_, address, values in resources:
        if type_ == "aws_ecs_service":
            found = definitions.get(values.get("task_definition") or "")
            if found is None:
                raise YardError(
                    f"{address}: its task definition {values.get('task_definition')!r} is in no applied stack."
                    " Apply the stack that holds it, then run `yard up` again."
                )
            yield _service(values, *found, groups, minimums)


def _names_of_definition(values: Values) -> set[str]:
    """Everything by which a service may call a task definition (source: "UpdateService, taskDefinition")."""
    family, revision = values.get("family"), values.get("revision")
    names = {values.get("arn"), values.get("arn_without_revision"), family, f"{family}:{revision}"}
    return {name for name in names if name}


def _service(
    service: Values, address: str, definition: Values, groups: dict[str, Values], minimums: dict[str, int]
) -> Service:
    balancer: Values = next(iter(service.get("load_balancer") or ()), {})
    container = _container(definition, address, balancer.get("container_name"))
    group = groups.get(balancer.get("target_group_arn") or "")
    cluster = str(service.get("cluster") or "default").rsplit("/", 1)[-1]
    minimum = minimums.get(f"service/{cluster}/{service['name']}", 0)
    return Service(
        name=container["name"],
        count=max(int(service.get("desired_count") or 0), minimum),
        task=_task(container, definition, address),
        target_group=group["arn"] if group else None,
        health_check=_health_check(group) if group else None,
        grace_period_seconds=float(service.get("health_check_grace_period_seconds") or 0),
        deregistration_delay_seconds=_number(
            (group or {}).get("deregistration_delay"), DEREGISTRATION_DELAY_SECONDS
        ),
    )


def _container(definition: Values, address: str, name: str | None) -> Values:
    """The container that takes the requests, else the first essential one; sidecars have no code on this disk."""
    text = definition.get("container_definitions") or "[]"
    containers: list[Values] = json.loads(text) if isinstance(text, str) else text
    for container in containers:
        if container.get("name") == name or (name is None and container.get("essential", True)):
            return container
    raise YardError(f"{address}: container_definitions holds no container {name or 'that is essential'}.")


def _task(container: Values, definition: Values, address: str) -> Task:
    # Source: "ContainerDefinition": entryPoint and command are what Docker calls ENTRYPOINT and CMD.
    command = (*(container.get("entryPoint") or ()), *(container.get("command") or ()))
    if not command:
        raise YardError(
            f"{address}: container {container['name']} has no command, so it runs what its image says, and there is"
            f" no image on this machine. Set `command` in apps/{container['name']}/service.yaml."
        )
    return Task(
        definition=definition.get("arn") or definition["family"],
        command=command,
        environment={pair["name"]: pair["value"] for pair in container.get("environment") or ()},
        secrets={pair["name"]: pair["valueFrom"] for pair in container.get("secrets") or ()},
        stop_timeout_seconds=_number(container.get("stopTimeout"), STOP_TIMEOUT_SECONDS),
    )


def _health_check(group: Values) -> HealthCheck:
    check: Values = next(iter(group.get("health_check") or ()), {})
    # Source: "Health checks for Application Load Balancer target groups" (the defaults).
    return HealthCheck(
        path=check.get("path") or "/",
        codes=str(check.get("matcher") or "200"),
        interval_seconds=_number(check.get("interval"), 30),
        timeout_seconds=_number(check.get("timeout"), 5),
        healthy_threshold=int(check.get("healthy_threshold") or 5),
        unhealthy_threshold=int(check.get("unhealthy_threshold") or 2),
    )


def _gateway_listener(resources: Resources) -> Values:
    """The listener that the rules hang on: of several, HTTPS before the one that only redirects to it."""
    ruled = {values.get("listener_arn") for values in _of_type(resources, "aws_lb_listener_rule")}
    listeners = _of_type(resources, "aws_lb_listener")
    listeners.sort(key=lambda values: (values.get("arn") not in ruled, values.get("protocol") != "HTTPS"))
    return listeners[0] if listeners else {}


def _rules(resources: Resources, listener: Values) -> tuple[Rule, ...]:
    rules = [
        Rule(
            priority=int(values.get("priority") or 0),
            conditions=tuple(_conditions(values, address)),
            action=_action(values.get("action"), address),
        )
        for type_, address, values in resources
        if type_ == "aws_lb_listener_rule" and values.get("listener_arn") == listener.get("arn")
    ]
    return tuple(sorted(rules, key=lambda rule: rule.priority))


def _conditions(rule: Values, address: str) -> Iterator[Condition]:
    for block in rule.get("condition") or ():
        for kind, details in block.items():
            if details and kind not in CONDITIONS:
                raise YardError(
                    f"{address}: condition {kind} has no meaning on one machine."
                    f" Use {', '.join(sorted(CONDITIONS))}."
                )
            if details:
                yield Condition(
                    field=CONDITIONS[kind],
                    patterns=tuple(_patterns(kind, details)),
                    name=details[0].get("http_header_name") or "",
                )


def _patterns(kind: str, details: list[Values]) -> Iterator[str]:
    for detail in details:
        if kind == "query_string":
            yield f"{detail.get('key') or ''}={detail['value']}"
        else:
            yield from detail.get("values") or ()


def _action(actions: list[Values] | None, address: str) -> Action:
    """The last action, which ends the request; those before it only authenticate."""
    # Source: "Action types for listener rules".
    last = max(actions or ({},), key=lambda action: int(action.get("order") or 0))
    kind = last.get("type")
    if kind == "forward":
        block: Values = next(iter(last.get("forward") or ()), {})
        groups = block.get("target_group") or [{"arn": last.get("target_group_arn")}]
        return Action(
            kind="forward", targets={group["arn"]: int(_number(group.get("weight"), 1)) for group in groups}
        )
    if kind == "fixed-response":
        answer = last["fixed_response"][0]
        return Action(
            kind="fixed-response",
            status=int(answer.get("status_code") or 200),
            content_type=answer.get("content_type") or "text/plain",
            body=answer.get("message_body") or "",
        )
    if kind == "redirect":
        return _redirect(last["redirect"][0])
    raise YardError(
        f"{address}: action {kind!r} has no meaning here. Use forward, fixed-response or redirect."
    )


def _redirect(target: Values) -> Action:
    query = target.get("query")
    location = (
        f"{(target.get('protocol') or '#{protocol}').lower()}://{target.get('host') or '#{host}'}"
        f":{target.get('port') or '#{port}'}{target.get('path') or '/#{path}'}"
        + (f"?{'#{query}' if query is None else query}" if query != "" else "")
    )
    return Action(
        kind="redirect",
        status=301 if target.get("status_code") == "HTTP_301" else 302,
        location=location,
    )


def _number(value: Any, default: float) -> float:
    return default if value in (None, "") else float(value)
