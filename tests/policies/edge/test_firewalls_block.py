from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_WAF_2"
COMMON, BAD_INPUTS = "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"


def rule(group: str, action: str = "none", **more: Any) -> dict[str, Any]:
    return {
        "name": group,
        "override_action": {action: {}},
        "statement": {"managed_rule_group_statement": {"name": group, "vendor_name": "AWS", **more}},
    }


def acl(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"aws_wafv2_web_acl": {"firewall": {"name": "dev", "scope": "REGIONAL", "rule": list(rules)}}}


@pytest.mark.parametrize(
    "more",
    [{}, {"rule_action_override": [{"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}]}],
)
def test_both_groups_pass_and_a_single_rule_may_count(failures: Failures, more: dict[str, Any]) -> None:
    assert failures(POLICY, resource=acl(rule(COMMON, **more), rule(BAD_INPUTS))) == []


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (rule(COMMON),),
        (rule(COMMON, "count"), rule(BAD_INPUTS)),
        (rule(COMMON), rule(BAD_INPUTS, "count")),
    ],
)
def test_a_group_that_is_missing_or_counts_fails(
    failures: Failures, rules: tuple[dict[str, Any], ...]
) -> None:
    assert failures(POLICY, resource=acl(*rules)) == ["dev-example: aws_wafv2_web_acl.firewall"]
