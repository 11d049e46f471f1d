from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_9"
ACCOUNT, OTHER = "111111111111", "999999999999"
PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}]}


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_kms_grant", {"grantee_principal": "${aws_iam_role.reader.arn}"}),
        ("aws_kms_grant", {"grantee_principal": f"arn:aws:iam::{ACCOUNT}:role/reader"}),
        ("aws_vpc_peering_connection", {"peer_owner_id": ACCOUNT}),
        ("aws_ram_resource_share", {"allow_external_principals": False}),
        ("aws_s3_bucket_notification", {"bucket": "arn:aws:s3:::ours"}),
        ("aws_iam_role_policy", {"policy": f"arn:aws:ecr:eu-west-1:{OTHER}:repository/shop"}),
        ("aws_iam_role_policy_attachment", {"policy_arn": "arn:aws:iam::aws:policy/x"}),
    ],
)
def test_our_own_account_passes(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, provider=PROVIDER, resource={kind: {"x": arguments}}) == []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_kms_grant", {"grantee_principal": f"arn:aws:iam::{OTHER}:root"}),
        ("aws_vpc_peering_connection", {"peer_owner_id": OTHER}),
        ("aws_ram_resource_share", {"allow_external_principals": True}),
        ("aws_db_snapshot", {"shared_accounts": ["all"]}),
        ("aws_ami_launch_permission", {"group": "all"}),
        ("aws_sns_topic_subscription", {"endpoint": f"arn:aws:sqs:eu-west-1:{OTHER}:theirs"}),
    ],
)
def test_another_account_and_everybody_fail(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, provider=PROVIDER, resource={kind: {"x": arguments}}) == [
        f"dev-example: {kind}.x"
    ]
