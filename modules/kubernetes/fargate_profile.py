"""Fargate profile: pods that it selects run in a virtual machine each, without nodes.

Defines: the profile and the role in which Fargate pulls images and writes logs.
Leaves to the caller: the cluster. Fargate has no Pod Identity (use `ServiceAccountIssuer`) and no network policies
(source: "Amazon EKS User Guide, Simplify compute management with AWS Fargate").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_fargate_profile import EksFargateProfile, EksFargateProfileSelector
from constructs import Construct

from modules.arn import arn
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import service_trust

# Source: "Amazon EKS User Guide, Define which Pods use AWS Fargate when launched".
MOST_SELECTORS = 5


class FargateProfile(Construct):
    """Selectors by namespace and labels; `*` and `?` stand for any characters."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        cluster: str,
        account: str,
        region: str,
        role_name: str,
        subnet_ids: Sequence[str],
        selectors: Sequence[tuple[str, Mapping[str, str]]],
        log_groups: Sequence[str],
    ) -> None:
        """selectors: namespace and labels, five at the most. subnet_ids: private ones. log_groups: name patterns."""
        super().__init__(scope, id_)
        if not 1 <= len(selectors) <= MOST_SELECTORS:
            raise ValueError(f"selectors: {len(selectors)}. A Fargate profile has 1 to {MOST_SELECTORS}.")
        role = Role(
            self,
            "role",
            name=role_name,
            description="What Fargate may do to start pods",
            trust=service_trust(
                "eks-fargate-pods.amazonaws.com",
                account=account,
                source_arn=arn("eks", region, account, f"fargateprofile/{cluster}/*"),
            ),
        )
        role.attach("AmazonEKSFargatePodExecutionRolePolicy", region=region)
        # Source: "Amazon EKS User Guide, Start AWS Fargate logging for your cluster".
        role.allow(
            allow(
                ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                [arn("logs", region, account, f"log-group:{pattern}") for pattern in log_groups],
            )
        )
        self.profile: ITerraformDependable = EksFargateProfile(
            self,
            "Default",
            cluster_name=cluster,
            fargate_profile_name=name,
            pod_execution_role_arn=role.arn,
            subnet_ids=list(subnet_ids),
            selector=[
                EksFargateProfileSelector(namespace=namespace, labels=dict(labels) or None)
                for namespace, labels in selectors
            ],
            depends_on=role.dependencies,
        )
