from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_5"
PROTECTED = {"aws_kms_key": {"sign": {"lifecycle": {"prevent_destroy": True}}}}
SWITCHES = [
    ("aws_dynamodb_table", "deletion_protection_enabled"),
    ("aws_db_instance", "deletion_protection"),
    ("aws_rds_cluster", "deletion_protection"),
    ("aws_lb", "enable_deletion_protection"),
]


@pytest.mark.parametrize(("kind", "switch"), SWITCHES)
def test_the_switch_on_passes(failures: Failures, kind: str, switch: str) -> None:
    assert failures(POLICY, resource={**PROTECTED, kind: {"it": {switch: True}}}) == []


@pytest.mark.parametrize(("kind", "switch"), SWITCHES)
@pytest.mark.parametrize("value", [False, None])
def test_the_switch_off_or_missing_fails(
    failures: Failures, kind: str, switch: str, value: bool | None
) -> None:
    arguments: dict[str, Any] = {"name": "it", switch: value}

    assert failures(POLICY, resource={**PROTECTED, kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]


def test_a_stack_that_protects_nothing_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_dynamodb_table": {"it": {"name": "it"}}}) == []
