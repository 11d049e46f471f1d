from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_ECS_3"


@pytest.mark.parametrize("user", ["10001:10001", "10001", "app", "app:root"])
def test_another_user_passes(failures: Failures, task: Task, user: str) -> None:
    assert failures(POLICY, resource=task({"user": user})) == []


@pytest.mark.parametrize("user", ["root", "0", "0:0", "root:app", "", None])
def test_root_and_whoever_the_image_says_fail(failures: Failures, task: Task, user: str | None) -> None:
    assert failures(POLICY, resource=task({"user": user})) == REFUSED
