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
        "aws_cloudwatch_metric_alarm": {
            "errors": {"alarm_name": "dev-catalog-errors", "namespace": "AWS/ECS", **alarm}
        },
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
        {"alarm_actions": [TOPIC], "actions_enabled": "false"},
        {"alarm_actions": ["${aws_appautoscaling_policy.out.arn}"]},
        {"alarm_actions": [TOPIC], "namespace": "AWS/SQS"},
    ],
)
def test_alarms_that_tell_nobody_fail(failures: Failures, alarm: dict[str, Any]) -> None:
    assert failures(POLICY, resource=stack(**alarm)) == ["dev-example: aws_ecs_service.catalog"]


def test_a_function_without_alarms_fails(failures: Failures) -> None:
    made = {"aws_lambda_function": {"receipts": {"function_name": "dev-receipts"}}}

    assert failures(POLICY, resource=made) == ["dev-example: aws_lambda_function.receipts"]


def test_an_alarm_on_a_sum_of_measurements_counts(failures: Failures) -> None:
    query = [{"id": "e1"}, {"id": "m1", "metric": {"namespace": "AWS/ApplicationELB"}}]
    made = stack(alarm_actions=[TOPIC], namespace=None, metric_query=query)

    assert failures(POLICY, resource=made) == []


def test_pods_are_watched_too(failures: Failures) -> None:
    made = {"kubernetes_deployment_v1": {"pods": {"metadata": {"name": "stock"}}}}

    assert failures(POLICY, resource=made) == ["dev-example: kubernetes_deployment_v1.pods"]
