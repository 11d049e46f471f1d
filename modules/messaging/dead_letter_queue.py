"""SQS queue for what could not be delivered.

Defines: the queue, encrypted, HTTPS only, and its policy.
Leaves to the caller: who sends (`grant_send`), an alarm on its length.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from constructs import Construct

from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow, deny_without_tls, document
from modules.security.role import Role

# Source: "Amazon SQS API Reference, SetQueueAttributes": 14 days is the longest retention.
RETENTION_SECONDS = 14 * 24 * 60 * 60


class DeadLetterQueue(Construct):
    """Nobody reads it but people; what is in it goes after 14 days."""

    def __init__(self, scope: Construct, id_: str, *, name: str, key: KmsKey, protect: bool) -> None:
        """name: at most 80 characters (`names.queue_name`)."""
        super().__init__(scope, id_)
        self._key = key
        queue = SqsQueue(
            self,
            "Default",
            name=name,
            kms_master_key_id=key.arn,
            message_retention_seconds=RETENTION_SECONDS,
            lifecycle=lifecycle(protect=protect),
        )
        SqsQueuePolicy(
            self, "policy", queue_url=queue.url, policy=document([deny_without_tls(["sqs:*"], [queue.arn])])
        )
        self.arn = queue.arn
        self.name = queue.name

    def grant_send(self, role: Role) -> None:
        """Let `role` leave messages."""
        role.allow(allow(["sqs:SendMessage"], [self.arn]))
        self._key.grant_encrypt_decrypt(role, via="sqs")
