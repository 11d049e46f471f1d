"""Budgets. The emulated AWS knows a budget's amount and whom it tells; it cannot change one, so it gets a new one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, reads

BUDGET: dict[str, Source] = {"AccountId": "account_id", "BudgetName": "name"}


def notifications(values: Values) -> list[dict[str, Any]]:
    """Each threshold with those who are told."""
    return [
        {
            "Notification": {
                "NotificationType": one["notification_type"],
                "ComparisonOperator": one["comparison_operator"],
                "Threshold": float(one["threshold"]),
                "ThresholdType": one["threshold_type"],
            },
            "Subscribers": [
                *(
                    {"SubscriptionType": "EMAIL", "Address": to}
                    for to in one.get("subscriber_email_addresses") or ()
                ),
                *(
                    {"SubscriptionType": "SNS", "Address": to}
                    for to in one.get("subscriber_sns_topic_arns") or ()
                ),
            ],
        }
        for one in values.get("notification") or ()
    ]


def period(values: Values) -> dict[str, Any]:
    """From when till when, if that is said: `2026-01-01_00:00`, of UTC."""
    moments = {"Start": values.get("time_period_start"), "End": values.get("time_period_end")}
    given = {
        name: datetime.strptime(text, "%Y-%m-%d_%H:%M").replace(tzinfo=UTC)
        for name, text in moments.items()
        if text
    }
    return {"TimePeriod": given} if "Start" in given else {}


def seen_filters(budget: dict[str, Any]) -> list[Values]:
    """What of the costs is counted, as blocks."""
    return [{"name": name, "values": values} for name, values in budget.get("CostFilters", {}).items()]


def put(cloud: Cloud, prior: Values, planned: Values) -> Values:
    """Make it, in the place of the one that was there."""
    budgets = cloud.client("budgets", "us-east-1")
    account = planned.get("account_id") or cloud.account
    if prior:
        budgets.delete_budget(AccountId=account, BudgetName=prior["name"])
    budgets.create_budget(
        AccountId=account,
        Budget={
            "BudgetName": planned["name"],
            "BudgetType": planned["budget_type"],
            "TimeUnit": planned["time_unit"],
            "BudgetLimit": {"Amount": planned["limit_amount"], "Unit": planned["limit_unit"]},
            "CostFilters": {one["name"]: one["values"] for one in planned.get("cost_filter") or ()},
            **period(planned),
        },
        NotificationsWithSubscribers=notifications(planned),
    )
    return {
        "account_id": account,
        "arn": f"arn:{cloud.partition}:budgets::{account}:budget/{planned['name']}",
    }


BUDGETS_BUDGET = Declaration(
    service="budgets",
    create=put,
    read=(
        reads(
            "describe_budget",
            BUDGET,
            "Budget",
            cost_filter=seen_filters,
            limit_amount="BudgetLimit.Amount",
            limit_unit="BudgetLimit.Unit",
            ignored="cost_types time_period_start time_period_end",
        ),
    ),
    changes=(
        Change(
            frozenset(
                {
                    "cost_filter",
                    "limit_amount",
                    "limit_unit",
                    "notification",
                    "time_period_end",
                    "time_period_start",
                    "time_unit",
                }
            ),
            put,
        ),
    ),
    delete=Operation("delete_budget", BUDGET),
    id="{account_id}:{name}",
    computed={"arn": "arn:{partition}:budgets::{account}:budget/{name}"},
    named="name",
)

DECLARATIONS = {"aws_budgets_budget": BUDGETS_BUDGET}
