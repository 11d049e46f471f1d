"""Pod Identity association: pods of one service account act in one IAM role, without a key."""

from __future__ import annotations

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_pod_identity_association import EksPodIdentityAssociation
from constructs import Construct

from modules.security.role import Role


class PodIdentity(Construct):
    """Works for pods on nodes that run the Pod Identity agent, as those of Auto Mode do; not on Fargate."""

    def __init__(
        self, scope: Construct, id_: str, *, cluster: str, namespace: str, service_account: str, role: Role
    ) -> None:
        super().__init__(scope, id_)
        self.association: ITerraformDependable = EksPodIdentityAssociation(
            self,
            "Default",
            cluster_name=cluster,
            namespace=namespace,
            service_account=service_account,
            role_arn=role.arn,
            depends_on=role.dependencies,
        )
