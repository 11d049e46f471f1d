from __future__ import annotations

import json

from cdktf import TerraformStack

from modules.messaging.queue import Queue
from tests.modules.synthesised import Resources, a_key, a_role, synthesise

QUEUE = "queue-orders"


def queue(*, protect: bool = False, grant: str | None = None) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = Queue(
            stack,
            "queue-orders",
            name="dev-shop-orders",
            dead_letter_name="dev-shop-orders--dead-letter",
            visibility_seconds=60,
            max_receives=5,
            key=a_key(stack),
            protect=protect,
        )
        if grant:
            getattr(made, grant)(a_role(stack))

    return synthesise(build)


def dead_letters(resources: Resources) -> str:
    """The name of the dead-letter queue in the stack."""
    (name,) = [name for name in resources.all("aws_sqs_queue") if name != QUEUE]
    return name


def test_what_fails_five_times_is_a_dead_letter_of_this_queue_only() -> None:
    resources = queue()
    dead = dead_letters(resources)

    redrive = json.loads(resources.all("aws_sqs_queue")[QUEUE]["redrive_policy"])
    allowed = json.loads(resources.only("aws_sqs_queue_redrive_allow_policy")["redrive_allow_policy"])
    assert redrive == {"deadLetterTargetArn": f"${{aws_sqs_queue.{dead}.arn}}", "maxReceiveCount": 5}
    assert allowed == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [f"${{aws_sqs_queue.{QUEUE}.arn}}"],
    }


def test_dead_letters_stay_longer_than_messages() -> None:
    queues = queue().all("aws_sqs_queue")

    (dead,) = [queue for name, queue in queues.items() if name != QUEUE]
    assert dead["message_retention_seconds"] == 14 * 86400
    assert queues[QUEUE]["message_retention_seconds"] == 4 * 86400


def test_both_queues_are_encrypted_and_turn_requests_without_tls_away() -> None:
    resources = queue()

    assert all(
        one["kms_master_key_id"] == "${aws_kms_key.key.arn}"
        for one in resources.all("aws_sqs_queue").values()
    )
    policies = resources.all("aws_sqs_queue_policy")
    assert len(policies) == 2
    for name in policies:
        (statement,) = resources.policy("aws_sqs_queue_policy", name)
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_consumer_takes_messages_and_sends_none() -> None:
    messages, key = queue(grant="grant_consume").policy("aws_iam_role_policy")

    assert "sqs:SendMessage" not in messages["Action"]
    assert messages["Resource"] == [f"${{aws_sqs_queue.{QUEUE}.arn}}"]
    assert "kms:Decrypt" in key["Action"]


def test_a_sender_sends_messages_and_takes_none() -> None:
    messages, key = queue(grant="grant_send").policy("aws_iam_role_policy")

    assert "sqs:ReceiveMessage" not in messages["Action"]
    assert "kms:GenerateDataKey*" in key["Action"]


def test_queues_outlive_their_stack_when_the_environment_is_protected() -> None:
    queues = queue(protect=True).all("aws_sqs_queue").values()

    assert [one["lifecycle"] for one in queues] == [{"prevent_destroy": True}] * 2
