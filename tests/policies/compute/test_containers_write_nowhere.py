from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_ECS_2"


def test_a_read_only_root_passes(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource=task()) == []


@pytest.mark.parametrize("value", [False, None])
def test_a_root_that_can_be_written_fails(failures: Failures, task: Task, value: bool | None) -> None:
    assert failures(POLICY, resource=task({"readonlyRootFilesystem": value})) == REFUSED


@pytest.mark.parametrize("definitions", ["[", "[]", "${local.containers}"])
def test_what_cannot_be_read_fails(failures: Failures, task: Task, definitions: str) -> None:
    assert failures(POLICY, resource=task(container_definitions=definitions)) == REFUSED
