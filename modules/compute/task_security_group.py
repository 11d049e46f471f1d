"""Security group of a service's tasks: only who is allowed by name gets in.

Defines: the group and the way out to HTTPS, where AWS's APIs and the registry are.
Leaves to the caller: who may come in (`allow_from`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct


class TaskSecurityGroup(Construct):
    """Closed to everybody until `allow_from` opens one port to one group."""

    def __init__(self, scope: Construct, id_: str, *, name: str, vpc_id: str) -> None:
        super().__init__(scope, id_)
        tags = {"Name": name}
        group = SecurityGroup(self, "Default", name=name, description="Tasks", vpc_id=vpc_id, tags=tags)
        VpcSecurityGroupEgressRule(
            self,
            "https-out",
            security_group_id=group.id,
            description="HTTPS, for AWS APIs and the registry",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        )
        self.id = group.id

    def allow_from(self, source: str, security_group_id: str, *, port: int) -> None:
        """Open `port` to members of another group, and that group's way here. source: what it is, in one word."""
        VpcSecurityGroupIngressRule(
            self,
            f"{source}-in",
            security_group_id=self.id,
            description=f"From {source}",
            referenced_security_group_id=security_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        VpcSecurityGroupEgressRule(
            self,
            f"{source}-out",
            security_group_id=security_group_id,
            description="To the tasks",
            referenced_security_group_id=self.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
