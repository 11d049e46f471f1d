from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_7"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}


@pytest.mark.parametrize(("enabled", "passes"), [(True, True), (False, False), (None, False)])
def test_a_table_has_point_in_time_recovery_everywhere(
    failures: Failures, enabled: bool | None, passes: bool
) -> None:
    table: dict[str, Any] = {"name": "t", "point_in_time_recovery": {"enabled": enabled}}

    assert (failures(POLICY, resource={"aws_dynamodb_table": {"t": table}}) == []) is passes


@pytest.mark.parametrize(
    ("days", "protected", "passes"), [(7, True, True), (6, True, False), (1, False, True), (0, False, False)]
)
def test_a_database_keeps_backups(failures: Failures, days: int, protected: bool, passes: bool) -> None:
    resource = {"aws_db_instance": {"orders": {"backup_retention_period": days}}}

    found = failures(POLICY, resource={**(PROTECTED if protected else {}), **resource})

    assert (found == []) is passes


def test_a_replica_is_not_judged(failures: Failures) -> None:
    replica = {"replicate_source_db": "orders", "backup_retention_period": 0}

    assert failures(POLICY, resource={**PROTECTED, "aws_db_instance": {"replica": replica}}) == []


@pytest.mark.parametrize(("protected", "passes"), [(True, False), (False, True)])
def test_a_cache_keeps_snapshots_where_it_is_protected(
    failures: Failures, protected: bool, passes: bool
) -> None:
    cache = {"aws_elasticache_replication_group": {"quotes": {"snapshot_retention_limit": 0}}}

    assert (failures(POLICY, resource={**(PROTECTED if protected else {}), **cache}) == []) is passes
