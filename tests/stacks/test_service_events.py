from __future__ import annotations

from tests.modules.synthesised import Resources
from tests.stacks.environments import IMAGE, build, container, environment, service


def subscriber() -> Resources:
    made = build(
        environment(),
        service(publishes=["order-placed"], subscribes={"order-paid": "orders"}),
        releases={"shop": IMAGE},
    )
    return made["dev-shop"]


def test_a_publisher_is_told_the_bus_of_the_environment_and_may_put_its_own_events_on_it() -> None:
    variables = {entry["name"]: entry["value"] for entry in container(subscriber())["environment"]}
    (role,) = [name for name in subscriber().all("aws_iam_role_policy") if name.startswith("task-role")]

    assert "dev-platform.outputs" in variables["EVENT_BUS"]
    (put,) = [
        statement
        for statement in subscriber().policy("aws_iam_role_policy", role)
        if statement["Action"] == ["events:PutEvents"]
    ]
    assert put["Condition"]["StringEquals"] == {
        "events:source": "shop",
        "events:detail-type": ["order-placed"],
    }


def test_who_publishes_nothing_neither_knows_the_bus_nor_may_use_it() -> None:
    made = build(environment(), service(subscribes={"order-paid": "orders"}))["dev-shop"]

    assert "EVENT_BUS" not in {entry["name"] for entry in container(made)["environment"]}
    assert "events:PutEvents" not in str(made.document)


def test_a_subscription_is_in_the_stack_of_the_subscriber_and_waits_for_no_publisher() -> None:
    made = build(
        environment(),
        service(subscribes={"order-paid": "orders"}),
        service(name="till", routes=[], scale={}, data={}, publishes=["order-paid"]),
    )

    assert made["dev-shop"].only("aws_cloudwatch_event_rule")["name"] == "dev-shop-order-paid"
    assert not made["dev-till"].all("aws_cloudwatch_event_rule")
    assert "dev-till" not in str(made["dev-shop"].document)
