from __future__ import annotations

from cdktf import TerraformStack

from modules.messaging.dead_letter_queue import DeadLetterQueue
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def queue(*, protect: bool = False) -> Resources:
    def build(stack: TerraformStack) -> None:
        key = a_key(stack)
        DeadLetterQueue(stack, "dead", name="dev-shop-dead", key=key, protect=protect).grant_send(
            a_role(stack)
        )

    return synthesise(build)


def test_letters_are_encrypted_kept_as_long_as_aws_does_and_come_by_https_only() -> None:
    made = queue()

    letters = made.only("aws_sqs_queue")
    (statement,) = made.policy("aws_sqs_queue_policy")
    assert letters["kms_master_key_id"] == "${aws_kms_key.key.arn}"
    assert letters["message_retention_seconds"] == 14 * 24 * 60 * 60
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_a_sender_may_leave_letters_and_read_none() -> None:
    actions = [
        action for one in queue().policy("aws_iam_role_policy") for action in one["Action"] if "sqs" in action
    ]

    assert actions == ["sqs:SendMessage"]


def test_where_the_environment_is_protected_the_letters_are_too() -> None:
    assert queue(protect=True).only("aws_sqs_queue")["lifecycle"] == {"prevent_destroy": True}
