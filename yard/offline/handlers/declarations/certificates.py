"""ACM certificates. That they are validated is left to the state: the emulated AWS asks no DNS."""

from __future__ import annotations

import time

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Declaration, Operation, Tags, creates, reads
from yard.offline.handlers.requests import call

CERTIFICATE = {"CertificateArn": "id"}

# The records that prove the domain come a moment after the certificate.
TRIES, PAUSE_SECONDS = 20, 0.1


def request(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """Ask for a certificate, and wait until AWS says which records prove the domain."""
    acm = cloud.client("acm", planned.get("region"))
    arn = call(acm, creates("request_certificate"), planned)["CertificateArn"]
    for _ in range(TRIES):
        options = acm.describe_certificate(CertificateArn=arn)["Certificate"].get(
            "DomainValidationOptions", []
        )
        if options and (planned.get("validation_method") != "DNS" or "ResourceRecord" in options[0]):
            break
        time.sleep(PAUSE_SECONDS)
    return {"id": arn, "arn": arn}


ACM_CERTIFICATE = Declaration(
    service="acm",
    create=request,
    read=(
        reads(
            "describe_certificate",
            CERTIFICATE,
            "Certificate",
            domain_validation_options=(
                "DomainValidationOptions[?ResourceRecord].{domain_name: DomainName, "
                "resource_record_name: ResourceRecord.Name, resource_record_type: ResourceRecord.Type, "
                "resource_record_value: ResourceRecord.Value}"
            ),
            arn="CertificateArn",
            filled="domain_validation_options key_algorithm subject_alternative_names type",
            # They change by themselves when the certificate is issued.
            ignored="status not_after not_before options validation_option renewal_summary validation_method",
        ),
    ),
    delete=Operation("delete_certificate", CERTIFICATE),
    tags=Tags(
        CERTIFICATE,
        add="add_tags_to_certificate",
        remove="remove_tags_from_certificate",
        read="list_tags_for_certificate",
        keys="Tags",
    ),
)

DECLARATIONS = {"aws_acm_certificate": ACM_CERTIFICATE}
