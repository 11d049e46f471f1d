"""What goes from where to where in an environment, found in the Terraform JSON of its stacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yard.graph.references import Place, Resources

DEPLOYMENTS = ("kubernetes_deployment", "kubernetes_deployment_v1")
WORKLOADS = ("aws_ecs_service", "aws_lambda_function", *DEPLOYMENTS)
# What code is told of in its environment, and so uses.
USED = (
    "aws_cloudwatch_event_bus",
    "aws_db_instance",
    "aws_db_proxy",
    "aws_dynamodb_table",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_rds_cluster",
    "aws_s3_bucket",
    "aws_sqs_queue",
)

Found = Iterator[tuple[Place, Place, str]]


def edges_between(environment: str, resources: Resources) -> Found:
    """From, to, and what goes along: requests, data, calls and events. An edge may be found more than once."""
    yield from _cloudfront(resources)
    yield from _routes(resources)
    yield from _uses(resources)
    yield from _calls(environment, resources)
    yield from _events(resources)


def _cloudfront(resources: Resources) -> Found:
    for place, body in resources.of("aws_cloudfront_distribution"):
        for origin in body.get("origin") or ():
            for found in resources.referred(
                place.stack, origin, "aws_s3_bucket", "aws_lb", "aws_cloudfront_vpc_origin"
            ):
                if found.kind != "aws_cloudfront_vpc_origin":
                    yield place, found, ""
                    continue
                for balancer in resources.referred(found.stack, resources[found], "aws_lb"):
                    yield place, balancer, "VPC origin"


def _routes(resources: Resources) -> Found:
    behind = _behind_groups(resources)
    for place, body in resources.of("aws_lb_listener_rule", "aws_lb_listener"):
        listeners = (
            [place]
            if place.kind == "aws_lb_listener"
            else resources.referred(place.stack, body.get("listener_arn", ""), "aws_lb_listener")
        )
        action = body.get("action") or body.get("default_action") or []
        groups = resources.referred(place.stack, action, "aws_lb_target_group")
        for listener in listeners:
            balancers = resources.referred(
                listener.stack, resources[listener].get("load_balancer_arn", ""), "aws_lb"
            )
            for balancer in balancers:
                for group in groups:
                    for workload in behind.get(group, []):
                        yield balancer, workload, _paths(body)


def _behind_groups(resources: Resources) -> dict[Place, list[Place]]:
    """Target group -> the workloads that register in it."""
    behind: dict[Place, list[Place]] = {}
    for place, body in resources.of("aws_ecs_service"):
        for group in resources.referred(place.stack, body.get("load_balancer") or [], "aws_lb_target_group"):
            behind.setdefault(group, []).append(place)
    for place, body in resources.of("aws_lb_target_group_attachment"):
        for group in resources.referred(place.stack, body, "aws_lb_target_group"):
            behind.setdefault(group, []).extend(_functions(resources, place.stack, body))
    # A TargetGroupBinding names a Kubernetes service, which is the one of its stack.
    for place, body in resources.of("kubernetes_manifest"):
        for group in resources.referred(place.stack, body, "aws_lb_target_group"):
            pods = [other for other, _ in resources.of(*DEPLOYMENTS) if other.stack == place.stack]
            behind.setdefault(group, []).extend(pods)
    return behind


def _functions(resources: Resources, stack: str, value: Any) -> Iterator[Place]:
    """The functions that `value` refers to, by themselves or by an alias."""
    for place in resources.referred(stack, value, "aws_lambda_function", "aws_lambda_alias"):
        if place.kind == "aws_lambda_function":
            yield place
        else:
            name = resources[place].get("function_name") or ""
            yield from resources.referred(place.stack, name, "aws_lambda_function")


def _paths(rule: Mapping[str, Any]) -> str:
    patterns = [
        value
        for condition in rule.get("condition") or ()
        for pattern in _blocks(condition.get("path_pattern"))
        for value in pattern.get("values") or ()
    ]
    return " ".join(dict.fromkeys(value for value in patterns if not value.endswith("*")))


def _blocks(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _definition(resources: Resources, place: Place) -> Any:
    """Where a workload's code is told its environment."""
    body = resources[place]
    if place.kind != "aws_ecs_service":
        return body
    definitions = resources.referred(
        place.stack, body.get("task_definition") or "", "aws_ecs_task_definition"
    )
    return [resources[found] for found in definitions]


def _uses(resources: Resources) -> Found:
    for place, _ in resources.of(*WORKLOADS):
        for used in resources.referred(place.stack, _definition(resources, place), *USED):
            yield place, used, "publishes" if used.kind == "aws_cloudwatch_event_bus" else ""
    for place, body in resources.of("aws_db_proxy_target"):
        for proxy in resources.referred(place.stack, body, "aws_db_proxy"):
            for database in resources.referred(place.stack, body, "aws_db_instance", "aws_rds_cluster"):
                yield proxy, database, ""


def _calls(environment: str, resources: Resources) -> Found:
    address = re.compile(rf"http://([a-z0-9-]+)\.{re.escape(environment)}\.internal")
    by_stack: dict[str, list[Place]] = {}
    for place, _ in resources.of(*WORKLOADS):
        by_stack.setdefault(place.stack, []).append(place)
    for place, _ in resources.of(*WORKLOADS):
        text = str(_definition(resources, place))
        for name in dict.fromkeys(address.findall(text)):
            for callee in by_stack.get(f"{environment}-{name}", []):
                yield place, callee, "calls"


def _events(resources: Resources) -> Found:
    for place, body in resources.of("aws_cloudwatch_event_target"):
        for rule in resources.referred(place.stack, body.get("rule") or "", "aws_cloudwatch_event_rule"):
            events = re.findall(
                r'\\?"detail-type\\?":\s*\[([^\]]*)\]', str(resources[rule].get("event_pattern"))
            )
            label = ", ".join(part.strip(' "\\') for found in events for part in found.split(","))
            buses = resources.referred(
                rule.stack, resources[rule].get("event_bus_name") or "", "aws_cloudwatch_event_bus"
            )
            for bus in buses:
                for target in resources.referred(place.stack, body.get("arn") or "", *USED, *WORKLOADS):
                    yield bus, target, label
    for place, body in resources.of("aws_lambda_event_source_mapping"):
        for queue in resources.referred(place.stack, body.get("event_source_arn") or "", *USED):
            for function in _functions(resources, place.stack, body.get("function_name") or ""):
                yield queue, function, "batches"
