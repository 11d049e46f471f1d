from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import instance_trust
from tests.modules.synthesised import ACCOUNT, REGION, a_role, synthesise


def test_a_role_serves_one_service_of_one_account() -> None:
    (trust,) = synthesise(a_role).policy("aws_iam_role", key="assume_role_policy")

    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": ["sts:AssumeRole"],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:*"},
        },
    }


def test_a_role_may_trust_somebody_who_is_no_service() -> None:
    def build(stack: TerraformStack) -> None:
        Role(stack, "role", name="nodes", description="", trust=instance_trust())

    (trust,) = synthesise(build).policy("aws_iam_role", key="assume_role_policy")

    assert trust["Principal"] == {"Service": "ec2.amazonaws.com"}


@pytest.mark.parametrize(
    "who", [{}, {"service": "x", "account": ACCOUNT}, {"service": "x", "trust": instance_trust()}]
)
def test_it_is_said_once_who_may_take_a_role(who: dict[str, Any]) -> None:
    def build(stack: TerraformStack) -> None:
        Role(stack, "role", name="pods", description="", **who)

    with pytest.raises(
        ValueError, match=r"pods: say who may take it: service, account and source_arn, or trust\."
    ):
        synthesise(build)


def test_a_policy_of_aws_is_attached_in_the_partition_of_the_region() -> None:
    def build(stack: TerraformStack) -> None:
        role = a_role(stack)
        role.attach("AmazonEKSClusterPolicy", region="cn-north-1")
        assert len(role.dependencies) == 1

    attached = synthesise(build).only("aws_iam_role_policy_attachment")
    assert attached["policy_arn"] == "arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy"


def test_a_role_without_rights_has_no_policy() -> None:
    assert not synthesise(a_role).all("aws_iam_role_policy")


def test_rights_add_up_in_one_policy_and_none_stands_there_twice() -> None:
    read, write = allow(["s3:GetObject"], ["arn:1/*"]), allow(["s3:PutObject"], ["arn:1/*"])

    def build(stack: TerraformStack) -> None:
        role = a_role(stack)
        role.allow(read)
        role.allow(write, read)

    assert synthesise(build).policy("aws_iam_role_policy") == [read, write]


def test_a_name_beyond_64_characters_is_refused() -> None:
    def build(stack: TerraformStack) -> None:
        Role(
            stack,
            "role",
            name="a" * 65,
            service="ecs-tasks.amazonaws.com",
            account=ACCOUNT,
            source_arn="*",
            description="",
        )

    with pytest.raises(ValueError, match=r"a role's name has at most 64 characters, this one 65."):
        synthesise(build)
