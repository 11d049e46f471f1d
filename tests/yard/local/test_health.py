"""Health turns only after as many answers in a row as the target group asks for."""

from __future__ import annotations

import pytest

from yard.local.desired import HealthCheck
from yard.local.health import LONGEST_INTERVAL_SECONDS, Health

CHECK = HealthCheck(path="/", healthy_threshold=2, unhealthy_threshold=3, interval_seconds=30)


def test_enough_good_answers_in_a_row_make_a_task_healthy() -> None:
    health = Health(CHECK)

    states = [record(health, answer) for answer in (None, "refused", None, None)]

    assert states == ["initial", "initial", "initial", "healthy"]


def test_enough_bad_answers_in_a_row_make_it_unhealthy_and_good_ones_heal_it() -> None:
    health = Health(CHECK, state="healthy")

    states = [record(health, answer) for answer in ("500", "500", None, "500", "500", "500", None, None)]

    assert states == ["healthy"] * 5 + ["unhealthy"] * 2 + ["healthy"]
    assert health.reason == "500"


def test_a_task_that_starts_slowly_is_not_yet_unhealthy() -> None:
    health = Health(CHECK)

    assert [record(health, "refused") for _ in range(9)] == ["initial"] * 9


def test_checks_of_a_healthy_task_come_seldom_and_at_the_first_doubt_often() -> None:
    health = Health(CHECK, state="healthy")

    assert health.interval_seconds == LONGEST_INTERVAL_SECONDS
    health.record("500")
    assert health.interval_seconds < 1


@pytest.mark.parametrize(
    ("codes", "status", "accepted"),
    [
        ("200", 200, True),
        ("200", 204, False),
        ("200-299", 204, True),
        ("200,302", 302, True),
        ("200, 301-303", 302, True),
    ],
)
def test_codes_are_single_ones_ranges_or_lists(codes: str, status: int, accepted: bool) -> None:
    assert HealthCheck(path="/", codes=codes).accepts(status) is accepted


def record(health: Health, answer: str | None) -> str:
    health.record(answer)
    return health.state
