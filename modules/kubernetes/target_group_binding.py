"""Target group binding: the pods behind a Service become the targets of a load balancer that Terraform made.

Defines: the Service inside of the cluster and the binding, a custom resource that EKS Auto Mode carries out.
Leaves to the caller: the target group, of type ip and tagged with `required_tags(cluster)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.manifest import Manifest
from cdktf_cdktf_provider_kubernetes.service_v1 import (
    ServiceV1,
    ServiceV1Metadata,
    ServiceV1Spec,
    ServiceV1SpecPort,
)
from constructs import Construct

# Source: "Amazon EKS User Guide, Enable EKS Auto Mode on existing EKS clusters, Migration reference".
API_VERSION, KIND = "eks.amazonaws.com/v1", "TargetGroupBinding"


def required_tags(cluster: str) -> dict[str, str]:
    """What lets EKS register targets: its policy names the cluster that a target group is tagged with.

    Source: "AWS managed policies for Amazon EKS, AmazonEKSLoadBalancingPolicy".
    """
    return {"eks:eks-cluster-name": cluster}


class TargetGroupBinding(Construct):
    """One Service, bound to the target group; each pod is a target by its own address."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        selector: Mapping[str, str],
        port: int,
        target_groups: Mapping[str, str],
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """target_groups: what each is for, in a word or two with hyphens (`gateway`) -> its ARN."""
        super().__init__(scope, id_)
        service = ServiceV1(
            self,
            "service",
            metadata=ServiceV1Metadata(name=name, namespace=namespace, labels=dict(labels)),
            spec=ServiceV1Spec(
                type="ClusterIP",
                selector=dict(selector),
                port=[ServiceV1SpecPort(name="http", port=port, target_port=str(port))],
            ),
            depends_on=list(depends_on),
        )
        self.bindings: list[ITerraformDependable] = [
            Manifest(
                self,
                purpose,
                manifest={
                    "apiVersion": API_VERSION,
                    "kind": KIND,
                    "metadata": {"name": f"{name}-{purpose}", "namespace": namespace, "labels": dict(labels)},
                    "spec": {
                        "targetGroupARN": arn,
                        "targetType": "ip",
                        "serviceRef": {"name": name, "port": port},
                    },
                },
                depends_on=[service],
            )
            for purpose, arn in sorted(target_groups.items())
        ]
