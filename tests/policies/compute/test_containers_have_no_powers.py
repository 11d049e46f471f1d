from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_ECS_4"


def test_a_container_without_powers_passes(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource=task(network_mode="awsvpc")) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"privileged": True},
        {"linuxParameters": None},
        {"linuxParameters": {"capabilities": {"drop": ["NET_RAW"]}}},
        {"linuxParameters": {"capabilities": {"drop": ["ALL"], "add": ["SYS_PTRACE"]}}},
    ],
)
def test_a_power_fails(failures: Failures, task: Task, changes: dict[str, Any]) -> None:
    assert failures(POLICY, resource=task(changes)) == REFUSED


@pytest.mark.parametrize("shared", [{"network_mode": "host"}, {"pid_mode": "host"}])
def test_what_is_shared_with_the_host_fails(failures: Failures, task: Task, shared: dict[str, str]) -> None:
    assert failures(POLICY, resource=task(**shared)) == REFUSED
