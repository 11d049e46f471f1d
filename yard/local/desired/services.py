"""Services that run as processes: how many tasks, from what, and how their health is told."""

from __future__ import annotations

from yard.local.desired.value import Value


class HealthCheck(Value):
    """How a target group tells whether a task may take requests.

    path: what to ask for; empty where it is enough that connections are taken.
    codes: the status codes that mean healthy, as AWS writes them (`200`, `200-299`, `200,204`).
    """

    path: str = ""
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

    target_groups: ARNs of those that its tasks are in; none for a worker that takes no requests.
    health_check: None for one that is healthy while it runs.
    grace_period_seconds: how long after its start a task may fail health checks.
    deregistration_delay_seconds: how long a task may finish its requests before it is stopped.
    """

    name: str
    count: int
    task: Task
    target_groups: tuple[str, ...] = ()
    health_check: HealthCheck | None = None
    grace_period_seconds: float = 0
    deregistration_delay_seconds: float = 300
