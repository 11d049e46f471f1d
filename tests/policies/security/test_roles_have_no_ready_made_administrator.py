from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_5"
PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": ["111111111111"]}]}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
REVIEWED = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


@pytest.mark.parametrize(
    "arn", [REVIEWED, "${aws_iam_policy.own.arn}", "arn:aws:iam::111111111111:policy/own"]
)
def test_our_own_and_reviewed_policies_pass(failures: Failures, arn: str) -> None:
    resource = {
        "aws_iam_policy": {"own": {"name": "own"}},
        "aws_iam_role_policy_attachment": {"a": {"policy_arn": arn}},
    }

    assert failures(POLICY, provider=PROVIDER, resource=resource) == []


@pytest.mark.parametrize(
    "arn",
    [
        "${data.aws_iam_policy.looked_up.arn}",
        "${data.terraform_remote_state.x.outputs.policy}",
        "arn:aws:iam::999999999999:policy/theirs",
    ],
)
def test_what_no_rule_has_judged_fails(failures: Failures, arn: str) -> None:
    resource = {"aws_iam_role_policy_attachment": {"a": {"policy_arn": arn}}}

    assert failures(POLICY, provider=PROVIDER, resource=resource) != []


@pytest.mark.parametrize("arn", [ADMINISTRATOR, "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess"])
def test_a_ready_made_policy_that_nobody_reviewed_fails(failures: Failures, arn: str) -> None:
    found = failures(POLICY, resource={"aws_iam_role_policy_attachment": {"a": {"policy_arn": arn}}})

    assert found == ["dev-example: aws_iam_role_policy_attachment.a"]


def test_one_in_the_role_itself_fails(failures: Failures) -> None:
    role: dict[str, Any] = {"name": "task", "managed_policy_arns": [REVIEWED, ADMINISTRATOR]}

    assert failures(POLICY, resource={"aws_iam_role": {"task": role}}) == ["dev-example: aws_iam_role.task"]
