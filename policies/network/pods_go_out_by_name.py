"""Pods do not go where stores are, but on the ports that their service declares.

Checks that a namespace with pods of any kind has a network policy for Egress that selects all of them, and that no
rule of one lets pods go everywhere: a rule for the whole internet leaves out the ranges of the stores.
Why: in EKS Auto Mode all pods share a security group, so that a store which lets in one service lets in every pod.

Bad:  spec { policy_types = ["Ingress"] }, or egress { to { ip_block { cidr = "0.0.0.0/0" } } }
Good: spec { pod_selector {}, policy_types = ["Ingress", "Egress"]
      egress { to { ip_block { cidr = "0.0.0.0/0", except = ["10.0.192.0/20"] } } } }
"""

from __future__ import annotations

from policies.pods import KINDS
from policies.ranges import is_world
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

POLICIES = ("kubernetes_network_policy_v1", "kubernetes_network_policy")


class PodsGoOutByName(ResourcePolicy):
    """Fails where pods may leave to anywhere."""

    identifier = "YARD_POD_7"
    title = "Pods go to where stores are only on the ports that are declared"
    severity_level = "high"
    why = "Where all pods share a security group, a store that lets in one service lets in every pod."
    fix = "Give the namespace a network policy for Egress that selects all pods and leaves out the stores' ranges."
    page = "Amazon EKS Best Practices Guide, Network Security, Network policy"
    resources = (*KINDS, *POLICIES)
    keys = ("spec/egress", "spec/policy_types")

    def holds(self, resource: Resource) -> bool:
        """True where pods have such a policy beside them, or no rule of the policy itself leads everywhere."""
        if resource.kind in POLICIES:
            return not _goes_out(resource) or all(
                map(_is_narrow, resource.arguments.blocks("spec", "egress"))
            )
        namespace = resource.arguments.text("metadata", "namespace")
        return any(
            policy.arguments.text("metadata", "namespace") == namespace
            and _goes_out(policy)
            and _selects_all(policy)
            for policy in self.stack.resources(*POLICIES)
        )


def _goes_out(policy: Resource) -> bool:
    return "Egress" in map(str, policy.arguments.all("spec", "policy_types"))


def _selects_all(policy: Resource) -> bool:
    return not any(
        selector.all("match_labels") or selector.blocks("match_expressions")
        for selector in policy.arguments.blocks("spec", "pod_selector")
    )


def _is_narrow(rule: Arguments) -> bool:
    neighbours = rule.blocks("to")
    return bool(neighbours) and all(
        block.all("except") or not any(map(is_world, block.all("cidr")))
        for neighbour in neighbours
        for block in neighbour.blocks("ip_block")
    )


check = PodsGoOutByName()
