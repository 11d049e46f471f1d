from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_ECS_9"


@pytest.mark.parametrize(("on", "passes"), [(None, True), (False, True), (True, False), ("true", False)])
def test_a_service_lets_nobody_in(failures: Failures, on: object, passes: bool) -> None:
    service: dict[str, Any] = {"name": "catalog", "enable_execute_command": on}

    assert (failures(POLICY, resource={"aws_ecs_service": {"catalog": service}}) == []) is passes


def test_nor_does_a_job(failures: Failures) -> None:
    job = {"target": {"ecs_parameters": {"enable_execute_command": True}}}

    assert failures(POLICY, resource={"aws_scheduler_schedule": {"job": job}}) != []
