"""A container runs as a user of its own, not as root.

Checks `user` of each container: set, and neither root nor 0, whatever the group.
Why: root in a container is root on its host as soon as something lets it out.

Bad:  container_definitions = [{ name = "catalog", user = "0" }]
Good: container_definitions = [{ name = "catalog", user = "10001:10001" }]
"""

from __future__ import annotations

from policies.documents import containers
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class ContainersAreNotRoot(ResourcePolicy):
    """Fails where a container says no user, or root."""

    identifier = "YARD_ECS_3"
    title = "A container runs as a user of its own, not as root"
    severity_level = "high"
    why = "Root in a container is root on its host as soon as something lets it out."
    fix = "Set user to a number above 0 that the image does not know, such as 10001:10001."
    page = "AWS Foundational Security Best Practices, ECS.20"
    resources = ("aws_ecs_task_definition",)
    keys = ("container_definitions",)

    def holds(self, resource: Resource) -> bool:
        """True where each container names another user than root."""
        return not any(
            _is_root(Arguments(container).text("user").split(":")[0].strip())
            for container in containers(resource.arguments.raw("container_definitions"))
        )


def _is_root(user: str) -> bool:
    return user in ("", "root") or not user.strip("0")


check = ContainersAreNotRoot()
