from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_TLS_4"
REDIRECT = {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}}
FORWARD = {"type": "forward", "target_group_arn": "t"}
BALANCER = "${aws_lb.gateway.arn}"


def stack(*actions: dict[str, Any], https: str | None = BALANCER) -> dict[str, Any]:
    listeners: dict[str, Any] = {
        "http": {"load_balancer_arn": BALANCER, "protocol": "HTTP", "default_action": list(actions)}
    }
    if https:
        listeners["https"] = {"load_balancer_arn": https, "protocol": "HTTPS", "default_action": [FORWARD]}
    return {"aws_lb_listener": listeners}


def test_a_redirect_to_https_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=stack(REDIRECT)) == []


@pytest.mark.parametrize(
    "action",
    [FORWARD, {"type": "fixed-response"}, {"type": "redirect", "redirect": {"protocol": "HTTP"}}],
)
def test_any_other_answer_fails(failures: Failures, action: dict[str, Any]) -> None:
    assert failures(POLICY, resource=stack(action)) == ["dev-example: aws_lb_listener.http"]


@pytest.mark.parametrize("https", [None, "${aws_lb.other.arn}"])
def test_a_load_balancer_without_https_is_not_judged(failures: Failures, https: str | None) -> None:
    assert failures(POLICY, resource=stack(FORWARD, https=https)) == []


def test_a_rule_on_plain_http_fails(failures: Failures) -> None:
    rule = {
        "aws_lb_listener_rule": {"r": {"listener_arn": "${aws_lb_listener.http.arn}", "action": [FORWARD]}}
    }

    assert failures(POLICY, resource={**stack(REDIRECT), **rule}) == ["dev-example: aws_lb_listener_rule.r"]
