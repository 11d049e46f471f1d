"""SQS queue for what nothing could deal with: events that an invocation or a schedule gave up.

Defines: the queue, encrypted, HTTPS only.
Leaves to the caller: who sends (`grant_send`), who looks at it, an alarm.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from constructs import Construct

from modules.messaging.queue import DAY_SECONDS, LONGEST_POLL_SECONDS, SEND
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow, deny_without_tls, document
from modules.security.role import Role

# Source: "Amazon SQS API Reference, SetQueueAttributes": the longest there is.
RETENTION_DAYS = 14


class DeadLetterQueue(Construct):
    """What arrives here was given up; it stays 14 days."""

    def __init__(self, scope: Construct, id_: str, *, name: str, key: KmsKey, protect: bool) -> None:
        super().__init__(scope, id_)
        self._key = key
        queue = SqsQueue(
            self,
            "Default",
            name=name,
            kms_master_key_id=key.arn,
            message_retention_seconds=RETENTION_DAYS * DAY_SECONDS,
            receive_wait_time_seconds=LONGEST_POLL_SECONDS,
            lifecycle=lifecycle(protect=protect),
        )
        SqsQueuePolicy(
            self,
            "policy",
            queue_url=queue.url,
            policy=document([deny_without_tls(["sqs:*"], [queue.arn])]),
        )
        self.name = name
        self.arn = queue.arn
        self.url = queue.url

    def grant_send(self, role: Role) -> None:
        """Let `role` send messages."""
        role.allow(allow(SEND, [self.arn]))
        self._key.grant_encrypt_decrypt(role, via="sqs")
