from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_EDGE_2"


@pytest.mark.parametrize(
    "origin",
    [
        {"domain_name": "b.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E1"},
        {"domain_name": "b.s3.amazonaws.com", "s3_origin_config": {"origin_access_identity": "o/E2"}},
        {
            "domain_name": "gateway.example.com",
            "custom_origin_config": {"origin_protocol_policy": "https-only"},
        },
        {"domain_name": "gateway.example.com", "vpc_origin_config": {"vpc_origin_id": "vo_1"}},
    ],
)
def test_signed_or_encrypted_passes(failures: Failures, origin: dict[str, Any]) -> None:
    assert failures(POLICY, resource={"aws_cloudfront_distribution": {"site": {"origin": [origin]}}}) == []


@pytest.mark.parametrize(
    "origin",
    [
        {"domain_name": "b.s3.eu-west-1.amazonaws.com"},
        {
            "domain_name": "gateway.example.com",
            "custom_origin_config": {"origin_protocol_policy": "http-only"},
        },
        {
            "domain_name": "gateway.example.com",
            "custom_origin_config": {"origin_protocol_policy": "match-viewer"},
        },
    ],
)
def test_an_origin_that_anybody_can_read_or_listen_to_fails(
    failures: Failures, origin: dict[str, Any]
) -> None:
    good = {"domain_name": "c.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E1"}

    found = failures(POLICY, resource={"aws_cloudfront_distribution": {"site": {"origin": [good, origin]}}})

    assert found == ["dev-example: aws_cloudfront_distribution.site"]


@pytest.mark.parametrize(("policy", "passes"), [("https-only", True), ("http-only", False)])
def test_a_vpc_origin_is_encrypted_too(failures: Failures, policy: str, passes: bool) -> None:
    origin = {"vpc_origin_endpoint_config": [{"origin_protocol_policy": policy}]}

    assert (failures(POLICY, resource={"aws_cloudfront_vpc_origin": {"private": origin}}) == []) is passes
