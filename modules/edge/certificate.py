"""TLS certificate of a domain, proven through its DNS zone.

Defines: the certificate, the DNS record that proves the domain, the wait until it is issued.
Leaves to the caller: the hosted zone.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from constructs import Construct


class Certificate(Construct):
    """Renewed by AWS as long as the record stands (source: "ACM User Guide, DNS validation")."""

    def __init__(
        self, scope: Construct, id_: str, *, domain: str, zone_id: str, region: str | None = None
    ) -> None:
        """zone_id: of the Route 53 hosted zone that answers for `domain`. `arn` is known once it is issued.

        region: where the certificate is kept, if not in the provider's: CloudFront takes it from us-east-1 only
        (source: "CloudFront Developer Guide, Requirements for using SSL/TLS certificates with CloudFront").
        """
        super().__init__(scope, id_)
        certificate = AcmCertificate(
            self,
            "Default",
            region=region,
            domain_name=domain,
            validation_method="DNS",
            # A listener needs the new one before the old one goes.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        option = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self,
            "proof",
            zone_id=zone_id,
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=300,
            allow_overwrite=True,  # the same domain always gives the same record
        )
        issued = AcmCertificateValidation(
            self,
            "issued",
            region=region,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn],
        )
        self.arn = issued.certificate_arn
