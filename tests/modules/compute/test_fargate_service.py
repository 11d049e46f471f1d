from __future__ import annotations

from typing import Any

import pytest

from modules.compute.fargate_service import FargateService
from modules.compute.rollout import Rollout
from modules.compute.way_in import WayIn
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
        "ways_in": [WayIn("arn:target-group")],
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
    made = service(ways_in=[])

    assert "load_balancer" not in made
    assert "health_check_grace_period_seconds" not in made


SHIFTING = WayIn("arn:current", "arn:next", "arn:rule", "arn:test-rule")


def test_task_by_task_is_said_too_so_that_a_service_does_not_keep_another_strategy() -> None:
    assert service()["deployment_configuration"] == {"strategy": "ROLLING"}


def test_ecs_shifts_requests_between_two_groups_by_the_rules_it_is_given() -> None:
    made = service(ways_in=[SHIFTING], rollout=Rollout("blue_green"), traffic_role_arn="arn:role")

    assert made["load_balancer"] == [
        {
            "target_group_arn": "arn:current",
            "container_name": "catalog",
            "container_port": 8080,
            "advanced_configuration": {
                "alternate_target_group_arn": "arn:next",
                "production_listener_rule": "arn:rule",
                "test_listener_rule": "arn:test-rule",
                "role_arn": "arn:role",
            },
        }
    ]


def test_shifting_needs_a_role_to_do_it_in() -> None:
    with pytest.raises(ValueError, match=r"canary: ECS shifts requests in a role. Give traffic_role_arn."):
        service(ways_in=[SHIFTING], rollout=Rollout("canary"))


def test_an_alarm_during_a_deployment_takes_it_back() -> None:
    assert service(rollback_alarms=["errors"])["alarms"] == {
        "enable": True,
        "rollback": True,
        "alarm_names": ["errors"],
    }
    assert "alarms" not in service()


def test_an_apply_waits_as_long_as_the_slowest_deployment_may_take() -> None:
    slow = Rollout("linear", percent=10, bake_minutes=60)

    assert service()["timeouts"] == {"create": "30m", "update": "30m"}
    assert service(rollout=slow, ways_in=[SHIFTING], traffic_role_arn="arn:role")["timeouts"] == {
        "create": "630m",
        "update": "630m",
    }


def test_tasks_are_entered_in_cloud_map_where_they_are_called_by_name() -> None:
    assert service(registry_arn="arn:registry")["service_registries"] == {"registry_arn": "arn:registry"}
    assert "service_registries" not in service()


def test_nobody_gets_a_shell_in_a_task() -> None:
    assert service()["enable_execute_command"] is False


def test_a_share_of_spot_is_between_0_and_100() -> None:
    with pytest.raises(ValueError, match=r"spot_percent: 101 is not a share. Use 0 to 100."):
        service(spot_percent=101)
