"""A namespace turns away pods that are root, privileged or have capabilities.

Why: what one Deployment asks for, another one may forget, and so may whoever applies something by hand; the API server
asks each pod.

Bad:  resource "kubernetes_namespace_v1" "shop" { metadata { name = "shop" } }
Good: the same with labels = { "pod-security.kubernetes.io/enforce" = "restricted" }
"""

from __future__ import annotations

from policies.policy import blocks
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

LABEL = "pod-security.kubernetes.io/enforce"


class NamespacesRestrictPods(ResourcePolicy):
    """Fails where a namespace does not enforce the restricted standard."""

    identifier = "YARD_POD_1"
    title = "A namespace turns away pods that are root, privileged or have capabilities"
    severity_level = "high"
    why = "A pod that somebody forgot to restrict would run as root on a node that it shares."
    fix = f"Give the namespace the label {LABEL}: restricted."
    page = "Kubernetes documentation, Pod Security Standards; Amazon EKS Best Practices Guide, Pod Security"
    resources = ("kubernetes_namespace_v1", "kubernetes_namespace")
    keys = ("metadata/labels",)

    def holds(self, resource: Resource) -> bool:
        """True where the label says restricted."""
        labels = [
            label for block in resource.arguments.blocks("metadata") for label in blocks(block.raw("labels"))
        ]
        return any(label.get(LABEL) in ("restricted", ["restricted"]) for label in labels)


check = NamespacesRestrictPods()
