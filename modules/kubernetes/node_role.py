"""The role of EKS nodes: to join the cluster, to hand out pods' credentials and to pull images."""

from __future__ import annotations

from typing import Literal

from constructs import Construct

from modules.security.role import Role
from modules.security.trust import instance_trust

# Sources: "Amazon EKS User Guide, Amazon EKS Auto Mode node IAM role"; "Amazon EKS User Guide, Amazon EKS node IAM
# role". What the network add-on may do it does in a role of its own.
POLICIES = {
    "auto": ("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"),
    "managed": ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"),
}


class NodeRole(Role):
    """What a node may do itself; its pods have roles of their own."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, kind: Literal["auto", "managed"], region: str
    ) -> None:
        super().__init__(scope, id_, name=name, description="EKS nodes", trust=instance_trust())
        for policy in POLICIES[kind]:
            self.attach(policy, region=region)
