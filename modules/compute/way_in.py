"""One way from a load balancer to the tasks of an ECS service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WayIn:
    """A target group, and where ECS shifts requests between versions all that it needs for it.

    alternate_target_group_arn: where the next version's tasks go, in turns; it has to belong to the same load
    balancer. production_rule_arn: the listener rule that ECS rewrites. test_rule_arn: the rule that leads testers to
    the next version before anybody else gets there.
    Source: "Amazon ECS API Reference, AdvancedConfiguration".
    """

    target_group_arn: str
    alternate_target_group_arn: str | None = None
    production_rule_arn: str | None = None
    test_rule_arn: str | None = None
