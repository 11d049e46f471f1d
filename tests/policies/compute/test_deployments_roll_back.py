from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_ECS_6"
GOOD: dict[str, Any] = {
    "name": "catalog",
    "deployment_circuit_breaker": {"enable": True, "rollback": True},
    "deployment_minimum_healthy_percent": 100,
}


def service(**changes: Any) -> dict[str, Any]:
    return {"aws_ecs_service": {"catalog": {**GOOD, **changes}}}


def test_a_circuit_breaker_with_rollback_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=service()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"deployment_circuit_breaker": None},
        {"deployment_circuit_breaker": {"enable": True, "rollback": False}},
        {"deployment_circuit_breaker": {"enable": False, "rollback": True}},
        {"deployment_minimum_healthy_percent": 50},
    ],
)
def test_a_deployment_that_stays_broken_fails(failures: Failures, changes: dict[str, Any]) -> None:
    assert failures(POLICY, resource=service(**changes)) == ["dev-example: aws_ecs_service.catalog"]


def test_what_codedeploy_deploys_is_not_judged(failures: Failures) -> None:
    changes = {"deployment_controller": {"type": "CODE_DEPLOY"}, "deployment_circuit_breaker": None}

    assert failures(POLICY, resource=service(**changes)) == []
