"""What should run on this machine: plain values between `yard up` and the supervisor."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel


class Value(BaseModel, frozen=True, extra="forbid"):
    """Never changes; travels as JSON."""


class HealthCheck(Value):
    """How a target group tells whether a task may take requests.

    codes: the status codes that mean healthy, as AWS writes them (`200`, `200-299`, `200,204`).
    """

    path: str
    codes: str = "200"
    interval_seconds: float = 30
    timeout_seconds: float = 5
    healthy_threshold: int = 5
    unhealthy_threshold: int = 2

    def accepts(self, status: int) -> bool:
        """Whether an answer with this status code is a healthy one."""
        for part in self.codes.split(","):
            first, _, last = part.strip().partition("-")
            if int(first) <= status <= int(last or first):
                return True
        return False


class Task(Value):
    """One container of a task definition.

    secrets: variable -> ARN in Secrets Manager or of an SSM parameter, resolved when a task starts.
    stop_timeout_seconds: from SIGTERM to SIGKILL.
    """

    definition: str
    command: tuple[str, ...]
    environment: dict[str, str] = {}
    secrets: dict[str, str] = {}
    stop_timeout_seconds: float = 30


class Service(Value):
    """An ECS service: how many tasks, and how their health is told.

    target_group: its ARN; None for a worker that takes no requests (healthy while it runs).
    grace_period_seconds: how long after its start a task may fail health checks.
    deregistration_delay_seconds: how long a task may finish its requests before it is stopped.
    """

    name: str
    count: int
    task: Task
    target_group: str | None = None
    health_check: HealthCheck | None = None
    grace_period_seconds: float = 0
    deregistration_delay_seconds: float = 300


class Condition(Value):
    """All conditions of a rule must hold; one holds where any of its patterns does (`*` and `?`)."""

    field: Literal["path", "host", "method", "header", "query"]
    patterns: tuple[str, ...]
    name: str = ""


class Action(Value):
    """What a rule does with a request: forward it (target group -> weight), answer it, or redirect it."""

    kind: Literal["forward", "fixed-response", "redirect"]
    targets: dict[str, int] = {}
    status: int = 404
    content_type: str = "text/plain"
    body: str = ""
    location: str = ""


class Rule(Value):
    """One listener rule."""

    priority: int
    conditions: tuple[Condition, ...]
    action: Action


class Applied(Value):
    """What Terraform's state says: services by name, the rules by priority, the listener's default action."""

    services: dict[str, Service] = {}
    rules: tuple[Rule, ...] = ()
    default: Action = Action(kind="fixed-response")
    idle_timeout_seconds: float = 60

    def routes(self, service: str) -> list[str]:
        """The path patterns that lead to a service, in order of priority."""
        group = self.services[service].target_group
        return [
            pattern
            for rule in self.rules
            if group in rule.action.targets
            for condition in rule.conditions
            if condition.field == "path"
            for pattern in condition.patterns
        ]


class Aws(Value):
    """The emulated AWS. started: when, since a cloud begun anew holds other secrets and other data."""

    endpoint: str
    region: str
    account: str
    started: float


class Desired(Value):
    """Everything the supervisor needs.

    apps: the folder that holds one folder per service. releases: service -> digest of its code on disk, which is
    what an image digest is on AWS. port: the gateway's.
    """

    applied: Applied
    aws: Aws
    apps: Path
    releases: dict[str, str] = {}
    port: int = 8080

    def revision(self, service: str) -> str:
        """Digest of everything a task is started from: tasks of another revision are replaced."""
        parts = (
            self.applied.services[service].task.model_dump_json(),
            self.aws.model_dump_json(),
            str(self.apps),
            self.releases.get(service, ""),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
