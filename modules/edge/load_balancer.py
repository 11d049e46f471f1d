"""Application load balancer: the way in for requests, from the internet or from CloudFront alone.

Defines: the load balancer and its security group, open on the listeners' ports, on others by `open_to`.
Leaves to the caller: listeners, target groups, who it may talk to (`TaskSecurityGroup.allow_from`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

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
        scheme: Literal["internet-facing", "internal"] = "internet-facing",
        prefix_list_id: str | None = None,
    ) -> None:
        """name: at most 32 characters. subnet_ids: in two zones or more, public ones where it faces the internet.

        prefix_list_id: the addresses that may come in on `ports`; without one the whole world, or nobody where the
        scheme is internal. Changing the scheme makes another load balancer.
        Raises ValueError for a name that AWS refuses, and for a prefix list on more than one port.
        """
        super().__init__(scope, id_)
        check_name(name)
        # Source: "CloudFront Developer Guide, Locations and IP address ranges of CloudFront edge servers": the list
        # counts as 55 rules, of which a security group has 60.
        if prefix_list_id and len(ports) > 1:
            raise ValueError(f"{name}: a prefix list opens one port of a load balancer. Keep one listener.")
        group = self._security_group(name, vpc_id)
        self._ways_in(group.id, ports, scheme, prefix_list_id)
        balancer = Lb(
            self,
            "Default",
            name=name,
            load_balancer_type="application",
            internal=scheme == "internal",
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

    def _security_group(self, name: str, vpc_id: str) -> SecurityGroup:
        return SecurityGroup(
            self,
            "security-group",
            name=f"{name}-load-balancer",
            # It says nothing of who may come in: another description would be another group.
            description="Load balancer",
            vpc_id=vpc_id,
            tags={"Name": f"{name}-load-balancer"},
        )

    def _ways_in(self, group_id: str, ports: Sequence[int], scheme: str, prefix_list_id: str | None) -> None:
        if prefix_list_id is None and scheme == "internal":
            return
        who = "prefix-list" if prefix_list_id else "world"
        for port in ports:
            VpcSecurityGroupIngressRule(
                self,
                f"{who}-to-{port}",
                security_group_id=group_id,
                description=f"{'CloudFront' if prefix_list_id else 'Anybody'} to {port}",
                cidr_ipv4=None if prefix_list_id else "0.0.0.0/0",
                prefix_list_id=prefix_list_id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
            )


def check_name(name: str) -> None:
    """Raises ValueError for a name that AWS refuses ("Elastic Load Balancing API Reference, CreateLoadBalancer")."""
    if len(name) > 32 or name.startswith("internal-"):
        raise ValueError(
            f"{name}: a load balancer's name has at most 32 characters, not starting with internal-."
        )
