from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_ECS_5"


def test_a_log_group_passes(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource=task()) == []


@pytest.mark.parametrize(
    "logs", [None, {"logDriver": "none"}, {"logDriver": "awslogs"}, {"logDriver": "awslogs", "options": {}}]
)
def test_no_driver_or_no_group_fails(failures: Failures, task: Task, logs: dict[str, Any] | None) -> None:
    assert failures(POLICY, resource=task({"logConfiguration": logs})) == REFUSED
