from __future__ import annotations

from cdktf import TerraformStack

from modules.security.permissions_boundary import PermissionsBoundary, boundary_arn
from tests.modules.synthesised import ACCOUNT, REGION, synthesise


def a_boundary(stack: TerraformStack) -> PermissionsBoundary:
    return PermissionsBoundary(stack, "boundary", environment="dev", account=ACCOUNT, region=REGION)


def test_nothing_below_it_changes_who_may_do_what() -> None:
    everything, roles, _ = synthesise(a_boundary).policy("aws_iam_policy")

    assert {"iam:*", "organizations:*", "account:*"} <= set(everything["NotAction"])
    assert roles["Action"] == ["iam:PassRole"]
    assert roles["Resource"] == [f"arn:aws:iam::{ACCOUNT}:role/dev-*"]


def test_eks_auto_mode_gives_its_nodes_a_role_and_makes_none() -> None:
    *_, nodes = synthesise(a_boundary).policy("aws_iam_policy")

    assert nodes["Resource"] == [f"arn:aws:iam::{ACCOUNT}:instance-profile/eks*"]
    assert not [action for action in nodes["Action"] if "Role" in action and "InstanceProfile" not in action]


def test_its_arn_is_known_before_it_is_made() -> None:
    made = synthesise(a_boundary).only("aws_iam_policy")["name"]

    assert boundary_arn("dev", account=ACCOUNT, region=REGION) == f"arn:aws:iam::{ACCOUNT}:policy/{made}"
