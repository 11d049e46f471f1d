"""Network policy of a whole namespace: nobody comes in, and nobody goes to the stores but on the ports that are named.

What else opens a way in (`NetworkPolicy`) adds to it: policies allow, and what none allows is turned away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.network_policy_v1 import (
    NetworkPolicyV1,
    NetworkPolicyV1Metadata,
    NetworkPolicyV1Spec,
    NetworkPolicyV1SpecEgress,
    NetworkPolicyV1SpecEgressPorts,
    NetworkPolicyV1SpecEgressTo,
    NetworkPolicyV1SpecEgressToIpBlock,
    NetworkPolicyV1SpecPodSelector,
)
from constructs import Construct

EVERYWHERE = "0.0.0.0/0"
# Source: "Amazon EKS User Guide, Limit Pod traffic with Kubernetes network policies": ports in one rule.
MOST_PORTS = 24


class NamespacePolicy(Construct):
    """For all pods of the namespace, those of jobs too.

    A range and a port is all that a policy can say of what is not a pod: two databases on one port in the same subnets
    are one to it, and then it is the credentials that keep them apart.
    Source: "Amazon EKS User Guide, Limit Pod traffic with Kubernetes network policies".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        guarded_cidrs: Sequence[str],
        ports: Collection[int] = (),
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """guarded_cidrs: where databases, caches and the internal load balancer are. ports: TCP, those declared."""
        super().__init__(scope, id_)
        if len(set(ports)) > MOST_PORTS:
            raise ValueError(f"{name}: {len(set(ports))} ports in one rule. Use {MOST_PORTS} at the most.")
        ways = [
            NetworkPolicyV1SpecEgress(
                to=[
                    NetworkPolicyV1SpecEgressTo(
                        ip_block=NetworkPolicyV1SpecEgressToIpBlock(
                            cidr=EVERYWHERE, except_=list(guarded_cidrs)
                        )
                    )
                ]
            )
        ]
        if ports:
            ways.append(
                NetworkPolicyV1SpecEgress(
                    to=[
                        NetworkPolicyV1SpecEgressTo(ip_block=NetworkPolicyV1SpecEgressToIpBlock(cidr=cidr))
                        for cidr in guarded_cidrs
                    ],
                    ports=[
                        NetworkPolicyV1SpecEgressPorts(port=str(port), protocol="TCP")
                        for port in sorted(set(ports))
                    ],
                )
            )
        NetworkPolicyV1(
            self,
            "Default",
            metadata=NetworkPolicyV1Metadata(name=name, namespace=namespace, labels=dict(labels)),
            spec=NetworkPolicyV1Spec(
                pod_selector=NetworkPolicyV1SpecPodSelector(),
                policy_types=["Ingress", "Egress"],
                ingress=[],
                egress=ways,
            ),
            depends_on=list(depends_on),
        )
