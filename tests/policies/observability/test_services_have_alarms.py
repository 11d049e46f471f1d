from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_ALARM_1"
TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms"


def stack(**alarm: Any) -> dict[str, Any]:
    return {
        "aws_ecs_service": {"catalog": {"name": "dev-catalog"}},
        "aws_cloudwatch_metric_alarm": {"errors": {"alarm_name": "dev-catalog-errors", **alarm}},
    }


@pytest.mark.parametrize("topic", [TOPIC, "${aws_sns_topic.alarms.arn}"])
def test_an_alarm_that_tells_a_topic_passes(failures: Failures, topic: str) -> None:
    assert failures(POLICY, resource=stack(alarm_actions=[topic])) == []


@pytest.mark.parametrize(
    "alarm",
    [
        {},
        {"alarm_actions": []},
        {"alarm_actions": [TOPIC], "actions_enabled": False},
        {"alarm_actions": ["${aws_appautoscaling_policy.out.arn}"]},
    ],
)
def test_alarms_that_tell_nobody_fail(failures: Failures, alarm: dict[str, Any]) -> None:
    assert failures(POLICY, resource=stack(**alarm)) == ["dev-example: aws_ecs_service.catalog"]


def test_a_function_without_alarms_fails(failures: Failures) -> None:
    made = {"aws_lambda_function": {"receipts": {"function_name": "dev-receipts"}}}

    assert failures(POLICY, resource=made) == ["dev-example: aws_lambda_function.receipts"]
