"""A Kubernetes cluster logs who asked its API for what.

Why: without the audit log nobody can say what an intruder did, or that there was none.

Bad:  resource "aws_eks_cluster" "prod" {}
Good: resource "aws_eks_cluster" "prod" { enabled_cluster_log_types = ["api", "audit", "authenticator"] }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

PROTECTED = frozenset({"api", "audit", "authenticator"})
ALWAYS = frozenset({"audit"})


class ClustersKeepAuditLogs(ResourcePolicy):
    """Fails where the audit log is off; in a protected stack also without those of the API and of who signs in."""

    identifier = "YARD_EKS_2"
    title = "A Kubernetes cluster logs who asked its API for what"
    severity_level = "medium"
    why = "Nobody could say what an intruder did, or that there was none."
    fix = "Set enabled_cluster_log_types to api, audit and authenticator."
    page = "AWS Foundational Security Best Practices, EKS.8"
    resources = ("aws_eks_cluster",)
    keys = ("enabled_cluster_log_types",)

    def holds(self, resource: Resource) -> bool:
        """True where the needed logs are on."""
        needed = PROTECTED if self.stack.is_protected else ALWAYS
        return needed <= set(map(str, resource.arguments.all("enabled_cluster_log_types")))


check = ClustersKeepAuditLogs()
