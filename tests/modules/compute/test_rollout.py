from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.compute.rollout import Rollout, Strategy

STRATEGIES: tuple[Strategy, ...] = ("rolling", "blue_green", "canary", "linear")


def block(rollout: Rollout) -> dict[str, Any]:
    """What `aws_ecs_service` gets, without what is left out."""
    made: dict[str, Any] = rollout.configuration()._values
    return {
        name: value._values if hasattr(value, "_values") else value
        for name, value in made.items()
        if value is not None
    }


def test_two_versions_run_side_by_side_before_the_old_one_ends() -> None:
    assert block(Rollout("blue_green", bake_minutes=7)) == {
        "strategy": "BLUE_GREEN",
        "bake_time_in_minutes": "7",
    }


def test_a_canary_gets_its_share_for_a_while_and_then_the_rest() -> None:
    assert block(Rollout("canary", percent=5, bake_minutes=7)) == {
        "strategy": "CANARY",
        "bake_time_in_minutes": "7",
        "canary_configuration": {"canary_percent": 5, "canary_bake_time_in_minutes": "7"},
    }


def test_a_linear_deployment_moves_step_by_step() -> None:
    assert block(Rollout("linear", percent=25, bake_minutes=3)) == {
        "strategy": "LINEAR",
        "bake_time_in_minutes": "3",
        "linear_configuration": {"step_percent": 25, "step_bake_time_in_minutes": "3"},
    }


@pytest.mark.parametrize(
    ("strategy", "percent", "minutes", "problem"),
    [
        ("canary", 0, 5, "percent: 0 is no step of canary. Use 1 to 100."),
        ("linear", 2, 5, "percent: 2 is no step of linear. Use 3 to 100."),
        ("canary", 101, 5, "percent: 101 is no step of canary. Use 1 to 100."),
        ("blue_green", 10, 1441, "bake_minutes: 1441. Use 0 to 1440."),
    ],
)
def test_what_ecs_refuses_is_refused(strategy: Strategy, percent: int, minutes: int, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Rollout(strategy, percent=percent, bake_minutes=minutes)


@given(strategy=st.sampled_from(STRATEGIES), percent=st.integers(3, 100), minutes=st.integers(0, 1440))
def test_the_longest_deployment_includes_every_wait(strategy: Strategy, percent: int, minutes: int) -> None:
    rollout = Rollout(strategy, percent=percent, bake_minutes=minutes)

    steps = {"rolling": 0, "blue_green": 1, "canary": 2}.get(strategy, -(-100 // percent))
    assert rollout.longest_minutes >= steps * minutes
