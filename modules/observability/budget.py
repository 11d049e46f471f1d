"""Monthly budget of an account, with mails before the money is gone.

Defines: the budget and its two notifications.
Leaves to the caller: what to do then.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.budgets_budget import (
    BudgetsBudget,
    BudgetsBudgetCostFilter,
    BudgetsBudgetNotification,
)
from constructs import Construct


class Budget(Construct):
    """Mails when 80 % are spent, and when the month is forecast to take more than 100 %.

    A filter by tag counts nothing until the tag is activated for cost allocation (`CostTags`), and then no mail would
    come; without one it counts the whole account.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        monthly_usd: int,
        email: str,
        environment: str | None = None,
    ) -> None:
        """environment: count only what is tagged so; None counts the account."""
        super().__init__(scope, id_)
        BudgetsBudget(
            self,
            "Default",
            name=name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(monthly_usd),
            limit_unit="USD",
            cost_filter=_filter(environment),
            notification=[_mail("ACTUAL", 80, email), _mail("FORECASTED", 100, email)],
        )


def _filter(environment: str | None) -> list[BudgetsBudgetCostFilter] | None:
    if environment is None:
        return None
    # Source: "AWS Cost Management User Guide, Budget filters": a tag of a person's is `user:<key>$<value>`.
    return [BudgetsBudgetCostFilter(name="TagKeyValue", values=[f"user:Environment${environment}"])]


def _mail(kind: Literal["ACTUAL", "FORECASTED"], percent: int, email: str) -> BudgetsBudgetNotification:
    return BudgetsBudgetNotification(
        comparison_operator="GREATER_THAN",
        notification_type=kind,
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=[email],
    )
