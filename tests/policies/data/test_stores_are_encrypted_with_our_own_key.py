from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_1"
KEY = "${aws_kms_key.key.arn}"
SSE = "aws_s3_bucket_server_side_encryption_configuration"


def by_default(**settings: str) -> dict[str, Any]:
    return {
        "bucket": "${aws_s3_bucket.b.id}",
        "rule": [{"apply_server_side_encryption_by_default": settings}],
    }


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("aws_dynamodb_table", {"server_side_encryption": {"enabled": True, "kms_key_arn": KEY}}),
    ("aws_sqs_queue", {"kms_master_key_id": KEY}),
    ("aws_cloudwatch_log_group", {"kms_key_id": "arn:aws:kms:eu-west-1:111111111111:key/1"}),
    ("aws_ecr_repository", {"encryption_configuration": [{"encryption_type": "KMS", "kms_key": KEY}]}),
    ("aws_db_instance", {"storage_encrypted": True, "kms_key_id": KEY}),
    ("aws_cloudwatch_event_archive", {"kms_key_identifier": KEY}),
    (SSE, by_default(sse_algorithm="aws:kms", kms_master_key_id=KEY)),
]
BAD: list[tuple[str, dict[str, Any]]] = [
    ("aws_dynamodb_table", {"name": "t"}),
    ("aws_dynamodb_table", {"server_side_encryption": {"enabled": True}}),
    ("aws_dynamodb_table", {"server_side_encryption": {"enabled": False, "kms_key_arn": KEY}}),
    ("aws_sqs_queue", {"sqs_managed_sse_enabled": True}),
    ("aws_sqs_queue", {"kms_master_key_id": "alias/aws/sqs"}),
    ("aws_sns_topic", {"name": "t"}),
    ("aws_cloudwatch_event_bus", {"name": "b"}),
    ("aws_cloudwatch_event_archive", {"name": "a"}),
    ("aws_secretsmanager_secret", {"name": "s"}),
    ("aws_ecr_repository", {"encryption_configuration": [{"encryption_type": "AES256"}]}),
    ("aws_db_instance", {"storage_encrypted": False, "kms_key_id": KEY}),
    ("aws_elasticache_replication_group", {"kms_key_id": KEY}),
    (SSE, by_default(sse_algorithm="AES256")),
    (SSE, by_default(sse_algorithm="aws:kms")),
]


@pytest.mark.parametrize(("kind", "arguments"), GOOD)
def test_our_own_key_passes(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"it": arguments}}) == []


@pytest.mark.parametrize(("kind", "arguments"), BAD)
def test_another_key_or_none_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]


def test_a_bucket_without_settings_fails(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_s3_bucket": {"b": {"bucket": "b"}}}) != []


def test_a_bucket_that_logs_are_delivered_to_may_use_the_keys_of_s3(failures: Failures) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
    }
    resource = {
        "aws_s3_bucket": {"b": {"bucket": "logs"}},
        SSE: {"it": by_default(sse_algorithm="AES256")},
        "aws_s3_bucket_policy": {
            "p": {"bucket": "${aws_s3_bucket.b.id}", "policy": json.dumps({"Statement": [statement]})}
        },
    }

    assert failures(POLICY, resource=resource) == []
