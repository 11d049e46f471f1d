from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_6"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_s3_bucket", {"force_destroy": False}),
        ("aws_ecr_repository", {"name": "r"}),
        ("aws_kms_key", {"deletion_window_in_days": 30}),
        ("aws_kms_key", {"description": "AWS waits 30 days"}),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 30}),
        ("aws_db_instance", {"skip_final_snapshot": False}),
    ],
)
def test_what_can_be_had_back_passes(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={**PROTECTED, kind: {"it": arguments}}) == []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_s3_bucket", {"force_destroy": True}),
        ("aws_ecr_repository", {"force_delete": True}),
        ("aws_kms_key", {"deletion_window_in_days": 7}),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 0}),
        ("aws_db_instance", {"skip_final_snapshot": True}),
    ],
)
def test_what_goes_for_good_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={**PROTECTED, kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]
    assert failures(POLICY, resource={kind: {"it": arguments}}) == []
