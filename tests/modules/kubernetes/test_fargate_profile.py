from __future__ import annotations

from collections.abc import Mapping

import pytest
from cdktf import TerraformStack

from modules.kubernetes.fargate_profile import FargateProfile
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise

SELECTORS: list[tuple[str, Mapping[str, str]]] = [("kube-system", {}), ("*", {"made-by": "us"})]


def a_profile(selectors: list[tuple[str, Mapping[str, str]]] = SELECTORS) -> Resources:
    def build(stack: TerraformStack) -> None:
        FargateProfile(
            stack,
            "pods",
            name="dev-pods",
            cluster="dev",
            account=ACCOUNT,
            region=REGION,
            role_name="dev-fargate",
            subnet_ids=["subnet-1"],
            selectors=selectors,
            log_groups=["/dev/*"],
        )

    return synthesise(build)


def test_it_selects_by_namespace_and_labels() -> None:
    assert a_profile().only("aws_eks_fargate_profile")["selector"] == [
        {"namespace": "kube-system"},
        {"namespace": "*", "labels": {"made-by": "us"}},
    ]


def test_fargate_starts_pods_for_this_cluster_alone_and_writes_their_logs() -> None:
    made = a_profile()

    (trust,) = made.policy("aws_iam_role", key="assume_role_policy")
    (rights,) = made.policy("aws_iam_role_policy")
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"].endswith(":fargateprofile/dev/*")
    assert rights["Resource"] == [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/dev/*"]


@pytest.mark.parametrize("count", [0, 6])
def test_five_selectors_are_the_most(count: int) -> None:
    with pytest.raises(ValueError, match=rf"selectors: {count}\. A Fargate profile has 1 to 5\."):
        a_profile([("a", {})] * count)
