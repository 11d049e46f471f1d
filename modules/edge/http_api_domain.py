"""A domain of its own for an HTTP API.

Defines: the certificate, the domain at API Gateway, its DNS record.
Leaves to the caller: the API, the hosted zone.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.apigatewayv2_api_mapping import Apigatewayv2ApiMapping
from cdktf_cdktf_provider_aws.apigatewayv2_domain_name import (
    Apigatewayv2DomainName,
    Apigatewayv2DomainNameDomainNameConfiguration,
)
from constructs import Construct

from modules.edge.alias_record import AliasRecord
from modules.edge.certificate import Certificate
from modules.edge.http_api import HttpApi


class HttpApiDomain(Construct):
    """`https://<domain>` in place of the address that API Gateway makes up."""

    def __init__(self, scope: Construct, id_: str, *, domain: str, zone_id: str, api: HttpApi) -> None:
        """zone_id: of the Route 53 hosted zone that answers for `domain`."""
        super().__init__(scope, id_)
        certificate = Certificate(self, "certificate", domain=domain, zone_id=zone_id)
        name = Apigatewayv2DomainName(
            self,
            "Default",
            domain_name=domain,
            domain_name_configuration=Apigatewayv2DomainNameDomainNameConfiguration(
                certificate_arn=certificate.arn, endpoint_type="REGIONAL", security_policy="TLS_1_2"
            ),
        )
        Apigatewayv2ApiMapping(self, "mapping", api_id=api.id, domain_name=name.id, stage=api.stage)
        AliasRecord(
            self,
            "record",
            domain=domain,
            zone_id=zone_id,
            target_dns_name=name.domain_name_configuration.target_domain_name,
            target_zone_id=name.domain_name_configuration.hosted_zone_id,
        )
        self.url = f"https://{domain}"
