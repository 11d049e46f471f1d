"""A name that leads to a load balancer.

Defines: the Cloud Map service and the one instance in it, an alias.
Leaves to the caller: the namespace, the load balancer, and a listener for whoever comes by that name.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.service_discovery_instance import ServiceDiscoveryInstance
from cdktf_cdktf_provider_aws.service_discovery_service import (
    ServiceDiscoveryService,
    ServiceDiscoveryServiceDnsConfig,
    ServiceDiscoveryServiceDnsConfigDnsRecords,
)
from constructs import Construct

from modules.network.discovery_service import TTL_SECONDS


class DiscoveryAlias(Construct):
    """Route 53 answers with the load balancer's addresses of the moment.

    Source: "AWS Cloud Map API Reference, RegisterInstance, AWS_ALIAS_DNS_NAME": weighted routing, no health check.
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, namespace_id: str, load_balancer_dns_name: str
    ) -> None:
        super().__init__(scope, id_)
        service = ServiceDiscoveryService(
            self,
            "Default",
            name=name,
            dns_config=ServiceDiscoveryServiceDnsConfig(
                namespace_id=namespace_id,
                routing_policy="WEIGHTED",
                dns_records=[ServiceDiscoveryServiceDnsConfigDnsRecords(type="A", ttl=TTL_SECONDS)],
            ),
        )
        ServiceDiscoveryInstance(
            self,
            "load-balancer",
            service_id=service.id,
            instance_id="load-balancer",
            attributes={"AWS_ALIAS_DNS_NAME": load_balancer_dns_name},
        )
