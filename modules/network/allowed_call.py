"""The way from one service to another: one port, from one security group to another, and nothing else.

Defines: the way in at the callee, the way out at the caller.
Leaves to the caller: both groups.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct


class AllowedCall(Construct):
    """Both rules belong to the caller: whoever stops calling closes the way again, and the callee need not know."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        caller: str,
        caller_group_id: str,
        callee: str,
        callee_group_id: str,
        port: int,
    ) -> None:
        """caller, callee: names, for people who read the rules. port: TCP, where the callee listens."""
        super().__init__(scope, id_)
        VpcSecurityGroupIngressRule(
            self,
            "in",
            security_group_id=callee_group_id,
            description=f"{callee}: calls from {caller}",
            referenced_security_group_id=caller_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        VpcSecurityGroupEgressRule(
            self,
            "out",
            security_group_id=caller_group_id,
            description=f"Calls to {callee}",
            referenced_security_group_id=callee_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
