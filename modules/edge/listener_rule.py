"""Listener rule: requests below one path go to one target group.

Defines: the rule.
Leaves to the caller: its priority (`rule_priorities`), listener and target group.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.lb_listener_rule import (
    LbListenerRule,
    LbListenerRuleAction,
    LbListenerRuleCondition,
    LbListenerRuleConditionPathPattern,
)
from constructs import Construct


class ListenerRule(Construct):
    """`/api/catalog` takes itself and all below it, not `/api/catalogue`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        listener_arn: str,
        route: str,
        priority: int,
        target_group_arn: str,
    ) -> None:
        """route: a path prefix without wildcards, at most 126 characters. priority: 1 to 50,000, lowest first."""
        super().__init__(scope, id_)
        if not 1 <= priority <= 50_000:
            raise ValueError(f"{route}: {priority} is not a priority. Use 1 to 50000.")
        self.rule = LbListenerRule(
            self,
            "Default",
            listener_arn=listener_arn,
            priority=priority,
            condition=[
                LbListenerRuleCondition(
                    path_pattern=LbListenerRuleConditionPathPattern(values=path_patterns(route))
                )
            ],
            action=[LbListenerRuleAction(type="forward", target_group_arn=target_group_arn)],
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
