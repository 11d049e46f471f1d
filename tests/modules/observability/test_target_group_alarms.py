from __future__ import annotations

from typing import Any

from modules.observability.target_group_alarms import TargetGroupAlarms
from tests.modules.synthesised import Resources, synthesise


def alarms(**changes: Any) -> Resources:
    arguments: dict[str, Any] = {
        "name": "dev-shop-rollback",
        "load_balancer": "app/dev/1",
        "target_groups": {"current": "targetgroup/a/1", "next": "targetgroup/b/2"},
    }
    return synthesise(lambda stack: TargetGroupAlarms(stack, "rollback-alarms", **{**arguments, **changes}))


def test_each_group_is_watched_by_itself_since_a_small_share_of_errors_is_lost_in_the_sum() -> None:
    made = alarms().all("aws_cloudwatch_metric_alarm").values()

    assert [alarm["alarm_name"] for alarm in made] == [
        "dev-shop-rollback-current-errors",
        "dev-shop-rollback-current-unhealthy",
        "dev-shop-rollback-next-errors",
        "dev-shop-rollback-next-unhealthy",
    ]


def test_errors_are_a_share_of_the_requests_and_few_requests_are_no_alarm() -> None:
    (errors,) = (
        alarm
        for alarm in alarms(target_groups={"current": "targetgroup/a/1"})
        .all("aws_cloudwatch_metric_alarm")
        .values()
        if alarm["alarm_name"].endswith("errors")
    )

    result, *parts = errors["metric_query"]
    assert result["expression"] == "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)"
    assert {part["metric"]["metric_name"] for part in parts} == {"HTTPCode_Target_5XX_Count", "RequestCount"}
    assert all(
        part["metric"]["dimensions"] == {"LoadBalancer": "app/dev/1", "TargetGroup": "targetgroup/a/1"}
        for part in parts
    )
    assert (errors["threshold"], errors["datapoints_to_alarm"], errors["evaluation_periods"]) == (5, 2, 3)


def test_without_requests_nothing_is_wrong() -> None:
    made = alarms().all("aws_cloudwatch_metric_alarm").values()

    assert {alarm["treat_missing_data"] for alarm in made} == {"notBreaching"}
