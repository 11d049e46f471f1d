from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.edge.listener_rule import ListenerRule, path_patterns
from modules.edge.target_group import TargetGroup
from tests.modules.synthesised import Resources, synthesise


def rule(*routes: str, priority: int = 7, shifts: bool = False) -> Resources:
    def build(stack: TerraformStack) -> None:
        alternate = TargetGroup(
            stack, "alternate", name="next", vpc_id="vpc-1", port=8080, health_path="/health/ready"
        )
        ListenerRule(
            stack,
            "route",
            listener_arn="arn:listener",
            routes=routes or ["/api/catalog"],
            priority=priority,
            target_group_arn="arn:target-group",
            alternate=alternate if shifts else None,
        )

    return synthesise(build)


def test_a_route_takes_itself_and_all_below_it() -> None:
    made = rule().only("aws_lb_listener_rule")

    assert made["condition"] == [{"path_pattern": {"values": ["/api/catalog", "/api/catalog/*"]}}]
    assert made["action"] == [{"type": "forward", "target_group_arn": "arn:target-group"}]
    assert made["priority"] == 7


@pytest.mark.parametrize(
    ("route", "patterns"), [("/", ["/*"]), ("/api/", ["/api", "/api/*"]), ("/a", ["/a", "/a/*"])]
)
def test_a_slash_at_the_end_changes_nothing(route: str, patterns: list[str]) -> None:
    assert path_patterns(route) == patterns


@pytest.mark.parametrize("route", ["api", "/api/*", "/api?", "/" + "a" * 126])
def test_a_route_that_is_no_prefix_is_refused(route: str) -> None:
    with pytest.raises(ValueError, match="a route starts with /, has at most 126 characters and neither"):
        path_patterns(route)


@pytest.mark.parametrize("priority", [0, 50_001])
def test_a_priority_that_aws_does_not_take_is_refused(priority: int) -> None:
    with pytest.raises(ValueError, match=f"{priority} is not a priority. Use 1 to 50000."):
        rule(priority=priority)


def test_several_routes_are_one_rule_as_far_as_aws_takes_them() -> None:
    made = rule("/api/shop", "/shop", "/").only("aws_lb_listener_rule")

    values = made["condition"][0]["path_pattern"]["values"]
    assert values == ["/api/shop", "/api/shop/*", "/shop", "/shop/*", "/*"]
    with pytest.raises(
        ValueError, match=r"/a, /b, /c: a rule takes 1 to 5 patterns, a route is two. Use fewer"
    ):
        rule("/a", "/b", "/c")


def test_where_ecs_shifts_the_requests_both_groups_belong_to_the_load_balancer_from_the_start() -> None:
    (action,) = rule(shifts=True).only("aws_lb_listener_rule")["action"]

    assert [(group["arn"], group["weight"]) for group in action["forward"]["target_group"]] == [
        ("arn:target-group", 100),
        ("${aws_lb_target_group.alternate.arn}", 0),
    ]


def test_terraform_leaves_alone_where_ecs_shifts_the_requests_to_until_there_is_another_group() -> None:
    assert "lifecycle" not in rule().only("aws_lb_listener_rule")
    assert rule(shifts=True).only("aws_lb_listener_rule")["lifecycle"] == {
        "ignore_changes": ["action"],
        "replace_triggered_by": ["aws_lb_target_group.alternate.arn"],
    }
