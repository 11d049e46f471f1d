from __future__ import annotations

from typing import Any, Literal

from cdktf import TerraformStack

from modules.edge.web_acl import WebAcl
from tests.modules.synthesised import Resources, a_key, synthesise


def web_acl(
    protects: Literal["CLOUDFRONT", "REGIONAL"] = "CLOUDFRONT", limit: int | None = 2000
) -> Resources:
    def build(stack: TerraformStack) -> None:
        acl = WebAcl(
            stack,
            "firewall",
            name="dev-edge",
            protects=protects,
            requests_per_address=limit,
            retention_days=30,
            key=a_key(stack),
        )
        if protects == "REGIONAL":
            acl.attach("gateway", load_balancer_arn="arn:lb")

    return synthesise(build)


def rules(resources: Resources) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in resources.only("aws_wafv2_web_acl")["rule"]}


def test_the_core_rules_of_aws_block() -> None:
    found = rules(web_acl())

    for group in (
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
    ):
        assert found[group]["override_action"] == {"none": {}}
        assert found[group]["statement"]["managed_rule_group_statement"]["vendor_name"] == "AWS"
    assert len({rule["priority"] for rule in found.values()}) == len(found)


def test_a_large_body_is_counted_and_let_through_since_uploads_have_one() -> None:
    statement = rules(web_acl())["AWSManagedRulesCommonRuleSet"]["statement"]["managed_rule_group_statement"]

    assert statement["rule_action_override"] == [
        {"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}
    ]


def test_an_address_that_asks_too_often_is_told_so() -> None:
    rule = rules(web_acl(limit=500))["rate-limit"]

    assert rule["action"]["block"]["custom_response"]["response_code"] == 429
    assert rule["statement"]["rate_based_statement"]["limit"] == 500
    assert rule["statement"]["rate_based_statement"]["aggregate_key_type"] == "IP"


def test_behind_cloudfront_nothing_is_limited_since_all_come_from_its_addresses() -> None:
    assert "rate-limit" not in rules(web_acl("REGIONAL", None))


def test_what_is_for_cloudfront_is_in_us_east_1_and_so_is_its_log() -> None:
    resources = web_acl()

    kinds = ("aws_wafv2_web_acl", "aws_wafv2_web_acl_logging_configuration", "aws_cloudwatch_log_group")
    assert {resources.only(kind)["region"] for kind in kinds} == {"us-east-1"}
    assert "region" not in web_acl("REGIONAL").only("aws_wafv2_web_acl")


def test_what_was_turned_away_is_logged_without_what_identifies_somebody() -> None:
    resources = web_acl()

    logging = resources.only("aws_wafv2_web_acl_logging_configuration")
    assert resources.only("aws_cloudwatch_log_group")["name"] == "aws-waf-logs-dev-edge"
    assert [field["single_header"]["name"] for field in logging["redacted_fields"]] == [
        "authorization",
        "cookie",
    ]
    assert logging["logging_filter"]["default_behavior"] == "DROP"


def test_a_load_balancer_is_put_behind_it() -> None:
    association = web_acl("REGIONAL").only("aws_wafv2_web_acl_association")

    assert association["resource_arn"] == "arn:lb"
