from __future__ import annotations

from cdktf import TerraformStack

from tests.modules.functions import a_dead_letter_queue
from tests.modules.synthesised import a_key, a_role, synthesise


def test_what_was_given_up_stays_as_long_as_sqs_keeps_anything() -> None:
    made = synthesise(lambda stack: a_dead_letter_queue(stack, a_key(stack))).only("aws_sqs_queue")

    assert made["message_retention_seconds"] == 14 * 24 * 60 * 60
    assert made["kms_master_key_id"] == "${aws_kms_key.key.arn}"


def test_it_is_reached_over_https_alone() -> None:
    made = synthesise(lambda stack: a_dead_letter_queue(stack, a_key(stack)))

    (deny,) = made.policy("aws_sqs_queue_policy")
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_who_may_send_may_also_encrypt() -> None:
    def build(stack: TerraformStack) -> None:
        a_dead_letter_queue(stack, a_key(stack)).grant_send(a_role(stack))

    send, encrypt = synthesise(build).policy("aws_iam_role_policy")
    assert "sqs:SendMessage" in send["Action"]
    assert encrypt["Condition"] == {"StringEquals": {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}}
