from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_ECS_7"
REFUSED = ["dev-example: aws_ecs_service.catalog"]


def stack(
    low: int | None, high: int, *, of: str = "${aws_ecs_service.catalog.name}", policy: bool = True
) -> dict[str, Any]:
    resource: dict[str, Any] = {"aws_ecs_service": {"catalog": {"name": "dev-catalog"}}}
    target = {"resource_id": f"service/dev/{of}", "min_capacity": low, "max_capacity": high}
    resource["aws_appautoscaling_target"] = {"scaling": target}
    if policy:
        resource["aws_appautoscaling_policy"] = {
            "cpu": {"resource_id": "${aws_appautoscaling_target.scaling.resource_id}"}
        }
    return resource


@pytest.mark.parametrize("of", ["${aws_ecs_service.catalog.name}", "dev-catalog"])
def test_a_target_with_room_and_a_policy_passes(failures: Failures, of: str) -> None:
    assert failures(POLICY, resource=stack(2, 6, of=of)) == []


def test_a_service_without_target_fails(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_ecs_service": {"catalog": {"name": "dev-catalog"}}}) == REFUSED


def test_the_target_of_another_service_does_not_count(failures: Failures) -> None:
    assert failures(POLICY, resource=stack(2, 6, of="dev-catalog-2")) == REFUSED


def test_a_target_without_policy_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=stack(2, 6, policy=False)) == REFUSED


@pytest.mark.parametrize(("low", "high"), [(2, 2), (0, 1), (1, 1), (None, 6)])
def test_a_target_without_room_fails(failures: Failures, low: int | None, high: int) -> None:
    assert failures(POLICY, resource=stack(low, high)) == REFUSED
