"""DNS name of a load balancer.

Defines: the alias record.
Leaves to the caller: the hosted zone, the load balancer.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from constructs import Construct


class AliasRecord(Construct):
    """`domain` leads to the load balancer, whatever addresses it has."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        domain: str,
        zone_id: str,
        target_dns_name: str,
        target_zone_id: str,
    ) -> None:
        super().__init__(scope, id_)
        Route53Record(
            self,
            "Default",
            zone_id=zone_id,
            name=domain,
            type="A",
            alias=Route53RecordAlias(
                name=target_dns_name, zone_id=target_zone_id, evaluate_target_health=True
            ),
        )
