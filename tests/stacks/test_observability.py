from __future__ import annotations

import json
import re
from typing import Any

from tests.modules.synthesised import ACCOUNT, Resources
from tests.stacks.environments import build, environment, protected, released, service


def watch(**changes: Any) -> Resources:
    return build(environment(**changes), service())["dev-observability"]


def alarms() -> dict[str, dict[str, Any]]:
    return {
        alarm["alarm_name"]: alarm
        for alarm in released()["dev-shop"].all("aws_cloudwatch_metric_alarm").values()
    }


def test_a_service_is_watched_where_customers_feel_it_and_where_its_data_is() -> None:
    assert set(alarms()) == {
        "dev-shop-errors",
        "dev-shop-latency",
        "dev-shop-unhealthy",
        "dev-shop-table-products-throttled",
        "dev-shop-queue-orders-age",
        "dev-shop-queue-orders-dead-letters",
        "dev-shop-tasks",
        "dev-shop-rollback-gateway-current-errors",
        "dev-shop-rollback-gateway-current-unhealthy",
    }


def test_every_alarm_says_what_happened_and_tells_the_environments_topic() -> None:
    # Those that take a deployment back wake nobody.
    for alarm in (one for name, one in alarms().items() if "rollback" not in name):
        assert alarm["alarm_description"].startswith("shop in dev: ")
        assert alarm["alarm_actions"] == alarm["ok_actions"]
        assert "dev-observability.outputs" in alarm["alarm_actions"][0]


def test_a_service_without_routes_has_no_alarms_on_requests() -> None:
    made = build(environment(), service(routes=[], scale={}))["dev-shop"]

    names = {alarm["alarm_name"] for alarm in made.all("aws_cloudwatch_metric_alarm").values()}
    assert not names & {"dev-shop-errors", "dev-shop-latency", "dev-shop-unhealthy"}


def test_a_service_has_a_dashboard_with_a_graph_for_each_signal() -> None:
    body = json.loads(released()["dev-shop"].only("aws_cloudwatch_dashboard")["dashboard_body"])

    titles = [widget["properties"].get("title") for widget in body["widgets"][1:]]
    assert titles[:5] == [
        "Requests and errors",
        "Latency p99",
        "Healthy and unhealthy targets",
        "Tasks wanted and running",
        "CPU and memory of the tasks",
    ]


def test_the_environments_dashboard_finds_services_by_itself() -> None:
    body = watch().only("aws_cloudwatch_dashboard")["dashboard_body"]

    assert body.count("SEARCH(") == 10
    assert "shop" not in body


def test_nothing_that_cloudwatch_is_to_read_is_an_expression_of_terraform() -> None:
    for stack in released().values():
        for dashboard in stack.all("aws_cloudwatch_dashboard").values():
            assert not re.findall(r"(?<!\$)\$\{PROP", dashboard["dashboard_body"])


def test_only_cloudwatch_for_this_account_and_roles_of_it_speak_through_the_topic() -> None:
    (_, allowed) = watch().policy("aws_sns_topic_policy")

    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_alarms_reach_a_mailbox_where_the_environment_names_one() -> None:
    assert not watch().all("aws_sns_topic_subscription")
    assert watch(alarms={"email": "a@example.com"}).only("aws_sns_topic_subscription")["endpoint"] == (
        "a@example.com"
    )


def test_what_is_protected_is_backed_up_and_nothing_else() -> None:
    assert not watch().all("aws_backup_plan")
    assert len(protected()["dev-observability"].all("aws_backup_plan")) == 1


def test_costs_are_told_apart_by_tag_where_the_account_pays_for_itself() -> None:
    budget = {"monthly_usd": 300, "email": "a@example.com"}

    plain = build(environment(budget=budget), service())["dev-platform"]
    own = build(environment(budget={**budget, "activate_tags": True}), service())["dev-platform"]

    assert "cost_filter" not in plain.only("aws_budgets_budget")
    assert own.only("aws_budgets_budget")["cost_filter"] == [
        {"name": "TagKeyValue", "values": ["user:Environment$dev"]}
    ]
    assert {tag["tag_key"] for tag in own.all("aws_ce_cost_allocation_tag").values()} == {
        "Environment",
        "Service",
        "Team",
    }
