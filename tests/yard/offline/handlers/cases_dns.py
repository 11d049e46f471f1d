"""Route 53 records, and the wait for a certificate."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def record(world: World) -> Values:
    name = world.name("shop")
    domain = f"{name}.example.com"
    made = world.aws("route53").create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]
    return {
        "zone_id": made["Id"].removeprefix("/hostedzone/"),
        "name": f"_proof_1.{domain}.",
        "type": "CNAME",
        "records": ["_value.acm-validations.aws."],
        "ttl": 300,
        "allow_overwrite": True,
    }


def see_record(world: World, state: Values) -> Any:
    found = world.aws("route53").list_resource_record_sets(HostedZoneId=state["zone_id"])
    own = [one for one in found["ResourceRecordSets"] if one["Type"] not in ("NS", "SOA")]
    return [(one["Type"], one["TTL"], [value["Value"] for value in one["ResourceRecords"]]) for one in own]


def validation(world: World) -> Values:
    domain = f"{world.name('shop')}.example.com"
    made = world.life.create("aws_acm_certificate", domain_name=domain, validation_method="DNS")
    return {"certificate_arn": made["arn"]}


def see_validation(world: World, state: Values) -> Any:
    found = world.aws("acm").describe_certificate(CertificateArn=state["certificate_arn"])["Certificate"]
    return found["Status"]


CASES = {
    "aws_route53_record": Case(
        record,
        see_record,
        [("CNAME", 300, ["_value.acm-validations.aws."])],
        {"ttl": 60, "records": ["_other.acm-validations.aws."]},
        [("CNAME", 60, ["_other.acm-validations.aws."])],
    ),
    "aws_acm_certificate_validation": Case(
        validation,
        see_validation,
        "ISSUED",
        stays=True,
        identifier=lambda state: str(state["certificate_arn"]),
    ),
}
