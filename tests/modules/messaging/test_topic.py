from __future__ import annotations

from cdktf import TerraformStack

from modules.messaging.topic import Topic
from tests.modules.synthesised import ACCOUNT, Resources, a_key, a_role, synthesise

TOPIC_ARN = "${aws_sns_topic.alarms.arn}"


def topic(*, service: str | None = None, role: bool = False, email: str | None = None) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = Topic(stack, "alarms", name="dev-alarms", display_name="Alarms of dev", key=a_key(stack))
        if service:
            made.allow_service(service, sid="Alarms")
        if role:
            made.grant_publish(a_role(stack))
        if email:
            made.tell(email)

    return synthesise(build)


def test_a_topic_is_encrypted_and_turns_requests_without_tls_away() -> None:
    made = topic()

    assert made.only("aws_sns_topic")["kms_master_key_id"] == "${aws_kms_key.key.arn}"
    (statement,) = made.policy("aws_sns_topic_policy")
    assert (statement["Effect"], statement["Action"], statement["Resource"]) == (
        "Deny",
        ["sns:Publish"],
        [TOPIC_ARN],
    )
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_an_aws_service_publishes_for_this_account_alone_and_may_use_the_key_for_it() -> None:
    made = topic(service="cloudwatch.amazonaws.com")

    *_, publish = made.policy("aws_sns_topic_policy")
    *_, key = made.policy("aws_kms_key")
    for statement in (publish, key):
        assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_a_role_that_publishes_may_encrypt_through_sns() -> None:
    publish, key = topic(role=True).policy("aws_iam_role_policy")

    assert (publish["Action"], publish["Resource"]) == (["sns:Publish"], [TOPIC_ARN])
    assert key["Condition"] == {"StringEquals": {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}}


def test_a_person_is_told_by_mail() -> None:
    subscription = topic(email="platform@example.com").only("aws_sns_topic_subscription")

    assert (subscription["protocol"], subscription["endpoint"]) == ("email", "platform@example.com")
