"""Application load balancer that faces the internet.

Defines: the load balancer and its security group, open to the world on the listeners' ports, to others by `open_to`.
Leaves to the caller: listeners, target groups, who it may talk to (`TaskSecurityGroup.allow_from`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs, LbConnectionLogs
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.observability.log_bucket import LogBucket


class LoadBalancer(Construct):
    """One address for many services."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc_id: str,
        subnet_ids: Sequence[str],
        ports: Sequence[int],
        log_bucket: LogBucket,
        protect: bool,
    ) -> None:
        """name: at most 32 characters. subnet_ids: public ones in two zones or more. ports: open to the world.

        Raises ValueError for a name that AWS refuses.
        """
        super().__init__(scope, id_)
        check_name(name)
        group = self._security_group(name, vpc_id, ports)
        balancer = Lb(
            self,
            "Default",
            name=name,
            load_balancer_type="application",
            internal=False,
            ip_address_type="ipv4",
            subnets=list(subnet_ids),
            security_groups=[group.id],
            enable_deletion_protection=protect,
            # Source: "AWS Foundational Security Best Practices, ELB.4 and ELB.12": no request smuggling.
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            access_logs=LbAccessLogs(bucket=log_bucket.name, prefix="requests", enabled=True),
            connection_logs=LbConnectionLogs(bucket=log_bucket.name, prefix="connections", enabled=True),
            # Elastic Load Balancing writes a test file before it takes the bucket.
            depends_on=log_bucket.dependencies,
        )
        self.arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.security_group_id = group.id

    def open_to(self, ranges: Sequence[str], *, port: int) -> None:
        """Open one more port to some address ranges."""
        for cidr in ranges:
            VpcSecurityGroupIngressRule(
                self,
                f"{cidr.replace('/', '-')}-to-{port}",
                security_group_id=self.security_group_id,
                description=f"{cidr} to {port}",
                cidr_ipv4=cidr,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
            )

    def _security_group(self, name: str, vpc_id: str, ports: Sequence[int]) -> SecurityGroup:
        group = SecurityGroup(
            self,
            "security-group",
            name=f"{name}-load-balancer",
            description="Load balancer, open to the world",
            vpc_id=vpc_id,
            tags={"Name": f"{name}-load-balancer"},
        )
        for port in ports:
            VpcSecurityGroupIngressRule(
                self,
                f"world-to-{port}",
                security_group_id=group.id,
                description=f"Anybody to {port}",
                cidr_ipv4="0.0.0.0/0",
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
            )
        return group


def check_name(name: str) -> None:
    """Raises ValueError for a name that AWS refuses ("Elastic Load Balancing API Reference, CreateLoadBalancer")."""
    if len(name) > 32 or name.startswith("internal-"):
        raise ValueError(
            f"{name}: a load balancer's name has at most 32 characters, not starting with internal-."
        )
