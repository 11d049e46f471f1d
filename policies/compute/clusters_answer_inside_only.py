"""In a protected stack, the Kubernetes API answers inside the VPC only; elsewhere not to the whole world.

Why: the API server is the cluster's administrator; on the internet, one leaked token is the cluster.

Bad:  resource "aws_eks_cluster" "prod" { vpc_config { endpoint_public_access = true } }
Good: resource "aws_eks_cluster" "prod" { vpc_config { endpoint_public_access = false,
                                                       endpoint_private_access = true } }
"""

from __future__ import annotations

from policies.ranges import is_world
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ClustersAnswerInsideOnly(ResourcePolicy):
    """Fails where the API server is public, in a protected stack at all, elsewhere for everybody."""

    identifier = "YARD_EKS_1"
    title = "The Kubernetes API answers inside the VPC only where the stack is protected"
    severity_level = "high"
    why = "On the internet, one leaked token is the whole cluster."
    fix = "Set endpoint_private_access true and endpoint_public_access false."
    page = "AWS Foundational Security Best Practices, EKS.1"
    resources = ("aws_eks_cluster",)
    keys = ("vpc_config/endpoint_public_access", "vpc_config/endpoint_private_access")

    def holds(self, resource: Resource) -> bool:
        """True where the API is private, or, unprotected, open to named ranges."""
        arguments = resource.arguments
        private = arguments.is_on("vpc_config", "endpoint_private_access")
        # AWS's default is public.
        if arguments.text("vpc_config", "endpoint_public_access").lower() == "false":
            return private
        ranges = arguments.all("vpc_config", "public_access_cidrs")
        return not self.stack.is_protected and private and bool(ranges) and not any(map(is_world, ranges))


check = ClustersAnswerInsideOnly()
