"""What `terraform show -json` says of a small environment: one listener, one service, and whatever a test adds."""

from __future__ import annotations

import json
from typing import Any

GROUP = "arn:aws:elasticloadbalancing:eu-west-1:000000000001:targetgroup/local-catalog/0123456789abcdef"
LISTENER = (
    "arn:aws:elasticloadbalancing:eu-west-1:000000000001:listener/app/local/0123456789abcdef/0123456789abcdef"
)
DEFINITION = "arn:aws:ecs:eu-west-1:000000000001:task-definition/local-catalog:3"
SECRET = "arn:aws:secretsmanager:eu-west-1:000000000001:secret:local-catalog-key-AbCdEf"


def resource(kind: str, label: str, /, **values: Any) -> dict[str, Any]:
    return {
        "address": f"{kind}.{label}",
        "mode": "managed",
        "type": kind,
        "name": label,
        "values": {"arn": f"arn:{label}", **values},
    }


def state(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"format_version": "1.0", "values": {"root_module": {"resources": list(resources)}}}


def container(**changes: Any) -> dict[str, Any]:
    return {
        "name": "catalog",
        "essential": True,
        "command": ["gunicorn", "catalog:create_app()"],
        "environment": [
            {"name": "PORT", "value": "8080"},
            {"name": "TABLE_PRODUCTS", "value": "local-products"},
        ],
        "secrets": [{"name": "SIGNING_KEY", "valueFrom": SECRET}],
        **changes,
    }


def definition(*containers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return resource(
        "aws_ecs_task_definition",
        "task",
        **{
            "arn": DEFINITION,
            "arn_without_revision": DEFINITION.rsplit(":", 1)[0],
            "family": "local-catalog",
            "revision": 3,
            "container_definitions": json.dumps(containers or [container()]),
            **changes,
        },
    )


def service(**changes: Any) -> dict[str, Any]:
    return resource(
        "aws_ecs_service",
        "service",
        **{
            "name": "local-catalog",
            "cluster": "arn:aws:ecs:eu-west-1:000000000001:cluster/local",
            "task_definition": DEFINITION,
            "desired_count": 1,
            "health_check_grace_period_seconds": 60,
            "load_balancer": [
                {"target_group_arn": GROUP, "container_name": "catalog", "container_port": 8080}
            ],
            **changes,
        },
    )


def target_group(**check: Any) -> dict[str, Any]:
    return resource(
        "aws_lb_target_group",
        "group",
        arn=GROUP,
        deregistration_delay="30",
        health_check=[
            {
                "path": "/health/ready",
                "matcher": "200",
                "interval": 15,
                "timeout": 4,
                "healthy_threshold": 2,
                "unhealthy_threshold": 3,
                **check,
            }
        ],
    )


def listener(**changes: Any) -> dict[str, Any]:
    fixed = {"content_type": "application/json", "message_body": "{}", "status_code": "404"}
    return resource(
        "aws_lb_listener",
        "listener",
        **{
            "arn": LISTENER,
            "protocol": "HTTP",
            "default_action": [{"type": "fixed-response", "fixed_response": [fixed]}],
            **changes,
        },
    )


def rule(priority: int, *paths: str, **changes: Any) -> dict[str, Any]:
    return resource(
        "aws_lb_listener_rule",
        f"rule-{priority}",
        **{
            "listener_arn": LISTENER,
            "priority": priority,
            "condition": [{"path_pattern": [{"values": list(paths)}], "host_header": []}],
            "action": [{"type": "forward", "target_group_arn": GROUP, "order": 1}],
            **changes,
        },
    )
