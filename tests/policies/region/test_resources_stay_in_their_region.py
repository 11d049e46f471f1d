from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_REGION_1"
PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": ["111111111111"]}]}


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_s3_bucket", {"bucket": "dev-images"}),
        ("aws_s3_bucket", {"region": "eu-west-1"}),
        ("aws_subnet", {"availability_zone": "eu-west-1b"}),
        ("aws_acm_certificate", {"region": "us-east-1", "domain_name": "example.com"}),
        ("aws_wafv2_web_acl", {"region": "us-east-1", "scope": "CLOUDFRONT"}),
        ("aws_iam_role", {"description": "arn:aws:iam::111111111111:role/x"}),
        ("aws_vpc_endpoint", {"service_name": "com.amazonaws.eu-west-1.s3"}),
    ],
)
def test_home_and_what_is_in_us_east_1_only_pass(
    failures: Failures, kind: str, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, provider=PROVIDER, resource={kind: {"it": arguments}}) == []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_s3_bucket", {"region": "us-west-2"}),
        ("aws_s3_bucket", {"region": "us-east-1"}),
        ("aws_acm_certificate", {"region": "us-west-2", "domain_name": "example.com"}),
        ("aws_subnet", {"availability_zone": "us-east-1a"}),
        ("aws_vpc_endpoint", {"service_name": "com.amazonaws.us-west-2.s3"}),
        ("aws_flow_log", {"log_destination": "arn:aws:logs:us-west-2:111111111111:log-group:f"}),
        ("aws_iam_role_policy", {"policy": '{"Statement":[{"Resource":"arn:aws:sqs:us-gov-west-1:1:q"}]}'}),
        (
            "aws_ecs_task_definition",
            {"container_definitions": '[{"image":"1.dkr.ecr.ap-south-1.amazonaws.com/a"}]'},
        ),
    ],
)
def test_any_other_region_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    found = failures(POLICY, provider=PROVIDER, resource={kind: {"it": arguments}})

    assert found == [f"dev-example: {kind}.it"]


@pytest.mark.parametrize("kind", ["aws_kms_key", "aws_cloudwatch_log_delivery_source"])
def test_what_cloudfront_needs_in_us_east_1_is_there_beside_a_distribution_only(
    failures: Failures, kind: str
) -> None:
    beside = {kind: {"it": {"region": "us-east-1"}}}
    distribution = {"aws_cloudfront_distribution": {"site": {"enabled": True}}}

    assert failures(POLICY, provider=PROVIDER, resource={**beside, **distribution}) == []
    assert failures(POLICY, provider=PROVIDER, resource=beside) == [f"dev-example: {kind}.it"]
