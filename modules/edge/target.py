"""A service's place behind a shared listener.

Defines: target group with its health check, one listener rule a route.
Leaves to the caller: the listener, the priorities (`rule_priorities`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from cdktf_cdktf_provider_aws.lb_listener_rule import (
    LbListenerRule,
    LbListenerRuleAction,
    LbListenerRuleCondition,
    LbListenerRuleConditionPathPattern,
)
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup, LbTargetGroupHealthCheck
from constructs import Construct

from modules.names import fit

NAME_LIMIT = 32  # Source: "Elastic Load Balancing API Reference, CreateTargetGroup".
# Source: "Elastic Load Balancing API Reference, CreateRule": 1 to 50,000. The first thousand stays free for people.
FIRST_PRIORITY, LAST_PRIORITY = 1_001, 50_000


def rule_priorities(routes: Iterable[str]) -> dict[str, int]:
    """Route -> priority, 1,001 to 50,000: from the route's hash, so that a new route moves no other.

    Only where two hashes meet does the later route, in alphabetical order, take the next free number.
    """
    span = LAST_PRIORITY - FIRST_PRIORITY + 1
    taken: dict[int, str] = {}
    for route in sorted(set(routes)):
        offset = int.from_bytes(hashlib.sha256(route.encode()).digest()[:8]) % span
        while FIRST_PRIORITY + offset in taken:
            offset = (offset + 1) % span
        taken[FIRST_PRIORITY + offset] = route
    return {route: priority for priority, route in taken.items()}


def path_patterns(route: str) -> list[str]:
    """The route itself and all below it; `/` is everything."""
    prefix = route.rstrip("/")
    return [prefix, f"{prefix}/*"] if prefix else ["/*"]


class Target(Construct):
    """routes: path prefix -> priority. health_path: answers 200 when a task can take requests.

    Handles: target_group_arn, target_group_arn_suffix, rules.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        vpc_id: str,
        port: int,
        health_path: str,
        listener_arn: str,
        routes: Mapping[str, int],
    ) -> None:
        super().__init__(scope, id)
        group = LbTargetGroup(
            self,
            "target-group",
            name=fit(name, NAME_LIMIT),
            vpc_id=vpc_id,
            port=port,
            protocol="HTTP",
            target_type="ip",  # awsvpc: every task has its own address
            deregistration_delay="30",
            load_balancing_algorithm_type="least_outstanding_requests",
            health_check=LbTargetGroupHealthCheck(
                enabled=True,
                path=health_path,
                protocol="HTTP",
                port="traffic-port",
                matcher="200",
                interval=10,
                timeout=5,
                healthy_threshold=2,
                unhealthy_threshold=3,
            ),
        )
        self.target_group_arn: str = group.arn
        self.target_group_arn_suffix: str = group.arn_suffix
        self.rules = [
            LbListenerRule(
                self,
                f"rule{route.replace('/', '-').rstrip('-')}",
                listener_arn=listener_arn,
                priority=priority,
                action=[LbListenerRuleAction(type="forward", target_group_arn=group.arn)],
                condition=[
                    LbListenerRuleCondition(
                        path_pattern=LbListenerRuleConditionPathPattern(values=path_patterns(route))
                    )
                ],
            )
            for route, priority in sorted(routes.items())
        ]
