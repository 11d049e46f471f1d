"""A container is not privileged, has no Linux capability, and shares nothing with its host.

Checks `privileged`, that all capabilities are dropped and none added, and that the task uses neither the host's
network nor its processes.
Why: each capability is a part of what root may do; a web service needs none of them.

Bad:  linuxParameters = { capabilities = { add = ["SYS_PTRACE"] } }
Good: linuxParameters = { capabilities = { drop = ["ALL"] } }
"""

from __future__ import annotations

from policies.documents import containers
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class ContainersHaveNoPowers(ResourcePolicy):
    """Fails where a container keeps or adds a capability, is privileged, or shares the host's network or processes."""

    identifier = "YARD_ECS_4"
    title = "A container is not privileged, has no Linux capability and shares nothing with its host"
    severity_level = "high"
    why = "Each capability is a part of root's power that a break-in would have at once."
    fix = "Drop ALL capabilities, leave privileged false, and use network_mode awsvpc without pid_mode."
    page = "AWS Foundational Security Best Practices, ECS.3, ECS.4 and ECS.17"
    resources = ("aws_ecs_task_definition",)
    keys = ("container_definitions", "network_mode", "pid_mode")

    def holds(self, resource: Resource) -> bool:
        """True where no container has a power."""
        if resource.arguments.text("network_mode") == "host" or resource.arguments.text("pid_mode") == "host":
            return False
        found = containers(resource.arguments.raw("container_definitions"))
        return all(_is_powerless(Arguments(container)) for container in found)


def _is_powerless(container: Arguments) -> bool:
    way = ("linuxParameters", "capabilities")
    return (
        not container.is_on("privileged")
        and "ALL" in map(str, container.all(*way, "drop"))
        and not container.all(*way, "add")
    )


check = ContainersHaveNoPowers()
