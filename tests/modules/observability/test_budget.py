from __future__ import annotations

from modules.observability.budget import Budget
from tests.modules.synthesised import synthesise


def test_a_mail_comes_before_the_money_is_gone() -> None:
    budget = synthesise(
        lambda stack: Budget(stack, "budget", name="dev", monthly_usd=300, email="platform@example.com")
    ).only("aws_budgets_budget")

    assert (budget["limit_amount"], budget["limit_unit"], budget["time_unit"]) == ("300", "USD", "MONTHLY")
    assert [
        (mail["notification_type"], mail["threshold"], mail["subscriber_email_addresses"])
        for mail in budget["notification"]
    ] == [("ACTUAL", 80, ["platform@example.com"]), ("FORECASTED", 100, ["platform@example.com"])]
