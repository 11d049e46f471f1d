"""Security group of a service's tasks: the load balancer reaches one port, tasks reach HTTPS.

Defines: security group, its rules, and the load balancer's way out to it.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct


class ServiceSecurityGroup(Construct):
    """from_security_group_id: who may connect to `port`; None where nobody may. Handles: id."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        vpc_id: str,
        port: int,
        from_security_group_id: str | None,
    ) -> None:
        super().__init__(scope, id)
        group = SecurityGroup(
            self,
            "security-group",
            name=name,
            description=f"Tasks of {name}",
            vpc_id=vpc_id,
            tags={"Name": name},
        )
        self.id: str = group.id
        VpcSecurityGroupEgressRule(
            self,
            "https-out",
            security_group_id=group.id,
            description="AWS services and other HTTPS APIs",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        )
        if from_security_group_id is None:
            return
        VpcSecurityGroupIngressRule(
            self,
            "from-load-balancer",
            security_group_id=group.id,
            description="The load balancer",
            referenced_security_group_id=from_security_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        VpcSecurityGroupEgressRule(
            self,
            "load-balancer-out",
            security_group_id=from_security_group_id,
            description=f"To the tasks of {name}",
            referenced_security_group_id=group.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
