from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.observability.alarm import Alarm
from modules.observability.metric import Metric
from tests.modules.synthesised import synthesise

ERRORS = Metric("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", {"TargetGroup": "a"}, "Sum")
REQUESTS = Metric("AWS/ApplicationELB", "RequestCount", {"TargetGroup": "a"}, "Sum")
LATENCY = Metric("AWS/ApplicationELB", "TargetResponseTime", {"TargetGroup": "a"}, "p99")


def made(**changes: Any) -> dict[str, Any]:
    def build(stack: TerraformStack) -> None:
        arguments: dict[str, Any] = {
            "name": "dev-shop-latency",
            "description": "Slow.",
            "metrics": {"latency": LATENCY},
            "above": 1.0,
            "minutes": 3,
            "of_minutes": 5,
            "topics": ["arn:topic"],
        }
        Alarm(stack, "alarm", **{**arguments, **changes})

    return synthesise(build).only("aws_cloudwatch_metric_alarm")


def test_it_tells_when_it_begins_and_when_it_is_over() -> None:
    assert made()["alarm_actions"] == made()["ok_actions"] == ["arn:topic"]


def test_a_percentile_is_not_judged_on_a_handful_of_requests() -> None:
    alarm = made()

    assert (alarm["extended_statistic"], alarm.get("statistic")) == ("p99", None)
    assert alarm["evaluate_low_sample_count_percentiles"] == "ignore"


def test_a_share_is_an_expression_over_its_metrics() -> None:
    alarm = made(metrics={"errors": ERRORS, "requests": REQUESTS}, expression="100 * errors / requests")

    assert "metric_name" not in alarm
    assert [query["id"] for query in alarm["metric_query"]] == ["result", "errors", "requests"]
    assert [query.get("return_data") for query in alarm["metric_query"]] == [True, None, None]


def test_three_of_five_minutes_are_five_periods_with_three_datapoints() -> None:
    assert (made()["evaluation_periods"], made()["datapoints_to_alarm"]) == (5, 3)


def test_silence_is_no_alarm_unless_it_is_said_to_be() -> None:
    assert made()["treat_missing_data"] == "notBreaching"
    assert made(missing="breaching")["treat_missing_data"] == "breaching"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"below": 1.0}, "give `above` or `below`, one of the two"),
        ({"minutes": 6}, "6 of 5 minutes. Use 1 to 1440, the first no larger"),
        ({"metrics": {"e": ERRORS, "r": REQUESTS}}, "one metric stands alone; several need an expression"),
    ],
)
def test_what_cloudwatch_would_refuse_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"dev-shop-latency: {sentence}"):
        made(**changes)
