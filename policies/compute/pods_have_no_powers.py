"""Pods of every kind run as a user of their own, write nowhere, have no powers and share nothing with their node.

Checks what deployments, daemon sets, stateful sets, jobs and scheduled jobs make, where checkov looks at some of these
kinds only: not root, not privileged, no escalation, a root file system that is read only, all capabilities dropped; no
network, processes, memory, files or ports of the node.
Why: whoever breaks into a pod with one of these powers has the node, and with it every pod on it.

Bad:  spec { host_network = true, container { name = "agent" } }
Good: spec { container { name = "agent", security_context { run_as_non_root = true, privileged = false,
        allow_privilege_escalation = false, read_only_root_filesystem = true, capabilities { drop = ["ALL"] } } } }
"""

from __future__ import annotations

from policies.pods import KINDS, containers_of, pods_in
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class PodsHaveNoPowers(ResourcePolicy):
    """Fails where a pod shares something with its node, or one of its containers has a power."""

    identifier = "YARD_POD_4"
    title = "Pods have no powers and share nothing with their node, whatever makes them"
    severity_level = "high"
    why = "Whoever breaks into a pod with a power of root has the node, and every pod on it."
    fix = (
        "Copy the pod of stacks/runtimes/eks.py: its security context, and volumes that are not on the node."
    )
    page = "Amazon EKS Best Practices Guide, Pod Security; Kubernetes documentation, Pod Security Standards, Restricted"
    resources = KINDS
    keys = ("spec",)

    def holds(self, resource: Resource) -> bool:
        """True where each pod and each container is restricted; a pod that cannot be found is not."""
        found = pods_in(resource.kind, resource.arguments)
        return bool(found) and all(map(_is_restricted, found))


def _is_restricted(pod: Arguments) -> bool:
    if any(pod.is_on(key) for key in ("host_network", "host_pid", "host_ipc")) or pod.blocks(
        "volume", "host_path"
    ):
        return False
    found = containers_of(pod)
    return bool(found) and all(_has_no_power(container, pod) for container in found)


def _has_no_power(container: Arguments, pod: Arguments) -> bool:
    context = "security_context"
    own = container.text(context, "run_as_non_root") or pod.text(context, "run_as_non_root")
    return (
        own.lower() == "true"
        and container.text(context, "run_as_user") != "0"
        and not container.is_on(context, "privileged")
        and container.text(context, "allow_privilege_escalation").lower() == "false"
        and container.is_on(context, "read_only_root_filesystem")
        and "ALL" in map(str, container.all(context, "capabilities", "drop"))
        and not container.all(context, "capabilities", "add")
        and not container.all("port", "host_port")
    )


check = PodsHaveNoPowers()
