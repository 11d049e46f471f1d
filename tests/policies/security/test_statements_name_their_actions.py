from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_1"
REFUSED = ["dev-example: aws_iam_role_policy.rights"]


def rights(**statement: Any) -> dict[str, Any]:
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Resource": "arn:aws:s3:::a/*", **statement}],
    }
    return {"aws_iam_role_policy": {"rights": {"role": "r", "policy": json.dumps(document)}}}


@pytest.mark.parametrize(
    "action", ["s3:GetObject", ["s3:GetObject", "s3:PutObject"], ["kms:GenerateDataKey*"]]
)
def test_actions_by_name_pass(failures: Failures, action: object) -> None:
    assert failures(POLICY, resource=rights(Action=action)) == []


@pytest.mark.parametrize("action", ["*", "s3:*", ["s3:GetObject", "s3:Put*"], "kms:*"])
def test_a_wildcard_that_nobody_reviewed_fails(failures: Failures, action: object) -> None:
    assert failures(POLICY, resource=rights(Action=action)) == REFUSED


def test_everything_but_some_actions_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=rights(NotAction="iam:*")) == REFUSED


def test_what_is_denied_may_be_wide(failures: Failures) -> None:
    assert failures(POLICY, resource=rights(Effect="Deny", Action="*")) == []


@pytest.mark.parametrize("policy", ["{", "${data.aws_iam_policy_document.x.json}", "{}"])
def test_a_policy_that_cannot_be_read_counts_as_the_widest(failures: Failures, policy: str) -> None:
    assert failures(POLICY, resource={"aws_iam_role_policy": {"rights": {"policy": policy}}}) == REFUSED
