"""A name that leads to the healthy tasks of an ECS service.

Defines: the Cloud Map service.
Leaves to the caller: the namespace; ECS registers and deregisters the tasks (`FargateService(registry_arn=...)`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.service_discovery_service import (
    ServiceDiscoveryService,
    ServiceDiscoveryServiceDnsConfig,
    ServiceDiscoveryServiceDnsConfigDnsRecords,
    ServiceDiscoveryServiceHealthCheckCustomConfig,
)
from constructs import Construct

# A task that left may still be called for so long; the resolver is asked no more often than that.
TTL_SECONDS = 10


class DiscoveryService(Construct):
    """Every answer holds up to eight tasks, in changing order.

    Source: "AWS Cloud Map API Reference, DnsConfig, RoutingPolicy: MULTIVALUE"; tasks with a network interface of
    their own register as A records (source: "Amazon ECS Developer Guide, Use service discovery").
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, namespace_id: str) -> None:
        super().__init__(scope, id_)
        service = ServiceDiscoveryService(
            self,
            "Default",
            name=name,
            dns_config=ServiceDiscoveryServiceDnsConfig(
                namespace_id=namespace_id,
                routing_policy="MULTIVALUE",
                dns_records=[ServiceDiscoveryServiceDnsConfigDnsRecords(type="A", ttl=TTL_SECONDS)],
            ),
            # ECS tells Cloud Map which tasks are healthy. AWS takes no other threshold than 1; without one
            # hashicorp/aws forgets the block, and would make the service anew in every plan (its issue 44285).
            health_check_custom_config=ServiceDiscoveryServiceHealthCheckCustomConfig(failure_threshold=1),
        )
        self.arn = service.arn
