from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_4"
KEPT = {"lifecycle": {"prevent_destroy": True}}
# Each is a sign that the environment is protected.
SIGNS: list[dict[str, Any]] = [
    {"aws_kms_key": {"sign": KEPT}},
    {"aws_lb": {"sign": {"enable_deletion_protection": True}}},
    {"aws_dynamodb_table": {"sign": {"deletion_protection_enabled": True, **KEPT}}},
    {"aws_secretsmanager_secret": {"sign": {"recovery_window_in_days": 30, **KEPT}}},
]


@pytest.mark.parametrize("sign", SIGNS)
def test_what_keeps_data_fails_without_prevent_destroy(failures: Failures, sign: dict[str, Any]) -> None:
    resource = {**sign, "aws_s3_bucket": {"images": {"bucket": "b"}}, "aws_sqs_queue": {"orders": KEPT}}

    assert failures(POLICY, resource=resource) == ["dev-example: aws_s3_bucket.images"]


def test_with_prevent_destroy_it_passes(failures: Failures) -> None:
    resource = {**SIGNS[1], "aws_s3_bucket": {"images": KEPT}, "aws_kms_key": {"key": KEPT}}

    assert failures(POLICY, resource=resource) == []


@pytest.mark.parametrize("quiet", [{"deletion_window_in_days": 7}, {"lifecycle": {"prevent_destroy": False}}])
def test_a_stack_that_protects_nothing_is_not_judged(failures: Failures, quiet: dict[str, Any]) -> None:
    assert (
        failures(POLICY, resource={"aws_kms_key": {"key": quiet}, "aws_s3_bucket": {"b": {"bucket": "b"}}})
        == []
    )
