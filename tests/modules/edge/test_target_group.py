from __future__ import annotations

import pytest

from modules.edge.target_group import TargetGroup
from tests.modules.synthesised import Resources, synthesise


def target_group(name: str = "dev-catalog-8080", delay: int = 30) -> Resources:
    return synthesise(
        lambda stack: TargetGroup(
            stack,
            "target-group",
            name=name,
            vpc_id="vpc-1",
            port=8080,
            health_path="/health/ready",
            deregistration_delay_seconds=delay,
        )
    )


def test_a_task_gets_requests_only_while_its_health_path_answers_200() -> None:
    made = target_group().only("aws_lb_target_group")

    check = made["health_check"]
    assert (check["path"], check["matcher"], check["port"]) == ("/health/ready", "200", "traffic-port")
    assert check["timeout"] < check["interval"]
    assert made["target_type"] == "ip"


def test_a_task_that_leaves_may_finish_its_requests() -> None:
    assert target_group(delay=45).only("aws_lb_target_group")["deregistration_delay"] == "45"


def test_the_rules_move_to_a_new_group_before_the_old_one_goes() -> None:
    assert target_group().only("aws_lb_target_group")["lifecycle"] == {"create_before_destroy": True}


def test_a_name_beyond_32_characters_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has at most 32 characters, this one 33."):
        target_group(name="a" * 33)


def test_a_delay_beyond_an_hour_is_refused() -> None:
    with pytest.raises(ValueError, match=r"deregistration_delay_seconds: 3601. Use 0 to 3600."):
        target_group(delay=3601)
