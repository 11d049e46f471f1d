"""Each container sends its logs away.

Why: a task's disk goes with the task; without a log driver nobody learns why it ended.

Bad:  container_definitions = [{ name = "catalog" }]
Good: container_definitions = [{ name = "catalog", logConfiguration = { logDriver = "awslogs", options = { … } } }]
"""

from __future__ import annotations

from policies.documents import containers
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class ContainersLog(ResourcePolicy):
    """Fails where a container has no log driver, or `awslogs` without a group."""

    identifier = "YARD_ECS_5"
    title = "Each container sends its logs away"
    severity_level = "medium"
    why = "A task's disk goes with the task, and with it the reason why it ended."
    fix = "Give the container a logConfiguration with the service's log group."
    page = (
        "AWS Foundational Security Best Practices, ECS.9; AWS Well-Architected Framework, SEC04-BP01 Configure"
        " service and application logging"
    )
    resources = ("aws_ecs_task_definition",)
    keys = ("container_definitions",)

    def holds(self, resource: Resource) -> bool:
        """True where each container says where its logs go."""
        return all(
            _logs(Arguments(container))
            for container in containers(resource.arguments.raw("container_definitions"))
        )


def _logs(container: Arguments) -> bool:
    driver = container.text("logConfiguration", "logDriver")
    if driver == "awslogs":
        return bool(container.text("logConfiguration", "options", "awslogs-group"))
    return driver not in ("", "none")


check = ContainersLog()
