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
    LbListenerRuleCondition,
    LbListenerRuleConditionPathPattern,
)
from constructs import Construct

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
        shifts: bool = False,
    ) -> None:
        """routes: path prefixes without wildcards, at most 126 characters each, two of them (five patterns) at most.

        priority: 1 to 50,000, lowest first. shifts: ECS moves the requests from this target group to another and back;
        it rewrites the action with each deployment, and Terraform must leave it as it is.
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
            action=[LbListenerRuleAction(type="forward", target_group_arn=target_group_arn)],
            lifecycle=TerraformResourceLifecycle(ignore_changes=["action"]) if shifts else None,
        )
        self.arn = self.rule.arn


def path_patterns(route: str) -> list[str]:
    """The patterns that stand for `route` and all paths below it.

    Source: "Application Load Balancers, Condition types for listener rules": `*` is any number of characters, slashes
    too; a pattern has at most 128 characters. Raises ValueError for a route that is too long or holds a wildcard.
    """
    path = route.rstrip("/")
    if len(path) > 126 or set("*?") & set(path) or (path and not path.startswith("/")):
        raise ValueError(f"{route}: a route starts with /, has at most 126 characters and neither * nor ?.")
    return [path, f"{path}/*"] if path else ["/*"]
