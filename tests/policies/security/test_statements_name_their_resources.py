from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_2"
ACCOUNT = "111111111111"


def rights(resource: object, action: object = "dynamodb:GetItem", key: str = "Resource") -> dict[str, Any]:
    document = {"Statement": [{"Effect": "Allow", "Action": action, key: resource}]}
    return {"aws_iam_role_policy": {"rights": {"role": "r", "policy": json.dumps(document)}}}


@pytest.mark.parametrize(
    "resource",
    [
        "${aws_dynamodb_table.products.arn}",
        ["${aws_dynamodb_table.products.arn}/index/*", "${aws_s3_bucket.images.arn}/*"],
        f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/dev-catalog-*",
        "arn:aws:s3:::dev-images/*",
        f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/dev/catalog:*",
    ],
)
def test_named_resources_pass(failures: Failures, resource: object) -> None:
    assert failures(POLICY, resource=rights(resource)) == []


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        ["${aws_dynamodb_table.products.arn}", "*"],
        f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/*",
        f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:*",
        "arn:aws:s3:::*",
        "arn:aws:sqs:eu-west-1:*:orders",
    ],
)
def test_all_resources_of_a_kind_or_of_every_account_fail(failures: Failures, resource: object) -> None:
    assert failures(POLICY, resource=rights(resource)) == ["dev-example: aws_iam_role_policy.rights"]


def test_all_resources_but_one_fail(failures: Failures) -> None:
    assert failures(POLICY, resource=rights("arn:aws:s3:::a", key="NotResource")) != []


def in_the_functions_role(*denied: str) -> dict[str, Any]:
    """Lambda may make interfaces in the role of a function whose code may not do what is `denied`."""
    make = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]
    everything = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:*/*"
    condition = {"ArnEquals": {"lambda:SourceFunctionArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f"}}
    document = {
        "Statement": [
            {"Effect": "Allow", "Action": make, "Resource": [everything]},
            {"Effect": "Deny", "Action": list(denied), "Resource": ["*"], "Condition": condition},
        ]
    }
    return {"aws_iam_role_policy": {"rights": {"role": "r", "policy": json.dumps(document)}}}


def test_what_lambda_does_and_the_code_cannot_may_be_for_all(failures: Failures) -> None:
    both = in_the_functions_role("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface")

    assert failures(POLICY, resource=both) == []
    assert failures(POLICY, resource=in_the_functions_role("ec2:CreateNetworkInterface")) != []


def test_an_action_that_takes_no_resource_may_have_all_of_them(failures: Failures) -> None:
    assert failures(POLICY, resource=rights("*", "ecr:GetAuthorizationToken")) == []
    assert failures(POLICY, resource=rights("*", ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"])) != []
