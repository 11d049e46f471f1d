from __future__ import annotations

from cdktf import TerraformStack

from modules.edge.alias_record import AliasRecord
from modules.edge.certificate import Certificate
from tests.modules.synthesised import Resources, synthesise


def certificate() -> Resources:
    return synthesise(lambda stack: Certificate(stack, "certificate", domain="dev.example.com", zone_id="Z1"))


def test_a_certificate_is_proven_through_dns_and_waited_for() -> None:
    resources = certificate()

    (proof,) = resources.all("aws_route53_record")
    issued = resources.only("aws_acm_certificate_validation")
    assert resources.only("aws_acm_certificate")["validation_method"] == "DNS"
    assert issued["validation_record_fqdns"] == [f"${{aws_route53_record.{proof}.fqdn}}"]
    assert resources.only("aws_route53_record")["zone_id"] == "Z1"


def test_a_new_certificate_comes_before_the_old_one_goes() -> None:
    assert certificate().only("aws_acm_certificate")["lifecycle"] == {"create_before_destroy": True}


def test_a_domain_leads_to_the_load_balancer_whatever_addresses_it_has() -> None:
    def build(stack: TerraformStack) -> None:
        AliasRecord(
            stack,
            "domain",
            domain="dev.example.com",
            zone_id="Z1",
            target_dns_name="gateway.example.net",
            target_zone_id="Z2",
        )

    record = synthesise(build).only("aws_route53_record")
    assert (record["name"], record["type"]) == ("dev.example.com", "A")
    assert record["alias"] == {
        "name": "gateway.example.net",
        "zone_id": "Z2",
        "evaluate_target_health": True,
    }


def test_a_certificate_for_cloudfront_is_in_us_east_1() -> None:
    resources = synthesise(
        lambda stack: Certificate(
            stack, "certificate", domain="dev.example.com", zone_id="Z1", region="us-east-1"
        )
    )

    kinds = ("aws_acm_certificate", "aws_acm_certificate_validation")
    assert {resources.only(kind)["region"] for kind in kinds} == {"us-east-1"}


def test_a_distribution_is_found_over_ipv6_too_and_asked_for_no_health() -> None:
    resources = synthesise(
        lambda stack: AliasRecord(
            stack,
            "domain",
            domain="dev.example.com",
            zone_id="Z1",
            target_dns_name="d1.cloudfront.net",
            target_zone_id="Z2FDTNDATAQYW2",
            evaluate_target_health=False,
            ipv6=True,
        )
    )

    records = resources.all("aws_route53_record").values()
    assert {record["type"] for record in records} == {"A", "AAAA"}
    assert {record["alias"]["evaluate_target_health"] for record in records} == {False}
