"""ACM certificate proved by DNS, and the address record of what serves it.

Defines: certificate, validation record, validation. `point_to` adds the alias record.
Leaves to the caller: the hosted zone.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from constructs import Construct


class Certificate(Construct):
    """domain: one name. zone_id: its Route 53 hosted zone. Handles: arn, usable once it is proved."""

    def __init__(self, scope: Construct, id: str, *, domain: str, zone_id: str) -> None:
        super().__init__(scope, id)
        self._domain = domain
        self._zone_id = zone_id
        certificate = AcmCertificate(
            self,
            "certificate",
            domain_name=domain,
            validation_method="DNS",
            # A listener holds on to the old one until the new one is there.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        option = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self,
            "validation-record",
            zone_id=zone_id,
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=60,
            allow_overwrite=True,
        )
        validation = AcmCertificateValidation(
            self, "validation", certificate_arn=certificate.arn, validation_record_fqdns=[record.fqdn]
        )
        self.arn: str = validation.certificate_arn

    def point_to(self, *, dns_name: str, zone_id: str) -> None:
        """Make the domain lead to a load balancer, by an alias record."""
        Route53Record(
            self,
            "address",
            zone_id=self._zone_id,
            name=self._domain,
            type="A",
            alias=Route53RecordAlias(name=dns_name, zone_id=zone_id, evaluate_target_health=True),
        )
