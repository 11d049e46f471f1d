"""The one container of a task, as ECS reads it.

Source of all names and limits: "Amazon ECS Developer Guide, Task definition parameters for Fargate".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

# Neither root nor anybody in the image's /etc/passwd: it owns nothing.
USER = "10001:10001"
SCRATCH_VOLUME = "tmp"
# ECS kills what has not ended so many seconds after SIGTERM; with Fargate Spot that is all there is (120).
STOP_TIMEOUT_SECONDS = 60


def container_definition(
    *,
    name: str,
    image: str,
    command: Sequence[str],
    port: int,
    environment: Mapping[str, str],
    secrets: Mapping[str, str],
    health_command: Sequence[str] | None,
    log_group: str,
    region: str,
) -> dict[str, Any]:
    """A container that can write nowhere but to /tmp, has no Linux capability and is not root.

    secrets: variable -> ARN of the secret whose value ECS puts there. health_command: what ends with 0 when the
    container is healthy; without it only the load balancer asks.
    The image needs `VOLUME /tmp`, or that folder belongs to root (source: "Use bind mounts with Amazon ECS").
    """
    definition: dict[str, Any] = {
        "name": name,
        "image": image,
        "essential": True,
        "command": list(command),
        "portMappings": [{"name": "http", "containerPort": port, "hostPort": port, "protocol": "tcp"}],
        "environment": [{"name": key, "value": environment[key]} for key in sorted(environment)],
        "secrets": [{"name": key, "valueFrom": secrets[key]} for key in sorted(secrets)],
        "user": USER,
        "privileged": False,
        "readonlyRootFilesystem": True,
        "linuxParameters": {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": True},
        "mountPoints": [{"sourceVolume": SCRATCH_VOLUME, "containerPath": "/tmp", "readOnly": False}],  # noqa: S108
        "stopTimeout": STOP_TIMEOUT_SECONDS,
        "logConfiguration": _logs(log_group, region),
    }
    if health_command:
        definition["healthCheck"] = {
            "command": ["CMD", *health_command],
            "interval": 15,
            "timeout": 5,
            "retries": 3,
            "startPeriod": 30,
        }
    return definition


def http_probe(program: str, *, port: int, path: str) -> list[str] | None:
    """A health command that asks `path` with what is surely in the image: the interpreter of `program`.

    None where `program` (first word of the container's command) tells no interpreter.
    """
    url = f"http://127.0.0.1:{port}{path}"
    if program.startswith(("python", "gunicorn", "uvicorn", "flask", "celery")):
        return ["python", "-c", f"import urllib.request as r; r.urlopen({url!r}, timeout=4)"]
    if program in ("node", "npm", "npx"):
        return [
            "node",
            "-e",
            f"fetch({json.dumps(url)}).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))",
        ]
    return None


def _logs(log_group: str, region: str) -> dict[str, Any]:
    # With a full buffer a line is lost; blocking would stop the service where CloudWatch Logs is slow
    # (source: "Amazon ECS Developer Guide, Send Amazon ECS logs to CloudWatch, mode").
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": log_group,
            "awslogs-region": region,
            "awslogs-stream-prefix": "ecs",
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    }
