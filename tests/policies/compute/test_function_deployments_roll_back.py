from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_LAMBDA_2"
CANARY: dict[str, Any] = {
    "deployment_config_name": "${aws_codedeploy_deployment_config.canary.deployment_config_name}",
    "auto_rollback_configuration": {
        "enabled": True,
        "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
    },
    "alarm_configuration": {"enabled": True, "alarms": ["receipts-errors"]},
}


def group(**changes: Any) -> dict[str, Any]:
    arguments = {key: value for key, value in {**CANARY, **changes}.items() if value is not None}
    return {"aws_codedeploy_deployment_group": {"receipts": arguments}}


def test_a_canary_that_alarms_watch_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=group()) == []


def test_what_moves_at_once_needs_no_alarm(failures: Failures) -> None:
    at_once = group(
        deployment_config_name="CodeDeployDefault.LambdaAllAtOnce",
        alarm_configuration=None,
        auto_rollback_configuration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
    )

    assert failures(POLICY, resource=at_once) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"auto_rollback_configuration": None},
        {"auto_rollback_configuration": {"enabled": False, "events": ["DEPLOYMENT_FAILURE"]}},
        {"auto_rollback_configuration": {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM"]}},
        {"auto_rollback_configuration": {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]}},
        {"alarm_configuration": None},
        {"alarm_configuration": {"enabled": False, "alarms": ["receipts-errors"]}},
        {"alarm_configuration": {"enabled": True, "alarms": []}},
    ],
)
def test_a_canary_that_nothing_watches_or_takes_back_fails(
    failures: Failures, changes: dict[str, Any]
) -> None:
    assert failures(POLICY, resource=group(**changes)) == [
        "dev-example: aws_codedeploy_deployment_group.receipts"
    ]
