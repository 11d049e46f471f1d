from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_4"
ACCOUNT, OTHER = "111111111111", "999999999999"
PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}]}
ECS = {"Service": "ecs-tasks.amazonaws.com"}
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def role(principal: object, condition: object = None) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, "Condition": condition}
    return {"aws_iam_role": {"task": {"assume_role_policy": json.dumps({"Statement": [trust]})}}}


@pytest.mark.parametrize(
    ("principal", "condition"),
    [
        (ECS, OURS),
        (ECS, {"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:*"}}),
        ({"Service": "ec2.amazonaws.com"}, None),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, None),
        (
            {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/office"},
            {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
        ),
        ({"AWS": f"arn:aws:iam::{OTHER}:role/deploy"}, {"StringEquals": {"sts:ExternalId": "agreed"}}),
    ],
)
def test_one_service_for_this_account_passes(
    failures: Failures, principal: object, condition: object
) -> None:
    assert failures(POLICY, provider=PROVIDER, resource=role(principal, condition)) == []


@pytest.mark.parametrize(
    ("principal", "condition"),
    [
        (ECS, None),
        (ECS, {"StringEquals": {"aws:SourceAccount": OTHER}}),
        (ECS, {"StringEquals": {"aws:SourceAccount": [ACCOUNT, OTHER]}}),
        (ECS, {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}),
        ({"Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]}, OURS),
        ("*", OURS),
        ({"AWS": "arn:aws:iam::*:root"}, {"StringEquals": {"sts:ExternalId": "agreed"}}),
        ({"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/office"}, None),
        ({"Federated": "accounts.google.com"}, {"StringLike": {"accounts.google.com:aud": "*"}}),
        ({"AWS": "*"}, None),
        ({"AWS": f"arn:aws:iam::{OTHER}:root"}, None),
    ],
)
def test_anybody_else_fails(failures: Failures, principal: object, condition: object) -> None:
    found = failures(POLICY, provider=PROVIDER, resource=role(principal, condition))

    assert found == ["dev-example: aws_iam_role.task"]
