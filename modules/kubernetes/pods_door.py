"""The ways to the pods of a cluster, and from them, that security groups open.

All nodes and Fargate pods are in the cluster's one security group, so that one rule serves every service with the same
port; which pods take connections is for their network policies to say.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct


class PodsDoor(Construct):
    """From a load balancer to pods: into the cluster's group, and out of the load balancer's."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        source: str,
        source_group_id: str,
        cluster_group_id: str,
        port: int,
    ) -> None:
        """source: what it is, for people who read the rules. port: TCP, where the pods listen."""
        super().__init__(scope, id_)
        VpcSecurityGroupIngressRule(
            self,
            "in",
            security_group_id=cluster_group_id,
            description=f"Pods: from {source}",
            referenced_security_group_id=source_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        VpcSecurityGroupEgressRule(
            self,
            "out",
            security_group_id=source_group_id,
            description="To pods",
            referenced_security_group_id=cluster_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )


class PodsCalls(Construct):
    """From pods to a service that some of them call: one rule for all of them, since they share a group.

    The cluster's group lets everything out (source: "Amazon EKS User Guide, View Amazon EKS security group
    requirements for clusters").
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        callee: str,
        callee_group_id: str,
        cluster_group_id: str,
        port: int,
    ) -> None:
        """callee: its name, for people who read the rule. port: TCP, where it listens."""
        super().__init__(scope, id_)
        VpcSecurityGroupIngressRule(
            self,
            "in",
            security_group_id=callee_group_id,
            description=f"{callee}: calls from pods",
            referenced_security_group_id=cluster_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
