"""A container cannot write to its own root file system.

Why: whoever breaks into a task cannot leave a program there, and what a service writes goes where it is meant to.

Bad:  container_definitions = [{ name = "catalog", … }]
Good: container_definitions = [{ name = "catalog", readonlyRootFilesystem = true, … }] with a volume for /tmp
"""

from __future__ import annotations

from policies.documents import containers
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class ContainersWriteNowhere(ResourcePolicy):
    """Fails where `readonlyRootFilesystem` is not true for each container."""

    identifier = "YARD_ECS_2"
    title = "A container cannot write to its own root file system"
    severity_level = "high"
    why = "Whoever breaks into a task could leave a program there."
    fix = "Set readonlyRootFilesystem, and mount a volume where the service has to write (/tmp)."
    page = "AWS Foundational Security Best Practices, ECS.5"
    resources = ("aws_ecs_task_definition",)
    keys = ("container_definitions",)

    def holds(self, resource: Resource) -> bool:
        """True where each container's root is read-only."""
        return all(
            Arguments(container).is_on("readonlyRootFilesystem")
            for container in containers(resource.arguments.raw("container_definitions"))
        )


check = ContainersWriteNowhere()
