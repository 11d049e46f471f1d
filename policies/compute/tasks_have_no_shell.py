"""Nobody gets a shell in a running task.

Why: what somebody types there is reviewed by nobody, is gone with the task, and reads every secret that the task holds.

Bad:  resource "aws_ecs_service" "catalog" { enable_execute_command = true }
Good: resource "aws_ecs_service" "catalog" {}, with logs and metrics that answer the question
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

WAYS = {
    "aws_ecs_service": ("enable_execute_command",),
    "aws_scheduler_schedule": ("target", "ecs_parameters", "enable_execute_command"),
    "aws_cloudwatch_event_target": ("ecs_target", "enable_execute_command"),
}


class TasksHaveNoShell(ResourcePolicy):
    """Fails where ECS Exec is switched on."""

    identifier = "YARD_ECS_9"
    title = "Nobody gets a shell in a running task"
    severity_level = "medium"
    why = "What is typed there is reviewed by nobody and reads every secret of the task."
    fix = "Take enable_execute_command out; log or measure what is missing (docs/decisions/0016-no-shell-in-a-task.md)."
    page = "AWS Well-Architected Framework, SEC06-BP03 Reduce manual management and interactive access"
    resources = tuple(WAYS)
    keys = ("enable_execute_command",)

    def holds(self, resource: Resource) -> bool:
        """True where it is not on."""
        return not resource.arguments.is_on(*WAYS[resource.kind])


check = TasksHaveNoShell()
