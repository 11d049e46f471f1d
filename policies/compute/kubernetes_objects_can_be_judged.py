"""Kubernetes objects that rules are about are written as resources with arguments, not as manifests or charts.

Checks kubernetes_manifest for kinds that a typed resource exists for (pods of every sort, namespaces, network policies,
roles, secrets, services); a kind that only its operator knows is let pass. Manifests as text and charts are not known
until they are applied.
Why: no rule looks into a manifest, so that a privileged pod in one passes them all.

Bad:  resource "kubernetes_manifest" "agent" { manifest = { kind = "DaemonSet", … } }
Good: resource "kubernetes_daemon_set_v1" "agent" { … }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

TYPED = frozenset(
    {
        *(
            "ClusterRole",
            "ClusterRoleBinding",
            "ConfigMap",
            "CronJob",
            "DaemonSet",
            "Deployment",
            "Ingress",
            "Job",
        ),
        *(
            "LimitRange",
            "List",
            "MutatingWebhookConfiguration",
            "Namespace",
            "NetworkPolicy",
            "PersistentVolume",
        ),
        *(
            "Pod",
            "PodTemplate",
            "ReplicaSet",
            "ReplicationController",
            "ResourceQuota",
            "Role",
            "RoleBinding",
        ),
        *(
            "Secret",
            "Service",
            "ServiceAccount",
            "StatefulSet",
            "StorageClass",
            "ValidatingWebhookConfiguration",
        ),
    }
)


class KubernetesObjectsCanBeJudged(ResourcePolicy):
    """Fails for a manifest of a kind with a typed resource, for a manifest as text, and for a chart."""

    identifier = "YARD_POD_3"
    title = "Kubernetes objects are written so that rules can judge them"
    severity_level = "high"
    why = "No rule looks into a manifest or a chart: a privileged pod in one would pass them all."
    fix = "Write it with the provider's typed resource, such as kubernetes_daemon_set_v1."
    page = "Amazon EKS Best Practices Guide, Pod Security, Policy-as-code"
    resources = ("kubernetes_manifest", "kubectl_manifest", "helm_release")
    keys = ("manifest",)

    def holds(self, resource: Resource) -> bool:
        """True for a manifest of a kind that no typed resource exists for."""
        kind = resource.arguments.text("manifest", "kind")
        return resource.kind == "kubernetes_manifest" and bool(kind) and kind not in TYPED


check = KubernetesObjectsCanBeJudged()
