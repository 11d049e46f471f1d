"""A container is not privileged, has no Linux capability, and shares nothing with its host.

Checks `privileged`, that all capabilities are dropped and none added, and that the task uses nothing of the host: its
network, its processes, their shared memory, its files and its devices.
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
    fix = (
        "Drop ALL capabilities, leave privileged false, and use network_mode awsvpc and nothing of the host."
    )
    page = "AWS Foundational Security Best Practices, ECS.3, ECS.4 and ECS.17"
    resources = ("aws_ecs_task_definition",)
    keys = ("container_definitions", "network_mode", "pid_mode", "ipc_mode", "volume")

    def holds(self, resource: Resource) -> bool:
        """True where no container has a power."""
        arguments = resource.arguments
        if any(arguments.text(mode) == "host" for mode in ("network_mode", "pid_mode", "ipc_mode")):
            return False
        if arguments.all("volume", "host_path"):
            return False
        found = containers(resource.arguments.raw("container_definitions"))
        return all(_is_powerless(Arguments(container)) for container in found)


def _is_powerless(container: Arguments) -> bool:
    way = ("linuxParameters", "capabilities")
    return (
        not container.is_on("privileged")
        and "ALL" in map(str, container.all(*way, "drop"))
        and not container.all(*way, "add")
        and not container.blocks("linuxParameters", "devices")
    )


check = ContainersHaveNoPowers()
