from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_COST_1"
MAIL = {"threshold": 80, "subscriber_email_addresses": ["platform@example.com"]}
TOPIC = {"threshold": 100, "subscriber_sns_topic_arns": ["${aws_sns_topic.money.arn}"]}


def stack(**budget: Any) -> dict[str, Any]:
    cluster = {"aws_ecs_cluster": {"dev": {"name": "dev"}}}
    return (
        {**cluster, "aws_budgets_budget": {"dev": {"limit_amount": "300", **budget}}} if budget else cluster
    )


@pytest.mark.parametrize("notification", [[MAIL], [TOPIC], [{"threshold": 80}, MAIL]])
def test_a_budget_that_warns_somebody_passes(failures: Failures, notification: list[Any]) -> None:
    assert failures(POLICY, resource=stack(notification=notification)) == []


@pytest.mark.parametrize(
    "budget",
    [
        {},
        {"notification": []},
        {"notification": [{"threshold": 80}]},
        {"notification": [{**MAIL, "threshold": 150}]},
        {"notification": [MAIL], "limit_amount": "0"},
    ],
)
def test_no_budget_or_one_that_warns_nobody_fails(failures: Failures, budget: dict[str, Any]) -> None:
    assert failures(POLICY, resource=stack(**budget)) == ["dev-example: aws_ecs_cluster.dev"]
