"""Service account: who the pods of a service are, to Kubernetes and, with a role, to AWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.service_account_v1 import ServiceAccountV1, ServiceAccountV1Metadata
from constructs import Construct

# Source: "Amazon EKS User Guide, Assign IAM roles to Kubernetes service accounts".
ROLE_ANNOTATION = "eks.amazonaws.com/role-arn"


class ServiceAccount(Construct):
    """Has no rights in Kubernetes, and no token for its API in the pods."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        role_arn: str | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """role_arn: on Fargate alone; elsewhere Pod Identity ties the role to the account."""
        super().__init__(scope, id_)
        self.account: ITerraformDependable = ServiceAccountV1(
            self,
            "Default",
            metadata=ServiceAccountV1Metadata(
                name=name,
                namespace=namespace,
                labels=dict(labels),
                annotations={ROLE_ANNOTATION: role_arn} if role_arn else None,
            ),
            automount_service_account_token=False,
            depends_on=list(depends_on),
        )
        self.name = name
