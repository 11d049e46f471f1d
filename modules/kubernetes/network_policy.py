"""Network policy: who may open a connection to the pods of a service; everybody else is turned away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.network_policy_v1 import (
    NetworkPolicyV1,
    NetworkPolicyV1Metadata,
    NetworkPolicyV1Spec,
    NetworkPolicyV1SpecIngress,
    NetworkPolicyV1SpecIngressFrom,
    NetworkPolicyV1SpecIngressFromIpBlock,
    NetworkPolicyV1SpecIngressPorts,
    NetworkPolicyV1SpecPodSelector,
)
from constructs import Construct


class NetworkPolicy(Construct):
    """Opens one port to address ranges, such as the subnets of a load balancer; with no ranges, to nobody.

    The kubelet's probes come in always (source: "Kubernetes documentation, Network Policies").
    """

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
        from_cidrs: Sequence[str],
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id_)
        doors = [
            NetworkPolicyV1SpecIngress(
                from_=[
                    NetworkPolicyV1SpecIngressFrom(ip_block=NetworkPolicyV1SpecIngressFromIpBlock(cidr=cidr))
                    for cidr in from_cidrs
                ],
                ports=[NetworkPolicyV1SpecIngressPorts(port=str(port), protocol="TCP")],
            )
        ]
        NetworkPolicyV1(
            self,
            "Default",
            metadata=NetworkPolicyV1Metadata(name=name, namespace=namespace, labels=dict(labels)),
            spec=NetworkPolicyV1Spec(
                pod_selector=NetworkPolicyV1SpecPodSelector(match_labels=dict(selector)),
                policy_types=["Ingress"],
                ingress=doors if from_cidrs else [],
            ),
            depends_on=list(depends_on),
        )
