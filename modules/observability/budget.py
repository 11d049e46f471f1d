"""Monthly budget of an account, with mails before the money is gone.

Defines: the budget and its two notifications.
Leaves to the caller: what to do then.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.budgets_budget import BudgetsBudget, BudgetsBudgetNotification
from constructs import Construct


class Budget(Construct):
    """Mails when 80 % are spent, and when the month is forecast to take more than 100 %.

    It counts the whole account: a filter by tag counts nothing until somebody activates the tag for cost allocation
    (source: "AWS Billing User Guide, Activating user-defined cost allocation tags"), and then no mail would come.
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, monthly_usd: int, email: str) -> None:
        super().__init__(scope, id_)
        BudgetsBudget(
            self,
            "Default",
            name=name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(monthly_usd),
            limit_unit="USD",
            notification=[_mail("ACTUAL", 80, email), _mail("FORECASTED", 100, email)],
        )


def _mail(kind: Literal["ACTUAL", "FORECASTED"], percent: int, email: str) -> BudgetsBudgetNotification:
    return BudgetsBudgetNotification(
        comparison_operator="GREATER_THAN",
        notification_type=kind,
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=[email],
    )
