from __future__ import annotations

from typing import Any

import pytest

from modules.compute.fargate_service import FargateService
from tests.modules.synthesised import synthesise


def service(**changes: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "name": "dev-catalog",
        "cluster_arn": "arn:cluster",
        "task_definition_arn": "arn:task-definition",
        "initial_count": 2,
        "spot_percent": 50,
        "subnet_ids": ["subnet-1"],
        "security_group_id": "sg-1",
        "container": "catalog",
        "port": 8080,
        "target_group_arn": "arn:target-group",
        "depends_on": [],
    }
    return synthesise(lambda stack: FargateService(stack, "service", **{**arguments, **changes})).only(
        "aws_ecs_service"
    )


def test_a_deployment_that_does_not_get_healthy_is_taken_back() -> None:
    made = service()

    assert made["deployment_circuit_breaker"] == {"enable": True, "rollback": True}
    assert made["wait_for_steady_state"] is True


def test_another_share_of_spot_redeploys_the_service_and_does_not_replace_it() -> None:
    assert service()["force_new_deployment"] is True


def test_a_deployment_never_lowers_the_capacity() -> None:
    assert service()["deployment_minimum_healthy_percent"] == 100


def test_terraform_leaves_the_number_of_tasks_to_scaling() -> None:
    assert service()["lifecycle"] == {"ignore_changes": ["desired_count"]}


def test_tasks_have_no_public_address() -> None:
    assert service()["network_configuration"] == {
        "subnets": ["subnet-1"],
        "security_groups": ["sg-1"],
        "assign_public_ip": False,
    }


@pytest.mark.parametrize(
    ("spot_percent", "weights"),
    [
        (0, {"FARGATE": (1, 100)}),
        (50, {"FARGATE": (1, 50), "FARGATE_SPOT": (0, 50)}),
        (100, {"FARGATE": (1, 0), "FARGATE_SPOT": (0, 100)}),
    ],
)
def test_the_first_task_is_never_on_spot(spot_percent: int, weights: dict[str, tuple[int, int]]) -> None:
    strategy = service(spot_percent=spot_percent)["capacity_provider_strategy"]

    assert {entry["capacity_provider"]: (entry["base"], entry["weight"]) for entry in strategy} == weights


def test_a_service_without_routes_has_no_load_balancer_to_wait_for() -> None:
    made = service(target_group_arn=None)

    assert "load_balancer" not in made
    assert "health_check_grace_period_seconds" not in made


def test_nobody_gets_a_shell_in_a_task() -> None:
    assert service()["enable_execute_command"] is False


def test_a_share_of_spot_is_between_0_and_100() -> None:
    with pytest.raises(ValueError, match=r"spot_percent: 101 is not a share. Use 0 to 100."):
        service(spot_percent=101)
