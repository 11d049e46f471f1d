from __future__ import annotations

import pytest

from modules.compute.deployment_alarms import (
    DeploymentAlarms,
    FailureRate,
    api_errors,
    load_balancer_errors,
    version_errors,
    worst_of_all,
)
from tests.modules.synthesised import Resources, synthesise


def alarms(**rates: FailureRate) -> Resources:
    return synthesise(
        lambda stack: DeploymentAlarms(stack, "alarms", name="dev-receipts-deployment", rates=rates)
    )


def test_the_new_version_is_judged_by_its_own_invocations() -> None:
    made = alarms(errors=version_errors("dev-receipts", "live", "7")).only("aws_cloudwatch_metric_alarm")

    queries = {query["id"]: query for query in made["metric_query"]}
    assert queries["failures"]["metric"]["dimensions"] == {
        "FunctionName": "dev-receipts",
        "Resource": "dev-receipts:live",
        "ExecutedVersion": "7",
    }
    assert queries["result"]["expression"] == "IF(failures >= 3, 100 * failures / requests, 0)"


def test_the_first_bad_minute_is_enough_and_no_requests_are_no_failures() -> None:
    made = alarms(errors=version_errors("dev-receipts", "live", "7")).only("aws_cloudwatch_metric_alarm")

    assert (made["datapoints_to_alarm"], made["evaluation_periods"]) == (1, 1)
    assert made["treat_missing_data"] == "notBreaching"
    assert "alarm_actions" not in made


def test_what_callers_see_is_judged_too_since_a_500_is_no_error_to_lambda() -> None:
    made = alarms(
        answers=load_balancer_errors("app/dev/1", "targetgroup/dev/2", share_percent=10),
        api=api_errors("abc", share_percent=10),
    ).all("aws_cloudwatch_metric_alarm")

    metrics = sorted(
        query["metric"]["metric_name"]
        for alarm in made.values()
        for query in alarm["metric_query"]
        if query["id"] == "failures"
    )
    assert metrics == ["5xx", "HTTPCode_Target_5XX_Count"]


@pytest.mark.parametrize(("share", "worst"), [(2, 1.0), (5, 2.5), (10, 5.0), (50, 5.0)])
def test_a_small_canary_that_fails_altogether_is_seen(share: int, worst: float) -> None:
    assert worst_of_all(share) == worst < share
