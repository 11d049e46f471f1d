from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_SEC_2"


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_db_instance", {"manage_master_user_password": True}),
        ("aws_rds_cluster", {"manage_master_user_password": True}),
        ("aws_ssm_parameter", {"type": "String", "value": "blue"}),
        ("aws_secretsmanager_secret_version", {"secret_string_wo": "x", "secret_string_wo_version": 1}),
        ("aws_elasticache_replication_group", {"transit_encryption_enabled": True}),
    ],
)
def test_what_holds_no_value_passes(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"it": arguments}}) == []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_db_instance", {"password": "hunter2"}),
        ("aws_rds_cluster", {"master_password": "${random_password.p.result}"}),
        ("aws_ssm_parameter", {"type": "SecureString", "value": "hunter2"}),
        ("aws_secretsmanager_secret_version", {"secret_string": "hunter2"}),
        ("aws_elasticache_replication_group", {"auth_token": "hunter2hunter2hunter2"}),
        ("aws_elasticache_user", {"passwords": ["hunter2"]}),
    ],
)
def test_a_value_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]
