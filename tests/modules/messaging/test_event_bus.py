from __future__ import annotations

from cdktf import TerraformStack

from modules.messaging.event_bus import EventBus
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, a_role, synthesise

BUS_ARN = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/dev"


def bus(*, protect: bool = False, publishes: tuple[str, ...] = ()) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = EventBus(
            stack,
            "events",
            name="dev",
            archive_name="dev-events",
            undelivered_name="dev-platform-undelivered-events",
            archive_days=7,
            key=a_key(stack),
            protect=protect,
        )
        if publishes:
            made.grant_publish(a_role(stack), source="shop", events=publishes)

    return synthesise(build)


def test_events_are_encrypted_on_the_bus_and_in_the_archive_with_our_own_key() -> None:
    made = bus()

    assert made.only("aws_cloudwatch_event_bus")["kms_key_identifier"] == "${aws_kms_key.key.arn}"
    archive = made.only("aws_cloudwatch_event_archive")
    assert archive["kms_key_identifier"] == "${aws_kms_key.key.arn}"
    assert archive["retention_days"] == 7
    assert archive["event_source_arn"] == "${aws_cloudwatch_event_bus.events.arn}"


def test_eventbridge_uses_the_key_for_this_bus_alone_and_nothing_waits_in_a_circle() -> None:
    _, _, asks, bus_and_archive, queue = bus().policy("aws_kms_key")

    assert asks["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert bus_and_archive["Condition"] == {
        "StringEquals": {"kms:EncryptionContext:aws:events:event-bus:arn": BUS_ARN}
    }
    assert queue["Condition"] == {
        "ArnEquals": {
            "kms:EncryptionContext:aws:sqs:arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dev-platform-undelivered-events"
        }
    }


def test_what_the_bus_cannot_handle_waits_two_weeks_in_a_queue_that_only_the_bus_fills() -> None:
    made = bus()
    (name,) = made.all("aws_sqs_queue")

    assert made.only("aws_cloudwatch_event_bus")["dead_letter_config"] == {
        "arn": f"${{aws_sqs_queue.{name}.arn}}"
    }
    assert made.only("aws_sqs_queue")["message_retention_seconds"] == 14 * 86400
    without_tls, from_bus = made.policy("aws_sqs_queue_policy")
    assert without_tls["Effect"] == "Deny"
    assert from_bus["Condition"] == {"ArnEquals": {"aws:SourceArn": BUS_ARN}}


def test_a_publisher_speaks_in_its_own_name_and_of_what_it_declared() -> None:
    (statement,) = bus(publishes=("order-placed", "order-cancelled")).policy("aws_iam_role_policy")

    assert statement["Action"] == ["events:PutEvents"]
    assert statement["Resource"] == ["${aws_cloudwatch_event_bus.events.arn}"]
    assert statement["Condition"] == {
        "StringEquals": {
            "events:source": "shop",
            "events:detail-type": ["order-cancelled", "order-placed"],
        }
    }


def test_bus_and_archive_outlive_their_stack_when_the_environment_is_protected() -> None:
    made = bus(protect=True)

    for kind in ("aws_cloudwatch_event_bus", "aws_cloudwatch_event_archive", "aws_sqs_queue"):
        assert made.only(kind)["lifecycle"] == {"prevent_destroy": True}
