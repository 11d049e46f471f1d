"""Target groups, and how a load balancer finds out which targets are healthy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, changes, creates, reads
from yard.offline.handlers.declarations.elbv2 import TAGS, attributes, pairs

GROUP: dict[str, Source] = {"TargetGroupArn": "id"}
# Source: "TargetGroupAttribute", Elastic Load Balancing API Reference.
TARGET_GROUP_ATTRIBUTES = {
    "connection_termination": "deregistration_delay.connection_termination.enabled",
    "deregistration_delay": "deregistration_delay.timeout_seconds",
    "lambda_multi_value_headers_enabled": "lambda.multi_value_headers.enabled",
    "load_balancing_algorithm_type": "load_balancing.algorithm.type",
    "load_balancing_anomaly_mitigation": "load_balancing.algorithm.anomaly_mitigation",
    "load_balancing_cross_zone_enabled": "load_balancing.cross_zone.enabled",
    "preserve_client_ip": "preserve_client_ip.enabled",
    "proxy_protocol_v2": "proxy_protocol_v2.enabled",
    "slow_start": "slow_start.duration_seconds",
    "stickiness.cookie_duration": "stickiness.lb_cookie.duration_seconds",
    "stickiness.cookie_name": "stickiness.app_cookie.cookie_name",
    "stickiness.enabled": "stickiness.enabled",
    "stickiness.type": "stickiness.type",
}
HEALTH_CHECK = {
    "enabled": "HealthCheckEnabled",
    "healthy_threshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthy_threshold": "UnhealthyThresholdCount",
}


def health_check(values: Values) -> Values:
    """The health check's arguments under the names of the operations that take them."""
    check = (values.get("health_check") or [{}])[0]
    return {parameter: check.get(name) for name, parameter in HEALTH_CHECK.items()}


def matcher(values: Values) -> dict[str, Any] | None:
    """The codes that count as healthy."""
    codes = (values.get("health_check") or [{}])[0].get("matcher")
    kind = "GrpcCode" if values.get("protocol_version") == "GRPC" else "HttpCode"
    return {kind: codes} if codes else None


def seen_health_check(group: Mapping[str, Any]) -> list[Values]:
    """A target group's health check as a block."""
    codes = group.get("Matcher", {})
    found = {name: group.get(parameter) for name, parameter in HEALTH_CHECK.items()}
    return [{**found, "matcher": codes.get("HttpCode") or codes.get("GrpcCode")}]


def health_source(name: str) -> Source:
    """One argument of the health check, by the name of its parameter."""
    return lambda values: health_check(values)[name]


def group_attributes(values: Values) -> list[dict[str, Any]]:
    """The attributes that AWS takes for this kind of target group; it refuses the others even if they are off."""
    refused: set[str] = set()
    if values.get("target_type") == "lambda":
        refused = TARGET_GROUP_ATTRIBUTES.keys() - {"lambda_multi_value_headers_enabled"}
    else:
        refused.add("lambda_multi_value_headers_enabled")
    if values.get("protocol") in (None, "HTTP", "HTTPS"):
        refused |= {"connection_termination", "preserve_client_ip", "proxy_protocol_v2"}
    taken = {name: key for name, key in TARGET_GROUP_ATTRIBUTES.items() if name not in refused}
    return pairs(taken)(values)


TARGET_GROUP = Declaration(
    service="elbv2",
    create=creates(
        "create_target_group",
        {**{parameter: health_source(parameter) for parameter in HEALTH_CHECK.values()}, "Matcher": matcher},
        id="TargetGroups[0].TargetGroupArn",
    ),
    read=(
        reads(
            "describe_target_groups",
            {"TargetGroupArns": "id"},
            "TargetGroups[0]",
            arn="TargetGroupArn",
            arn_suffix=lambda seen: seen["TargetGroupArn"].rsplit(":", 1)[1],
            name="TargetGroupName",
            health_check=seen_health_check,
            filled="health_check ip_address_type protocol_version",
            ignored="load_balancer_arns",  # changes whenever a listener takes it up
        ),
        attributes("describe_target_group_attributes", GROUP, TARGET_GROUP_ATTRIBUTES),
    ),
    changes=(
        Change(
            frozenset(name.split(".")[0] for name in TARGET_GROUP_ATTRIBUTES),
            Operation(
                "modify_target_group_attributes",
                {**GROUP, "Attributes": group_attributes},
            ),
            on_create=True,
        ),
        changes(
            "health_check",
            "modify_target_group",
            {
                **GROUP,
                **{parameter: health_source(parameter) for parameter in HEALTH_CHECK.values()},
                "Matcher": matcher,
            },
        ),
    ),
    delete=Operation("delete_target_group", GROUP),
    named="name",
    default_prefix="tf-",
    defaults={
        "deregistration_delay": 300,
        "health_check": [{"interval": 30, "healthy_threshold": 5, "unhealthy_threshold": 2}],
        "stickiness": [{"enabled": False}],
        "target_type": "instance",
    },
    tags=TAGS,
)


def member(values: Values) -> list[dict[str, Any]]:
    """The one target of an attachment; a function has no port."""
    found = {"Id": values["target_id"], "Port": values.get("port")}
    return [{name: value for name, value in found.items() if value is not None}]


def registered(answer: Any, values: Values) -> Any:
    """The target, unless it is about to go."""
    gone = ("Target.NotRegistered", "Target.DeregistrationInProgress")
    return next(
        (
            one["Target"]
            for one in answer["TargetHealthDescriptions"]
            if one["Target"]["Id"] == values["target_id"] and one["TargetHealth"].get("Reason") not in gone
        ),
        None,
    )


_MEMBER: dict[str, Source] = {"TargetGroupArn": "target_group_arn", "Targets": member}
ATTACHMENT = Declaration(
    service="elbv2",
    create=Operation("register_targets", _MEMBER),
    read=(reads("describe_target_health", _MEMBER, registered, ignored="port"),),
    delete=Operation("deregister_targets", _MEMBER),
    # An attachment has no id of AWS's (source: "Resource: aws_lb_target_group_attachment": import is not supported).
    id="{target_group_arn}-{target_id}",
    import_id="{target_group_arn}|{target_id...}",
)

DECLARATIONS = {"aws_lb_target_group": TARGET_GROUP, "aws_lb_target_group_attachment": ATTACHMENT}
