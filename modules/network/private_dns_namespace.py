"""Private DNS namespace: names of services that only the VPC resolves.

Defines: the Cloud Map namespace, with its private hosted zone.
Leaves to the caller: the names in it (`DiscoveryService`, `DiscoveryAlias`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.service_discovery_private_dns_namespace import (
    ServiceDiscoveryPrivateDnsNamespace,
)
from constructs import Construct


class PrivateDnsNamespace(Construct):
    """`quotes` in the namespace `dev.internal` is `quotes.dev.internal` to whatever runs in the VPC."""

    def __init__(self, scope: Construct, id_: str, *, name: str, vpc_id: str) -> None:
        """name: a domain that nobody else has, such as `dev.internal`; ICANN keeps `.internal` for private use."""
        super().__init__(scope, id_)
        namespace = ServiceDiscoveryPrivateDnsNamespace(
            self, "Default", name=name, vpc=vpc_id, description="Services that call each other"
        )
        self.id = namespace.id
        self.arn = namespace.arn
