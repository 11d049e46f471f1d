from __future__ import annotations

import json
from typing import Any

import pytest

from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service
from yard.config import InputError

DOMAIN = {"domain": "dev.example.com", "zone_id": "Z0000000000000000DEV"}
TESTERS = {"testers": ("203.0.113.0/24",)}
CANARY = {"strategy": "canary", "percent": 5, "bake_minutes": 3}


def stacks(*, where: dict[str, Any] | None = None, **changes: Any) -> dict[str, Resources]:
    return build(environment(**(where or {})), service(**{"deploy": CANARY, **changes}))


def shop(**changes: Any) -> Resources:
    return stacks(**changes)["dev-shop"]


def test_a_canary_has_two_target_groups_and_one_rule_that_ecs_shifts_between_them() -> None:
    made = shop()

    rule = made.only("aws_lb_listener_rule")
    (balancer,) = made.only("aws_ecs_service")["load_balancer"]
    assert set(made.all("aws_lb_target_group")) == {"target-group", "target-group-alternate"}
    assert rule["condition"][0]["path_pattern"]["values"] == ["/api/shop", "/api/shop/*", "/shop", "/shop/*"]
    assert balancer["advanced_configuration"] == {
        "alternate_target_group_arn": "${aws_lb_target_group.target-group-alternate.arn}",
        "production_listener_rule": "${aws_lb_listener_rule.routes.arn}",
        "role_arn": "${aws_iam_role.traffic-role.arn}",
    }
    assert made.only("aws_ecs_service")["deployment_configuration"] == {
        "strategy": "CANARY",
        "bake_time_in_minutes": "3",
        "canary_configuration": {"canary_percent": 5, "canary_bake_time_in_minutes": "3"},
    }


@pytest.mark.parametrize("strategy", ["blue_green", "linear"])
def test_the_other_strategies_need_the_same_things(strategy: str) -> None:
    assert shop(deploy={"strategy": strategy}).addresses == shop().addresses


def test_ecs_shifts_requests_in_a_role_that_may_touch_nothing_but_this_services_groups_and_rule() -> None:
    made = shop()

    (name,) = [name for name in made.all("aws_iam_role_policy") if name.startswith("traffic-role")]
    resources = [one["Resource"] for one in made.policy("aws_iam_role_policy", name)]
    assert resources[1:] == [
        [
            "${aws_lb_target_group.target-group.arn}",
            "${aws_lb_target_group.target-group-alternate.arn}",
        ],
        ["${aws_lb_listener_rule.routes.arn}"],
    ]
    assert f"aws_iam_role_policy.{name}" in made.only("aws_ecs_service")["depends_on"]


def test_testers_get_the_next_version_first_on_a_port_that_nobody_else_reaches() -> None:
    made = stacks(where={**DOMAIN, **TESTERS})

    platform, rules = made["dev-platform"], made["dev-shop"].all("aws_lb_listener_rule")
    listeners = {one["port"]: one["protocol"] for one in platform.all("aws_lb_listener").values()}
    opened = [
        (rule["cidr_ipv4"], rule["from_port"])
        for rule in platform.all("aws_vpc_security_group_ingress_rule").values()
        if rule["from_port"] == 8443
    ]
    (balancer,) = made["dev-shop"].only("aws_ecs_service")["load_balancer"]
    assert listeners[8443] == "HTTPS"
    assert opened == [("203.0.113.0/24", 8443)]
    assert balancer["advanced_configuration"]["test_listener_rule"] == (
        "${aws_lb_listener_rule.test-routes.arn}"
    )
    assert "test" in rules["test-routes"]["listener_arn"]


def test_without_a_domain_testers_try_it_over_http() -> None:
    listeners = stacks(where=TESTERS)["dev-platform"].all("aws_lb_listener").values()

    assert {(one["port"], one["protocol"]) for one in listeners} == {(80, "HTTP"), (8080, "HTTP")}


@pytest.mark.parametrize("changes", [{"deploy": {"strategy": "rolling"}}, {"where": {}}])
def test_there_is_no_test_port_where_nobody_would_use_it(changes: dict[str, Any]) -> None:
    platform = stacks(**{"where": TESTERS, **changes})["dev-platform"]

    assert [one["port"] for one in platform.all("aws_lb_listener").values()] == [80]


