from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_3"


def stack(action: object, service: str = "ecs-tasks.amazonaws.com") -> dict[str, Any]:
    trust = {
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]
    }
    rights = {
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": "arn:aws:iam::111111111111:role/x"}]
    }
    return {
        "aws_iam_role": {"task": {"name": "task", "assume_role_policy": json.dumps(trust)}},
        "aws_iam_role_policy": {
            "rights": {"role": "${aws_iam_role.task.name}", "policy": json.dumps(rights)}
        },
    }


@pytest.mark.parametrize("action", [["s3:GetObject"], ["iam:GetRole"], ["sts:GetCallerIdentity"]])
def test_rights_that_lead_to_no_other_rights_pass(failures: Failures, action: object) -> None:
    assert failures(POLICY, resource=stack(action)) == []


@pytest.mark.parametrize(
    "action", ["iam:PassRole", "IAM:passrole", "iam:Put*", "iam:*", "*", ["s3:GetObject", "sts:AssumeRole"]]
)
@pytest.mark.parametrize("service", ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])
def test_a_way_to_other_rights_fails(failures: Failures, action: object, service: str) -> None:
    assert failures(POLICY, resource=stack(action, service)) == ["dev-example: aws_iam_role_policy.rights"]


def test_the_role_of_something_else_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, resource=stack("iam:PassRole", "codepipeline.amazonaws.com")) == []


def test_a_policy_whose_role_is_elsewhere_is_judged(failures: Failures) -> None:
    resource = stack("iam:PassRole")
    del resource["aws_iam_role"]

    assert failures(POLICY, resource=resource) != []
