"""DNS name of a load balancer or a distribution.

Defines: the alias record, for IPv6 a second one.
Leaves to the caller: the hosted zone, what the name leads to.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from constructs import Construct


class AliasRecord(Construct):
    """`domain` leads to the target, whatever addresses that has."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        domain: str,
        zone_id: str,
        target_dns_name: str,
        target_zone_id: str,
        evaluate_target_health: bool = True,
        ipv6: bool = False,
    ) -> None:
        """evaluate_target_health: False for CloudFront, which has no health that Route 53 could ask for.

        Source: "Amazon Route 53 Developer Guide, Values specific for simple alias records, Evaluate target health".
        """
        super().__init__(scope, id_)
        alias = Route53RecordAlias(
            name=target_dns_name,
            zone_id=target_zone_id,
            evaluate_target_health=evaluate_target_health,
        )
        Route53Record(self, "Default", zone_id=zone_id, name=domain, type="A", alias=alias)
        if ipv6:
            Route53Record(self, "ipv6", zone_id=zone_id, name=domain, type="AAAA", alias=alias)