def test_alarms_on_both_groups_take_a_bad_version_back() -> None:
    made = shop()

    names = [
        f"dev-shop-rollback-gateway-{group}-{what}"
        for group in ("current", "next")
        for what in ("errors", "unhealthy")
    ]
    alarms = {
        alarm["alarm_name"]: key
        for key, alarm in made.all("aws_cloudwatch_metric_alarm").items()
        if alarm["alarm_name"] in names
    }
    service_made = made.only("aws_ecs_service")
    assert service_made["alarms"] == {"enable": True, "rollback": True, "alarm_names": names}
    assert {f"aws_cloudwatch_metric_alarm.{key}" for key in alarms.values()} <= set(
        service_made["depends_on"]
    )
    assert set(alarms) == set(names)


def test_whoever_is_on_call_is_told_whichever_group_is_in_use() -> None:
    names = {alarm["alarm_name"] for alarm in shop().all("aws_cloudwatch_metric_alarm").values()}

    assert {"dev-shop-errors", "dev-shop-next-errors", "dev-shop-next-unhealthy"} <= names


def test_task_by_task_is_watched_too() -> None:
    made = shop(deploy={"strategy": "rolling"})

    assert made.only("aws_ecs_service")["alarms"]["alarm_names"] == [
        "dev-shop-rollback-gateway-current-errors",
        "dev-shop-rollback-gateway-current-unhealthy",
    ]
    assert made.only("aws_ecs_service")["alarms"]["rollback"] is True


def test_a_service_that_starts_to_shift_moves_no_target_group_and_no_priority_of_another() -> None:
    before, after = shop(deploy={"strategy": "rolling"}), shop()

    numbers = {rule["priority"] for rule in before.all("aws_lb_listener_rule").values()}
    assert "aws_lb_target_group.target-group" in before.addresses & after.addresses
    assert after.only("aws_lb_listener_rule")["priority"] not in numbers


def test_requests_are_followed_wherever_the_tasks_are() -> None:
    policies = shop().all("aws_appautoscaling_policy")

    (requests,) = [policy for policy in policies.values() if policy["name"] == "requests"]
    metrics = requests["target_tracking_scaling_policy_configuration"]["customized_metric_specification"][
        "metrics"
    ]
    assert metrics[-1]["expression"] == (
        "(FILL(requests0, 0) + FILL(requests1, 0)) / (FILL(tasks0, 0) + FILL(tasks1, 0))"
    )
    assert len(metrics) == 5


def called(**changes: Any) -> dict[str, Resources]:
    bare: dict[str, Any] = {"routes": [], "data": {}, "queues": {}, "secrets": [], "scale": {}}
    callee = service(**{**bare, "name": "quotes", "deploy": CANARY, **changes})
    return build(environment(), callee, service(**{**bare, "name": "orders", "calls": ["quotes"]}))


def test_a_called_service_whose_versions_are_tried_stands_behind_the_internal_load_balancer() -> None:
    made = called()

    quotes, orders = made["dev-quotes"], made["dev-orders"]
    port = quotes.only("aws_lb_listener")["port"]
    (balancer,) = quotes.only("aws_ecs_service")["load_balancer"]
    assert len(made["dev-platform"].all("aws_lb")) == 2
    assert "service_registries" not in quotes.only("aws_ecs_service")
    assert quotes.only("aws_service_discovery_instance")["instance_id"] == "load-balancer"
    assert balancer["advanced_configuration"]["production_listener_rule"].startswith(
        "${aws_lb_listener_rule.internal-listener_all"
    )
    rule = orders.only("aws_vpc_security_group_ingress_rule")
    assert (rule["from_port"], rule["to_port"]) == (port, port)
    assert "internal-load-balancer" in rule["security_group_id"]
    assert f"http://quotes.dev.internal:{port}" in json.dumps(orders.document)


def test_a_called_service_with_routes_shifts_both_ways_at_once() -> None:
    ways = called(routes=["/api/quotes"])["dev-quotes"].only("aws_ecs_service")["load_balancer"]

    assert len(ways) == 2
    assert len({way["target_group_arn"] for way in ways}) == 2


def test_what_ecs_cannot_shift_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        stacks(routes=[], scale={})
    assert caught.value.problems == [
        "<Service>:1 deploy.strategy: canary shifts requests, and this service gets none. Add a route, or use rolling."
    ]

    with pytest.raises(InputError) as caught:
        stacks(routes=["/a", "/b", "/c"])
    assert caught.value.problems == [
        "<Service>:1 routes: 3 routes do not fit into one listener rule, and ECS shifts the requests of one."
        " Use 2 at the most, or deploy.strategy: rolling."
    ]
