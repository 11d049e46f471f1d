"""Pods take connections from named ranges or pods only, on named ports.

Checks that a stack with pods (Deployments, CronJobs and their like) has a network policy for the pods' namespace, and
that no policy opens a port to everybody, or all ports to somebody.
Why: all pods of a cluster share a security group; without a policy each of them reaches every other.

Bad:  a kubernetes_deployment_v1 without a kubernetes_network_policy_v1
Good: spec { policy_types = ["Ingress"], ingress { from { ip_block { cidr = "10.0.0.0/24" } }, ports { port = 8080 } } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource, Stack

POLICIES = ("kubernetes_network_policy_v1", "kubernetes_network_policy")
PODS = tuple(
    f"kubernetes_{kind}"
    for kind in (
        "cron_job",
        "cron_job_v1",
        "daemon_set_v1",
        "daemonset",
        "deployment",
        "deployment_v1",
        "job",
        "job_v1",
        "stateful_set",
        "stateful_set_v1",
    )
)
WORLD = frozenset({"0.0.0.0/0", "::/0"})


class PodsLetInNeighboursByName(ResourcePolicy):
    """Fails where pods have no network policy, or one that lets in everybody."""

    identifier = "YARD_POD_2"
    title = "Pods take connections from named neighbours on named ports only"
    severity_level = "high"
    why = "All pods of a cluster share a security group: without a policy each reaches every other."
    fix = "Give the namespace a network policy for Ingress whose rules name ranges or pods, and ports."
    page = "Amazon EKS Best Practices Guide, Network Security, Network policy"
    resources = (*PODS, *POLICIES)
    keys = ("spec/ingress", "spec/policy_types")

    def holds(self, resource: Resource) -> bool:
        """True where pods have a policy beside them, or the policy itself is narrow."""
        if resource.kind in POLICIES:
            return _is_narrow(resource.arguments)
        return any(_namespace(policy) == _namespace(resource) for policy in _restricting(self.stack))


def _restricting(stack: Stack) -> list[Resource]:
    return [
        policy
        for policy in stack.resources(*POLICIES)
        if "Ingress" in map(str, policy.arguments.all("spec", "policy_types"))
    ]


def _namespace(resource: Resource) -> str:
    return resource.arguments.text("metadata", "namespace")


def _is_narrow(policy: Arguments) -> bool:
    return all(
        _names_somebody(rule) and rule.all("ports", "port") for rule in policy.blocks("spec", "ingress")
    )


def _names_somebody(rule: Arguments) -> bool:
    neighbours = rule.blocks("from")
    ranges = set(map(str, rule.all("from", "ip_block", "cidr")))
    return bool(neighbours) and not ranges & WORLD


check = PodsLetInNeighboursByName()
