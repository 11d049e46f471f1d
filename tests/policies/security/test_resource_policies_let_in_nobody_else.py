from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_7"
ACCOUNT, OTHER = "111111111111", "999999999999"
PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}]}
LOGS = {"Service": "logging.s3.amazonaws.com"}
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def bucket_policy(**statement: Any) -> dict[str, Any]:
    whole = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*", **statement}
    return {
        "aws_s3_bucket_policy": {"logs": {"bucket": "logs", "policy": json.dumps({"Statement": [whole]})}}
    }


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": LOGS, "Condition": OURS},
        {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "s3:*"},
        {"Principal": {"AWS": "${aws_iam_role.task.arn}"}},
        {"Principal": {"AWS": ACCOUNT}},
        {"Principal": "*", "Effect": "Deny", "Action": "s3:*"},
    ],
)
def test_this_account_and_services_on_its_behalf_pass(failures: Failures, statement: dict[str, Any]) -> None:
    assert failures(POLICY, provider=PROVIDER, resource=bucket_policy(**statement)) == []


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"}},
        {"Principal": LOGS},
        {"Principal": LOGS, "Condition": OURS, "Action": "s3:*"},
        {"NotPrincipal": {"AWS": ACCOUNT}},
    ],
)
def test_anybody_else_fails(failures: Failures, statement: dict[str, Any]) -> None:
    found = failures(POLICY, provider=PROVIDER, resource=bucket_policy(**statement))

    assert found == ["dev-example: aws_s3_bucket_policy.logs"]


def test_a_key_with_the_policy_that_aws_gives_it_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, provider=PROVIDER, resource={"aws_kms_key": {"key": {"description": "d"}}}) == []
