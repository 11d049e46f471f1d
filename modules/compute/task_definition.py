"""Task definition of one container on Fargate: no root, nothing to write but /tmp.

Defines: task definition.
Leaves to the caller: roles, log group, image, where it runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cdktf_cdktf_provider_aws.ecs_task_definition import (
    EcsTaskDefinition,
    EcsTaskDefinitionRuntimePlatform,
    EcsTaskDefinitionVolume,
)
from constructs import Construct

NOBODY = "65532:65532"  # the conventional user without rights of distroless and Chainguard images
SECONDS_TO_STOP = 30


def container_definition(
    *,
    name: str,
    image: str,
    command: Sequence[str],
    port: int,
    health_path: str,
    environment: Mapping[str, str],
    secret_arns: Mapping[str, str],
    log_group: str,
    region: str,
) -> dict[str, Any]:
    """The one container, as the ECS API spells it.

    environment: plain variables. secret_arns: variable -> Secrets Manager ARN. health_path: asked every 15 s from
    inside the container, with the Python or Node that is in it, since a minimal image has no curl.
    Keys are sorted and defaults are left out: what ECS adds by itself would show as a change at every plan.
    """
    return {
        "name": name,
        "image": image,
        "essential": True,
        "command": list(command),
        "portMappings": [{"name": "http", "containerPort": port, "hostPort": port, "protocol": "tcp", "appProtocol": "http"}],
        "environment": [{"name": key, "value": value} for key, value in sorted(environment.items())],
        "secrets": [{"name": key, "valueFrom": arn} for key, arn in sorted(secret_arns.items())],
        "healthCheck": {
            "command": ["CMD-SHELL", _probe(f"http://127.0.0.1:{port}{health_path}")],
            "interval": 15,
            "timeout": 5,
            "retries": 3,
            "startPeriod": 30,
        },
        "user": NOBODY,
        "readonlyRootFilesystem": True,
        "privileged": False,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],  # noqa: S108
        "stopTimeout": SECONDS_TO_STOP,
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log_group,
                "awslogs-region": region,
                "awslogs-stream-prefix": name,
                # A full buffer loses lines instead of stopping the service. Source: "Amazon ECS Developer Guide,
                # awslogs log driver".
                "mode": "non-blocking",
                "max-buffer-size": "4m",
            },
        },
    }


def _probe(url: str) -> str:
    python = f"python3 -c \"import urllib.request as u; u.urlopen('{url}', timeout=4)\""
    node = f"node -e \"fetch('{url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))\""
    return f"{python} 2>/dev/null || {node} 2>/dev/null || exit 1"


class TaskDefinition(Construct):
    """cpu: units. memory: MiB, a pair that Fargate accepts. containers: see `container_definition`.

    Handles: arn (with its revision).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        family: str,
        cpu: int,
        memory: int,
        containers: Sequence[Mapping[str, Any]],
        task_role_arn: str,
        execution_role_arn: str,
    ) -> None:
        super().__init__(scope, id)
        definition = EcsTaskDefinition(
            self,
            "task-definition",
            family=family,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(cpu),
            memory=str(memory),
            runtime_platform=EcsTaskDefinitionRuntimePlatform(
                operating_system_family="LINUX", cpu_architecture="X86_64"
            ),
            task_role_arn=task_role_arn,
            execution_role_arn=execution_role_arn,
            container_definitions=json.dumps(list(containers)),
            volume=[EcsTaskDefinitionVolume(name="tmp")],
        )
        self.arn: str = definition.arn
