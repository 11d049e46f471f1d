"""Switches network policies on in a cluster with Auto Mode; until then they are stored and nobody keeps them."""

from __future__ import annotations

from cdktf_cdktf_provider_kubernetes.config_map_v1 import ConfigMapV1, ConfigMapV1Metadata
from constructs import Construct


class NetworkPolicyController(Construct):
    """Source: "Amazon EKS User Guide, Use Network Policies with EKS Auto Mode"."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        ConfigMapV1(
            self,
            "Default",
            metadata=ConfigMapV1Metadata(name="amazon-vpc-cni", namespace="kube-system"),
            data={"enable-network-policy-controller": "true"},
        )
