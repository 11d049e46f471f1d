from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_WAF_1"
ASSOCIATION = {"resource_arn": "${aws_lb.gateway.arn}", "web_acl_arn": "${aws_wafv2_web_acl.firewall.arn}"}


def balancer(association: dict[str, Any] | None, **arguments: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"aws_lb": {"gateway": {"name": "dev-gateway", "internal": False, **arguments}}}
    return made | ({"aws_wafv2_web_acl_association": {"gateway": association}} if association else {})


def test_a_load_balancer_with_a_web_acl_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=balancer(ASSOCIATION)) == []


@pytest.mark.parametrize("association", [None, {**ASSOCIATION, "resource_arn": "${aws_lb.other.arn}"}])
def test_a_public_load_balancer_without_one_fails(
    failures: Failures, association: dict[str, Any] | None
) -> None:
    assert failures(POLICY, resource=balancer(association)) == ["dev-example: aws_lb.gateway"]


@pytest.mark.parametrize(
    "arguments", [{"internal": True}, {"internal": True, "load_balancer_type": "network"}]
)
def test_what_takes_nothing_from_the_internet_is_not_judged(
    failures: Failures, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, resource=balancer(None, **arguments)) == []


@pytest.mark.parametrize(
    ("acl", "passes"), [("${aws_wafv2_web_acl.edge.arn}", True), (None, False), ("", False)]
)
def test_a_distribution_names_its_web_acl(failures: Failures, acl: str | None, passes: bool) -> None:
    found = failures(
        POLICY, resource={"aws_cloudfront_distribution": {"site": {"enabled": True, "web_acl_id": acl}}}
    )

    assert (found == []) is passes


INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-scheme"
SCHEME = "alb.ingress.kubernetes.io/scheme"


@pytest.mark.parametrize(
    ("kind", "arguments", "passes"),
    [
        ("aws_lb", {"load_balancer_type": "network"}, False),
        ("aws_elb", {"internal": False}, False),
        ("aws_elb", {"internal": True}, True),
        ("aws_api_gateway_stage", {"stage_name": "live"}, False),
        ("aws_apprunner_service", {"service_name": "x"}, False),
        ("kubernetes_service_v1", {"spec": {"type": "ClusterIP"}}, True),
        ("kubernetes_service_v1", {"spec": {"type": "LoadBalancer"}}, False),
        (
            "kubernetes_service_v1",
            {"metadata": {"annotations": {INTERNAL: "internal"}}, "spec": {"type": "LoadBalancer"}},
            True,
        ),
        ("kubernetes_ingress_v1", {"metadata": {"name": "x"}}, False),
        ("kubernetes_ingress_v1", {"metadata": {"annotations": {SCHEME: "internet-facing"}}}, False),
        ("kubernetes_ingress_v1", {"metadata": {"annotations": {SCHEME: "internal"}}}, True),
        (
            "kubernetes_ingress_v1",
            {"metadata": {"annotations": {"alb.ingress.kubernetes.io/wafv2-acl-arn": "arn:aws:wafv2:x"}}},
            True,
        ),
    ],
)
def test_other_ways_in_are_behind_one_or_inside(
    failures: Failures, kind: str, arguments: dict[str, Any], passes: bool
) -> None:
    assert (failures(POLICY, resource={kind: {"x": arguments}}) == []) is passes
