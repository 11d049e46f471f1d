"""Where services run, a budget warns before the money is gone.

Checks that a stack with a cluster has a monthly budget above 0, and that it mails somebody before all is spent.
Why: a loop that scales out costs more in a night than the service in a year, and the bill comes a month later.

Bad:  resource "aws_ecs_cluster" "dev" {}
Good: with resource "aws_budgets_budget" "dev" { limit_amount = "300", notification { threshold = 80, … } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class ClustersHaveABudget(ResourcePolicy):
    """Fails where a cluster has no budget beside it, or the budget tells nobody in time."""

    identifier = "YARD_COST_1"
    title = "Where services run, a budget warns before the money is gone"
    severity_level = "medium"
    why = "A loop that scales out would be noticed with next month's bill."
    fix = "Give the environment a budget (environments/<env>.yaml, budget: {monthly_usd, email})."
    page = "AWS Well-Architected Framework, COST02-BP05 Implement cost controls"
    # An environment with an EKS cluster has one of ECS too, with the budget beside it.
    resources = ("aws_ecs_cluster",)
    keys = ("name",)

    def holds(self, resource: Resource) -> bool:  # noqa: ARG002  # the budget is for the whole stack
        """True where a budget above 0 mails somebody at 100 % or earlier."""
        return any(_warns(budget.arguments) for budget in self.stack.resources("aws_budgets_budget"))


def _warns(budget: Arguments) -> bool:
    return (budget.number("limit_amount") or 0) > 0 and any(
        (notification.number("threshold") or 0) <= 100
        and bool(
            notification.all("subscriber_email_addresses") or notification.all("subscriber_sns_topic_arns")
        )
        for notification in budget.blocks("notification")
    )


check = ClustersHaveABudget()
