"""Access entry: what an IAM role may do in an EKS cluster, as a resource of AWS."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct

from modules.arn import partition


class AdministratorEntry(Construct):
    """A role that administers the whole cluster.

    Source: "Amazon EKS User Guide, Review access policy permissions, AmazonEKSClusterAdminPolicy".
    """

    def __init__(self, scope: Construct, id_: str, *, cluster: str, role_arn: str, region: str) -> None:
        super().__init__(scope, id_)
        entry = EksAccessEntry(self, "Default", cluster_name=cluster, principal_arn=role_arn, type="STANDARD")
        EksAccessPolicyAssociation(
            self,
            "policy",
            cluster_name=cluster,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:{partition(region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            access_scope=EksAccessPolicyAssociationAccessScope(type="cluster"),
        )
