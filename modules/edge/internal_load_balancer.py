"""Application load balancer inside the VPC, for calls between services.

Defines: the load balancer and its security group, which lets nobody in.
Leaves to the caller: a listener for each callee (`InternalListener`), who may come to it (`AllowedCall`), and the way
from it to the callee (`TaskSecurityGroup.allow_from`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs, LbConnectionLogs
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from constructs import Construct

from modules.edge.load_balancer import check_name
from modules.observability.log_bucket import LogBucket


class InternalLoadBalancer(Construct):
    """One for all callees: each has a port, since a security group can tell ports apart but not names."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc_id: str,
        subnet_ids: Sequence[str],
        log_bucket: LogBucket,
        protect: bool,
    ) -> None:
        """name: at most 32 characters. subnet_ids: private ones in two zones or more."""
        super().__init__(scope, id_)
        check_name(name)
        group = SecurityGroup(
            self,
            "security-group",
            name=f"{name}-load-balancer",
            description="Load balancer for calls between services",
            vpc_id=vpc_id,
            tags={"Name": f"{name}-load-balancer"},
        )
        balancer = Lb(
            self,
            "Default",
            name=name,
            load_balancer_type="application",
            internal=True,
            ip_address_type="ipv4",
            subnets=list(subnet_ids),
            security_groups=[group.id],
            enable_deletion_protection=protect,
            # Source: "AWS Foundational Security Best Practices, ELB.4 and ELB.12": no request smuggling.
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            access_logs=LbAccessLogs(bucket=log_bucket.name, prefix="internal-requests", enabled=True),
            connection_logs=LbConnectionLogs(
                bucket=log_bucket.name, prefix="internal-connections", enabled=True
            ),
            # Elastic Load Balancing writes a test file before it takes the bucket.
            depends_on=log_bucket.dependencies,
        )
        self.arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.security_group_id = group.id
