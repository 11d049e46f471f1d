"""SQS queue with a dead-letter queue.

Defines: both queues, encrypted, HTTPS only; what fails too often moves to the dead-letter queue.
Leaves to the caller: who sends and who consumes (`grant_send`, `grant_consume`, `allow_event_rule`); an alarm on the
dead letters.
"""

from __future__ import annotations

import json

from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from cdktf_cdktf_provider_aws.sqs_queue_redrive_allow_policy import SqsQueueRedriveAllowPolicy
from constructs import Construct

from modules.arn import arn as known_arn
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import Statement, allow, deny_without_tls, document
from modules.security.role import Role

DAY_SECONDS = 24 * 60 * 60
# Source: "Amazon SQS API Reference, SetQueueAttributes": 20 s is the longest poll, 14 days the longest retention.
LONGEST_POLL_SECONDS = 20
CONSUME = (
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
)
SEND = ("sqs:GetQueueAttributes", "sqs:SendMessage")


class Queue(Construct):
    """Messages wait 4 days to be taken, dead letters 14."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        dead_letter_name: str,
        visibility_seconds: int,
        max_receives: int,
        key: KmsKey,
        protect: bool,
    ) -> None:
        """visibility_seconds: a message stays hidden so long while it is worked on, 0 to 43200.

        max_receives: tries before a message is a dead letter, 1 to 1000.
        """
        super().__init__(scope, id_)
        self._key = key
        self._protect = protect
        self._names = (name, dead_letter_name)
        self._statements: dict[str, list[Statement]] = {}
        self._policies: dict[str, SqsQueuePolicy] = {}
        dead = self._queue("dead-letter", name=dead_letter_name, retention_days=14)
        queue = self._queue(
            "Default",
            name=name,
            retention_days=4,
            visibility_seconds=visibility_seconds,
            redrive=json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": max_receives}),
        )
        SqsQueueRedriveAllowPolicy(
            self,
            "redrive-allow",
            queue_url=dead.url,
            redrive_allow_policy=json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}),
        )
        self.arn = queue.arn
        self.url = queue.url
        self.name = queue.name
        self.dead_letter_arn = dead.arn
        self.dead_letter_name = dead.name

    def grant_send(self, role: Role) -> None:
        """Let `role` send messages."""
        role.allow(allow(SEND, [self.arn]))
        self._key.grant_encrypt_decrypt(role, via="sqs")

    def grant_consume(self, role: Role) -> None:
        """Let `role` receive and delete messages."""
        role.allow(allow(CONSUME, [self.arn]))
        self._key.grant_decrypt(role, via="sqs")

    def allow_event_rule(self, rule_arn: str) -> None:
        """Let a rule of EventBridge send events here, and what it cannot deliver to the dead letters.

        Source: "Amazon EventBridge User Guide, Using dead-letter queues to process undelivered events" and "Using
        resource-based policies"; KMS is asked for with the queue as encryption context ("Amazon SQS Developer Guide,
        Key management").
        """
        principal = {"Service": "events.amazonaws.com"}
        for id_, arn in (("Default", self.arn), ("dead-letter", self.dead_letter_arn)):
            rule = {"ArnEquals": {"aws:SourceArn": rule_arn}}
            self._statements[id_].append(
                allow(["sqs:SendMessage"], [arn], principal=principal, condition=rule)
            )
            self._policies[id_].policy = document(self._statements[id_])
        # By name: the queues need the key, so the key's policy can't wait for them.
        queues = [known_arn("sqs", self._key.region, self._key.account, name) for name in self._names]
        context = {"ArnEquals": {"kms:EncryptionContext:aws:sqs:arn": queues}}
        self._key.allow(
            allow(["kms:Decrypt", "kms:GenerateDataKey"], ["*"], principal=principal, condition=context)
        )

    def _queue(
        self,
        id_: str,
        *,
        name: str,
        retention_days: int,
        visibility_seconds: int | None = None,
        redrive: str | None = None,
    ) -> SqsQueue:
        queue = SqsQueue(
            self,
            id_,
            name=name,
            kms_master_key_id=self._key.arn,
            message_retention_seconds=retention_days * DAY_SECONDS,
            receive_wait_time_seconds=LONGEST_POLL_SECONDS,
            visibility_timeout_seconds=visibility_seconds,
            redrive_policy=redrive,
            lifecycle=lifecycle(protect=self._protect),
        )
        self._statements[id_] = [deny_without_tls(["sqs:*"], [queue.arn])]
        self._policies[id_] = SqsQueuePolicy(
            self,
            "policy" if id_ == "Default" else f"{id_}-policy",
            queue_url=queue.url,
            policy=document(self._statements[id_]),
        )
        return queue
