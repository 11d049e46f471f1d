from __future__ import annotations

from collections.abc import Callable

import pytest

POLICY = "YARD_LOG_1"


def log_group(days: object) -> dict[str, object]:
    return {"aws_cloudwatch_log_group": {"catalog": {"name": "/dev/catalog", "retention_in_days": days}}}


@pytest.mark.parametrize("days", [1, 30, 365, 3653])
def test_a_retention_that_cloudwatch_accepts_passes(failures: Callable[..., list[str]], days: int) -> None:
    assert failures(POLICY, resource=log_group(days)) == []


@pytest.mark.parametrize("days", [None, 0, 2, 31])
def test_no_retention_or_one_that_cloudwatch_refuses_fails(
    failures: Callable[..., list[str]], days: int | None
) -> None:
    assert failures(POLICY, resource=log_group(days)) == ["dev-example: aws_cloudwatch_log_group.catalog"]
