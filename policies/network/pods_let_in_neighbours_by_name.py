"""Pods take connections from named ranges or pods only, on named ports.

Checks that a stack with pods of any kind has a network policy for their namespace, and that no policy opens a port to
everybody, or all ports to somebody.
Why: all pods of a cluster share a security group; without a policy each of them reaches every other.

Bad:  a kubernetes_deployment_v1 without a kubernetes_network_policy_v1
Good: spec { policy_types = ["Ingress"], ingress { from { ip_block { cidr = "10.0.0.0/24" } }, ports { port = 8080 } } }
"""

from __future__ import annotations

from policies.pods import KINDS
from policies.ranges import is_world
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource, Stack

POLICIES = ("kubernetes_network_policy_v1", "kubernetes_network_policy")


class PodsLetInNeighboursByName(ResourcePolicy):
    """Fails where pods have no network policy, or one that lets in everybody."""

    identifier = "YARD_POD_2"
    title = "Pods take connections from named neighbours on named ports only"
    severity_level = "high"
    why = "All pods of a cluster share a security group: without a policy each reaches every other."
    fix = "Give the namespace a network policy for Ingress whose rules name ranges or pods, and ports."
    page = "Amazon EKS Best Practices Guide, Network Security, Network policy"
    resources = (*KINDS, *POLICIES)
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
    return bool(neighbours) and not any(map(is_world, rule.all("from", "ip_block", "cidr")))


check = PodsLetInNeighboursByName()
