from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_LAMBDA_1"
GOOD = {"timeout": 30, "memory_size": 512, "reserved_concurrent_executions": 20}


def function(**changes: Any) -> dict[str, Any]:
    return {"aws_lambda_function": {"f": {"function_name": "f", **GOOD, **changes}}}


@pytest.mark.parametrize("changes", [{}, {"timeout": 900}, {"reserved_concurrent_executions": 0}])
def test_all_three_limits_pass(failures: Failures, changes: dict[str, Any]) -> None:
    assert failures(POLICY, resource=function(**changes)) == []


@pytest.mark.parametrize("key", GOOD)
@pytest.mark.parametrize("value", [None, -1])
def test_each_limit_counts(failures: Failures, key: str, value: int | None) -> None:
    assert failures(POLICY, resource=function(**{key: value})) == ["dev-example: aws_lambda_function.f"]


def test_a_limit_that_lambda_refuses_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=function(timeout=901)) != []
