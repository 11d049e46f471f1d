"""Security groups of pods: those of a namespace get them, and no others on the same node.

Defines: the SecurityGroupPolicy, a custom resource that every EKS cluster knows and the VPC resource controller carries
out on Fargate, and on nodes whose network add-on lets pods have interfaces of their own (`ENABLE_POD_ENI`).
Leaves to the caller: the groups. EKS Auto Mode carries it out from Kubernetes 1.36 on only.
Sources: "Amazon EKS User Guide, Assign security groups to individual Pods" and "Assign security groups to individual
Pods in EKS Auto Mode".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.manifest import Manifest
from constructs import Construct

API_VERSION, KIND = "vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy"
# Source: "Amazon EKS User Guide, Use a security group policy for an Amazon EKS Pod".
MOST_GROUPS = 5


class SecurityGroupPolicy(Construct):
    """Holds for pods that are made after it."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        security_group_ids: Sequence[str],
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """security_group_ids: all that the pods get, the cluster's too, or neither DNS nor probes would reach them."""
        super().__init__(scope, id_)
        if not 1 <= len(security_group_ids) <= MOST_GROUPS:
            raise ValueError(
                f"{name}: {len(security_group_ids)} security groups. A pod has 1 to {MOST_GROUPS} of them."
            )
        self.policy: ITerraformDependable = Manifest(
            self,
            "Default",
            manifest={
                "apiVersion": API_VERSION,
                "kind": KIND,
                "metadata": {"name": name, "namespace": namespace, "labels": dict(labels)},
                "spec": {
                    # All pods of the namespace, those of jobs too.
                    "podSelector": {},
                    "securityGroups": {"groupIds": list(security_group_ids)},
                },
            },
            depends_on=list(depends_on),
        )
