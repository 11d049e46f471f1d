"""Security group of a store: closed, but for those that were let in by name, on one port.

Defines: the group.
Leaves to the caller: who may come in (`allow_from`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct


class StoreSecurityGroup(Construct):
    """Nothing goes out of it: a database or a cache answers, and asks nobody."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, description: str, vpc_id: str, port: int
    ) -> None:
        super().__init__(scope, id_)
        self._port, self._description = port, description
        group = SecurityGroup(
            self, "Default", name=name, description=description, vpc_id=vpc_id, tags={"Name": name}
        )
        self.id = group.id

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Open the port to members of another group, and that group's way here. source: what it is, in one word."""
        VpcSecurityGroupIngressRule(
            self,
            f"{source}-in",
            security_group_id=self.id,
            description=f"From {source}",
            referenced_security_group_id=security_group_id,
            ip_protocol="tcp",
            from_port=self._port,
            to_port=self._port,
        )
        VpcSecurityGroupEgressRule(
            self,
            f"{source}-out",
            security_group_id=security_group_id,
            description=f"To the {self._description.lower()}",
            referenced_security_group_id=self.id,
            ip_protocol="tcp",
            from_port=self._port,
            to_port=self._port,
        )
