from __future__ import annotations

from typing import Any

import pytest

from modules.compute.function_deployment import Pace
from tests.modules.functions import ARN, NAME, a_deployment
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def deployment(pace: Pace, **changes: Any) -> Resources:
    return synthesise(lambda stack: a_deployment(stack, pace, **changes))


def test_at_once_is_amazons_own_configuration() -> None:
    made = deployment(Pace("at_once"))

    group = made.only("aws_codedeploy_deployment_group")
    assert group["deployment_config_name"] == "CodeDeployDefault.LambdaAllAtOnce"
    assert not made.all("aws_codedeploy_deployment_config")


def test_a_canary_gets_its_share_for_its_minutes_then_all() -> None:
    made = deployment(Pace("canary", percent=10, minutes=5)).only("aws_codedeploy_deployment_config")

    assert made["deployment_config_name"] == f"{NAME}-canary-10-percent-5-minutes"
    assert made["traffic_routing_config"] == {
        "type": "TimeBasedCanary",
        "time_based_canary": {"interval": 5, "percentage": 10},
    }


def test_linear_moves_share_by_share() -> None:
    made = deployment(Pace("linear", percent=25, minutes=2)).only("aws_codedeploy_deployment_config")

    assert made["traffic_routing_config"] == {
        "type": "TimeBasedLinear",
        "time_based_linear": {"interval": 2, "percentage": 25},
    }


def test_another_pace_is_there_before_the_old_one_goes() -> None:
    made = deployment(Pace("canary", percent=10, minutes=5)).only("aws_codedeploy_deployment_config")

    assert made["lifecycle"] == {"create_before_destroy": True}


def test_a_failure_an_alarm_and_a_person_take_it_back() -> None:
    made = deployment(Pace("canary", percent=10, minutes=5), alarm_names=["dev-receipts-deployment-errors"])

    group = made.only("aws_codedeploy_deployment_group")
    assert group["auto_rollback_configuration"] == {
        "enabled": True,
        "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
    }
    assert group["alarm_configuration"] == {"enabled": True, "alarms": ["dev-receipts-deployment-errors"]}


def test_codedeploy_may_move_this_alias_and_look_at_alarms() -> None:
    made = deployment(Pace("at_once"))

    move, look = made.policy("aws_iam_role_policy")
    assert move["Resource"] == [ARN, f"{ARN}:*"]
    assert "lambda:UpdateAlias" in move["Action"]
    assert look["Action"] == ["cloudwatch:DescribeAlarms"]
    (trust,) = made.policy("aws_iam_role", key="assume_role_policy")
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": f"arn:aws:codedeploy:{REGION}:{ACCOUNT}:deploymentgroup:{NAME}/{NAME}"
    }


@pytest.mark.parametrize(
    ("pace", "minutes"),
    [
        (Pace("at_once"), 0),
        (Pace("canary", 10, 5), 5),
        (Pace("linear", 10, 5), 45),
        (Pace("linear", 30, 5), 15),
        (Pace("linear", 50, 5), 5),
    ],
)
def test_the_moves_take_so_many_minutes(pace: Pace, minutes: int) -> None:
    assert pace.total_minutes == minutes


@pytest.mark.parametrize(
    ("pace", "problem"),
    [
        (Pace("canary", 100, 5), "pace: 100 percent every 5 minutes. Use 1 to 99, 1 or more."),
        (Pace("linear", 10, 0), "pace: 10 percent every 0 minutes. Use 1 to 99, 1 or more."),
        (Pace("linear", 1, 30), "pace: 2970 minutes between the moves. Use 2880 at the most."),
    ],
)
def test_what_codedeploy_would_refuse_is_refused(pace: Pace, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        deployment(pace)
