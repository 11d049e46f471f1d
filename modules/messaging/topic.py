"""SNS topic: encrypted, HTTPS only; what alarms and budgets speak through.

Defines: the topic and its policy.
Leaves to the caller: who publishes (`allow_service`, `grant_publish`) and who is told (`tell`).
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from constructs import Construct

from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow, deny, document
from modules.security.role import Role


class Topic(Construct):
    """A topic that AWS services of this account and roles that were granted it may publish to."""

    def __init__(self, scope: Construct, id_: str, *, name: str, display_name: str, key: KmsKey) -> None:
        """display_name: what mails are from, at most 100 characters."""
        super().__init__(scope, id_)
        self._key = key
        topic = SnsTopic(self, "Default", name=name, display_name=display_name, kms_master_key_id=key.arn)
        self.arn = topic.arn
        self.name = topic.name
        # SNS takes no `sns:*` in a topic's policy (source: "Amazon SNS Developer Guide, Amazon SNS API permissions").
        self._statements = [
            deny(
                ["sns:Publish"],
                [self.arn],
                sid="DenyWithoutTls",
                principal={"AWS": "*"},
                condition={"Bool": {"aws:SecureTransport": "false"}},
            )
        ]
        self._policy = SnsTopicPolicy(self, "policy", arn=self.arn, policy=document(self._statements))

    def allow_service(
        self, service: str, *, sid: str, condition: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Let an AWS service (`cloudwatch.amazonaws.com`) publish, and use the key for it.

        sid: letters and digits, of its own. condition: default, only on behalf of this account; EventBridge's policies
        take none here (source: "Amazon SNS Developer Guide, Example cases for Amazon SNS access control").
        """
        if condition is None:
            condition = {"StringEquals": {"aws:SourceAccount": self._key.account}}
        self._statements.append(
            allow(["sns:Publish"], [self.arn], sid=sid, principal={"Service": service}, condition=condition)
        )
        self._policy.policy = document(self._statements)
        self._key.grant_service(service, sid=sid, condition=condition)

    def grant_publish(self, role: Role) -> None:
        """Let `role` publish."""
        role.allow(allow(["sns:Publish"], [self.arn]))
        self._key.grant_encrypt_decrypt(role, via="sns")

    def tell(self, email: str) -> None:
        """Send mails to `email`, once whoever reads it there has confirmed the subscription."""
        SnsTopicSubscription(self, f"email-{email}", topic_arn=self.arn, protocol="email", endpoint=email)
