from __future__ import annotations

import json

import pytest
from cdktf import TerraformStack

from modules.messaging.event_subscription import EventSubscription
from modules.messaging.queue import Queue
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, synthesise

RULE_ARN = "${aws_cloudwatch_event_rule.subscription-order-placed.arn}"


def subscription(name: str = "dev-shop-order-placed") -> Resources:
    def build(stack: TerraformStack) -> None:
        queue = Queue(
            stack,
            "queue-orders",
            name="dev-shop-orders",
            dead_letter_name="dev-shop-orders--dead-letter",
            visibility_seconds=60,
            max_receives=5,
            key=a_key(stack),
            protect=False,
        )
        EventSubscription(
            stack,
            "subscription-order-placed",
            name=name,
            bus_name="dev",
            event="order-placed",
            queue=queue,
        )

    return synthesise(build)


def test_every_event_of_that_type_goes_into_the_queue_whoever_published_it() -> None:
    made = subscription()

    rule, target = made.only("aws_cloudwatch_event_rule"), made.only("aws_cloudwatch_event_target")
    assert json.loads(rule["event_pattern"]) == {"detail-type": ["order-placed"]}
    assert (rule["event_bus_name"], target["event_bus_name"]) == ("dev", "dev")
    assert target["arn"] == "${aws_sqs_queue.queue-orders.arn}"


def test_what_cannot_be_delivered_is_a_dead_letter_of_the_queue() -> None:
    made = subscription()

    (dead,) = [name for name in made.all("aws_sqs_queue") if name != "queue-orders"]
    assert made.only("aws_cloudwatch_event_target")["dead_letter_config"] == {
        "arn": f"${{aws_sqs_queue.{dead}.arn}}"
    }


def test_only_this_rule_fills_the_queue_and_its_dead_letters() -> None:
    made = subscription()

    for name in made.all("aws_sqs_queue_policy"):
        without_tls, rule = made.policy("aws_sqs_queue_policy", name)
        assert without_tls["Effect"] == "Deny"
        assert rule["Action"] == ["sqs:SendMessage"]
        assert rule["Principal"] == {"Service": "events.amazonaws.com"}
        assert rule["Condition"] == {"ArnEquals": {"aws:SourceArn": RULE_ARN}}


def test_eventbridge_may_use_the_key_for_these_queues_alone() -> None:
    *_, statement = subscription().policy("aws_kms_key")

    queues = [f"arn:aws:sqs:{REGION}:{ACCOUNT}:dev-shop-orders{end}" for end in ("", "--dead-letter")]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {"ArnEquals": {"kms:EncryptionContext:aws:sqs:arn": queues}}


def test_a_name_that_eventbridge_refuses_is_refused_here() -> None:
    with pytest.raises(ValueError, match=r"a rule's name has at most 64 characters, this one 65."):
        subscription("x" * 65)
