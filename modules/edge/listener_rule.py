"""Listener rule: requests below some paths go to one target group.

Defines: the rule.
Leaves to the caller: its priority (`rule_priorities`), listener and target group.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.lb_listener_rule import (
    LbListenerRule,
    LbListenerRuleAction,
    LbListenerRuleActionForward,
    LbListenerRuleActionForwardTargetGroup,
    LbListenerRuleCondition,
    LbListenerRuleConditionPathPattern,
)
from constructs import Construct

from modules.edge.target_group import TargetGroup

# Source: "Quotas for your Application Load Balancers": condition values per rule.
MOST_VALUES = 5


class ListenerRule(Construct):
    """`/api/catalog` takes itself and all below it, not `/api/catalogue`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        listener_arn: str,
        routes: Sequence[str],
        priority: int,
        target_group_arn: str,
        alternate: TargetGroup | None = None,
    ) -> None:
        """routes: path prefixes without wildcards, at most 126 characters each, two of them (five patterns) at most.

        priority: 1 to 50,000, lowest first. alternate: ECS moves the requests to this target group and back, and
        rewrites the action with each deployment; Terraform leaves it as it is, until there is another group.
        """
        super().__init__(scope, id_)
        values = [pattern for route in routes for pattern in path_patterns(route)]
        if not 1 <= priority <= 50_000:
            raise ValueError(f"{', '.join(routes)}: {priority} is not a priority. Use 1 to 50000.")
        if not 1 <= len(values) <= MOST_VALUES:
            raise ValueError(
                f"{', '.join(routes)}: a rule takes 1 to {MOST_VALUES} patterns, a route is two. Use fewer routes."
            )
        self.rule = LbListenerRule(
            self,
            "Default",
            listener_arn=listener_arn,
            priority=priority,
            condition=[
                LbListenerRuleCondition(path_pattern=LbListenerRuleConditionPathPattern(values=values))
            ],
            action=[_forward(target_group_arn, alternate.arn if alternate else None)],
            lifecycle=TerraformResourceLifecycle(
                ignore_changes=["action"], replace_triggered_by=[alternate.arn_reference]
            )
            if alternate
            else None,
        )
        self.arn = self.rule.arn


def _forward(target_group_arn: str, alternate_arn: str | None) -> LbListenerRuleAction:
    if alternate_arn is None:
        return LbListenerRuleAction(type="forward", target_group_arn=target_group_arn)
    # ECS takes target groups only that a load balancer uses, the one without requests too.
    weights = ((target_group_arn, 100), (alternate_arn, 0))
    return LbListenerRuleAction(
        type="forward",
        forward=LbListenerRuleActionForward(
            target_group=[
                LbListenerRuleActionForwardTargetGroup(arn=arn, weight=weight) for arn, weight in weights
            ]
        ),
    )


def path_patterns(route: str) -> list[str]:
    """The patterns that stand for `route` and all paths below it.

    Source: "Application Load Balancers, Condition types for listener rules": `*` is any number of characters, slashes
    too; a pattern has at most 128 characters. Raises ValueError for a route that is too long or holds a wildcard.
    """
    path = route.rstrip("/")
    if len(path) > 126 or set("*?") & set(path) or (path and not path.startswith("/")):
        raise ValueError(f"{route}: a route starts with /, has at most 126 characters and neither * nor ?.")
    return [path, f"{path}/*"] if path else ["/*"]
