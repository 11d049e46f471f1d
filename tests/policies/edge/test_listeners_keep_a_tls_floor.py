from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_TLS_3"


def listener(policy: str | None, protocol: str = "HTTPS") -> dict[str, Any]:
    return {"aws_lb_listener": {"https": {"protocol": protocol, "port": 443, "ssl_policy": policy}}}


@pytest.mark.parametrize(
    "policy",
    [
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    ],
)
def test_the_floor_and_above_pass(failures: Failures, policy: str) -> None:
    assert failures(POLICY, resource=listener(policy)) == []


@pytest.mark.parametrize(
    "policy",
    [
        None,
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-TLS-1-2-2017-01",
        "ELBSecurityPolicy-TLS13-1-0-2021-06",
        "ELBSecurityPolicy-TLS13-1-1-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
        "ELBSecurityPolicy-FS-2018-06",
    ],
)
@pytest.mark.parametrize("protocol", ["HTTPS", "TLS"])
def test_below_the_floor_fails(failures: Failures, policy: str | None, protocol: str) -> None:
    assert failures(POLICY, resource=listener(policy, protocol)) == ["dev-example: aws_lb_listener.https"]


def test_a_listener_that_does_not_encrypt_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, resource=listener(None, "HTTP")) == []


@pytest.mark.parametrize(
    ("version", "passes"), [("TLSv1.2_2021", True), ("TLSv1.2_2018", False), ("TLSv1", False)]
)
def test_distributions_are_judged_too(failures: Failures, version: str, passes: bool) -> None:
    distribution = {"viewer_certificate": {"minimum_protocol_version": version}}

    found = failures(POLICY, resource={"aws_cloudfront_distribution": {"d": distribution}})

    assert (found == []) is passes
