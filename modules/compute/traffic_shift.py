"""What ECS may do to shift requests from one version of a service to the next."""

from __future__ import annotations

from collections.abc import Sequence

from modules.compute.way_in import WayIn
from modules.security.policy_document import allow
from modules.security.role import Role

# They have no resources to name (source: "Service Authorization Reference, AWS Elastic Load Balancing V2").
LOOK = (
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
)


def grant_traffic_shift(role: Role, ways_in: Sequence[WayIn]) -> None:
    """Let `role` register tasks in these target groups and rewrite these rules, and no others.

    Source: "AWS Managed Policy Reference, AmazonECSInfrastructureRolePolicyForLoadBalancers", which allows the same on
    all target groups, listeners and rules.
    """
    groups = [arn for way in ways_in for arn in (way.target_group_arn, way.alternate_target_group_arn) if arn]
    rules = [arn for way in ways_in for arn in (way.production_rule_arn, way.test_rule_arn) if arn]
    role.allow(
        allow(LOOK, ["*"]),
        allow(["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"], groups),
        allow(["elasticloadbalancing:ModifyRule"], rules),
    )
