"""ACM certificates, and the wait until one is issued. The emulated AWS asks no DNS and issues each after a while."""

from __future__ import annotations

import time
from datetime import UTC
from typing import Any

from yard.config import YardError
from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Declaration, Operation, Tags, creates, reads
from yard.offline.handlers.requests import call

CERTIFICATE = {"CertificateArn": "id"}

# The records that prove the domain come a moment after the certificate.
TRIES, PAUSE_SECONDS = 20, 0.1
# moto issues one after a minute; the emulated AWS of `yard up` at once.
ISSUED_WITHIN_SECONDS = 90


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


def wait(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """Wait until the certificate is issued."""
    acm, arn = cloud.client("acm", planned.get("region")), planned["certificate_arn"]
    deadline = time.monotonic() + ISSUED_WITHIN_SECONDS
    while (seen := acm.describe_certificate(CertificateArn=arn)["Certificate"])["Status"] != "ISSUED":
        if time.monotonic() > deadline:
            raise YardError(
                f"The certificate {arn} is {seen['Status']} after {ISSUED_WITHIN_SECONDS} s, not ISSUED. "
                "Apply again to wait longer."
            )
        time.sleep(PAUSE_SECONDS)
    return {"id": issued_at(seen)}


def issued_at(seen: Any) -> str:
    """When it was issued, which is the id that the provider gives to the wait."""
    return f"{seen['IssuedAt'].astimezone(UTC):%Y-%m-%d %H:%M:%S} +0000 UTC"


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

CERTIFICATE_VALIDATION = Declaration(
    service="acm",
    create=wait,
    read=(
        reads(
            "describe_certificate",
            {"CertificateArn": "certificate_arn"},
            "[Certificate][?Status=='ISSUED'] | [0]",
            id=issued_at,
        ),
    ),
    delete=None,  # nothing is left of a wait
    import_id="{certificate_arn}",
)

DECLARATIONS = {
    "aws_acm_certificate": ACM_CERTIFICATE,
    "aws_acm_certificate_validation": CERTIFICATE_VALIDATION,
}
