from __future__ import annotations

from typing import Any

import pytest

from tests.modules.synthesised import Resources
from tests.stacks.environments import DIGEST, IMAGE, build, container, environment, released, service


def shop() -> Resources:
    return released()["dev-shop"]


def test_a_secret_reaches_the_container_through_ecs_alone() -> None:
    assert container(shop())["secrets"] == [
        {
            "name": "PAYMENT_API_KEY",
            "valueFrom": "${aws_secretsmanager_secret.secret-payment_api_key.arn}",
        }
    ]
    (task_policy,) = [name for name in shop().all("aws_iam_role_policy") if name.startswith("task-role")]
    actions = {
        action
        for statement in shop().policy("aws_iam_role_policy", task_policy)
        for action in statement["Action"]
    }
    assert "secretsmanager:GetSecretValue" not in actions


def test_only_the_load_balancer_reaches_the_tasks() -> None:
    rule = shop().only("aws_vpc_security_group_ingress_rule")

    assert "dev-platform.outputs" in rule["referenced_security_group_id"]
    assert (rule["from_port"], rule["to_port"]) == (8080, 8080)


def test_tasks_run_in_private_subnets() -> None:
    subnets = shop().only("aws_ecs_service")["network_configuration"]["subnets"]

    assert len(subnets) == 2
    assert all("vpc_private-" in subnet for subnet in subnets)


def test_every_route_has_a_rule_and_ecs_waits_for_all_of_them() -> None:
    rules = shop().all("aws_lb_listener_rule")

    paths = [rule["condition"][0]["path_pattern"]["values"] for rule in rules.values()]
    assert paths == [["/api/shop", "/api/shop/*"], ["/shop", "/shop/*"]]
    assert {f"aws_lb_listener_rule.{name}" for name in rules} <= set(
        shop().only("aws_ecs_service")["depends_on"]
    )


def test_tasks_start_once_their_roles_have_their_rights() -> None:
    rights = {f"aws_iam_role_policy.{name}" for name in shop().all("aws_iam_role_policy")}

    assert len(rights) == 2
    assert rights <= set(shop().only("aws_ecs_service")["depends_on"])


def test_a_service_without_routes_has_neither_target_group_nor_open_port() -> None:
    made = build(environment(), service(routes=[], scale={}))["dev-shop"]

    assert not made.all("aws_lb_target_group")
    assert not made.all("aws_lb_listener_rule")
    assert not made.all("aws_vpc_security_group_ingress_rule")


def test_a_released_image_runs_by_digest_with_the_manifests_number_of_tasks() -> None:
    assert container(shop())["image"] == IMAGE
    assert shop().only("aws_ecs_service")["desired_count"] == 2
    assert shop().only("aws_appautoscaling_target")["min_capacity"] == 2


def test_on_aws_a_service_that_was_never_released_runs_no_task() -> None:
    schedule = [{"cron": "0 7 ? * MON-FRI *", "min": 4, "max": 8}]
    made = build(environment(), service(scale={"min": 2, "max": 6, "schedule": schedule}))["dev-shop"]

    assert container(made)["image"] == "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-shop:unreleased"
    assert made.only("aws_ecs_service")["desired_count"] == 0
    assert made.only("aws_appautoscaling_target")["min_capacity"] == 0
    assert not made.all("aws_appautoscaling_scheduled_action")


def test_on_one_machine_the_code_on_disk_is_the_release() -> None:
    made = build(environment(cloud="emulated"), service())["dev-shop"]

    assert made.only("aws_ecs_service")["desired_count"] == 2


def test_an_image_of_another_account_may_be_pulled_from_there() -> None:
    image = f"999999999999.dkr.ecr.eu-west-1.amazonaws.com/shared/shop@{DIGEST}"
    made = build(environment(), service(), releases={"shop": image})["dev-shop"]

    (name,) = [name for name in made.all("aws_iam_role_policy") if name.startswith("execution-role")]
    pulls = [
        statement["Resource"]
        for statement in made.policy("aws_iam_role_policy", name)
        if "ecr:BatchGetImage" in statement["Action"]
    ]
    assert pulls == [
        ["${aws_ecr_repository.images.arn}"],
        ["arn:aws:ecr:eu-west-1:999999999999:repository/shared/shop"],
    ]


@pytest.mark.parametrize(
    ("command", "probe"),
    [
        (None, ["CMD", "python", "-m", "chassis.probe"]),
        (["node", "server.js"], "node"),
        (["/service"], None),
    ],
)
def test_ecs_asks_a_container_with_what_is_in_its_image(command: Any, probe: Any) -> None:
    made = build(environment(), service(command=command))["dev-shop"]

    check = container(made).get("healthCheck", {}).get("command")
    assert (check[1] if isinstance(probe, str) else check) == probe


def test_the_environments_size_says_how_much_runs_on_spot() -> None:
    small = build(environment(size="small"), service())["dev-shop"].only("aws_ecs_service")
    large = build(environment(size="large"), service())["dev-shop"].only("aws_ecs_service")

    assert [entry["weight"] for entry in small["capacity_provider_strategy"]] == [0, 100]
    assert [entry["capacity_provider"] for entry in large["capacity_provider_strategy"]] == ["FARGATE"]


def test_a_worker_with_a_command_of_its_own_is_healthy_while_it_runs() -> None:
    changes: dict[str, Any] = {"routes": [], "scale": {}, "command": ["python", "-m", "shop.worker"]}
    alone = build(environment(), service(**changes))["dev-shop"]
    called = build(
        environment(),
        service(**changes),
        service(name="orders", routes=[], scale={}, data={}, queues={}, secrets=[], calls=["shop"]),
    )["dev-shop"]

    assert "healthCheck" not in container(alone)
    assert "healthCheck" in container(called)
