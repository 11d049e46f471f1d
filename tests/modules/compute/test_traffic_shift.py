from __future__ import annotations

from cdktf import TerraformStack

from modules.compute.traffic_shift import LOOK, grant_traffic_shift
from modules.compute.way_in import WayIn
from modules.security.role import Role
from modules.security.trust import infrastructure_trust
from tests.modules.synthesised import synthesise


def test_ecs_may_change_these_groups_and_rules_and_no_others() -> None:
    def build(stack: TerraformStack) -> None:
        role = Role(stack, "role", name="traffic", description="", trust=infrastructure_trust())
        grant_traffic_shift(role, [WayIn("arn:a", "arn:b", "arn:rule", "arn:test"), WayIn("arn:c")])

    made = synthesise(build)

    assert made.policy("aws_iam_role_policy") == [
        {"Effect": "Allow", "Action": list(LOOK), "Resource": ["*"]},
        {
            "Effect": "Allow",
            "Action": ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
            "Resource": ["arn:a", "arn:b", "arn:c"],
        },
        {
            "Effect": "Allow",
            "Action": ["elasticloadbalancing:ModifyRule"],
            "Resource": ["arn:rule", "arn:test"],
        },
    ]
    (trust,) = made.policy("aws_iam_role", key="assume_role_policy")
    assert trust["Principal"] == {"Service": "ecs.amazonaws.com"}
